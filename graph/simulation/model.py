"""The engine: one replication, week by week, compiled. Spaces, people and rules in; counts and spells out.

States of a candidate: :mod:`graph.simulation.states`. Within a week what ends comes before what begins, and places go
to who arrived in the chain first. All of it, in formulas and with units: docs/simulation-model.md.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.simulation.beside import Needs, ask_for_help, help_begins, help_ends, help_leaves

from graph.simulation.desk import CARVED, MOST_PARTS, PARTS, SLACK, WHOLE, Desk  # isort: skip
from graph.simulation.desk import first_spells, free, join, let_go, no_spells  # isort: skip
from graph.simulation.desk import YEAR as YEAR
from graph.simulation.luck import Luck, draw_luck
from graph.simulation.parameters import centre, load_parameters
from graph.simulation.profiles import load_profiles
from graph.simulation.rules import Rules, build_rules
from graph.simulation.scenario import Context, Employer, alone, scenario
from graph.simulation.spells import BROKEN, DONE, STOPPED
from graph.simulation.states import HAND, HOP, OUT, PRE, RUNG, TO_HELP, WJOB, WPRE, missed
from graph.simulation.tally import CAUSES, LONGEST, MARKS, Tally
from graph.simulation.tally import SPELLS as SPELLS

SUSTAINED_WEEKS = 52
SOURCES = "aa81507e13e3"
"""Digest of the other compiled modules. The cache of numba looks at the file of a function only, not at what it calls:
a change there must change this file too, which a test holds."""
MARKED, CAUSED = len(MARKS), len(CAUSES)


@njit(cache=True, nogil=True)
def replicate(luck: Luck, rules: Rules, record: bool) -> Tally:
    """Run one replication. With ``record`` false ``weekly`` has no rows (for very long runs).

    Long on purpose: a call with all these arrays costs more than what it would do.
    """
    n, kinds = luck.need.shape
    rungs, tries = luck.job_weeks.shape[1], luck.job_weeks.shape[2]
    employers = rules.place_group.shape[0]
    last_rung, horizon = rungs - 1, rules.horizon

    state = np.zeros(n, np.int8)
    at = np.zeros(n, np.uint32)  # precondition or rung
    where = luck.home.astype(np.uint32)  # employer now, or the last one
    due, since, planned = np.zeros(n, np.int32), np.zeros(n, np.int32), np.zeros(n, np.int32)
    finish = np.zeros(n, np.bool_)  # whether the step ends as planned
    fresh = np.zeros(n, np.bool_)  # begins this week
    tried = np.zeros((n, rungs), np.int32)
    restless = np.zeros(n, np.bool_)  # after a break-off: no preference for the same employer
    strayed = np.zeros(n, np.int8)  # did not show up, but comes back: where it was expected
    sort, companies = np.zeros(n, np.int8), np.zeros(n, np.int8)  # of the place of each
    parts = np.zeros((n, MOST_PARTS), np.int32)  # its employers, the first is where the coach comes
    next_sort = np.full(n, -1, np.int8)  # of the place kept for the next rung, -1: none
    next_at, next_since = np.zeros(n, np.int32), np.zeros(n, np.int32)
    strain = np.zeros(n)  # hazard of open needs in this spell
    first_work = np.full(n, -1, np.int32)
    reached = np.zeros((n, rungs), np.bool_)
    kept = np.zeros((n, MARKED), np.bool_)
    left_at = np.full(n, -1, np.int8)
    help_wait = np.full((n, kinds), -1, np.int32)
    job_wait = np.full((n, rungs), -1, np.int32)
    work_weeks = np.zeros((employers, rungs), np.int64)
    hires, breaks = np.zeros((employers, rungs), np.int64), np.zeros((employers, rungs), np.int64)
    coach_weeks = np.zeros(employers)
    help_weeks, helped = np.zeros(kinds, np.int64), np.zeros(kinds, np.int64)
    spell_end, spell_open = np.zeros(SPELLS, np.int64), np.zeros(SPELLS, np.int64)
    late = np.zeros((MARKED, SPELLS), np.int64)
    wait_cause = np.zeros(CAUSED, np.int64)
    now = np.zeros(3 + 2 * kinds + 2 * rungs, np.int32)  # people in each state at the end of this week
    weekly = np.empty((horizon if record else 0, len(now)), np.int32)

    slots_used = np.zeros(kinds, np.int64)
    used, room = np.zeros((3, employers, rungs), np.int64), np.zeros((3, employers, rungs), np.int64)
    group_room = np.zeros((rules.member_start.shape[0] - 1, rungs), np.int64)
    coach, watched = np.zeros(rules.coach_units.shape[0]), np.zeros(employers)
    picked = np.zeros(MOST_PARTS, np.int32)
    desk = Desk(used, room, group_room, coach, watched, picked)
    beside = kinds if rules.any_beside else 0
    asking = np.zeros(n, np.int8)  # parallel needs on the way to a slot or waiting for one
    soon = np.full(n, horizon, np.int32)  # week in which something of them changes by itself
    opened = np.zeros(n, np.int8)  # needs not met
    needs = Needs(np.zeros((n, beside), np.int8), np.zeros((n, beside), np.int32), asking, soon, opened)
    spells = no_spells(n * rungs * (tries + rules.stopping) * (MOST_PARTS if rules.any_parts else 1))
    spell_of = np.zeros(n, np.int32)
    # Unsigned, as all that is a place: compiled code need not ask whether to count from the end.
    active, quits = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    count, arrived, gone, begun, came_back = 0, 0, 0, 0, 0
    # Column of each state in a week's row, and whether each precondition or rung has one of its own.
    column = np.array([0, 1, 3, 3 + kinds, 3 + 2 * kinds, 1, 3 + 2 * kinds + rungs, 2], np.uint32)
    apart = np.array([0, 0, 1, 1, 1, 0, 1, 0], np.uint32)

    for week in range(horizon):
        while arrived < n and luck.arrive[arrived] <= week:
            i = arrived
            state[i], due[i], at[i] = HAND, week + rules.delay[luck.home[i]], 0
            while at[i] < kinds and not (luck.need[i, at[i]] and rules.timing[at[i]] == 0):
                at[i] += 1
            active[count] = i
            count += 1
            arrived += 1

        for row in range(count):  # what ends
            i = active[row]
            s = state[i]
            waits = s in (WJOB, WPRE)
            calm = not rules.any_beside or (soon[i] > week and (waits or opened[i] == 0))
            if calm and (waits or (due[i] > week and not rules.any_stops)):
                continue  # nothing of this one ends this week
            home, r = luck.home[i], at[i]
            if soon[i] <= week:
                help_ends(needs, i, week, horizon, luck.help_weeks, slots_used, help_weeks)
            how, lost = 0, False
            if s == RUNG:
                if due[i] <= week:
                    how = DONE if finish[i] else BROKEN
                elif opened[i] > 0:
                    strain[i] += rules.strain[r] * opened[i]
                    if strain[i] >= luck.strain_units[i, r, tried[i, r]]:
                        how = BROKEN
            if rules.any_stops and s in (RUNG, HOP) and how == 0:
                for part in range(companies[i]):
                    if rules.stops[parts[i, part]] <= week:
                        how = STOPPED
            if rules.any_stops and next_sort[i] >= 0 and rules.stops[next_at[i]] <= week:
                let_go(rules, desk, next_sort[i], next_at[i], r + 1)
                next_sort[i] = -1
            if s == HOP and due[i] <= week and how == 0:
                lost = luck.hop_share[i, r, tried[i, r]] < rules.move_loss[home]
                if not lost:
                    state[i], fresh[i] = RUNG, True
            if how > 0 or lost:  # places are free again
                for part in range(companies[i]):
                    j = parts[i, part]
                    used[sort[i], j, r] -= 1
                    watched[j] -= rules.watch_load[r]
                coach[rules.coach_group[parts[i, 0]]] -= rules.coach_load[r]

            if s == PRE and due[i] <= week:
                slots_used[r] -= 1
                help_weeks[r] += luck.help_weeks[i, r]
                state[i], due[i] = HAND, week + rules.delay[home]
                at[i] += 1
                while at[i] < kinds and not (luck.need[i, at[i]] and rules.timing[at[i]] == 0):
                    at[i] += 1
            elif s == HOP and how > 0:
                state[i], since[i], restless[i] = WJOB, week, True
            elif how > 0:
                j = where[i]
                work_weeks[j, r] += week - since[i]
                coach_weeks[j] += (week - since[i]) * rules.coach_load[r]
                for part in range(companies[i]):
                    spells.end[spell_of[i] + part], spells.how[spell_of[i] + part] = week, how
                if how == DONE:
                    r += 1
                    at[i], restless[i] = r, False
                    if next_sort[i] < 0:
                        state[i], since[i] = WJOB, week
                    else:  # a place is kept: go there
                        job_wait[i, r] = max(job_wait[i, r], 0)
                        sort[i], companies[i], parts[i, 0], next_sort[i] = next_sort[i], 1, next_at[i], -1
                        where[i] = next_at[i]
                        if where[i] == j:
                            state[i], fresh[i] = RUNG, True
                        elif next_since[i] + rules.move_delay[home] > week:
                            state[i], due[i] = HOP, next_since[i] + rules.move_delay[home]
                        elif luck.hop_share[i, r, tried[i, r]] < rules.move_loss[home]:
                            let_go(rules, desk, sort[i], where[i], r)
                            lost = True
                        else:
                            state[i], fresh[i] = RUNG, True
                else:
                    if next_sort[i] >= 0:
                        let_go(rules, desk, next_sort[i], next_at[i], r + 1)
                        next_sort[i] = -1
                    if r == last_rung:
                        spell_end[min(week - since[i], LONGEST + 1)] += 1
                        for mark in range(MARKED):
                            kept[i, mark] |= week - since[i] > MARKS[mark]
                    a = tried[i, r]
                    taken_over = how == STOPPED and rules.takes_over[home]
                    if not taken_over:
                        breaks[j, r] += how == BROKEN
                        tried[i, r] += 1
                    if taken_over or (tried[i, r] < tries and luck.rematch_share[i, r, a] < rules.rematch[home]):
                        state[i], since[i], restless[i] = WJOB, week, True
                    else:
                        state[i], left_at[i] = OUT, 2 * kinds + 2 * rungs + r
            if lost:
                missed(luck, rules, state, due, strayed, tried, i, r, week)
                if state[i] == OUT:
                    left_at[i] = 2 * kinds + r
            if state[i] == HAND and due[i] <= week:
                if strayed[i] > 0:
                    state[i], since[i] = WPRE if strayed[i] == TO_HELP else WJOB, week
                    strayed[i] = 0
                    came_back += 1
                elif at[i] == kinds:
                    state[i], at[i], since[i] = WJOB, luck.start[i], week
                    if rules.any_beside:
                        lost_at, takes = rules.loss[home], rules.delay[home]
                        ask_for_help(needs, i, week, luck.need, luck.loss_share, rules.timing, lost_at, takes)
                elif luck.loss_share[i, at[i]] < rules.lost[home]:
                    state[i], left_at[i] = OUT, at[i]
                elif luck.loss_share[i, at[i]] < rules.loss[home]:
                    due[i], strayed[i] = week + rules.away, TO_HELP
                else:
                    state[i], since[i] = WPRE, week

        free(week, rules, used, room, group_room)
        stay, quitting, now[:] = 0, 0, 0
        for row in range(count):  # what begins: first come, first served; and who is where, who left
            i = active[row]
            s, r = state[i], at[i]
            if rules.any_beside and asking[i] > 0 and s != OUT:
                help_begins(
                    needs, i, week, luck.help_weeks, rules.slots, rules.wait_weeks, slots_used, helped, help_wait
                )
            ahead = False  # looks for the next place while it still works
            if rules.any_overlap and s == RUNG and r < last_rung and next_sort[i] < 0 and not fresh[i]:
                weeks = rules.overlap[luck.home[i]]
                ahead = weeks > 0 and planned[i] - week <= weeks
            if s == WPRE:
                help_wait[i, r] = week - since[i]
                if slots_used[r] < rules.slots[r] and week - since[i] >= rules.wait_weeks[r]:
                    slots_used[r] += 1
                    helped[r] += 1
                    state[i], due[i] = PRE, week + luck.help_weeks[i, r]
                elif week - since[i] >= luck.help_patience[i, r]:
                    state[i], left_at[i] = OUT, kinds + r
            elif s == WJOB or ahead:
                home = luck.home[i]
                if ahead:
                    r += 1
                elif job_wait[i, r] < 0:
                    job_wait[i, r] = 0

                best, lowest, kind, cause, found = -1, 2.0, WHOLE, 0, 0
                group = rules.place_group[home]
                if group_room[group, r] > 0:
                    low = rules.any_carved and luck.work_capacity[i] < rules.carved_below
                    for member in range(rules.member_start[group], rules.member_start[group + 1]):
                        j = rules.members[member]
                        carved = low and room[CARVED, j, r] > 0
                        if not carved and room[WHOLE, j, r] <= 0:
                            continue
                        if j != home and not luck.fits[i, j]:
                            cause = max(cause, 1)
                            continue
                        if rules.any_asks and (
                            luck.level[i] < rules.level_asked[j, r]
                            or (
                                not carved
                                and not (
                                    luck.work_capacity[i] >= rules.capacity_asked[j, r]
                                    and rules.hours_low[j] <= luck.hours[i] <= rules.hours_high[j]
                                )
                            )
                        ):
                            cause = max(cause, 1)
                            continue
                        if rules.any_no and luck.yes_share[i, j] >= rules.willing[j]:
                            cause = max(cause, 2)
                            continue
                        if rules.any_limit and watched[j] + rules.watch_load[r] > rules.at_once[j] + SLACK:
                            cause = max(cause, 3)
                            continue
                        load, team = rules.coach_load[r], rules.coach_group[j]
                        if load > 0 and coach[team] + load > rules.coach_units[team] + SLACK:
                            cause = max(cause, 4)
                            continue
                        rank = -1.0 if j == where[i] and not restless[i] else luck.prefers[i, j]
                        if rank < lowest:
                            best, lowest, kind = j, rank, CARVED if carved else WHOLE
                    if best >= 0:
                        picked[0], found = best, 1
                    elif rules.any_parts and not ahead:
                        found, kind = join(luck, rules, desk, i, r, where[i], restless[i]), PARTS

                for part in range(found):  # places are taken
                    j = picked[part]
                    used[kind, j, r] += 1
                    room[kind, j, r] -= 1
                    group_room[group, r] -= 1
                    watched[j] += rules.watch_load[r]
                if found > 0:
                    j = picked[0]
                    coach[rules.coach_group[j]] += rules.coach_load[r]
                if ahead:
                    if found > 0:
                        next_sort[i], next_at[i], next_since[i] = kind, j, week
                elif found > 0:
                    moves = j != where[i]
                    sort[i], companies[i], where[i] = kind, found, j
                    for part in range(found):
                        parts[i, part] = picked[part]
                    if moves and rules.move_delay[home] > 0:
                        state[i], due[i] = HOP, week + rules.move_delay[home]
                    elif moves and luck.hop_share[i, r, tried[i, r]] < rules.move_loss[home]:
                        missed(luck, rules, state, due, strayed, tried, i, r, week)
                        if state[i] == OUT:
                            left_at[i] = 2 * kinds + r
                        for part in range(found):
                            used[kind, picked[part], r] -= 1
                            room[kind, picked[part], r] += 1
                            group_room[group, r] += 1
                            watched[picked[part]] -= rules.watch_load[r]
                        coach[rules.coach_group[j]] -= rules.coach_load[r]
                    else:
                        state[i], fresh[i] = RUNG, True
                elif week - since[i] >= luck.job_patience[i, r, tried[i, r]]:
                    state[i], left_at[i] = OUT, 2 * kinds + rungs + r
                else:
                    job_wait[i, r] += 1
                    wait_cause[cause] += 1

            s, w = state[i], at[i]
            if fresh[i]:
                fresh[i], j = False, where[i]
                since[i], strain[i], spell_of[i] = week, 0.0, begun
                stays = luck.break_weeks[i, w, tried[i, w]]
                finish[i] = False
                if w < last_rung:
                    length = rules.weeks[j, w] if rules.weeks[j, w] > 0 else luck.job_weeks[i, w, tried[i, w]]
                    planned[i], finish[i] = week + length, length <= stays
                    stays = min(stays, length)
                due[i] = week + stays
                reached[i, w] = True
                hires[j, w] += 1
                if first_work[i] < 0:
                    first_work[i] = week - luck.arrive[i]
                left = luck.hours[i]
                for part in range(companies[i]):
                    e = parts[i, part]
                    spells.person[begun], spells.employer[begun], spells.rung[begun] = i, e, w
                    spells.start[begun], spells.end[begun], spells.how[begun] = week, -1, 0
                    spells.share[begun], spells.carved[begun] = 1.0, sort[i] == CARVED
                    if sort[i] == PARTS:
                        spells.share[begun] = min(rules.part_hours[e], left) / luck.hours[i]
                        left -= min(rules.part_hours[e], left)
                    begun += 1
            if s == OUT:
                gone += 1
                quits[quitting] = i
                quitting += 1
                continue
            active[stay] = i
            stay += 1
            now[column[s] + w * apart[s]] += 1
        if rules.any_beside:  # what they leave is free the week after
            for row in range(quitting):
                help_leaves(needs, quits[row], week, luck.help_weeks, slots_used, help_weeks)
        count = stay
        if record:
            now[0], now[2] = n - arrived, gone
            weekly[week] = now

    for row in range(count):
        i = active[row]
        if rules.any_beside:
            help_leaves(needs, i, horizon, luck.help_weeks, slots_used, help_weeks)
        if state[i] == RUNG:
            work_weeks[where[i], at[i]] += horizon - since[i]
            coach_weeks[where[i]] += (horizon - since[i]) * rules.coach_load[at[i]]
        elif state[i] == PRE:
            help_weeks[at[i]] += horizon - (due[i] - luck.help_weeks[i, at[i]])
        if state[i] == RUNG and at[i] == last_rung:
            worked = min(horizon - 1 - since[i], LONGEST + 1)
            spell_open[worked] += 1
            for mark in range(MARKED):
                kept[i, mark] |= horizon - 1 - since[i] >= MARKS[mark]
                if not kept[i, mark]:
                    late[mark, worked] += 1
    return Tally(
        state, first_work, reached, kept, left_at, help_wait, job_wait, work_weeks, hires, breaks,
        coach_weeks, help_weeks, helped, came_back, wait_cause, spell_end, spell_open, late, weekly,
        first_spells(spells, begun),
    )  # fmt: skip


def warm_up() -> None:
    """Compile the engine, or load it from the cache on disk: call it once at start, in the background."""
    values = centre(load_parameters())
    employer = Employer("a", "a", (1, 1), 1.0, 1.0)
    sizes = {**values, "candidates": 1, "horizon_weeks": 1}
    tiny = scenario((employer,), alone((employer,)), sizes, Context(profiles=load_profiles()[:1]))
    replicate(draw_luck(tiny, values, (0,)), build_rules(tiny, values), True)
