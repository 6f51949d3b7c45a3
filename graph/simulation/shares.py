"""Shares: uniform numbers that belong to a key, the same in every process, in any order, on any thread.

The counter generator SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, fig. 16): number ``j`` is a hash of key and
``j``, so that nothing has to be drawn before it. Compiled, and free of the interpreter's lock.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = (np.uint64(shift) for shift in (30, 27, 31, 11))
_UNIT = 2.0**-53


def shares(key: Sequence[int], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Uniform on [0, 1) in steps of 2^-53, of any shape. ``key``: whole numbers from 0 to 2^64 - 1, in order."""
    found: NDArray[np.float64] = np.empty(shape)
    _fill(np.array(key, np.uint64), found.reshape(-1))
    return found


def shares_beside(key: Sequence[int], ends: Sequence[int], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Of J keys that differ in their last number only: ``found[:, j]`` is ``shares((*key, ends[j]), shape)``.

    For ``shape`` (n, m) of shape (n, J, m).
    """
    found: NDArray[np.float64] = np.empty((shape[0], len(ends), shape[1]))
    _fill_beside(np.array(key, np.uint64), np.array(ends, np.uint64), found)
    return found


@njit(cache=True, nogil=True)
def numbers(seed: np.uint64, count: int) -> NDArray[np.uint64]:
    """The first ``count`` numbers of 64 bits after ``seed``."""
    found = np.empty(count, np.uint64)
    for j in range(count):
        found[j] = _mixed(seed + np.uint64(j + 1) * _ODD)
    return found


@njit(cache=True, nogil=True)
def _seed(key):  # type: ignore[no-untyped-def]
    seed = np.uint64(key.shape[0])
    for part in key:
        seed = _mixed((seed + _ODD) ^ part)
    return seed


@njit(cache=True, nogil=True)
def _fill(key, found):  # type: ignore[no-untyped-def]
    seed = _seed(key)
    for j in range(found.shape[0]):
        found[j] = np.float64(_mixed(seed + np.uint64(j + 1) * _ODD) >> _11) * _UNIT


@njit(cache=True, nogil=True)
def _fill_beside(key, ends, found):  # type: ignore[no-untyped-def]
    whole = np.append(key, np.uint64(0))
    each = found.shape[2]
    for j in range(ends.shape[0]):
        whole[-1] = ends[j]
        seed = _seed(whole)
        for i in range(found.shape[0]):
            for c in range(each):
                found[i, j, c] = np.float64(_mixed(seed + np.uint64(i * each + c + 1) * _ODD) >> _11) * _UNIT


@njit(cache=True, nogil=True)
def _mixed(z):  # type: ignore[no-untyped-def]
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    return z ^ (z >> _31)
