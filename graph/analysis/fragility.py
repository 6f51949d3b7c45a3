"""What breaks when one organisation stops, or two: counted in routes that young people really take.

A route is an organisation that refers people for a stage, and that stage: they arrive there somewhere. It is lost
when everybody who received them stops (the roads *to* an organisation of :mod:`graph.analysis.role_routes`). One
organisation may be missed little and two much, when each is the other's only stand-in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.analysis.referrals import Selection, referrals, select
from graph.network import Network

FIRST = 20
"""Organisations and pairs that are told of, most missed first."""


@dataclass(frozen=True, slots=True)
class Loss:
    """``members`` (ids) that stop, and how many ``routes`` are lost; ``together``: of these, those that a loss of only
    some of the members would leave (0 for one organisation)."""

    members: tuple[str, ...]
    routes: int
    together: int


@dataclass(frozen=True, slots=True)
class Fragility:
    """``routes`` in all; ``single``: of these, with one receiver only; ``double``: with two receivers only.

    ``ones`` and ``twos``: the losses that are felt most. A pair is told of when it loses a route that neither does
    alone.
    """

    routes: int
    single: int
    double: int
    ones: tuple[Loss, ...]
    twos: tuple[Loss, ...]


def fragility(network: Network, selection: Selection = Selection()) -> Fragility:
    """Which routes hang on one organisation, and which on two."""
    receivers = list(_receivers(network, selection).values())
    alone = Counter(next(iter(found)) for found in receivers if len(found) == 1)
    both = Counter(tuple(sorted(found)) for found in receivers if len(found) == 2)
    ones = sorted(alone, key=lambda at: (-alone[at], network.ids[at]))
    twos = sorted(both, key=lambda pair: (-(both[pair] + alone[pair[0]] + alone[pair[1]]), pair))
    ids = network.ids
    return Fragility(
        len(receivers),
        alone.total(),
        both.total(),
        tuple(Loss((ids[at],), alone[at], 0) for at in ones[:FIRST]),
        tuple(Loss((ids[a], ids[b]), both[a, b] + alone[a] + alone[b], both[a, b]) for a, b in twos[:FIRST]),
    )


def lost_routes(network: Network, stopped: frozenset[str], selection: Selection = Selection()) -> int:
    """How many routes of others are lost when these organisations stop."""
    gone = {network.index[one] for one in stopped}
    return sum(found <= gone for (source, _), found in _receivers(network, selection).items() if source not in gone)


def _receivers(network: Network, selection: Selection) -> Mapping[tuple[int, str], frozenset[int]]:
    """By sender and stage ("" where not said): who received the people who arrived."""
    chosen = referrals(network, "organisation", selection)
    stage = select(network, selection)["stage_to"].astype(object).to_numpy()
    rows = chosen.arrived
    codes = np.where(pd.isna(stage), "", stage)[rows]
    found: dict[tuple[int, str], set[int]] = {}
    for source, code, target in zip(chosen.source[rows].tolist(), codes, chosen.target[rows].tolist(), strict=True):
        found.setdefault((source, str(code)), set()).add(target)
    return {route: frozenset(who) for route, who in found.items()}
