"""The tables of the ledger give what the rules give, between the nodes as well."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.instruments import BadCase, Job, Person, newest_wage_day, support
from graph.simulation.parameters import centre, load_parameters
from graph.simulation.support_table import AGE, CAPACITIES, HOURS, PAYERS, Support, sorts_of_people, support_table

WAGE = centre(load_parameters())["wage_hour"]
MONTHS = 40
JANUARY = date(newest_wage_day().year + 1, 1, 1)
SORTS = {"in": ("bijstand", True), "out": ("bijstand", False), "uwv": ("wajong", True)}


def between(nodes: np.ndarray, row: np.ndarray, value: float) -> float:
    return float(np.interp(value, nodes, row))


@given(st.sampled_from(sorted(SORTS)), st.floats(1, 36), st.floats(0, 0.999), st.integers(0, MONTHS - 1))
def test_between_the_nodes_the_table_is_the_rules(sort: str, hours: float, capacity: float, month: int) -> None:
    benefit, register = SORTS[sort]
    table = sorts_of_people(WAGE, MONTHS)[list(SORTS).index(sort)]
    person, job = Person(AGE, capacity, benefit, register), Job(JANUARY, hours, WAGE)
    found = {line.instrument.code: line for line in support(person, job, month, newest_wage_day())}
    subsidy = float(np.interp(capacity, CAPACITIES, [between(HOURS, row, hours) for row in table.measured]))
    assert subsidy == pytest.approx(found["lks"].euro if "lks" in found else 0.0, abs=1e-6)
    benefit_paid = between(HOURS, table.other[PAYERS.index("state"), :, month], hours)
    assert benefit_paid == pytest.approx(found["lkv_register"].euro if register else 0.0, abs=1e-6)
    covered = [line.euro or 0.0 for line in found.values() if line.instrument.kind == "risk"]
    assert between(HOURS, table.sick[:, month], hours) == pytest.approx(sum(covered))
    share = (0.15, 0.075, 0.06, 0.0)[min(month // 12, 3)]
    assert between(HOURS, table.coach[:, month], hours) == pytest.approx(share * hours, abs=1e-9)


@given(st.floats(36, 60), st.integers(0, 3))
def test_over_a_year_the_capped_benefit_is_near_the_rules(hours: float, year: int) -> None:
    """The cap of EUR 2,000 is reached at 38.08 hours a week, between two nodes: at most 8 euro a year too little."""
    row = sorts_of_people(WAGE, 48)[0].other[PAYERS.index("state")]
    paid = sum(between(HOURS, row[:, month], hours) for month in range(12 * year, 12 * year + 12))
    assert paid == pytest.approx(min(hours * 52 * 1.01, 2000), abs=8)


@pytest.mark.parametrize(("uwv", "register"), [(0.0, 1.0), (0.0, 0.0), (1.0, 0.5), (0.25, 0.4)])
def test_the_mean_is_weighed_by_the_shares(uwv: float, register: float) -> None:
    mean, sorts = support_table(WAGE, MONTHS, uwv, register), sorts_of_people(WAGE, MONTHS)
    weights = ((1 - uwv) * register, (1 - uwv) * (1 - register), uwv)
    for name in Support._fields:
        expected = sum(w * getattr(one, name) for w, one in zip(weights, sorts, strict=True))
        assert np.allclose(getattr(mean, name), expected)


def test_a_wage_below_the_minimum_is_refused() -> None:
    with pytest.raises(BadCase):
        support_table(WAGE - 0.01, MONTHS, 0.2, 0.5)
