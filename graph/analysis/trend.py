"""Whether handing over gets better: of every route the share per quarter, with its interval, and a test for a trend.

Quarters in which a route has too few people for anything to be shown are taken together with those after them, until
the part that is cold, late, silent or vanished and the rest are of nobody or of enough people. So all that is shown
adds up to the whole route, and nothing has to be left out that would follow from the rest.

The test is that of Cochran (1954, Biometrics 10:417) and Armitage (1955, Biometrics 11:375) for a straight line in the
shares, two-sided; q is p after Benjamini & Hochberg (1995) over the routes. It says that a share moved more than
chance would have it, if it moved in a line and every referral were apart from the others: a person who was referred
more often counts more often, and why it moved it does not say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.analysis.control import FALSE_SHARE, Bools, Measure, control, marks
from graph.analysis.referrals import By, Ints, Referrals, Selection, referrals
from graph.analysis.survival import kaplan_meier
from graph.network import Network
from graph.privacy import MIN_PEOPLE

Verdict = Literal["better", "worse", "same", "short"]
LEAST_PARTS = 3
"""Of fewer moments a line says nothing."""
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Part:
    """One quarter of a route, or some together: ``first`` and ``last`` are quarters as (year, 1 to 4).

    Of ``referrals`` that count ``count`` were cold, late, silent or vanished; ``low`` and ``high``: the 95 % interval
    of the share (Wilson 1927). ``median_days`` until the first contact (Kaplan-Meier) with its 95 % interval
    (Brookmeyer & Crowley 1982, Biometrics 38:29); None where it is of few people or not reached.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    referrals: int
    count: int
    low: float
    high: float
    median_days: float | None
    median_low: float | None
    median_high: float | None

    @property
    def share(self) -> float:
        return self.count / self.referrals


@dataclass(frozen=True, slots=True)
class RouteTrend:
    """A route over time. ``slope``: change of the share a year by the line; as ``p`` and ``q`` None when too short."""

    source: str
    target: str
    parts: tuple[Part, ...]
    slope: float | None
    p: float | None
    q: float | None

    @property
    def verdict(self) -> Verdict:
        """Less of it is better: all that is measured is what should not be."""
        if self.q is None or self.slope is None:
            return "short"
        if self.q > FALSE_SHARE or self.slope == 0:
            return "same"
        return "better" if self.slope < 0 else "worse"


@dataclass(frozen=True, slots=True)
class Trends:
    """The routes that :func:`~graph.analysis.control.control` shows, in its order; ``hidden``: how many it hides."""

    measure: Measure
    by: By
    routes: tuple[RouteTrend, ...]
    hidden: int


def trends(network: Network, measure: Measure, by: By = "kind", selection: Selection = Selection()) -> Trends:
    """Every route that may be shown, per quarter, with a test of whether it gets better."""
    shown = control(network, measure, by, selection)
    chosen = referrals(network, by, selection)
    counted, part = marks(chosen, measure)
    place = {name: at for at, name in enumerate(chosen.ids)}
    width = len(chosen.ids)
    key = chosen.source * width + chosen.target
    quarter = _quarters(chosen)
    order = np.argsort(key, kind="stable")
    edges = {}
    for one in shown.routes:
        wanted = place[one.source] * width + place[one.target]
        low, high = np.searchsorted(key[order], [wanted, wanted + 1])
        edges[one.source, one.target] = order[low:high]
    found = []
    for (source, target), rows in edges.items():
        parts = _parts(chosen, rows, counted, part, quarter)
        slope, p = _line(parts)
        found.append((source, target, parts, slope, p))
    tested = [p for *_, p in found if p is not None]
    q = iter(stats.false_discovery_control(tested).tolist() if tested else ())
    routes = tuple(RouteTrend(*one, None if one[-1] is None else float(next(q))) for one in found)
    return Trends(measure, by, routes, shown.hidden)


def armitage(counts: Sequence[int], wholes: Sequence[int], scores: Sequence[float]) -> float:
    """z of the Cochran-Armitage test for a trend of counts out of wholes along scores; 0 where nothing varies."""
    x, n, s = (np.asarray(values, dtype=float) for values in (counts, wholes, scores))
    total = n.sum()
    share, mean = x.sum() / total, (n * s).sum() / total
    spread = share * (1 - share) * (n * (s - mean) ** 2).sum()
    return float((x * (s - mean)).sum() / math.sqrt(spread)) if spread > 0 else 0.0


