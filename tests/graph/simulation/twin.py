"""The same model a second time, in plain Python and from the description, not from the engine.

Objects and lists instead of arrays, questions asked of everyone instead of counters kept: slow and
easy to read. It also asserts, every week and for every employer, that nothing holds more than it has room for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.simulation.luck import Luck
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
    since: int = 0
    tries: Counter[int] = field(default_factory=Counter)
    wants_other: bool = False
    first_work: int = -1
    reached: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    left: str | None = None
    help_wait: dict[int, int] = field(default_factory=dict)
    job_wait: dict[int, int] = field(default_factory=dict)


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
        self.spells: list[list[object]] = []  # person, employer, rung, start, end, how

    # What a person's home employer decides
    def mixed(self, what: str, mode: str) -> float:
        warm, cold = self.values[f"{what}_warm"], self.values[f"{what}_cold"]
        part = self.values["warm_now"]
        return {"warm": warm, "cold": cold, "now": part * warm + (1 - part) * cold}[mode]

    def delay(self, p: Person) -> int:
        return round(self.mixed("delay", self.group[p.home].handover))

    def lost(self, p: Person, share: float) -> bool:
        return share < self.mixed("loss", self.group[p.home].handover)

    def move_delay(self, p: Person) -> int:
        return round(self.mixed("delay", self.group[p.home].move))

    # Room
    def load(self, r: int) -> float:
        return 0.0 if r == self.last else self.values[f"coach_load_{self.names[r]}"]

    def held(self, j: int, r: int) -> int:
        return sum(p.state in ("work", "move") and p.employer == j and p.step == r for p in self.people)

    def coaching(self, j: int) -> float:
        team = self.mates[j] if self.group[j].share_coach else [j]
        return sum(self.load(p.step) for p in self.people if p.state in ("work", "move") and p.employer in team)

    def coach_room(self, j: int) -> float:
        team = self.mates[j] if self.group[j].share_coach else [j]
        return sum(self.scenario.employers[m].coach for m in team)

    def open_at(self, p: Person, j: int, week: int) -> bool:
        r, e = p.step, self.scenario.employers[j]
        if j != p.home and not (self.group[p.home].share_places and j in self.mates[p.home]):
            return False
        if j != p.home and not self.luck.fits[p.number, j]:
            return False
        if r == self.last:
            free = e.vacancies_year * week / 52 - self.held(j, r) >= 1 - 1e-9
        else:
            free = self.held(j, r) < e.places[r]
        return free and (self.load(r) == 0 or self.coaching(j) + self.load(r) <= self.coach_room(j) + 1e-9)

    # Steps of a person
    def next_stop(self, p: Person, week: int) -> None:
        """To the next precondition that is needed, or on to work."""
        while p.step < self.kinds and not self.luck.need[p.number, p.step]:
            p.step += 1
        p.state, p.until = "between", week + self.delay(p)

    def leave(self, p: Person, where: str) -> None:
        p.state, p.left = "out", where

    def start(self, p: Person, week: int) -> None:
        r, a = p.step, p.tries[p.step]
        stays = int(self.luck.break_weeks[p.number, r, a])
        if r < self.last:
            stays = min(stays, int(self.luck.job_weeks[p.number, r, a]))
        p.state, p.since, p.until = "work", week, week + stays
        self.spells.append([p.number, p.employer, r, week, -1, "going_on"])
        p.reached.add(r)
        self.hires[p.employer, r] += 1
        if p.first_work < 0:
            p.first_work = week - int(self.luck.arrive[p.number])

    def stop(self, p: Person, week: int) -> None:
        r, a = p.step, p.tries[p.step]
        done = r < self.last and self.luck.job_weeks[p.number, r, a] <= self.luck.break_weeks[p.number, r, a]
        for spell in self.spells:
            if spell[0] == p.number and spell[4] == -1:
                spell[4:6] = [week, "done" if done else "broken"]
        if done:
            p.state, p.step, p.since, p.wants_other = "wait job", r + 1, week, False
            return
        self.breaks[p.employer, r] += 1
        if r == self.last:
            self.ended[min(week - p.since, MOST)] += 1
        p.tries[r] += 1
        again = self.luck.rematch_share[p.number, r, a] < self.values[f"rematch_{self.group[p.home].rematch}"]
        if p.tries[r] < self.scenario.attempts and again:
            p.state, p.since, p.wants_other = "wait job", week, True
        else:
            self.leave(p, f"break_{self.names[r]}")

    def arrive_at_employer(self, p: Person, week: int) -> None:
        chance = self.mixed("loss", self.group[p.home].move)
        if self.luck.hop_share[p.number, p.step, p.tries[p.step]] < chance:
            self.leave(p, f"move_{self.names[p.step]}")
        else:
            self.start(p, week)

    def endings(self, p: Person, week: int) -> None:
        code = [c.code for c in self.scenario.preconditions]
        if p.state == "work" and p.step == self.last and p.until > week:
            p.kept |= {mark for mark in MARKS if week >= p.since + mark}
        if p.state == "help" and p.until == week:
            p.step += 1
            self.next_stop(p, week)
        elif p.state == "work" and p.until == week:
            self.stop(p, week)
        elif p.state == "move" and p.until == week:
            self.arrive_at_employer(p, week)
        if p.state == "between" and p.until == week:
            if p.step == self.kinds:
                p.state, p.step, p.since = "wait job", int(self.luck.start[p.number]), week
            elif self.lost(p, self.luck.loss_share[p.number, p.step]):
                self.leave(p, f"handover_{code[p.step]}")
            else:
                p.state, p.since = "wait help", week

    def beginnings(self, p: Person, week: int) -> None:
        if p.state == "wait help":
            spot = self.scenario.preconditions[p.step]
            p.help_wait[p.step] = week - p.since
            if sum(q.state == "help" and q.step == p.step for q in self.people) < spot.slots:
                p.state, p.until = "help", week + int(self.luck.help_weeks[p.number, p.step])
                self.helped[p.step] += 1
            elif week - p.since >= self.luck.help_patience[p.number, p.step]:
                self.leave(p, f"wait_{spot.code}")
        elif p.state == "wait job":
            p.job_wait.setdefault(p.step, 0)
            choice = [j for j in range(len(self.scenario.employers)) if self.open_at(p, j, week)]
            if choice:
                stay = p.employer in choice and not p.wants_other
                chosen = p.employer if stay else min(choice, key=lambda j: self.luck.prefers[p.number, j])
                moves, p.employer = chosen != p.employer, chosen
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
                if p.state == "help":
                    self.help_weeks[p.step] += 1
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
            assert all(self.held(j, r) <= places for r, places in enumerate(e.places)), (week, e.id)
            assert self.held(j, self.last) <= e.vacancies_year * week / 52 + 1e-6, (week, e.id)
            assert self.coaching(j) <= self.coach_room(j) + 1e-6, (week, e.id)
        for k, spot in enumerate(self.scenario.preconditions):
            assert sum(p.state == "help" and p.step == k for p in self.people) <= spot.slots, week
