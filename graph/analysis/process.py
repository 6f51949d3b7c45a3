"""The process as it is walked: which activity directly follows which, how often, and after how long.

The directly-follows graph of van der Aalst (2016, Process Mining, 5.2). By organisation it is the
handover graph. What may be shown of it is what the Sankey of the same moves shows
(:mod:`graph.analysis.sankey`), so that the two pictures never tell a small number together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.analysis.event_log import EventLog, Floats, again
from graph.analysis.referrals import Ints, distinct_people
from graph.analysis.sankey import Sankey
from graph.privacy import MIN_PEOPLE

DAYS = ("median_days", "mean_days", "p90_days")


@dataclass(frozen=True)
class ProcessGraph:
    """``nodes``: id, role (as in the Sankey) and ``visits``, the stays that began there (a repeat not counted).

    ``arcs``: source, target, ``moves``, ``people`` (at least ``MIN_PEOPLE``), and over the moves of which both
    moments were recorded ``median_days``, ``mean_days``, ``p90_days``; NaN where fewer than ``MIN_PEOPLE`` people
    are behind that. An activity that follows itself is an arc as well.
    """

    nodes: pd.DataFrame
    arcs: pd.DataFrame


def directly_follows(log: EventLog) -> pd.DataFrame:
    """Every arc with every number in it, **not** suppressed: for rules and checks, never for a screen.

    Columns: source, target (names), ``count``, ``people`` (distinct cases), ``median_days``, ``mean_days``,
    ``p90_days`` (linear between observations) over the steps whose two moments are known (NaN without one),
    ``timed``: the distinct cases behind these.
    """
    one, other = log.steps()
    width = len(log.names)
    pairs, key = np.unique(log.activity[one] * width + log.activity[other], return_inverse=True)
    n, case = len(pairs), log.case[other]
    known = log.known[one] & log.known[other]
    days = (log.time[other] - log.time[one])[known]
    names = np.array(log.names, dtype=object)
    middle, high = quantiles(key[known], days, n, (0.5, 0.9))
    number = np.bincount(key[known], minlength=n)
    return pd.DataFrame(
        {
            "source": names[pairs // width] if n else names[:0],
            "target": names[pairs % width] if n else names[:0],
            "count": np.bincount(key, minlength=n),
            "people": distinct_people(key, case, n),
            "median_days": middle,
            "mean_days": np.where(number > 0, np.bincount(key[known], days, n) / np.maximum(number, 1), np.nan),
            "p90_days": high,
            "timed": distinct_people(key[known], case[known], n),
        }
    )


def process_graph(log: EventLog, drawn: Sankey) -> ProcessGraph:
    """What may be shown of the directly-follows graph, as ``drawn`` shows the same moves."""
    raw = directly_follows(log)
    names = again(log.names)
    raw["source"] = raw["source"].replace(names)
    links = drawn.links[["source", "target", "moves", "people"]]
    repeats = raw[(raw["source"] == raw["target"]) & (raw["people"] >= MIN_PEOPLE)]
    repeats = repeats.rename(columns={"count": "moves"})[["source", "target", "moves", "people"]]
    repeats = repeats[repeats["source"].isin(drawn.nodes["id"])]
    arcs = pd.concat([links, repeats], ignore_index=True) if len(repeats) else links.reset_index(drop=True)
    timed = raw.loc[raw["timed"] >= MIN_PEOPLE, ["source", "target", *DAYS]]
    arcs = arcs.merge(timed, on=["source", "target"], how="left")
    nodes = drawn.nodes[["id", "role", "inflow"]].rename(columns={"inflow": "visits"})
    return ProcessGraph(nodes.reset_index(drop=True), arcs)


def quantiles(group: Ints, values: Floats, n_groups: int, shares: tuple[float, ...]) -> tuple[Floats, ...]:
    """The quantiles of the values of each group 0..n_groups-1, linear between observations; NaN for an empty group."""
    order = np.lexsort((values, group))
    ordered = values[order]
    size = np.bincount(group, minlength=n_groups)
    start = np.cumsum(size) - size
    answer = []
    for share in shares:
        place = share * np.maximum(size - 1, 0)
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(size - 1, 0))
        found = np.full(n_groups, np.nan)
        filled = size > 0
        a, b = (ordered[(start + at)[filled]] for at in (low, high))
        found[filled] = a + (b - a) * (place - low)[filled]
        answer.append(found)
    return tuple(answer)
