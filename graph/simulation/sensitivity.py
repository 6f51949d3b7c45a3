"""How sure: what each number that we do not know does to the gain of the chain, one by one and all together.

Tornado: each lever low and high, all others as they are, with the same people and the same luck. Sobol
indices (Sobol 1993; estimators of Saltelli et al. 2010): which share of the uncertainty of the mean gain
comes from each parameter, by itself (first) and with all it does together with others (total).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.simulation.gain import GAINS, gain_measure
from graph.simulation.gain_levers import Lever, Point
from graph.simulation.outcome import HIGH, LOW, Interval, interval
from graph.simulation.parameters import Parameter

Numbers = NDArray[np.float64]
Gain = Callable[[Sequence[Point]], Mapping[str, Numbers]]
"""Joint minus alone at each point: per measure (points, runs), the same luck in every point."""

_RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One lever of the tornado. ``at_low``, ``at_high``: the change of the gain there, per measure."""

    lever: Lever
    at_low: Mapping[str, Interval]
    at_high: Mapping[str, Interval]

    def width(self, measure: str) -> float:
        """The largest change of the mean gain that this lever makes."""
        return max(abs(self.at_low[measure].mean), abs(self.at_high[measure].mean))


@dataclass(frozen=True)
class Tornado:
    """``gain``: joint minus alone with everything as it is now, over chance only, per measure."""

    gain: Mapping[str, Interval]
    bars: tuple[Bar, ...]
    runs: int

    def ordered(self, measure: str) -> tuple[Bar, ...]:
        """The bars, widest first for this measure; by name where equal."""
        return tuple(sorted(self.bars, key=lambda bar: (-bar.width(measure), bar.lever.name)))


@dataclass(frozen=True, slots=True)
class Index:
    """Share of the variance of the mean gain. ``first`` and ``total`` with the bounds of a bootstrap."""

    name: str
    first: Interval
    total: Interval


@dataclass(frozen=True)
class Sobol:
    """Per measure the indices of the parameters that vary. ``points``: points at which the gain was computed."""

    indices: Mapping[str, tuple[Index, ...]]
    points: int


def tornado(point: Point, levers: Sequence[Lever], gain: Gain) -> Tornado:
    """Set each lever low and high in turn. Asks ``gain`` once, for 2 * levers + 1 points."""
    ends = [lever.at(point, value) for lever in levers for value in (lever.low, lever.high)]
    drawn = gain([point, *ends])
    change = {name: values[1:] - values[:1] for name, values in drawn.items()}

    def bar(at: int) -> Mapping[str, Interval]:
        return MappingProxyType({name: _over_luck(values[at], name) for name, values in change.items()})

    bars = tuple(Bar(lever, bar(2 * at), bar(2 * at + 1)) for at, lever in enumerate(levers))
    now = MappingProxyType({name: _over_luck(values[0], name) for name, values in drawn.items()})
    return Tornado(now, bars, next(iter(drawn.values())).shape[1])


class _Range:
    """A parameter as scipy wants a distribution: it asks for ``ppf`` only."""

    def __init__(self, parameter: Parameter) -> None:
        self._parameter = parameter

    def ppf(self, share: Numbers) -> Numbers:
        return self._parameter.quantile(share)


def sobol(
    point: Point, parameters: Sequence[Parameter], gain: Gain, size: int, seed: int, measures: Sequence[str] = GAINS
) -> Sobol:
    """First and total indices of ``parameters``, drawn from their own distributions; all others as in ``point``.

    ``size``: a power of 2; ``gain`` is asked for size * (parameters + 2) points in three turns. Raises
    ValueError (of scipy) for another size.
    """
    names = [p.name for p in parameters]

    def means(columns: Numbers) -> Numbers:
        points = [
            Point(point.employers, {**point.values, **dict(zip(names, map(float, column), strict=True))})
            for column in columns.T
        ]
        drawn = gain(points)
        return np.array([drawn[name].mean(axis=1) for name in measures], dtype=float)

    found = sobol_indices(means, [_Range(p) for p in parameters], size, seed)
    return Sobol(
        MappingProxyType(
            {
                measure: tuple(Index(name, *found[at][i]) for i, name in enumerate(names))
                for at, measure in enumerate(measures)
            }
        ),
        size * (len(names) + 2),
    )


def sobol_indices(
    function: Callable[[Numbers], Numbers], distributions: Sequence[object], size: int, seed: int
) -> list[list[tuple[Interval, Interval]]]:
    """Per output, per input: first and total index, with the range and error of a bootstrap over the design.

    ``function`` takes (inputs, points) and gives (outputs, points). An output that does not vary has
    indices of 0.
    """
    again: list[tuple[Numbers, Numbers]] = []

    def method(f_A: Numbers, f_B: Numbers, f_AB: Numbers) -> tuple[Numbers, Numbers]:  # the names scipy asks for
        rng = np.random.default_rng(seed)
        for _ in range(_RESAMPLES):
            rows = rng.integers(0, f_A.shape[-1], f_A.shape[-1])
            again.append(_saltelli(f_A[..., rows], f_B[..., rows], f_AB[..., rows]))
        return _saltelli(f_A, f_B, f_AB)

    found = stats.sobol_indices(
        func=lambda columns: np.atleast_2d(function(columns)),
        n=size,
        dists=list(distributions),
        method=method,
        rng=np.random.default_rng(seed),
    )
    both = []
    for at, index in enumerate((found.first_order, found.total_order)):
        draws = np.array([pair[at] for pair in again])  # (resamples, outputs, inputs)
        low, high = np.percentile(draws, [LOW, HIGH], axis=0)
        rows = zip(np.atleast_2d(index), low, high, draws.std(axis=0, ddof=1), strict=True)
        both.append([[Interval(*map(float, one)) for one in zip(*row, strict=True)] for row in rows])
    return [list(zip(*pair, strict=True)) for pair in zip(*both, strict=True)]


def _saltelli(f_a: Numbers, f_b: Numbers, f_ab: Numbers) -> tuple[Numbers, Numbers]:
    """First (Saltelli et al. 2010) and total (Jansen 1999) index, each (outputs, inputs); 0 where nothing varies."""
    variance = np.var(np.concatenate([f_a, f_b], axis=-1), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.mean(f_b * (f_ab - f_a), axis=-1) / variance
        total = np.mean((f_a - f_ab) ** 2, axis=-1) / (2 * variance)
    return np.where(variance > 0, first, 0.0).T, np.where(variance > 0, total, 0.0).T


def _over_luck(draws: Numbers, name: str) -> Interval:
    return interval(draws[None, :], gain_measure(name).good)
