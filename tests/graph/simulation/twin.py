"""The same model a second time, in plain Python and from the description, not from the engine.

Objects and lists instead of arrays, questions asked of everyone instead of counters kept: slow and
easy to read. It also asserts, every week and for every employer, that nothing holds more than it has room for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.simulation.luck import Luck
from graph.simulation.rules import willingness
from graph.simulation.scenario import RUNGS, Group, Scenario

MARKS = (26, 52, 104)
MOST = 105


@dataclass
class Person:
    number: int
    home: int
    state: str = "new"
    step: int = 0
    employer: int = 0
    until: int = 0
    expected: str = ""  # what it comes back to after not having shown up
    since: int = 0
    tries: Counter[int] = field(default_factory=Counter)
    wants_other: bool = False
    first_work: int = -1
    reached: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    left: str | None = None
    help_wait: dict[int, int] = field(default_factory=dict)
    job_wait: dict[int, int] = field(default_factory=dict)
    sort: str = "whole"
    at: list[int] = field(default_factory=list)  # employers of the place
    kept_place: tuple[str, int, int] | None = None  # sort, employer, since
    planned: int = 0
    finishes: bool = False
    strain: float = 0.0
    open: set[int] = field(default_factory=set)
    asked: dict[int, int] = field(default_factory=dict)  # need: week from which it waits for a slot
    helped: dict[int, int] = field(default_factory=dict)  # need: week in which help ends


class Twin:
    def __init__(self, scenario: Scenario, values: dict[str, float], luck: Luck) -> None:
        self.scenario, self.values, self.luck = scenario, values, luck
        self.names = RUNGS[-scenario.rungs :]
        self.last = scenario.rungs - 1
        self.kinds = len(scenario.preconditions)
        ids = [e.id for e in scenario.employers]
        self.group: dict[int, Group] = {ids.index(m): g for g in scenario.groups for m in g.employers}
        self.mates = {j: [ids.index(m) for m in g.employers] for j, g in self.group.items()}
        self.people = [Person(i, int(luck.home[i]), employer=int(luck.home[i])) for i in range(len(luck.arrive))]
        self.here: list[Person] = []
        self.work_weeks: Counter[tuple[int, int]] = Counter()
        self.hires: Counter[tuple[int, int]] = Counter()
        self.breaks: Counter[tuple[int, int]] = Counter()
        self.helped: Counter[int] = Counter()
        self.help_weeks: Counter[int] = Counter()
        self.ended: Counter[int] = Counter()
        self.weekly: list[Counter[str]] = []
        self.causes: Counter[int] = Counter()
        self.came_back = 0
        self.spells: list[list[object]] = []  # person, employer, rung, start, end, how

    # What a person's home employer decides
    def mixed(self, what: str, mode: str) -> float:
        warm, cold = self.values[f"{what}_warm"], self.values[f"{what}_cold"]
        part = self.values["warm_now"]
        return {"warm": warm, "cold": cold, "now": part * warm + (1 - part) * cold}[mode]

    def delay(self, p: Person) -> int:
        return round(self.mixed("delay", self.group[p.home].handover))

    def missed(self, p: Person, share: float) -> bool:
        return share < self.mixed("loss", self.group[p.home].handover)

    def returns(self, p: Person, share: float, mode: str) -> bool:
        """Whether who does not show up comes back: the unlucky part of them does not."""
        g = self.group[p.home]
        return share >= self.mixed("loss", mode) * (1 - self.values[f"return_{g.rematch}"])

    def strays(self, p: Person, week: int, to: str) -> None:
        p.state, p.until, p.expected = "between", week + max(round(self.values["return_weeks"]), 1), to

    def move_delay(self, p: Person) -> int:
        return round(self.mixed("delay", self.group[p.home].move))

    # Room
    def load(self, r: int) -> float:
        return 0.0 if r == self.last else self.values[f"coach_load_{self.names[r]}"]

    def holds(self, p: Person) -> list[tuple[str, list[int], int]]:
        """The places of a person: sort, employers and rung."""
        found = [(p.sort, p.at, p.step)] if p.state in ("work", "move") else []
        return found + ([(p.kept_place[0], [p.kept_place[1]], p.step + 1)] if p.kept_place else [])

    def held(self, j: int, r: int, sort: str = "whole") -> int:
        return sum(s == sort and j in at and rung == r for p in self.people for s, at, rung in self.holds(p))

    def watched(self, j: int) -> float:
        return sum(
            self.values[f"watch_load_{self.names[rung]}"]
            for p in self.people
            for _, at, rung in self.holds(p)
            if j in at
        )

    def coaching(self, j: int) -> float:
        team = self.mates[j] if self.group[j].share_coach else [j]
        return sum(self.load(rung) for p in self.people for _, at, rung in self.holds(p) if at[0] in team)

    def coach_room(self, j: int) -> float:
        team = self.mates[j] if self.group[j].share_coach else [j]
        return sum(self.scenario.employers[m].coach for m in team)

    def free(self, j: int, r: int, sort: str, week: int) -> bool:
        e = self.scenario.employers[j]
        if e.stops_week is not None and e.stops_week <= week:
            return False
        if sort == "whole" and r == self.last:
            return e.vacancies_year * week / 52 - self.held(j, r) >= 1 - 1e-9
        standing = {"whole": (*e.places, 0), "carved": e.carved, "parts": e.part_places}[sort]
        return bool(standing) and self.held(j, r, sort) < standing[r]

    def low(self, p: Person) -> bool:
        return bool(self.luck.work_capacity[p.number] < self.values["carved_below"])

    def refused(self, p: Person, j: int, r: int, sort: str) -> int:
        e, i = self.scenario.employers[j], p.number
        if j != p.home and not self.luck.fits[i, j]:
            return 1
        if e.levels and self.luck.level[i] < e.levels[r]:
            return 1
        if sort != "carved" and e.capacity_asked and self.luck.work_capacity[i] < e.capacity_asked[r]:
            return 1
        if sort == "whole" and e.hours and not e.hours[0] <= self.luck.hours[i] <= e.hours[1]:
            return 1
        if self.luck.yes_share[i, j] >= willingness(e, self.group[j], self.values, self.scenario):
            return 2
        if e.at_once is not None and self.watched(j) + self.values[f"watch_load_{self.names[r]}"] > e.at_once + 1e-9:
            return 3
        if self.load(r) and self.coaching(j) + self.load(r) > self.coach_room(j) + 1e-9:
            return 4
        return 0

    def rank(self, p: Person, j: int, r: int) -> float:
        other = p.wants_other and p.step == r
        return -1.0 if j == p.employer and not other else float(self.luck.prefers[p.number, j])

    def search(self, p: Person, r: int, week: int, joined: bool) -> tuple[str, list[int], int]:
        """The sort of place and its employers, or none and the cause."""
        mine = self.mates[p.home] if self.group[p.home].share_places else [p.home]
        options, cause = [], 0
        for j in mine:
            sort = "carved" if self.low(p) and self.free(j, r, "carved", week) else "whole"
            if self.free(j, r, sort, week):
                refused = self.refused(p, j, r, sort)
                cause = max(cause, refused)
                if not refused:
                    options.append((self.rank(p, j, r), j, sort))
        if options:
            _, j, sort = min(options)
            return sort, [j], 0
        if joined:
            able = [j for j in mine if self.free(j, r, "parts", week) and not self.refused(p, j, r, "parts")]
            able.sort(key=lambda j: (-self.scenario.employers[j].part_hours, self.rank(p, j, r)))
            most = 3 if self.group[p.home].combine and self.group[p.home].together else 1
            for count in range(1, min(most, len(able)) + 1):
                hours = sum(self.scenario.employers[j].part_hours for j in able[:count])
                if hours >= self.luck.hours[p.number] - 1e-9:
                    return "parts", able[:count], 0
        return "", [], cause

    def stopped(self, j: int, week: int) -> bool:
        stop = self.scenario.employers[j].stops_week
        return stop is not None and stop <= week

    # Steps of a person
    def next_stop(self, p: Person, week: int) -> None:
        """To the next precondition that is needed, or on to work."""
        while p.step < self.kinds and not (
            self.luck.need[p.number, p.step] and self.scenario.preconditions[p.step].timing == "before"
        ):
            p.step += 1
        p.state, p.until = "between", week + self.delay(p)

    def leave(self, p: Person, where: str) -> None:
        p.state, p.left = "out", where

    def start(self, p: Person, week: int) -> None:
        r, a, e = p.step, p.tries[p.step], self.scenario.employers[p.employer]
        stays = int(self.luck.break_weeks[p.number, r, a])
        p.finishes = False
        if r < self.last:
            length = e.weeks[r] if e.weeks and e.weeks[r] else int(self.luck.job_weeks[p.number, r, a])
            p.planned, p.finishes = week + length, length <= stays
            stays = min(stays, length)
        p.state, p.since, p.until, p.strain = "work", week, week + stays, 0.0
        left = hours = float(self.luck.hours[p.number])
        for j in p.at:
            share = 1.0
            if p.sort == "parts":
                here = min(self.scenario.employers[j].part_hours, left)
                left, share = left - here, here / hours
            self.spells.append([p.number, j, r, week, -1, "going_on", share, p.sort == "carved"])
        p.reached.add(r)
        self.hires[p.employer, r] += 1
        if p.first_work < 0:
            p.first_work = week - int(self.luck.arrive[p.number])

    def stop(self, p: Person, week: int, how: str) -> None:
        r, a = p.step, p.tries[p.step]
        for spell in self.spells:
            if spell[0] == p.number and spell[4] == -1:
                spell[4:6] = [week, how]
        if how == "done":
            p.step, p.wants_other, p.state, p.since = r + 1, False, "wait job", week
            if p.kept_place:
                p.sort, j, since = p.kept_place
                p.kept_place, p.at = None, [j]
                p.job_wait.setdefault(r + 1, 0)
                moves, p.employer = j != p.employer, j
                if not moves:
                    self.start(p, week)
                elif since + self.move_delay(p) > week:
                    p.state, p.until = "move", since + self.move_delay(p)
                else:
                    self.arrive_at_employer(p, week)
            return
        p.kept_place = None
        if r == self.last:
            self.ended[min(week - p.since, MOST)] += 1
        g = self.group[p.home]
        if how == "stopped" and g.takes_over and g.together:
            p.state, p.since, p.wants_other = "wait job", week, True
            return
        self.breaks[p.employer, r] += how == "broken"
        p.tries[r] += 1
        again = self.luck.rematch_share[p.number, r, a] < self.values[f"rematch_{g.rematch}"]
        if p.tries[r] < self.scenario.attempts and again:
            p.state, p.since, p.wants_other = "wait job", week, True
        else:
            self.leave(p, f"break_{self.names[r]}")

    def arrive_at_employer(self, p: Person, week: int) -> None:
        move, a = self.group[p.home].move, p.tries[p.step]
        share = self.luck.hop_share[p.number, p.step, a]
        if share >= self.mixed("loss", move):
            self.start(p, week)
        elif a + 1 < self.scenario.attempts and self.returns(p, share, move):
            p.tries[p.step] += 1
            self.strays(p, week, "wait job")
        else:
            self.leave(p, f"move_{self.names[p.step]}")

    def endings(self, p: Person, week: int) -> None:
        code = [c.code for c in self.scenario.preconditions]
        for k in [k for k, end in p.helped.items() if end == week]:
            del p.helped[k]
            p.open.discard(k)
        if p.state == "help" and p.until == week:
            p.step += 1
            self.next_stop(p, week)
        elif p.state == "work":
            if p.kept_place and self.stopped(p.kept_place[1], week):
                p.kept_place = None
            if p.until > week:
                factor = max(self.values["open_need"] - 1, 0.0)
                if p.open:
                    p.strain += self.values[f"break_{self.names[p.step]}"] * factor * len(p.open)
                if p.open and p.strain >= self.luck.strain_units[p.number, p.step, p.tries[p.step]]:
                    self.stop(p, week, "broken")
                elif any(self.stopped(j, week) for j in p.at):
                    self.stop(p, week, "stopped")
            else:
                self.stop(p, week, "done" if p.finishes else "broken")
        elif p.state == "move" and any(self.stopped(j, week) for j in p.at):
            p.state, p.since, p.wants_other = "wait job", week, True
        elif p.state == "move" and p.until == week:
            self.arrive_at_employer(p, week)
        if p.state == "between" and p.until == week:
            share = self.luck.loss_share[p.number, p.step] if p.step < self.kinds else 1.0
            if p.expected:
                p.state, p.since, p.expected = p.expected, week, ""
                self.came_back += 1
            elif p.step == self.kinds:
                p.state, p.step, p.since = "wait job", int(self.luck.start[p.number]), week
                for k, spot in enumerate(self.scenario.preconditions):
                    if spot.timing != "before" and self.luck.need[p.number, k]:
                        p.open.add(k)
                        if spot.timing == "parallel" and not self.missed(p, self.luck.loss_share[p.number, k]):
                            p.asked[k] = week + self.delay(p)
            elif self.missed(p, share) and self.returns(p, share, self.group[p.home].handover):
                self.strays(p, week, "wait help")
            elif self.missed(p, share):
                self.leave(p, f"handover_{code[p.step]}")
            else:
                p.state, p.since = "wait help", week

    def helping(self, k: int) -> int:
        return sum((q.state == "help" and q.step == k) or k in q.helped for q in self.people)

    def beginnings(self, p: Person, week: int) -> None:
        for k, since in sorted(p.asked.items()):
            spot = self.scenario.preconditions[k]
            if p.state != "out" and since <= week:
                p.help_wait[k] = week - since
                if self.helping(k) < spot.slots and week - since >= spot.wait_weeks:
                    del p.asked[k]
                    p.helped[k] = week + int(self.luck.help_weeks[p.number, k])
                    self.helped[k] += 1
        if p.state == "wait help":
            spot = self.scenario.preconditions[p.step]
            p.help_wait[p.step] = week - p.since
            if self.helping(p.step) < spot.slots and week - p.since >= spot.wait_weeks:
                p.state, p.until = "help", week + int(self.luck.help_weeks[p.number, p.step])
                self.helped[p.step] += 1
            elif week - p.since >= self.luck.help_patience[p.number, p.step]:
                self.leave(p, f"wait_{spot.code}")
        elif p.state == "wait job":
            p.job_wait.setdefault(p.step, 0)
            sort, at, cause = self.search(p, p.step, week, True)
            if at:
                p.sort, p.at = sort, at
                moves, p.employer = at[0] != p.employer, at[0]
                if not moves:
                    self.start(p, week)
                elif self.move_delay(p) > 0:
                    p.state, p.until = "move", week + self.move_delay(p)
                else:
                    self.arrive_at_employer(p, week)
            elif week - p.since >= self.luck.job_patience[p.number, p.step, p.tries[p.step]]:
                self.leave(p, f"wait_{self.names[p.step]}")
            else:
                p.job_wait[p.step] += 1
                self.causes[cause] += 1
        elif p.state == "work" and p.step < self.last and not p.kept_place and p.since < week:
            g = self.group[p.home]
            if g.together and g.overlap and p.planned - week <= g.overlap:
                sort, at, _ = self.search(p, p.step + 1, week, False)
                if at:
                    p.kept_place = sort, at[0], week

    def run(self) -> Twin:
        for week in range(self.scenario.horizon_weeks):
            for p in self.people:
                if p.state == "new" and self.luck.arrive[p.number] == week:
                    self.next_stop(p, week)
            for p in self.people:
                self.endings(p, week)
            for p in self.people:
                self.beginnings(p, week)
            for p in self.people:
                if p.state == "work":
                    self.work_weeks[p.employer, p.step] += 1
                if p.state == "work" and p.step == self.last:
                    p.kept |= {mark for mark in MARKS if week >= p.since + mark}
                if p.state == "help":
                    self.help_weeks[p.step] += 1
                if p.state != "out":
                    self.help_weeks.update(p.helped.keys())
                else:
                    p.helped.clear()
            self.check(week)
            self.weekly.append(Counter(self.column(p) for p in self.people))
        return self

    def column(self, p: Person) -> str:
        code = [c.code for c in self.scenario.preconditions]
        return {
            "new": "new", "between": "handover", "move": "handover", "out": "out",
            "wait help": f"wait_{code[p.step]}" if p.step < self.kinds else "",
            "help": f"help_{code[p.step]}" if p.step < self.kinds else "",
            "wait job": f"wait_{self.names[p.step]}" if p.step < len(self.names) else "",
            "work": f"work_{self.names[p.step]}" if p.step < len(self.names) else "",
        }[p.state]  # fmt: skip

    def check(self, week: int) -> None:
        for j, e in enumerate(self.scenario.employers):
            for r in range(self.last + 1):
                assert r == self.last or self.held(j, r) <= e.places[r], (week, e.id)
                assert self.held(j, r, "carved") <= (e.carved or (0,) * 3)[r], (week, e.id)
                assert self.held(j, r, "parts") <= (e.part_places or (0,) * 3)[r], (week, e.id)
            assert self.held(j, self.last) <= e.vacancies_year * week / 52 + 1e-6, (week, e.id)
            assert self.coaching(j) <= self.coach_room(j) + 1e-6, (week, e.id)
            assert e.at_once is None or self.watched(j) <= e.at_once + 1e-6, (week, e.id)
            assert not self.stopped(j, week) or not any(j in at for p in self.people for _, at, _ in self.holds(p))
        for k, spot in enumerate(self.scenario.preconditions):
            assert self.helping(k) <= spot.slots, week
