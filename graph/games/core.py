"""Is there a way to share that nobody wants to leave? The core, and how far it is away.

Gillies (1959); least core: Maschler, Peleg and Shapley (1979). One linear programme with a row for each
coalition, solved by HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from graph.games.table import Numbers, membership, players_in

TOLERANCE = 1e-7
"""Relative to the largest worth: below it two amounts are the same."""


@dataclass(frozen=True, slots=True)
class LeastCore:
    """The sharing whose worst treated coalition is treated best.

    ``epsilon``: what each coalition would have to be content to miss (in the unit of the game); above 0
    the core is empty, at or below 0 it is not. ``tight``: coalitions that get exactly that little here,
    the ones that leave first when the core is empty.
    """

    epsilon: float
    allocation: tuple[float, ...]
    tight: tuple[int, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """A coalition that can do better by itself, and by how much."""

    coalition: int
    gain: float


def least_core(values: Numbers) -> LeastCore:
    """The least core of a game ``values`` (2^n,). One player cannot leave itself: epsilon 0.

    Raises ValueError for a table that is no game.
    """
    count = players_in(values)
    scale = scale_of(values)
    whole = values[-1]
    if count == 1:
        return LeastCore(0.0, (float(whole),), (), False)
    sides = membership(count)[1:-1]
    rows = np.hstack([-sides, -np.ones((len(sides), 1))])
    everyone = np.append(np.ones(count), 0.0)[None, :]
    goal = np.append(np.zeros(count), 1.0)
    solved = linprog(goal, rows, -values[1:-1] / scale, everyone, [whole / scale], (None, None), method="highs")
    allocation = solved.x[:-1] * scale
    epsilon = float(solved.x[-1] * scale)
    missed = values[1:-1] - sides @ allocation
    tight = tuple(int(c) + 1 for c in np.flatnonzero(missed >= epsilon - TOLERANCE * scale))
    return LeastCore(epsilon, tuple(map(float, allocation)), tight, epsilon > TOLERANCE * scale)


def leaving(values: Numbers, allocation: Numbers) -> Leaving | None:
    """The coalition that gains most by leaving with ``allocation`` (n,); None when none gains: it is in the core.

    The smallest of those that gain the same. Raises ValueError when the allocation does not share out the whole.
    """
    count = players_in(values)
    scale = scale_of(values)
    if abs(float(np.sum(allocation)) - values[-1]) > 1e-6 * scale:
        raise ValueError("an allocation shares out what all players reach together, no more and no less")
    sides = membership(count)
    gain = np.round((values - sides @ allocation)[1:-1] / scale, 9)
    if not gain.size or gain.max() <= TOLERANCE:
        return None
    best = np.flatnonzero(gain == gain.max()) + 1
    chosen = int(min(best, key=lambda c: (sides[c].sum(), c)))
    return Leaving(chosen, float(values[chosen] - sides[chosen] @ allocation))


def scale_of(values: Numbers) -> float:
    """The largest worth in size, 1 when all are 0: solvers work with numbers around 1."""
    return float(np.abs(values).max()) or 1.0
