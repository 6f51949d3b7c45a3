"""Money per party, in euro a year: who gains and who pays in one replication of one arm.

Follows a plain account: what one party pays another cancels in the sum, so that ``society`` is what
work yields and vacancies filled bring, minus supervision, coaching, support, break-offs and organising.
Not discounted. Subsidy: Participatiewet art. 10d, (1 - work capacity) of the wage cost up to the cap.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.simulation.count import Counts
from graph.simulation.model import YEAR
from graph.simulation.parameters import Values
from graph.simulation.scenario import RUNGS, SOCIAL_RETURN, Scenario
from graph.simulation.tally import Tally

PARTIES = ("candidates", "employers", "public", "society")
COACH_HOURS_FULL_TIME = 36.0
MONTHS = 12.0


def gross_wage_week(values: Values, hours: float | None = None) -> float:
    """Minimum wage with holiday allowance, euro per week."""
    return values["wage_hour"] * (values["hours_week"] if hours is None else hours) * (1 + values["holiday_pay"])


def subsidy_week(values: Values, work_capacity: float, hours: float | None = None) -> float:
    """Wage-cost subsidy (LKS) with the allowance for charges, euro per week."""
    share = min(max(1 - work_capacity, 0.0), values["subsidy_cap"])
    return share * gross_wage_week(values, hours) * (1 + values["charges"])


def accounts(
    scenario: Scenario, values: Values, tally: Tally | Counts
) -> tuple[Mapping[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Euro a year per party of :data:`PARTIES`, and per employer (..., J), over the whole horizon.

    Of one run, or of several at once: then every amount has the runs in front.
    """
    names = RUNGS[-scenario.rungs :]
    years = scenario.horizon_weeks / YEAR
    paid = np.array([name != "first" for name in names])
    gross = gross_wage_week(values)
    wage_cost = gross * (1 + values["charges"])
    capacity = np.array([values[f"work_capacity_{name}"] for name in names])
    subsidy = np.where(paid, [subsidy_week(values, share) for share in capacity], 0.0)
    supervision = np.array([values[f"supervision_{name}"] for name in names]) * values["supervision_hour"]
    benefit = values["benefit_year"] / YEAR * values["benefit_share"]
    net = gross * values["net_share"]

    weeks = tally.work_weeks  # (..., J, R)
    paid_weeks = weeks[..., paid].sum(axis=-1)  # (..., J)
    all_paid = paid_weeks.sum(axis=-1)
    credit = np.array([e.motive == SOCIAL_RETURN for e in scenario.employers]) * values["sroi_credit"] / YEAR
    members, fixed = _coordination(scenario, values)
    employers = (
        weeks @ (capacity * wage_cost - paid * wage_cost + subsidy - supervision)
        + tally.hires[..., -1] * values["vacancy_value"]
        - tally.breaks.sum(axis=-1) * values["break_cost"]
        + paid_weeks * credit
        - members * years
    )
    coach = tally.coach_weeks.sum(axis=-1) * COACH_HOURS_FULL_TIME / values["coach_caseload"] * values["coach_hour"]
    public = (
        all_paid * (benefit + wage_cost - net)
        - (weeks @ subsidy).sum(axis=-1)
        - (paid_weeks * credit).sum(axis=-1)
        - coach
        - tally.helped.sum(axis=-1) * values["precondition_case"]
        - fixed * years
    )
    candidates = all_paid * (net - benefit)
    total = {"candidates": candidates, "employers": employers.sum(axis=-1), "public": public}
    total["society"] = sum(total.values())
    return {party: amount / years for party, amount in total.items()}, employers / years


def _coordination(scenario: Scenario, values: Values) -> tuple[np.ndarray, float]:
    """Cost of organising a year: per employer (J,), and what the authorities pay."""
    member_of = {member: group for group in scenario.groups for member in group.employers}
    members = np.array([(member_of[e.id].coordination == "joint") * values["coord_member"] for e in scenario.employers])
    cost = {"none": 0.0, "case_manager": values["case_manager_year"], "joint": values["coord_year"]}
    return members, sum(cost[group.coordination] for group in scenario.groups)
