"""What would one unit more bring: the chain with one place, slot, vacancy or unit of coaching extra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from graph.simulation.scenario import PRECONDITIONS, RUNGS, Employer, Scenario
from graph.simulation.trial import Change


def one_more() -> Mapping[str, Change]:
    """Changes by what they add: a slot of each precondition, a place of each rung, a vacancy a year, a unit of coach.

    A change takes a scenario and a turn: what belongs to an employer goes to each in turn, so that the
    mean over turns is that of one unit at an employer picked at random. Who comes where does not change.
    """
    changes = {code: _slot(code) for code in PRECONDITIONS}
    changes |= {rung: _place(at) for at, rung in enumerate(RUNGS[:-1])}
    changes["regular"] = _at_turn(lambda e: replace(e, vacancies_year=e.vacancies_year + 1))
    changes["coach"] = _at_turn(lambda e: replace(e, coach=e.coach + 1))
    return changes


def _slot(code: str) -> Change:
    def change(scenario: Scenario, _turn: int) -> Scenario:
        more = tuple(replace(p, slots=p.slots + (p.code == code)) for p in scenario.preconditions)
        return replace(scenario, preconditions=more)

    return change


def _place(rung: int) -> Change:
    return _at_turn(
        lambda e: replace(
            e, places=tuple(n + (at == rung) for at, n in enumerate(e.places)), intake=e.intake or e.places
        )
    )


def _at_turn(more: Callable[[Employer], Employer]) -> Change:
    def change(scenario: Scenario, turn: int) -> Scenario:
        chosen = turn % len(scenario.employers)
        employers = tuple(more(e) if at == chosen else e for at, e in enumerate(scenario.employers))
        return replace(scenario, employers=employers)

    return change
