"""The pictures of the process on the screen: the numbers of the analysis, names as text, and silence about a few."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from graph.analysis.chain import chain
from graph.answers import chain_answer
from graph.network import Network
from graph.schema import load_schema
from graph.texts import texts
from pages.ui.chain_walk import PICTURES
from pages.views import keten_agreed as agreed
from pages.views import keten_funnel as funnel
from pages.views import keten_lanes as lanes
from pages.views import keten_loops as loops
from pages.views import keten_process as process
from pages.views import keten_routes as routes
from pages.views import keten_waits as waits
from pages.views.keten_bars import Part, ranges, stacked
from pages.views.keten_cases import cases
from pages.views.keten_walk import VIEWS, walk
from pages.views.keten_words import parse, place_label
from tests.pages.conftest import Open
from tests.support.networks import network, organisation, sent

SCHEMA, NL = load_schema(), texts("nl")
EVIL = '<img src=x onerror="alert(1)">'


def people(prefix: str, count: int, source: str, target: str, on: str, **properties: Any) -> list[Any]:
    return [sent(f"{prefix}{n}", on, source, target, **properties) for n in range(count)]


def made(name: str = "Bedrijf", few: int = 0) -> Network:
    """20 from school to the desk, of whom 8 vanish; 12 on to an employer, 6 of those back to the desk."""
    to_desk = {"stage_from": "orientatie", "stage_to": "matching"}
    on = {"stage_from": "matching", "stage_to": "opstap", "outcome": "geaccepteerd"}
    back = {"stage_from": "opstap", "stage_to": "matching", "outcome": "geaccepteerd"}
    met = {"outcome": "geaccepteerd", "first_contact_on": "2025-01-11", "handover": "warm"}
    elsewhere = {"stage_from": "matching", "stage_to": "dagbesteding", "outcome": "geaccepteerd"}
    return network(
        [
            organisation("school", "pro", "School"),
            organisation("loket", "jongerenloket"),
            organisation("b", "werkgever", name),
        ],
        referrals=[
            *people("a", 12, "school", "loket", "2025-01-01", **to_desk, **met),
            *people("v", 8, "school", "loket", "2025-01-01", **to_desk, outcome="verdwenen", handover="koud"),
            *people("a", 12, "loket", "b", "2025-03-01", **on),
            *people("a", 6, "b", "loket", "2025-06-01", **back),
            *people("a", few, "loket", "b", "2025-09-01", **elsewhere),
        ],
    )


@pytest.fixture
def region() -> Network:
    return made()


def series(drawing: Any) -> dict[str, Any]:
    found: dict[str, Any] = drawing.option["baseOption"]["series"][0]
    return found


@pytest.mark.parametrize("by", VIEWS)
def test_the_process_is_drawn_with_the_numbers_of_its_table(region: Network, by: str) -> None:
    found = walk(region, by)
    drawn = process.drawing(region, found, 1, "nl", "light")
    table = process.table(region, found, "nl")
    between = table[table[NL("keten.from")] != table[NL("keten.to")]]
    assert sorted(link["value"] for link in series(drawn)["links"]) == sorted(between[NL("keten.people")])
    assert len(drawn.links) == len(series(drawn)["links"])
    assert len(drawn.nodes) == len(series(drawn)["data"])


def test_a_click_on_an_arrow_between_stages_means_the_flow(region: Network) -> None:
    drawn = process.drawing(region, walk(region, "stage"), 1, "nl", "light")
    targets = [drawn.target([{"data_type": "edge", "data_indices": [at]}]) for at in range(len(drawn.links))]
    assert "orientatie>matching" in targets
    assert "orientatie>vanished" in targets
    assert all(parse(target, SCHEMA) for target in targets)


def test_the_threshold_leaves_the_arrows_of_at_least_so_many_people(region: Network) -> None:
    found = walk(region, "stage")
    options, usual = process.thresholds(found)
    assert set(options) == {6, 8, 12}
    assert usual == 6
    drawn = process.drawing(region, found, 12, "nl", "light")
    assert {link["value"] for link in series(drawn)["links"]} == {12}


def test_a_way_out_of_the_road_stands_under_its_stage(region: Network) -> None:
    nodes = {
        node["name"]: node for node in series(process.drawing(region, walk(region, "stage"), 1, "nl", "light"))["data"]
    }
    stage, out = nodes["orientatie"], nodes["vanished@orientatie"]
    assert out["x"] == stage["x"]
    assert out["y"] > stage["y"]


def test_the_description_names_the_most_walked_step(region: Network) -> None:
    told = process.description(region, walk(region, "stage"), "nl")
    assert "12" in told
    assert place_label(SCHEMA, NL, "matching") in told


def test_the_roads_are_those_of_the_analysis_and_add_up_to_everybody(region: Network) -> None:
    found = walk(region, "stage")
    table = routes.table(region, found, "nl")
    assert table[NL("keten.people")].sum() == 20
    assert table[NL("keten.road")].iloc[0].startswith(place_label(SCHEMA, NL, "orientatie"))
    assert routes.roads(region, found, "nl").count("<li>") == len(found.variants.roads)


def test_a_way_there_and_back_is_a_bar_and_a_row(region: Network) -> None:
    found = walk(region, "organisation")
    table = loops.returns_table(region, found, "nl")
    assert table[[NL("keten.from"), NL("keten.via"), NL("keten.people")]].to_numpy().tolist() == [
        ["Name of loket", "Bedrijf", 6]
    ]
    assert "Name of loket → Bedrijf → Name of loket" in unescape(loops.bars(region, found, "nl"))


@pytest.mark.parametrize("moment", funnel.MOMENTS)
def test_the_parts_of_a_bar_of_the_funnel_add_up_to_one(region: Network, moment: int) -> None:
    for step in funnel.steps(region):
        total = sum(funnel.parts_at(step, moment).values())
        assert total != total or total == pytest.approx(1)


def test_the_curves_of_a_stage_are_stacked_to_a_hundred(region: Network) -> None:
    found = funnel.steps(region)
    option = funnel.curve(found, "matching", "nl", "light")
    columns = zip(*(one["data"] for one in option["series"]), strict=True)
    assert all(sum(value for _, value in column) == pytest.approx(100, abs=0.2) for column in columns)


def test_warm_stands_beside_cold_only_when_enough_people_are_behind_both() -> None:
    region = made()
    table = waits.table(region, waits.found(region), "nl")
    handovers = table[NL("keten.handover")].tolist()
    assert NL("keten.handover_warm") in handovers
    assert waits.lines(region, waits.found(region), "nl").count("kk-range-line") >= 2


def test_the_lanes_draw_only_flows_onward_and_the_table_has_all(region: Network) -> None:
    flows = lanes.lane_flows(region)
    drawn = lanes.drawing(region, flows, "people", "nl", "light")
    depth = {node["name"]: node["depth"] for node in series(drawn)["data"]}
    assert all(depth[link["source"]] < depth[link["target"]] for link in series(drawn)["links"])
    assert sorted(link["value"] for link in series(drawn)["links"]) == [12, 20]
    assert sorted(lanes.table(region, flows, "nl")[NL("keten.people")]) == ["12", "20", "6"]
    assert lanes.organisation_of(drawn.nodes[0]) in region.index


def test_the_agreed_chain_stands_beside_what_is_walked(region: Network) -> None:
    found = agreed.checked(region)
    assert [figure.value for figure in agreed.figures(found, "nl")] == ["84%", "32%"]
    told = agreed.departures(region, found, "nl")[NL("keten.departure")].tolist()
    assert any(place_label(SCHEMA, NL, "opstap") in one for one in told)


def test_the_cases_behind_a_flow_tell_their_wait_and_their_next_step(region: Network) -> None:
    found = cases(region, chain(region), "matching", "opstap", "nl")
    assert found is not None
    assert found.people == 12
    after = found.table[NL("keten.next_step")].tolist()
    assert after.count(place_label(SCHEMA, NL, "matching")) == 6
    assert after.count(NL("keten.next_none")) == 6
    assert found.table.loc[found.table[NL("keten.case")] == "a0", NL("keten.next_after")].tolist() == [92]
    waited = cases(region, chain(region), "orientatie", "matching", "nl")
    assert waited is not None
    assert waited.table[NL("keten.waited")].dropna().unique().tolist() == [10]


def test_a_next_step_of_a_few_people_is_not_told_apart() -> None:
    region = made(few=2)
    found = cases(region, chain(region), "opstap", "matching", "nl")
    assert found is not None
    assert found.table[NL("keten.next_step")].tolist().count(NL("keten.place_other")) == 2


def test_what_is_hidden_of_a_flow_is_not_told_case_by_case() -> None:
    region = made()
    step = {"stage_from": "orientatie", "stage_to": "matching"}
    rows = [
        *people("a", 12, "school", "loket", "2025-01-01", **step, outcome="geaccepteerd"),
        *people("r", 2, "school", "loket", "2025-01-02", **step, outcome="geweigerd"),
    ]
    again = network(region.organisations, (), rows)
    found = cases(again, chain(again), "orientatie", "matching", "nl")
    assert found is not None
    assert NL("keten.outcome") in found.hidden
    assert NL("keten.outcome") not in found.table.columns


def test_a_flow_of_a_few_people_has_no_cases(region: Network) -> None:
    assert cases(made(few=2), chain(made(few=2)), "matching", "dagbesteding", "nl") is None


@pytest.mark.parametrize("name", [EVIL, "=cmd()", "naam " * 100, "مرحبا", "🙂" * 40])
def test_strange_names_are_text_in_every_picture(name: str) -> None:
    region = made(name)
    found = walk(region, "organisation")
    html = [draw(region, found, "nl") for draw in (routes.roads, loops.bars, loops.repeats)]
    flows = lanes.lane_flows(region)
    drawn = [
        process.drawing(region, found, 1, "nl", "light"),
        lanes.drawing(region, flows, "people", "nl", "light"),
    ]
    tips = [str(part["tooltip"]) for one in drawn for part in (*series(one)["data"][:3], *series(one)["links"])]
    assert not any("<img" in part for part in (*html, *tips))
    assert name in process.table(region, found, "nl").to_numpy().ravel().tolist()


def test_a_part_too_narrow_for_its_text_says_it_on_pointing() -> None:
    narrow: Part = (0.02, "#000000", "2%", "Verdwenen")
    html = stacked([("Fase", "", [narrow])])
    assert 'title="Verdwenen: 2%"' in html
    assert ">2%<" not in html


def test_a_range_without_numbers_is_an_empty_line() -> None:
    nan = float("nan")
    assert "<i" not in ranges([("a", "Warm", "#000", (nan, nan, nan, nan))], 10)


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_link_to_a_picture_shows_it_with_its_table(
    open_screen: Open, store: str, picture: str, language: str
) -> None:
    app = open_screen("keten", taal=language)
    app.query_params["beeld"] = picture
    app.run()
    assert not app.error
    assert app.dataframe
    assert app.session_state["keten_picture"] == picture


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_an_unknown_picture_shows_the_flows(open_screen: Open, store: str) -> None:
    app = open_screen("keten")
    app.query_params["beeld"] = "nonsense"
    app.run()
    assert app.session_state["keten_picture"] == "flows"
    assert not app.error


def test_the_numbers_of_the_picture_are_those_of_the_command_line(region: Network) -> None:
    answer = chain_answer(region, chain(region))
    arcs = {(arc["source"], arc["target"]): arc["people"] for arc in answer["process"]["arcs"]}
    found = walk(region, "stage")
    shown = process.shown_arcs(found)
    assert {pair: arcs[pair] for pair in zip(shown["source"], shown["target"], strict=True)} == dict(
        zip(zip(shown["source"], shown["target"], strict=True), shown["people"].tolist(), strict=True)
    )
    assert [road["people"] for road in answer["variants"]["roads"]] == [road.people for road in found.variants.roads]
