"""The engine: one replication, week by week, compiled. Spaces, people and rules in; counts out.

States of a candidate (the break-off is an instant, not a state; sustained is a mark on a person):

====== ===================================================== ============================
state  is                                                    leaves to
====== ===================================================== ============================
NEW    not yet in the chain                                  HAND in the week of arrival
HAND   between organisations, ``delay`` weeks                WPRE (or lost: OUT) or WJOB
WPRE k waits for a slot of precondition k                    PRE k, or gives up: OUT
PRE k  is being helped                                       HAND
WJOB r waits for a place of rung r, with coach               RUNG r (HOP first when it is at another employer), or OUT
HOP r  place kept while moving to another employer           RUNG r, or lost: OUT
RUNG r works there                                           WJOB r+1, or broken off: WJOB r again or OUT
OUT    left the chain                                        -
====== ===================================================== ============================

Within a week what ends comes before what begins, and places go to who arrived in the chain first.
A handover is lost with the probability of its mode when it leads to a precondition or to another
employer. The regular job (last rung) has no fixed number of places but a flow of vacancies: at week t
employer j may have hired ``vacancies_year * t / 52`` people; a break-off opens the vacancy again.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.simulation.luck import Luck, draw_luck
from graph.simulation.parameters import centre, load_parameters
from graph.simulation.rules import Rules, build_rules
from graph.simulation.scenario import Employer, alone, scenario
from graph.simulation.spells import BROKEN, DONE, Spells
from graph.simulation.tally import LONGEST, MARKS, Tally
from graph.simulation.tally import SPELLS as SPELLS

SUSTAINED_WEEKS = 52
YEAR = 52.0
_SLACK = 1e-9

NEW, HAND, WPRE, PRE, WJOB, HOP, RUNG, OUT = range(8)


@njit(cache=True, nogil=True)
def replicate(luck: Luck, rules: Rules, record: bool) -> Tally:
    """Run one replication. With ``record`` false ``weekly`` has no rows (for very long runs)."""
    n, kinds = luck.need.shape
    rungs, tries = luck.job_weeks.shape[1], luck.job_weeks.shape[2]
    employers = rules.place_group.shape[0]
    last_rung, horizon = rungs - 1, rules.horizon

    state = np.zeros(n, np.int8)
    at = np.zeros(n, np.int32)  # precondition or rung
    where = luck.home.copy()  # employer now, or the last one
    due = np.zeros(n, np.int32)
    since = np.zeros(n, np.int32)
    tried = np.zeros((n, rungs), np.int32)
    restless = np.zeros(n, np.bool_)  # after a break-off: no preference for the same employer
    first_work = np.full(n, -1, np.int32)
    reached = np.zeros((n, rungs), np.bool_)
    kept = np.zeros((n, len(MARKS)), np.bool_)
    left_at = np.full(n, -1, np.int8)
    help_wait = np.full((n, kinds), -1, np.int32)
    job_wait = np.full((n, rungs), -1, np.int32)
    work_weeks = np.zeros((employers, rungs), np.int64)
    hires = np.zeros((employers, rungs), np.int64)
    breaks = np.zeros((employers, rungs), np.int64)
    coach_weeks = np.zeros(employers)
    help_weeks = np.zeros(kinds, np.int64)
    helped = np.zeros(kinds, np.int64)
    spell_end = np.zeros(SPELLS, np.int64)
    spell_open = np.zeros(SPELLS, np.int64)
    late = np.zeros((len(MARKS), SPELLS), np.int64)
    weekly = np.zeros((horizon if record else 0, 3 + 2 * kinds + 2 * rungs), np.int32)

    slots_used = np.zeros(kinds, np.int64)
    taken = np.zeros((employers, rungs), np.int64)  # places in use; in the last rung: people hired
    coach_used = np.zeros(rules.coach_units.shape[0])
    active = np.zeros(n, np.int32)
    count, arrived, gone = 0, 0, 0
    spells = _no_spells(n * rungs * tries)
    spell_of = np.full(n, -1, np.int32)  # the last spell of each
    begun = 0

    for week in range(horizon):
        while arrived < n and luck.arrive[arrived] <= week:
            i = arrived
            state[i], due[i] = HAND, week + rules.delay[luck.home[i]]
            at[i] = 0
            while at[i] < kinds and not luck.need[i, at[i]]:
                at[i] += 1
            active[count] = i
            count += 1
            arrived += 1

        for place in range(count):  # what ends
            i = active[place]
            home = luck.home[i]
            if state[i] == PRE and due[i] <= week:
                slots_used[at[i]] -= 1
                state[i], due[i] = HAND, week + rules.delay[home]
                at[i] += 1
                while at[i] < kinds and not luck.need[i, at[i]]:
                    at[i] += 1
            elif state[i] == RUNG:
                r, j = at[i], where[i]
                if due[i] <= week:
                    taken[j, r] -= 1
                    coach_used[rules.coach_group[j]] -= rules.coach_load[r]
                    a = tried[i, r]
                    if r < last_rung and luck.job_weeks[i, r, a] <= luck.break_weeks[i, r, a]:
                        _end(spells, spell_of[i], week, DONE)
                        at[i], state[i], since[i], restless[i] = r + 1, WJOB, week, False
                    else:
                        _end(spells, spell_of[i], week, BROKEN)
                        breaks[j, r] += 1
                        if r == last_rung:
                            spell_end[min(week - since[i], LONGEST + 1)] += 1
                            for mark in range(len(MARKS)):
                                kept[i, mark] |= week - since[i] > MARKS[mark]
                        tried[i, r] += 1
                        if tried[i, r] < tries and luck.rematch_share[i, r, a] < rules.rematch[home]:
                            state[i], since[i], restless[i] = WJOB, week, True
                        else:
                            state[i], left_at[i] = OUT, 2 * kinds + 2 * rungs + r
            elif state[i] == HOP and due[i] <= week:
                r, j = at[i], where[i]
                if _lost_on_the_move(luck, rules, i, r, j, tried, taken, coach_used):
                    state[i], left_at[i] = OUT, 2 * kinds + r
                else:
                    state[i] = RUNG
                    _begin(luck, i, r, j, week, tried, since, due, first_work, reached, hires, last_rung)
                    begun = _note(spells, begun, i, j, r, week, spell_of)
            if state[i] == HAND and due[i] <= week:
                if at[i] == kinds:
                    state[i], at[i], since[i] = WJOB, luck.start[i], week
                elif luck.loss_share[i, at[i]] < rules.loss[home]:
                    state[i], left_at[i] = OUT, at[i]
                else:
                    state[i], since[i] = WPRE, week

        for place in range(count):  # what begins: first come, first served
            i = active[place]
            home = luck.home[i]
            if state[i] == WPRE:
                k = at[i]
                help_wait[i, k] = week - since[i]
                if slots_used[k] < rules.slots[k]:
                    slots_used[k] += 1
                    helped[k] += 1
                    state[i], due[i] = PRE, week + luck.help_weeks[i, k]
                elif week - since[i] >= luck.help_patience[i, k]:
                    state[i], left_at[i] = OUT, kinds + k
            elif state[i] == WJOB:
                r = at[i]
                if job_wait[i, r] < 0:
                    job_wait[i, r] = 0
                j = _choose(luck, rules, i, r, week, where[i], restless[i], taken, coach_used, last_rung)
                if j >= 0:
                    taken[j, r] += 1
                    coach_used[rules.coach_group[j]] += rules.coach_load[r]
                    if j != where[i] and rules.move_delay[home] > 0:
                        where[i], state[i], due[i] = j, HOP, week + rules.move_delay[home]
                    elif j != where[i] and _lost_on_the_move(luck, rules, i, r, j, tried, taken, coach_used):
                        where[i], state[i], left_at[i] = j, OUT, 2 * kinds + r
                    else:
                        where[i], state[i] = j, RUNG
                        _begin(luck, i, r, j, week, tried, since, due, first_work, reached, hires, last_rung)
                        begun = _note(spells, begun, i, j, r, week, spell_of)
                elif week - since[i] >= luck.job_patience[i, r, tried[i, r]]:
                    state[i], left_at[i] = OUT, 2 * kinds + rungs + r
                else:
                    job_wait[i, r] += 1

        stay = 0  # count, and drop who left
        for place in range(count):
            i = active[place]
            s, w = state[i], at[i]
            if s == OUT:
                gone += 1
                continue
            active[stay] = i
            stay += 1
            if s == RUNG:
                work_weeks[where[i], w] += 1
                coach_weeks[where[i]] += rules.coach_load[w]
            elif s == PRE:
                help_weeks[w] += 1
            if record:
                if s in (HAND, HOP):
                    column = 1
                elif s in (WPRE, PRE):
                    column = 3 + w + (kinds if s == PRE else 0)
                else:
                    column = 3 + 2 * kinds + w + (rungs if s == RUNG else 0)
                weekly[week, column] += 1
        count = stay
        if record:
            weekly[week, 0] = n - arrived
            weekly[week, 2] = gone

    for place in range(count):
        i = active[place]
        if state[i] == RUNG and at[i] == last_rung:
            worked = min(horizon - 1 - since[i], LONGEST + 1)
            spell_open[worked] += 1
            for mark in range(len(MARKS)):
                kept[i, mark] |= horizon - 1 - since[i] >= MARKS[mark]
                if not kept[i, mark]:
                    late[mark, worked] += 1
    return Tally(
        state, first_work, reached, kept, left_at, help_wait, job_wait, work_weeks, hires, breaks,
        coach_weeks, help_weeks, helped, spell_end, spell_open, late, weekly, _first(spells, begun),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _no_spells(room):  # type: ignore[no-untyped-def]
    """Room for so many spells."""
    return Spells(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int8), np.empty(room, np.int32),
        np.empty(room, np.int32), np.empty(room, np.int8), np.empty(room, np.float64), np.empty(room, np.bool_),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _first(spells, count):  # type: ignore[no-untyped-def]
    """The first ``count`` spells."""
    return Spells(
        spells.person[:count].copy(), spells.employer[:count].copy(), spells.rung[:count].copy(),
        spells.start[:count].copy(), spells.end[:count].copy(), spells.how[:count].copy(),
        spells.share[:count].copy(), spells.carved[:count].copy(),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _note(spells, at, i, j, r, week, spell_of):  # type: ignore[no-untyped-def]
    """Write down that a spell begins; gives the row of the next."""
    spells.person[at], spells.employer[at], spells.rung[at], spells.start[at] = i, j, r, week
    spells.end[at], spells.how[at], spells.share[at], spells.carved[at] = -1, 0, 1.0, False
    spell_of[i] = at
    return at + 1


@njit(cache=True, nogil=True)
def _end(spells, at, week, how):  # type: ignore[no-untyped-def]
    """Write down how a spell ended."""
    spells.end[at], spells.how[at] = week, how


@njit(cache=True, nogil=True)
def _begin(luck, i, r, j, week, tried, since, due, first_work, reached, hires, last_rung):  # type: ignore[no-untyped-def]
    """Candidate i starts in rung r at employer j; the end is known from its luck."""
    a = tried[i, r]
    since[i] = week
    stays = luck.break_weeks[i, r, a]
    if r < last_rung:
        stays = min(stays, luck.job_weeks[i, r, a])
    due[i] = week + stays
    reached[i, r] = True
    hires[j, r] += 1
    if first_work[i] < 0:
        first_work[i] = week - luck.arrive[i]


@njit(cache=True, nogil=True)
def _lost_on_the_move(luck, rules, i, r, j, tried, taken, coach_used):  # type: ignore[no-untyped-def]
    """Whether candidate i is lost on the way to employer j; then the place kept for it is free again."""
    if luck.hop_share[i, r, tried[i, r]] >= rules.move_loss[luck.home[i]]:
        return False
    taken[j, r] -= 1
    coach_used[rules.coach_group[j]] -= rules.coach_load[r]
    return True


@njit(cache=True, nogil=True)
def _choose(luck, rules, i, r, week, now, restless, taken, coach_used, last_rung):  # type: ignore[no-untyped-def]
    """The employer that can place candidate i in rung r now, -1 if none: where it is, else as it prefers."""
    home = luck.home[i]
    group = rules.place_group[home]
    best, lowest = -1, 2.0
    for at in range(rules.member_start[group], rules.member_start[group + 1]):
        j = rules.members[at]
        if j != home and not luck.fits[i, j]:
            continue
        if r == last_rung:
            if rules.vacancies_year[j] * week / YEAR - taken[j, r] < 1 - _SLACK:
                continue
        elif taken[j, r] >= rules.places[j, r]:
            continue
        load, coach = rules.coach_load[r], rules.coach_group[j]
        if load > 0 and coach_used[coach] + load > rules.coach_units[coach] + _SLACK:
            continue
        rank = -1.0 if j == now and not restless else luck.prefers[i, j]
        if rank < lowest:
            best, lowest = j, rank
    return best


def warm_up() -> None:
    """Compile the engine, or load it from the cache on disk: call it once at start, in the background."""
    values = centre(load_parameters())
    employer = Employer("a", "a", (1, 1), 1.0, 1.0)
    tiny = scenario((employer,), alone((employer,)), {**values, "candidates": 1, "horizon_weeks": 1})
    replicate(draw_luck(tiny, values, (0,)), build_rules(tiny, values), True)
