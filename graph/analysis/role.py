"""The role of one organisation among the others: whom it brings together, and what breaks without it.

*Brokerage* is Gould & Fernandez' (1989, Sociol. Methodol. 19:89): two partners of an organisation that
are not tied to each other are brokered by it. By the groups of the three it is a coordinator (all of one
group), itinerant (the two of one group, it of another), gatekeeper (A to B, B), representative (A, A to B)
or liaison (three groups). Counted over ordered pairs, so that a tie without direction counts both ways.

*No other way* compares the network with and without the organisation: two organisations that reach each
other through it within ``STEPS`` ties and, without it, no longer do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import igraph
import numpy as np
from numpy.typing import NDArray

from graph.analysis.ties import TieRule, Ties, collaboration_ties
from graph.network import Network

STEPS = 3
"""Ties within which organisations still find each other: a partner of a partner's partner."""
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GouldFernandez:
    """How many ordered pairs an organisation brokers, by type."""

    coordinator: int
    itinerant: int
    gatekeeper: int
    representative: int
    liaison: int


@dataclass(frozen=True)
class Between:
    """Partners from two ``groups`` that are not tied to each other: ``pairs`` of positions, shape (k, 2).

    ``only``: nobody else is a partner of both.
    """

    groups: tuple[str, str]
    pairs: Ints
    only: Bools


@dataclass(frozen=True)
class Reach:
    """``pairs`` of organisations, shape (k, 2), that reach each other through one within ``STEPS`` ties.

    ``lost``: without it they are further apart, or cut off.
    """

    pairs: Ints
    lost: Bools


@dataclass(frozen=True)
class Position:
    """The place of organisation ``at`` in a network without directions; all numbers are positions.

    ``between`` is ordered by the groups. ``cut_off`` are those that lose the largest remaining piece when
    it goes (none: it is no cutpoint). ``groups_apart`` are pairs of groups of which, without it, no two
    members are within ``STEPS`` ties any more.
    """

    at: int
    partners: Ints
    between: tuple[Between, ...]
    brokerage: GouldFernandez
    reach: Reach
    cut_off: Ints
    groups_apart: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Role:
    """The position of an organisation among those of a network: ``ids`` and sectors by position."""

    ids: tuple[str, ...]
    sectors: tuple[str, ...]
    rule: TieRule
    position: Position


def role(network: Network, organisation: str, rule: TieRule = "reported", *, known: Ties | None = None) -> Role:
    """The role of an organisation. Ties that one side reports count too, so that what breaks really breaks.

    Raises KeyError for an id that is no organisation of the network. ``known`` saves putting the ties
    together again. Cost: a walk through the network from each partner.
    """
    at = network.index[organisation]
    if at >= network.n_organisations:
        raise KeyError(organisation)
    ties = known or collaboration_ties(network)
    sectors = tuple(network.schema.entities[e.kind].sector or "" for e in network.organisations)
    order = (*network.schema.codes["sectors"].codes, "")
    return Role(ties.ids, sectors, rule, position(ties.edges(rule), sectors, at, order))


def position(edges: NDArray[np.int32], groups: Sequence[str], at: int, order: Sequence[str] | None = None) -> Position:
    """The place of ``at`` in an undirected network; ``order`` of the groups, alphabetical by default."""
    n = len(groups)
    graph = igraph.Graph(n=n, edges=edges.tolist())
    partners = np.array(sorted(graph.neighbors(at)), dtype=np.int64)
    second = np.setdiff1d(_near(graph, partners), [*partners, at])
    without = graph.copy()
    without.delete_edges(without.incident(at))
    apart = _distances(without, partners, np.concatenate([partners, second]))
    k = len(partners)
    one, two = np.triu_indices(k, 1)
    open_pairs = apart[one, two] > 1
    both = np.column_stack([np.tile(partners, (2, 1)).T[one, 0], partners[two]])
    further = np.array([(a, b) for a in range(k) for b in range(k, k + len(second))], dtype=np.int64).reshape(-1, 2)
    ends = np.concatenate([partners, second])
    pairs = np.vstack([both, np.column_stack([ends[further[:, 0]], ends[further[:, 1]]])])
    lost = np.concatenate([apart[one, two], apart[further[:, 0], further[:, 1]]]) > STEPS
    directed = np.vstack([edges, edges[:, ::-1]]).astype(np.int64)
    ranks = {group: rank for rank, group in enumerate(order or sorted(set(groups)))}
    return Position(
        at=at,
        partners=partners,
        between=_between(both[open_pairs], apart[one, two][open_pairs] > 2, groups, ranks),
        brokerage=gould_fernandez(directed, groups, at),
        reach=Reach(pairs, lost),
        cut_off=_cut_off(without, partners),
        groups_apart=_groups_apart(without, graph, groups, ranks),
    )


