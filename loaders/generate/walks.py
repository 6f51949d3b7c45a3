"""Candidates walk through the chain, many at once, and leave a referral log as columns.

Each step draws, for every candidate still under way, the way on, the receiver and the course of the
handover. What lies outside the period is cut off: earlier referrals were never logged, later outcomes
are not known yet (censored). Dates are days since 1970-01-01, -1 where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from loaders.generate.chain import Chain
from loaders.generate.handover import ACCEPTED, DRAWS, REFUSED, VANISHED, PairHabit, hand_over
from loaders.generate.options import Options
from loaders.generate.organisations import Organisations
from loaders.generate.reference import Bools, Floats, Ints, Reference
from loaders.generate.settings import SUPPORT, Settings

STEADY = 0.3  # affinity above which two organisations are steady partners


@dataclass(frozen=True, slots=True)
class Redirect:
    """Referrals of ``source`` (meant for one of ``kinds``; any when empty) go to ``targets`` with this ``share``.

    Without targets the walk ends there.
    """

    source: int
    targets: tuple[int, ...]
    share: float
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """A ``share`` of the candidates of a municipality who enter at a ``kind`` enter at this organisation."""

    municipality: int
    kind: str
    organisation: int
    share: float


@dataclass(frozen=True, slots=True)
class Habits:
    """What is particular about some organisations: planted defects, and good practice."""

    redirects: tuple[Redirect, ...] = ()
    starts: tuple[Start, ...] = ()
    pairs: tuple[PairHabit, ...] = ()


@dataclass(frozen=True)
class Referrals:
    """The log: one row per referral, ordered by candidate and date. Codes are positions in the schema's lists."""

    case: Ints
    date: Ints
    source: Ints
    target: Ints
    stage_from: Ints
    stage_to: Ints
    domain: Ints
    group: Ints
    warm: Ints
    received: Ints
    contact: Ints
    outcome: Ints
    feedback: Ints

    def __len__(self) -> int:
        return len(self.case)

    def take(self, rows: Ints | Bools | slice) -> Referrals:
        return Referrals(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def day(on: date) -> int:
    """Days since 1970-01-01."""
    return (on - date(1970, 1, 1)).days


def walk(
    made: Organisations,
    reference: Reference,
    settings: Settings,
    options: Options,
    habits: Habits,
    total: int,
    rng: np.random.Generator,
) -> Referrals:
    """Exactly ``total`` referrals, of whole candidates except the last."""
    walker = _Walker(made, reference, settings, options, habits)
    if total == 0:
        return walker.log(1, rng).take(slice(0, 0))
    pilot = max(2000, total // 50)
    each = len(walker.log(pilot, rng)) / pilot
    if not each:
        raise ValueError("no candidate can be referred to anyone in these regions")
    candidates = int(total / each * 1.05) + 20
    while True:
        log = walker.log(candidates, rng)
        if len(log) >= total:
            return log.take(slice(0, total))
        candidates = int(candidates * 1.3) + 50


class _Walker:
    """The model with its tables made ready."""

    def __init__(
        self, made: Organisations, reference: Reference, settings: Settings, options: Options, habits: Habits
    ) -> None:
        self.made, self.settings, self.options, self.habits = made, settings, options, habits
        self.chain = Chain(settings, made.kinds, options.roles)
        self.groups = settings.codes("target_groups")
        present = np.isin(reference.region, np.unique(made.region))
        self.home_upto = np.cumsum(np.where(present, reference.inhabitants * reference.young, 0.0))
        self.step = np.array([settings.kinds[code].step for code in made.kinds])[made.kind]
        self.refuse = np.array([settings.kinds[code].refuse for code in made.kinds])[made.kind]
        self.numbers = {name: float(value) for name, value in settings.raw["handover"].items()}

    def log(self, n: int, rng: np.random.Generator) -> Referrals:
        """The referrals of ``n`` candidates."""
        chain, made = self.chain, self.made
        home, at, stage, group, today = self._entries(n, rng)
        who, back, visited = np.arange(n), np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=np.int64)
        end, precondition = day(self.settings.end), chain.stages.index("randvoorwaarden")
        steady = chain.stages.index("baan_met_steun")
        steps: list[Referrals] = []
        under_way = at >= 0
        for _ in range(self.settings.max_steps):
            keep = under_way & (today <= end)
            who, home, at, stage, group = who[keep], home[keep], at[keep], stage[keep], group[keep]
            today, back, visited = today[keep], back[keep], visited[keep]
            u = rng.random((len(who), 12 + DRAWS))
            rule, target, domain = self._receiver(at, stage, home, back, visited, u[:, :9])
            going = target >= 0
            stage_to = chain.stage_after(rule, made.kind[target])
            went = hand_over(
                self.numbers,
                self.habits.pairs,
                at,
                target,
                today,
                end,
                self.options.affinity(at, target) > STEADY,
                made.wait[target],
                self.step[target] * np.where(stage_to == steady, 2.0, 1.0),
                self.refuse[target],
                made.feedback[target],
                u[:, 12:],
            )
            row = Referrals(
                who,
                today,
                at,
                target,
                stage,
                stage_to,
                domain,
                group,
                went.warm.astype(np.int64),
                went.received,
                went.contact,
                went.outcome,
                went.feedback,
            )
            steps.append(row.take(going))
            arrived = going & (went.kept == ACCEPTED)
            again = going & (went.kept == REFUSED) & (u[:, 9] < self.numbers["retry"])
            found = going & (went.kept == VANISHED) & (u[:, 9] < self.numbers["reappear"])
            visited = np.where(arrived & (stage_to == precondition), 1, visited)
            back = np.where(arrived, at, np.where(found, -1, back))
            at = np.where(arrived, target, np.where(found, self._sighting(home, u[:, 10], u[:, 11]), at))
            stage = np.where(arrived, stage_to, np.where(found, chain.stages.index("in_beeld"), stage))
            under_way = (at >= 0) & ((arrived & ~chain.ends[stage_to]) | again | found)
            today = went.next_day
        return self._logged(steps)

    def _entries(self, n: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Home, organisation, stage, target group and first day of ``n`` candidates."""
        settings, entries = self.settings, self.settings.entries
        u = rng.random((n, 8))
        home = np.searchsorted(self.home_upto, u[:, 0] * self.home_upto[-1], side="right").clip(
            max=len(self.home_upto) - 1
        )
        shares = np.cumsum([float(entry["share"]) for entry in entries])
        entry = np.searchsorted(shares / shares[-1], u[:, 1], side="right").clip(max=len(entries) - 1)
        role = np.array([self.options.roles[e["kind"]] for e in entries])[entry]
        at = self.options.draw(role, home, u[:, 2])
        for start in self.habits.starts:
            here = (home == start.municipality) & (role == self.options.roles[start.kind])
            at = np.where(here & (u[:, 3] < start.share), start.organisation, at)
        first = day(settings.start) - settings.run_in
        today = first + np.floor(u[:, 4] * (day(settings.end) - first)).astype(np.int64)
        school = np.array([bool(e.get("school")) for e in entries])[entry]
        summer = school & (u[:, 5] < float(settings.raw["school_leavers_in_summer"]))
        junes = np.array([day(date(y, 6, 1)) for y in range(settings.start.year - 1, settings.end.year + 1)])
        june = junes[np.floor(u[:, 6] * len(junes)).astype(np.int64)]
        today = np.where(summer, june + np.floor(u[:, 7] * 122).astype(np.int64), today)
        stage = np.array([self.chain.stages.index(e["stage"]) for e in entries])[entry]
        group = np.array([self.groups.index(e["group"]) for e in entries])[entry]
        return home, at, stage, group, today

    def _receiver(
        self, at: Ints, stage: Ints, home: Ints, back: Ints, visited: Ints, u: Floats
    ) -> tuple[Ints, Ints, Ints]:
        """Rule, receiving organisation (-1: none, the walk ends) and life domain."""
        chain, roles = self.chain, self.options.roles
        node = chain.node(self.made.kind[at], stage, visited)
        rule = chain.draw(node, u[:, 0])
        need = chain.need(u[:, 1])
        returns = chain.back[rule] & (back >= 0)
        role = np.where(chain.support[rule], chain.need_role[need], chain.role[rule])
        role = np.where(chain.back[rule], roles["jongerenloket"], role)
        domain = np.where(chain.domain[rule] < 0, chain.need_domain[need], chain.domain[rule])
        target = np.where(returns, back, self.options.choose(at, role.clip(min=0), home, u[:, 2:7]))
        target = np.where(chain.ending[rule] | ~chain.leads_on[node], -1, target)
        self._redirect(target, at, rule, u[:, 7], u[:, 8])
        return rule, np.where(target == at, -1, target), domain

    def _redirect(self, target: Ints, at: Ints, rule: Ints, whether: Floats, which: Floats) -> None:
        """Change, in place, the receivers of organisations with habits of their own."""
        chain = self.chain
        rows = np.flatnonzero(np.isin(at, [redirect.source for redirect in self.habits.redirects]))
        source, rule = at[rows], rule[rows]
        for redirect in self.habits.redirects:
            moved = (source == redirect.source) & (whether[rows] < redirect.share)
            if redirect.kinds:
                wanted = [chain.kinds.index(kind) for kind in redirect.kinds if kind != SUPPORT]
                moved &= np.isin(chain.kind[rule], wanted) | (chain.support[rule] & (SUPPORT in redirect.kinds))
            targets = np.array(redirect.targets or (-1,), dtype=np.int64)
            target[rows[moved]] = targets[(which[rows[moved]] * len(targets)).astype(np.int64)]

    def _sighting(self, home: Ints, which: Floats, chance: Floats) -> Ints:
        """Where a vanished candidate is seen again: at youth work or the Doorstroompunt."""
        roles = self.options.roles
        role = np.where(which < 0.5, roles["maatschappelijk"], roles["doorstroompunt"])
        return self.options.draw(role, home, chance)

    def _logged(self, steps: list[Referrals]) -> Referrals:
        """All steps in order of candidate and date, without what fell outside the period."""
        whole = Referrals(
            **{f.name: np.concatenate([getattr(step, f.name) for step in steps]) for f in fields(Referrals)}
        )
        inside = (whole.date >= day(self.settings.start)) & (whole.date <= day(self.settings.end))
        whole = whole.take(inside)
        return whole.take(np.lexsort((whole.date, whole.case)))
