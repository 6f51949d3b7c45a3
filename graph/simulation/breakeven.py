"""From where on the chain pays off: break-even per lever, and the smallest single change that makes a party gain.

The mean gain is followed along a lever with the same people and the same luck at every value, all other
numbers as they are; where it changes sign, the place is closed in on by bisection. The band holds the
values at which the mean cannot be told from 0 (two standard errors of chance).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.simulation.gain import gain_measure
from graph.simulation.gain_levers import Lever, Point
from graph.simulation.outcome import Interval, interval
from graph.simulation.sensitivity import Gain, Tornado

Numbers = NDArray[np.float64]
GRID = 7
"""Values at which the gain is first looked at, from low to high."""
_HALVINGS = 6
_ERRORS = 2.0

Kind = Literal["above", "below", "always", "never", "unclear"]


@dataclass(frozen=True, slots=True)
class Breakeven:
    """Where the mean gain of ``measure`` is 0 along ``lever``.

    ``kind``: the chain pays "above" or "below" ``value``; "always" or "never" in the range; or "unclear",
    when the mean cannot be told from 0 anywhere in it. ``value`` is None in the last three. ``low``,
    ``high``: the band around it, None where it reaches the end of the range. ``crossings``: 1, or more
    when the gain goes up and down: then ``value`` is the crossing nearest to the present value.
    ``at_low``, ``at_high``: the gain at the ends of the range.
    """

    lever: Lever
    measure: str
    kind: Kind
    value: float | None
    low: float | None
    high: float | None
    crossings: int
    at_low: Interval
    at_high: Interval


@dataclass(frozen=True, slots=True)
class Condition:
    """One change that turns the mean gain of ``measure`` round, all else as it is: ``lever`` to ``value``.

    ``change``: how large it is, as a share of the range; ``gain``: the gain there.
    """

    lever: Lever
    value: float
    change: float
    gain: Interval


@dataclass(frozen=True)
class MustBeTrue:
    """What would have to be true for ``measure`` to gain. ``now``: its gain as things are.

    When it loses now, ``conditions`` are the single changes after which it gains; when it gains now, those
    after which it no longer does. Smallest change first; empty when no single one is enough.
    """

    measure: str
    now: Interval
    gains_now: bool
    conditions: tuple[Condition, ...]


class Curve:
    """The gain along a lever, remembered: what was asked before is not simulated again."""

    def __init__(self, point: Point, lever: Lever, measure: str, gain: Gain) -> None:
        self._point, self._lever, self._measure, self._gain = point, lever, measure, gain
        self._known: dict[float, Numbers] = {}

    def ask(self, values: Sequence[float]) -> None:
        """Simulate at these values, all at once."""
        new = [v for v in dict.fromkeys(map(self._lever.rounded, values)) if v not in self._known]
        if new:
            drawn = self._gain([self._lever.at(self._point, v) for v in new])[self._measure]
            self._known.update(zip(new, drawn, strict=True))

    def mean(self, value: float) -> float:
        """The mean gain."""
        self.ask([value])
        return float(self._known[self._lever.rounded(value)].mean())

    def interval(self, value: float) -> Interval:
        """The gain with its interval over chance."""
        self.ask([value])
        return interval(self._known[self._lever.rounded(value)][None, :], gain_measure(self._measure).good)

    def values(self) -> list[float]:
        """Where it was asked, in order."""
        return sorted(self._known)

    def error(self, value: float) -> float:
        """Standard error of the mean gain."""
        draws = self._known[self._lever.rounded(value)]
        return float(draws.std(ddof=1) / np.sqrt(draws.size)) if draws.size > 1 else float("inf")

    def root(self, low: float, high: float) -> float:
        """A value between two at which the mean has opposite signs, by bisection; whole where the lever is.

        A whole lever gives the value at the side where the mean is above 0.
        """
        rising = self.mean(high) > 0
        for _ in range(_HALVINGS if not self._lever.whole else int(np.ceil(np.log2(max(high - low, 2))))):
            middle = self._lever.rounded((low + high) / 2)
            if middle in (low, high):
                break
            if (self.mean(middle) > 0) == rising:
                high = middle
            else:
                low = middle
        if self._lever.whole:
            return high if rising else low
        below, above = self.mean(low), self.mean(high)
        return low if above == below else low + (high - low) * (-below / (above - below))


def break_even(point: Point, lever: Lever, measure: str, gain: Gain) -> Breakeven:
    """Find where along ``lever`` the gain of ``measure`` changes sign. Asks ``gain`` 13 times at most."""
    curve = Curve(point, lever, measure, gain)
    curve.ask([*np.linspace(lever.low, lever.high, GRID), min(max(lever.now, lever.low), lever.high)])
    grid = curve.values()
    positive = [curve.mean(v) > 0 for v in grid]
    crossings = [at for at in range(len(grid) - 1) if positive[at] != positive[at + 1]]
    ends = curve.interval(grid[0]), curve.interval(grid[-1])
    if not crossings:
        sure = any(abs(curve.mean(v)) > _ERRORS * curve.error(v) for v in grid)
        kind: Kind = "unclear" if not sure else "always" if positive[0] else "never"
        return Breakeven(lever, measure, kind, None, None, None, 0, *ends)
    nearest = min(crossings, key=lambda at: abs((grid[at] + grid[at + 1]) / 2 - lever.now))
    value = curve.root(grid[nearest], grid[nearest + 1])
    low, high = _band(curve, value)
    above = positive[nearest + 1]
    return Breakeven(lever, measure, "above" if above else "below", value, low, high, len(crossings), *ends)


def _band(curve: Curve, value: float) -> tuple[float | None, float | None]:
    """From the crossing outward, the first values at which the mean is two standard errors from 0.

    Between the values that were asked it is interpolated.
    """
    known = curve.values()

    def outward(values: list[float]) -> float | None:
        last, last_ratio = value, 0.0
        for one in values:
            error = curve.error(one)
            ratio = abs(curve.mean(one)) / error if error > 0 else np.inf
            if ratio > _ERRORS:
                if not np.isfinite(ratio) or ratio == last_ratio:
                    return one
                return last + (one - last) * (_ERRORS - last_ratio) / (ratio - last_ratio)
            last, last_ratio = one, ratio
        return None

    return outward([v for v in known[::-1] if v < value]), outward([v for v in known if v > value])


def what_must_be_true(point: Point, bars: Tornado, measure: str, gain: Gain, most: int = 5) -> MustBeTrue:
    """The smallest single changes that turn the gain of ``measure`` round, at most ``most``.

    ``bars`` tells which levers reach the other side at an end of their range; between now and that end the
    gain is taken to change in one direction.
    """
    now = bars.gain[measure]
    gains = now.mean > 0
    found = []
    for bar in bars.bars:
        lever = bar.lever
        turned = [
            end
            for end, change in ((lever.low, bar.at_low[measure]), (lever.high, bar.at_high[measure]))
            if end != lever.now and (now.mean + change.mean > 0) != gains
        ]
        curve = Curve(point, lever, measure, gain)
        for end in turned:
            low, high = sorted((lever.now, end))
            value = _on_the_other_side(curve, lever, curve.root(low, high), end, gains)
            found.append(Condition(lever, value, lever.step(value), curve.interval(value)))
    nearest = {c.lever.name: c for c in sorted(found, key=lambda c: (-c.change, c.lever.name))}
    ordered = sorted(nearest.values(), key=lambda c: (c.change, c.lever.name))
    return MustBeTrue(measure, now, gains, tuple(ordered[:most]))


def _on_the_other_side(curve: Curve, lever: Lever, root: float, end: float, gains: bool) -> float:
    """The root itself gives a gain of about 0: a hundredth of the range further, so that it has turned round."""
    step = (1.0 if lever.whole else (lever.high - lever.low) / 100) * (1 if end > lever.now else -1)
    value = root
    while (curve.mean(value) > 0) == gains and value != end:
        value = min(max(value + step, min(lever.now, end)), max(lever.now, end))
    return lever.rounded(value)
