"""Journeys: each person's referrals read as one path through the chain, so that flows add up.

A person is somewhere from their first referral on. An accepted or completed referral moves them to
where it goes; a refused or open one leaves them where they are; one that vanished ends the stay. A
next referral that starts elsewhere means a step that nobody recorded, which is counted as a move too.
What happens at the last referral says how the path ends for now. Every stay thus begins once and ends
once: inflow = onward + completed + open + lost, at every place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.referrals import Ints, Referrals

NEW, RETURNED = "new", "returned"
COMPLETED, HERE, UNDER_WAY, REFUSED, VANISHED = "completed", "here", "under_way", "refused", "vanished"
ENTRIES = (NEW, RETURNED)
OPEN_ENDS = (HERE, UNDER_WAY)
LOST_ENDS = (REFUSED, VANISHED)
ENDS = (COMPLETED, *OPEN_ENDS, *LOST_ENDS)


@dataclass(frozen=True)
class Moves:
    """One row per step of a journey: from node ``source`` to node ``target``, by person ``case``.

    Nodes 0..k-1 are the places of the referrals; then come the entries (``NEW``: a first referral,
    ``RETURNED``: seen again after having vanished) and the ends (``COMPLETED``; ``HERE``: arrived, and
    no onward referral yet; ``UNDER_WAY``: referred, not arrived yet; ``REFUSED`` and not referred
    again; ``VANISHED``), by these names (:func:`unlike` the places). ``unrecorded`` marks moves that no
    referral tells of.
    """

    ids: tuple[str, ...]
    places: int
    source: Ints
    target: Ints
    case: Ints
    unrecorded: np.ndarray


def unlike(name: str, ids: tuple[str, ...]) -> str:
    """``name``, with a "|" before it (which no id of a record can hold) where a place is called so."""
    return f"|{name}" if name in ids else name


def journeys(chosen: Referrals) -> Moves:
    """Read the chosen referrals as journeys. Cost: a few passes over the referrals."""
    k, n = len(chosen.ids), len(chosen)
    node = {name: k + at for at, name in enumerate((*ENTRIES, *ENDS))}
    source, target, case = chosen.source, chosen.target, chosen.case
    first = np.ones(n, dtype=bool)
    first[1:] = case[1:] != case[:-1]
    last = np.append(first[1:], True) if n else first
    after = np.where(chosen.arrived, target, source)  # where the person is after each referral
    before = np.roll(after, 1)
    gone = np.roll(chosen.vanished, 1) & ~first
    entry = first | gone
    unrecorded = ~entry & (before != source)
    end = np.full(n, node[UNDER_WAY])
    end[chosen.arrived] = node[HERE]
    end[chosen.completed] = node[COMPLETED]
    end[chosen.refused] = node[REFUSED]
    end[chosen.vanished] = node[VANISHED]
    ends = last | chosen.vanished
    entered = np.where(first, node[NEW], node[RETURNED])
    pieces = [
        (entered[entry], source[entry], case[entry], False),
        (before[unrecorded], source[unrecorded], case[unrecorded], True),
        (source[chosen.arrived], target[chosen.arrived], case[chosen.arrived], False),
        (after[ends], end[ends], case[ends], False),
    ]
    return Moves(
        ids=(*chosen.ids, *(unlike(name, chosen.ids) for name in node)),
        places=k,
        source=np.concatenate([p[0] for p in pieces]),
        target=np.concatenate([p[1] for p in pieces]),
        case=np.concatenate([p[2] for p in pieces]),
        unrecorded=np.concatenate([np.full(len(p[0]), p[3]) for p in pieces]),
    )
