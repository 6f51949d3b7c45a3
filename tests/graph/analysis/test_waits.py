"""Waiting times by route: who still waits counts, and warm handovers stand beside cold ones."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from graph.analysis.flows import flows
from graph.analysis.referrals import referrals
from graph.analysis.waits import QUANTILES, wait_quantiles, waits
from tests.graph.analysis.strategies import regions
from tests.support.networks import network, sent

DAY = date(2025, 1, 1)


def table_of(*groups):
    """Groups of (days to contact or None, handover)."""
    made = []
    for at, (wait, handover) in enumerate(groups):
        contact = None if wait is None else DAY + timedelta(days=wait)
        outcome = "open" if wait is None else "geaccepteerd"
        made.append(sent(f"p{at}", DAY, "a", "b", handover=handover, first_contact_on=contact, outcome=outcome))
    return waits(referrals(network(["a", "b"], (), made), "organisation")).table.set_index("handover")


def test_without_anybody_waiting_the_quantiles_are_those_of_the_waits():
    days = np.arange(1.0, 101.0)
    assert wait_quantiles(days, np.ones(100, dtype=bool)) == (25, 50, 75, 90)


def test_who_still_waits_makes_the_quantiles_later_or_unknown():
    days, met = np.array([2.0, 4, 6, 8, 50, 50]), np.array([True] * 4 + [False] * 2)
    quarter, half, three_quarters, _ = wait_quantiles(days, met)
    assert (quarter, half) == (4, 6)
    assert np.isnan(three_quarters)


def test_warm_stands_beside_cold():
    found = table_of(*[(w, "warm") for w in range(1, 11)], *[(w, "koud") for w in range(21, 31)])
    assert found.loc["warm", "median_days"] == 5
    assert found.loc["cold", "median_days"] == 25
    assert found.loc["all", "people"] == 20
    assert found.loc["warm", "share"] == 0.5


def test_a_handover_of_a_few_people_is_not_shown_apart():
    found = table_of(*[(w, "warm") for w in range(1, 11)], *[(3, "koud")] * 2)
    assert found.index.tolist() == ["all"]


def test_a_share_within_days_is_known_as_long_as_enough_still_wait():
    found = table_of(*[(7, "warm")] * 10, *[(40, "warm")] * 10)
    assert found.loc["all", "within_14"] == 0.5
    assert np.isnan(found.loc["all", "within_90"])  # hardly anybody waits that long


@given(regions)
@settings(max_examples=40)
def test_the_median_and_the_people_are_those_of_the_flows(region):
    shown = flows(region, "stage").table.set_index(["source", "target"])
    table = waits(referrals(region, "stage")).table
    for row in table[table["handover"] == "all"].itertuples():
        flow = shown.loc[(row.source, row.target)]
        assert row.people == flow["people"]
        assert row.median_days == pytest.approx(flow["median_days"], nan_ok=True)
        found = [getattr(row, name) for name in QUANTILES]
        known = [days for days in found if not np.isnan(days)]
        assert known == sorted(known)
