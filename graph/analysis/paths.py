"""Ways between organisations over their ties, and who connects two groups of them.

A way is a path without repeats; its length is its number of ties. Every answer is in a fixed order (by
length, then by the ids on the way), so that the same snapshot gives the same answer. Everything is over
organisations only: the store's own ``paths`` goes over all relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.ties import TieRule, Ties, collaboration_ties
from graph.network import Network

WITHIN = 3
"""Ties within which a way between two groups counts as one that people walk: two links in between."""
_COUNTED = 10_000
"""Ways of two or more ties longer than the shortest are counted one by one, up to this number."""
_FAR = 2**30 - 1
_NEAR = 63


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways from ``a`` to ``b``, shortest first: the first of ``total``, each a row of ids.

    ``length`` is that of the shortest in ties, None when there is no way. ``total`` counts all ways of at
    most ``length + slack`` ties (exact up to 2**53); None: more than 10,000 with a ``slack`` of 2 or more.
    """

    a: str
    b: str
    rule: TieRule
    slack: int
    length: int | None
    ways: tuple[tuple[str, ...], ...]
    total: int | None


@dataclass(frozen=True)
class Connectors:
    """Who connects two groups, most important first; arrays are in the order of ``ids``.

    Pairs are unordered and of two different organisations, one of each group. Of the ``pairs``,
    ``direct`` have a tie, ``near`` have a way of at most three ties (the direct ones included),
    ``connected`` have any way. ``through``: pairs whose shortest ways, or some of them, lead through the
    organisation; ``lost``: pairs that have no way of at most three ties left when it stops;
    ``inside``: it stands in one of the groups itself. Organisations with none of both are left out.
    """

    rule: TieRule
    group_a: tuple[str, ...]
    group_b: tuple[str, ...]
    pairs: int
    direct: int
    near: int
    connected: int
    ids: tuple[str, ...]
    through: NDArray[np.int64]
    lost: NDArray[np.int64]
    inside: NDArray[np.bool_]

    def table(self) -> pd.DataFrame:
        """One row per connecting organisation."""
        return pd.DataFrame({"id": self.ids, "through": self.through, "lost": self.lost, "inside": self.inside})


def short_paths(
    network: Network,
    a: str,
    b: str,
    limit: int = 10,
    slack: int = 1,
    rule: TieRule = "confirmed",
    *,
    known: Ties | None = None,
) -> Paths:
    """The first ``limit`` ways from ``a`` to ``b`` of at most ``slack`` ties more than the shortest.

    ``known`` saves the work of putting the ties together again. Raises KeyError for an id that is not an
    organisation of the snapshot, ValueError for a negative ``limit`` or ``slack``.
    """
    if limit < 0 or slack < 0:
        raise ValueError("limit and slack must be 0 or more")
    ties = known or collaboration_ties(network)
    start, end = _positions(network, (a, b))
    if start == end:
        return Paths(a, b, rule, slack, 0, ((a,),)[:limit], 1)
    table = _matrix(ties, rule)
    away = _distances(ties, rule, np.array([end]))[0]
    if away[start] == _FAR:
        return Paths(a, b, rule, slack, None, (), 0)
    shortest = int(away[start])
    found: list[tuple[str, ...]] = []
    total: int | None = 0
    for length in range(shortest, shortest + slack + 1):
        # A walk of one tie more than the shortest cannot pass anywhere twice: leaving out the loop would
        # make it shorter than the shortest. So walks count paths, and counting needs no listing.
        exact = length <= shortest + 1
        walks = _walks(table, end, length) if exact else None
        ways = _ways(table, start, end, length, away, walks)
        found += [tuple(ties.ids[at] for at in way) for way in islice(ways, limit - len(found))]
        if walks is not None and total is not None:
            total += int(walks[length][start])
        elif total is not None:
            counted = sum(1 for _ in islice(_ways(table, start, end, length, away, None), _COUNTED + 1))
            total = total + counted if counted <= _COUNTED else None
    return Paths(a, b, rule, slack, shortest, tuple(found), total)


