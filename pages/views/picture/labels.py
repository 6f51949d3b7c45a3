"""Names beside organisations: the most important first, and never one over another or over a symbol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from pages.views.picture.fonts import wide

Box = tuple[float, float, float, float]  # left, top, right, bottom
_CELL = 120.0
_APART = 0.25  # of the size of the text, between a name and what is near it


@dataclass(frozen=True, slots=True)
class Spot:
    """A symbol in pixels, with the name it would like to have; ``weight`` is its importance."""

    x: float
    y: float
    r: float
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name with a place: (``x``, ``y``) is the left end of its base line; ``of`` the position of its spot."""

    of: int
    x: float
    y: float


class _Taken:
    """Boxes in square cells."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, int]]] = {}

    def add(self, box: Box, of: int) -> None:
        for cell in self._of(box):
            self._cells.setdefault(cell, []).append((box, of))

    def hit(self, box: Box, of: int) -> bool:
        """Whether anything but the symbol ``of`` itself is in the box."""
        left, top, right, bottom = box
        for cell in self._of(box):
            for other, owner in self._cells.get(cell, ()):
                if owner != of and left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return True
        return False

    @staticmethod
    def _of(box: Box) -> list[tuple[int, int]]:
        columns = range(floor(box[0] / _CELL), floor(box[2] / _CELL) + 1)
        rows = range(floor(box[1] / _CELL), floor(box[3] / _CELL) + 1)
        return [(column, row) for column in columns for row in rows]


def labels(spots: Sequence[Spot], size: float, within: Box, taken: Sequence[Box] = ()) -> list[Label]:
    """Places for the names of as many spots as have room, of text ``size`` pixels high, ``within`` a box.

    Right of its symbol, else left, below or above it; who has no room goes without. ``taken`` are boxes
    where no name may stand. Equal weights go in the order of the spots.
    """
    full = _Taken()
    for box in taken:
        full.add(box, -1)
    for at, spot in enumerate(spots):
        full.add((spot.x - spot.r, spot.y - spot.r, spot.x + spot.r, spot.y + spot.r), at)
    found = []
    for at in sorted(range(len(spots)), key=lambda at: (-spots[at].weight, at)):
        spot = spots[at]
        if not spot.text:
            continue
        for box in _around(spot, size):
            inside = within[0] <= box[0] and within[1] <= box[1] and box[2] <= within[2] and box[3] <= within[3]
            if inside and not full.hit(box, at):
                full.add(box, len(spots) + at)
                gap = _APART * size
                found.append(Label(at, box[0] + gap / 2, box[3] - gap / 2 - 0.22 * size))
                break
    return found


def _around(spot: Spot, size: float) -> list[Box]:
    gap = _APART * size
    long, high = wide(spot.text, size) + gap, 1.16 * size + gap
    right, left = spot.x + spot.r + gap / 2, spot.x - spot.r - gap / 2 - long
    middle, above, below = spot.y - high / 2, spot.y - spot.r - high, spot.y + spot.r
    centred = spot.x - long / 2
    starts = [(right, middle), (left, middle), (centred, below), (centred, above)]
    starts += [(right, spot.y - high), (right, spot.y), (left, spot.y - high), (left, spot.y)]
    return [(x, y, x + long, y + high) for x, y in starts]
