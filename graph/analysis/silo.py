"""Silos: do sectors work with themselves or with others? The E-I index with a permutation test.

E-I = (E - I) / (E + I) (Krackhardt & Stern 1988, Soc. Psychol. Q. 51:123): E ties lead to another sector, I stay
inside; -1 is all inside, 1 all outside. Ties count once, also those inside. A large sector has more ties inside by
chance alone; so the ties stay where they are and the sectors are dealt out again over the organisations, many times,
as Krackhardt and Stern did. p is the share of those with as low an index, (1 + count) / (1 + times); as several
sectors are looked at, q is p after Benjamini & Hochberg (1995, J. R. Stat. Soc. B 57:289).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

TIMES = 999
FALSE_SHARE = 0.05
"""Of the sectors called inward, the share that may be so by chance."""
_SEED = 1988


@dataclass(frozen=True, slots=True)
class Silo:
    """Ties of one sector (None: of all together): ``external`` to others, ``internal`` among themselves.

    ``index`` is None without ties; ``expected`` is the mean when sectors are dealt out by chance, ``low`` and
    ``high`` hold 95 % of what that gives. ``organisations`` in it.
    """

    sector: str | None
    organisations: int
    external: int
    internal: int
    index: float | None
    expected: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None

    @property
    def inward(self) -> bool:
        """Works with itself more than chance would give, also when all sectors are taken into account."""
        return self.q is not None and self.q <= FALSE_SHARE


@dataclass(frozen=True, slots=True)
class Silos:
    """The index of ``all`` ties, and of each sector with ties, the most inward first; ``times`` chance was tried."""

    all: Silo
    sectors: tuple[Silo, ...]
    times: int


def silos(edges: NDArray[np.int32], sectors: Sequence[str], times: int = TIMES) -> Silos:
    """The index of ties (shape (m, 2), positions) between sectors (by position; "" is none and does not count)."""
    names, group = np.unique(np.array(sectors, dtype=str), return_inverse=True)
    none = int(np.flatnonzero(names == "")[0]) if "" in names else -1
    kept = edges[(group[edges] != none).all(axis=1)]
    known = np.flatnonzero(group != none)
    external, internal = _count(kept, group, len(names))
    generator = np.random.default_rng(_SEED)
    drawn = np.empty((times, len(names) + 1))
    dealt = group.copy()
    for at in range(times):
        dealt[known] = generator.permutation(group[known])
        drawn[at] = _indices(*_count(kept, dealt, len(names)))
    found = _indices(external, internal)
    told = [at for at in range(len(names)) if at != none and external[at] + internal[at]]
    p = {at: (1 + int((drawn[:, at] <= found[at] + 1e-12).sum())) / (1 + times) for at in (*told, len(names))}
    q = dict(zip(told, stats.false_discovery_control([p[at] for at in told]), strict=True)) if told else {}

    def silo(at: int, sector: str | None, size: int, q_of: float | None) -> Silo:
        outside, inside = int(external[at]), int(internal[at])
        if not outside + inside:
            return Silo(sector, size, 0, 0, None, None, None, None, None, None)
        chance = drawn[:, at][~np.isnan(drawn[:, at])]
        low, high = np.quantile(chance, [0.025, 0.975]).tolist() if len(chance) else (None, None)
        mean = float(chance.mean()) if len(chance) else None
        return Silo(sector, size, outside, inside, float(found[at]), mean, low, high, p[at], q_of)

    rows = [silo(at, str(names[at]), int((group == at).sum()), float(q[at])) for at in told]
    whole = silo(len(names), None, len(known), p[len(names)])
    return Silos(whole, tuple(sorted(rows, key=lambda one: (one.index or 0, one.sector or ""))), times)


def _count(edges: NDArray[np.int32], group: NDArray[np.int64], k: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """External and internal ties by sector, and at the end of all together."""
    a, b = group[edges[:, 0]], group[edges[:, 1]]
    inside = a == b
    internal = np.bincount(a[inside], minlength=k)
    external = np.bincount(a[~inside], minlength=k) + np.bincount(b[~inside], minlength=k)
    return np.append(external, (~inside).sum()), np.append(internal, inside.sum())


def _indices(external: NDArray[np.int64], internal: NDArray[np.int64]) -> NDArray[np.float64]:
    whole = external + internal
    return np.where(whole > 0, (external - internal) / np.maximum(whole, 1), np.nan)
