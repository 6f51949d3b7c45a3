"""Spells: every week of work has a row, once, and months cut them without losing any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.simulation.luck import draw_luck
from graph.simulation.measure import KEPT, expected_kept
from graph.simulation.model import replicate
from graph.simulation.rules import build_rules
from graph.simulation.scenario import Scenario, joint
from graph.simulation.spells import BROKEN, DONE, GOING_ON, WEEKS_A_MONTH, Spells, months_worked, weeks_worked
from graph.simulation.tally import MARKS, Tally
from tests.graph.simulation.cases import EMPLOYERS, VALUES, of, parameter_sets, scenarios

SEEDS = st.integers(0, 2**32)


def run(one: Scenario, values: dict[str, float], seed: int) -> Tally:
    return replicate(draw_luck(one, values, (seed,)), build_rules(one, values), True)


@given(scenarios(), parameter_sets(), SEEDS)
def test_spells_are_the_weeks_starts_and_break_offs_of_the_tally(
    one: Scenario, values: dict[str, float], seed: int
) -> None:
    tally = run(one, values, seed)
    spells, cells = tally.spells, (len(one.employers), one.rungs)
    weeks, starts, breaks = np.zeros(cells), np.zeros(cells, int), np.zeros(cells, int)
    where = (spells.employer, spells.rung)
    np.add.at(weeks, where, weeks_worked(spells, one.horizon_weeks) * spells.share)
    np.add.at(starts, where, 1)
    np.add.at(breaks, where, spells.how == BROKEN)
    assert np.array_equal(weeks, tally.work_weeks)
    assert np.array_equal(starts, tally.hires)
    assert np.array_equal(breaks, tally.breaks)


@given(scenarios(), parameter_sets(), SEEDS)
def test_nobody_is_in_two_spells_at_once(one: Scenario, values: dict[str, float], seed: int) -> None:
    spells = run(one, values, seed).spells
    order = np.lexsort((spells.start, spells.person))
    person, start = spells.person[order], spells.start[order]
    end = np.where(spells.end < 0, one.horizon_weeks, spells.end)[order]
    follows = person[1:] == person[:-1]
    assert (start[1:][follows] >= end[:-1][follows]).all()
    assert (end > start).all() or not end.size
    assert set(spells.how.tolist()) <= {GOING_ON, DONE, BROKEN}
    assert np.array_equal(spells.how == GOING_ON, spells.end == -1)


@given(scenarios(), parameter_sets(), SEEDS)
def test_marks_of_6_12_and_24_months_are_those_of_the_spells(
    one: Scenario, values: dict[str, float], seed: int
) -> None:
    """Longer than so many weeks for certain: a job that goes on is seen until the last week, which has begun."""
    tally = run(one, values, seed)
    spells = tally.spells
    surely = weeks_worked(spells, one.horizon_weeks) - (spells.end < 0)
    for at, mark in enumerate(MARKS):
        enough = np.where(spells.end < 0, surely >= mark, surely > mark) & (spells.rung == one.rungs - 1)
        assert sorted(np.unique(spells.person[enough])) == np.flatnonzero(tally.kept[:, at]).tolist()


def test_late_starters_count_less_than_whole_and_more_than_not() -> None:
    one = of(EMPLOYERS, joint(EMPLOYERS), candidates=200)
    tallies = [run(one, VALUES, seed) for seed in range(20)]
    kept = np.array([t.kept.sum(axis=0) for t in tallies])
    found = expected_kept(
        kept, np.array([t.late for t in tallies]), sum(t.spell_end for t in tallies), sum(t.spell_open for t in tallies)
    )
    for at, name in enumerate(KEPT):
        expected = found[f"{name}_expected"]
        assert (expected >= kept[:, at]).all()
        assert (expected <= kept[:, at] + [t.late[at].sum() for t in tallies]).all()
    means = [found[f"{name}_expected"].mean() for name in KEPT]
    assert means == sorted(means, reverse=True)


def test_a_spell_in_months_of_a_worked_case() -> None:
    """Weeks 3 to 16 (13 weeks, three months) and from week 10 on, seen for 6 weeks: one month and 5/13 of the next."""
    columns = ([0, 1], [0, 1], [1, 2], [3, 10], [16, -1], [1, 0], [1.0, 1.0], [False, False])
    spells = Spells(*(np.array(column) for column in columns))
    months = months_worked(spells, 16)
    assert months.spell.tolist() == [0, 0, 0, 1, 1]
    assert months.month.tolist() == [0, 1, 2, 0, 1]
    assert months.calendar.tolist() == [0, 1, 2, 2, 3]
    assert months.part == pytest.approx([1, 1, 1, 1, 5 / 13])


@given(scenarios(), parameter_sets(), SEEDS)
def test_months_lose_no_week(one: Scenario, values: dict[str, float], seed: int) -> None:
    spells = run(one, values, seed).spells
    months = months_worked(spells, one.horizon_weeks)
    weeks = np.bincount(months.spell, weights=months.part, minlength=spells.person.size) * WEEKS_A_MONTH
    assert weeks == pytest.approx(weeks_worked(spells, one.horizon_weeks))
    assert ((months.part > 0) & (months.part <= 1)).all()
