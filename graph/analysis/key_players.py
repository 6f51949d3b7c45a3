"""Key players: who keeps a network together, and who reaches most of it (Borgatti 2006, CMOT 12:21).

*Negative* (KPP-Neg): the set of k whose loss breaks the rest up most. Fragmentation F is the share of pairs that
cannot reach each other: 1 - sum s(s-1) / n(n-1) over the components of size s. *Positive* (KPP-Pos): the set of k
from which most others are within m ties, themselves included. The best set is not the set of the best ones: two
that reach the same others add little. Sets are tried one by one where there are few, else the set grows greedily
and members are swapped as long as that helps, which finds the best set or one nearly as good.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import igraph
import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Score = Callable[[Sequence[int]], float]
_EXHAUSTIVE = 3_000
"""Up to so many sets are all tried; a network of 250 has 2.6 million sets of three."""


@dataclass(frozen=True, slots=True)
class Keepers:
    """``members`` (positions, ascending) whose loss breaks the network up most.

    ``before`` and ``after``: fragmentation of the whole network, and of what is left without them. ``exact``: all
    sets were tried.
    """

    members: tuple[int, ...]
    before: float
    after: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Reachers:
    """``members`` from which ``reached`` organisations, themselves included, are within ``within`` ties."""

    members: tuple[int, ...]
    within: int
    reached: int
    exact: bool


def fragmentation(graph: igraph.Graph) -> float:
    """The share of pairs that cannot reach each other; 0 for fewer than two."""
    n = graph.vcount()
    return 1 - sum(s * (s - 1) for s in graph.connected_components().sizes()) / (n * (n - 1)) if n > 1 else 0.0


def keepers(graph: igraph.Graph, k: int) -> Keepers:
    """The set of ``k`` whose loss leaves most pairs of the rest apart; of equal sets the one with most ties.

    Raises ValueError for k below 1. Above n it is n.
    """
    degree = np.array(graph.degree(), dtype=float)
    scale = 1 + degree.sum()

    def score(members: Sequence[int]) -> float:
        left = graph.copy()
        left.delete_vertices(list(members))
        pairs = sum(s * (s - 1) for s in left.connected_components().sizes())
        return float(degree[list(members)].sum() / scale - pairs)  # pairs are whole numbers: ties decide last

    members, exact = _best(graph.vcount(), k, score)
    left = graph.copy()
    left.delete_vertices(list(members))
    return Keepers(members, fragmentation(graph), fragmentation(left), exact)


def reachers(graph: igraph.Graph, k: int, within: int = 1) -> Reachers:
    """The set of ``k`` that has most others within ``within`` ties; of equal sets the one with most ties.

    Raises ValueError for k below 1. Above n it is n.
    """
    n, degree = graph.vcount(), np.array(graph.degree(), dtype=float)
    scale = 1 + degree.sum()
    near: Bools = np.zeros((n, n), dtype=bool)
    for at, found in enumerate(graph.neighborhood(order=within)):
        near[at, found] = True

    def score(members: Sequence[int]) -> float:
        return float(near[list(members)].any(axis=0).sum() + degree[list(members)].sum() / scale)

    members, exact = _best(n, k, score)
    return Reachers(members, within, int(near[list(members)].any(axis=0).sum()) if members else 0, exact)


def _best(n: int, k: int, score: Score) -> tuple[tuple[int, ...], bool]:
    """The set of ``k`` positions with the highest score, and whether all were tried."""
    if k < 1:
        raise ValueError("a set has at least one member")
    k = min(k, n)
    if k == 0 or comb(n, k) <= _EXHAUSTIVE:
        return max(combinations(range(n), k), key=score, default=()), True
    return greedy(n, k, score), False


def greedy(n: int, k: int, score: Score) -> tuple[int, ...]:
    """Grow a set one by one, each time the best; then swap a member for another as long as that helps."""
    members: list[int] = []
    for _ in range(k):
        members.append(max((v for v in range(n) if v not in members), key=lambda v: score([*members, v])))
    best = score(members)
    improved = True
    while improved:
        improved = False
        for at in range(k):
            others = members[:at] + members[at + 1 :]
            for other in range(n):
                if other in members or (found := score([*others, other])) <= best:
                    continue
                members, best, improved = [*others, other], found, True
                break
    return tuple(sorted(members))
