"""Games for the tests: those of the textbooks, and random ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from graph.games.table import Numbers, members, table

THREE = ("a", "b", "c")
COST = {"a": 1.0, "b": 2.0, "c": 3.0}


def airport() -> Numbers:
    """The runway must be as long as the longest that somebody in the coalition needs (a cost, so below 0)."""
    return table(THREE, lambda s: -max((COST[p] for p in s), default=0.0))


def glove() -> Numbers:
    """One left glove (a), two right ones: a pair is worth 1."""
    return table(THREE, lambda s: float(min("a" in s, len(s - {"a"}))))


def majority() -> Numbers:
    return table(THREE, lambda s: float(len(s) >= 2))


def bankruptcy(estate: float, claims: tuple[float, ...]) -> Numbers:
    """What is left for a coalition when the others are paid in full."""
    players = tuple(map(str, range(len(claims))))
    return table(
        players, lambda s: max(0.0, estate - sum(c for p, c in zip(players, claims, strict=True) if p not in s))
    )


def talmud(estate: float, claims: tuple[float, ...]) -> Numbers:
    """The rule of Aumann and Maschler (1985): half the claims, gains shared equally below it, losses above."""
    half = np.array(claims) / 2
    if estate <= half.sum():
        return _equal(estate, half)
    return np.array(claims) - _equal(sum(claims) - estate, half)


def _equal(amount: float, limits: Numbers) -> Numbers:
    """Everyone the same, but nobody more than its limit."""
    left, given = amount, np.zeros(len(limits))
    for rank, at in enumerate(np.argsort(limits)):
        given[at] = min(limits[at], left / (len(limits) - rank))
        left -= given[at]
    return given


def superadditive(values: Numbers) -> Numbers:
    """The smallest game above ``values`` in which joining never costs anything."""
    best = values.copy()
    for whole in range(1, len(best)):
        part = (whole - 1) & whole
        while part:
            best[whole] = max(best[whole], best[part] + best[whole ^ part])
            part = (part - 1) & whole
    return best


@st.composite
def games(draw: st.DrawFn, least: int = 1, most: int = 5) -> Numbers:
    """Any game of whole numbers."""
    count = draw(st.integers(least, most))
    values = draw(st.lists(st.integers(-20, 20), min_size=(1 << count) - 1, max_size=(1 << count) - 1))
    return np.array([0, *values], dtype=float)


def relabelled(values: Numbers, order: tuple[int, ...]) -> Numbers:
    """The game in which player i is the one that was ``order[i]``."""
    return np.array([values[sum(1 << order[i] for i in members(range(len(order)), c))] for c in range(len(values))])  # type: ignore[arg-type]


PUBLISHED = {
    "airport_123_shapley": [1 / 3, 5 / 6, 11 / 6],
    "airport_123_nucleolus": [0.5, 0.75, 1.75],
    "glove_shapley": [2 / 3, 1 / 6, 1 / 6],
    "glove_nucleolus": [1, 0, 0],
    "majority_leastcore_eps": 1 / 3,
    "talmud": {"100": [100 / 3] * 3, "200": [50, 75, 75], "300": [50, 100, 150]},
}
"""Littlechild and Owen (1973), Shapley and Shubik (1969), Aumann and Maschler (1985)."""
