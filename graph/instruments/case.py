"""The case: a person and a job. What cannot be is refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from graph.problems import KetenkaartError

BENEFITS = ("bijstand", "geen", "wajong", "wia", "ww")
"""The benefit that a person has before the job; ``geen``: none."""

UWV_BENEFITS = frozenset({"wajong", "wia", "ww"})
DECLARATIONS = ("register", "disabled", "returning")
"""Target-group statements of UWV: for the register (until 2026), of a disabled worker, of one who returns."""

HOURS_MOST = 60.0
_MONTHS = 12


class BadCase(KetenkaartError):
    """A person or job that cannot be, or a day for which no amounts are known."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who starts to work. ``work_capacity``: share of the minimum wage (loonwaarde); None: not measured.

    ``age`` in whole years at the start of the job; ``register``: in the target-group register (banenafspraak);
    ``qualified``: has a basic qualification (startkwalificatie). Raises :class:`BadCase`.
    """

    age: int
    work_capacity: float | None = None
    benefit: str = "bijstand"
    register: bool = False
    declarations: frozenset[str] = frozenset()
    qualified: bool = False

    def __post_init__(self) -> None:
        _between("age", self.age, 15, 67)
        if self.work_capacity is not None:
            _between("work_capacity", self.work_capacity, 0, 1)
        _one_of("benefit", (self.benefit,), BENEFITS)
        _one_of("declaration", sorted(self.declarations), DECLARATIONS)


@dataclass(frozen=True, slots=True)
class Job:
    """A job, from its first day at the employer, trial placement included.

    ``wage_hour``: gross euro an hour; None: the minimum wage of the person. ``trial_months``: trial placement without
    wage before the contract. ``measured_after``: so many months of the contract the work capacity is not yet measured.
    ``learning``: a learning contract with an accredited training company; ``bbl``: of the work-and-learn kind, with its
    own youth minimum wage. ``public_contract``: one with a social return clause. ``adaptation``: cost of the workplace
    adaptation in euro, paid in the first month. Raises :class:`BadCase`.
    """

    start: date
    hours_week: float
    wage_hour: float | None = None
    trial_months: int = 0
    measured_after: int = 0
    coach: bool = True
    learning: bool = False
    bbl: bool = False
    public_contract: bool = False
    adaptation: float = 0.0

    def __post_init__(self) -> None:
        if not (self.hours_week > 0 and isfinite(self.hours_week) and self.hours_week <= HOURS_MOST):
            raise BadCase("instruments.bad_hours", value=self.hours_week, high=HOURS_MOST)
        _between("trial_months", self.trial_months, 0, 120)
        _between("measured_after", self.measured_after, 0, 120)
        _between("adaptation", self.adaptation, 0, 1e6)

    def day(self, month: int) -> date:
        """The first day of month ``month``, counted from 0; the 31st becomes the last day of a shorter month."""
        years, at = divmod(self.start.month - 1 + month, _MONTHS)
        first = date(self.start.year + years, at + 1, 1)
        after = date(first.year + at // (_MONTHS - 1), (at + 1) % _MONTHS + 1, 1)
        return first.replace(day=min(self.start.day, (after - timedelta(days=1)).day))

    def month(self, day: date) -> int:
        """In which month of the job ``day`` falls, from 0. Raises :class:`BadCase` before the start."""
        if day < self.start:
            raise BadCase("instruments.before_start", day=day, start=self.start)
        month = (day.year - self.start.year) * _MONTHS + day.month - self.start.month
        return month if self.day(month) <= day else month - 1


@dataclass(frozen=True, slots=True)
class Moment:
    """One month of a case. ``employed``: months of the contract before this one; None in the trial placement."""

    person: Person
    job: Job
    month: int
    employed: int | None


def _between(name: str, value: float, low: float, high: float) -> None:
    if not (low <= value <= high):
        raise BadCase(f"instruments.bad_{name}", value=value, low=low, high=high)


def _one_of(name: str, values: tuple[str, ...] | list[str], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise BadCase(f"instruments.bad_{name}", value=value, known=known)
