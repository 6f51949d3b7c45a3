"""Rings around the middle, one per stage of the chain: the first stage within, the last one outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import atan2, cos, floor, pi, sin

import numpy as np
from numpy.typing import NDArray

from pages.views.layout.places import SPACING, Area, Point

_SLACK = 1.1  # rings are made a little longer than their organisations need
_GAP = 1.3 * SPACING
_CAPTION = 7 * SPACING  # kept free at the top of a ring for what it is called
_WIDEST = 1.3  # but at most this angle
_TOP = -pi / 2


def fresh(
    members: Mapping[str, Sequence[int]], toward: NDArray[np.float64]
) -> tuple[dict[str, Area], dict[int, Point]]:
    """Rings for the groups in their order, and where the members stand on them.

    ``toward``, shape (n,): the angle (radians) at which each would stand by preference: near its partners.
    On a ring they stand evenly, in the order of these angles.
    """
    areas: dict[str, Area] = {}
    places: dict[int, Point] = {}
    inner = 0.0
    for code, group in members.items():
        inner = 0.0 if not areas and len(group) == 1 else max(inner, SPACING)
        rows, room = 0, 0.0
        while room < len(group) * (_SLACK if len(group) > 1 else 1.0):
            room += _fits(inner + rows * SPACING)
            rows += 1
        areas[code] = _area(code, inner, inner + (rows - 1) * SPACING)
        spots = _even(inner, rows, len(group))
        order = sorted(group, key=lambda at: (float(toward[at]) % (2 * pi), at))
        places.update(zip(order, spots, strict=True))
        inner += (rows - 1) * SPACING + _GAP
    return areas, places


def candidates(area: Area, near: Point) -> Iterator[Point]:
    """Spots on the ring, those in the direction of ``near`` first; then half a row out of it."""
    inner, outer = area.size
    angle = atan2(near[1], near[0])
    radii = np.arange(max(inner - SPACING / 2, 0.0), outer + SPACING / 2 + 1, SPACING / 2)
    found = []
    for radius in radii:
        steps = max(1, int(2 * pi * radius / (SPACING / 4)))
        turn = np.arange(steps) * (2 * pi / steps)
        turn = np.where(turn > pi, turn - 2 * pi, turn)
        from_top = np.abs((angle + turn - _TOP + pi) % (2 * pi) - pi)
        turn = turn[from_top >= _caption(float(radius)) / 2]
        found += [(abs(t) * max(radius, 1.0), float(radius), angle + float(t)) for t in turn]
    return ((radius * cos(at), radius * sin(at)) for _, radius, at in sorted(found))


def another(code: str, areas: Mapping[str, Area], farthest: float) -> Area:
    """A ring for a stage that had nobody: around everything, so that nobody has to move."""
    del areas
    return _area(code, farthest + _GAP, farthest + _GAP)


def _area(code: str, inner: float, outer: float) -> Area:
    return Area(code, "ring", (0.0, -(inner + outer) / 2), (inner, outer))


def _fits(radius: float) -> int:
    return max(1, floor((2 * pi - _caption(radius)) * radius / SPACING))


def _caption(radius: float) -> float:
    return min(_CAPTION / radius, _WIDEST) if radius else 0.0


def _even(inner: float, rows: int, count: int) -> list[Point]:
    """``count`` spots on ``rows`` circles, in the order of their angle."""
    radii = inner + SPACING * np.arange(rows)
    room = np.array([_fits(float(radius)) for radius in radii])
    share = np.minimum(np.floor(count * room / room.sum()).astype(int), room)
    for at in range(rows - 1, -1, -1):  # what rounding left over goes to the outer circles, which are longer
        more = min(int(room[at] - share[at]), count - int(share.sum()))
        share[at] += max(more, 0)
    spots = []
    for at, (radius, here) in enumerate(zip(radii, share, strict=True)):
        for one in range(here):
            angle = _TOP + _caption(radius) / 2 + (one + 0.25 + 0.5 * (at % 2)) / here * (2 * pi - _caption(radius))
            spots.append((angle % (2 * pi), float(radius)))
    return [(radius * cos(angle), radius * sin(angle)) for angle, radius in sorted(spots)]
