"""Gaps in how the network hangs together: pivots on which much depends, and islands."""

from __future__ import annotations

from collections.abc import Iterator

import igraph
import numpy as np

from graph.analysis.measures import measures
from graph.analysis.referrals import Ints
from graph.gaps.region import Region
from graph.gaps.rule import Evidence, Finding, Rule, finding
from graph.gaps.settings import RuleSettings


def cut_off(graph: igraph.Graph) -> dict[int, list[int]]:
    """For each articulation point, the vertices that lose the largest remaining piece when it goes.

    Found on the tree of biconnected components and articulation points (Hopcroft & Tarjan 1973).
    """
    blocks = graph.biconnected_components()
    points = graph.articulation_points()
    if not points:
        return {}
    first = graph.vcount()
    links = [(v, first + at) for at, block in enumerate(blocks) for v in block]
    tree = igraph.Graph(n=first + len(blocks), edges=links)
    weight = np.array([1] * first + [0] * len(blocks), dtype=np.int64)
    whole = np.bincount(tree.connected_components().membership, weights=weight).astype(int)
    member = tree.connected_components().membership
    order, parent = _rooted(tree)
    below = weight.copy()
    for node in order[::-1]:
        if parent[node] != node:
            below[parent[node]] += below[node]
    answer = {}
    for point in points:
        pieces = {int(b): int(below[b]) for b in tree.neighbors(point) if parent[b] == point}
        above = int(whole[member[point]] - below[point])
        if above:
            pieces[int(parent[point])] = above
        largest = max(pieces, key=lambda piece: (pieces[piece], -piece))
        lost: list[int] = []
        for piece in pieces:
            if piece != largest:
                lost += [v for v in _side(tree, piece, point) if v < first]
        answer[int(point)] = sorted(lost)
    return answer


def _rooted(tree: igraph.Graph) -> tuple[Ints, Ints]:
    order: list[int] = []
    parent = np.arange(tree.vcount())
    for members in tree.connected_components():
        found, _, parents = tree.bfs(members[0])
        order += found
        parent[found[1:]] = [parents[v] for v in found[1:]]  # a root stays its own parent
    return np.array(order, dtype=np.int64), parent


def _side(tree: igraph.Graph, start: int, without: int) -> list[int]:
    """The vertices of the tree on the side of ``start``, seen from ``without``."""
    seen, todo = {without, start}, [start]
    while todo:
        for step in tree.neighbors(todo.pop()):
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return sorted(seen - {without})


def _pivot(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Organisations without which others lose the rest; or much passed through with one contact point.

    Any report of a tie counts, also by one side only, so that what is found would really break. The
    people it touches are those at the organisations that would be cut off.
    """
    ties = region.ties
    lost = cut_off(ties.to_igraph("reported"))
    contacts = np.bincount(
        [region.network.index[r.target] for r in region.network.relations if r.kind == "contact_van"],
        minlength=len(region.network.entities),
    )
    single = [int(v) for v in np.flatnonzero(contacts[: region.n] == 1)]
    passing = measures(region.network, "reported", known=ties).betweenness_normalised if single else np.zeros(region.n)
    for at in range(region.n):
        gone = lost.get(at, [])
        thin = at in single and passing[at] >= rule["betweenness"]
        if len(gone) < rule["cut_off"] and not thin:
            continue
        evidence = []
        if gone:
            evidence.append(Evidence("cut_off", len(gone), records=tuple(region.ids[v] for v in gone)))
        if thin:
            evidence.append(Evidence("betweenness", round(float(passing[at]), 3)))
            evidence.append(Evidence("contact_points", 1))
        rows = region.ties_of[at]
        evidence.append(Evidence("ties", len(rows), records=tuple(claim for row in rows for claim in ties.claims[row])))
        yield finding(rule, (region.ids[at],), region.people_at([at] if thin else gone), evidence)


def _island(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Groups with ties among themselves and neither tie nor referral to the largest group."""
    groups = sorted(region.contact.connected_components(), key=lambda g: (-len(g), g))
    for group in groups[1:]:
        if len(group) < rule["size"]:
            continue
        inside = set(group)
        claims = [c for a, c in zip(region.ties.a, region.ties.claims, strict=True) if int(a) in inside]
        yield finding(
            rule,
            tuple(region.ids[v] for v in group),
            region.people_at(list(group)),
            (
                Evidence("organisations", len(group)),
                Evidence("ties_inside", len(claims), records=tuple(claim for found in claims for claim in found)),
                Evidence("core", len(groups[0])),
            ),
        )


RULES = (
    Rule("spil_kwetsbaar", ("cut_off", "betweenness"), _pivot),
    Rule("eiland", ("size",), _island),
)
