"""How well those who need each other in the chain find each other: the need-weighted reach, and what a tie adds.

Reach is the sum over pairs of W/d, with d the ties on the shortest way between two organisations (no way: 0)
and W 1 for a pair of kinds of which, in the agreed chain, the one hands over to the other, and else 0. A tie
between i and j makes d(u, v) the least of d(u, v), d(u, i) + 1 + d(j, v) and d(u, j) + 1 + d(i, v), so what it
adds is known exactly without measuring the whole network again (Borgatti 2006, Comput. Math. Organ. Theory
12:21 for the distance-weighted measure).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import igraph
import numpy as np
from numpy.typing import NDArray

from graph.thresholds import thresholds

_CHUNK = 250  # organisations of which the distances to all others are held in memory at once
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reach:
    """``total`` of W/d over ``pairs`` that need each other; ``gains``: what each tie asked about would add alone."""

    total: float
    pairs: int
    gains: tuple[float, ...] = ()

    @property
    def share(self) -> float | None:
        """Mean of 1/d over the pairs that need each other: 1 when all of them have a tie. None without pairs."""
        return self.total / self.pairs if self.pairs else None


def reach(
    graph: igraph.Graph,
    kinds: Sequence[str],
    needed: Collection[tuple[str, str]],
    ties: Sequence[tuple[int, int]] = (),
) -> Reach | None:
    """The reach over an undirected network; ``kinds`` of its vertices, ``needed`` pairs of kinds in any order.

    ``ties``: pairs of vertices, of which is told what a tie between them would add. Exact; None above
    ``exact_up_to`` organisations (``data/thresholds.yaml``), where that takes too long.
    """
    n = graph.vcount()
    if n > thresholds().exact_up_to:
        return None
    kind, together = kinds_together(kinds, needed)
    ends = np.array([_distances(graph, pair) for pair in ties], dtype=float).reshape(len(ties), 2, n)
    total, pairs, gains = 0.0, 0, np.zeros(len(ties))
    needs_any: NDArray[np.bool_] = np.asarray(together.any(axis=1))
    needing = np.flatnonzero(needs_any[kind]) if n else np.zeros(0, dtype=np.int64)
    for start in range(0, len(needing), _CHUNK):
        rows = needing[start : start + _CHUNK]
        needs = together[kind[rows]][:, kind] & (rows[:, None] < np.arange(n))
        near = _nearness(np.where(needs, _distances(graph, rows.tolist()), np.inf))
        total += float(near.sum())
        pairs += int(needs.sum())
        for tie, (i, j) in enumerate(ends):
            over = np.minimum(i[rows][:, None] + j, j[rows][:, None] + i) + 1
            gains[tie] += float((np.maximum(_nearness(np.where(needs, over, np.inf)), near) - near).sum())
    return Reach(total, pairs, tuple(gains.tolist()))


def kinds_together(
    kinds: Sequence[str], needed: Collection[tuple[str, str]] | None
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The number of the kind of each organisation, and which kinds need each other; None: all of them do."""
    names, of = np.unique(np.array(kinds, dtype=str), return_inverse=True)
    at = {str(name): number for number, name in enumerate(names)}
    together = np.full((len(names), len(names)), needed is None)
    for one, other in needed or ():
        if one in at and other in at:
            together[at[one], at[other]] = together[at[other], at[one]] = True
    return of.astype(np.int64), together


def _distances(graph: igraph.Graph, vertices: Sequence[int]) -> Floats:
    return np.array(graph.distances(source=list(vertices)), dtype=float)


def _nearness(distance: Floats) -> Floats:
    """1/d; 0 where there is no way."""
    return np.divide(1.0, distance, out=np.zeros_like(distance), where=np.isfinite(distance) & (distance > 0))
