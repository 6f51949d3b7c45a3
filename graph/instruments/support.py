"""Evaluate the rules for one month of one case: who gets how much from whom, on what condition, with what duty.

Stacking: a trial placement has no wage, so that nothing that rests on a wage comes with it; of the wage-cost benefits
(LKV) only the highest counts (Wtl 4.1 lid 3); LKS and LKV go together; the flat rate runs at most six months and gives
way to the measured subsidy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.instruments.case import UWV_BENEFITS, BadCase, Job, Moment, Person
from graph.instruments.conditions import CONDITIONS
from graph.instruments.formulas import FORMULAS, WEEKS, Wages
from graph.instruments.load import load_instruments
from graph.instruments.minimum_wage import hourly_wage, load_minimum_wage
from graph.instruments.types import Instrument, Line, Version

NOTICE = "instruments.notice"
"""Key of the sentence that goes with every line: an indication, UWV or the municipality decides."""


def support(person: Person, job: Job, on: date | int, as_of: date | None = None) -> tuple[Line, ...]:
    """What applies in the month of the job in which ``on`` falls; a number is that month, counted from 0.

    The rules are those of the first day of that month, or of ``as_of`` for every month alike. Pure. Raises
    :class:`BadCase` when the wage is below the minimum, the trial placement or the flat rate is too long, or no
    amounts are known for the day.
    """
    month = on if isinstance(on, int) else job.month(on)
    if month < 0:
        raise BadCase("instruments.before_start", day=job.day(month), start=job.start)
    day = job.day(month)
    rules_day = as_of or day
    now = Moment(person, job, month, month - job.trial_months if month >= job.trial_months else None)
    wages = _wages(now, rules_day, day.month)
    _check_lengths(now, rules_day)
    ahead = rules_day > load_minimum_wage().known_until
    found = [_line(one, version, now, wages, ahead) for one, version in _applying(now, rules_day)]
    return tuple(line for line in found if line is _highest(line, found))


def plan(person: Person, job: Job, months: int, as_of: date | None = None) -> tuple[tuple[Line, ...], ...]:
    """:func:`support` for the first ``months`` months of the job."""
    return tuple(support(person, job, month, as_of) for month in range(months))


def month_wage(person: Person, job: Job, on: date | int, as_of: date | None = None) -> float:
    """Gross wage with holiday allowance in that month, euro; 0 in a trial placement. Raises as :func:`support`."""
    month = on if isinstance(on, int) else job.month(on)
    if month < job.trial_months:
        return 0.0
    day = job.day(month)
    now = Moment(person, job, month, month - job.trial_months)
    return _wages(now, as_of or day, day.month).paid * job.hours_week * WEEKS


def _wages(now: Moment, rules_day: date, calendar_month: int) -> Wages:
    minimum = hourly_wage(rules_day, now.person.age + now.month // 12, bbl=now.job.bbl)
    paid = minimum if now.job.wage_hour is None else now.job.wage_hour
    if not paid >= minimum:
        raise BadCase("instruments.below_minimum", wage=f"{paid:.2f}", minimum=f"{minimum:.2f}", day=rules_day)
    with_holiday = 1 + load_minimum_wage().holiday_pay
    return Wages(minimum * with_holiday, paid * with_holiday, calendar_month)


def _check_lengths(now: Moment, day: date) -> None:
    trials = [version for one in load_instruments().values() if one.phase == "trial" and (version := one.version(day))]
    open_to = [version for version in trials if all(CONDITIONS[name](now) for name in version.applies)]
    most = int(max((version.inputs["most"] for version in open_to), default=0))
    if now.job.trial_months > most:
        raise BadCase("instruments.bad_trial_months", value=now.job.trial_months, low=0, high=most)
    flat = load_instruments()["lks_flat"].version(day)
    longest = 0 if flat is None or flat.months is None else flat.months
    if now.job.measured_after > longest:
        raise BadCase("instruments.bad_measured_after", value=now.job.measured_after, low=0, high=longest)


def _applying(now: Moment, day: date) -> Iterator[tuple[Instrument, Version]]:
    for one in load_instruments().values():
        version = one.version(day)
        if version is None or one.phase == ("trial" if now.employed is not None else "employment"):
            continue
        since = now.month if one.phase != "employment" else now.employed or 0
        if version.months is not None and since >= version.months:
            continue
        if all(CONDITIONS[name](now) for name in version.applies):
            yield one, version


def _line(one: Instrument, version: Version, now: Moment, wages: Wages, ahead: bool) -> Line:
    parts = FORMULAS[one.formula].of(version.inputs, now, wages)
    by_authority = "uwv" if now.person.benefit in UWV_BENEFITS else "municipality"
    return Line(
        instrument=one,
        version=version,
        euro=None if parts is None else sum(amount for _, amount in parts),
        parts=parts or (),
        payer=by_authority if one.payer == "authority" else one.payer,
        payee=one.payee,
        ahead=ahead,
    )


def _highest(line: Line, found: list[Line]) -> Line:
    """The line that counts among those of which only one does: by rate and cap, so that it is the same all year."""
    if line.instrument.one_of is None:
        return line
    rivals = [other for other in found if other.instrument.one_of == line.instrument.one_of]
    return max(rivals, key=lambda other: (other.version.inputs.get("rate", 0.0), other.version.inputs.get("cap", 0.0)))
