"""Rates in a referral log: recovered from logs made with known rates, and by hand in small ones."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from graph.analysis.survival import kaplan_meier
from graph.network import Network, Scope, build_network
from graph.records import Entity, Referral, referral
from graph.simulation.calibrate import calibrated
from graph.simulation.parameters import load_parameters
from graph.simulation.rates import Rate, arrivals, came_back, gave_up, help_ended, median, weeks_to_work
from tests.support.oracles import asked

START = date(2024, 1, 1)
PARAMETERS = load_parameters()


def day(number: float) -> date:
    return START + timedelta(int(number))


def region(made: list[Referral]) -> Network:
    places = [Entity("a", "pro", "A"), Entity("b", "uwv", "B"), Entity("c", "werkgever", "C")]
    return build_network(Scope(), places, [], made)


def helped(mean_weeks: float, people: int, seed: int, years: float = 2.0) -> Network:
    """People who come for help with debts over the years; help ends with a referral on, or goes on at the end."""
    rng = np.random.default_rng(seed)
    end, made = years * 365, []
    for at, begin in enumerate(rng.uniform(0, end, people)):
        stop = begin + rng.exponential(mean_weeks * 7)
        outcome = "afgerond" if stop < end else "geaccepteerd"
        properties = {"stage_to": "randvoorwaarden", "life_domain": "financien", "outcome": outcome}
        made.append(referral(f"p{at}", day(begin), "a", "b", {**properties, "first_contact_on": day(begin)}))
        if stop < end:
            made.append(referral(f"p{at}", day(stop), "b", "c", {"stage_to": "opstap", "outcome": "open"}))
    made.append(referral("last", day(end), "a", "c", {}))
    return region(made)


def waiting(give_up: float, people: int, seed: int, mean_weeks: float = 4.0) -> Network:
    """People who are received at once and wait for a first contact, or vanish first; nobody writes down when."""
    rng = np.random.default_rng(seed)
    end, made = 730, []
    for at, begin in enumerate(rng.uniform(0, end, people)):
        met, gone = begin + rng.exponential(mean_weeks * 7), begin + rng.exponential(7 / give_up)
        properties = {"received_on": day(begin), "outcome": "open"}
        if min(met, gone) < end:
            properties |= (
                {"outcome": "verdwenen"} if gone < met else {"outcome": "afgerond", "first_contact_on": day(met)}
            )
        made.append(referral(f"p{at}", day(begin), "a", "b", properties))
    return region([*made, referral("last", day(end), "a", "c", {})])


def test_help_by_hand() -> None:
    """70 days seen to the end, 35 so far; one without a known end and one refused do not count."""
    kind = {"stage_to": "randvoorwaarden", "life_domain": "wonen", "first_contact_on": day(10)}
    found = help_ended(
        region(
            [
                referral("x", day(0), "a", "b", {**kind, "outcome": "afgerond"}),
                referral("x", day(80), "b", "c", {}),
                referral("y", day(0), "a", "b", {**kind, "outcome": "geaccepteerd", "first_contact_on": day(65)}),
                referral("z", day(0), "a", "b", {**kind, "outcome": "afgerond"}),
                referral("q", day(0), "a", "b", {**kind, "outcome": "geweigerd"}),
                referral("r", day(100), "a", "c", {}),
            ]
        )
    )
    assert found["wonen"] == Rate(1, 15.0)
    assert found["psychisch"] == Rate(0, 0.0)


def test_a_day_on_which_help_ended_comes_before_the_next_referral() -> None:
    kind = {"stage_to": "randvoorwaarden", "life_domain": "wonen", "first_contact_on": day(0), "ended_on": day(21)}
    found = help_ended(region([referral("x", day(0), "a", "b", kind), referral("x", day(80), "b", "c", {})]))
    assert found["wonen"] == Rate(1, 3.0)


def test_giving_up_by_hand() -> None:
    """Met after 14 days; still waiting after 28; vanished on an unknown day: as long as who was met."""
    found = gave_up(
        region(
            [
                referral("x", day(0), "a", "b", {"received_on": day(0), "first_contact_on": day(14)}),
                referral("y", day(0), "a", "b", {"received_on": day(2), "outcome": "open"}),
                referral("z", day(0), "a", "b", {"received_on": day(1), "outcome": "verdwenen"}),
                referral("never received", day(0), "a", "b", {"outcome": "verdwenen"}),
                referral("last", day(30), "a", "b", {}),
            ]
        )
    )
    assert found == Rate(1, 2.0 + 4.0 + 2.0)


def test_arrivals_count_people_once() -> None:
    found = arrivals(
        region([referral("x", day(0), "a", "b"), referral("x", day(9), "b", "c"), referral("y", day(364), "a", "b")])
    )
    assert (found.events, found.exposure) == (2, pytest.approx(12, rel=1e-3))


@pytest.mark.parametrize("mean", [6.0, 20.0])
def test_the_length_of_help_is_recovered(mean: float) -> None:
    found = calibrated(helped(mean, 400, 1), PARAMETERS)["weeks_financien"]
    assert found.mark == "derived"
    assert found.low < mean < found.high


def test_who_is_still_being_helped_is_not_left_out() -> None:
    """Without the open ones help that takes a year would look much shorter within two years."""
    found = help_ended(helped(52.0, 500, 2))["financien"]
    low, high = found.interval
    assert low < 1 / 52 < high


@pytest.mark.parametrize("rate", [0.02, 0.1])
def test_the_chance_to_give_up_is_recovered(rate: float) -> None:
    found = calibrated(waiting(rate, 3000, 3), PARAMETERS)["give_up"]
    assert found.mark == "derived"
    assert found.low < rate < found.high


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """90 % of many logs; the exact interval is never too narrow."""
    held = 0
    for seed in range(60):
        low, high = help_ended(helped(12.0, 60, seed))["financien"].interval
        held += low < 1 / 12 < high
    assert stats.binomtest(held, 60, 0.9, alternative="less").pvalue > 0.01


def test_the_exact_interval_is_that_of_a_poisson_count() -> None:
    low, high = Rate(40, 200.0).interval
    assert stats.poisson.sf(39, low * 200) == pytest.approx(0.05)
    assert stats.poisson.cdf(40, high * 200) == pytest.approx(0.05)
    assert Rate(0, 100.0).interval == (0.0, pytest.approx(-np.log(0.05) / 100))


def test_few_events_leave_the_assumptions() -> None:
    found = calibrated(helped(12.0, 20, 1), PARAMETERS)
    assert {name: found[name] for name in ("weeks_financien", "give_up")} == {
        name: PARAMETERS[name] for name in ("weeks_financien", "give_up")
    }


def test_a_prior_counts_for_as_many_ends_as_its_shape() -> None:
    """Posterior mean by hand: (shape x value + exposure) / (shape + events - 1)."""
    network = helped(12.0, 200, 5)
    seen, prior = help_ended(network)["financien"], PARAMETERS["weeks_financien"]
    found = calibrated(network, PARAMETERS)["weeks_financien"]
    shape = (found.value * (seen.events - 1) - seen.exposure) / (prior.value - found.value)
    assert stats.gamma(shape, scale=prior.value / shape).std() == pytest.approx(
        (prior.high - prior.low) / (2 * 1.645), rel=0.1
    )


def test_weeks_to_work_of_a_textbook_case() -> None:
    """Freireich's 6-MP group (1963): the median is 23 weeks; open ones never reached work."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    found = median(kaplan_meier(weeks, np.array(ended, bool)), sum(ended))
    assert (found.events, found.value, found.low, found.high) == (9, 23.0, 13.0, None)


