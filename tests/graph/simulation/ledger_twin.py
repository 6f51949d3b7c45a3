"""The ledger once more, in plain Python and straight from the rules: no tables, no ticks, nothing compiled."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np

from graph.instruments import Job, Person, newest_wage_day, support
from graph.simulation.ledger import Rates
from graph.simulation.people import People
from graph.simulation.spells import BROKEN, Spells
from graph.simulation.support_table import AGE

MONTH = 52 / 12
JANUARY = date(newest_wage_day().year + 1, 1, 1)


def value(discount: float, begin: float, end: float) -> float:
    """What a euro a week is worth from ``begin`` to ``end``: the integral of (1 + discount)^(-t/52)."""
    force = np.log1p(discount) / 52
    return end - begin if force == 0 else float((np.exp(-force * begin) - np.exp(-force * end)) / force)


def at(discount: float, week: float) -> float:
    return float((1 + discount) ** (-week / 52))


def paid_by(person: Person, hours: float, wage: float, month: int) -> dict[str, float]:
    """Euro of one month by payer, of illness as ``sick``, and hours a week of a coach."""
    found = dict.fromkeys(("municipality", "uwv", "state", "sick", "coach"), 0.0)
    for line in support(person, Job(JANUARY, hours, wage), month, newest_wage_day()):
        if line.payee == "employer" and line.instrument.kind == "money":
            found[line.payer] += line.euro or 0.0
        if line.instrument.kind == "risk":
            found["sick"] += line.euro or 0.0
        if line.instrument.code == "coach":
            found["coach"] = (line.euro or 0.0) / line.version.inputs["hour"] / MONTH
    return found


def transfers(
    rates: Rates, spells: Spells, people: People, horizon: int, discount: float, register: float, wage: float
) -> dict[str, np.ndarray]:
    """What each payer pays for each employer, and the same of coaching: euro, (J,)."""
    employers = rates.members.size
    sums = {name: np.zeros(employers) for name in ("subsidy", "uwv", "state", "coach_paid", "coach_own")}
    sorts = (
        ((1 - rates.uwv) * register, "bijstand", True),
        ((1 - rates.uwv) * (1 - register), "bijstand", False),
        (rates.uwv, "wajong", True),
    )
    first_paid: dict[int, int] = {}
    last: dict[int, tuple[int, int, int, int | None]] = {}
    for row in range(spells.person.size):
        i, j, r = int(spells.person[row]), int(spells.employer[row]), int(spells.rung[row])
        begin = int(spells.start[row])
        end = horizon if spells.end[row] < 0 else int(spells.end[row])
        job, contract = begin, None
        if i in last and last[i][:2] == (j, begin):
            job, contract = last[i][2], last[i][3]
        if rates.paid[r]:
            contract = begin if contract is None else contract
            first_paid.setdefault(i, begin)
        last[i] = (j, end, job, contract)
        hours = float(people.hours[i] * spells.share[row])
        capacity = min(float(people.work_capacity[i] * rates.growth[r]), 1.0)
        cuts = {begin, end, *(job + k * MONTH for k in range(300))}
        if contract is not None:
            cuts |= {contract + k * MONTH for k in range(300)} | {first_paid[i] + rates.flat_months * MONTH}
        edges = sorted({round(cut * 3) / 3 for cut in cuts if begin - 1e-9 <= cut <= end + 1e-9})
        for a, b in pairwise(edges):
            middle = (a + b) / 2
            weeks = value(discount, a, b)
            for weight, benefit, registered in sorts:
                if weight == 0:
                    continue
                flat = contract is not None and middle < first_paid[i] + rates.flat_months * MONTH
                person = Person(AGE, capacity, benefit, registered)
                if contract is not None and rates.paid[r] and people.work_capacity[i] < 1:
                    month = int((middle - contract) / MONTH)
                    found = paid_by(person, hours, wage, month)
                    if flat:
                        unmeasured = Person(AGE, None, benefit, registered)
                        found["municipality"] = paid_by(unmeasured, hours, wage, 0)["municipality"]
                    sums["subsidy"][j] += weight * weeks / MONTH * (1 - rates.sick) * found["municipality"]
                    sums["uwv"][j] += weight * weeks / MONTH * (found["uwv"] + rates.sick * found["sick"])
                    sums["state"][j] += weight * weeks / MONTH * found["state"]
            if rates.coach[r] > 0:
                limit = (0.15, 0.075, 0.06, 0.0)[min(int((middle - job) / MONTH) // 12, 3)] * hours
                granted = min(float(rates.coach[r] * spells.share[row]), limit)
                sums["coach_paid"][j] += weeks * rates.coach_hour * granted
                sums["coach_own"][j] += weeks * rates.coach_hour * (rates.coach[r] * spells.share[row] - granted)
    return sums


def real(
    rates: Rates, spells: Spells, people: People, helped: int, horizon: int, discount: float, intake: int
) -> float:
    """What enters from outside less what is used up, without any payment between parties."""
    total = 0.0
    for row in range(spells.person.size):
        i, r, share = int(spells.person[row]), int(spells.rung[row]), float(spells.share[row])
        begin = int(spells.start[row])
        end = horizon if spells.end[row] < 0 else int(spells.end[row])
        cost = rates.wage * people.hours[i] * share * (1 + rates.charges)
        made = (1 - rates.sick) * min(people.work_capacity[i] * rates.growth[r], 1.0) * cost
        used = share * (rates.supervision[r] * rates.supervision_hour + rates.coach[r] * rates.coach_hour)
        total += float(made - used) * value(discount, begin, end)
        if r == rates.paid.size - 1:
            total += rates.vacancy * share * at(discount, begin)
        if spells.how[row] == BROKEN:
            total -= rates.break_cost * share * at(discount, end)
    years = value(discount, 0, horizon) / 52
    total -= helped * rates.help_cost * value(discount, 0, intake) / intake
    return float(total - rates.school_cost - (rates.organising + rates.members.sum()) * years)
