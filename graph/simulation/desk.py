"""The desk of the engine: what is free, and the seldom used ways to take it. Compiled.

After a change here ``SOURCES`` in ``model`` must be set again: the cache of numba does not look at what is called.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph.simulation.spells import Spells

YEAR = 52.0
SLACK = 1e-9
WHOLE, CARVED, PARTS = range(3)
"""Sorts of places: an ordinary one, one made to measure, one joined from parts at two or three employers."""
MOST_PARTS = 3


class Desk(NamedTuple):
    """What is in use, and what is free this week."""

    used: NDArray[np.int64]  # (3, J, R) by sort of place; in the last rung: people hired
    room: NDArray[np.int64]  # (3, J, R)
    group_room: NDArray[np.int64]  # (G, R) all sorts
    coach: NDArray[np.float64]  # (H,) units
    watched: NDArray[np.float64]  # (J,) people supervised
    picked: NDArray[np.int32]  # (3,) the employers that were chosen last


@njit(cache=True, nogil=True)
def free(week, rules, used, room, group_room):  # type: ignore[no-untyped-def]
    """What is free this week, now that everything has ended that ends."""
    group_room[:] = 0
    rungs = used.shape[2]
    for j in range(rules.place_group.shape[0]):
        group, opened = rules.place_group[j], rules.stops[j] > week
        for r in range(rungs):
            if not opened:
                room[:, j, r] = 0
                continue
            if r < rungs - 1:
                room[WHOLE, j, r] = rules.places[j, r] - used[WHOLE, j, r]
            else:
                room[WHOLE, j, r] = int(np.floor(rules.vacancies_year[j] * week / YEAR + SLACK)) - used[WHOLE, j, r]
            group_room[group, r] += room[WHOLE, j, r]
            if rules.any_carved:
                room[CARVED, j, r] = rules.carved[j, r] - used[CARVED, j, r]
                group_room[group, r] += room[CARVED, j, r]
            if rules.any_parts:
                room[PARTS, j, r] = rules.parts[j, r] - used[PARTS, j, r]
                group_room[group, r] += room[PARTS, j, r]


@njit(cache=True, nogil=True)
def let_go(rules, desk, sort, j, r):  # type: ignore[no-untyped-def]
    """A place that was kept at employer j is kept no longer."""
    desk.used[sort, j, r] -= 1
    desk.watched[j] -= rules.watch_load[r]
    desk.coach[rules.coach_group[j]] -= rules.coach_load[r]


@njit(cache=True, nogil=True)
def _refused(luck, rules, desk, i, j, r, home, asks_hours, asks_capacity):  # type: ignore[no-untyped-def]
    """Why employer j, which has a place, cannot have candidate i, as CAUSES; 0 when it can."""
    if j != home and not luck.fits[i, j]:
        return 1
    if rules.any_asks:
        if luck.level[i] < rules.level_asked[j, r]:
            return 1
        if asks_capacity and luck.work_capacity[i] < rules.capacity_asked[j, r]:
            return 1
        if asks_hours and not rules.hours_low[j] <= luck.hours[i] <= rules.hours_high[j]:
            return 1
    if rules.any_no and luck.yes_share[i, j] >= rules.willing[j]:
        return 2
    if rules.any_limit and desk.watched[j] + rules.watch_load[r] > rules.at_once[j] + SLACK:
        return 3
    load, coach = rules.coach_load[r], rules.coach_group[j]
    if load > 0 and desk.coach[coach] + load > rules.coach_units[coach] + SLACK:
        return 4
    return 0


@njit(cache=True, nogil=True)
def join(luck, rules, desk, i, r, now, restless):  # type: ignore[no-untyped-def]
    """Join part-time places until they fill the hours of candidate i, the largest first, at three employers at most.

    Without joining in the group one part must do. Gives how many employers, 0 when the hours are not filled.
    """
    home = luck.home[i]
    group = rules.place_group[home]
    most = MOST_PARTS if rules.combine[home] else 1
    hours, count = 0.0, 0
    while count < most and hours < luck.hours[i] - SLACK:
        best, largest, lowest = -1, 0.0, 2.0
        for at in range(rules.member_start[group], rules.member_start[group + 1]):
            j = rules.members[at]
            if desk.room[PARTS, j, r] <= 0 or _refused(luck, rules, desk, i, j, r, home, False, True) > 0:
                continue
            known = False
            for part in range(count):
                known |= desk.picked[part] == j
            if known:
                continue
            rank = -1.0 if j == now and not restless else luck.prefers[i, j]
            if rules.part_hours[j] > largest or (rules.part_hours[j] == largest and rank < lowest):
                best, largest, lowest = j, rules.part_hours[j], rank
        if best < 0:
            return 0
        desk.picked[count] = best
        hours += largest
        count += 1
    return count if hours >= luck.hours[i] - SLACK else 0


@njit(cache=True, nogil=True)
def no_spells(room):  # type: ignore[no-untyped-def]
    """Room for so many spells."""
    return Spells(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int8), np.empty(room, np.int32),
        np.empty(room, np.int32), np.empty(room, np.int8), np.empty(room, np.float64), np.empty(room, np.bool_),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def first_spells(spells, count):  # type: ignore[no-untyped-def]
    """The first ``count`` spells."""
    return Spells(
        spells.person[:count].copy(), spells.employer[:count].copy(), spells.rung[:count].copy(),
        spells.start[:count].copy(), spells.end[:count].copy(), spells.how[:count].copy(),
        spells.share[:count].copy(), spells.carved[:count].copy(),
    )  # fmt: skip
