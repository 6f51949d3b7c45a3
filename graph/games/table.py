"""A game as a table: the worth of every coalition, by the bits of its number.

Coalition number ``c`` holds player ``i`` when bit ``i`` of ``c`` is set, so a game of n players is an
array whose last axis has 2^n values; axes before it are draws of the same game.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Worth = Callable[[frozenset[str]], float]

MOST_EXACT = 12
"""Players up to which every coalition is looked at (4,096 coalitions)."""


def table(players: Sequence[str], worth: Worth) -> Numbers:
    """The worth of each of the 2^n coalitions of ``players``. Raises ValueError above :data:`MOST_EXACT` players."""
    if len(players) > MOST_EXACT:
        raise ValueError(f"at most {MOST_EXACT} players can be tabulated, got {len(players)}")
    return np.array([worth(frozenset(members(players, c))) for c in range(1 << len(players))], dtype=float)


def players_in(values: Numbers) -> int:
    """How many players a table has. Raises ValueError when it is not a game with worth 0 for nobody."""
    count = int(values.shape[-1]).bit_length() - 1
    if count < 1 or values.shape[-1] != 1 << count or count > MOST_EXACT:
        raise ValueError(f"a game has 2 to {1 << MOST_EXACT} values, a power of 2; got {values.shape[-1]}")
    if np.any(values[..., 0] != 0):
        raise ValueError("the worth of the coalition without players must be 0")
    return count


def members(players: Sequence[str], coalition: int) -> tuple[str, ...]:
    """The players of a coalition, in their order."""
    return tuple(player for at, player in enumerate(players) if coalition >> at & 1)


def coalition_of(players: Sequence[str], chosen: Iterable[str]) -> int:
    """The number of the coalition of ``chosen``. Raises ValueError for who is no player."""
    return sum(1 << players.index(one) for one in set(chosen))


@cache
def membership(count: int) -> Numbers:
    """(2^n, n): 1 where the player is in the coalition. Read only."""
    bits = (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(float)
    bits.flags.writeable = False
    return bits
