"""Distances as the crow flies."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0088  # mean radius (IUGG)


def kilometres(point: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    """Great-circle distance in km from a point (lat, lon in degrees) to others, shape (n, 2): haversine."""
    (lat, lon), there = np.radians(np.asarray(point, dtype=float)), np.radians(np.asarray(others, dtype=float))
    there = there.reshape(-1, 2)
    half = np.sin((there[:, 0] - lat) / 2) ** 2
    half += np.cos(lat) * np.cos(there[:, 0]) * np.sin((there[:, 1] - lon) / 2) ** 2
    answer: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return answer
