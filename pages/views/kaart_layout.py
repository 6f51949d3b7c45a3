"""Where municipalities go in the picture: in tiles that never overlap, or by their borders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Spot = tuple[float, float]
Points = NDArray[np.float64]
_ROOM = 1.5  # cells in the grid for each tile: more room follows the map better, less is more readable


def project(spots: Points, middle: float | None = None) -> Points:
    """Latitude and longitude as x (east) and y (south) in degrees of latitude; shape (n, 2).

    An equirectangular projection around ``middle`` (a latitude): true to a per cent for a country of this size.
    """
    around = float(np.mean(spots[:, 0])) if middle is None else middle
    return np.column_stack([spots[:, 1] * np.cos(np.radians(around)), -spots[:, 0]])


def tiles(spots: Mapping[str, Spot | None]) -> dict[str, tuple[int, int]]:
    """A column and row for each code, such that all differ and stay as near to their spots as can be.

    The sum of the squared distances to the grid is the least possible (assignment problem: Kuhn 1955,
    Naval Res. Logist. 2:83; Crouse 2016, IEEE Trans. Aerosp. Electron. Syst. 52:1679). Codes without a
    spot stand in rows below the rest. Columns and rows begin at 0.
    """
    known = sorted(code for code, spot in spots.items() if spot is not None)
    placed: dict[str, tuple[int, int]] = {}
    if known:
        at = project(np.array([spots[code] for code in known], dtype=float))
        size = np.maximum(np.ptp(at, axis=0), 1e-9)
        count = len(known) * _ROOM
        across = min(max(ceil(sqrt(count * size[0] / size[1])), 1), len(known))
        down = min(max(ceil(count / across), ceil(len(known) / across)), len(known))
        cells = np.array([(c, r) for r in range(down) for c in range(across)], dtype=float)
        wanted = (at - at.min(axis=0)) / size * np.maximum([across - 1, down - 1], 0)
        cost = ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
        rows, chosen = linear_sum_assignment(cost)
        found = cells[chosen].astype(int)
        found -= found.min(axis=0)
        placed = {known[row]: (int(c), int(r)) for row, (c, r) in zip(rows, found, strict=True)}
    wide = max((c for c, _ in placed.values()), default=4) + 1
    below = max((r for _, r in placed.values()), default=-1) + 1
    for at_end, code in enumerate(sorted(code for code, spot in spots.items() if spot is None)):
        placed[code] = (at_end % wide, below + at_end // wide)
    return placed


def outline(rings: Sequence[Points], step: float = 0.5) -> str:
    """Rings of pixels as the path of an SVG. Points are put on a grid of ``step`` pixels, so that neighbours
    keep the same line between them; points that fall together are drawn once."""
    parts = []
    for ring in rings:
        points = np.round(ring / step).astype(np.int64)
        keep = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
        points = points[keep]
        if len(points) > 3:
            parts.append("M" + "L".join(f"{x * step:g} {y * step:g}" for x, y in points[:-1].tolist()) + "Z")
    return "".join(parts)
