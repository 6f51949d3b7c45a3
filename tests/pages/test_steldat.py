"""Stel dat: build up a scenario, take steps back, keep it, lay it beside others, and come in by a link."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.gaps.find import find_gaps
from graph.network import Scope
from graph.records import Batch, Entity, relation
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from graph.whatif.compare import MEASURES, base, outcome
from graph.whatif.form import MAX_NAME, to_link
from graph.whatif.steps import AddTie, MergeOrganisations, ServeAlso, StopOrganisation
from graph.whatif.words import headline
from pages.views import steldat as view
from pages.views.compare import union
from pages.views.layout import positions
from tests.graph.whatif.regions import full
from tests.pages.conftest import Open
from tests.support.hostile import NAMES
from tests.support.networks import both, network, organisation

NL = texts("nl")
SCHOOL, DESK, COLLEGE = "am27-pro-01", "am27-jongerenloket-02", "am27-mbo-01"
demo = pytest.mark.parametrize("store", ["own"], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example region that a test may keep things in ("own"), or a region without ties ("untied")."""
    path = tmp_path / "store.db"
    if request.param == "own":
        shutil.copy(request.getfixturevalue("demo_file"), path)
    else:
        with EmbeddedStore(path) as made:
            places = [Entity("AM27", "arbeidsmarktregio", "Regio"), Entity("GM0828", "gebied_gemeente", "Oss")]
            people = [organisation(one, gm_code="GM0828") for one in ("a", "b")]
            made.write(Batch((*people, *places), (relation("onderdeel_van", "GM0828", "AM27"),)), who="t", why="t")
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{path}")
    return path


def said(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.info, *app.error, *app.warning, *app.subheader]
    told = [str(one.value).replace("\\", "") for one in parts]
    return "\n".join([*told, *(one.proto.body for one in app.get("html"))])


def visit(open_screen: Open, **params: str) -> AppTest:
    """The screen by a link with these parameters."""
    app = open_screen("steldat")
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def steps_of(app: AppTest) -> str:
    """The scenario in the address."""
    found = app.query_params.get("stel", [""])
    return found[0] if isinstance(found, list) else found


def add_tie(app: AppTest, a: str, b: str) -> AppTest:
    app.selectbox(key="steldat_tie_a").set_value(a)
    app.selectbox(key="steldat_tie_b").set_value(b)
    return app.button(key="steldat_add").click().run()


@demo
def test_a_scenario_is_built_step_by_step_and_taken_back(open_screen: Open, store: Path) -> None:
    app = add_tie(open_screen("steldat"), SCHOOL, COLLEGE)
    assert steps_of(app) == to_link((AddTie(SCHOOL, COLLEGE),))
    app.radio(key="steldat_kind").set_value("stop").run()
    app.selectbox(key="steldat_stop_organisation").set_value(DESK)
    app.button(key="steldat_add").click().run()
    assert steps_of(app) == to_link((AddTie(SCHOOL, COLLEGE), StopOrganisation(DESK)))
    app.button(key="steldat_out_0").click().run()
    assert steps_of(app) == to_link((StopOrganisation(DESK),))
    app.button(key="steldat_undo").click().run()
    assert steps_of(app) == ""
    assert NL("steldat.no_steps") in said(app)
    assert not app.exception


@demo
def test_the_result_is_that_of_the_functions_and_the_data_stay_as_they_are(open_screen: Open, store: Path) -> None:
    steps = (StopOrganisation(DESK), MergeOrganisations(COLLEGE, SCHOOL))
    with EmbeddedStore(store) as opened:
        before = opened.snapshot(Scope(regions=("AM27",)))
        found = outcome(base(before), steps)
    app = visit(open_screen, stel=to_link(steps))
    assert headline(found, NL) in said(app)
    for one in found.gaps.gone:
        assert view.gaps(before, [one], NL)[NL("hiaten.found")][0].split("'")[0] in said(app)
    assert found.fingerprints[0] == found.fingerprints[1]
    assert NL("steldat.unchanged", sign=found.fingerprints[0]) in said(app)
    with EmbeddedStore(store) as opened:
        assert opened.revision() == before.revision


@demo
def test_a_step_that_cannot_be_is_refused_with_the_reason(open_screen: Open, store: Path) -> None:
    app = add_tie(open_screen("steldat"), SCHOOL, SCHOOL)
    assert "twee keer" in said(app)
    assert steps_of(app) == ""
    app.selectbox(key="steldat_tie_b").set_value(None)
    app.button(key="steldat_add").click().run()
    assert NL("steldat.incomplete") in said(app)


@demo
def test_a_link_with_a_step_that_no_longer_can_be_says_so_and_plays_the_rest(open_screen: Open, store: Path) -> None:
    app = visit(open_screen, stel=to_link((StopOrganisation("gone"), StopOrganisation(DESK))))
    assert len(app.warning) == 1
    assert NL("steldat.left_out") in said(app)
    assert "249" in said(app)


@demo
@pytest.mark.parametrize("stel", ["<script>|x", "tie|a", "stop|" + "x" * 5000, "merge|;|'--", "|||"])
def test_a_strange_link_does_no_harm(open_screen: Open, store: Path, stel: str) -> None:
    app = visit(open_screen, stel=stel, stap=stel, telt="<b>")
    assert not app.exception
    assert not app.error


