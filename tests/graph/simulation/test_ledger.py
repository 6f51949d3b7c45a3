"""The ledger: a case worked out by hand, a twin in plain Python, and sums in which transfers cancel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.simulation.ledger import BOOKED, Book, Rates, book, book_spells, build_rates
from graph.simulation.luck import draw_luck
from graph.simulation.model import replicate
from graph.simulation.people import People, everyone_alike
from graph.simulation.rules import build_rules
from graph.simulation.scenario import Scenario, alone, joint
from graph.simulation.spells import BROKEN, GOING_ON, Spells
from graph.simulation.tally import Tally
from tests.graph.simulation.cases import VALUES, employer, of, parameter_sets, scenarios
from tests.graph.simulation.ledger_twin import real, transfers

QUIET = VALUES | {
    "work_capacity_first": 0.6,
    "work_capacity_stepping": 0.6,
    "work_capacity_regular": 0.6,
    "benefit_share": 1.0,
    "uwv_share": 0.0,
    "register_share": 1.0,
    "sick_share": 0.0,
    "school_share": 0.0,
    "coach_load_first": 0.0,
    "coach_load_stepping": 0.0,
    "supervision_first": 0.0,
    "supervision_stepping": 0.0,
    "supervision_regular": 0.0,
}
"""Nothing but work, wage and instruments: what docs/instruments.md works out by hand."""

ROOT = Path(__file__).resolve().parents[3]
TWO = (employer("a"), employer("b"))


def spells(*rows: tuple[int, int, int, int, int], how: int = GOING_ON, share: float = 1.0) -> Spells:
    """(person, employer, rung, start, end) each."""
    person, at, rung, start, end = np.array(rows, np.int32).reshape(-1, 5).T
    size = len(person)
    return Spells(
        np.ascontiguousarray(person),
        np.ascontiguousarray(at),
        rung.astype(np.int8),
        np.ascontiguousarray(start),
        np.ascontiguousarray(end),
        np.full(size, how, np.int8),
        np.full(size, share),
        np.zeros(size, np.bool_),
    )


def one_person(values: dict[str, float], horizon: int = 52) -> tuple[Scenario, Rates, People]:
    one = of(TWO, alone(TWO), candidates=1, horizon_weeks=horizon, arrive_weeks=1)
    return one, build_rates(one, values), everyone_alike(one, values)


def total(found: Book) -> float:
    return float(found.party.sum() + found.employers.sum())


def party(found: Book, name: str) -> float:
    return float(found.party[BOOKED.index(name)])


def test_the_case_of_the_page_by_hand() -> None:
    """3 months of trial and 6 of a stepping-stone job at A, then 3 of a regular job at B: see docs/instruments.md."""
    _, rates, people = one_person(QUIET)
    found = book_spells(rates, spells((0, 0, 0, 0, 13), (0, 0, 1, 13, 39), (0, 1, 2, 39, -1)), people)
    wage = 14.99 * 32 * 1.08
    cost, net, benefit = wage * 1.235, wage * 0.9, 20000 / 52
    flat, measured, lkv = 1386.2272, 1108.9818, 32 * 52 / 12 * 1.01
    assert found.employers[0] == pytest.approx(
        39 * 0.6 * cost - 26 * cost + 4 * flat + 2 * measured + 6 * lkv, abs=0.01
    )
    assert found.employers[1] == pytest.approx(13 * (0.6 - 1) * cost + 3 * measured + 3 * lkv + 3000, abs=0.01)
    assert party(found, "candidates") == pytest.approx(39 * (net - benefit), abs=0.01)
    assert party(found, "municipality") == pytest.approx(39 * benefit - 4 * flat - 5 * measured, abs=0.01)
    assert party(found, "state") == pytest.approx(39 * (cost - net) - 9 * lkv, abs=0.01)
    assert total(found) == pytest.approx(52 * 0.6 * cost + 3000, abs=0.01)
    assert (found.work_weeks, found.stretch_weeks) == (39, 39)


def test_the_page_tells_the_case_as_it_is() -> None:
    page = (ROOT / "docs" / "instruments.md").read_text(encoding="utf-8")
    _, rates, people = one_person(QUIET)
    found = book_spells(rates, spells((0, 0, 0, 0, 13), (0, 0, 1, 13, 39), (0, 1, 2, 39, -1)), people)
    amounts = [*found.employers, *(party(found, name) for name in ("candidates", "municipality", "state"))]
    assert all(f"{amount:,.0f}" in page for amount in (*amounts, total(found)))


@st.composite
def runs(draw: st.DrawFn) -> tuple[Scenario, dict[str, float], Tally]:
    one, values = draw(scenarios(3)), draw(parameter_sets())
    values |= {"discount": draw(st.sampled_from([0.0, 0.03])), "uwv_share": draw(st.sampled_from([0.0, 0.3, 1.0]))}
    values |= {
        "register_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "hours_week": draw(st.sampled_from([6.0, 32.0])),
        "work_capacity_regular": draw(st.sampled_from([0.2, 0.75, 0.95, 1.0])),
    }
    values |= {"flat_months": float(draw(st.integers(0, 6)))}
    tally = replicate(draw_luck(one, values, (draw(st.integers(0, 2**32)),)), build_rules(one, values), True)
    return one, values, tally


@settings(max_examples=50)
@given(runs())
def test_the_sum_over_parties_is_what_was_real(run: tuple[Scenario, dict[str, float], Tally]) -> None:
    """Benefits, wages, taxes, subsidies, tariffs: what one pays another receives."""
    one, values, tally = run
    rates, people = build_rates(one, values), everyone_alike(one, values)
    helped, horizon = int(tally.helped.sum()), one.horizon_weeks
    found = book(rates, tally, people)
    intake = min(one.arrive_weeks, horizon)
    expected = real(rates, tally.spells, people, helped, horizon, values["discount"], intake)
    assert total(found) == pytest.approx(expected, rel=1e-7, abs=1e-4)


@settings(max_examples=10, deadline=None)
@given(runs())
def test_what_each_payer_pays_is_what_the_rules_say_month_by_month(
    run: tuple[Scenario, dict[str, float], Tally],
) -> None:
    one, values, tally = run
    rates, people = build_rates(one, values), everyone_alike(one, values)
    found = book_spells(rates, tally.spells, people)
    bare = rates._replace(
        measured=rates.measured * 0,
        flat=rates.flat * 0,
        other=rates.other * 0,
        sick_pay=rates.sick_pay * 0,
        coach_hour=0.0,
    )
    without = book_spells(bare, tally.spells, people)
    twin = transfers(
        rates,
        tally.spells,
        people,
        one.horizon_weeks,
        values["discount"],
        values["register_share"],
        values["wage_hour"],
    )
    to_employers = twin["subsidy"] + twin["uwv"] + twin["state"] - twin["coach_own"]
    assert found.employers - without.employers == pytest.approx(to_employers, rel=1e-6, abs=1e-3)
    paid = {
        "municipality": twin["subsidy"].sum() + (1 - rates.uwv) * twin["coach_paid"].sum(),
        "uwv": twin["uwv"].sum() + rates.uwv * twin["coach_paid"].sum(),
        "state": twin["state"].sum(),
    }
    for name, amount in paid.items():
        assert party(without, name) - party(found, name) == pytest.approx(amount, rel=1e-6, abs=1e-3)


def test_combined_jobs_of_half_the_hours_pay_as_one() -> None:
    """Two employers with half of the hours each: the same wage, benefit, subsidy and benefit for the register."""
    _, rates, people = one_person(QUIET)
    whole = book_spells(rates, spells((0, 0, 1, 0, -1)), people)
    halves = book_spells(rates, spells((0, 0, 1, 0, -1), (0, 1, 1, 0, -1), share=0.5), people)
    assert halves.party == pytest.approx(whole.party)
    assert halves.employers == pytest.approx([whole.employers[0] / 2] * 2)
    assert (halves.work_weeks, halves.stretch_weeks) == (whole.work_weeks, whole.stretch_weeks)


def test_who_earns_less_than_the_benefit_keeps_the_difference() -> None:
    """Social assistance tops up: what is saved is never more than what is earned."""
    values = QUIET | {"hours_week": 8.0}
    _, rates, people = one_person(values)
    found = book_spells(rates, spells((0, 0, 1, 0, -1)), people)
    bare = book_spells(
        rates._replace(measured=rates.measured * 0, flat=rates.flat * 0), spells((0, 0, 1, 0, -1)), people
    )
    assert party(found, "candidates") == pytest.approx(0)
    assert party(bare, "municipality") == pytest.approx(52 * 14.99 * 8 * 1.08 * 0.9)


def test_a_pause_of_more_than_four_weeks_breaks_a_stretch_of_work() -> None:
    _, rates, people = one_person(QUIET)
    short = book_spells(rates, spells((0, 0, 1, 0, 10), (0, 1, 2, 14, 30)), people)
    long = book_spells(rates, spells((0, 0, 1, 0, 10), (0, 1, 2, 15, 30)), people)
    assert (short.stretch_weeks, long.stretch_weeks) == (30, 15)
    assert np.isnan(book_spells(rates, spells((0, 0, 0, 0, 10)), people).stretch_weeks)


def test_the_flat_rate_counts_once_in_a_life_not_once_a_job() -> None:
    _, rates, people = one_person(QUIET | {"flat_months": 3.0})
    one = book_spells(rates, spells((0, 0, 1, 0, 26)), people)
    two = book_spells(rates, spells((0, 0, 1, 0, 13), (0, 1, 1, 13, 26)), people)
    assert party(one, "municipality") == pytest.approx(party(two, "municipality"))


def test_later_money_counts_for_less_and_never_more_than_all() -> None:
    amounts = []
    for discount in (0.0, 0.015, 0.03):
        _, rates, people = one_person(QUIET | {"discount": discount}, 156)
        amounts.append(party(book_spells(rates, spells((0, 0, 1, 104, -1)), people), "candidates"))
    assert amounts[0] > amounts[1] > amounts[2] > amounts[0] * 1.03**-3


@pytest.mark.parametrize("how", [GOING_ON, BROKEN])
def test_only_who_breaks_off_costs_and_counts_as_dropout(how: int) -> None:
    _, rates, people = one_person(QUIET)
    found = book_spells(rates, spells((0, 0, 1, 0, 13), how=how), people)
    quiet = book_spells(rates._replace(break_cost=0.0), spells((0, 0, 1, 0, 13), how=how), people)
    assert quiet.employers[0] - found.employers[0] == pytest.approx(1500 * (how == BROKEN))
    assert found.dropouts.tolist() == [float(how == BROKEN), 0.0]


def test_a_warm_handover_takes_more_of_the_school() -> None:
    """Twelve hours against two, for the half of the candidates that comes from school."""
    names = ("school_share", "school_hours_warm", "school_hours_cold", "school_hour")
    share, warm, cold, hour = (VALUES[name] for name in names)
    for groups, now in ((joint(TWO), 0.0), (alone(TWO), 0.25)):
        one = of(TWO, groups, candidates=40)
        rates = build_rates(one, VALUES | {"warm_now": now, "discount": 0.0})
        warmth = 1.0 if groups == joint(TWO) else now
        assert rates.school_cost == pytest.approx(40 * share * hour * (warmth * warm + (1 - warmth) * cold))
