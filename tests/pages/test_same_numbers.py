"""Every number on a screen is the number of the command line: screens and answers read the same functions."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from graph.__main__ import main
from graph.schema import load_schema
from graph.texts import texts
from graph.whatif.words import value_text
from pages.views.keten_words import count_text, place_label, share_text
from pages.views.words import number, percentage
from tests.pages.conftest import Open

pytestmark = pytest.mark.parametrize("store", ["demo"], indirect=True)
NL, SCHEMA = texts("nl"), load_schema()
DESK = "am27-werkcentrum-01"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(store: str) -> Ask:
    """What ``python -m graph ... --json`` answers about the same store."""

    def asked(*words: str) -> dict[str, Any]:
        said = StringIO()
        with redirect_stdout(said):
            assert main([*words, "--store", os.environ["KETENKAART_STORE"], "--json"]) == 0
        found: dict[str, Any] = json.loads(said.getvalue())
        return found

    return asked


def table(app: AppTest, *columns: str) -> Any:
    """The first table on the screen that has these columns."""
    return next(one.value for one in app.dataframe if {*columns} <= {*one.value.columns})


def opened(app: AppTest, tabs: str, name: str) -> AppTest:
    """The screen with one of its tabs open."""
    app.session_state[tabs] = name
    return app.run()


def test_regio(open_screen: Open, ask: Ask) -> None:
    found = ask("overview")
    ties, year = found["summary"]["ties"], found["year"]
    total = sum(ties.values())
    shown = [
        number(found["summary"]["organisations"], "nl"),
        number(total, "nl"),
        percentage(ties["confirmed"] / total, "nl"),
        number(ties["stale"], "nl"),
        number(ask("measures", "--ties", "reported")["summary"]["isolates"], "nl"),
        number(year["people"]["now"], "nl"),
        number(year["wait"]["now"], "nl"),
        *(percentage(year[name]["now"], "nl") for name in ("warm", "refused", "vanished")),
    ]
    assert [metric.value for metric in open_screen("regio").metric] == shown


def test_regio_by_municipality(open_screen: Open, ask: Ask) -> None:
    found = ask("overview")["municipalities"]
    shown = open_screen("regio").dataframe[0].value
    counts = next(shown[name] for name in shown.columns if shown[name].sum() == sum(found.values()))
    assert sorted(counts) == sorted(found.values())


def test_keten_by_flow(open_screen: Open, ask: Ask) -> None:
    app = open_screen("keten")
    flows = ask("chain")["flows"]
    shown = table(app, NL("keten.from"), NL("keten.to"), NL("keten.people"))
    assert list(shown[NL("keten.people")]) == [count_text(flow["people"], NL) for flow in flows]
    assert list(shown[NL("keten.share_vanished")]) == [share_text(flow["vanished"], "nl") for flow in flows]
    days = np.array([flow["median_days"] for flow in flows], dtype=float)
    np.testing.assert_array_equal(shown[NL("keten.median_days")].to_numpy(dtype=float), days)


def test_netwerk_in_its_table(open_screen: Open, ask: Ask) -> None:
    found = {one["name"]: one["degree"] for one in ask("measures", "--ties", "reported")["organisations"]}
    app = open_screen("netwerk")
    app.button_group(key="netwerk_twin").set_value("table").run()
    shown = table(app, NL("netwerk.organisation"), NL("netwerk.ties"))
    ties = dict(zip(shown[NL("netwerk.organisation")], shown[NL("netwerk.ties")], strict=True))
    assert ties == found


def test_hiaten(open_screen: Open, ask: Ask) -> None:
    found = ask("gaps")["gaps"]
    app = open_screen("hiaten")
    shown = app.dataframe[-1].value
    assert len(shown) == len(found)
    words = [str(cell) for cell in shown.to_numpy().ravel()]
    assert [gap["found"] for gap in found if gap["found"] not in words] == []


def test_hiaten_in_its_opportunities(open_screen: Open, ask: Ask) -> None:
    found = ask("likely")
    app = open_screen("hiaten")
    app.toggle(key="likely_shown").set_value(True).run()
    sets = table(app, NL("likely.between"), NL("likely.by_chance"))
    assert list(sets[NL("likely.ties")]) == [one["ties"] for one in found["sets"]]
    np.testing.assert_array_equal(sets[NL("likely.by_chance")], [one["expected"] for one in found["sets"]])
    pairs = table(app, NL("likely.one"), NL("likely.other"))
    for end, column in (("a", "likely.one"), ("b", "likely.other")):
        assert list(pairs[NL(column)]) == [one[end]["name"] for one in found["pairs"]]
    for why, one in zip(pairs[NL("likely.why")], found["pairs"], strict=True):
        by_chance = NL("likely.shared_by_chance", chance=number(one["shared_by_chance"], "nl", 1))
        own = NL("likely.partners", one=number(one["partners"][0], "nl"), other=number(one["partners"][1], "nl"))
        assert why.startswith(f"{one['shared']} ")
        assert by_chance in why
        assert own in why
        assert one["times"] is None or number(one["times"], "nl", 1) in why


def test_stel_dat(open_screen: Open, ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(f"steps: [{{stop: {DESK}}}, {{merge: {{organisation: am27-mbo-01, other: am27-pro-01}}}}]")
    found = ask("whatif", str(path), "--region", "AM27", "--ties", "reported")
    app = open_screen("steldat")
    app.query_params["stel"] = f"stop|{DESK}|merge|am27-mbo-01|am27-pro-01"
    app.query_params["telt"] = "reported"
    html = "".join(one.proto.body for one in app.run().get("html"))
    said = " ".join(one.value for one in [*app.subheader, *app.caption]).replace("\\", "")
    assert found["summary"]["sentence"] in said
    assert found["summary"]["fingerprint_after"] in said
    rows = re.findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td><td>[^<]*</td></tr>", html)
    shown = {label: (now, then) for label, now, then in rows}
    for one in found["measures"]:
        values = tuple(value_text(one["measure"], one[side], NL) for side in ("before", "after"))
        assert shown[NL(f"whatif.measure_{one['measure']}")] == values
    for one in found["severities"]:
        severity = NL("steldat.gaps_of", severity=NL(f"gaps.severity_{one['severity']}").lower())
        assert shown[severity] == (number(one["before"], "nl"), number(one["after"], "nl"))
    assert found["gone"]
    for gap in (*found["gone"], *found["new"]):
        assert escape(gap["found"]) in html


def test_dekking(open_screen: Open, ask: Ask) -> None:
    found = ask("coverage")
    shown = open_screen("dekking").dataframe[-1].value
    shown = shown.set_index(shown.columns[0])
    assert shown.shape == (
        len({cell["row"] for cell in found["cells"]}),
        len({cell["column"] for cell in found["cells"]}),
    )
    for cell in found["cells"]:
        row, column = (found["labels"][cell[end]]["nl"] for end in ("row", "column"))
        if cell["state"] == "served":
            assert float(str(shown.loc[row, column])) == len(cell["organisations"])


def test_organisatie_in_its_role(open_screen: Open, ask: Ask) -> None:
    found = ask("role", "--organisation", DESK)["summary"]
    app = opened(open_screen("organisatie", org=DESK), "organisatie_tab", NL("organisatie.tab_role"))
    said = " ".join(one.value for one in [*app.markdown, *app.text]).replace("\\", "")
    for key, lost, count in (("stops_roads", "roads_lost", "roads"), ("stops_pairs", "pairs_lost", "pairs")):
        given = {"lost": number(found[lost], "nl"), "count": number(found[count], "nl"), "steps": 3}
        assert NL(f"organisatie.{key}", **given) in said


def test_werkgeversketen(open_screen: Open, ask: Ask, tmp_path: Path) -> None:
    """The screen and a file of the same plan: one changed, one as the region has it, one made by hand."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "employers:\n - id: am27-werkgever-018\n - {id: am27-werkgever-030, places: {first: 5}, motive: sroi}\n"
        " - name: Eigen\n"
        "candidates: 60\nvalues: {loss_warm: 0.05}\n"
    )
    found = ask("simulate", str(path), "--region", "AM27")
    app = open_screen("werkgeversketen")
    app.query_params["werkgevers"] = "am27-werkgever-018|am27-werkgever-030|own:Eigen"
    own = [{"id": "am27-werkgever-030", "places": {"first": 5}, "motive": "sroi"}, {"name": "Eigen"}]
    app.query_params["eigen"] = json.dumps(own)
    app.query_params["kandidaten"] = "60"
    app.query_params["aannames"] = "loss_warm:0.05"
    html = "".join(one.proto.body for one in app.run().get("html"))
    for one in [*found["arms"], *found["differences"][:2]]:
        told = one["measures"]["sustained_expected"]
        low, high = number(told["low"], "nl"), number(told["high"], "nl")
        assert f"({NL('werkgeversketen.span', low=low, high=high)})" in html
        assert number(told["mean"], "nl", 1 if "against" in one and abs(told["mean"]) < 10 else 0) in html
    story = next(one["nl"] for one in found["story"] if not one["caution"])
    assert any(story in str(one.value) for one in app.subheader)


def test_a_stage_has_one_name_everywhere(ask: Ask) -> None:
    labels = ask("chain")["labels"]
    assert all(place_label(SCHEMA, NL, code) == label["nl"] for code, label in labels.items())
