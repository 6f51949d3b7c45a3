"""The funnel: of the people who came into a stage, who goes on, who is lost, who is still there, by when.

The ends compete: who vanishes can no longer take a next step, so to treat them as lost from view would
promise too much (Aalen & Johansen 1978; Putter, Fiocco & Geskus 2007, Stat. Med. 26:2389). Who is still
there on the last day recorded is lost from view then (censored), never left out. How long people stay,
whatever the end, is the Kaplan-Meier curve, which is what is left over by the ends together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.chain import CAUSES, stays
from graph.analysis.referrals import Ints, Referrals
from graph.analysis.survival import Survival, aalen_johansen
from graph.privacy import MIN_PEOPLE, suppress_number

HORIZON = 730
GRID = np.arange(0, HORIZON + 1, 10, dtype=np.float64)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """One stage of the funnel.

    ``people`` who came in (None when that would tell of a few; then nothing else is known either);
    ``median_days`` until any end (None when half of them are not seen to end, or it rests on too few). Arrays
    beside ``days``: ``at_risk``, the stays that are followed that long (0 for few), and the shares ``staying`` and, in
    ``ended``, one row for each of ``CAUSES``; together 1. NaN from where fewer than ``MIN_PEOPLE`` stays are
    followed. A share steps up when at least ``MIN_PEOPLE`` more people ended
    so, and ``at_risk`` down when as many stays more are over: no step stands for a few.
    """

    stage: str
    people: int | None
    median_days: float | None
    days: Floats
    at_risk: Ints
    staying: Floats
    ended: Floats


def funnel(staged: Referrals) -> tuple[Step, ...]:
    """The stages that anybody came into, in the order of ``staged.ids``."""
    table = stays(staged)
    return tuple(_step(staged.ids[at], table[table["place"] == at]) for at in np.unique(table["place"]))


def curves(rows: pd.DataFrame) -> Survival:
    """The estimate of a stage, **not** suppressed, from its rows of :func:`~graph.analysis.chain.stays`."""
    return aalen_johansen(rows["days"].to_numpy(), rows["cause"].to_numpy(), len(CAUSES))


def _step(stage: str, rows: pd.DataFrame) -> Step:
    days, cause, case = (rows[name].to_numpy() for name in ("days", "cause", "case"))
    people = suppress_number(len(np.unique(case)))
    if people is None:
        unknown = np.full(len(GRID), np.nan)
        none = np.zeros(len(GRID), dtype=np.int64)
        return Step(stage, None, None, GRID, none, unknown, np.full((len(CAUSES), len(GRID)), np.nan))
    whole = curves(rows)
    read = whole.at(GRID)
    ended = np.array(
        [
            _in_steps(read.incidence[c - 1], _people_by(days[cause == c], case[cause == c]))
            for c in range(1, len(CAUSES) + 1)
        ]
    )
    followed = read.at_risk >= MIN_PEOPLE
    ended = np.where(followed, ended, np.nan)
    enough = len(np.unique(case[cause > 0])) >= MIN_PEOPLE
    return Step(
        stage=stage,
        people=people,
        median_days=whole.median if enough else None,
        days=GRID,
        at_risk=np.where(followed, _down(read.at_risk), 0),
        staying=1 - ended.sum(axis=0),
        ended=ended,
    )


def _people_by(days: NDArray[np.float64], case: Ints) -> Ints:
    """How many different people had ended by each moment of the grid."""
    if not len(days):
        return np.zeros(len(GRID), dtype=np.int64)
    first = pd.Series(days).groupby(case).min().to_numpy()
    found: Ints = np.searchsorted(np.sort(first), GRID, side="right").astype(np.int64)
    return found


def _in_steps(share: Floats, people: Ints) -> Floats:
    """The curve, which rises only when at least ``MIN_PEOPLE`` more people than at its last step had ended."""
    answer, height, before = np.zeros(len(share)), 0.0, 0
    for at, (value, count) in enumerate(zip(share, people, strict=True)):
        if count - before >= MIN_PEOPLE:
            height, before = float(value), int(count)
        answer[at] = height
    return answer


def _down(counts: Ints) -> Ints:
    """The counts, each that of the last moment at which at least ``MIN_PEOPLE`` had gone since."""
    answer = counts.copy()
    for at in range(1, len(counts)):
        answer[at] = counts[at] if answer[at - 1] - counts[at] >= MIN_PEOPLE else answer[at - 1]
    return answer
