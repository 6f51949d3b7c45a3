"""Core and periphery: is there a group in which everybody works with everybody, with the others around it?

The discrete pattern of Borgatti & Everett (2000, Soc. Networks 21:375): ties between all in the core, none among the
periphery; what is between the two says nothing. Lip (2011, arXiv:1102.5511) shows that the number of pairs that do
not fit, for a core of the k with most ties, is k(k-1)/2 + m - sum of their degrees, so that the best core is
found exactly by sorting. ``fit`` is Borgatti and Everett's correlation between ties and pattern over the pairs
that the pattern says anything about: 1 is the pure pattern.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CorePeriphery:
    """``core``: positions, those with most ties first. ``misfits``: pairs in the core without a tie, and ties among
    the periphery. ``fit`` is None where all pairs are alike. ``inside`` and ``outside``: the share of the pairs in
    the core, and among the periphery, that have a tie (None without pairs).
    """

    core: tuple[int, ...]
    misfits: int
    fit: float | None
    inside: float | None
    outside: float | None


def core_periphery(edges: NDArray[np.int32], n: int) -> CorePeriphery:
    """The core of an undirected simple network of ``n`` with ties ``edges`` (m, 2); of equal ones the smallest."""
    degree = np.bincount(edges.ravel(), minlength=n)
    order = np.argsort(-degree, kind="stable")
    sizes = np.arange(n + 1)
    wrong = sizes * (sizes - 1) // 2 + len(edges) - np.concatenate([[0], np.cumsum(degree[order])])
    k = int(np.argmin(wrong))
    members = np.zeros(n, dtype=bool)
    members[order[:k]] = True
    ends = members[edges]
    full, empty = int(ends.all(axis=1).sum()), int((~ends).all(axis=1).sum())
    in_core, around = k * (k - 1) // 2, (n - k) * (n - k - 1) // 2
    return CorePeriphery(
        tuple(order[:k].tolist()),
        int(wrong[k]),
        _correlation(full, in_core, empty, around),
        full / in_core if in_core else None,
        empty / around if around else None,
    )


def _correlation(full: int, in_core: int, empty: int, around: int) -> float | None:
    """Pearson's correlation (phi) of tie or none with core or periphery, over the pairs inside either."""
    ties, pairs = full + empty, in_core + around
    spread = float(in_core) * around * ties * (pairs - ties)
    return (full * (around - empty) - empty * (in_core - full)) / spread**0.5 if spread else None
