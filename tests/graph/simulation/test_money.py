"""Money: subsidies as published, and a sum in which payments between parties cancel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.simulation.luck import draw_luck
from graph.simulation.model import replicate
from graph.simulation.money import PARTIES, accounts, gross_wage_week, subsidy_week
from graph.simulation.rules import build_rules
from graph.simulation.scenario import Scenario, joint
from graph.simulation.tally import Tally
from tests.graph.simulation.cases import VALUES, employer, of, parameter_sets, scenarios

MONTH = 52 / 12
EMPLOYERS = (employer("a", (3, 3), 6.0, motive="sroi"), employer("b", (2, 4), 8.0))
CHAIN = of(EMPLOYERS, joint(EMPLOYERS))
TALLY = replicate(draw_luck(CHAIN, VALUES, (1,)), build_rules(CHAIN, VALUES), True)


@pytest.mark.parametrize(
    ("capacity", "hours", "wage", "subsidy", "with_charges"),
    [
        (0.60, 32, 2244.90, 897.96, 1108.98),
        (0.70, 36, 2525.52, 757.65, 935.70),
        (0.20, 36, 2525.52, 1767.86, 2183.31),
        (0.60, 24, 1683.68, 673.47, 831.74),
    ],
)
def test_wage_and_subsidy_of_a_month_are_those_of_the_published_cases(
    capacity: float, hours: float, wage: float, subsidy: float, with_charges: float
) -> None:
    """Cases by the formula of Participatiewet 10d at the minimum wage of 1 July 2026."""
    assert gross_wage_week(VALUES, hours) * MONTH == pytest.approx(wage, abs=0.01)
    assert subsidy_week(VALUES, capacity, hours) / (1 + VALUES["charges"]) * MONTH == pytest.approx(subsidy, abs=0.01)
    assert subsidy_week(VALUES, capacity, hours) * MONTH == pytest.approx(with_charges, abs=0.01)


def society(values: dict[str, float], tally: Tally, one: Scenario = CHAIN) -> float:
    """Counted without any payment between parties: what comes in from outside, less what is used up."""
    wage_cost = gross_wage_week(values) * (1 + values["charges"])
    weeks = tally.work_weeks.sum(axis=0)
    made = sum(
        weeks[r]
        * (values[f"work_capacity_{name}"] * wage_cost - values[f"supervision_{name}"] * values["supervision_hour"])
        for r, name in enumerate(("first", "stepping", "regular"))
    )
    coach = tally.coach_weeks.sum() * 36 / values["coach_caseload"] * values["coach_hour"]
    used = coach + tally.helped.sum() * values["precondition_case"] + tally.breaks.sum() * values["break_cost"]
    years = one.horizon_weeks / 52
    organising = 0.0
    for group in one.groups:
        organising += {"none": 0.0, "case_manager": values["case_manager_year"], "joint": values["coord_year"]}[
            group.coordination
        ]
        organising += len(group.employers) * values["coord_member"] * (group.coordination == "joint")
    filled = tally.hires[:, 2].sum() * values["vacancy_value"]
    return float((made + filled - used) / years - organising)


@given(scenarios(), parameter_sets(), st.integers(0, 2**32))
def test_payments_between_parties_cancel_in_the_sum(one: Scenario, values: dict[str, float], seed: int) -> None:
    tally = replicate(draw_luck(one, values, (seed,)), build_rules(one, values), True)
    parties, each = accounts(one, values, tally)
    assert parties["society"] == pytest.approx(society(values, tally, one), abs=1e-6)
    assert parties["society"] == pytest.approx(sum(parties[p] for p in PARTIES[:-1]), abs=1e-6)
    assert each.sum() == pytest.approx(parties["employers"], abs=1e-6)


@pytest.mark.parametrize("name", ["benefit_year", "benefit_share", "net_share", "sroi_credit", "subsidy_cap"])
def test_a_transfer_moves_money_but_makes_none(name: str) -> None:
    before, _ = accounts(CHAIN, VALUES, TALLY)
    after, _ = accounts(CHAIN, VALUES | {name: VALUES[name] * 0.5}, TALLY)
    assert after["society"] == pytest.approx(before["society"], abs=1e-6)
    assert any(after[party] != pytest.approx(before[party], abs=1) for party in PARTIES[:-1])


def test_only_an_employer_with_that_motive_gets_credit_for_social_return() -> None:
    with_credit, without = (accounts(CHAIN, VALUES | {"sroi_credit": c}, TALLY)[1] for c in (5000.0, 0.0))
    assert with_credit[0] > without[0]
    assert with_credit[1] == without[1]


def test_a_first_step_pays_no_wage() -> None:
    """A trial placement: the benefit goes on, the employer has the work and the supervision."""
    weeks = np.zeros_like(TALLY.work_weeks)
    weeks[0, 0] = 52 * 3
    quiet = TALLY._replace(
        work_weeks=weeks,
        hires=weeks * 0,
        breaks=weeks * 0,
        helped=TALLY.helped * 0,
        coach_weeks=TALLY.coach_weeks * 0,
    )
    parties, each = accounts(CHAIN, VALUES, quiet)
    wage_cost = gross_wage_week(VALUES) * (1 + VALUES["charges"])
    gain = VALUES["work_capacity_first"] * wage_cost - VALUES["supervision_first"] * VALUES["supervision_hour"]
    assert parties["candidates"] == 0
    assert each[0] == pytest.approx(52 * gain - VALUES["coord_member"])
