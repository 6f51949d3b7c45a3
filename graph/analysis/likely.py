"""Likely partners: pairs of organisations without a tie that look most like pairs that have one.

A ranking with reasons, no test: one missing tie is never statistically surprising. It says who would fit
the present pattern, so it repeats what that pattern leaves out; gaps are found by rules, not here. The score
is that of :mod:`graph.analysis.pair_score`; how well it finds hidden ties is in ``docs/likely-partners.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.analysis.distance import kilometres
from graph.analysis.expected import LEAST
from graph.analysis.pair_score import PairScore, pair_score
from graph.analysis.places import spots
from graph.analysis.reach import kinds_together, reach
from graph.analysis.ties import TieRule, Ties, collaboration_ties
from graph.network import Network

LIMIT = 20
GAINED = 100
"""Of so many pairs is told what a tie would add: each takes a look at all distances."""
_AT_ONCE = 1_000_000  # pairs looked at together, so that memory stays small
_DIGITS = 9  # of a score that count: beyond these the order of adding up shows
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Likely:
    """Two organisations without a tie, and why they may be partners.

    ``a`` and ``b`` are ids, in order. ``score`` ranks, and has no unit. ``shared``: partners that both have,
    ``shared_by_chance``: how many chance gives two organisations with so many ties. ``times``: how often
    their ``sectors`` have a tie, as a multiple of chance; None when fewer than three ties are expected.
    ``partners``: how many each has. ``km``: as the crow flies, None when a place is not known. ``gain``: what this
    tie alone adds to the need-weighted reach (:mod:`graph.analysis.reach`), exactly; None where that is not known.
    """

    a: str
    b: str
    score: float
    shared: int
    shared_by_chance: float
    sectors: tuple[str, str]
    times: float | None
    partners: tuple[int, int]
    km: float | None
    gain: float | None


@dataclass(frozen=True)
class LikelyPartners:
    """The first of ``candidates`` pairs, best first; ``weights`` of partners, sectors and shared partners."""

    rule: TieRule
    candidates: int
    weights: tuple[float, float, float]
    pairs: tuple[Likely, ...]


def likely_partners(
    network: Network,
    needed: Collection[tuple[str, str]] | None = None,
    limit: int = LIMIT,
    rule: TieRule = "reported",
    *,
    known: Ties | None = None,
) -> LikelyPartners:
    """Rank the pairs without a tie, equal scores by id. ``known`` saves putting the ties together again.

    ``needed`` are pairs of kinds (in any order) that the chain needs together: only those are ranked; None
    ranks all. A tie that one side reports is no missing tie, so ``rule`` counts those by default; and where
    both sides reported nothing at all it is not known whether there is one: such pairs are left out. About
    0.2 s for 1,000 organisations, and half a second more for what the first :data:`GAINED` would add. Raises
    ValueError for a negative ``limit``.
    """
    if limit < 0:
        raise ValueError("limit must be 0 or more")
    ties = known or collaboration_ties(network)
    schema, members = network.schema, network.organisations
    kinds = [e.kind for e in members]
    sectors = [schema.entities[e.kind].sector or "" for e in members]
    score = pair_score(ties.edges(rule), sectors)
    may = kinds_together(kinds, needed)
    a, b, found, candidates = _best(score, ties, may, limit)
    where = spots(network)
    gains = _gains(ties, rule, kinds, needed, list(zip(a.tolist(), b.tolist(), strict=True)))
    shared, by_chance = score.shared(a, b), score.shared_by_chance(a, b)
    pairs = []
    for row, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        one, other = score.group[i], score.group[j]
        expected = float(score.chance[one, other])
        km = float(kilometres(where[i], where[j])[0])
        pairs.append(
            Likely(
                a=ties.ids[i],
                b=ties.ids[j],
                score=float(found[row]),
                shared=int(shared[row]),
                shared_by_chance=float(by_chance[row]),
                sectors=(sectors[i], sectors[j]),
                times=float(score.ties[one, other]) / expected if expected >= LEAST else None,
                partners=(int(score.degree[i]), int(score.degree[j])),
                km=None if np.isnan(km) else km,
                gain=gains[row],
            )
        )
    return LikelyPartners(rule, candidates, score.weights, tuple(pairs))


def _gains(
    ties: Ties,
    rule: TieRule,
    kinds: list[str],
    needed: Collection[tuple[str, str]] | None,
    pairs: list[tuple[int, int]],
) -> list[float | None]:
    """What each pair would add to the reach; None where nothing says who needs whom, or it takes too long."""
    asked = pairs[:GAINED]
    found = reach(ties.to_igraph(rule), kinds, needed, asked) if needed is not None and asked else None
    return [*(found.gains if found else [None] * len(asked)), *[None] * (len(pairs) - len(asked))]


def _best(
    score: PairScore, ties: Ties, wanted: tuple[Ints, NDArray[np.bool_]], limit: int
) -> tuple[Ints, Ints, NDArray[np.float64], int]:
    """The best pairs as positions, their scores, and how many were ranked: so many rows of all pairs at a time."""
    kind, together = wanted
    n, candidates = score.n, 0
    a, b, found = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    step = max(1, _AT_ONCE // max(n, 1))
    for start in range(0, n, step):
        rows = np.arange(start, min(start + step, n))
        free = together[kind[rows][:, None], kind]
        free &= rows[:, None] < np.arange(n)
        free &= ties.responded[rows][:, None] | ties.responded
        free &= score.matrix[rows].toarray() == 0
        one, other = np.nonzero(free)
        one, candidates = rows[one], candidates + len(one)
        a, b = np.concatenate([a, one]), np.concatenate([b, other])
        found = np.concatenate([found, np.round(score.score(one, other), _DIGITS)])
        if len(found) > limit > 0:  # what cannot be among the first any more needs no sorting
            keep = found >= np.partition(found, len(found) - limit)[len(found) - limit]
            a, b, found = a[keep], b[keep], found[keep]
    order = np.lexsort((b, a, -found))[:limit]
    return a[order], b[order], found[order], candidates
