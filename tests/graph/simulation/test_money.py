"""Money: the accounts of the parties, and a sum in which payments between them cancel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.simulation.ledger import Book, book, build_rates, stacked
from graph.simulation.luck import draw, draw_luck
from graph.simulation.model import replicate
from graph.simulation.money import ADDED, PARTIES, PUBLIC, accounts
from graph.simulation.people import everyone_alike
from graph.simulation.profiles import load_profiles
from graph.simulation.rules import build_rules
from graph.simulation.scenario import Context, Scenario, joint
from graph.simulation.tally import Tally
from tests.graph.simulation.cases import VALUES, employer, of, parameter_sets, scenarios

EMPLOYERS = (employer("a", (3, 3), 6.0, motive="sroi"), employer("b", (2, 4), 8.0))
CHAIN = of(EMPLOYERS, joint(EMPLOYERS))
TALLY = replicate(draw_luck(CHAIN, VALUES, (1,)), build_rules(CHAIN, VALUES), True)


def booked(one: Scenario, values: dict[str, float], tally: Tally) -> Book:
    return book(build_rates(one, values), tally, everyone_alike(one, values))


def money(values: dict[str, float]) -> tuple[dict[str, float], np.ndarray]:
    found, each = accounts(booked(CHAIN, values, TALLY), CHAIN.horizon_weeks)
    return {name: float(amount) for name, amount in found.items()}, each


@settings(max_examples=40)
@given(scenarios(), parameter_sets(), st.integers(0, 2**32))
def test_the_accounts_add_up(one: Scenario, values: dict[str, float], seed: int) -> None:
    tally = replicate(draw_luck(one, values, (seed,)), build_rules(one, values), True)
    found, each = accounts(booked(one, values, tally), one.horizon_weeks)
    assert tuple(found) == PARTIES
    assert found["society"] == pytest.approx(sum(found[party] for party in ADDED), abs=1e-6)
    assert found["public"] == pytest.approx(sum(found[party] for party in PUBLIC), abs=1e-6)
    assert found["employers"] == pytest.approx(each.sum(), abs=1e-6)


@pytest.mark.parametrize(
    "name",
    [
        "benefit_year",
        "benefit_share",
        "net_share",
        "sroi_credit",
        "uwv_share",
        "register_share",
        "flat_months",
        "precondition_case",
    ],
)
def test_a_transfer_moves_money_but_makes_none(name: str) -> None:
    """``precondition_case`` is a tariff when what a case costs the provider stays as it is."""
    change = {name: VALUES[name] * 0.5}
    if name == "precondition_case":
        change["case_cost_share"] = VALUES["case_cost_share"] * 2
    before, _ = money(VALUES)
    after, _ = money(VALUES | change)
    assert after["society"] == pytest.approx(before["society"], rel=1e-9)
    assert any(after[party] != pytest.approx(before[party], abs=1) for party in ADDED)


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("school_hours_warm", "school"),
        ("case_cost_share", "providers"),
        ("supervision_hour", "employers"),
        ("coord_year", "municipality"),
        ("coach_hour", "uwv"),
        ("sick_share", "society"),
    ],
)
def test_a_dearer_thing_costs_who_pays_for_it(name: str, party: str) -> None:
    before, _ = money(VALUES)
    after, _ = money(VALUES | {name: VALUES[name] * 1.5})
    assert after[party] < before[party]
    assert after["society"] < before["society"]


def test_only_an_employer_with_that_motive_gets_credit_for_social_return() -> None:
    with_credit, without = (money(VALUES | {"sroi_credit": credit})[1] for credit in (5000.0, 0.0))
    assert with_credit[0] > without[0]
    assert with_credit[1] == without[1]


def test_several_books_at_once_give_the_accounts_of_each() -> None:
    books = [booked(CHAIN, VALUES | {"net_share": share}, TALLY) for share in (0.85, 0.9, 0.95)]
    found, each = accounts(stacked(books), CHAIN.horizon_weeks)
    for at, one in enumerate(books):
        alone, employers = accounts(one, CHAIN.horizon_weeks)
        assert each[at] == pytest.approx(employers)
        assert all(found[party][at] == pytest.approx(alone[party]) for party in PARTIES)


def test_people_of_several_sorts_have_money_of_their_own() -> None:
    """Transfers cancel with profiles too; who works more hours brings society more."""
    one = of(EMPLOYERS, joint(EMPLOYERS), context=Context(profiles=load_profiles()))
    people, luck = draw(one, VALUES, (3,))
    tally = replicate(luck, build_rules(one, VALUES), True)
    rates = build_rates(one, VALUES)
    found, _ = accounts(book(rates, tally, people), one.horizon_weeks)
    longer, _ = accounts(book(rates, tally, people._replace(hours=people.hours + 1)), one.horizon_weeks)
    free = rates._replace(net=0.5, benefit=0.0, credit=rates.credit * 0, uwv=0.9)
    other, _ = accounts(book(free, tally, people), one.horizon_weeks)
    assert other["society"] == pytest.approx(found["society"], rel=1e-9)
    assert longer["society"] > found["society"]
