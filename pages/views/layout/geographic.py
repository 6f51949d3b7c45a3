"""Municipalities at their centre points, each with its organisations packed around it.

Where discs of organisations would overlap they give way to each other, as in Dorling's cartogram (1996,
Area Cartograms: Their Use and Creation): directions stay recognisable, distances less so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import ceil, cos, hypot, pi, radians, sqrt

import numpy as np
from numpy.typing import NDArray

from pages.views.layout.places import SPACING, Area, Point

_STEP = 0.86 * SPACING  # between organisations of one municipality
_ROOM = 1.25  # discs are made for this many times their organisations
_FILLED = 0.38  # part of the picture that discs fill before they give way
_ROUNDS = 400
Centres = Mapping[str, tuple[float, float]]
"""Latitude and longitude by municipality."""


def fresh(
    members: Mapping[str, Sequence[int]], centres: Centres
) -> tuple[dict[str, Area], dict[int, Point], tuple[float, ...]]:
    """Discs for the municipalities, the members on them in their order, and the numbers of the projection."""
    placed = [code for code in members if code in centres]
    radius = np.array([_radius(len(members[code])) for code in placed])
    frame = _projection([centres[code] for code in placed], radius)
    middle = np.array([project(centres[code], frame) for code in placed]).reshape(-1, 2)
    middle = _give_way(middle, radius)
    areas = {
        code: Area(code, "disc", (float(x), float(y)), (float(r),))
        for code, (x, y), r in zip(placed, middle, radius, strict=True)
    }
    for code in members:  # what has no place on earth stands below
        if code not in areas:
            areas[code] = _below(code, areas, _radius(len(members[code])))
    places: dict[int, Point] = {}
    for code, group in members.items():
        x, y = areas[code].at
        places.update((at, (x + dx, y + dy)) for at, (dx, dy) in zip(group, lattice(len(group)), strict=True))
    return areas, places, frame


def candidates(area: Area, near: Point) -> Iterator[Point]:
    """Spots of the disc from its middle outwards, and on beyond its edge."""
    del near
    x, y = area.at
    wide = ceil(pi * (area.size[0] / _STEP + 8) ** 2)
    return ((x + dx, y + dy) for dx, dy in lattice(wide))


def another(code: str, areas: Mapping[str, Area], centres: Centres, frame: tuple[float, ...]) -> Area:
    """A disc for a municipality that had nobody: at its centre point, or as near to it as is free."""
    radius = _radius(1)
    if code not in centres or not frame:
        return _below(code, areas, radius)
    aim = project(centres[code], frame)
    for step in range(10_000):
        out, angle = SPACING / 2 * sqrt(step), step * 2.399963229728653
        spot = (aim[0] + out * np.cos(angle), aim[1] + out * np.sin(angle))
        if all(hypot(spot[0] - a.at[0], spot[1] - a.at[1]) >= radius + a.size[0] for a in areas.values()):
            return Area(code, "disc", (float(spot[0]), float(spot[1])), (radius,))
    return _below(code, areas, radius)


def project(point: tuple[float, float], frame: tuple[float, ...]) -> Point:
    """Latitude and longitude in map units: equirectangular, which bends little over one country."""
    lat, lon, scale = frame
    return (point[1] - lon) * cos(radians(lat)) * scale, (lat - point[0]) * scale


@cache
def lattice(count: int) -> tuple[Point, ...]:
    """The ``count`` spots of a triangular lattice nearest to its middle, from there outwards."""
    reach = ceil(sqrt(count)) + 2
    i, j = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-2 * reach, 2 * reach + 1))
    x, y = (i + 0.5 * (j % 2)).ravel() * _STEP, (j * sqrt(3) / 2).ravel() * _STEP
    out, angle = np.round(np.hypot(x, y), 6), np.round(np.arctan2(y, x), 6)
    order = np.lexsort((angle, out))[:count]
    return tuple(zip(x[order].tolist(), y[order].tolist(), strict=True))


def _radius(count: int) -> float:
    x, y = lattice(ceil(_ROOM * count))[-1]
    return hypot(x, y) + 0.75 * SPACING


def _projection(centres: Sequence[tuple[float, float]], radius: NDArray[np.float64]) -> tuple[float, ...]:
    if not centres:
        return ()
    lat, lon = np.mean(centres, axis=0)
    flat = np.array([project(point, (lat, lon, 1.0)) for point in centres])
    wide, high = np.ptp(flat, axis=0)
    surface = max(wide * high, max(wide, high) ** 2 / 4)
    scale = sqrt(pi * float((radius**2).sum()) / _FILLED / surface) if surface > 0 else 1.0
    return float(lat), float(lon), float(scale)


def _give_way(middle: NDArray[np.float64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push overlapping discs apart; what is left of it after many rounds is mended by drawing all larger."""
    if len(middle) < 2:
        return middle
    least = radius[:, None] + radius[None, :]
    upper = np.triu(np.ones_like(least, dtype=bool), 1)
    for _ in range(_ROUNDS):
        gap = middle[:, None] - middle[None, :]
        length = np.hypot(gap[..., 0], gap[..., 1])
        i, j = np.nonzero((length < least) & upper)
        if len(i) == 0:
            return middle
        away = gap[i, j] / np.maximum(length[i, j], 1e-9)[:, None]
        away[length[i, j] < 1e-9] = (1.0, 0.0)
        push = away * ((least[i, j] - length[i, j]) / 2 + 0.5)[:, None] * 0.8
        middle = middle.copy()
        np.add.at(middle, i, push)
        np.add.at(middle, j, -push)
    gap = middle[:, None] - middle[None, :]
    length = np.hypot(gap[..., 0], gap[..., 1])
    return middle * float((least[upper] / np.maximum(length[upper], 1e-9)).max(initial=1.0))


def _below(code: str, areas: Mapping[str, Area], radius: float) -> Area:
    discs = areas.values()
    low = max((a.at[1] + a.size[0] for a in discs), default=0.0)
    left = min((a.at[0] - a.size[0] for a in discs), default=0.0)
    return Area(code, "disc", (left + radius, low + radius + SPACING), (radius,))
