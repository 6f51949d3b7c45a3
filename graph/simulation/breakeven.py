"""From where on the chain pays off: break-even per lever, and the smallest single change that makes a party gain.

The mean gain is followed along a lever with the same people and the same luck at every value, all other
numbers as they are; where it changes sign, the place is closed in on by bisection. The band holds the
values at which the mean cannot be told from 0 (two standard errors of chance).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.simulation.gain import gain_measure, verdict
from graph.simulation.gain_levers import Lever, Point
from graph.simulation.outcome import Interval, interval
from graph.simulation.sensitivity import Gain, Tornado

Numbers = NDArray[np.float64]
GRID = 7
"""Values at which the gain is first looked at, from low to high."""
_HALVINGS = 7
_ERRORS = 2.0
_LOOKED_AT = 2
"""Changes worked out for each one shown: the order on a line need not be the order on the curve."""

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

    ``gains_now``: its mean is above 0 by two standard errors. When it does not gain now, ``conditions``
    are the single changes after which it does; when it gains now, those after which it loses. Smallest
    change first; empty when no single one is enough.
    """

    measure: str
    now: Interval
    gains_now: bool
    conditions: tuple[Condition, ...]


class Curve:
    """The gain along a lever, remembered: what was asked before is not simulated again, whatever the measure."""

    def __init__(self, point: Point, lever: Lever, gain: Gain) -> None:
        self.lever = lever
        self._point, self._gain = point, gain
        self._known: dict[float, Mapping[str, Numbers]] = {}

    def ask(self, values: Sequence[float]) -> None:
        """Simulate at these values, all at once."""
        new = [v for v in dict.fromkeys(map(self.lever.rounded, values)) if v not in self._known]
        if new:
            drawn = self._gain([self.lever.at(self._point, v) for v in new])
            for at, value in enumerate(new):
                self._known[value] = {name: draws[at] for name, draws in drawn.items()}

    def draws(self, value: float, measure: str) -> Numbers:
        """The gain at a value, run by run."""
        self.ask([value])
        return self._known[self.lever.rounded(value)][measure]

    def mean(self, value: float, measure: str) -> float:
        """The mean gain."""
        return float(self.draws(value, measure).mean())

    def error(self, value: float, measure: str) -> float:
        """Standard error of the mean gain."""
        draws = self.draws(value, measure)
        return float(draws.std(ddof=1) / np.sqrt(draws.size)) if draws.size > 1 else float("inf")

    def interval(self, value: float, measure: str) -> Interval:
        """The gain with its interval over chance."""
        return interval(self.draws(value, measure)[None, :], gain_measure(measure).good)

    def values(self) -> list[float]:
        """Where it was asked, in order."""
        return sorted(self._known)

    def turned(self, value: float, measure: str, gains: bool) -> bool:
        """Whether the mean is two standard errors below 0 (where it ``gains`` now) or above it."""
        mean = self.mean(value, measure)
        return (-mean if gains else mean) > _ERRORS * self.error(value, measure)

    def root(self, low: float, high: float, measure: str) -> float:
        """A value between two at which the mean has opposite signs, by bisection; whole where the lever is.

        A whole lever gives the value at the side where the mean is above 0.
        """
        rising = self.mean(high, measure) > 0
        for _ in range(_HALVINGS if not self.lever.whole else int(np.ceil(np.log2(max(high - low, 2))))):
            middle = self.lever.rounded((low + high) / 2)
            if middle in (low, high):
                break
            if (self.mean(middle, measure) > 0) == rising:
                high = middle
            else:
                low = middle
        if self.lever.whole:
            return high if rising else low
        below, above = self.mean(low, measure), self.mean(high, measure)
        return low if above == below else low + (high - low) * (-below / (above - below))


def break_even(point: Point, lever: Lever, measure: str, gain: Gain) -> Breakeven:
    """Find where along ``lever`` the gain of ``measure`` changes sign, if it does in the range.

    Asks ``gain`` eight times at most, for 15 points at most.
    """
    return break_even_on(Curve(point, lever, gain), measure)


