"""Which employers together: what every coalition of them brings, and who gains how much from joining.

A coalition is simulated as one joint chain while the other employers stay alone, with the same people
and the same luck (when a coalition breaks away, the rest falls apart: the gamma characteristic function
of Hart and Kurz 1983). One employer by itself is alone. What a coalition brings is its difference with
everyone alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.games.shapley import interaction, marginal, shapley
from graph.games.table import membership
from graph.simulation.gain import GAINS, Together, Work, gain_measure
from graph.simulation.outcome import Interval, interval
from graph.simulation.scenario import Employer, Group, alone, joint

Numbers = NDArray[np.float64]
MOST_EXHAUSTIVE = 10
"""Employers up to which every coalition is simulated (1,013 chains and everyone alone)."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What one employer brings and gets, against everyone alone.

    ``brings``: its Shapley share of the gain of the whole chain, per measure. ``missed``: what the whole
    chain loses when it stays out. ``own``: its own euro a year in the whole chain. ``fair``: its Shapley
    share of the euro that all employers of the chain gain or lose together.
    """

    employer: str
    brings: Mapping[str, Interval]
    missed: Mapping[str, Interval]
    own: Interval
    fair: Interval


@dataclass(frozen=True, slots=True)
class Pair:
    """What two employers bring together beyond what each brings (Shapley interaction), per measure."""

    first: str
    second: str
    together: Mapping[str, Interval]


@dataclass(frozen=True)
class Table:
    """What the coalitions of ``employers`` bring, draw by draw; number ``c`` holds employer i when bit i is set.

    ``worth``: per measure (sets, runs, 2^n). ``own``: euro a year of each employer (sets, runs, 2^n, n).
    """

    employers: tuple[str, ...]
    worth: Mapping[str, Numbers]
    own: Numbers

    @property
    def work(self) -> Work:
        """How many parameter sets, and runs of each."""
        return Work(*self.own.shape[:2])

    @property
    def members(self) -> Numbers:
        """The game of the employers: euro a year that those in the coalition gain together, (sets, runs, 2^n)."""
        return np.asarray((self.own * membership(len(self.employers))).sum(axis=-1))


def coalition_groups(employers: Sequence[Employer], coalition: int, together: Together = joint) -> tuple[Group, ...]:
    """The employers of ``coalition`` (bits of its number) as a chain, made by ``together``; the others alone."""
    inside = [e for at, e in enumerate(employers) if coalition >> at & 1]
    if len(inside) < 2:
        return alone(employers)
    return (*together(inside), *alone([e for at, e in enumerate(employers) if not coalition >> at & 1]))


def real_coalitions(count: int) -> tuple[int, ...]:
    """The numbers of all coalitions of at least two of ``count`` employers."""
    return tuple(c for c in range(1 << count) if c.bit_count() > 1)


def tabulate(
    employers: Sequence[Employer],
    alone_draws: tuple[Mapping[str, Numbers], Numbers],
    drawn: Mapping[int, tuple[Mapping[str, Numbers], Numbers]],
) -> Table:
    """The table from draws: measures (sets, runs) and euro per employer (sets, runs, n), alone and by coalition."""
    base, base_own = alone_draws
    shape = (*base_own.shape[:2], 1 << len(employers))
    worth = {name: np.zeros(shape) for name in GAINS}
    own = np.zeros((*shape, len(employers)))
    for coalition, (found, money) in drawn.items():
        for name in GAINS:
            worth[name][..., coalition] = found[name] - base[name]
        own[:, :, coalition] = money - base_own
    return Table(tuple(e.id for e in employers), MappingProxyType(worth), own)


def joining(table: Table) -> tuple[Joining, ...]:
    """What each employer brings and gets, in the order of the employers."""
    shares = {name: shapley(values) for name, values in table.worth.items()}
    missed = {name: marginal(values) for name, values in table.worth.items()}
    fair = shapley(table.members)
    return tuple(
        Joining(
            employer,
            _intervals(shares, i),
            _intervals(missed, i),
            interval(table.own[:, :, -1, i], 1),
            interval(fair[..., i], 1),
        )
        for i, employer in enumerate(table.employers)
    )


def pairs(table: Table) -> tuple[Pair, ...]:
    """What each pair of employers brings together; by the first measure, those that strengthen each other first."""
    found = {name: interaction(values) for name, values in table.worth.items()}
    every = [
        Pair(a, b, _intervals({name: values[..., i, :] for name, values in found.items()}, j))
        for i, a in enumerate(table.employers)
        for j, b in enumerate(table.employers)
        if i < j
    ]
    return tuple(sorted(every, key=lambda pair: -pair.together[GAINS[0]].mean))


def _intervals(draws: Mapping[str, Numbers], at: int) -> Mapping[str, Interval]:
    """The last axis at ``at``, summarised per measure."""
    return MappingProxyType(
        {name: interval(values[..., at], gain_measure(name).good) for name, values in draws.items()}
    )
