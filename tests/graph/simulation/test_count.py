"""Counts of a run, against counting in plain Python."""

from __future__ import annotations

from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.simulation.count import COUNTED, KEPT, LINES, STOPS, count, counts_of, room_for
from graph.simulation.luck import draw_luck
from graph.simulation.model import replicate
from graph.simulation.rules import build_rules
from graph.simulation.scenario import PRECONDITIONS, RUNGS, Scenario, joint
from graph.simulation.tally import CAUSES, state_names
from tests.graph.simulation.cases import EMPLOYERS, VALUES, of, parameter_sets, scenarios

CHAIN = of(EMPLOYERS, joint(EMPLOYERS), candidates=40)


def mean(weeks: list[int]) -> float:
    known = [one for one in weeks if one >= 0]
    return fmean(known) if known else float("nan")


@given(scenarios(), parameter_sets(), st.integers(0, 2**32))
def test_they_are_those_of_plain_counting(one: Scenario, values: dict[str, float], seed: int) -> None:
    tally = replicate(draw_luck(one, values, (seed,)), build_rules(one, values), True)
    expected = {"placed_any": sum(week >= 0 for week in tally.first_work)}
    expected |= {name: sum(tally.kept[:, at]) for at, name in enumerate(KEPT)}
    expected |= {f"placed_{rung}": sum(tally.reached[:, r]) for r, rung in enumerate(RUNGS)}
    expected |= {f"left_{stop}": list(tally.left_at).count(at) for at, stop in enumerate(STOPS)}
    expected |= {f"wait_{code}": mean(tally.help_wait[:, k].tolist()) for k, code in enumerate(PRECONDITIONS)}
    expected |= {f"wait_{rung}": mean(tally.job_wait[:, r].tolist()) for r, rung in enumerate(RUNGS)}
    expected |= {f"cause_{cause}": int(tally.wait_cause[at]) for at, cause in enumerate(CAUSES)}
    expected["came_back"] = tally.came_back
    expected["weeks_to_work"] = mean(tally.first_work.tolist())
    found = counts_of(tally, one)
    assert dict(zip(COUNTED, found.counted[0], strict=True)) == pytest.approx(expected, nan_ok=True)
    names = state_names(PRECONDITIONS, RUNGS)
    lines = [[sum(week[names.index(state)] for state in states) for week in tally.weekly] for states in LINES.values()]
    assert found.people[0].tolist() == lines
    assert found.whole.tolist() == [True]


def test_rows_do_not_touch_each_other() -> None:
    into = room_for(3, CHAIN)
    tallies = [replicate(draw_luck(CHAIN, VALUES, (s,)), build_rules(CHAIN, VALUES), True) for s in range(3)]
    for at in (2, 0, 1):
        count(into, at, tallies[at])
    for at, tally in enumerate(tallies):
        for mine, its in zip(into, counts_of(tally, CHAIN), strict=True):
            assert np.array_equal(mine[at], its[0], equal_nan=True)


def test_somebody_lost_from_the_count_is_noticed() -> None:
    tally = replicate(draw_luck(CHAIN, VALUES, (1,)), build_rules(CHAIN, VALUES), True)
    tally.weekly[7, 3] += 1
    assert counts_of(tally, CHAIN).whole.tolist() == [False]
