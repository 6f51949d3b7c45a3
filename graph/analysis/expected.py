"""Surprising absence: between which groups of organisations are there fewer ties than chance would give?

One missing tie is never surprising: by chance alone most pairs have none. So *sets* of pairs are tested:
the ties between two sectors, and those between two sectors within one municipality. Chance is a network
in which every organisation keeps its number of ties (see :mod:`graph.analysis.configuration`); the p-value
is the share of such networks with as few ties in the set, (1 + count) / (1 + samples) (Davison & Hinkley
1997, ch. 4), and as many sets are looked at, Benjamini & Hochberg's (1995, J. R. Stat. Soc. B 57:289) q says
which remain. Since organisations prefer their own kind, nearly every pair of sectors has fewer ties than
chance gives; only what the chain needs is therefore looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.analysis.configuration import configuration, swapped
from graph.analysis.ties import TieRule, Ties, collaboration_ties
from graph.network import Network

LEAST = 3.0
"""Sets of which fewer ties are expected are not tested: even none at all would say nothing."""
FALSE_SHARE = 0.05
"""Of the sets called few, the share that may be so by chance (false discovery rate)."""
SAMPLES, LEAST_SAMPLES = 999, 399
_DRAWN = 4_000_000  # ties in all samples together, some ten seconds; with 399 one set in twenty can still stand out
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TieSet:
    """The ties between two groups (codes; the same twice: within one), of one municipality or (None) of all.

    ``sizes``: organisations in each group. ``expected`` is the number of ties that chance gives, ``low`` and
    ``high`` hold 95 % of what it gives. ``q`` is p after Benjamini-Hochberg over all tested sets.
    """

    groups: tuple[str, str]
    place: str | None
    sizes: tuple[int, int]
    ties: int
    expected: float
    low: int
    high: int
    p: float
    q: float

    @property
    def few(self) -> bool:
        """Fewer ties than chance gives, also when all tested sets are taken into account."""
        return self.q <= FALSE_SHARE


@dataclass(frozen=True)
class Expected:
    """The tested ``sets``, the most surprising first; ``samples`` is how many networks of chance were drawn."""

    rule: TieRule
    samples: int
    sets: tuple[TieSet, ...]

    @property
    def few(self) -> tuple[TieSet, ...]:
        """The sets with surprisingly few ties."""
        return tuple(one for one in self.sets if one.few)


def surprising_absence(
    network: Network,
    needed: Collection[tuple[str, str]] | None = None,
    rule: TieRule = "reported",
    *,
    known: Ties | None = None,
    samples: int | None = None,
) -> Expected:
    """Test the ties between sectors, in all and within each municipality.

    ``needed`` are pairs of kinds (in any order) that the chain needs together: only pairs of sectors with
    such kinds are tested; None tests all. A tie that one side reports is not absent, so ``rule`` counts
    those by default. ``known`` saves putting the ties together again. ``samples`` are 999 by default up to 4,000
    ties and fewer, but at least 399, above it. About 2 s for 300 organisations, 12 s for 1,000, 40 s for 5,000.
    """
    ties = known or collaboration_ties(network)
    schema, members = network.schema, network.organisations
    sectors = [schema.entities[e.kind].sector or "" for e in members]
    order = [code for code in schema.codes["sectors"].codes if code in sectors]
    places = [str(e.properties.get("gm_code") or "") for e in members]
    pairs = [(a, b) for at, a in enumerate(order) for b in order[at:]]
    if needed is not None:
        wanted = {frozenset(schema.entities[kind].sector or "" for kind in pair) for pair in needed}
        pairs = [pair for pair in pairs if frozenset(pair) in wanted]
    edges = ties.edges(rule)
    if samples is None:
        samples = max(LEAST_SAMPLES, min(SAMPLES, _DRAWN // max(len(edges), 1)))
    return Expected(rule, samples, fewer_than_chance(edges, sectors, places, pairs, samples))


def fewer_than_chance(
    edges: NDArray[np.int32],
    groups: Sequence[str],
    places: Sequence[str],
    pairs: Iterable[tuple[str, str]],
    samples: int = SAMPLES,
) -> tuple[TieSet, ...]:
    """Test pairs of groups in an undirected network; ``groups`` and ``places`` by position, "" is none."""
    n = len(groups)
    group, place = np.array(groups, dtype=object), np.array(places, dtype=object)
    model = configuration(np.bincount(edges.ravel(), minlength=n).astype(np.int64))
    found: list[TieSet] = []
    members: list[tuple[Bools, Bools]] = []
    for pair in pairs:
        for where in (None, *sorted(set(places) - {""})):
            here = np.ones(n, dtype=bool) if where is None else place == where
            one, other = here & (group == pair[0]), here & (group == pair[1])
            expected = model.expected(one, other)
            if expected >= LEAST:
                sizes = (int(one.sum()), int(other.sum()))
                found.append(TieSet(pair, where, sizes, _count(edges, one, other), expected, 0, 0, 1, 1))
                members.append((one, other))
    if not found:
        return ()
    drawn = np.array([[_count(sample, *m) for m in members] for sample in swapped(n, edges, samples)])
    p = (1 + (drawn <= np.array([one.ties for one in found])).sum(axis=0)) / (1 + samples)
    q = stats.false_discovery_control(p)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0, method="nearest").astype(int)
    told = [
        replace(one, low=int(low[at]), high=int(high[at]), p=float(p[at]), q=float(q[at]))
        for at, one in enumerate(found)
    ]
    return tuple(sorted(told, key=lambda one: (one.p, one.ties / one.expected, one.groups, one.place or "")))


def _count(edges: NDArray[np.int32], one: Bools, other: Bools) -> int:
    a, b = edges[:, 0], edges[:, 1]
    return int(((one[a] & other[b]) | (one[b] & other[a])).sum())
