"""A region at a glance: who is there, and this year beside the year before."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings

from graph.analysis.distance import kilometres
from graph.analysis.overview import MONTHS, overview
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.strategies import regions
from tests.support.networks import both, claim, network, organisation, sent

LAST = date(2026, 6, 30)
HERE = [
    organisation("a", "pro", gm_code="GM0828"),
    organisation("b", "jongerenloket", gm_code="GM0828"),
    organisation("c", "jongerenloket"),
]


def year(n, before, tag, **properties):
    """``n`` people referred on consecutive days, the last of them ``before`` days before ``LAST``."""
    days = [LAST - timedelta(days=before + at) for at in range(n)]
    return [
        sent(f"{tag}{at}", day, "a", "b", first_contact_on=day + timedelta(days=4), **properties)
        for at, day in enumerate(days)
    ]


def test_organisations_are_counted_by_kind_and_municipality():
    table = overview(network(HERE)).organisations
    assert table.to_dict("index") == {
        "jongerenloket": {"": 1, "GM0828": 1},
        "pro": {"": 0, "GM0828": 1},
    }


def test_ties_are_counted_by_status():
    found = overview(network(HERE, [*both("a", "b"), claim("c", "a")])).ties
    assert found == {"confirmed": 1, "one_sided": 1, "unknown": 0, "stale": 0}


def test_the_last_year_stands_beside_the_year_before():
    now = year(10, 0, "n", outcome="verdwenen") + year(30, 20, "m", outcome="afgerond", handover="warm")
    before = year(20, 400, "b", outcome="afgerond", handover="koud") + year(5, 715, "x", outcome="afgerond")
    found = overview(network(HERE, (), now + before))
    assert (found.referrals.now, found.referrals.before) == (40, 25)
    assert (found.people.now, found.people.change) == (40, 15)
    assert (found.vanished.now, found.vanished.before) == (0.25, 0)
    assert (found.warm.now, found.warm.before, found.warm.change) == (1, 0, 1)
    assert (found.wait.now, found.until) == (4, LAST + timedelta(days=4))


def test_a_year_that_the_log_does_not_reach_is_not_compared():
    found = overview(network(HERE, (), year(30, 0, "n", outcome="afgerond")))
    assert (found.referrals.now, found.referrals.before, found.referrals.change) == (30, None, None)


def test_shares_and_waits_of_few_people_are_not_given():
    found = overview(network(HERE, (), year(4, 0, "n", outcome="verdwenen")))
    assert found.people.now is found.referrals.now is found.vanished.now is found.wait.now is None


def test_months_are_counted_up_to_the_last_day_recorded():
    months = overview(network(HERE, (), year(28, 0, "n"))).months
    assert len(months) == MONTHS
    assert months["month"].iloc[-1] == pd.Timestamp(2026, 7, 1)  # the last first contact is in July
    assert months["referrals"].iloc[-2] == 28


def test_an_empty_region_has_an_overview_too():
    found = overview(network(()))
    assert (found.until, found.people.now, len(found.months)) == (None, 0, 0)


@given(regions)
@settings(max_examples=40)
def test_no_month_of_few_people_is_shown(region):
    months = overview(region).months
    shown = months["people"].dropna()
    assert ((shown == 0) | (shown >= MIN_PEOPLE)).all()


def test_distances_are_those_of_the_globe():
    """One degree of latitude is 111.195 km on a sphere of the mean radius; Amsterdam to Maastricht is about 175 km."""
    assert kilometres((52, 5), [(53, 5), (52, 5)]) == pytest.approx([111.195, 0], abs=1e-3)
    assert kilometres((52.3728, 4.8936), [(50.8514, 5.6910)])[0] == pytest.approx(178, abs=3)
