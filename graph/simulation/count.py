"""Count what happened in runs of one scenario, compiled: what measures and money are worked out of, run by run."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph.simulation.scenario import PRECONDITIONS, RUNGS, Scenario
from graph.simulation.tally import CAUSES, Tally, state_names, stop_names

STOPS = stop_names(PRECONDITIONS, RUNGS)
QUEUES = (*PRECONDITIONS, *RUNGS)
SUSTAINED = "sustained"
KEPT = ("kept_6", SUSTAINED, "kept_24")
"""Still in the same regular job after each of :data:`~graph.simulation.tally.MARKS`, by the name of the measure."""
COUNTED = (
    "placed_any",
    *(f"placed_{rung}" for rung in RUNGS),
    *KEPT,
    "weeks_to_work",
    *(f"wait_{queue}" for queue in QUEUES),
    *(f"cause_{cause}" for cause in CAUSES),
    *(f"left_{stop}" for stop in STOPS),
    "came_back",
)
"""Measures that are counts of people, or means of weeks over people."""
LINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "work": tuple(f"work_{rung}" for rung in RUNGS),
        "steps": tuple(f"work_{rung}" for rung in RUNGS[:-1]),
        "regular": ("work_regular",),
        "help": tuple(f"help_{code}" for code in PRECONDITIONS),
        "waiting": ("handover", *(f"wait_{queue}" for queue in QUEUES)),
        "out": ("out",),
    }
)
"""Lines per week: the states that each adds up."""
_IN_LINE = np.array([[name in states for name in state_names(PRECONDITIONS, RUNGS)] for states in LINES.values()])


class Counts(NamedTuple):
    """Of S runs of one scenario, whose arrays of a :class:`~graph.simulation.tally.Tally` keep their name and shape.

    ``counted``: columns of :data:`COUNTED`; NaN for a mean over nobody.
    """

    counted: NDArray[np.float64]  # (S, COUNTED)
    work_weeks: NDArray[np.int64]  # (S, J, R)
    hires: NDArray[np.int64]  # (S, J, R)
    breaks: NDArray[np.int64]  # (S, J, R)
    coach_weeks: NDArray[np.float64]  # (S, J)
    help_weeks: NDArray[np.int64]  # (S, K)
    helped: NDArray[np.int64]  # (S, K)
    people: NDArray[np.int32]  # (S, lines, T)
    whole: NDArray[np.bool_]  # (S,) in every week everyone was in exactly one state


def room_for(runs: int, size: Scenario) -> Counts:
    """Counts with nothing in them yet."""
    employers, kinds, rungs = len(size.employers), len(size.preconditions), size.rungs
    jobs = (runs, employers, rungs)
    return Counts(
        counted=np.full((runs, len(COUNTED)), np.nan),
        work_weeks=np.zeros(jobs, np.int64),
        hires=np.zeros(jobs, np.int64),
        breaks=np.zeros(jobs, np.int64),
        coach_weeks=np.zeros((runs, employers)),
        help_weeks=np.zeros((runs, kinds), np.int64),
        helped=np.zeros((runs, kinds), np.int64),
        people=np.zeros((runs, len(LINES), size.horizon_weeks), np.int32),
        whole=np.zeros(runs, np.bool_),
    )


def count(into: Counts, at: int, tally: Tally) -> None:
    """Put the counts of one run in row ``at``. The tally must have its lines per week."""
    _count(into, at, tally, _IN_LINE)


def counts_of(tally: Tally, size: Scenario) -> Counts:
    """The counts of one run alone."""
    into = room_for(1, size)
    count(into, 0, tally)
    return into


@njit(cache=True, nogil=True)
def _count(into, at, tally, in_line):  # type: ignore[no-untyped-def]
    people, rungs = tally.reached.shape
    kinds = tally.help_wait.shape[1]
    row = into.counted[at]
    marks = tally.kept.shape[1]
    row[: 1 + rungs + marks] = 0
    for i in range(people):
        row[0] += tally.first_work[i] >= 0
        for r in range(rungs):
            row[1 + r] += tally.reached[i, r]
        for mark in range(marks):
            row[1 + rungs + mark] += tally.kept[i, mark]
    place = 1 + rungs + marks
    row[place] = _mean(tally.first_work)
    place += 1
    for k in range(kinds):
        row[place] = _mean(tally.help_wait[:, k])
        place += 1
    for r in range(rungs):
        row[place] = _mean(tally.job_wait[:, r])
        place += 1
    for weeks in tally.wait_cause:
        row[place] = weeks
        place += 1
    row[place:] = 0
    for i in range(people):
        if tally.left_at[i] >= 0:
            row[place + tally.left_at[i]] += 1
    row[-1] = tally.came_back
    into.work_weeks[at] = tally.work_weeks
    into.hires[at] = tally.hires
    into.breaks[at] = tally.breaks
    into.coach_weeks[at] = tally.coach_weeks
    into.help_weeks[at] = tally.help_weeks
    into.helped[at] = tally.helped
    whole = True
    for week in range(tally.weekly.shape[0]):
        total = 0
        for state in range(tally.weekly.shape[1]):
            here = tally.weekly[week, state]
            total += here
            for line in range(in_line.shape[0]):
                if in_line[line, state]:
                    into.people[at, line, week] += here
        whole &= total == people
    into.whole[at] = whole


@njit(cache=True, nogil=True)
def _mean(weeks):  # type: ignore[no-untyped-def]
    """Over those with a known number, from 0."""
    total, known = 0, 0
    for one in weeks:
        if one >= 0:
            total += one
            known += 1
    return total / known if known else np.nan
