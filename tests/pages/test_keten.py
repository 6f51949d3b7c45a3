"""The chain on the screen: drawn without circles, in balance with its numbers, and silent about a few people."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from graph.analysis.chain import chain
from graph.network import Network
from graph.schema import load_schema
from graph.texts import texts
from pages.views import keten as view
from pages.views import keten_tables as tables
from pages.views.keten_details import details
from pages.views.keten_drawing import DAYS, MEASURES, SCALE, SHARES, Drawing, draw, level_of
from pages.views.keten_words import STUBS, Target, parse, road, stub_of, target_label, targets
from tests.pages.conftest import Open
from tests.support.networks import network, organisation, sent

SCHEMA, NL = load_schema(), texts("nl")


def people(prefix: str, count: int, source: str, target: str, on: str, **properties: Any) -> list[Any]:
    return [sent(f"{prefix}{n}", on, source, target, **properties) for n in range(count)]


@pytest.fixture
def region() -> Network:
    """20 people from school to the desk, of whom 8 vanish; 12 on to an employer, 6 of those back to the desk."""
    return made()


@pytest.fixture
def with_few() -> Network:
    """The same, and 2 people who skip the desk."""
    return made(skip=2)


def made(skip: int = 0) -> Network:
    school, desk, work = "school", "loket", "bedrijf"
    to_desk = {"stage_from": "orientatie", "stage_to": "matching"}
    on = {"stage_from": "matching", "stage_to": "opstap", "outcome": "geaccepteerd"}
    back = {"stage_from": "opstap", "stage_to": "matching", "outcome": "geaccepteerd"}
    met = {"outcome": "geaccepteerd", "first_contact_on": "2025-01-11"}
    return network(
        [
            organisation(school, "pro", "Praktijkschool", stages=("orientatie",)),
            organisation(desk, "jongerenloket", "Loket"),
            organisation(work, "werkgever", "Bedrijf [x](y)"),
        ],
        referrals=[
            *people("a", 12, school, desk, "2025-01-01", **to_desk, **met),
            *people("v", 8, school, desk, "2025-01-01", **to_desk, outcome="verdwenen"),
            *people("a", 12, desk, work, "2025-03-01", **on),
            *people("a", 6, work, desk, "2025-06-01", **back),
            *people("s", skip, school, work, "2025-01-05", stage_from="orientatie", stage_to="opstap", outcome="open"),
        ],
    )


@pytest.fixture
def drawing(region: Network) -> Drawing:
    return draw(chain(region), SCHEMA, NL)


def series(drawing: Drawing) -> dict[str, Any]:
    found: dict[str, Any] = drawing.option["baseOption"]["series"][0]
    return found


def test_every_link_leads_to_a_later_column(drawing: Drawing) -> None:
    depth = {node["name"]: node["depth"] for node in series(drawing)["data"]}
    assert series(drawing)["links"]
    assert all(depth[link["target"]] == depth[link["source"]] + 1 for link in series(drawing)["links"])


def test_names_of_nodes_are_unique(drawing: Drawing) -> None:
    names = Counter(node["name"] for node in series(drawing)["data"])
    assert set(names.values()) == {1}


def test_what_leaves_a_bar_is_what_the_chain_counts(region: Network, drawing: Drawing) -> None:
    nodes = chain(region).sankey.nodes.set_index("id")
    for code in ("orientatie", "matching", "opstap"):
        leaves = sum(link["value"] for link in series(drawing)["links"] if link["source"] == code)
        row = nodes.loc[code]
        stays = row["inflow"] - leaves
        assert stays >= 0
        assert leaves <= row["onward"] + row["open"] + row["lost"] + row["merged"]


def test_a_bar_is_as_high_as_the_number_on_it(region: Network, drawing: Drawing) -> None:
    inflow = chain(region).sankey.nodes.set_index("id")["inflow"]
    bars = {node["name"]: node for node in series(drawing)["data"] if node["label"]["show"]}
    assert {"orientatie", "matching", "opstap"} <= set(bars)
    assert all(bar["value"] == inflow.get(code, 0) for code, bar in bars.items())
    assert bars["matching"]["label"]["formatter"] == str(inflow["matching"])


def test_a_step_back_ends_in_a_stub_beside_the_road(drawing: Drawing) -> None:
    assert any(node["name"] == "back|opstap" for node in series(drawing)["data"])


@pytest.mark.parametrize(
    ("source", "target", "stub"),
    [
        ("orientatie", "matching", None),
        ("matching", "orientatie", "back"),
        ("matching", "dagbesteding", "exit"),
        ("matching", "vanished", "vanished"),
        ("matching", "other", "other"),
        ("matching", "unknown", "other"),
    ],
)
def test_what_leaves_the_road_has_a_stub_of_its_own_kind(source: str, target: str, stub: str | None) -> None:
    assert stub_of(SCHEMA, source, target) == stub
    assert stub is None or stub in STUBS


def test_a_click_on_any_node_or_link_means_something_that_can_be_told(region: Network, drawing: Drawing) -> None:
    found = chain(region)
    for kind, meanings in (("node", drawing.nodes), ("edge", drawing.links)):
        for at in range(len(meanings)):
            target = parse(drawing.target([{"data_type": kind, "data_indices": [at]}]), SCHEMA)
            assert target is not None
            assert details(region, found, target, "nl") is not None


def test_nothing_clicked_means_nothing(drawing: Drawing) -> None:
    assert drawing.target([]) is None
    assert drawing.target([{"data_type": "node", "data_indices": [9_999]}]) is None


def test_a_chosen_flow_stands_out_and_nothing_else_changes(drawing: Drawing) -> None:
    lit = drawing.lit("orientatie>matching")["baseOption"]["series"][0]
    before = series(drawing)
    changed = [at for at, link in enumerate(lit["links"]) if link != before["links"][at]]
    assert changed
    assert {drawing.links[at] for at in changed} == {"orientatie>matching"}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_measure_changes_colours_and_labels_but_no_widths(region: Network, measure: str, theme: str) -> None:
    other = draw(chain(region), SCHEMA, NL, measure, theme)
    widths = [link["value"] for link in series(draw(chain(region), SCHEMA, NL))["links"]]
    assert [link["value"] for link in series(other)["links"]] == widths
    assert view.legend(measure, "nl")


def test_a_share_stands_in_the_class_that_the_legend_names() -> None:
    assert level_of("days", None) is None
    assert level_of("days", float("nan")) is None
    assert [level_of("days", days) for days in (0, *DAYS)] == [0, 0, 1, 2, 3]
    assert level_of("vanished", SHARES[-1] + 0.01) == len(SCALE) - 1


@pytest.mark.parametrize("text", ["", "x", "matching>", "<script>", "matching>nowhere", "dagbesteding", "a>b>c", None])
def test_a_link_that_names_nothing_is_ignored(text: str | None) -> None:
    found = parse(text, SCHEMA)
    assert found is None or found == Target("matching")


def test_a_target_survives_the_link(region: Network) -> None:
    found = targets(chain(region), SCHEMA)
    assert len(found) > 3
    assert all(parse(str(target), SCHEMA) == target for target in found)
    assert all(target_label(target, SCHEMA, NL) for target in found)


def test_a_flow_tells_its_people_its_shares_and_who_is_behind_it(region: Network) -> None:
    told = details(region, chain(region), Target("orientatie", "matching"), "nl")
    assert told is not None
    assert "20 mensen" in told.sentence
    assert {figure.label: figure.value for figure in told.figures}[NL("keten.share_vanished")] == "40%"
    assert told.behind
    behind = tables.organisation_flows(region, "orientatie", "matching", "nl")
    assert behind.iloc[0].tolist()[:3] == ["20", "Praktijkschool", "Loket"]
    assert told.cases is not None
    assert len(told.cases) == 20


def test_a_flow_of_a_few_people_shows_no_count_and_no_case(with_few: Network) -> None:
    found = chain(with_few)
    told = details(with_few, found, Target("orientatie", "opstap"), "nl")
    assert told is None or told.cases is None
    row = tables.flow_table(found, "nl")
    few = row[row[NL("keten.to")] == SCHEMA.codes["stages"].codes["opstap"].label.nl]
    assert NL("common.few", minimum=5) in few[NL("keten.people")].tolist()


def test_every_row_of_the_balance_adds_up(region: Network) -> None:
    balance = tables.balance(chain(region), "nl")
    parts = balance.iloc[:, 2:].sum(axis=1)
    assert (balance.iloc[:, 1] == parts).all()


def test_the_summary_names_the_worst_leak_and_the_longest_wait(region: Network) -> None:
    overview = view.overview(region, "nl")
    assert [finding.target for finding in overview.findings] == [Target("orientatie", "matching")] * 2
    assert "40%" in overview.summary
    assert "10 dagen" in overview.summary


def test_an_organisation_of_a_stage_says_how_we_know(region: Network) -> None:
    found = tables.organisations(region, chain(region), "orientatie", "nl")
    assert found[NL("keten.basis")].tolist() == [NL("keten.basis_both")]


def test_a_chain_without_stages_has_nothing_to_draw() -> None:
    empty = network(["a", "b"], referrals=people("c", 9, "a", "b", "2025-01-01"))
    assert not any(target.target for target in targets(chain(empty), SCHEMA))
    assert view.overview(empty, "nl").summary == NL("keten.summary_none")


def test_names_are_text_in_the_drawing(region: Network) -> None:
    assert "<" not in str([node["tooltip"] for node in series(draw(chain(region), SCHEMA, NL))["data"]])


def test_the_road_is_the_stages_that_are_no_way_out() -> None:
    assert road(SCHEMA)[0] == "in_beeld"
    assert "dagbesteding" not in road(SCHEMA)


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_link_to_a_flow_shows_its_details(open_screen: Open, store: str, language: str) -> None:
    app = open_screen("keten", taal=language)
    app.query_params["keten"] = "matching>opstap"
    app.run()
    stages = SCHEMA.codes["stages"].codes
    title = f"{stages['matching'].label[language]} → {stages['opstap'].label[language]}"
    assert title in [heading.value for heading in app.subheader]
    assert not app.error


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_the_list_chooses_as_a_click_does(open_screen: Open, store: str) -> None:
    app = open_screen("keten")
    app.button(key="keten_finding_0").click().run()
    assert "→" in app.subheader[0].value
    app.selectbox(key="keten_choice").set_value(None).run()
    assert not app.subheader


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_selection_without_referrals_says_what_to_do(open_screen: Open, store: str) -> None:
    app = open_screen("keten", van="2001-01-01", tot="2001-12-31")
    assert app.subheader[0].value == NL("keten.none_title")
