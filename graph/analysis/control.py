"""Which handover routes differ from the others more than chance: a funnel plot, and a test of every route.

Routes with few referrals swing by chance alone, so that a ranking puts them first and last. A funnel plot
(Spiegelhalter 2005, Stat. Med. 24:1185) sets the share of each route against its number of referrals, between limits
that get narrower: within them is where 95 % and 99.8 % fall when every route had the region's share (binomial).
Each route is tested against all other routes together (exact binomial, two-sided: twice the smaller tail), and
as many are tested, q is p after Benjamini & Hochberg (1995, J. R. Stat. Soc. B 57:289).

The shares of the region are rounded to whole percentages before anything is computed from them: what is hidden of a
few people would follow from an exact one and the routes that are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.analysis.flows import shown_flows
from graph.analysis.referrals import By, Ints, Referrals, Selection, distinct_people, referrals
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.thresholds import thresholds

Measure = Literal["cold", "late", "silent", "vanished"]
MEASURES: tuple[Measure, ...] = ("cold", "late", "silent", "vanished")
FALSE_SHARE = 0.05
LIMITS = (0.95, 0.998)
"""Between these limits so much falls by chance, as Spiegelhalter draws them (2 and 3 standard deviations)."""
LEAST = 10
"""Referrals on a route from which it is looked at."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Route:
    """A route from ``source`` to ``target``: of ``referrals`` that count, ``count`` were cold, late, silent or lost.

    ``others`` is the share of all other routes together, in whole percentages; ``p`` and ``q`` as above.
    """

    source: str
    target: str
    referrals: int
    count: int
    others: float
    p: float
    q: float

    @property
    def share(self) -> float:
        return self.count / self.referrals

    @property
    def differs(self) -> int:
        """1: more than the others, -1: less, 0: no more than chance, taking into account how many were tested."""
        if self.q > FALSE_SHARE:
            return 0
        return 1 if self.share > self.others else -1


@dataclass(frozen=True, slots=True)
class Control:
    """The routes that may be shown, most referrals first; ``hidden`` others were of too few people.

    ``share`` of the whole region, in whole percentages; None without any referral that counts.
    """

    measure: Measure
    by: By
    share: float | None
    routes: tuple[Route, ...]
    hidden: int


def control(network: Network, measure: Measure, by: By = "kind", selection: Selection = Selection()) -> Control:
    """Compare the routes of a region.

    ``cold``: of handovers recorded as warm or cold. ``late``: no first contact within ``warm_days``, of referrals that
    were not refused or lost and were sent so long ago. ``silent``: no feedback, of referrals that were answered and
    sent more than ``feedback_days`` ago. ``vanished``: lost on the way, of referrals of which the end is known, sent so
    long ago.
    """
    chosen = referrals(network, by, selection)
    counted, part = marks(chosen, measure)
    width = len(chosen.ids)
    keys, route = np.unique(chosen.source * width + chosen.target, return_inverse=True)
    n, x = (np.bincount(route[rows], minlength=len(keys)) for rows in (counted, counted & part))
    if not n.sum():
        return Control(measure, by, None, (), 0)
    enough = n >= LEAST
    open_ = enough & ~_few(chosen, measure, route, len(keys), (counted & part, counted & ~part, ~counted), selection)
    at = np.flatnonzero(open_)
    others = np.round((x.sum() - x[at]) / np.maximum(n.sum() - n[at], 1), 2)
    p = np.array([tails(int(x[one]), int(n[one]), float(rest)) for one, rest in zip(at, others, strict=True)])
    q = stats.false_discovery_control(p) if len(p) else p
    ids = chosen.ids
    rows = [
        Route(ids[keys[one] // width], ids[keys[one] % width], int(n[one]), int(x[one]), *map(float, told))
        for one, told in zip(at, zip(others, p, q, strict=True), strict=True)
    ]
    rows.sort(key=lambda one: (-one.referrals, one.source, one.target))
    return Control(measure, by, round(float(x.sum() / n.sum()), 2), tuple(rows), int((enough & ~open_).sum()))


def tails(count: int, whole: int, share: float) -> float:
    """Twice the smaller tail of a binomial count, at most 1."""
    law = stats.binom(whole, share)
    return float(min(1.0, 2 * min(law.cdf(count), law.sf(count - 1))))


def limits(share: float, whole: NDArray[np.int64], level: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower and upper control limit, as shares, of routes with so many referrals.

    The count of the limit is interpolated between whole counts, so that the chance of what lies under it is
    (1 - level) / 2 (Spiegelhalter 2005, appendix A.1.1).
    """
    return _limit(share, whole, (1 - level) / 2), _limit(share, whole, (1 + level) / 2)


def _limit(share: float, whole: NDArray[np.int64], chance: float) -> NDArray[np.float64]:
    law = stats.binom(whole, share)
    count = np.maximum(law.ppf(chance), 0)
    step = law.pmf(count)
    back = np.where(step > 0, (law.cdf(count) - chance) / np.where(step > 0, step, 1), 0.0)
    edge: NDArray[np.float64] = np.clip((count - back) / whole, 0, 1)
    return edge


def marks(chosen: Referrals, measure: Measure) -> tuple[Bools, Bools]:
    """Which referrals count, and which of them are cold, late, silent or vanished."""
    until = int(np.datetime64(chosen.until, "D").astype(np.int64)) if chosen.until else 0
    if measure == "cold":
        return chosen.warm | chosen.cold, chosen.cold
    if measure == "late":
        days = thresholds().warm_days
        due = ~np.isnan(chosen.waited) & (chosen.day + days < until)
        return due, np.nan_to_num(chosen.waited) > days
    long_ago = chosen.day + thresholds().feedback_days < until
    if measure == "vanished":
        return ~chosen.open & long_ago, chosen.vanished
    due = (chosen.arrived | chosen.refused) & long_ago
    return due & chosen.feedback.any(), ~chosen.feedback  # a log without any was kept without that column


def _few(
    chosen: Referrals, measure: Measure, route: Ints, n: int, parts: tuple[Bools, ...], selection: Selection
) -> Bools:
    """Routes of which the flows hide something, or of which a part is of too few people to be shown."""
    flows = shown_flows(chosen, selection).table
    shares = ["warm"] if measure == "cold" else ["refused", "vanished", "open", "feedback"]
    hidden: Bools = flows["hidden"].to_numpy(dtype=bool) | flows[shares].isna().any(axis=1).to_numpy()
    for rows in parts:
        people = distinct_people(route[rows], chosen.case[rows], n)
        hidden = hidden | ((people > 0) & (people < MIN_PEOPLE))
    return hidden
