"""How much two organisations look like a pair that has a tie: three parts, each beside what chance gives.

* *partners*: the odds of a tie given how many ties each has (:mod:`graph.analysis.configuration`);
* *groups*: how many ties there are between their two groups, as a multiple of what chance gives; with the
  first part this is a block model with degrees (Karrer & Newman 2011, Phys. Rev. E 83:016107);
* *shared*: their shared partners, those with few ties counting more (Adamic & Adar 2003, Soc. Netw. 25:211),
  as a multiple of what chance gives two organisations with so many ties.

The score is the sum of their logarithms, each with a weight. How much a part matters differs between
networks, so the weights are fitted to the network itself, by logistic regression of tie or no tie, with each
pair looked at as though its own tie were not there. Few ties say little about that, so the weights are held
near 1 (a normal prior). Pairs depend on each other: the weights describe, and no p-value follows from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.configuration import Configuration, configuration

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_SPREAD = 0.5  # standard deviation of the prior of the weights: 1, give or take a half
_FEW = 2.0  # ties added to those found and to those expected, so that few ties between groups say little
_SURE = 1e-3  # no pair is held to be more certain than this to have a tie, or not
_HALF = 0.5  # added to a number of ties before its logarithm is taken
_AT_MOST = 20_000  # pairs without a tie that the weights are fitted to; of more, one out of so many
_ROUNDS, _SMALLEST, _NEAR = 50, 1e-6, 1e-12


@dataclass(frozen=True)
class PairScore:
    """Scores pairs of ``n`` organisations; ``edges`` are the ties, positions of shape (m, 2), a < b.

    ``group`` is the number of the group of each; ``ties`` and ``chance``, shape (g, g), are the ties between
    two groups and what chance gives. Pairs are given as two arrays of positions of equal length.
    """

    n: int
    edges: NDArray[np.int32]
    group: Ints
    degree: Ints
    model: Configuration
    ties: Floats
    chance: Floats

    @cached_property
    def weights(self) -> tuple[float, float, float]:
        """How much partners, groups and shared partners matter here; 1 each where there is nothing to learn from."""
        every, tied = self.n * (self.n - 1) // 2, len(self.edges)
        if tied == 0 or tied == every:
            return 1.0, 1.0, 1.0
        stride = -(-(every - tied) // _AT_MOST)
        a, b = self._pair_at(np.arange(stride // 2, every, stride))
        free = ~self.has_tie(a, b)
        parts = np.concatenate([self._parts_without(*self.edges.T.astype(np.int64)), self.parts(a[free], b[free])])
        tie = np.arange(len(parts)) < tied
        counts = np.where(tie, 1.0, (every - tied) / max(int(free.sum()), 1))
        found = _fitted(parts, tie.astype(float), counts)
        return float(found[0]), float(found[1]), float(found[2])

    def score(self, a: Ints, b: Ints) -> Floats:
        """The score of each pair, a logarithm of odds less a constant: higher looks more like a pair with a tie."""
        answer: Floats = self.parts(a, b) @ np.array(self.weights)
        return answer

    def parts(self, a: Ints, b: Ints) -> Floats:
        """Logarithms of the three parts of each pair, shape (k, 3)."""
        classes, usual = self.model.of, self._usual
        often = np.log((self.ties + _FEW) / (self.chance + _FEW))
        shared = (self._at(self._shared_value, a, b) + usual) / (self.shared_value_by_chance(a, b) + usual)
        return np.column_stack(
            [self._log_odds[classes[a], classes[b]], often[self.group[a], self.group[b]], np.log(shared)]
        )

    def shared(self, a: Ints, b: Ints) -> Ints:
        """How many partners each pair shares."""
        return self._at(self._shared, a, b).astype(np.int64)

    def has_tie(self, a: Ints, b: Ints) -> NDArray[np.bool_]:
        """Which pairs have a tie."""
        return self._at(self.matrix, a, b) > 0

    def shared_by_chance(self, a: Ints, b: Ints) -> Floats:
        """How many shared partners chance gives each pair."""
        return self._over_others(np.ones(self.n), a, b)

    def shared_value_by_chance(self, a: Ints, b: Ints) -> Floats:
        """The same, with each shared partner counted for 1/log of its ties."""
        return self._over_others(self._value, a, b)

    @cached_property
    def matrix(self) -> Any:
        """The ties as a symmetric sparse matrix of 0 and 1."""
        both = np.concatenate([self.edges, self.edges[:, ::-1]])
        return sparse.csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(self.n, self.n))

    def _parts_without(self, a: Ints, b: Ints) -> Floats:
        """The parts of pairs with a tie, as though that tie were not there."""
        one, other = self.degree[a], self.degree[b]
        less = (one - _HALF) * (other - _HALF) / ((one + _HALF) * (other + _HALF))
        ties, expected = self.ties[self.group[a], self.group[b]], self.chance[self.group[a], self.group[b]]
        often = (ties - 1 + _FEW) / (expected - self.model.between(a, b) + _FEW)
        shared = self._at(self._shared_value, a, b) + self._usual
        shared = shared / (self.shared_value_by_chance(a, b) * less + self._usual)
        odds = self._log_odds[self.model.of[a], self.model.of[b]]
        return np.column_stack([odds + np.log(less), np.log(often), np.log(shared)])

    @cached_property
    def _log_odds(self) -> Floats:
        chance = np.clip(self.model.probability, _SURE, 1 - _SURE)
        return np.log(chance / (1 - chance))

    @cached_property
    def _value(self) -> Floats:
        """What a shared partner counts: 1/log of its ties (of one tie: as of two; it shares with nobody)."""
        return 1 / np.log(np.maximum(self.degree, 2))

    @cached_property
    def _usual(self) -> float:
        """What one shared partner usually counts; added above and below, so that one of them says little."""
        return float(self._value[self.degree > 0].mean()) if len(self.edges) else 1.0

    @cached_property
    def _shared(self) -> Any:
        return (self.matrix @ self.matrix).tocsr()

    @cached_property
    def _shared_value(self) -> Any:
        return (self.matrix @ sparse.diags_array(self._value) @ self.matrix).tocsr()

    def _over_others(self, value: Floats, a: Ints, b: Ints) -> Floats:
        """Over all others, the chance of a tie with both, times their ``value`` (the same within a class)."""
        model, of = self.model, self.model.of
        by_class = np.zeros(len(model.probability))
        by_class[of] = value
        members = np.bincount(of, minlength=len(by_class))
        itself = by_class * model.probability.diagonal()
        both = (model.probability * (by_class * members)) @ model.probability
        both -= model.probability * (itself[:, None] + itself)
        found: Floats = np.maximum(both, 0)[of[a], of[b]]
        return found

    def _pair_at(self, rank: Ints) -> tuple[Ints, Ints]:
        """The pairs at these places in the list of all pairs, ordered by the first and then the second."""
        starts = np.concatenate([[0], np.cumsum(np.arange(self.n - 1, 0, -1))])
        a = np.searchsorted(starts, rank, side="right") - 1
        return a, rank - starts[a] + a + 1

    @staticmethod
    def _at(table: Any, a: Ints, b: Ints) -> Floats:
        """Entries of a sparse matrix: found by searching the sorted list of those that are not 0."""
        table.sort_indices()
        n = table.shape[1]
        keys = np.repeat(np.arange(n, dtype=np.int64), np.diff(table.indptr)) * n + table.indices
        if not len(keys):
            return np.zeros(len(a))
        wanted = np.asarray(a, dtype=np.int64) * n + b
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, table.data[at], 0.0)


def pair_score(edges: NDArray[np.int32], groups: Sequence[str]) -> PairScore:
    """Look at an undirected network without repeats: ``edges`` of shape (m, 2), the group of each organisation."""
    n = len(groups)
    degree = np.bincount(edges.ravel(), minlength=n).astype(np.int64)
    model = configuration(degree)
    names, group = np.unique(np.array(groups, dtype=str), return_inverse=True)
    member = [group == at for at in range(len(names))]
    ties = np.zeros((len(names), len(names)))
    np.add.at(ties, (group[edges[:, 0]], group[edges[:, 1]]), 1)
    ties = ties + ties.T - np.diag(ties.diagonal())
    chance = np.array([[model.expected(one, other) for other in member] for one in member])
    return PairScore(n, np.sort(edges, axis=1), group.astype(np.int64), degree, model, ties, chance.reshape(ties.shape))


def _fitted(parts: Floats, tie: Floats, counts: Floats) -> Floats:
    """Weights of logistic regression with a prior around 1; ``counts``: for how many pairs each row stands."""
    rows = np.column_stack([np.ones(len(parts)), parts])
    firm = np.array([0, *[_SPREAD**-2] * 3])

    def loss(weights: Floats) -> float:
        odds = rows @ weights
        return float(counts @ (np.logaddexp(0, odds) - tie * odds) + firm @ (weights - 1) ** 2 / 2)

    share, total = float(counts @ tie), float(counts.sum())
    weights = np.array([np.log(share / (total - share)) - float(counts @ parts.sum(axis=1)) / total, 1, 1, 1])
    now = loss(weights)
    for _ in range(_ROUNDS):  # Newton's method; the loss is convex, so a shorter step always helps
        chance = 0.5 * (1 + np.tanh(rows @ weights / 2))
        slope = rows.T @ (counts * (chance - tie)) + firm * (weights - 1)
        bend = (rows.T * (counts * chance * (1 - chance))) @ rows + np.diag(firm)
        step = np.linalg.solve(bend + 1e-9 * np.eye(4), slope)
        size = 1.0
        while (then := loss(weights - size * step)) > now and size > _SMALLEST:
            size /= 2
        weights, gained, now = weights - size * step, now - then, then
        if gained <= _NEAR * total:
            break
    answer: Floats = weights[1:]
    return answer
