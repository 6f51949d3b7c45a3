"""Which records an import has seen already, and with what content, in about 24 bytes a record.

Keeps 64-bit hashes in sorted runs of doubling size, so that a million rows need neither a million
Python objects nor a second pass. Two different keys share a hash with a chance of 1 in 30 million
for a million rows; such a row would be reported as a duplicate, never lost without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Run:
    """Hashes of keys in order, with the hash of the content and the number of the place beside each."""

    keys: Hashes
    contents: Hashes
    places: Hashes


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where a key was seen before, and whether its content was the same."""

    place: int
    same: bool


class Seen:
    """Remembers keys; ``place`` is any number by which the caller finds a row again."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def add(self, keys: Sequence[str], contents: Sequence[int], places: Sequence[int]) -> dict[int, Earlier]:
        """Remember ``keys`` and say, by position in ``keys``, which of them came before and where.

        Of keys that occur twice in this call the first counts as the earlier one. All three have the
        same length.
        """
        hashes = np.fromiter(map(hash, keys), dtype=np.int64, count=len(keys))
        bodies = np.fromiter(contents, dtype=np.int64, count=len(keys))
        rows = np.fromiter(places, dtype=np.int64, count=len(keys))
        order = np.argsort(hashes, kind="stable")
        run = _Run(hashes[order], bodies[order], rows[order])
        found: dict[int, Earlier] = {}
        first = np.searchsorted(run.keys, run.keys, side="left")
        for at in np.flatnonzero(first != np.arange(len(first))):
            found[int(order[at])] = _earlier(run, int(first[at]), run.contents[at])
        for older in self._runs:
            near = np.minimum(np.searchsorted(older.keys, run.keys), len(older.keys) - 1)
            for hit in np.flatnonzero(older.keys[near] == run.keys):
                found[int(order[hit])] = _earlier(older, int(near[hit]), run.contents[hit])
        new = np.ones(len(keys), dtype=bool)
        new[[*found]] = False
        kept = new[order]
        self._keep(_Run(run.keys[kept], run.contents[kept], run.places[kept]))
        return found

    def _keep(self, run: _Run) -> None:
        if not len(run.keys):
            return
        while self._runs and len(self._runs[-1].keys) <= 2 * len(run.keys):
            run = _merged(self._runs.pop(), run)
        self._runs.append(run)


def _earlier(run: _Run, at: int, content: np.int64) -> Earlier:
    return Earlier(int(run.places[at]), bool(run.contents[at] == content))


def _merged(a: _Run, b: _Run) -> _Run:
    keys = np.concatenate((a.keys, b.keys))
    order = np.argsort(keys, kind="stable")
    return _Run(
        keys[order],
        np.concatenate((a.contents, b.contents))[order],
        np.concatenate((a.places, b.places))[order],
    )
