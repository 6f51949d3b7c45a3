"""The force layout: partners near each other.

The largest connected part is laid out by Fruchterman and Reingold (1991, Software: Practice and
Experience 21(11)), igraph's implementation, from seeded starting points; the other parts stand in
shelves below it, largest first, so that isolated organisations are not flung away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, sqrt

import igraph as ig
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from graph.analysis.chance import seeded
from pages.views.layout.places import LEAST, SPACING, Point
from pages.views.layout.room import Room

_GOLDEN = 2.399963229728653
_SEED = 27
_ITERATIONS = 400


def place(
    ids: Sequence[str], edges: Sequence[tuple[int, int]], known: Mapping[str, Point] | None = None
) -> dict[str, Point]:
    """Positions by id, in map units. ``edges`` are pairs of positions in ``ids``.

    What stands in ``known`` stays there, and the rest is put next to what it is tied to; unless less
    than half is known: then all are placed afresh. The same input always gives the same positions.
    """
    known = {one: known[one] for one in ids if one in known} if known else {}
    if 2 * len(known) >= len(ids) > 0:
        return _join(ids, edges, known)
    order = np.argsort(np.asarray(ids, dtype=object), kind="stable")
    rank = np.empty(len(ids), dtype=int)
    rank[order] = np.arange(len(ids))
    graph = ig.Graph(n=len(ids), edges=[(int(rank[a]), int(rank[b])) for a, b in edges]).simplify()
    points = _shelve(graph)
    return {ids[at]: (float(points[rank[at], 0]), float(points[rank[at], 1])) for at in range(len(ids))}


def _shelve(graph: ig.Graph) -> NDArray[np.float64]:
    """The largest part on top, the others in rows below it."""
    points = np.zeros((graph.vcount(), 2))
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    if not parts:
        return points
    wide = 0.0
    x = y = row = 0.0
    for at, part in enumerate(parts):
        local = _spread(graph.induced_subgraph(part))
        size = local.max(axis=0)
        if at == 0:
            points[part] = local
            wide = max(float(size[0]), SPACING * ceil(sqrt(graph.vcount())))
            x, y, row = 0.0, float(size[1]) + 1.5 * SPACING, 0.0
            continue
        if x > 0 and x + size[0] > wide:
            x, y, row = 0.0, y + row + SPACING, 0.0
        points[part] = local + np.array([x, y])
        x += float(size[0]) + SPACING
        row = max(row, float(size[1]))
    centred: NDArray[np.float64] = points - points.mean(axis=0)
    return centred


def _spread(part: ig.Graph) -> NDArray[np.float64]:
    """One connected part, from (0, 0) on, with room for every organisation."""
    n = part.vcount()
    if n == 1:
        return np.zeros((1, 2))
    start = np.random.default_rng(_SEED).uniform(-1.0, 1.0, (n, 2)) * sqrt(n)
    grid = "grid" if n > 700 else "nogrid"
    with seeded(_SEED):
        points = np.array(part.layout_fruchterman_reingold(seed=start.tolist(), niter=_ITERATIONS, grid=grid).coords)
    points -= points.mean(axis=0)
    # Fruchterman-Reingold lets a few pendants wander off; drawing far points in keeps the middle legible.
    radius = np.hypot(points[:, 0], points[:, 1])
    usual = float(np.quantile(radius, 0.9)) or 1.0
    far = radius > usual
    points[far] *= ((usual + (radius[far] - usual) * 0.35) / radius[far])[:, None]
    # Screens are wide: give the same area in the shape of a screen.
    points *= SPACING * sqrt(n) * 0.62 / usual * np.array([1.3, 0.77])
    points = _clear(_apart(points))
    return np.asarray(points - points.min(axis=0), dtype=float)


def _apart(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push apart what stands closer than LEAST."""
    for _ in range(60):
        pairs = cKDTree(points).query_pairs(LEAST, output_type="ndarray")
        if len(pairs) == 0:
            break
        gap = points[pairs[:, 0]] - points[pairs[:, 1]]
        length = np.hypot(gap[:, 0], gap[:, 1])
        same = length < 1e-9
        gap[same] = np.column_stack([np.cos(pairs[same, 0] * _GOLDEN), np.sin(pairs[same, 0] * _GOLDEN)])
        length[same] = 1.0
        push = gap / length[:, None] * ((LEAST - np.where(same, 0.0, length)) / 2 + 0.5)[:, None] * 0.6
        points = points.copy()
        np.add.at(points, pairs[:, 0], push)
        np.add.at(points, pairs[:, 1], -push)
    return points


def _clear(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what still stands too close the nearest free spot: pushing apart need not have been enough."""
    pairs = cKDTree(points).query_pairs(LEAST - 1e-6, output_type="ndarray")
    if len(pairs) == 0:
        return points
    crowded = np.unique(pairs[:, 1])
    stay = np.setdiff1d(np.arange(len(points)), crowded)
    room = Room((float(x), float(y)) for x, y in points[stay])
    points = points.copy()
    for at in crowded:
        points[at] = room.nearest((float(points[at, 0]), float(points[at, 1])))
    return points


def _join(ids: Sequence[str], edges: Sequence[tuple[int, int]], known: Mapping[str, Point]) -> dict[str, Point]:
    """Put newcomers near their neighbours, or on a shelf below everything, with the others where they are."""
    places = dict(known)
    neighbours: dict[int, list[int]] = {}
    for a, b in edges:
        neighbours.setdefault(a, []).append(b)
        neighbours.setdefault(b, []).append(a)
    room = Room(known.values())
    lowest = max(y for _, y in known.values())
    leftmost = min(x for x, _ in known.values())
    for at in sorted((at for at, one in enumerate(ids) if one not in known), key=lambda at: ids[at]):
        near = [places[ids[other]] for other in neighbours.get(at, ()) if ids[other] in places]
        if near:
            middle = (sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near))
        else:
            middle = (leftmost, lowest + SPACING)
        places[ids[at]] = room.nearest(middle)
    return places
