"""Variants: the whole roads that people walk, most walked first; rare roads are taken together.

A variant is the order of activities of a case (van der Aalst 2016, Process Mining, ch. 5). Every case
walks one road, so the people of all roads add up: a road of few people goes into "other", with more
if need be, so that "other" is no small number either.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from graph.analysis.event_log import EventLog
from graph.privacy import MIN_PEOPLE, suppress_number

MOST = 10


@dataclass(frozen=True, slots=True)
class Road:
    """One variant: its ``steps``, how many ``people`` walked it, and half took at most ``median_days`` over it.

    The days run from the first event to the last one; for referrals from the first referral.
    """

    steps: tuple[str, ...]
    people: int
    median_days: float


@dataclass(frozen=True)
class Variants:
    """``roads``: the most walked ones, of at least ``MIN_PEOPLE`` people each; ``other``: the people on all others.

    ``different`` is the number of different roads in all. ``people`` is None when small; then there are no roads.
    """

    roads: tuple[Road, ...]
    other: int | None
    other_roads: int
    people: int | None
    different: int


def all_roads(log: EventLog) -> pd.DataFrame:
    """Every variant, **not** suppressed: steps (tuple of names), people, median_days; most people first.

    Roads of as many people are ordered by their steps. For rules and checks, never for a screen.
    """
    starts = np.flatnonzero(log.first)
    edges = [*starts.tolist(), len(log)]
    what = log.activity.astype(np.int32)
    roads: dict[bytes, int] = {}
    road = np.array([roads.setdefault(what[a:b].tobytes(), len(roads)) for a, b in pairwise(edges)], dtype=np.int64)
    days = log.time[np.array(edges[1:], dtype=np.int64) - 1] - log.time[starts] if len(log) else log.time
    table = pd.DataFrame({"road": road, "days": days})
    found = table.groupby("road")["days"].agg(["size", "median"])
    steps = [tuple(log.names[int(at)] for at in np.frombuffer(key, dtype=np.int32)) for key in roads]
    answer = pd.DataFrame(
        {"steps": steps, "people": found["size"].to_numpy(), "median_days": found["median"].to_numpy(dtype=float)}
    )
    return answer.sort_values(["people", "steps"], ascending=[False, True], ignore_index=True)


def variants(log: EventLog, most: int = MOST) -> Variants:
    """The most walked roads that may be shown, and all others together."""
    table = all_roads(log)
    people = int(table["people"].sum())
    shown = min(most, int((table["people"] >= MIN_PEOPLE).sum()))
    while shown and suppress_number(people - int(table["people"].iloc[:shown].sum())) is None:
        shown -= 1
    top = table.iloc[:shown]
    roads = tuple(
        Road(tuple(steps), int(walked), float(days))
        for steps, walked, days in zip(top["steps"], top["people"].tolist(), top["median_days"].tolist(), strict=True)
    )
    other = suppress_number(people - sum(road.people for road in roads))
    return Variants(roads, other, len(table) - shown, suppress_number(people), len(table))
