"""The list to work down: what is late first, of this region only, in words."""

from __future__ import annotations

from datetime import date

from graph.follow.listed import actions, listed, of_region
from graph.follow.record import Action, Followed
from graph.follow.sightings import Seen, observe
from graph.gaps.rule import Finding
from graph.texts import texts
from tests.support.networks import network, organisation

NL, TODAY, THEN = texts("nl"), date(2026, 3, 1), date(2026, 1, 1)
REGION = network([organisation("x", name="Loket"), organisation("y", name="School")])


def gap(party: str) -> Finding:
    return Finding(f"wachtlijst|{party}||", "wachtlijst", "high", 1.0, (party,), None, None, 0, ())


def on(party: str, due: date | None = None, status: str = "open") -> Followed:
    action = Action(f"over {party}", "x", due=due, status=status)  # type: ignore[arg-type]
    return Followed(gap(party).id, "wachtlijst", (party,)).agreed(action, THEN)


def test_what_is_late_comes_first_then_by_day_and_what_is_done_last() -> None:
    found = [gap(party) for party in "abcde"]
    said = [on("a"), on("b", status="done"), on("c", date(2026, 5, 1)), on("d", date(2026, 2, 1)), on("e", TODAY)]
    rows = listed(REGION, found, said, Seen(), TODAY, NL)
    assert [row.parties[0] for row in rows] == ["d", "e", "c", "a", "b"]
    assert [row.overdue for row in rows] == [True, False, False, False, False]


def test_names_come_from_the_network_and_ids_stay_where_it_has_none() -> None:
    (row,) = listed(REGION, [gap("y")], [on("y")], Seen(), TODAY, NL)
    assert (row.owner, row.parties, row.standing) == ("Loket", ("School",), "open")
    assert "School" in row.found
    (row,) = listed(REGION, [gap("gone")], [on("gone")], Seen(), TODAY, NL)
    assert row.parties == ("gone",)


def test_a_closed_gap_stays_in_the_list_and_no_longer_runs_late() -> None:
    seen = observe(observe(Seen(), [gap("y").id], THEN), [], date(2026, 2, 1))
    (row,) = listed(REGION, [], [on("y", date(2026, 2, 10))], seen, TODAY, NL)
    assert (row.standing, row.found, row.overdue, row.name) == ("closed", "", False, "Wachtlijst")


def test_only_gaps_that_are_or_were_in_the_region_count() -> None:
    seen = observe(Seen(), [gap("was").id], THEN)
    known = {one.gap: one for one in (on("is"), on("was"), on("elsewhere"))}
    assert {one.gap for one in of_region(known, [gap("is")], seen, REGION)} == {gap("is").id, gap("was").id}


def test_what_was_laid_aside_is_told_but_is_no_action() -> None:
    aside = on("y").laid_aside("accepted", "", TODAY)
    rows = listed(REGION, [gap("y"), gap("x")], [aside, on("x")], Seen(), TODAY, NL)
    assert len(rows) == 2
    assert [row.gap for row in actions(rows)] == [gap("x").id]
