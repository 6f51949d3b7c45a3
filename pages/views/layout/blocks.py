"""Blocks, one per municipality, largest first: rows of organisations under a caption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, sqrt

from pages.views.layout.places import SPACING, Area, Point

_GAP = 0.9 * SPACING
_CAPTION = 0.7 * SPACING  # above the first row of a block
_WIDE = 1.5  # width of a block against its height
_SCREEN = 2.2  # and of the whole


def fresh(members: Mapping[str, Sequence[int]]) -> tuple[dict[str, Area], dict[int, Point]]:
    """Blocks in shelves, and the members in their order in rows on them."""
    order = sorted(members, key=lambda code: (code == "", -len(members[code]), code))
    sizes = {code: _size(len(members[code])) for code in order}
    surface = sum((w + _GAP) * (h + _GAP) for w, h in sizes.values())
    widest = max([sqrt(surface * _SCREEN), *(w for w, _ in sizes.values())])
    areas: dict[str, Area] = {}
    places: dict[int, Point] = {}
    x = y = shelf = 0.0
    for code in order:
        wide, high = sizes[code]
        if x > 0 and x + wide > widest:
            x, y, shelf = 0.0, y + shelf + _GAP, 0.0
        areas[code] = Area(code, "block", (x + wide / 2, y + high / 2), (wide, high))
        places.update(zip(members[code], _grid(areas[code]), strict=False))
        x += wide + _GAP
        shelf = max(shelf, high)
    return areas, places


def candidates(area: Area, near: Point) -> Iterator[Point]:
    """The free spots of the grid, then those between four organisations."""
    del near
    yield from _grid(area)
    for x, y in _grid(area):
        yield x + SPACING / 2, y + SPACING / 2


def another(code: str, areas: Mapping[str, Area], count: int) -> Area:
    """A block for a municipality that had nobody, below the others."""
    wide, high = _size(count)
    blocks = areas.values()
    low = max((a.at[1] + a.size[1] / 2 for a in blocks), default=0.0)
    left = min((a.at[0] - a.size[0] / 2 for a in blocks), default=0.0)
    return Area(code, "block", (left + wide / 2, low + _GAP + high / 2), (wide, high))


def _size(count: int) -> tuple[float, float]:
    columns = max(2, ceil(sqrt(count * _WIDE)))
    return (columns + 0.5) * SPACING, (ceil(count / columns) + 0.5) * SPACING + _CAPTION


def _grid(area: Area) -> Iterator[Point]:
    (x, y), (wide, high) = area.at, area.size
    columns, rows = round(wide / SPACING - 0.5), round((high - _CAPTION) / SPACING - 0.5)
    left, top = x - wide / 2 + 0.75 * SPACING, y - high / 2 + _CAPTION + 0.75 * SPACING
    for row in range(rows):
        for column in range(columns):
            yield left + column * SPACING, top + row * SPACING
