"""The chain model in SimPy and in Mesa: the rules and the luck of the compiled engine, as one writes them there.

Both share the chain (who has room for whom, with counters as quick as Python has them) and differ in who keeps time:
SimPy runs every candidate as a process, Mesa steps every candidate as an agent. The rules are those of
``tests/graph/simulation/twin.py``; with the same luck a replication gives the same people at work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mesa
import simpy

from graph.simulation.luck import Luck
from graph.simulation.rules import Rules

YEAR = 52
SERVE = 0.5  # within a week what ends comes before what begins


class Person:
    """A candidate on the way."""

    __slots__ = (
        "employer",
        "event",
        "first",
        "home",
        "number",
        "other",
        "since",
        "state",
        "step",
        "sustained",
        "tries",
        "until",
    )

    def __init__(self, number: int, home: int, rungs: int) -> None:
        self.number, self.home, self.employer = number, home, home
        self.state, self.step, self.since, self.until = "new", 0, 0, 0
        self.tries = [0] * rungs
        self.other = self.sustained = False
        self.first = -1
        self.event: Any = None


@dataclass(frozen=True)
class Result:
    """What one replication gives, to compare."""

    placed: int
    sustained: int
    out: int
    hires: int
    worked: int


class Chain:
    """The places of a chain and who has them."""

    def __init__(self, luck: Luck, rules: Rules) -> None:
        self.luck = {name: getattr(luck, name).tolist() for name in Luck._fields}
        self.rules = {
            name: value.tolist() if hasattr(value, "tolist") else value for name, value in rules._asdict().items()
        }
        self.kinds, self.last = luck.need.shape[1], luck.job_weeks.shape[1] - 1
        employers = len(self.rules["delay"])
        self.taken = [[0] * (self.last + 1) for _ in range(employers)]
        self.coach = [0.0] * len(self.rules["coach_units"])
        self.slots = [0] * self.kinds
        self.people = [Person(i, home, self.last + 1) for i, home in enumerate(self.luck["home"])]
        starts, members = self.rules["member_start"], self.rules["members"]
        self.reach = [members[starts[group] : starts[group + 1]] for group in self.rules["place_group"]]
        self.hires = self.worked = 0

    def next_stop(self, p: Person) -> None:
        need = self.luck["need"][p.number]
        while p.step < self.kinds and not need[p.step]:
            p.step += 1

    def room(self, p: Person, week: int) -> int:
        """The employer that can place ``p`` now, -1 if none."""
        r, best, lowest, load = p.step, -1, 2.0, self.rules["coach_load"][p.step]
        fits, prefers = self.luck["fits"][p.number], self.luck["prefers"][p.number]
        for j in self.reach[p.home]:
            if j != p.home and not fits[j]:
                continue
            if r == self.last:
                if self.rules["vacancies_year"][j] * week / YEAR - self.taken[j][r] < 1 - 1e-9:
                    continue
            elif self.taken[j][r] >= self.rules["places"][j][r]:
                continue
            cell = self.rules["coach_group"][j]
            if load > 0 and self.coach[cell] + load > self.rules["coach_units"][cell] + 1e-9:
                continue
            rank = -1.0 if j == p.employer and not p.other else prefers[j]
            if rank < lowest:
                best, lowest = j, rank
        return best

    def take(self, p: Person, j: int, sign: int = 1) -> None:
        self.taken[j][p.step] += sign
        self.coach[self.rules["coach_group"][j]] += sign * self.rules["coach_load"][p.step]

    def lost_moving(self, p: Person) -> bool:
        if self.luck["hop_share"][p.number][p.step][p.tries[p.step]] >= self.rules["move_loss"][p.home]:
            return False
        self.take(p, p.employer, -1)
        return True

    def start(self, p: Person, week: int) -> int:
        """``p`` starts to work; answers for how many weeks."""
        r, a, i = p.step, p.tries[p.step], p.number
        stays = self.luck["break_weeks"][i][r][a]
        if r < self.last:
            stays = min(stays, self.luck["job_weeks"][i][r][a])
        p.since, p.state = week, "work"
        if p.first < 0:
            p.first = week
        self.hires += r == self.last
        return int(stays)

    def stop(self, p: Person, week: int) -> bool:
        """``p`` stops working; answers whether it goes on to wait for a place."""
        r, a, i = p.step, p.tries[p.step], p.number
        self.worked += week - p.since
        self.take(p, p.employer, -1)
        if r < self.last and self.luck["job_weeks"][i][r][a] <= self.luck["break_weeks"][i][r][a]:
            p.step, p.other, p.since, p.state = r + 1, False, week, "wait job"
            return True
        p.sustained |= r == self.last and week - p.since > YEAR
        p.tries[r] += 1
        again = p.tries[r] < len(self.luck["rematch_share"][i][r])
        p.other, p.since, p.state = True, week, "wait job"
        return again and self.luck["rematch_share"][i][r][a] < self.rules["rematch"][p.home]

    def result(self) -> Result:
        horizon = self.rules["horizon"]
        working = [p for p in self.people if p.state == "work"]
        kept = {p.number for p in working if p.step == self.last and horizon - 1 - p.since >= YEAR}
        return Result(
            placed=sum(p.first >= 0 for p in self.people),
            sustained=sum(p.sustained or p.number in kept for p in self.people),
            out=sum(p.state == "out" for p in self.people),
            hires=self.hires,
            worked=self.worked + sum(horizon - p.since for p in working),
        )


class SimpyModel:
    """Every candidate a process; once a week who waits is served in the order of arrival."""

    def __init__(self, luck: Luck, rules: Rules) -> None:
        self.chain, self.env = Chain(luck, rules), simpy.Environment()
        self.waiting: dict[int, Person] = {}

    def run(self) -> Result:
        for person in self.chain.people:
            self.env.process(self.life(person))
        self.env.process(self.serve())
        self.env.run(until=self.chain.rules["horizon"])
        return self.chain.result()

    def until(self, week: int) -> Any:
        return self.env.timeout(week - self.env.now)

    def queue(self, p: Person) -> Any:
        p.event = self.env.event()
        self.waiting[p.number] = p
        return p.event

    def life(self, p: Person) -> Any:
        chain, i = self.chain, p.number
        delay = chain.rules["delay"][p.home]
        week = chain.luck["arrive"][i]
        yield self.env.timeout(week)
        while True:
            chain.next_stop(p)
            week += delay
            yield self.until(week)
            if p.step == chain.kinds:
                break
            if chain.luck["loss_share"][i][p.step] < chain.rules["loss"][p.home]:
                p.state = "out"
                return
            p.state, p.since = "wait help", week
            if not (yield self.queue(p)):
                p.state = "out"
                return
            p.state = "help"
            week = int(self.env.now) + chain.luck["help_weeks"][i][p.step]
            yield self.until(week)
            chain.slots[p.step] -= 1
            p.step += 1
        p.state, p.step, p.since = "wait job", chain.luck["start"][i], week
        while True:
            moved = yield self.queue(p)
            if moved is False:
                p.state = "out"
                return
            week = int(self.env.now)
            if moved == "away":
                p.state = "move"
                week += chain.rules["move_delay"][p.home]
                yield self.until(week)
                if chain.lost_moving(p):
                    p.state = "out"
                    return
                stays = chain.start(p, week)
            else:
                stays = p.until - week
            week += stays
            yield self.until(week)
            if not chain.stop(p, week):
                p.state = "out"
                return

    def serve(self) -> Any:
        """Every week, after what ended."""
        chain = self.chain
        yield self.env.timeout(SERVE)
        while True:
            week = int(self.env.now)
            for number in sorted(self.waiting):
                p = self.waiting[number]
                answer: Any = None
                if p.state == "wait help":
                    if chain.slots[p.step] < chain.rules["slots"][p.step]:
                        chain.slots[p.step] += 1
                        answer = True
                    elif week - p.since >= chain.luck["help_patience"][number][p.step]:
                        answer = False
                else:
                    answer = _placed(chain, p, week)
                if answer is not None:
                    del self.waiting[number]
                    p.event.succeed(answer)
            yield self.env.timeout(1)


def _placed(chain: Chain, p: Person, week: int) -> Any:
    """Place ``p`` if there is room: "here", "away" (on the move), False (gives up or is lost), None (waits on)."""
    j = chain.room(p, week)
    if j < 0:
        patience = chain.luck["job_patience"][p.number][p.step][p.tries[p.step]]
        return False if week - p.since >= patience else None
    moves, p.employer = j != p.employer, j
    chain.take(p, j)
    if moves and chain.rules["move_delay"][p.home] > 0:
        return "away"
    if moves and chain.lost_moving(p):
        return False
    p.until = week + chain.start(p, week)
    return "here"


class Candidate(mesa.Agent):
    """A candidate who looks every week what there is to do."""

    def __init__(self, model: MesaModel, person: Person) -> None:
        super().__init__(model)
        self.p = person
        person.until = model.week + model.chain.rules["delay"][person.home]
        person.state = "between"
        model.chain.next_stop(person)

    def leave(self) -> None:
        self.p.state = "out"
        self.remove()

    def end(self) -> None:
        p, chain, week = self.p, self.model.chain, self.model.week
        if p.state == "help" and p.until == week:
            chain.slots[p.step] -= 1
            p.step += 1
            chain.next_stop(p)
            p.state, p.until = "between", week + chain.rules["delay"][p.home]
        elif p.state == "work" and p.until == week:
            if not chain.stop(p, week):
                self.leave()
        elif p.state == "move" and p.until == week:
            if chain.lost_moving(p):
                self.leave()
            else:
                p.until = week + chain.start(p, week)
        if p.state == "between" and p.until == week:
            if p.step == chain.kinds:
                p.state, p.step, p.since = "wait job", chain.luck["start"][p.number], week
            elif chain.luck["loss_share"][p.number][p.step] < chain.rules["loss"][p.home]:
                self.leave()
            else:
                p.state, p.since = "wait help", week

    def begin(self) -> None:
        p, chain, week = self.p, self.model.chain, self.model.week
        if p.state == "wait help":
            if chain.slots[p.step] < chain.rules["slots"][p.step]:
                chain.slots[p.step] += 1
                p.state, p.until = "help", week + chain.luck["help_weeks"][p.number][p.step]
            elif week - p.since >= chain.luck["help_patience"][p.number][p.step]:
                self.leave()
        elif p.state == "wait job":
            answer = _placed(chain, p, week)
            if answer is False:
                self.leave()
            elif answer == "away":
                p.state, p.until = "move", week + chain.rules["move_delay"][p.home]


class MesaModel(mesa.Model):
    """Every candidate an agent; a week is a step: first what ends, then what begins, in the order of arrival."""

    def __init__(self, luck: Luck, rules: Rules) -> None:
        super().__init__()
        self.chain, self.week, self.arrived = Chain(luck, rules), 0, 0

    def run(self) -> Result:
        arrive, people = self.chain.luck["arrive"], self.chain.people
        for week in range(self.chain.rules["horizon"]):
            self.week = week
            while self.arrived < len(people) and arrive[self.arrived] <= self.week:
                Candidate(self, people[self.arrived])
                self.arrived += 1
            self.agents.do("end")
            self.agents.do("begin")
        return self.chain.result()
