"""The result of a simulation: every number with its interval, and the differences between the arms."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.simulation.parameters import Parameter
from graph.simulation.scenario import Employer

LOW, HIGH = 5.0, 95.0
"""Percentiles of every interval."""

Draws = NDArray[np.float64]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Interval:
    """Mean over all runs, the 5-95 % range over runs and parameter sets, and the error of the mean.

    ``error`` is the standard error of the mean, by parameter set (sets are independent, runs of one
    set are not). ``better``, of a difference: share of paired runs in which it is the good way, ties
    for half; None where neither way is good.
    """

    mean: float
    low: float
    high: float
    error: float
    better: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """People per week: mean and 5-95 % band, each of shape (weeks,)."""

    name: str
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def text(self) -> str:
        """Key of its name in the texts."""
        return f"simulation.weekly_{self.name}"


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of working together. ``measures`` by name: see :func:`graph.simulation.measure.measures`."""

    code: str
    measures: Mapping[str, Interval]
    weekly: Mapping[str, Series]
    employers: Mapping[str, Mapping[str, Interval]]

    @property
    def text(self) -> str:
        """Key of its name in the texts; with ``_help`` behind it, of its explanation."""
        return f"simulation.arm_{self.code}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Arm minus another arm with the same luck and the same parameters, measure by measure."""

    arm: str
    against: str
    measures: Mapping[str, Interval]
    employers: Mapping[str, Mapping[str, Interval]]


@dataclass(frozen=True, slots=True)
class Extra:
    """What one unit more of something brings in the joint chain: extra people still at work after 12 months."""

    what: str
    gain: Interval

    @property
    def text(self) -> str:
        """Key of its name in the texts."""
        return f"simulation.extra_{self.what}"


@dataclass(frozen=True)
class Outcome:
    """Everything that a page or a script shows of one simulation.

    ``conserved``: in every week of every run each candidate was in exactly one state.
    ``parameters`` are those used (calibrated where the region's data allow), ``fixed`` the values set by the user.
    """

    employers: tuple[Employer, ...]
    arms: tuple[Arm, ...]
    differences: tuple[Difference, ...]
    extras: tuple[Extra, ...]
    parameters: tuple[Parameter, ...]
    fixed: Mapping[str, float]
    candidates: int
    horizon_weeks: int
    seed: int
    sets: int
    runs: int
    conserved: bool
    fictitious: bool

    def arm(self, code: str) -> Arm:
        """The arm with this code. Raises KeyError."""
        return {arm.code: arm for arm in self.arms}[code]

    def difference(self, arm: str, against: str) -> Difference:
        """The difference between two arms. Raises KeyError."""
        return {(d.arm, d.against): d for d in self.differences}[arm, against]


def interval(draws: Draws, good: int | None = None) -> Interval:
    """Summarise ``draws`` of shape (sets, runs); NaN where a run has no value.

    ``good``: 1 when more is better, -1 when less is, 0 when neither; None for what is not a difference.
    """
    known = draws[~np.isnan(draws)]
    if not known.size:
        return Interval(*[float("nan")] * 4)
    with_value = ~np.isnan(draws).all(axis=1)
    by_set = np.nanmean(draws[with_value], axis=1)
    units = by_set if by_set.size > 1 else known
    error = float(units.std(ddof=1) / np.sqrt(units.size)) if units.size > 1 else float("nan")
    low, high = np.percentile(known, [LOW, HIGH])
    better = float(np.mean(np.where(known == 0, 0.5, known * good > 0))) if good else None
    return Interval(float(known.mean()), float(low), float(high), error, better)


def intervals(draws: Mapping[K, Draws], good: Mapping[K, int | None] | None = None) -> dict[K, Interval]:
    """:func:`interval` of each of many draws of one shape; those without NaN all in one go, which is far quicker."""
    ways = good or {}
    whole = [name for name, drawn in draws.items() if drawn.size and not np.isnan(drawn).any()]
    found = {name: interval(draws[name], ways.get(name)) for name in draws.keys() - set(whole)}
    if whole:
        stack = np.stack([draws[name] for name in whole])
        known = stack.reshape(len(whole), -1)
        by_set = stack.mean(axis=2)
        units = by_set if by_set.shape[1] > 1 else known
        size = units.shape[1]
        error = units.std(axis=1, ddof=1) / np.sqrt(size) if size > 1 else np.full(len(whole), np.nan)
        way = np.array([ways.get(name) or 0 for name in whole])[:, None]
        better = np.where(known == 0, 0.5, known * way > 0).mean(axis=1)
        low, high = np.percentile(known, [LOW, HIGH], axis=1)
        columns = np.stack([known.mean(axis=1), low, high, error, better], axis=1).tolist()
        for name, (middle, least, most, about, share) in zip(whole, columns, strict=True):
            found[name] = Interval(middle, least, most, about, share if ways.get(name) else None)
    return {name: found[name] for name in draws}


def series(name: str, people: NDArray[np.integer]) -> Series:
    """Summarise counts of shape (runs, weeks). Counting instead of sorting: ten times as quick with many runs."""
    runs, weeks = people.shape
    width = int(people.max(initial=0)) + 1
    counts = np.bincount((people + width * np.arange(weeks)).ravel(), minlength=width * weeks)
    low, high = _percentiles(counts.reshape(weeks, width), runs)
    return Series(name, *(tuple(_rounded(line)) for line in (people.mean(axis=0), low, high)))


def _percentiles(counts: NDArray[np.integer], total: int) -> list[Draws]:
    """LOW and HIGH per week, as ``np.percentile`` has them, of ``total`` whole numbers; ``counts`` (weeks, numbers)."""
    until = counts.cumsum(axis=1)
    found = []
    for percentile in (LOW, HIGH):
        place = (total - 1) * percentile / 100
        below, above = ((until <= rank).sum(axis=1) for rank in (np.floor(place), np.ceil(place)))
        found.append(below + (place % 1) * (above - below))
    return found


def _rounded(line: Sequence[float] | Draws) -> list[float]:
    return [round(float(value), 3) for value in line]
