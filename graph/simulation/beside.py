"""Help beside work, as the engine has it: needs that are not met before work. Compiled; see ``desk`` on changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

NOTHING, ASKED, WAITS, HELPED = range(4)
"""Where a parallel need is: not asked or met, between organisations, waiting for a slot, being helped."""


class Needs(NamedTuple):
    """Needs of n candidates that are not met before work; K columns, or none when all are."""

    where: NDArray[np.int8]  # (n, K)
    due: NDArray[np.int32]  # (n, K) week in which that ends; since when, for WAITS
    asking: NDArray[np.int8]  # (n,) needs ASKED or WAITS
    soon: NDArray[np.int32]  # (n,) first week in which an ASKED or HELPED one ends
    opened: NDArray[np.int8]  # (n,) needs not met


@njit(cache=True, nogil=True)
def ask_for_help(needs, i, week, need, loss_share, timing, loss, delay):  # type: ignore[no-untyped-def]
    """Needs that were not met before work are open from now on; parallel help is asked for, if that is not lost."""
    for k in range(timing.shape[0]):
        if need[i, k] and timing[k] > 0:
            needs.opened[i] += 1
            if timing[k] == 1 and loss_share[i, k] >= loss:
                needs.asking[i] += 1
                needs.due[i, k] = week + delay
                if delay > 0:
                    needs.where[i, k] = ASKED
                    needs.soon[i] = min(needs.soon[i], week + delay)
                else:
                    needs.where[i, k] = WAITS


@njit(cache=True, nogil=True)
def help_ends(needs, i, week, horizon, weeks, slots_used, help_weeks):  # type: ignore[no-untyped-def]
    """Parallel help that ends this week, and requests that arrive."""
    needs.soon[i] = horizon
    for k in range(needs.where.shape[1]):
        if needs.where[i, k] == HELPED and needs.due[i, k] <= week:
            slots_used[k] -= 1
            help_weeks[k] += weeks[i, k]
            needs.where[i, k] = NOTHING
            needs.opened[i] -= 1
        elif needs.where[i, k] == ASKED and needs.due[i, k] <= week:
            needs.where[i, k] = WAITS
        elif needs.where[i, k] == ASKED or needs.where[i, k] == HELPED:
            needs.soon[i] = min(needs.soon[i], needs.due[i, k])


@njit(cache=True, nogil=True)
def help_begins(needs, i, week, weeks, slots, wait_weeks, slots_used, helped, help_wait):  # type: ignore[no-untyped-def]
    """Parallel help begins when there is a slot; nobody gives up on it."""
    for k in range(needs.where.shape[1]):
        if needs.where[i, k] == WAITS:
            waited = week - needs.due[i, k]
            help_wait[i, k] = waited
            if slots_used[k] < slots[k] and waited >= wait_weeks[k]:
                slots_used[k] += 1
                helped[k] += 1
                needs.asking[i] -= 1
                needs.where[i, k], needs.due[i, k] = HELPED, week + weeks[i, k]
                needs.soon[i] = min(needs.soon[i], week + weeks[i, k])


@njit(cache=True, nogil=True)
def help_leaves(needs, i, week, weeks, slots_used, help_weeks):  # type: ignore[no-untyped-def]
    """Candidate i is followed no longer from ``week`` on: slots are free the week after, weeks of help are counted."""
    for k in range(needs.where.shape[1]):
        if needs.where[i, k] == HELPED:
            slots_used[k] -= 1
            help_weeks[k] += week - (needs.due[i, k] - weeks[i, k])
            needs.where[i, k] = NOTHING
