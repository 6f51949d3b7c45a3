"""The rules, on published cases, at the edges of dates, and by laws that must hold for everyone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.instruments import BENEFITS, DECLARATIONS, BadCase, Job, Line, Person, month_wage, plan, support
from graph.instruments.formulas import capped, subsidy
from graph.texts import texts

JULY = date(2026, 7, 1)


def lines(person: Person, job: Job, on: date | int = 0, as_of: date | None = None) -> dict[str, Line]:
    return {line.instrument.code: line for line in support(person, job, on, as_of)}


@pytest.mark.parametrize(
    ("capacity", "hours", "wage", "without", "total"),
    [
        (0.60, 32, 2244.90, 897.96, 1108.98),
        (0.70, 36, 2525.52, 757.65, 935.70),
        (0.20, 36, 2525.52, 1767.86, 2183.31),
        (0.60, 24, 1683.68, 673.47, 831.74),
    ],
)
def test_the_wage_cost_subsidy_is_that_of_the_worked_cases(
    capacity: float, hours: float, wage: float, without: float, total: float
) -> None:
    """Participatiewet 10d lid 4 at the minimum wage of 1 July 2026."""
    person, job = Person(23, capacity), Job(JULY, hours)
    line = lines(person, job)["lks"]
    assert month_wage(person, job, 0) == pytest.approx(wage, abs=0.01)
    assert dict(line.parts)["subsidy"] == pytest.approx(without, abs=0.01)
    assert line.euro == pytest.approx(total, abs=0.01)


def test_the_flat_rate_is_that_of_the_worked_case() -> None:
    line = lines(Person(23), Job(JULY, 32))["lks_flat"]
    assert dict(line.parts)["subsidy"] == pytest.approx(1122.45, abs=0.01)
    assert line.euro == pytest.approx(1386.23, abs=0.01)


@pytest.mark.parametrize(("capacity", "amount"), [(0.6, 862.00), (0.5, 1077.50), (0.1, 1508.50)])
def test_the_subsidy_is_that_of_the_cases_of_the_ministry(capacity: float, amount: float) -> None:
    """Scenarios of MinBZK/regelrecht, participatiewet: a basis of EUR 2,155.00 a month, cap 1,508.50."""
    assert subsidy(2155.00, capacity, 0.70) == pytest.approx(amount, abs=0.005)


def test_the_subsidy_at_32_hours_is_32_36ths_of_that_at_36() -> None:
    """The same dossier: EUR 862.00 at 36 hours is 766.22 at 32."""
    assert subsidy(2155.00, 0.6, 0.70) * 32 / 36 == pytest.approx(766.22, abs=0.005)
    small, large = (lines(Person(23, 0.6), Job(JULY, hours))["lks"].euro or 0 for hours in (32, 36))
    assert small == pytest.approx(large * 32 / 36)


def year(person: Person, hours: float, code: str, start: date = date(2026, 1, 1)) -> float:
    paid = [lines(person, Job(start, hours), month).get(code) for month in range(12)]
    return sum(line.euro or 0 for line in paid if line is not None)


def test_the_wage_cost_benefit_of_a_year_is_that_of_the_ministry() -> None:
    """1,664 hours a year: EUR 1,680.64 and 5,075.20 (MinBZK, dossier Financieel CV); never above 2,000 and 6,000."""
    registered, disabled = Person(23, 0.6, register=True), Person(23, 0.6, declarations=frozenset({"disabled"}))
    assert year(registered, 32, "lkv_register") == pytest.approx(1680.64)
    assert year(disabled, 32, "lkv_disabled") == pytest.approx(5075.20)
    assert year(registered, 40, "lkv_register") == pytest.approx(2000)
    assert year(disabled, 40, "lkv_disabled") == pytest.approx(6000)


def test_the_cap_on_the_wage_cost_benefit_is_one_of_the_calendar_year() -> None:
    """Who starts in October has the cap of the old year and, from January, that of the new one."""
    person, job = Person(23, 0.6, register=True), Job(date(2026, 10, 1), 45)
    paid = [lines(person, job, month)["lkv_register"].euro or 0 for month in range(15)]
    assert sum(paid[:3]) == pytest.approx(3 * 45 * 52 / 12 * 1.01)
    assert sum(paid[3:]) == pytest.approx(2000)


def test_the_school_year_of_learning_in_practice_starts_in_august() -> None:
    person, job = Person(20), Job(date(2026, 6, 1), 32, learning=True)
    paid = [lines(person, job, month)["learning"].euro or 0 for month in range(14)]
    assert sum(paid[:2]) == pytest.approx(2 * 52 / 12 * 67.50)
    assert sum(paid[2:]) == pytest.approx(2700)


# Stacking


def test_of_the_wage_cost_benefits_only_the_highest_counts() -> None:
    """Wtl 4.1 lid 3; after its three years the lower one is left."""
    person = Person(23, 0.6, register=True, declarations=frozenset({"disabled"}))
    job = Job(JULY, 32)
    assert "lkv_disabled" in lines(person, job, 35)
    assert "lkv_register" not in lines(person, job, 35)
    assert "lkv_register" in lines(person, job, 36)
    assert "lkv_disabled" not in lines(person, job, 36)


def test_wage_cost_subsidy_and_benefit_go_together() -> None:
    assert {"lks", "lkv_register"} <= lines(Person(23, 0.6, register=True), Job(JULY, 32)).keys()


def test_trial_placement_then_flat_rate_then_measured() -> None:
    person, job = Person(23, 0.6, register=True), Job(JULY, 32, trial_months=2, measured_after=4)
    found = [{line.instrument.code for line in month} for month in plan(person, job, 8)]
    for month, codes in enumerate(found):
        assert ("trial_assistance" in codes) == (month < 2)
        assert ("lks_flat" in codes) == (2 <= month < 6)
        assert ("lks" in codes) == (month >= 6)
        assert ("lkv_register" in codes) == ("no_risk" in codes) == (month >= 2)
        assert "coach" in codes
    assert [month_wage(person, job, month) > 0 for month in range(3)] == [False, False, True]


def test_without_a_measurement_the_flat_rate_stops_after_six_months() -> None:
    found = [{line.instrument.code for line in month} for month in plan(Person(23), Job(JULY, 32), 8)]
    assert ["lks_flat" in codes for codes in found] == [True] * 6 + [False] * 2
    assert not any("lks" in codes for codes in found)


def test_the_job_coach_takes_a_smaller_share_each_year() -> None:
    """At most 15, 7.5 and 6 % of the hours worked, then nothing without a new claim."""
    person, job = Person(23, 0.6), Job(JULY, 32)
    hours = 32 * 52 / 12 * 84.90
    for month, share in ((0, 0.15), (11, 0.15), (12, 0.075), (24, 0.06), (35, 0.06)):
        assert lines(person, job, month)["coach"].euro == pytest.approx(share * hours)
    assert "coach" not in lines(person, job, 36)
    assert "coach" not in lines(person, Job(JULY, 32, coach=False))


@pytest.mark.parametrize(
    ("benefit", "register", "last"), [("wia", False, 59), ("wia", True, None), ("wajong", False, None)]
)
def test_the_no_risk_cover_lasts_five_years_or_as_long_as_the_job(
    benefit: str, register: bool, last: int | None
) -> None:
    person, job = Person(23, 0.6, benefit, register), Job(JULY, 32)
    covered = [bool({"no_risk", "no_risk_wia"} & lines(person, job, month).keys()) for month in (0, 59, 60, 100)]
    assert covered == [True, True, last is None, last is None]


@pytest.mark.parametrize("benefit", BENEFITS)
def test_subsidy_is_of_the_municipality_and_guidance_of_who_pays_the_benefit(benefit: str) -> None:
    found = lines(Person(23, 0.6, benefit, register=True), Job(JULY, 32))
    of_uwv = benefit in ("wajong", "wia", "ww")
    assert ("lks" in found) == (not of_uwv)
    assert found["coach"].payer == ("uwv" if of_uwv else "municipality")


# Dates


def test_the_benefit_for_the_register_lost_its_limits_on_1_january_2026() -> None:
    """Until then three years and a statement; from then as long as job and registration last (Wet banenafspraak)."""
    stated = Person(23, 0.6, register=True, declarations=frozenset({"register"}))
    silent = Person(23, 0.6, register=True)
    late = Job(date(2025, 12, 1), 32)
    assert "lkv_register" in lines(stated, late, date(2025, 12, 31))
    assert "lkv_register" not in lines(silent, late, date(2025, 12, 31))
    assert "lkv_register" in lines(silent, late, date(2026, 1, 1))
    assert "lkv_register" in lines(silent, Job(date(2024, 1, 1), 32), 40)


def test_a_month_has_the_wage_of_its_first_day() -> None:
    person, job = Person(23, 0.6), Job(date(2026, 6, 1), 36)
    before, after = (month_wage(person, job, day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
    assert before == pytest.approx(14.71 * 36 * 52 / 12 * 1.08)
    assert after == pytest.approx(14.99 * 36 * 52 / 12 * 1.08)


def test_later_than_known_is_said_and_fixed_rules_are_possible() -> None:
    person, job = Person(23, 0.6), Job(date(2026, 12, 1), 36)
    assert not lines(person, job, 0)["lks"].ahead
    assert lines(person, job, 1)["lks"].ahead
    assert not lines(person, job, 1, as_of=JULY)["lks"].ahead


def test_months_count_from_the_day_of_the_month_on_which_the_job_began() -> None:
    job = Job(date(2026, 1, 31), 32)
    assert [job.day(month) for month in (1, 2, 12)] == [date(2026, 2, 28), date(2026, 3, 31), date(2027, 1, 31)]
    assert [job.month(day) for day in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 30))] == [0, 1, 1]


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_a_day_falls_in_the_month_that_begins_before_it(start: date, days: int) -> None:
    job = Job(start, 32)
    day = date.fromordinal(start.toordinal() + days)
    month = job.month(day)
    assert job.day(month) <= day < job.day(month + 1)


# What cannot be


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: Job(JULY, 0), "0 uur"),
        (lambda: Job(JULY, float("nan")), "nan uur"),
        (lambda: Person(14, 0.5), "14"),
        (lambda: Person(23, 1.5), "1.5"),
        (lambda: Person(23, 0.5, "pgb"), "pgb"),
        (lambda: Person(23, 0.5, declarations=frozenset({"x"})), "x"),
        (lambda: support(Person(23, 0.6), Job(JULY, 32, wage_hour=14.98), 0), "14.99"),
        (lambda: support(Person(23, 0.6), Job(JULY, 32, trial_months=7), 0), "7 maanden"),
        (lambda: support(Person(23, 0.6, "geen"), Job(JULY, 32, trial_months=1), 0), "Zonder uitkering"),
        (lambda: support(Person(23, 0.6), Job(JULY, 32, measured_after=7), 0), "7 maanden"),
        (lambda: support(Person(23, 0.6), Job(JULY, 32), date(2026, 6, 30)), "2026-07-01"),
        (lambda: support(Person(23, 0.6), Job(JULY, 32), -1), "2026-06-01"),
        (lambda: support(Person(23, 0.6), Job(date(2023, 12, 31), 32), 0), "2024-01-01"),
        (lambda: Job(JULY, 32, adaptation=-1), "-1 euro"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(make, part: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadCase) as refused:
        make()
    assert part in texts("nl").error(refused.value)
    assert texts("en").error(refused.value)


def test_exactly_the_minimum_wage_is_enough() -> None:
    assert lines(Person(23, 0.6), Job(JULY, 32, wage_hour=14.99))["lks"].euro == pytest.approx(1108.98, abs=0.01)


def test_a_higher_wage_does_not_raise_the_subsidy_but_the_cover() -> None:
    low, high = (lines(Person(23, 0.6), Job(JULY, 32, wage_hour=wage)) for wage in (14.99, 20.0))
    assert high["lks"].euro == low["lks"].euro
    assert (high["no_risk"].euro or 0) / (low["no_risk"].euro or 1) == pytest.approx(20 / 14.99)


# Laws

people = st.builds(
    Person,
    age=st.integers(15, 60),
    work_capacity=st.none() | st.floats(0, 1),
    benefit=st.sampled_from(BENEFITS),
    register=st.booleans(),
    declarations=st.frozensets(st.sampled_from(DECLARATIONS)),
    qualified=st.booleans(),
)
jobs = st.builds(
    Job,
    start=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    hours_week=st.floats(1, 60),
    measured_after=st.integers(0, 6),
    coach=st.booleans(),
    learning=st.booleans(),
    bbl=st.booleans(),
    public_contract=st.booleans(),
    adaptation=st.floats(0, 5000),
)


@given(people, jobs, st.integers(0, 70))
def test_no_line_is_negative_and_wage_support_stays_below_the_wage_cost(person: Person, job: Job, month: int) -> None:
    found = support(person, job, month)
    assert all(line.euro is None or line.euro >= 0 for line in found)
    wage = month_wage(person, job, month)
    for line in found:
        assert line.payer != line.payee
        assert line.euro is None or line.euro == pytest.approx(sum(amount for _, amount in line.parts))
        if line.instrument.code == "lks":
            assert (line.euro or 0) <= 0.70 * wage * 1.235 + 1e-9
    rivals = [line.instrument.one_of for line in found if line.instrument.one_of]
    assert len(rivals) == len(set(rivals))


@given(people, jobs, st.integers(0, 30), st.floats(0.001, 10))
def test_more_hours_never_give_less_subsidy(person: Person, job: Job, month: int, more: float) -> None:
    longer = Job(job.start, min(job.hours_week + more, 60), measured_after=job.measured_after, bbl=job.bbl)
    for code in ("lks", "lks_flat"):
        few, many = (lines(person, one, month).get(code) for one in (job, longer))
        assert (few is None) == (many is None)
        if few is not None and many is not None:
            assert (many.euro or 0) >= (few.euro or 0) - 1e-9


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1, 40))
def test_the_subsidy_is_continuous_in_the_work_capacity(one: float, other: float, hours: float) -> None:
    """No jump: it moves at most as much as the wage cost of the difference; a higher capacity never gives more."""
    job = Job(JULY, hours)
    amounts = [(found.euro or 0) if (found := lines(Person(30, c), job).get("lks")) else 0.0 for c in (one, other)]
    steepest = month_wage(Person(30, 0.5), job, 0) * 1.235
    assert abs(amounts[0] - amounts[1]) <= steepest * abs(one - other) + 1e-6
    assert (amounts[0] - amounts[1]) * (one - other) <= 1e-9


@given(st.floats(0.1, 10), st.floats(1, 300), st.floats(10, 9000), st.integers(1, 12))
def test_a_capped_year_adds_up_to_the_lower_of_amount_and_cap(
    rate: float, units: float, cap: float, months: int
) -> None:
    total = sum(capped(earlier, rate, units, cap) for earlier in range(months))
    assert total == pytest.approx(min(months * units * rate, cap))
