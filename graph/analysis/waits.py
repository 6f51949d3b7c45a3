"""How long people wait between a referral and the first contact, by route, warm beside cold.

Who is still waiting counts as waiting so far: the quantiles are those of the Kaplan-Meier curve, and unknown
where too few were seen to get that far. Who was refused or vanished waits for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.flows import shown_flows
from graph.analysis.referrals import Referrals, Selection
from graph.analysis.survival import kaplan_meier
from graph.privacy import MIN_PEOPLE

QUANTILES = {"p25_days": 0.25, "median_days": 0.5, "p75_days": 0.75, "p90_days": 0.9}
WITHIN = (14, 30, 90)
HANDOVERS = ("all", "warm", "cold")
_EPS = 1e-12


@dataclass(frozen=True)
class Waits:
    """``table``: a row per route (source, target) that may be shown, and handover ("all", "warm", "cold").

    ``people`` on the route (the same in its three rows), ``share`` of the referrals that is warm or cold (NaN when
    that may not be shown); the quantiles of :data:`QUANTILES` in days, and ``within_14``, ``within_30``,
    ``within_90``: the share with a first contact within so many days. NaN where it is never seen, or where fewer
    than ``MIN_PEOPLE`` people were met.
    """

    table: pd.DataFrame


def waits(chosen: Referrals, selection: Selection = Selection()) -> Waits:
    """The waiting times of every route that may be shown, most people first."""
    shown = shown_flows(chosen, selection).table
    shown = shown[~shown["hidden"].astype(bool)].sort_values("people", ascending=False, kind="stable")
    place = {name: at for at, name in enumerate(chosen.ids)}
    width = len(chosen.ids)
    key = chosen.source * width + chosen.target
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    rows = []
    for flow in shown.itertuples():
        route = place[str(flow.source)] * width + place[str(flow.target)]
        start, stop = np.searchsorted(ordered, [route, route + 1])
        rows += list(_rows(chosen, order[start:stop], flow))
    names = ["source", "target", "people", "handover", "share", *QUANTILES, *(f"within_{days}" for days in WITHIN)]
    return Waits(pd.DataFrame(rows, columns=names))


def wait_quantiles(waited: NDArray[np.float64], met: NDArray[np.bool_]) -> tuple[float, ...]:
    """The quantiles, **not** suppressed: the first day at which so large a share was met; NaN where never."""
    curve = kaplan_meier(waited, met)
    found = []
    for share in QUANTILES.values():
        below = np.flatnonzero(curve.survival <= 1 - share + _EPS)
        found.append(float(curve.times[below[0]]) if len(below) else float("nan"))
    return tuple(found)


def _rows(chosen: Referrals, inside: NDArray[np.int64], flow: object) -> Iterator[tuple[object, ...]]:
    warm = float(flow.warm)  # type: ignore[attr-defined]
    masks = (np.ones(len(inside), dtype=bool), chosen.warm[inside], chosen.cold[inside])
    for handover, mask, share in zip(HANDOVERS, masks, (1.0, warm, 1 - warm), strict=True):
        if not np.isnan(share) and share > 0:
            head = (flow.source, flow.target, int(flow.people), handover, share)  # type: ignore[attr-defined]
            yield (*head, *_figures(chosen, inside[mask]))


def _figures(chosen: Referrals, rows: NDArray[np.int64]) -> tuple[float, ...]:
    known = rows[~np.isnan(chosen.waited[rows])]
    met = chosen.met[known]
    if len(np.unique(chosen.case[known[met]])) < MIN_PEOPLE:
        return (float("nan"),) * (len(QUANTILES) + len(WITHIN))
    waited = chosen.waited[known]
    curve = kaplan_meier(waited, met).at(WITHIN)
    seen = [
        float(1 - s) if n >= MIN_PEOPLE else float("nan") for s, n in zip(curve.survival, curve.at_risk, strict=True)
    ]
    return (*wait_quantiles(waited, met), *seen)
