"""Tally: what happened in one replication, and what its columns are called."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.simulation.spells import Spells

MARKS = (26, 52, 104)
"""Weeks after which it is asked whether somebody is still in the same regular job: 6, 12 and 24 months."""
LONGEST = MARKS[-1]
SPELLS = LONGEST + 2
"""Length of a count of jobs by weeks: 0 to 104, and longer."""


CAUSES = ("place", "fit", "no", "supervision", "coach")
"""Why somebody waits for work, by how near the nearest employer came: no place free, a place but no fit, a fit but
the employer says no, a yes but nobody to supervise, all of it but no coach."""


class Tally(NamedTuple):
    """What happened in one replication. ``stops`` columns of ``left``: see :func:`stop_names`."""

    state: NDArray[np.int8]  # (n,) at the end
    first_work: NDArray[np.int32]  # (n,) weeks from arrival to the first working week, -1: never
    reached: NDArray[np.bool_]  # (n, R) ever at work in rung r
    kept: NDArray[np.bool_]  # (n, 3) was in one regular job for longer than each of MARKS
    left_at: NDArray[np.int8]  # (n,) stop where the candidate left, -1: did not
    help_wait: NDArray[np.int32]  # (n, K) weeks waited, -1: never queued
    job_wait: NDArray[np.int32]  # (n, R) weeks waited over all attempts, -1: never queued
    work_weeks: NDArray[np.int64]  # (J, R) person-weeks
    hires: NDArray[np.int64]  # (J, R) starts
    breaks: NDArray[np.int64]  # (J, R)
    coach_weeks: NDArray[np.float64]  # (J,) units x weeks
    help_weeks: NDArray[np.int64]  # (K,) person-weeks
    helped: NDArray[np.int64]  # (K,) people who got help
    came_back: int  # times that somebody who did not show up came back
    wait_cause: NDArray[np.int64]  # (5,) person-weeks of waiting for work, by CAUSES
    spell_end: NDArray[np.int64]  # (106,) regular jobs ended after so many weeks (105: after more than 104)
    spell_open: NDArray[np.int64]  # (106,) regular jobs going on at the end, by weeks surely lasted
    late: NDArray[np.int64]  # (3, 106) the same, only people without the mark
    weekly: NDArray[np.int32]  # (T, S) people per state at the end of each week: see state_names
    spells: Spells  # every stretch of work

    @property
    def sustained(self) -> NDArray[np.bool_]:
        """(n,) kept one regular job for longer than 52 weeks."""
        return np.asarray(self.kept[:, 1])

    @property
    def pending(self) -> NDArray[np.int64]:
        """(106,) regular jobs going on at the end of people without the mark of 52 weeks."""
        return np.asarray(self.late[1])


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
