"""An event log: who was where, and when; what process analysis reads.

One event is one activity (a stage, a kind of organisation, an organisation, or whatever a log of
somebody else calls it) of one person at one moment (van der Aalst 2016, Process Mining, ch. 5). Date
stamps without a time tie: events of one person at the same moment keep the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.journeys import COMPLETED, ENDS, ENTRIES, NEW, REFUSED, RETURNED, VANISHED, Moves, unlike
from graph.analysis.referrals import Ints, Referrals

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class EventLog:
    """Arrays of length e, ordered by case, then time, then the order of recording.

    ``case`` and ``activity`` are positions in ``cases`` and ``names``; ``time`` is in days (since 1970),
    never decreasing within a case. ``known`` is False where somebody was somewhere, but nobody
    recorded since when: such an event has a place in the order, and no time of its own. The first
    ``places`` names are places to be; any after those are ways to be lost.
    """

    names: tuple[str, ...]
    places: int
    cases: NDArray[np.object_]
    case: Ints
    activity: Ints
    time: Floats
    known: Bools

    def __len__(self) -> int:
        return len(self.case)

    @property
    def first(self) -> Bools:
        """Which events are the first of their case."""
        return _changes(self.case)

    def steps(self) -> tuple[Ints, Ints]:
        """Positions of the two events of every step: one, and the next one of the same case."""
        here = np.flatnonzero(~self.first)
        return here - 1, here


def event_log(case: Sequence[str], activity: Sequence[str], time: Floats) -> EventLog:
    """A log from plain columns, in the order of recording. ``time`` in days. Raises ValueError for a NaN time."""
    when = np.asarray(time, dtype=np.float64)
    if not np.all(np.isfinite(when)):
        raise ValueError("every event has a time")
    at, cases = pd.factorize(np.asarray(case, dtype=object), sort=True)
    what, names = pd.factorize(np.asarray(activity, dtype=object), sort=True)
    order = np.lexsort((when, at))
    return EventLog(
        names=tuple(str(name) for name in names),
        places=len(names),
        cases=np.asarray(cases, dtype=object),
        case=at[order].astype(np.int64),
        activity=what[order].astype(np.int64),
        time=when[order],
        known=np.ones(len(order), dtype=bool),
    )


def referral_log(chosen: Referrals) -> EventLog:
    """The places where people were, as :func:`~graph.analysis.journeys.journeys` reads the referrals.

    A person is first where their first referral starts, and then where each referral that arrived led to,
    from the first contact on (or from the referral, when the contact was not recorded). When the next referral
    starts elsewhere, they were there too. ``VANISHED`` is an event, and so is ``REFUSED`` when nothing followed.
    The names are those of the referrals, then these two (:func:`unlike` the places).
    """
    k, n = len(chosen.ids), len(chosen)
    first = _changes(chosen.case)
    last = np.append(first[1:], True) if n else first
    after = np.where(chosen.arrived, chosen.target, chosen.source)
    gone = np.roll(chosen.vanished, 1)
    begins = first | gone | (np.roll(after, 1) != chosen.source)
    contact = np.where(chosen.met & ~np.isnan(chosen.waited), chosen.waited, 0.0)
    what = np.where(chosen.arrived, chosen.target, np.where(chosen.vanished, k, k + 1))
    happens = chosen.arrived | chosen.vanished | (chosen.refused & last)
    day = chosen.day.astype(np.float64)
    keep = np.column_stack([begins, happens]).ravel()
    case = np.repeat(chosen.case, 2)[keep]
    time = np.column_stack([day, np.where(chosen.arrived, day + contact, day)]).ravel()[keep]
    return EventLog(
        names=(*chosen.ids, *(unlike(name, chosen.ids) for name in (VANISHED, REFUSED))),
        places=k,
        cases=chosen.cases,
        case=case,
        activity=np.column_stack([chosen.source, what]).ravel()[keep],
        time=_never_back(case, time),
        known=np.column_stack([np.zeros(n, dtype=bool), np.ones(n, dtype=bool)]).ravel()[keep],
    )


def moves(log: EventLog) -> Moves:
    """The steps of any log as moves that add up: in by ``NEW``, out by ``COMPLETED`` after the last event."""
    k = len(log.names)
    node = {name: k + at for at, name in enumerate((*ENTRIES, *ENDS))}
    first = log.first
    last = np.append(first[1:], True) if len(log) else first
    one, other = log.steps()
    source = np.concatenate([np.full(first.sum(), node[NEW]), log.activity[one], log.activity[last]])
    target = np.concatenate([log.activity[first], log.activity[other], np.full(last.sum(), node[COMPLETED])])
    return Moves(
        ids=(*log.names, *(unlike(name, log.names) for name in node)),
        places=k,
        source=source,
        target=target,
        case=np.concatenate([log.case[first], log.case[other], log.case[last]]),
        unrecorded=np.zeros(len(source), dtype=bool),
    )


def again(names: tuple[str, ...]) -> dict[str, str]:
    """What a place to come back from is called among the moves, by what it is called in the log."""
    gone = unlike(VANISHED, names)
    return {gone: unlike(RETURNED, names)}


def _changes(case: Ints) -> Bools:
    first = np.ones(len(case), dtype=bool)
    first[1:] = case[1:] != case[:-1]
    return first


def _never_back(case: Ints, time: Floats) -> Floats:
    """The times, each at least that of the event before it of the same case."""
    if not len(time):
        return time
    width = float(time.max() - time.min()) + 1
    lifted = (time - time.min()) + case * width
    answer: Floats = np.maximum.accumulate(lifted) - case * width + time.min()
    return answer