def common_neighbours(
    network: Network, a: str, b: str, rule: TieRule = "confirmed", *, known: Ties | None = None
) -> tuple[str, ...]:
    """The ids of who has a tie with both, in order. Raises KeyError as :func:`short_paths` does."""
    ties = known or collaboration_ties(network)
    table = _matrix(ties, rule)
    one, other = _positions(network, (a, b))
    both = np.intersect1d(_beside(table, one), _beside(table, other))
    return tuple(ties.ids[at] for at in both)


def connectors(
    network: Network,
    group_a: Iterable[str],
    group_b: Iterable[str],
    rule: TieRule = "confirmed",
    *,
    known: Ties | None = None,
) -> Connectors:
    """Who connects the organisations of two groups, and what is lost when it stops.

    Ranked by the pairs that lead through an organisation, then by the pairs that lose their only way, then
    by id. Raises KeyError for an id that is not an organisation of the snapshot.
    """
    ties = known or collaboration_ties(network)
    a, b = (np.unique(_positions(network, group)) for group in (group_a, group_b))
    n = len(ties.ids)
    through, lost = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    pairs = direct = near = connected = 0
    for row in _rows(ties, rule, a, b):
        pairs += len(row.there)
        direct += int((row.length == 1).sum())
        near += int((row.length <= WITHIN).sum())
        connected += int((row.length < _FAR).sum())
        through += _count(row.via)
        lost += np.bincount(row.lost[1], minlength=n)
    order = np.lexsort((np.arange(n), -lost, -through))
    order = order[through[order] > 0]
    return Connectors(
        rule=rule,
        group_a=tuple(ties.ids[at] for at in a),
        group_b=tuple(ties.ids[at] for at in b),
        pairs=pairs,
        direct=direct,
        near=near,
        connected=connected,
        ids=tuple(ties.ids[at] for at in order),
        through=through[order],
        lost=lost[order],
        inside=np.isin(order, np.concatenate([a, b])),
    )


def pairs_through(network: Network, found: Connectors, organisation: str, *, known: Ties | None = None) -> pd.DataFrame:
    """The pairs behind the numbers of one organisation in ``found``.

    Columns ``a``, ``b`` (ids), ``length`` (of the shortest way, in ties) and ``lost`` (no way of at most
    three ties is left without the organisation).
    """
    ties = known or collaboration_ties(network)
    a, b = _positions(network, found.group_a), _positions(network, found.group_b)
    (via,) = _positions(network, [organisation])
    rows: list[tuple[str, str, int, bool]] = []
    for row in _rows(ties, found.rule, a, b):
        alone = set(row.lost[0][row.lost[1] == via].tolist())
        for at in np.flatnonzero(row.via[:, via]).tolist():
            pair = ties.ids[row.at], ties.ids[row.there[at]]
            rows.append((*pair, int(row.length[at]), at in alone))
    return pd.DataFrame(rows, columns=["a", "b", "length", "lost"])


class _Row(NamedTuple):
    """The pairs of one organisation ``at`` with those of the other group, ``there`` (k of them).

    ``via``, shape (k, n): which organisations a pair leads through. ``lost``: the pairs, and beside them
    the organisations without which each has no way of at most three ties left.
    """

    at: int
    there: NDArray[np.int64]
    length: NDArray[np.int32]
    via: NDArray[np.bool_]
    lost: tuple[NDArray[np.int64], NDArray[np.int32]]


def _rows(ties: Ties, rule: TieRule, a: NDArray[np.int64], b: NDArray[np.int64]) -> Iterator[_Row]:
    from_a, from_b = _distances(ties, rule, a), _distances(ties, rule, b)
    longest = max((int(d[d < _FAR].max(initial=0)) for d in (from_a, from_b)), default=0)
    small = longest < _NEAR  # nearly always: whole bytes are compared much quicker
    there_to, here_to = (np.minimum(d, _NEAR).astype(np.int8) if small else d for d in (from_b, from_a))
    one = _matrix(ties, rule)
    two = (one @ one).tocsr()
    shared = np.isin(b, a)
    for row, at in enumerate(a):
        # A pair of two members of both groups comes by twice: count it the first time.
        again = shared & (b < at) if np.isin(at, b) else np.zeros(len(b), dtype=bool)
        counts = np.flatnonzero((b != at) & ~again)
        there, length = b[counts], from_a[row][b[counts]]
        via = here_to[row] + there_to[counts] == here_to[row][there][:, None]
        via[length == _FAR] = False
        via[:, at] = False
        via[np.arange(len(there)), there] = False
        yield _Row(int(at), there, length, via, _only_way(one, two, int(at), there, length))


