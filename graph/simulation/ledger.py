"""The ledger: from who worked where and when to euros per party, month by month, compiled.

Every amount is either a transfer, booked with one sign at who pays and with the other at who receives, or real: it
enters (what work yields, a vacancy filled) or leaves (supervision, guidance, support, break-offs, organising). So the
sum over parties is what was real. An amount at t weeks counts for (1 + discount)^(-t/52).

Who has the full work capacity (in a regular job) gets no instruments but a coach.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph.simulation.model import YEAR
from graph.simulation.parameters import Values, centre, load_parameters
from graph.simulation.people import People, everyone_alike
from graph.simulation.scenario import RUNGS, SOCIAL_RETURN, Employer, Group, Scenario, alone, scenario
from graph.simulation.spells import BROKEN, Spells
from graph.simulation.support_table import CAPACITIES, HOURS, support_table
from graph.simulation.tally import Tally

CANDIDATES, MUNICIPALITY, UWV, STATE, SCHOOL, PROVIDERS = range(6)
BOOKED = ("candidates", "municipality", "uwv", "state", "school", "providers")
"""The parties that are one; the employers are booked each for itself."""
COACH_HOURS_FULL_TIME = 36.0
TICKS = 13
"""Thirds of a week in a month of 52/12 weeks: months begin on them."""
GAP_WEEKS = 4
"""A pause between two jobs of at most so many weeks does not break a stretch of work."""

Amounts = NDArray[np.float64]


class Rates(NamedTuple):
    """What the ledger multiplies with: one parameter set in one scenario. J employers, R rungs, T ticks."""

    worth: Amounts  # (T+1,) weeks until each third of a week, each worth its discount
    discount: Amounts  # (weeks+1,) what a euro in that week is worth
    paid: NDArray[np.bool_]  # (R,)
    growth: Amounts  # (R,) work capacity in a rung as a part of that in a regular job
    supervision: Amounts  # (R,) hours a week
    coach: Amounts  # (R,) hours a week of a job coach
    credit: Amounts  # (J,) euro a week of paid work
    members: Amounts  # (J,) euro a year for taking part
    wage: float  # gross with holiday allowance, euro an hour
    charges: float
    net: float
    benefit: float  # euro a week of who has one
    with_benefit: float
    uwv: float  # share with a benefit of UWV
    sick: float
    supervision_hour: float
    coach_hour: float
    vacancy: float
    break_cost: float
    flat_months: float
    help_tariff: float
    help_cost: float
    help_worth: float
    school_cost: float  # euro over all handovers, discounted
    organising: float  # euro a year, paid by the municipality
    measured: Amounts  # (C, H) these and the next as in graph.simulation.support_table
    flat: Amounts
    other: Amounts
    sick_pay: Amounts
    guided: Amounts


class Book(NamedTuple):
    """One replication. ``party``: euro by :data:`BOOKED`, ``employers``: euro each, both over the whole horizon.

    ``filled``: person-weeks, ``supervision``: hours, ``dropouts``: people, per employer. ``work_weeks``: weeks of
    paid work of all candidates; ``stretch_weeks``: mean longest stretch of those who had any, NaN if nobody had.
    """

    party: Amounts  # (6,)
    employers: Amounts  # (J,)
    filled: Amounts  # (J,)
    supervision: Amounts  # (J,)
    dropouts: Amounts  # (J,)
    work_weeks: float | Amounts
    stretch_weeks: float | Amounts


def build_rates(scenario: Scenario, values: Values) -> Rates:
    """The rates of ``scenario`` with ``values``. Raises :class:`~graph.instruments.BadCase` for too low a wage."""
    names = RUNGS[-scenario.rungs :]
    horizon = scenario.horizon_weeks
    months = 12 * (-(-horizon * 3 // TICKS) // 12 + 1)
    table = support_table(values["wage_hour"], months, values["uwv_share"], values["register_share"])
    force = np.log1p(values["discount"]) / YEAR
    thirds = np.exp(-force * (np.arange(3 * horizon) + 0.5) / 3) / 3
    discount = np.exp(-force * np.arange(horizon + 1))
    worth = np.concatenate([[0.0], np.cumsum(thirds)])
    intake = min(scenario.arrive_weeks, horizon)
    capacity = np.array([values[f"work_capacity_{name}"] for name in names])
    load = np.array([*(values[f"coach_load_{name}"] for name in names[:-1]), 0.0])
    member_of = {member: group for group in scenario.groups for member in group.employers}
    organised = {"none": 0.0, "case_manager": values["case_manager_year"], "joint": values["coord_year"]}
    return Rates(
        worth=worth,
        discount=discount,
        paid=np.array([name != "first" for name in names]),
        growth=capacity / capacity[-1] if capacity[-1] > 0 else np.zeros(capacity.size),
        supervision=np.array([values[f"supervision_{name}"] for name in names]),
        coach=load * COACH_HOURS_FULL_TIME / values["coach_caseload"],
        credit=np.array([e.motive == SOCIAL_RETURN for e in scenario.employers]) * values["sroi_credit"] / YEAR,
        members=np.array(
            [(member_of[e.id].coordination == "joint") * values["coord_member"] for e in scenario.employers]
        ),
        wage=values["wage_hour"] * (1 + values["holiday_pay"]),
        charges=values["charges"],
        net=values["net_share"],
        benefit=values["benefit_year"] / YEAR,
        with_benefit=values["benefit_share"],
        uwv=values["uwv_share"],
        sick=values["sick_share"],
        supervision_hour=values["supervision_hour"],
        coach_hour=values["coach_hour"],
        vacancy=values["vacancy_value"],
        break_cost=values["break_cost"],
        flat_months=values["flat_months"],
        help_tariff=values["precondition_case"],
        help_cost=values["precondition_case"] * values["case_cost_share"],
        help_worth=float(worth[3 * intake] / intake),
        school_cost=_school_hours(scenario, values) * values["school_hour"] * float(worth[3 * intake] / intake),
        organising=sum(organised[group.coordination] for group in scenario.groups),
        measured=table.measured,
        flat=table.flat,
        other=table.other,
        sick_pay=table.sick,
        guided=table.coach,
    )


def _school_hours(scenario: Scenario, values: Values) -> float:
    """Hours that schools spend on handing over: people come in at employers by their places, as in ``draw_luck``."""
    size = {e.id: sum(e.intake or e.places) for e in scenario.employers}
    even = sum(size.values()) == 0
    total = len(size) if even else sum(size.values())
    hours = 0.0
    for group in scenario.groups:
        part = len(group.employers) if even else sum(size[member] for member in group.employers)
        hours += part / total * _handover_hours(group, values)
    return hours * scenario.candidates * values["school_share"]


def _handover_hours(group: Group, values: Values) -> float:
    warm = {"now": values["warm_now"], "cold": 0.0, "warm": 1.0}[group.handover]
    return warm * values["school_hours_warm"] + (1 - warm) * values["school_hours_cold"]


def book(rates: Rates, tally: Tally, people: People) -> Book:
    """Book one replication. ``people``: drawn with its luck, or everyone alike."""
    return book_spells(rates, tally.spells, people, int(tally.helped.sum()))


def book_spells(rates: Rates, spells: Spells, people: People, helped: int = 0) -> Book:
    """As :func:`book`, for spells from elsewhere. ``helped``: cases of help with a precondition."""
    return Book(*_book(rates, spells, people.work_capacity, people.hours, helped, CAPACITIES, HOURS))


def stacked(books: Sequence[Book]) -> Book:
    """Several books as one, the runs in front in every array."""
    return Book(*(np.stack(parts) for parts in zip(*books, strict=True)))


def warm_up() -> None:
    """Compile the ledger, or load it from the cache on disk, and make its tables: once at start, in the background."""
    values = centre(load_parameters())
    employer = Employer("a", "a", (1, 1), 1.0, 1.0)
    tiny = scenario((employer,), alone((employer,)), values)
    none = np.empty(0, np.int32)
    empty = Spells(
        none, none, none.astype(np.int8), none, none, none.astype(np.int8), np.empty(0), none.astype(np.bool_)
    )
    book_spells(build_rates(tiny, values), empty, everyone_alike(tiny, values))


@njit(cache=True, nogil=True)
def _book(rates, spells, capacities, hours, helped, capacity_nodes, hour_nodes):  # type: ignore[no-untyped-def]
    n, employers, last = capacities.shape[0], rates.members.shape[0], rates.paid.shape[0] - 1
    horizon = rates.discount.shape[0] - 1
    party = np.zeros(6)
    euro, filled, supervised, dropouts = (
        np.zeros(employers), np.zeros(employers), np.zeros(employers), np.zeros(employers),
    )  # fmt: skip
    at_employer = np.full(n, -1, np.int32)
    until = np.full(n, -1, np.int32)  # when the last spell ended
    job_start = np.zeros(n, np.int32)  # of what goes on without a pause at one employer
    contract_start = np.full(n, -1, np.int32)
    first_paid = np.full(n, -1, np.int32)
    stretch_start = np.zeros(n, np.int32)
    stretch_until = np.full(n, -(10**6), np.int32)
    longest = np.zeros(n, np.int32)
    work_weeks = 0.0

    for s in range(spells.person.shape[0]):
        i, j, r = spells.person[s], spells.employer[s], spells.rung[s]
        begin, share = spells.start[s], spells.share[s]
        end = horizon if spells.end[s] < 0 else spells.end[s]
        if at_employer[i] != j or until[i] != begin:
            job_start[i], contract_start[i] = begin, -1
        at_employer[i], until[i] = j, end
        worth = rates.worth[3 * end] - rates.worth[3 * begin]
        h = hours[i] * share
        capacity = min(capacities[i] * rates.growth[r], 1.0)
        wage = rates.wage * h
        cost = wage * (1 + rates.charges)
        looked_after = rates.supervision[r] * share
        euro[j] += worth * ((1 - rates.sick) * capacity * cost - looked_after * rates.supervision_hour)
        filled[j] += (end - begin) * share
        supervised[j] += (end - begin) * looked_after
        if r == last:
            euro[j] += rates.vacancy * share * rates.discount[begin]
        if spells.how[s] == BROKEN:
            euro[j] -= rates.break_cost * share * rates.discount[end]
            dropouts[j] += share

        if rates.paid[r]:
            if contract_start[i] < 0:
                contract_start[i] = begin
            if first_paid[i] < 0:
                first_paid[i] = begin
            work_weeks += (end - begin) * share
            if begin - stretch_until[i] > GAP_WEEKS:
                stretch_start[i] = begin
            stretch_until[i] = max(stretch_until[i], end)
            longest[i] = max(longest[i], stretch_until[i] - stretch_start[i])
            net = wage * rates.net
            saved = rates.with_benefit * min(rates.benefit * share, net)
            euro[j] -= worth * cost
            party[CANDIDATES] += worth * (net - saved)
            party[STATE] += worth * (cost - net)
            party[MUNICIPALITY] += worth * (1 - rates.uwv) * saved
            party[UWV] += worth * rates.uwv * saved
            euro[j] += worth * share * rates.credit[j]
            party[MUNICIPALITY] -= worth * share * rates.credit[j]

        c, c_part = _between(capacity_nodes, capacity)
        b, b_part = _between(hour_nodes, h)
        measured = (1 - c_part) * _mix(rates.measured[c], b, b_part) + c_part * _mix(rates.measured[c + 1], b, b_part)
        flat = _mix(rates.flat, b, b_part)
        tick = 3 * begin
        while tick < 3 * end:
            month = (tick - 3 * job_start[i]) // TICKS
            stop = min(3 * job_start[i] + (month + 1) * TICKS, 3 * end)
            if rates.paid[r] and capacities[i] < 1:  # the contract may have begun within a month of the job
                contract = (tick - 3 * contract_start[i]) // TICKS
                stop = min(stop, 3 * contract_start[i] + (contract + 1) * TICKS)
                early = 3 * first_paid[i] + int(rates.flat_months) * TICKS
                if tick < early:
                    stop = min(stop, early)
                months = (rates.worth[stop] - rates.worth[tick]) * 3 / TICKS
                subsidy = (1 - rates.sick) * (flat if tick < early else measured) * months  # pauses for sick pay
                by_uwv = _mix(rates.other[1, :, contract], b, b_part) * months
                by_uwv += rates.sick * _mix(rates.sick_pay[:, contract], b, b_part) * months
                by_state = _mix(rates.other[2, :, contract], b, b_part) * months
                subsidy += _mix(rates.other[0, :, contract], b, b_part) * months
                euro[j] += subsidy + by_uwv + by_state
                party[MUNICIPALITY] -= subsidy
                party[UWV] -= by_uwv
                party[STATE] -= by_state
            if rates.coach[r] > 0:
                weeks = rates.worth[stop] - rates.worth[tick]
                needed = rates.coach[r] * share
                granted = min(needed, _mix(rates.guided[:, month], b, b_part))
                party[MUNICIPALITY] -= weeks * rates.coach_hour * granted * (1 - rates.uwv)
                party[UWV] -= weeks * rates.coach_hour * granted * rates.uwv
                euro[j] -= weeks * rates.coach_hour * (needed - granted)
            tick = stop

    years = rates.worth[3 * horizon] / YEAR
    euro -= rates.members * years
    party[MUNICIPALITY] -= rates.organising * years + helped * rates.help_tariff * rates.help_worth
    party[PROVIDERS] += helped * (rates.help_tariff - rates.help_cost) * rates.help_worth
    party[SCHOOL] -= rates.school_cost
    worked, total = 0, 0
    for i in range(n):
        if first_paid[i] >= 0:
            worked += 1
            total += longest[i]
    return party, euro, filled, supervised, dropouts, work_weeks, total / worked if worked else np.nan


@njit(cache=True, nogil=True)
def _between(nodes, value):  # type: ignore[no-untyped-def]
    """Between which nodes ``value`` lies: the lower one, and how far on to the next (0 to 1)."""
    at = min(max(np.searchsorted(nodes, value, side="right") - 1, 0), nodes.shape[0] - 2)
    return at, (value - nodes[at]) / (nodes[at + 1] - nodes[at])


@njit(cache=True, nogil=True)
def _mix(row, at, part):  # type: ignore[no-untyped-def]
    return (1 - part) * row[at] + part * row[at + 1]
