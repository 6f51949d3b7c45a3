"""Which coalition is best under a budget: every one of them looked at, or a search with its bound shown.

The gain is not submodular (one employer's first steps are worth more beside another's vacancies), so a
greedy search can miss the best; it starts from the best pair, adds, and swaps, and it says what no
coalition can exceed as long as one more employer does no harm but its cost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.simulation.coalition import Table
from graph.simulation.gain import GAINS, gain_measure
from graph.simulation.outcome import Interval, interval
from graph.simulation.parameters import Values
from graph.simulation.scenario import Employer

Numbers = NDArray[np.float64]
Worth = Callable[[Sequence[int]], Mapping[int, float]]
"""The mean worth of each of some coalitions, asked all at once."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a coalition may take: ``weights`` per employer (its places, its cost), ``fixed`` once, up to ``limit``."""

    weights: Mapping[str, float]
    limit: float
    fixed: float = 0.0

    def allows(self, employers: Sequence[str]) -> bool:
        """Whether a chain of these employers stays within the limit."""
        return self.fixed + sum(self.weights[one] for one in employers) <= self.limit + 1e-9


@dataclass(frozen=True)
class Choice:
    """The best coalition found, and what it brings against everyone alone.

    Chosen in the even parameter sets and measured in the odd ones, so that the luck of the choice does
    not count as gain. ``exact``: every coalition was looked at; ``bound``: what no coalition within the
    budget exceeds, given that one more employer does no harm but its cost. ``beside``: gain over the
    second best, None without one.
    """

    employers: tuple[str, ...]
    gain: Mapping[str, Interval]
    exact: bool
    bound: float
    looked_at: int
    beside: Interval | None = None


def by_number(employers: Sequence[Employer], most: int) -> Budget:
    """At most so many employers."""
    return Budget({e.id: 1.0 for e in employers}, float(most))


def by_places(employers: Sequence[Employer], most: float) -> Budget:
    """At most so many standing places (first steps and stepping stones) in the chain."""
    return Budget({e.id: float(sum(e.places)) for e in employers}, float(most))


def by_cost(employers: Sequence[Employer], values: Values, most: float) -> Budget:
    """At most so many euro a year for organising the chain: once for the chain, and for each employer."""
    return Budget({e.id: values["coord_member"] for e in employers}, float(most), values["coord_year"])


def best_exactly(table: Table, budget: Budget, measure: str = GAINS[0], size: int | None = None) -> Choice | None:
    """The coalition within the budget (of ``size`` employers, if given) that brings most of ``measure``.

    None when the budget allows no chain of two. Looks at every coalition of ``table``.
    """
    count = len(table.employers)
    allowed = [
        c
        for c in range(1 << count)
        if c.bit_count() > 1 and size in (None, c.bit_count()) and budget.allows(_ids(table.employers, c))
    ]
    if not allowed:
        return None
    worth = table.worth[measure]
    choosing, measuring = (worth[0::2], worth[1::2]) if len(worth) > 1 else (worth, worth)
    means = choosing[..., allowed].mean(axis=(0, 1))
    order = [allowed[at] for at in np.argsort(-means, kind="stable")]
    good = gain_measure(measure).good
    beside = interval(measuring[..., order[0]] - measuring[..., order[1]], good) if len(order) > 1 else None
    gain = {
        name: interval((values[1::2] if len(values) > 1 else values)[..., order[0]], gain_measure(name).good)
        for name, values in table.worth.items()
    }
    mean = float(worth[..., order[0]].mean())
    return Choice(_ids(table.employers, order[0]), MappingProxyType(gain), True, mean, len(allowed), beside)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a search ended: the coalition, its mean worth, what none exceeds, and how many were looked at."""

    coalition: int
    worth: float
    bound: float
    looked_at: int


def search(
    employers: Sequence[str], budget: Budget, worth: Worth, saved: Callable[[int], float] = lambda _size: 0.0
) -> Found | None:
    """Greedy with swaps: best pair, then the best addition or swap, until none helps; for too many to look at all.

    ``worth`` is asked for many coalitions at once, each once. ``saved``: what a chain of this many members
    does not have to pay of what the whole chain pays (the bound is the worth of the whole plus that).
    None when the budget allows no pair.
    """
    count = len(employers)
    known: dict[int, float] = {}

    def ask(coalitions: Sequence[int]) -> None:
        new = [c for c in dict.fromkeys(coalitions) if c not in known]
        known.update(worth(new) if new else {})

    def allowed(coalitions: Sequence[int]) -> list[int]:
        return [c for c in coalitions if budget.allows(_ids(employers, c))]

    starts = allowed([1 << i | 1 << j for i, j in combinations(range(count), 2)])
    if not starts:
        return None
    ask(starts)
    here = max(starts, key=lambda c: known[c])
    while True:
        inside = [i for i in range(count) if here >> i & 1]
        outside = [i for i in range(count) if not here >> i & 1]
        steps = [here | 1 << o for o in outside]
        steps += [here ^ 1 << i | 1 << o for i in inside for o in outside]
        steps += [here ^ 1 << i for i in inside] if len(inside) > 2 else []
        near = allowed(steps)
        ask(near)
        best = max(near, key=lambda c: known[c], default=here)
        if known[best] <= known[here]:
            break
        here = best
    whole = (1 << count) - 1
    ask([whole])
    most = known[whole] + max(saved(size) for size in range(2, count + 1))
    return Found(here, known[here], max(most, *known_within(known, allowed)), len(known))


def known_within(known: Mapping[int, float], allowed: Callable[[Sequence[int]], list[int]]) -> tuple[float, ...]:
    """The worth of everything looked at within the budget."""
    return tuple(known[c] for c in allowed(list(known)))


def _ids(employers: Sequence[str], coalition: int) -> tuple[str, ...]:
    return tuple(one for at, one in enumerate(employers) if coalition >> at & 1)