def break_even_on(curve: Curve, measure: str) -> Breakeven:
    """As :func:`break_even`, on a curve that may know its values already."""
    lever = curve.lever
    grid = sorted({*map(lever.rounded, np.linspace(lever.low, lever.high, GRID)), lever.now})
    curve.ask(grid)
    positive = [curve.mean(v, measure) > 0 for v in grid]
    crossings = [at for at in range(len(grid) - 1) if positive[at] != positive[at + 1]]
    ends = curve.interval(grid[0], measure), curve.interval(grid[-1], measure)
    if not crossings:
        sure = any(abs(curve.mean(v, measure)) > _ERRORS * curve.error(v, measure) for v in grid)
        kind: Kind = "unclear" if not sure else "always" if positive[0] else "never"
        return Breakeven(lever, measure, kind, None, None, None, 0, *ends)
    nearest = min(crossings, key=lambda at: abs((grid[at] + grid[at + 1]) / 2 - lever.now))
    value = curve.root(grid[nearest], grid[nearest + 1], measure)
    low, high = _band(curve, measure, value)
    above = positive[nearest + 1]
    return Breakeven(lever, measure, "above" if above else "below", value, low, high, len(crossings), *ends)


def _band(curve: Curve, measure: str, value: float) -> tuple[float | None, float | None]:
    """From the crossing outward, the first values at which the mean is two standard errors from 0.

    Between the values that were asked it is interpolated.
    """
    known = curve.values()

    def outward(values: list[float]) -> float | None:
        last, last_ratio = value, 0.0
        for one in values:
            mean, error = abs(curve.mean(one, measure)), curve.error(one, measure)
            ratio = mean / error if error > 0 else np.inf if mean > 0 else 0.0
            if ratio > _ERRORS:
                return one if np.isinf(ratio) else last + (one - last) * (_ERRORS - last_ratio) / (ratio - last_ratio)
            last, last_ratio = one, ratio
        return None

    return outward([v for v in known[::-1] if v < value]), outward([v for v in known if v > value])


def what_must_be_true(point: Point, bars: Tornado, measure: str, gain: Gain, most: int = 3) -> MustBeTrue:
    """The smallest single changes that turn the gain of ``measure`` round, at most ``most``.

    Turned round means two standard errors beyond 0, so that a condition is never a matter of chance.
    ``bars`` tells which levers get there at an end of their range; between now and that end the gain is
    taken to change in one direction, and the place is closed in on by bisection.
    """
    now = bars.gain[measure]
    gains = verdict(now).endswith("more")
    nearest: dict[str, Condition] = {}
    for lever, end in _turning(bars, measure, gains)[: _LOOKED_AT * most]:
        curve = Curve(point, lever, gain)
        if not curve.turned(end, measure, gains):
            continue
        value = _first_turned(curve, measure, end, gains)
        one = Condition(lever, value, lever.step(value), curve.interval(value, measure))
        if lever.name not in nearest or one.change < nearest[lever.name].change:
            nearest[lever.name] = one
    ordered = sorted(nearest.values(), key=lambda c: (c.change, c.lever.name))
    return MustBeTrue(measure, now, gains, tuple(ordered[:most]))


def _turning(bars: Tornado, measure: str, gains: bool) -> list[tuple[Lever, float]]:
    """The ends of levers at which the gain has turned round; first those that would get there soonest on a line."""
    now = bars.gain[measure].mean
    found = []
    for bar in bars.bars:
        for end, change in ((bar.lever.low, bar.at_low[measure].mean), (bar.lever.high, bar.at_high[measure].mean)):
            helps = change < 0 if gains else change > 0
            if end != bar.lever.now and helps and (now + change > 0) != gains:
                found.append((bar.lever.step(end) * abs(now / change), bar.lever.name, bar.lever, end))
    return [(lever, end) for *_, lever, end in sorted(found, key=lambda one: one[:2])]


def _first_turned(curve: Curve, measure: str, end: float, gains: bool) -> float:
    """The value nearest to now at which the gain has turned round, given that it has at ``end``."""
    lever = curve.lever
    before, after = lever.now, end
    for _ in range(_HALVINGS):
        middle = lever.rounded((before + after) / 2)
        if middle in (before, after):
            break
        before, after = (before, middle) if curve.turned(middle, measure, gains) else (middle, after)
    return lever.rounded(after)
