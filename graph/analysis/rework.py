"""Work that is done again: places that people come back to, at once or by way of one other place.

A case with rework repeats an activity; a self-loop is an activity that follows itself; a return is
A, then B, then A again: the person was sent back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.event_log import EventLog
from graph.analysis.referrals import distinct_people
from graph.privacy import MIN_PEOPLE, suppress_number


@dataclass(frozen=True)
class Rework:
    """What may be shown of it. Counts of people that are small are left out or NA.

    ``activities``: activity, ``people`` who came there more than once, and of these ``at_once`` (it followed itself).
    ``returns``: source, via, ``people``, ``times``, ``median_days`` from being at the source to being there again.
    ``people``: who repeated anything; None when that is few, when hardly anybody did not, or when it would give away
    a few. ``of`` is everybody.
    """

    activities: pd.DataFrame
    returns: pd.DataFrame
    people: int | None
    of: int | None


def repeated(log: EventLog) -> pd.DataFrame:
    """Per activity the cases that repeat it and those in which it follows itself, **not** suppressed.

    Columns: activity, people, at_once, loops (how often it follows itself); only activities that are repeated.
    """
    k = len(log.names)
    visits, count = np.unique(log.case * k + log.activity, return_counts=True)
    activity = visits[count > 1] % max(k, 1)
    one, other = log.steps()
    loops = log.activity[one] == log.activity[other]
    table = pd.DataFrame(
        {
            "activity": list(log.names),
            "people": np.bincount(activity, minlength=k),
            "at_once": distinct_people(log.activity[other][loops], log.case[other][loops], k),
            "loops": np.bincount(log.activity[other][loops], minlength=k),
        }
    )
    table = table.iloc[: log.places]
    return table[table["people"] > 0].sort_values("people", ascending=False, kind="stable", ignore_index=True)


def returns(log: EventLog) -> pd.DataFrame:
    """Every A, B, A with A a place and B not A, **not** suppressed: source, via, people, times, median_days, timed."""
    k = len(log.names)
    at = np.arange(max(len(log) - 2, 0))
    same = (log.case[at] == log.case[at + 2]) & (log.activity[at] == log.activity[at + 2])
    at = at[same & (log.activity[at] != log.activity[at + 1]) & (log.activity[at] < log.places)]
    pairs, key = np.unique(log.activity[at] * k + log.activity[at + 1], return_inverse=True)
    days = np.where(log.known[at] & log.known[at + 2], log.time[at + 2] - log.time[at], np.nan)
    known, n = ~np.isnan(days), len(pairs)
    names = np.array(log.names, dtype=object)
    table = pd.DataFrame(
        {
            "source": names[pairs // k] if n else names[:0],
            "via": names[pairs % k] if n else names[:0],
            "people": distinct_people(key, log.case[at], n),
            "times": np.bincount(key, minlength=n),
            "median_days": pd.Series(days).groupby(key).median().to_numpy() if n else days,
            "timed": distinct_people(key[known], log.case[at][known], n),
        }
    )
    return table.sort_values("people", ascending=False, kind="stable", ignore_index=True)


def who_repeats(log: EventLog, activities: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """The cases that repeat any activity (of those marked)."""
    k = len(log.names)
    pairs, count = np.unique(log.case * k + log.activity, return_counts=True)
    often = pairs[count > 1]
    marked = np.arange(k) < log.places if activities is None else activities
    return np.unique(often[marked[often % max(k, 1)]] // max(k, 1))


def rework(log: EventLog) -> Rework:
    """What may be shown of repeats and returns."""
    table = repeated(log)
    shown = table[table["people"] >= MIN_PEOPLE].reset_index(drop=True)
    differ = shown["people"] - shown["at_once"]
    small = shown["at_once"].between(1, MIN_PEOPLE - 1) | differ.between(1, MIN_PEOPLE - 1)
    shown = shown.assign(at_once=shown["at_once"].astype("Int64").mask(small))[["activity", "people", "at_once"]]
    back = returns(log)
    back = back[back["people"] >= MIN_PEOPLE].reset_index(drop=True)
    back["median_days"] = back["median_days"].mask(back["timed"] < MIN_PEOPLE)
    everybody = len(np.unique(log.case))
    return Rework(
        shown, back.drop(columns="timed"), _together(log, shown["activity"], everybody), suppress_number(everybody)
    )


def _together(log: EventLog, shown: pd.Series, everybody: int) -> int | None:
    """Who repeats anything, unless it tells of a few: those who repeat only what is hidden, or those who repeat not."""
    people = len(who_repeats(log))
    visible = len(who_repeats(log, np.isin(np.array(log.names, dtype=object), shown.to_numpy(dtype=object))))
    if any(suppress_number(n) is None for n in (people, people - visible, everybody - people)):
        return None
    return people
