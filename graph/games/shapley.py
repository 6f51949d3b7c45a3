"""Who brings how much: the Shapley value, exact or sampled, and what pairs bring together.

Shapley (1953), A value for n-person games. Pairs: Grabisch and Roubens (1999), An axiomatic approach
to the concept of interaction among players. Sampling: Castro, Gomez and Tejada (2009), with every
order followed by its reverse (Mitchell et al. 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np

from graph.games.table import Numbers, Worth, membership, players_in


def shapley(values: Numbers) -> Numbers:
    """The Shapley value of each player: ``values`` (..., 2^n) gives (..., n), in the same unit.

    It is linear, so the value of a mean of draws is the mean of the values of the draws. Raises
    ValueError for a table that is no game.
    """
    count = players_in(values)
    sizes = membership(count).sum(axis=1).astype(int)
    weights = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    numbers = np.arange(1 << count)
    shares = []
    for player in range(count):
        without = numbers[numbers >> player & 1 == 0]
        shares.append((values[..., without | 1 << player] - values[..., without]) @ weights[sizes[without]])
    return np.stack(shares, axis=-1)


def marginal(values: Numbers) -> Numbers:
    """What the whole loses when one player leaves: (..., 2^n) gives (..., n)."""
    whole = (1 << players_in(values)) - 1
    return np.stack([values[..., whole] - values[..., whole ^ 1 << i] for i in range(whole.bit_length())], axis=-1)


def interaction(values: Numbers) -> Numbers:
    """What two players bring together beyond what they bring apart: (..., 2^n) gives (..., n, n).

    Positive: they strengthen each other; negative: one can stand in for the other; 0: neither, and on
    the diagonal. The mean over coalitions S of the others, weighted s!(n-s-2)!/(n-1)!, of
    v(S+i+j) - v(S+i) - v(S+j) + v(S).
    """
    count = players_in(values)
    sizes = membership(count).sum(axis=1).astype(int)
    numbers = np.arange(1 << count)
    found = np.zeros((*values.shape[:-1], count, count))
    if count < 2:
        return found
    weights = np.array([factorial(s) * factorial(count - s - 2) / factorial(count - 1) for s in range(count - 1)])
    for i in range(count):
        for j in range(i):
            one, other = 1 << i, 1 << j
            rest = numbers[numbers & (one | other) == 0]
            gain = values[..., rest | one | other] - values[..., rest | one] - values[..., rest | other]
            found[..., i, j] = found[..., j, i] = (gain + values[..., rest]) @ weights[sizes[rest]]
    return found


@dataclass(frozen=True, slots=True)
class Sampled:
    """An estimate: ``mean`` and its standard ``error`` per player, both (n,), over ``pairs`` of orders."""

    mean: Numbers
    error: Numbers
    pairs: int


def sampled_shapley(players: Sequence[str], worth: Worth, pairs: int, seed: int) -> Sampled:
    """The Shapley value from random orders of arrival, for games too large to look at every coalition.

    Asks ``worth`` once for each coalition met: at most 2 * pairs * (n - 1) + 2 times. The shares add up
    to worth(all) - worth(none) exactly. Raises ValueError for fewer than two pairs.
    """
    if pairs < 2:
        raise ValueError("two pairs of orders at least, for a standard error")
    rng = np.random.default_rng(seed)
    known: dict[frozenset[str], float] = {}

    def ask(coalition: frozenset[str]) -> float:
        if coalition not in known:
            known[coalition] = worth(coalition)
        return known[coalition]

    gains = np.zeros((pairs, len(players)))
    for pair in range(pairs):
        order = rng.permutation(len(players))
        for one in (order, order[::-1]):
            here: frozenset[str] = frozenset()
            for at in one:
                after = here | {players[at]}
                gains[pair, at] += (ask(after) - ask(here)) / 2
                here = after
    return Sampled(gains.mean(axis=0), gains.std(axis=0, ddof=1) / np.sqrt(pairs), pairs)