def _only_way(
    one: Any, two: Any, at: int, there: NDArray[np.int64], length: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Which pairs lose every way of at most three ties when an organisation stops, and which that is.

    Without a tie between the ends every walk of two or three ties is a way, so powers of the matrix of
    ties count the ways: in all, and through each organisation (as first or as second stop). A pair loses
    its ways when all lead through it.
    """
    apart = np.flatnonzero((length > 1) & (length <= WITHIN))
    first, second = one[[at]].toarray()[0], two[[at]].toarray()[0]
    ends = there[apart]
    ways = (second + two @ first)[ends]
    through = ((one[ends] + two[ends]).multiply(first) + one[ends].multiply(second)).tocoo()
    every = (through.data > 0) & (through.data == ways[through.row])
    return apart[through.row[every]], through.col[every]


def _count(via: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many rows are true, per column: summed as bytes, 255 rows at a time, which is ten times quicker."""
    starts = range(0, len(via), 255)
    parts = [via[at : at + 255].view(np.uint8).sum(axis=0, dtype=np.uint8) for at in starts]
    return np.sum(parts, axis=0, dtype=np.int64) if parts else np.zeros(via.shape[1], dtype=np.int64)


def _ways(
    table: Any, start: int, end: int, length: int, away: NDArray[np.int32], walks: list[NDArray[np.float64]] | None
) -> Iterator[tuple[int, ...]]:
    """Every path of exactly ``length`` ties, in order of the positions on it."""
    way = [start]

    def step(left: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            yield tuple(way)
            return
        for other in _beside(table, way[-1]):
            open_ = away[other] < left if walks is None else walks[left - 1][other] > 0
            if open_ and other not in way and (left == 1 or other != end):
                way.append(int(other))
                yield from step(left - 1)
                way.pop()

    return step(length)


def _walks(table: Any, end: int, length: int) -> list[NDArray[np.float64]]:
    """How many walks of 0, 1 ... ``length`` ties lead to ``end`` from each organisation."""
    counts = [np.zeros(table.shape[0])]
    counts[0][end] = 1
    for _ in range(length):
        counts.append(table @ counts[-1])
    return counts


def _positions(network: Network, ids: Iterable[str]) -> NDArray[np.int64]:
    found = [network.index[one] for one in ids]
    for at in found:
        if at >= network.n_organisations:
            raise KeyError(network.ids[at])
    return np.array(found, dtype=np.int64)


def _matrix(ties: Ties, rule: TieRule) -> Any:
    """The ties as a symmetric sparse matrix of 0 and 1, columns in order."""
    edges, n = ties.edges(rule), len(ties.ids)
    both = np.concatenate([edges, edges[:, ::-1]])
    table = sparse.csr_matrix((np.ones(len(both), dtype=np.int64), (both[:, 0], both[:, 1])), shape=(n, n))
    table.sort_indices()
    return table


def _beside(table: Any, at: int) -> NDArray[np.int32]:
    """The positions of who has a tie with ``at``, in order."""
    found: NDArray[np.int32] = table.indices[table.indptr[at] : table.indptr[at + 1]]
    return found


def _distances(ties: Ties, rule: TieRule, sources: NDArray[np.int64]) -> NDArray[np.int32]:
    """Ties on the shortest way from each source to everyone, shape (k, n); ``_FAR`` where there is none."""
    if len(sources) == 0:
        return np.zeros((0, len(ties.ids)), dtype=np.int32)
    found = np.array(ties.to_igraph(rule).distances(source=sources.tolist()), dtype=float)
    return np.where(np.isfinite(found), found, _FAR).astype(np.int32)
