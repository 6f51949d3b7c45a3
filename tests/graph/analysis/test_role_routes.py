"""Roads to and through an organisation: counted on paper, and against plain loops over the same referrals."""

from __future__ import annotations

import networkx as nx
from hypothesis import given

from graph.analysis.role_routes import STEPS, Road, roads
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.records import Referral
from tests.graph.analysis.strategies import ORGANISATIONS, regions
from tests.support.networks import network, sent


def people(
    source: str, target: str, many: int, first: str = "k", day: str = "2025-01-01", **properties: str
) -> list[Referral]:
    """``many`` people who are referred on a day, and arrive."""
    stage = {"outcome": "geaccepteerd", **properties}
    return [sent(f"{first}{n}", day, source, target, **stage) for n in range(many)]


def test_a_road_to_it_is_lost_when_the_sender_has_nobody_else_for_that_stage() -> None:
    log = [
        *people("s", "x", 5, stage_to="matching"),
        *people("s", "x", 5, first="l", stage_to="opstap"),
        *people("s", "y", 1, first="m", stage_to="opstap"),
    ]
    found = roads(network("sxy", (), log), "x")
    assert (found.count, found.lost, found.hidden) == (2, 1, 0)
    assert set(found.shown) == {Road("s", "matching", None, True), Road("s", "opstap", None, False)}


def test_a_road_through_it_is_lost_when_no_referrals_lead_past_it() -> None:
    log = [*people("s", "x", 5), *people("x", "w", 5, day="2025-02-01")]
    (found,) = [road for road in roads(network("sxwab", (), log), "x").shown if road.target]
    assert found == Road("s", None, "w", True)
    past = [*people("s", "a", 1, "m"), *people("a", "b", 1, "n"), *people("b", "w", 1, "o")]
    (found,) = [road for road in roads(network("sxwab", (), log + past), "x").shown if road.target]
    assert not found.lost


def test_a_referral_that_did_not_arrive_is_no_road_and_no_other_way() -> None:
    log = [
        *people("s", "x", 5, stage_to="matching"),
        *people("s", "y", 5, first="l", stage_to="matching", outcome="geweigerd"),
    ]
    region = network("sxy", (), log)
    assert (roads(region, "x").count, roads(region, "x").lost, roads(region, "y").count) == (1, 1, 0)


def test_roads_of_few_people_are_counted_and_not_shown() -> None:
    found = roads(network("sx", (), people("s", "x", MIN_PEOPLE - 1)), "x")
    assert (found.count, found.lost, found.hidden, found.shown) == (1, 1, 1, ())


def test_who_is_sent_back_takes_no_road_through_it() -> None:
    log = [*people("s", "x", 5), *people("x", "s", 5, day="2025-02-01")]
    assert all(road.target is None for road in roads(network("sx", (), log), "x").shown)


@given(regions)
def test_roads_are_those_of_plain_loops(region: Network) -> None:
    frame = region.referrals
    rows = []
    for row in frame.itertuples():
        outcome = row.outcome if isinstance(row.outcome, str) else None
        arrived = outcome in ("geaccepteerd", "afgerond") or (
            outcome is None and row.first_contact_on == row.first_contact_on
        )
        stage = row.stage_to if isinstance(row.stage_to, str) else None
        if arrived:
            rows.append((row.case, region.ids[row.source], region.ids[row.target], stage))
    for one in ORGANISATIONS:
        to, through = {}, {}
        for case, source, target, stage in rows:
            if target == one:
                to.setdefault((source, stage), set()).add(case)
        for at, (case, source, target, _) in enumerate(rows):
            onward = next((t for c, s, t, _ in rows[at + 1 :] if c == case and s == one), None)
            if target == one and onward and onward != source:
                through.setdefault((source, onward), set()).add(case)
        graph = nx.DiGraph([(s, t) for _, s, t, _ in rows if one not in (s, t)])
        expected = {}
        for (source, stage), cases in to.items():
            other = any(s == source and g == stage and t != one for _, s, t, g in rows)
            expected[Road(source, stage, None, not other)] = len(cases)
        for (source, target), cases in through.items():
            near = nx.single_source_shortest_path_length(graph, source, STEPS) if source in graph else {}
            expected[Road(source, None, target, target not in near)] = len(cases)
        found = roads(region, one)
        assert found.count == len(expected)
        assert found.lost == sum(road.lost for road in expected)
        assert set(found.shown) == {road for road, n in expected.items() if n >= MIN_PEOPLE}