@demo
def test_a_scenario_is_kept_opened_compared_and_thrown_away(open_screen: Open, store: Path) -> None:
    app = visit(open_screen, stel=to_link((StopOrganisation(DESK),)))
    app.button(key="steldat_keep").click().run()
    assert NL("steldat.no_name") in said(app)
    app.text_input(key="steldat_name").set_value("  Zonder   loket ").run()
    app.button(key="steldat_keep").click().run()
    app.button(key="steldat_anew").click().run()
    assert steps_of(app) == ""
    add_tie(app, SCHOOL, COLLEGE)
    app.multiselect(key="steldat_beside").set_value(["Zonder loket", NL("steldat.current")]).run()
    assert "Zonder loket</th>" in said(app)
    assert re.search(r"249 \(−1\)", said(app))
    app.button(key="steldat_open_0").click().run()
    assert steps_of(app) == to_link((StopOrganisation(DESK),))
    app.button(key="steldat_delete_0").click().run()
    assert NL("steldat.none_kept") in said(app)
    assert not app.exception


@demo
def test_what_was_kept_by_another_version_is_named_and_can_be_thrown_away(open_screen: Open, store: Path) -> None:
    with EmbeddedStore(store) as opened:
        opened.keep("stel/AM27/Oud", json.dumps({"steps": [{"jump": 1}]}))
    app = open_screen("steldat")
    assert NL("steldat.unreadable") in said(app)
    app.button(key="steldat_delete_0").click().run()
    assert NL("steldat.none_kept") in said(app)


@demo
def test_the_longest_name_in_the_longest_region_can_be_kept(store: Path) -> None:
    with EmbeddedStore(store) as opened:
        opened.keep(f"stel/{'x' * 100}/{'n' * MAX_NAME}", "{}")  # raises when it is too long
        assert len(opened.kept("stel/x")) == 1


@demo
def test_a_scenario_survives_a_look_at_another_screen(open_screen: Open, store: Path) -> None:
    app = add_tie(open_screen("steldat"), SCHOOL, COLLEGE)
    app.switch_page("pages/screens/regio.py").run()
    app.query_params.clear()
    app.switch_page("pages/screens/steldat.py").run()
    assert steps_of(app) == to_link((AddTie(SCHOOL, COLLEGE),))


@demo
def test_a_link_from_elsewhere_fills_in_a_step_without_adding_it(open_screen: Open, store: Path) -> None:
    app = visit(open_screen, stap=f"serve|{SCHOOL}|GM0828|wonen||")
    assert app.radio(key="steldat_kind").value == "serve"
    assert app.selectbox(key="steldat_serve_organisation").value == SCHOOL
    assert app.selectbox(key="steldat_serve_municipality").value == "GM0828"
    assert app.selectbox(key="steldat_serve_life_domain").value == "wonen"
    assert steps_of(app) == ""


@demo
@pytest.mark.parametrize(("slug", "params"), [("hiaten", {}), ("organisatie", {"org": SCHOOL})])
def test_a_gap_and_an_organisation_lead_here(open_screen: Open, store: Path, slug: str, params: dict[str, str]) -> None:
    app = open_screen(slug, **params)
    assert NL("steldat.link") in [one.proto.label for one in app.get("page_link")]


@pytest.mark.parametrize("store", ["untied"], indirect=True)
def test_a_region_without_ties_says_what_to_do_and_can_be_tried_all_the_same(open_screen: Open, store: Path) -> None:
    app = open_screen("steldat")
    assert NL("steldat.no_ties") in said(app)
    add_tie(app, "a", "b")
    assert "1 samenwerking meer" in said(app)


def test_who_shares_a_name_can_be_told_apart() -> None:
    region = network([organisation("a", name="Same"), organisation("b", name="Same"), organisation("c", name="Other")])
    assert view.choices(region) == {"c": "Other", "a": "Same (, a)", "b": "Same (, b)"}


def test_the_table_of_measures_has_a_row_for_each_and_signs_what_changes() -> None:
    region = full()
    found = outcome(base(region), (StopOrganisation("s-pivot"),))
    table = view.measures(found, NL).set_index(NL("steldat.measure"))
    assert len(table) == len(MEASURES) + 3
    row = table.loc[NL("whatif.measure_organisations")]
    assert row[NL("steldat.difference")] == "−1"
    beside = view.beside({"één": found, "nul": outcome(base(region), ())}, NL)
    assert list(beside.columns) == [NL("steldat.measure"), NL("steldat.now"), "één", "nul"]
    assert list(beside["nul"]) == list(beside[NL("steldat.now")])


def test_everybody_stands_in_the_picture_where_they_stand_on_the_map() -> None:
    region = full()
    found = outcome(
        base(region), (StopOrganisation("s-pivot"), AddTie("s-1", "centre"), MergeOrganisations("w-a", "w-b"))
    )
    where = positions(region)
    drawn = view.scene(found, region, where, "nl", title="T", made_on=date(2026, 11, 1))
    assert {mark.id: (mark.x, mark.y) for mark in drawn.marks} == {e.id: where.at[e.id] for e in region.organisations}
    assert set(union(region, found.network).ids) >= set(region.ids[: region.n_organisations])
    assert drawn.summary == headline(found, NL)


def test_names_from_data_are_text_in_every_table() -> None:
    people = [organisation(f"h{at}", name=name) for at, name in enumerate(NAMES.values())]
    region = network([*people, "x"], [claim for one in people for claim in both(one.id, "x")])
    found = outcome(base(region, "reported"), (StopOrganisation("x"),))
    shown = view.drawn(view.gaps(region, find_gaps(region), NL), "nl", "T") + view.drawn(
        view.measures(found, NL), "nl", "T"
    )
    assert "<script" not in shown
    assert "<img" not in shown


def test_a_service_that_a_gap_asks_for_is_named_in_words() -> None:
    region = full()
    found = outcome(base(region), (ServeAlso("centre", "GM9999", life_domain="wonen"),))
    assert view.gain_text(found, 0, NL) is None
    assert found.problems == (None,)
