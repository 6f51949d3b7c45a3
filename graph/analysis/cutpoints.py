"""Whom an articulation point keeps together: who loses the rest when it goes."""

from __future__ import annotations

import igraph
import numpy as np

from graph.analysis.referrals import Ints


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
