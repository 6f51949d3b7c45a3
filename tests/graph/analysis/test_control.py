"""Routes beside the others: tests and limits by SciPy and closed forms, and nothing about a few people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from graph.analysis.control import LEAST, LIMITS, control, limits, tails
from graph.privacy import MIN_PEOPLE
from tests.support.networks import network, organisation, sent

WHO = [organisation(f"s{n}", "pro") for n in range(6)] + [organisation("desk", "jongerenloket")]


def region(*routes: tuple[int, int]):
    """For each school so many cold and so many warm handovers, of different people."""
    log = [
        sent(f"{school}-{at}", "2025-01-01", f"s{school}", "desk", handover="koud" if at < cold else "warm",
             outcome="afgerond", first_contact_on="2025-01-05")
        for school, (cold, warm) in enumerate(routes)
        for at in range(cold + warm)
    ]  # fmt: skip
    return network(WHO, [], log)


def test_a_route_that_differs_is_found_and_the_others_are_not():
    found = control(region((40, 10), *[(10, 40)] * 5), "cold", "organisation")
    assert {one.source: one.differs for one in found.routes} == {"s0": 1, **{f"s{n}": 0 for n in range(1, 6)}}
    first = next(one for one in found.routes if one.source == "s0")
    assert (first.referrals, first.count, first.others) == (50, 40, 0.2)
    assert found.share == 0.3


def test_routes_that_are_all_alike_do_not_differ():
    found = control(region(*[(10, 40)] * 6), "cold", "organisation")
    assert [one.differs for one in found.routes] == [0] * 6


@given(st.integers(1, 60), st.integers(0, 60), st.sampled_from([0.1, 0.35, 0.5, 0.8]))
def test_the_test_is_near_that_of_scipy_and_never_smaller_than_a_tail(whole, count, share):
    count = min(count, whole)
    p = tails(count, whole, share)
    for side in ("less", "greater"):
        one = stats.binomtest(count, whole, share, alternative=side).pvalue
        assert p <= min(1, 2 * one) + 1e-12
    assert p == pytest.approx(
        min(1, 2 * min(stats.binomtest(count, whole, share, alternative=side).pvalue for side in ("less", "greater")))
    )


@given(st.sampled_from([0.05, 0.2, 0.5, 0.9]), st.integers(10, 2000), st.sampled_from(LIMITS))
def test_limits_hold_as_much_as_they_say(share, whole, level):
    (low,), (high,) = limits(share, np.array([whole]), level)
    law, tail = stats.binom(whole, share), (1 - level) / 2
    assert 0 <= low <= share <= high <= 1
    assert law.cdf(np.floor(low * whole + 1e-9) - 1) <= tail + 1e-9  # what lies surely under it
    assert law.sf(np.ceil(high * whole - 1e-9)) <= tail + 1e-9  # and surely over it


def test_limits_of_many_referrals_are_those_of_the_normal_law():
    (low,), (high,) = limits(0.3, np.array([100_000]), 0.95)
    spread = 1.96 * np.sqrt(0.3 * 0.7 / 100_000)
    assert (low, high) == (pytest.approx(0.3 - spread, abs=1e-5), pytest.approx(0.3 + spread, abs=1e-5))


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), min_size=1, max_size=6))
@settings(max_examples=60)
def test_no_route_is_shown_in_which_a_few_people_could_be_counted(routes):
    found = control(region(*routes), "cold", "organisation")
    for one in found.routes:
        for n in (one.count, one.referrals - one.count):
            assert n == 0 or n >= MIN_PEOPLE
        assert one.referrals >= LEAST
    enough = sum(cold + warm >= LEAST for cold, warm in routes)
    assert len(found.routes) + found.hidden == enough
    assert found.share is None or round(found.share, 2) == found.share


def test_what_cannot_be_known_yet_does_not_count():
    log = [sent(f"o{n}", "2025-03-01", "s0", "desk", outcome="open") for n in range(20)]
    assert control(network(WHO, [], log), "late", "organisation").share is None
    assert control(network(WHO, [], log), "silent", "organisation").routes == ()
    assert control(network(()), "cold").share is None


def test_late_is_after_the_days_of_a_warm_handover_and_silent_is_without_any_word():
    done = {"outcome": "afgerond"}
    log = [sent(f"last{n}", "2025-12-01", "s2", "desk", outcome="open") for n in range(6)]
    log += [sent(f"l{n}", "2025-01-01", "s0", "desk", first_contact_on="2025-02-01", **done) for n in range(12)]
    told = {"first_contact_on": "2025-01-03", "feedback_on": "2025-01-20", **done}
    log += [sent(f"t{n}", "2025-01-01", "s1", "desk", **told) for n in range(12)]
    for measure in ("late", "silent"):
        routes = control(network(WHO, [], log), measure, "organisation").routes
        assert {one.source: (one.count, one.referrals) for one in routes} == {"s0": (12, 12), "s1": (0, 12)}
