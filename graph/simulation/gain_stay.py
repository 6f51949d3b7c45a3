"""Would anybody be better off leaving, and which payments keep everybody in.

The players are the employers of the chain, or they and the authorities. Authorities pay for the
organisation of the chain, so that in their game a coalition without them is nobody's gain: they can
hold on to everything or pay employers to take part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.games.core import least_core, leaving
from graph.games.nucleolus import nucleolus
from graph.games.table import members
from graph.games.transfers import Goal, smallest_transfers
from graph.simulation.coalition import Table
from graph.simulation.outcome import HIGH, LOW, Interval, interval

Numbers = NDArray[np.float64]
PUBLIC = "public"
"""The authorities as a player."""
_MOST_SETS = 20
"""Parameter sets of which the game is solved one by one; more adds time, not insight."""


@dataclass(frozen=True, slots=True)
class Payments:
    """The smallest payments that reach ``goal``: what each player receives (below 0: pays), euro a year.

    ``moved``: what is paid in total; ``outside``: what must come from others than the players (0: nothing).
    ``mean`` of each is of the mean game, the range and error are over the parameter sets.
    """

    goal: Goal
    amounts: tuple[Interval, ...]
    moved: Interval
    outside: Interval

    @property
    def possible(self) -> bool:
        """Whether the players can settle it among themselves, in the mean game."""
        return self.outside.mean == 0

    @property
    def needed(self) -> bool:
        """Whether anything must be paid, in the mean game."""
        return self.moved.mean > 0 or self.outside.mean > 0


@dataclass(frozen=True)
class Stay:
    """Whether the whole chain holds together. Euro a year, against everyone alone.

    ``own``: what each player gains when nothing is paid. ``leaving``: who would gain most by going on
    without the others (empty when nobody gains), and ``leaving_gain`` how much. ``core_empty``: no way to
    share holds everybody; ``epsilon``: what each coalition would have to be content to miss, at best;
    ``empty_share``: share of parameter sets in which the core is empty. ``sharing``: the nucleolus.
    """

    players: tuple[str, ...]
    own: tuple[Interval, ...]
    leaving: tuple[str, ...]
    leaving_gain: Interval | None
    core_empty: bool
    empty_share: float
    epsilon: Interval
    sharing: tuple[Interval, ...]
    payments: tuple[Payments, ...]


def stay(table: Table, parties: Literal["employers", "authorities"] = "employers") -> Stay:
    """Check the whole chain of ``table``: with the employers as players, or with the authorities as one more.

    Each game is a mean over runs; the mean over everything decides, the parameter sets tell how sure that is.
    """
    game, own, players = _game(table) if parties == "employers" else _game_with_public(table)
    mean_game, mean_own = game.mean(axis=(0, 1)), own.mean(axis=(0, 1))
    by_set = [(game[m].mean(axis=0), own[m].mean(axis=0)) for m in range(min(len(game), _MOST_SETS))]
    cores = [least_core(values) for values, _ in by_set]
    whole = least_core(mean_game)
    left = leaving(mean_game, mean_own)
    goals: tuple[Goal, Goal] = ("nobody_loses", "nobody_leaves")
    return Stay(
        players,
        tuple(interval(own[..., i], 1) for i in range(len(players))),
        members(players, left.coalition) if left else (),
        _gain_of_leaving(game, own, left.coalition) if left else None,
        whole.empty,
        float(np.mean([one.empty for one in cores])),
        _around(whole.epsilon, [one.epsilon for one in cores]),
        tuple(_around(v, d) for v, d in _columns(nucleolus(mean_game), [nucleolus(values) for values, _ in by_set])),
        tuple(_payments(mean_game, mean_own, by_set, goal) for goal in goals),
    )


def _game(table: Table) -> tuple[Numbers, Numbers, tuple[str, ...]]:
    return table.members, table.own[:, :, -1], table.employers


def _game_with_public(table: Table) -> tuple[Numbers, Numbers, tuple[str, ...]]:
    """The authorities are the last player: the upper half of the coalitions."""
    public = table.worth["money_public"]
    game = np.concatenate([np.zeros_like(public), table.members + public], axis=-1)
    own = np.concatenate([table.own[:, :, -1], public[..., -1:]], axis=-1)
    return game, own, (*table.employers, PUBLIC)


def _gain_of_leaving(game: Numbers, own: Numbers, coalition: int) -> Interval:
    inside = [i for i in range(own.shape[-1]) if coalition >> i & 1]
    return interval(game[..., coalition] - own[..., inside].sum(axis=-1), 1)


def _payments(game: Numbers, own: Numbers, by_set: list[tuple[Numbers, Numbers]], goal: Goal) -> Payments:
    whole = smallest_transfers(game, own, goal)
    each = [smallest_transfers(values, payoffs, goal) for values, payoffs in by_set]
    pairs = _columns(np.array(whole.amounts), [np.array(one.amounts) for one in each])
    return Payments(
        goal,
        tuple(_around(value, draws) for value, draws in pairs),
        _around(whole.moved, [one.moved for one in each]),
        _around(whole.outside, [one.outside for one in each]),
    )


def _columns(value: Numbers, draws: list[Numbers]) -> list[tuple[float, list[float]]]:
    return [(float(v), [float(one[at]) for one in draws]) for at, v in enumerate(value)]


def _around(value: float, draws: list[float]) -> Interval:
    """A number of the mean game, with the range over the parameter sets."""
    low, high = np.percentile(draws, [LOW, HIGH])
    error = float(np.std(draws, ddof=1) / np.sqrt(len(draws))) if len(draws) > 1 else float("nan")
    return Interval(value, float(low), float(high), error)