def test_weeks_to_work_in_a_log() -> None:
    made = [referral("x", day(0), "a", "b", {})]
    for at, weeks in enumerate((4, 8, 12)):
        work = {"stage_to": "opstap", "first_contact_on": day(weeks * 7)}
        made += [referral(f"p{at}", day(0), "a", "b", {}), referral(f"p{at}", day(7), "b", "c", work)]
    assert weeks_to_work(region(made)).value == 8.0


def test_the_median_and_its_interval_are_those_of_lifelines() -> None:
    rng = np.random.default_rng(6)
    weeks = np.ceil(rng.exponential(20, 80))
    ended = rng.random(80) < 0.7
    found = median(kaplan_meier(weeks, ended), int(ended.sum()))
    theirs = asked("median_interval", times=weeks.tolist(), ended=ended.tolist(), alpha=0.1)
    assert [found.low, found.value, found.high] == pytest.approx(theirs)


def test_an_empty_log_says_nothing() -> None:
    assert arrivals(region([])) == gave_up(region([])) == Rate(0, 0.0)
    assert weeks_to_work(region([])).value is None


def test_who_vanished_comes_back_when_referred_again_within_half_a_year() -> None:
    lost = {"outcome": "verdwenen"}
    made = [
        referral("soon", day(0), "a", "b", lost),
        referral("soon", day(182), "a", "b", {}),
        referral("late", day(0), "a", "b", lost),
        referral("late", day(183), "a", "b", {}),
        referral("never", day(0), "a", "b", lost),
        referral("received", day(0), "a", "b", {**lost, "received_on": day(1)}),
        referral("received", day(9), "a", "b", {}),
        referral("refused", day(0), "a", "b", {"outcome": "geweigerd"}),
        referral("refused", day(9), "a", "b", {}),
        referral("not yet known", day(300), "a", "b", lost),
        referral("last", day(400), "a", "c", {}),
    ]
    assert came_back(region(made)) == (1, 3)
    assert came_back(region([])) == (0, 0)


def test_the_chance_to_come_back_is_taken_from_the_log() -> None:
    made = [referral("last", day(400), "a", "c", {})]
    for at in range(100):
        made.append(referral(f"p{at}", day(0), "a", "b", {"outcome": "verdwenen"}))
        made += [referral(f"p{at}", day(30), "a", "b", {"outcome": "afgerond"})] * (at < 40)
    found = calibrated(region(made), PARAMETERS)["return_alone"]
    assert found.mark == "derived"
    assert PARAMETERS["return_alone"].value < found.value < 0.4
