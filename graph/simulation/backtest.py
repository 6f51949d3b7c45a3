"""A back-test: rates of the log's first two years, and what they predict of the third beside what happened.

Referrals of a person follow each other as steps. After each step (a place reached, a refusal, or lost from sight) the
time to the next one is that of Kaplan and Meier in the years used, people of whom nothing more was seen being
followed until the cut (censored). The prediction goes on from where everybody was at the cut, with new people as they
came before (Poisson), step by step: a waiting time drawn from the curve, given the time already passed, brings
with it the outcome and the wait of a step that was seen at that time (Efron 1967: weights redistributed to the
right). Every replicate draws the people anew with replacement (bootstrap by person), so that the interval holds
what two years of data leave open, and chance itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.network import Network
from graph.simulation.backtest_steps import MARGIN, Onward, Steps, steps_of
from graph.simulation.rates import ENOUGH, HIGH, LOW

LONGEST = 365
MONTHS = 12
REPLICATES = 200
COUNTS = ("arrivals", "placements", "vanished")
WAIT = "waiting"
_MOST_STEPS = 200
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Predicted:
    """A number predicted for the period after the cut, with its 5-95 % interval, beside what happened.

    ``fitted``: how many of these were in the years used. NaN for a mean over nobody.
    """

    mean: float
    low: float
    high: float
    actual: float
    fitted: int

    @property
    def error(self) -> float | None:
        """Predicted minus what happened, as a share of what happened; None when that was 0."""
        return self.mean / self.actual - 1 if self.actual else None

    @property
    def inside(self) -> bool:
        """Whether what happened is in the interval."""
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Backtest:
    """``start`` to ``cut`` was used, from ``cut`` on until ``end`` predicted; None without dates.

    ``totals``: people seen for the first time, placements and people vanished (by the day of referral), and mean
    weeks until the first contact. ``end`` is eight weeks before the log ends: by then it is known how referrals end.
    ``months``: the counts per equal part of the period predicted. ``enough``: whether there were at least 30
    of everything predicted; if not, the simulation keeps the marked defaults and ``totals`` is empty.
    """

    start: date | None
    cut: date | None
    end: date | None
    people: int
    referrals: int
    totals: Mapping[str, Predicted]
    months: Mapping[str, tuple[Predicted, ...]]
    enough: bool

    @property
    def coverage(self) -> float | None:
        """Share of the parts of the period in which what happened was in the interval (0.9 is meant)."""
        found = [one.inside for parts in self.months.values() for one in parts]
        return sum(found) / len(found) if found else None


def backtest(network: Network, seed: int = 2026, replicates: int = REPLICATES) -> Backtest:
    """Predict the last year of the referral log from the two before it; of a shorter log the last third.

    Pure: the same arguments give the same answer. About 5 ms per replicate for 6,000 referrals.
    """
    steps = steps_of(network)
    if steps is None:
        return Backtest(None, None, None, 0, 0, MappingProxyType({}), MappingProxyType({}), False)
    last = steps.end - MARGIN  # after that it is not known yet how referrals end
    length = min(LONGEST, max(last - int(steps.sent.min()) + 1, 0) // 3)
    cut, start = last + 1 - length, last + 1 - 3 * length
    used = steps.take((steps.sent >= start) & (steps.sent < cut))
    days = (_day(start), _day(cut), _day(last))
    size = (len(np.unique(used.case)), len(used.sent))
    known = used.until(cut)
    fitted = {
        "arrivals": int(known.is_first.sum()),
        "placements": int(known.placed.sum()),
        "vanished": int(known.gone.sum()),
        WAIT: int(known.met.sum()),
    }
    if length < MONTHS or min(fitted.values()) < ENOUGH:
        return Backtest(*days, *size, MappingProxyType({}), MappingProxyType({}), False)
    actual = _summary(steps.take((steps.sent >= cut) & (steps.sent <= last)), cut, length)
    rng = np.random.default_rng(seed)
    drawn = [_summary(_predict(known, start, cut, length, rng), cut, length) for _ in range(replicates)]
    totals = {
        name: _predicted(
            np.array([np.nansum(one[name]) if name in COUNTS else one[name][0] for one in drawn]),
            float(actual[name].sum()),
            fitted[name],
        )
        for name in (*COUNTS, WAIT)
    }
    months = {
        name: tuple(
            _predicted(np.array([one[name][at] for one in drawn]), float(actual[name][at]), fitted[name])
            for at in range(MONTHS)
        )
        for name in COUNTS
    }
    return Backtest(*days, *size, MappingProxyType(totals), MappingProxyType(months), True)


def _predict(known: Steps, start: int, cut: int, length: int, rng: np.random.Generator) -> Steps:
    """One possible year after the cut."""
    _, first = np.unique(known.case, return_index=True)
    sample = known.people(first, rng.integers(0, len(first), len(first)))
    new = int(rng.poisson(rng.gamma(known.is_first.sum() + 0.5) * length / (cut - start)))
    beginners = np.flatnonzero(sample.is_first & (sample.sent < cut - MARGIN))
    fresh = sample.take(beginners[:0])
    if len(beginners):
        fresh = sample.take(rng.choice(beginners, new)).at(cut + rng.integers(0, length, new))
    moving = known.take(np.append(first[1:], len(known.sent)) - 1).joined(fresh)  # where everybody is
    passed = np.maximum(cut - 1 - moving.sent, -1)
    onward, made = Onward(sample, cut), fresh
    for _ in range(_MOST_STEPS):
        moving = onward.after(moving, passed, rng)
        moving = moving.take(moving.sent < cut + length)
        if not len(moving.sent):
            break
        passed = np.full(len(moving.sent), -1)
        made = made.joined(moving)
    return made.until(cut + length + MARGIN)


def _summary(steps: Steps, cut: int, length: int) -> dict[str, Numbers]:
    """Arrivals, placements and vanished per part of the period, and the mean wait in weeks."""
    part = np.minimum((steps.sent - cut) * MONTHS // length, MONTHS - 1)
    found = {
        "arrivals": np.bincount(part[steps.is_first], minlength=MONTHS).astype(float),
        "placements": np.bincount(part[steps.placed], minlength=MONTHS).astype(float),
        "vanished": np.bincount(part[steps.gone], minlength=MONTHS).astype(float),
    }
    waits = steps.wait[steps.met] / 7
    return {**found, WAIT: np.array([waits.mean() if len(waits) else np.nan])}


def _predicted(draws: Numbers, actual: float, fitted: int) -> Predicted:
    low, high = np.nanpercentile(draws, [100 * LOW, 100 * HIGH])
    return Predicted(float(np.nanmean(draws)), float(low), float(high), actual, fitted)


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(number)
