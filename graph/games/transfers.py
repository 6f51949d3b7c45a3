"""Which payments between players keep everybody in, and what must come from outside when they cannot.

The least that must come from outside is the cost of stability (Bachrach et al. 2009).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import linprog

from graph.games.core import TOLERANCE, scale_of
from graph.games.table import Numbers, membership, players_in

Goal = Literal["nobody_loses", "nobody_leaves"]


@dataclass(frozen=True, slots=True)
class Transfers:
    """``amounts``: what each player receives (below 0: pays), in the unit of the game.

    ``outside``: what the players together must get from outside; 0 when payments between them are enough.
    ``moved``: what the payers pay in total.
    """

    goal: Goal
    amounts: tuple[float, ...]
    moved: float
    outside: float

    @property
    def possible(self) -> bool:
        """Whether the players can settle it among themselves."""
        return self.outside == 0


def smallest_transfers(values: Numbers, payoffs: Numbers, goal: Goal) -> Transfers:
    """The smallest payments after which ``payoffs`` (n,) meet ``goal``, given the game ``values`` (2^n,).

    "nobody_loses": each player has at least its worth alone; then those with something to spare pay in
    proportion to it. "nobody_leaves": no coalition can do better by itself (the core); of the ways with
    the least money moved, one in which who pays most pays least. First as little as possible from
    outside, then as little as possible moved. Raises ValueError when the payoffs are not the worth of the whole.
    """
    count = players_in(values)
    scale = scale_of(np.append(values, payoffs))
    if abs(float(payoffs.sum()) - values[-1]) > 1e-6 * scale:
        raise ValueError("payoffs must add up to the worth of the whole")
    if goal == "nobody_loses":
        amounts = _by_surplus(payoffs - values[1 << np.arange(count)])
    else:
        amounts = _into_the_core(values / scale, payoffs / scale) * scale
    amounts = np.where(np.abs(amounts) <= TOLERANCE * scale, 0.0, amounts)
    outside = float(amounts.sum())
    outside = 0.0 if abs(outside) <= count * TOLERANCE * scale else outside
    return Transfers(goal, tuple(map(float, amounts)), float(np.maximum(-amounts, 0.0).sum()), outside)


def _by_surplus(surplus: Numbers) -> Numbers:
    """Who is short gets it from those with something left, in proportion; the rest from outside."""
    short, spare = np.maximum(-surplus, 0.0), np.maximum(surplus, 0.0)
    paid = min(float(short.sum()), float(spare.sum()))
    return np.asarray(short - (spare * (paid / spare.sum()) if paid > 0 else 0.0))


def _into_the_core(values: Numbers, payoffs: Numbers) -> Numbers:
    """Three programmes in (received r, paid p, largest paid m), each keeping what the one before reached."""
    count = len(payoffs)
    sides = membership(count)[1:]
    short = values[1:] - sides @ payoffs
    rows = [np.hstack([-sides, sides, np.zeros((len(sides), 1))])]
    ends = [-short]
    rows.append(np.hstack([np.zeros((count, count)), np.eye(count), -np.ones((count, 1))]))
    ends.append(np.zeros(count))
    outside = np.concatenate([np.ones(count), -np.ones(count), [0.0]])
    rows.append(-outside[None, :])  # nothing goes out
    ends.append(np.zeros(1))
    goals = [outside, np.concatenate([np.zeros(count), np.ones(count), [0.0]]), np.eye(2 * count + 1)[-1]]
    found = np.zeros(2 * count + 1)
    for goal in goals:
        solved = linprog(goal, np.vstack(rows), np.concatenate(ends), bounds=(0, None), method="highs")
        if not solved.success:
            raise ArithmeticError(f"the linear programme of the payments was not solved: {solved.message}")
        found = solved.x
        rows.append(goal[None, :])
        ends.append(np.array([float(goal @ found) + 1e-9]))
    return np.asarray(found[:count] - found[count:-1])
