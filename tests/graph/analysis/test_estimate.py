"""Estimates and their intervals; where people in the log come from."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from graph.analysis.estimate import Estimate, estimate_of, poisson_limits
from graph.analysis.homes import homes
from graph.analysis.referrals import referrals
from graph.records import Entity
from tests.support.networks import network, organisation, sent

DAY = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (20, 12.217, 30.888)],
)
def test_poisson_limits_are_those_published(count: int, low: float, high: float) -> None:
    """Garwood's table, as in Ulm (1990, Am. J. Epidemiol. 131:373)."""
    assert poisson_limits(count) == pytest.approx((low, high), abs=0.001)


@given(st.integers(0, 2000))
def test_at_each_limit_the_tail_of_the_count_is_a_fortieth(count: int) -> None:
    low, high = poisson_limits(count)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.025, abs=1e-6)
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx(0.025, abs=1e-6)


def area(**properties: int) -> Entity:
    return Entity("GM0828", "gebied_gemeente", "Oss", properties)


def test_limits_of_the_source_go_before_those_of_chance() -> None:
    assert estimate_of(area(neet=100, neet_low=90, neet_high=130)) == Estimate(100, 90, 130, True)
    assert estimate_of(area(neet=100)) == Estimate(100, 81, 122, False)
    assert estimate_of(area(neet=100, neet_low=90)) == Estimate(100, 81, 122, False)


def test_without_an_estimate_there_is_none() -> None:
    assert estimate_of(area()) is None


def test_home_is_where_the_first_local_sender_is() -> None:
    entities = [
        organisation("work", "werkgever", gm_code="GM0001"),
        organisation("school", "pro", gm_code="GM0002"),
        organisation("desk", "jongerenloket", gm_code="GM0003"),
        organisation("nowhere", "vso"),
    ]
    log = [
        sent("a", DAY, "work", "desk"),
        sent("a", DAY + timedelta(days=9), "school", "desk"),
        sent("a", DAY + timedelta(days=12), "desk", "work"),
        sent("b", DAY, "nowhere", "desk"),
        sent("b", DAY + timedelta(days=3), "desk", "work"),
        sent("c", DAY, "work", "desk"),
    ]
    snapshot = network(entities, (), log)
    chosen = referrals(snapshot, "organisation")
    found = dict(zip(chosen.cases.tolist(), homes(snapshot, chosen).tolist(), strict=True))
    assert found == {"a": "GM0002", "b": "GM0003", "c": None}


def test_homes_of_nobody() -> None:
    snapshot = network([organisation("a", "pro", gm_code="GM0001")])
    assert homes(snapshot, referrals(snapshot, "organisation")).shape == np.zeros(0).shape
