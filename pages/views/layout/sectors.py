"""Sectors of a circle, one per life domain, wide as its organisations are many; open to the outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, floor, hypot, pi, sin

import numpy as np

from pages.views.layout.places import SPACING, Area, Point

_MARGIN = 0.65 * SPACING  # on both sides of a sector
_FIRST = 1.5 * SPACING
_LEAST_SHARE = 0.03  # of the circle, for a sector of few
_EXTRA_ROWS = 40


def fresh(members: Mapping[str, Sequence[int]]) -> tuple[dict[str, Area], dict[int, Point]]:
    """Sectors for the groups in their order; the members fill them in theirs, from the middle outwards."""
    total = sum(map(len, members.values()))
    weights = {code: max(len(group), _LEAST_SHARE * total) for code, group in members.items()}
    turn = 2 * pi / sum(weights.values()) if weights else 0.0
    areas: dict[str, Area] = {}
    places: dict[int, Point] = {}
    start = -pi / 2
    for code, group in members.items():
        end = start + turn * weights[code]
        left, radius = list(group), _FIRST
        while left:
            here = min(len(left), _fits(start, end, radius))
            places.update(zip(left[:here], _row(start, end, radius, here), strict=True))
            left = left[here:]
            radius += SPACING
        areas[code] = _area(code, start, end, 0.0, radius - SPACING / 2)
        start = end
    return areas, places


def candidates(area: Area, near: Point) -> Iterator[Point]:
    """Spots from the middle of the sector outwards; on a row those nearest to ``near`` first."""
    start, end, inner, outer = area.size
    first = max(_FIRST, inner + SPACING / 2)
    for radius in np.arange(first, max(outer, first) + _EXTRA_ROWS * SPACING, SPACING / 2).tolist():
        room = _fits(start, end, radius)
        if room:
            wide = _usable(start, end, radius)
            count = max(1, floor(wide * radius / (SPACING / 4)) + 1)
            angles = _angles(start, end, wide, count)
            spots = [(radius * cos(angle), radius * sin(angle)) for angle in angles]
            yield from sorted(spots, key=lambda spot: (hypot(spot[0] - near[0], spot[1] - near[1]), spot))


def another(code: str, areas: Mapping[str, Area], farthest: float) -> Area:
    """A sector for a domain that had nobody: outside the circle, after those that are there already."""
    outside = sum(area.size[2] > 0 for area in areas.values())
    inner = farthest + SPACING
    width = max(pi / 12, 6 * SPACING / inner)
    start = -pi / 2 + outside * width
    return _area(code, start, start + width, inner, inner + 2 * SPACING)


def _area(code: str, start: float, end: float, inner: float, outer: float) -> Area:
    middle, out = (start + end) / 2, (max(inner, _FIRST) + outer) / 2
    return Area(code, "sector", (out * cos(middle), out * sin(middle)), (start, end, inner, outer))


def _usable(start: float, end: float, radius: float) -> float:
    """The angle that is left between the margins; negative where the sector is too narrow."""
    return end - start - 2 * _MARGIN / radius


def _fits(start: float, end: float, radius: float) -> int:
    wide = _usable(start, end, radius)
    return floor(wide * radius / SPACING) + 1 if wide >= 0 else 0


def _row(start: float, end: float, radius: float, count: int) -> list[Point]:
    wide = _usable(start, end, radius)
    full = count == _fits(start, end, radius)
    wide = wide if full else min(wide, (count - 1) * SPACING * 1.15 / radius)
    return [(radius * cos(angle), radius * sin(angle)) for angle in _angles(start, end, wide, count)]


def _angles(start: float, end: float, wide: float, count: int) -> list[float]:
    middle = (start + end) / 2
    if count == 1:
        return [middle]
    return [middle - wide / 2 + wide * at / (count - 1) for at in range(count)]
