"""Spells: who worked where, in which rung, from which week to which, and how it ended.

The engine keeps one row per person, employer and stretch of work, as flat arrays, so that whatever is paid per
month for this person at this employer is computed outside the engine. With what :func:`months_worked` gives, a
ledger multiplies; it never has to run the engine again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GOING_ON, DONE, BROKEN, STOPPED = range(4)
"""How a spell ended: not yet, as planned, early, or because the employer stopped."""
ENDINGS = ("going_on", "done", "broken", "stopped")
WEEKS_A_MONTH = 52 / 12


class Spells(NamedTuple):
    """S stretches of work, each array (S,), in the order in which they began.

    ``person``: row in the arrays of :class:`~graph.simulation.luck.Luck` and
    :class:`~graph.simulation.people.People`. ``employer``: position in ``Scenario.employers``. ``rung``:
    from 0, the last is the regular job. ``start``: first week at work, from 0. ``end``: first week no longer
    at work there, so that ``end - start`` weeks were worked; -1 when it goes on at the horizon. ``how``:
    position in :data:`ENDINGS`. ``share``: part of the person's hours worked here, 1 unless tasks of several
    companies were combined (then there are two or three rows with the same start, which add up to 1).
    ``carved``: the place was made to measure for a lower work capacity.

    A person is never in two spells at once, but for combined ones. The weeks of all spells together, each
    until the horizon at most, are those of ``Tally.work_weeks`` (by ``share`` for combined ones).
    """

    person: NDArray[np.int32]
    employer: NDArray[np.int32]
    rung: NDArray[np.int8]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    how: NDArray[np.int8]
    share: NDArray[np.float64]
    carved: NDArray[np.bool_]


def ending_text(how: int) -> str:
    """Key in the texts of how a spell ended."""
    return f"simulation_people.ending_{ENDINGS[how]}"


def weeks_worked(spells: Spells, horizon: int) -> NDArray[np.int64]:
    """Weeks worked in each spell until the horizon, (S,)."""
    return np.asarray(np.where(spells.end < 0, horizon, spells.end) - spells.start, dtype=np.int64)


class Months(NamedTuple):
    """M months in which somebody worked somewhere, each array (M,).

    ``spell``: row of :class:`Spells`. ``month``: of that spell, from 0 (its first month). ``calendar``: month of the
    simulation in which it begins, from 0. ``part``: part of the month that was worked, above 0 and at most 1.
    """

    spell: NDArray[np.int64]
    month: NDArray[np.int64]
    calendar: NDArray[np.int64]
    part: NDArray[np.float64]


def months_worked(spells: Spells, horizon: int) -> Months:
    """The spells cut into months of 52/12 weeks, counted from the start of each; the last may be a part.

    ``part.sum() * WEEKS_A_MONTH`` is the number of weeks worked.
    """
    weeks = weeks_worked(spells, horizon)
    count = np.ceil(weeks / WEEKS_A_MONTH - 1e-9).astype(np.int64)
    spell = np.repeat(np.arange(count.size), count)
    month = np.arange(spell.size) - np.repeat(np.cumsum(count) - count, count)
    begun = spells.start[spell] + month * WEEKS_A_MONTH
    part = np.minimum(weeks[spell] / WEEKS_A_MONTH - month, 1.0)
    return Months(spell, month, np.floor(begun / WEEKS_A_MONTH + 1e-9).astype(np.int64), part)