def wilson(count: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927, JASA 22:209)."""
    p, add = count / whole, _Z * _Z / whole
    centre, spread = p + add / 2, _Z * math.sqrt(p * (1 - p) / whole + add / (4 * whole))
    return max(0.0, (centre - spread) / (1 + add)), min(1.0, (centre + spread) / (1 + add))


def median_interval(
    days: NDArray[np.float64], met: NDArray[np.bool_]
) -> tuple[float | None, float | None, float | None]:
    """The Kaplan-Meier median of waits and its 95 % interval: every time of which one half is not refused.

    Greenwood's variance, without a transformation, as Brookmeyer & Crowley give it; None where it is not reached.
    """
    if not len(days):
        return None, None, None
    curve = kaplan_meier(days, met)
    ended = np.array([(met & (days == time)).sum() for time in curve.times], dtype=float)
    left = np.maximum(curve.at_risk - ended, 0)
    grown = np.cumsum(np.where(left > 0, ended / np.maximum(curve.at_risk * left, 1), 0.0))
    error = curve.survival * np.sqrt(grown)  # where all have ended the curve is 0, and surely
    below = np.flatnonzero(curve.survival - _Z * error <= 0.5)
    above = np.flatnonzero(curve.survival + _Z * error < 0.5)
    low = float(curve.times[below[0]]) if len(below) else None
    high = float(curve.times[above[0]]) if len(above) else None
    return curve.median, low, high


def _quarters(chosen: Referrals) -> Ints:
    """The quarter of each referral, counted from the year 0."""
    months = chosen.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.asarray(months // 3, dtype=np.int64)


def _parts(chosen: Referrals, rows: Ints, counted: Bools, part: Bools, quarter: Ints) -> tuple[Part, ...]:
    """The quarters of a route, the oldest first, taken together until each may be shown."""
    groups: list[Ints] = []
    waiting = rows[:0]
    for one in np.unique(quarter[rows]).tolist():
        waiting = np.concatenate([waiting, rows[quarter[rows] == one]])
        if _may_be_shown(chosen, waiting, counted, part):
            groups.append(waiting)
            waiting = rows[:0]
    while len(waiting) and groups:  # what is left over goes with what came before it
        waiting = np.concatenate([groups.pop(), waiting])
        if _may_be_shown(chosen, waiting, counted, part):
            groups.append(waiting)
            waiting = rows[:0]
    return tuple(_part(chosen, group[counted[group]], part, quarter) for group in groups)


def _may_be_shown(chosen: Referrals, rows: Ints, counted: Bools, part: Bools) -> bool:
    """Whether the part, the rest and what does not count are each of nobody or of enough people."""
    here = rows[counted[rows]]
    if _people(chosen, here) < MIN_PEOPLE:
        return False
    sides = (here[part[here]], here[~part[here]], rows[~counted[rows]])
    return all(not len(side) or _people(chosen, side) >= MIN_PEOPLE for side in sides)


def _people(chosen: Referrals, rows: Ints) -> int:
    return len(np.unique(chosen.case[rows]))


def _part(chosen: Referrals, rows: Ints, part: Bools, quarter: Ints) -> Part:
    count = int(part[rows].sum())
    known = rows[~np.isnan(chosen.waited[rows])]
    seen = known[chosen.met[known]]
    enough = _people(chosen, seen) >= MIN_PEOPLE
    median = median_interval(chosen.waited[known], chosen.met[known]) if enough else (None, None, None)
    ends = (int(quarter[rows].min()), int(quarter[rows].max()))
    first, last = ((one // 4, one % 4 + 1) for one in ends)
    return Part(first, last, len(rows), count, *wilson(count, len(rows)), *median)


def _line(parts: tuple[Part, ...]) -> tuple[float | None, float | None]:
    """The slope a year of the weighted least squares line through the shares, and p of the test."""
    if len(parts) < LEAST_PARTS:
        return None, None
    at = [(_years(one.first) + _years(one.last)) / 2 for one in parts]
    counts, wholes = [one.count for one in parts], [one.referrals for one in parts]
    z = armitage(counts, wholes, at)
    weights, scores = np.array(wholes, dtype=float), np.array(at)
    middle = (weights * scores).sum() / weights.sum()
    spread = (weights * (scores - middle) ** 2).sum()
    slope = (np.array(counts) * (scores - middle)).sum() / spread if spread else 0.0
    return float(slope), float(2 * stats.norm.sf(abs(z)))


def _years(quarter: tuple[int, int]) -> float:
    """The beginning of a quarter in years."""
    return quarter[0] + (quarter[1] - 1) / 4
