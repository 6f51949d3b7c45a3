"""Tally: what happened in one replication, and what its columns are called."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Tally(NamedTuple):
    """What happened in one replication. ``stops`` columns of ``left``: see :func:`stop_names`."""

    state: NDArray[np.int8]  # (n,) at the end
    first_work: NDArray[np.int32]  # (n,) weeks from arrival to the first working week, -1: never
    reached: NDArray[np.bool_]  # (n, R) ever at work in rung r
    sustained: NDArray[np.bool_]  # (n,) worked 52 weeks on end in one regular job
    left_at: NDArray[np.int8]  # (n,) stop where the candidate left, -1: did not
    help_wait: NDArray[np.int32]  # (n, K) weeks waited, -1: never queued
    job_wait: NDArray[np.int32]  # (n, R) weeks waited over all attempts, -1: never queued
    work_weeks: NDArray[np.int64]  # (J, R) person-weeks
    hires: NDArray[np.int64]  # (J, R) starts
    breaks: NDArray[np.int64]  # (J, R)
    coach_weeks: NDArray[np.float64]  # (J,) units x weeks
    help_weeks: NDArray[np.int64]  # (K,) person-weeks
    helped: NDArray[np.int64]  # (K,) people who got help
    spell_end: NDArray[np.int64]  # (54,) regular jobs broken off after so many weeks (53: after more than 52)
    spell_open: NDArray[np.int64]  # (54,) regular jobs going on at the end, by weeks surely lasted
    pending: NDArray[np.int64]  # (54,) the same, only people without the mark sustained
    weekly: NDArray[np.int32]  # (T, S) people per state at the end of each week: see state_names


def stop_names(preconditions: tuple[str, ...], rungs: tuple[str, ...]) -> tuple[str, ...]:
    """The places where a candidate can leave, in the order of ``Tally.left_at``."""
    helps = [f"{what}_{code}" for what in ("handover", "wait") for code in preconditions]
    jobs = [f"{what}_{rung}" for what in ("move", "wait", "break") for rung in rungs]
    return (*helps, *jobs)


def state_names(preconditions: tuple[str, ...], rungs: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of ``Tally.weekly``; every candidate is in exactly one."""
    helps = [f"{what}_{code}" for what in ("wait", "help") for code in preconditions]
    jobs = [f"{what}_{rung}" for what in ("wait", "work") for rung in rungs]
    return ("new", "handover", "out", *helps, *jobs)
