"""The nucleolus: the one sharing in which the most dissatisfied coalition is as little so as can be, then the next.

Schmeidler (1969). Found by a sequence of linear programmes (Maschler, Peleg and Shapley 1979): each makes
the largest dissatisfaction as small as it can be, fixes the coalitions that cannot do better (those with
a positive shadow price), and goes on with the rest; coalitions that follow from the fixed ones drop out,
so at most n - 1 programmes are needed.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from graph.games.core import TOLERANCE, scale_of
from graph.games.table import Numbers, membership, players_in

_PRICED = 1e-7
_DEPENDENT = 1e-8


def nucleolus(values: Numbers) -> Numbers:
    """The nucleolus of a game ``values`` (2^n,): (n,), in the same unit; in the core when that is not empty.

    Everyone gets at least what it has alone; where that cannot be (the whole is worth less than its
    parts alone) that condition is dropped: the prenucleolus. Raises ValueError for a table that is no game.
    """
    count = players_in(values)
    scale = scale_of(values)
    worth = values / scale
    sides = membership(count)
    floors = worth[1 << np.arange(count)]
    bounds = [(float(low), None) for low in floors] if floors.sum() <= worth[-1] + TOLERANCE else [(None, None)] * count
    if floors.sum() >= worth[-1] - TOLERANCE and bounds[0][0] is not None:
        return np.asarray(floors * scale)  # nothing to share beyond what each has alone
    fixed, amounts = [sides[-1]], [float(worth[-1])]
    free = np.arange(1, (1 << count) - 1)
    while len(fixed) < count:
        free = free[_independent(sides[free], np.array(fixed))]
        rows = np.hstack([-sides[free], -np.ones((len(free), 1))])
        equal = np.hstack([np.array(fixed), np.zeros((len(fixed), 1))])
        goal = np.append(np.zeros(count), 1.0)
        solved = linprog(goal, rows, -worth[free], equal, amounts, [*bounds, (None, None)], method="highs")
        if not solved.success:
            raise ArithmeticError(f"the linear programme of the nucleolus was not solved: {solved.message}")
        for at in np.flatnonzero(-solved.ineqlin.marginals > _PRICED):
            side = sides[free[at]]
            if _independent(side[None, :], np.array(fixed))[0]:
                fixed.append(side)
                amounts.append(float(worth[free[at]] - solved.x[-1]))
    return np.asarray(np.linalg.solve(np.array(fixed), np.array(amounts)) * scale)


def _independent(rows: Numbers, basis: Numbers) -> np.ndarray:
    """(m,) true for the rows that do not follow from the basis."""
    directions = np.linalg.qr(basis.T)[0]
    rest = rows - rows @ directions @ directions.T
    return np.asarray(np.abs(rest).max(axis=1) > _DEPENDENT)
