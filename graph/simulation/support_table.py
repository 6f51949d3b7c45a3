"""What the instruments give per month, as tables that the ledger reads: made from the rules once, not per person.

The simulation does not know who has which benefit; it knows shares. So the table is the mean over three sorts of
people: of the municipality in and out of the target-group register, and of UWV (Wajong, in the register). Amounts are
those of the newest day that is known, for every month alike; a job begins in January, so that caps on a calendar
year fall on twelve months. A test holds what lies between the nodes to the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.instruments import Job, Line, Person, load_instruments, newest_wage_day, support
from graph.instruments.formulas import WEEKS

HOURS = np.array([0.0, 36.0, 38.0, 40.0, 60.0])
"""Nodes: hours a week; between them amounts run straight, but for the cap on the wage-cost benefit near 38 hours."""
CAPACITIES = np.linspace(0.0, 1.0, 21)
"""Nodes: work capacity; the cap on the subsidy bends at one of them."""
PAYERS = ("municipality", "uwv", "state")
AGE = 23
"""Age of everyone in the simulation: the adult minimum wage."""
SUBSIDY = "lks"
"""``one_of`` of the wage-cost subsidy, measured and at the flat rate."""

Amounts = NDArray[np.float64]


class Support(NamedTuple):
    """Euro a month to the employer, by node of hours; M months.

    ``measured`` (capacities, hours) and ``flat`` (hours,): wage-cost subsidy by the municipality. ``other`` (payers,
    hours, M): other money by month of the contract. ``sick`` (hours, M): by UWV per month of illness. ``coach``
    (hours, M): hours a week of a job coach that are paid at most, by month of the job.
    """

    measured: Amounts
    flat: Amounts
    other: Amounts
    sick: Amounts
    coach: Amounts


def support_table(wage_hour: float, months: int, uwv_share: float, register_share: float) -> Support:
    """The mean over the sorts of people. Raises :class:`~graph.instruments.BadCase` for a wage below the minimum.

    ``uwv_share``: share with a benefit of UWV; ``register_share``: share of the others in the target-group register.
    """
    tables = sorts_of_people(wage_hour, months)
    weights = ((1 - uwv_share) * register_share, (1 - uwv_share) * (1 - register_share), uwv_share)
    return Support(*(np.tensordot(weights, np.stack(parts), 1) for parts in zip(*tables, strict=True)))


@lru_cache(maxsize=16)
def sorts_of_people(wage_hour: float, months: int) -> tuple[Support, Support, Support]:
    """The tables of the three sorts: municipality in the register, municipality outside it, UWV."""
    sorts = (
        Person(AGE, 1.0, "bijstand", register=True),
        Person(AGE, 1.0, "bijstand"),
        Person(AGE, 1.0, "wajong", register=True),
    )
    january = date(newest_wage_day().year + 1, 1, 1)
    return tuple(_of(person, Job(january, 1.0, wage_hour), months) for person in sorts)  # type: ignore[return-value]


def _of(person: Person, job: Job, months: int) -> Support:
    day = newest_wage_day()
    rule = load_instruments()["coach"].version(day)
    an_hour = np.inf if rule is None else rule.inputs["hour"] * WEEKS
    table = Support(
        measured=np.zeros((CAPACITIES.size, HOURS.size)),
        flat=np.zeros(HOURS.size),
        other=np.zeros((len(PAYERS), HOURS.size, months)),
        sick=np.zeros((HOURS.size, months)),
        coach=np.zeros((HOURS.size, months)),
    )
    for h, hours in enumerate(HOURS[1:], start=1):
        one = replace(job, hours_week=float(hours))
        for c, capacity in enumerate(CAPACITIES):
            table.measured[c, h] = _sum(support(replace(person, work_capacity=float(capacity)), one, 0, day), _subsidy)
        table.flat[h] = _sum(support(replace(person, work_capacity=None), one, 0, day), _subsidy)
        for month in range(months):
            found = support(replace(person, work_capacity=0.5), one, month, day)
            for at, payer in enumerate(PAYERS):
                table.other[at, h, month] = _sum(found, lambda line: line.payer == payer and not _subsidy(line))  # noqa: B023
            table.sick[h, month] = sum(line.euro or 0.0 for line in found if line.instrument.kind == "risk")
            guided = sum(line.euro or 0.0 for line in found if line.instrument.code == "coach")
            table.coach[h, month] = guided / an_hour
    return table


def _subsidy(line: Line) -> bool:
    return line.instrument.one_of == SUBSIDY


def _sum(lines: Iterable[Line], wanted: Callable[[Line], bool]) -> float:
    """Money to the employer on the lines that are wanted."""
    return sum(line.paid for line in lines if line.payee == "employer" and wanted(line))
