"""Room: which spots are still free, so that nobody stands on somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, floor, hypot, sin, sqrt

from pages.views.layout.places import LEAST, SPACING, Point

_GOLDEN = 2.399963229728653  # the golden angle in radians: a spiral without gaps (Vogel 1979)
_HAIR = 1e-6


class Room:
    """Taken spots in square cells of LEAST wide: whether a spot is free is asked of nine cells only."""

    def __init__(self, taken: Iterable[Point] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Point]] = {}
        for spot in taken:
            self.take(spot)

    def take(self, spot: Point) -> None:
        self._cells.setdefault(_cell(spot), []).append(spot)

    def free(self, spot: Point) -> bool:
        """Whether everybody is at least LEAST away."""
        column, row = _cell(spot)
        for near in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for x, y in self._cells.get(near, ()):
                if hypot(x - spot[0], y - spot[1]) < LEAST - _HAIR:
                    return False
        return True

    def first(self, candidates: Iterable[Point]) -> Point | None:
        """Take the first of the candidates that is free; None when none is."""
        for spot in candidates:
            if self.free(spot):
                self.take(spot)
                return spot
        return None

    def nearest(self, middle: Point) -> Point:
        """Take a free spot on a spiral around ``middle``, as near as there is."""
        step = 0
        while True:
            radius = SPACING / 2 * sqrt(step)
            spot = (middle[0] + radius * cos(step * _GOLDEN), middle[1] + radius * sin(step * _GOLDEN))
            if self.free(spot):
                self.take(spot)
                return spot
            step += 1


def _cell(spot: Point) -> tuple[int, int]:
    return floor(spot[0] / LEAST), floor(spot[1] / LEAST)