def gould_fernandez(arcs: Ints, groups: Sequence[str], at: int) -> GouldFernandez:
    """Brokerage by ``at`` in a network of arcs, shape (m, 2): pairs i -> at -> k without an arc i -> k."""
    n = len(groups)
    known = arcs[:, 0] * n + arcs[:, 1]
    before = np.unique(arcs[arcs[:, 1] == at, 0])
    after = np.unique(arcs[arcs[:, 0] == at, 1])
    i, k = (grid.ravel() for grid in np.meshgrid(before, after, indexing="ij"))
    keep = (i != k) & (i != at) & (k != at) & ~np.isin(i * n + k, known)
    group = np.array(groups, dtype=object)
    a, b, own = group[i[keep]], group[k[keep]], groups[at]
    return GouldFernandez(
        coordinator=int(((a == own) & (b == own)).sum()),
        itinerant=int(((a == b) & (a != own)).sum()),
        gatekeeper=int(((a != own) & (b == own)).sum()),
        representative=int(((a == own) & (b != own)).sum()),
        liaison=int(((a != b) & (a != own) & (b != own)).sum()),
    )


def _near(graph: igraph.Graph, vertices: Ints) -> Ints:
    """Who is next to any of these."""
    found = graph.neighborhood(vertices.tolist(), order=1) if len(vertices) else []
    return np.unique([v for near in found for v in near]).astype(np.int64)


def _distances(graph: igraph.Graph, sources: Ints, targets: Ints) -> NDArray[np.float64]:
    if not len(sources):
        return np.zeros((0, len(targets)))
    return np.array(graph.distances(source=sources.tolist(), target=targets.tolist()), dtype=float)


def _between(pairs: Ints, only: Bools, groups: Sequence[str], ranks: dict[str, int]) -> tuple[Between, ...]:
    rank = np.array([ranks[group] for group in groups], dtype=np.int64)
    turned = rank[pairs[:, 0]] > rank[pairs[:, 1]]
    pairs = np.where(turned[:, None], pairs[:, ::-1], pairs)
    key = rank[pairs[:, 0]] * len(ranks) + rank[pairs[:, 1]]
    names = list(ranks)
    return tuple(
        Between((names[one // len(ranks)], names[one % len(ranks)]), pairs[key == one], only[key == one])
        for one in np.unique(key).tolist()
    )


def _cut_off(without: igraph.Graph, partners: Ints) -> Ints:
    """The organisations in all pieces with a partner but the largest (of equal ones, the one of the first)."""
    components = without.connected_components()
    touched = {components.membership[v] for v in partners.tolist()}
    pieces = sorted((components[piece] for piece in touched), key=lambda piece: (-len(piece), piece[0]))
    return np.array(sorted(v for piece in pieces[1:] for v in piece), dtype=np.int64)


def _groups_apart(
    without: igraph.Graph, graph: igraph.Graph, groups: Sequence[str], ranks: dict[str, int]
) -> tuple[tuple[str, str], ...]:
    """Pairs of different groups that are within reach with the organisation, and not without it."""
    members: dict[str, list[int]] = {name: [] for name in ranks}
    for vertex, group in enumerate(groups):
        members[group].append(vertex)
    there = [name for name in ranks if members[name]]
    reached = [
        [{groups[v] for near in g.neighborhood(members[name], order=STEPS) for v in near} for name in there]
        for g in (graph, without)
    ]
    return tuple(
        (there[a], there[b])
        for a in range(len(there))
        for b in range(a + 1, len(there))
        if there[b] in reached[0][a] - reached[1][a]
    )
