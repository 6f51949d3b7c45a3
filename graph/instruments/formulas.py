"""The formulas that a rule may name. Plain arithmetic, so that the simulation can compile the same code.

Each is ``(inputs, moment, wages) -> parts``: named amounts in euro of one month that add up to the line, or None when
there is no fixed amount. A month is 52/12 weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.instruments.case import Moment

WEEKS = 52 / 12
"""Weeks in a month."""

Inputs = Mapping[str, float]
Parts = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Wages:
    """Euro an hour with holiday allowance: the minimum wage of the person, and the wage paid; month of year, 1-12."""

    minimum: float
    paid: float
    calendar_month: int


def subsidy(wage: float, work_capacity: float, cap: float) -> float:
    """Wage-cost subsidy without charges: what the work capacity lacks, at most ``cap`` of the wage (Pw 10d lid 4)."""
    return min(max(1.0 - work_capacity, 0.0), cap) * wage


def capped(earlier: int, rate: float, units: float, cap: float) -> float:
    """What one month of ``units`` adds at ``rate``, after ``earlier`` months in the year, up to ``cap`` a year."""
    return min((earlier + 1) * units * rate, cap) - min(earlier * units * rate, cap)


def subsidised(now: Moment, wages: Wages, full_time: float) -> float:
    """Minimum wage with holiday allowance of a month, pro rata to the hours, at most full time."""
    return wages.minimum * min(now.job.hours_week, full_time) * WEEKS


def _wage_gap(inputs: Inputs, now: Moment, wages: Wages) -> Parts:
    capacity = 1.0 if now.person.work_capacity is None else now.person.work_capacity
    amount = subsidy(subsidised(now, wages, inputs["full_time"]), capacity, inputs["cap"])
    return ("subsidy", amount), ("charges", amount * inputs["charges"])


def _wage_share(inputs: Inputs, now: Moment, wages: Wages) -> Parts:
    amount = subsidised(now, wages, inputs["full_time"]) * inputs["share"]
    return ("subsidy", amount), ("charges", amount * inputs["charges"])


def _earlier(inputs: Inputs, now: Moment, wages: Wages) -> int:
    """Months of the contract before this one, in the same year; a year starts in month ``year_starts``."""
    return min(now.employed or 0, (wages.calendar_month - int(inputs["year_starts"])) % 12)


def _per_hour(inputs: Inputs, now: Moment, wages: Wages) -> Parts:
    hours = now.job.hours_week * WEEKS
    return (("hours", capped(_earlier(inputs, now, wages), inputs["rate"], hours, inputs["cap"])),)


def _per_week(inputs: Inputs, now: Moment, wages: Wages) -> Parts:
    return (("weeks", capped(_earlier(inputs, now, wages), inputs["rate"], WEEKS, inputs["cap"])),)


def _sick_pay(inputs: Inputs, now: Moment, wages: Wages) -> Parts:
    return (("sick_pay", wages.paid * now.job.hours_week * WEEKS * inputs["on_request"]),)


def _share_of_hours(inputs: Inputs, now: Moment, _wages: Wages) -> Parts:
    share = inputs[("first_year", "second_year", "third_year")[min(now.month // 12, 2)]]
    return (("guidance", share * now.job.hours_week * WEEKS * inputs["hour"]),)


def _effort_value(inputs: Inputs, now: Moment, _wages: Wages) -> Parts:
    group = "register" if now.person.register else now.person.benefit
    return (("value", inputs[group] / 12 * min(now.job.hours_week / inputs["full_time"], 1.0)),)


def _costs(_inputs: Inputs, now: Moment, _wages: Wages) -> Parts | None:
    if now.job.adaptation <= 0:
        return None
    return (("costs", now.job.adaptation if now.month == 0 else 0.0),)


def _no_amount(_inputs: Inputs, _now: Moment, _wages: Wages) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the inputs that a rule must give for it."""

    of: Callable[[Inputs, Moment, Wages], Parts | None]
    inputs: frozenset[str]


FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {
        "wage_gap": Formula(_wage_gap, frozenset({"cap", "charges", "full_time"})),
        "wage_share": Formula(_wage_share, frozenset({"share", "charges", "full_time"})),
        "per_hour": Formula(_per_hour, frozenset({"rate", "cap", "year_starts"})),
        "per_week": Formula(_per_week, frozenset({"rate", "cap", "year_starts"})),
        "sick_pay": Formula(_sick_pay, frozenset({"rate", "on_request"})),
        "share_of_hours": Formula(_share_of_hours, frozenset({"hour", "first_year", "second_year", "third_year"})),
        "effort_value": Formula(
            _effort_value, frozenset({"bijstand", "register", "wajong", "wia", "ww", "geen", "full_time"})
        ),
        "costs": Formula(_costs, frozenset()),
        "no_amount": Formula(_no_amount, frozenset()),
    }
)
"""Trial placements use ``no_amount`` with inputs of their own: ``standard`` and ``most`` months."""
