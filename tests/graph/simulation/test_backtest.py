"""The back-test on logs made with known rates: it finds them, its interval holds, and it says what it does not know."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from scipy import stats

from graph.answers import backtest_answer, plain
from graph.network import Network, Scope, build_network
from graph.records import Entity, Referral, referral
from graph.simulation.backtest import COUNTS, MONTHS, Backtest, backtest
from graph.simulation.backtest_steps import MARGIN, steps_of
from graph.simulation.backtest_story import CALIBRATED, backtest_story
from graph.simulation.calibrate import calibrated
from graph.simulation.parameters import load_parameters
from graph.texts import texts

START = date(2023, 1, 2)
YEAR = 365
DAYS = 3 * YEAR + MARGIN
PLACED, VANISHED, WAIT = 0.6, 0.2, 3.0


def day(number: float) -> date:
    return START + timedelta(int(number))


def region(made: list[Referral]) -> Network:
    places = [Entity("a", "pro", "A"), Entity("b", "uwv", "B"), Entity("c", "werkgever", "C")]
    return build_network(Scope(), places, [], [*made, referral("end", day(DAYS - 1), "a", "b", {"outcome": "open"})])


def process(seed: int, year: float, days: int = DAYS, more_later: float = 1.0) -> Network:
    """People come (Poisson, ``year`` a year), are matched, and after some ten weeks are placed, vanish or stay.

    Placed 60 %, vanished 20 %, each waits three weeks on average; the others get no further referral.
    """
    rng = np.random.default_rng(seed)
    made = []
    for at in range(rng.poisson(year * days / YEAR)):
        came = rng.uniform(0, days)
        if came > 2 * YEAR and rng.random() > more_later:
            continue
        made.append(referral(f"p{at}", day(came), "a", "b", {"stage_to": "matching", "outcome": "afgerond"}))
        on, kind = came + rng.exponential(70), rng.random()
        if on < days and kind < PLACED + VANISHED:
            met = on + rng.exponential(WAIT * 7)
            known = {"first_contact_on": day(met), "outcome": "geaccepteerd"} if met < days else {"outcome": "open"}
            if kind >= PLACED:
                known = {"outcome": "verdwenen"}
            steps = {"stage_from": "matching", "stage_to": "opstap", **known}
            made.append(referral(f"p{at}", day(on), "b", "c", steps))
    return region(made)


@cache
def usual() -> Backtest:
    return backtest(process(1, 600), replicates=150)


def test_it_predicts_the_last_year_from_the_two_before() -> None:
    found = usual()
    assert found.end == day(DAYS - 1 - MARGIN)
    assert (found.end - found.cut).days == pytest.approx(YEAR, abs=3)
    assert found.cut - found.start == 2 * (found.end + timedelta(1) - found.cut)
    assert found.enough
    assert set(found.totals) == {*COUNTS, "waiting"}
    assert {len(parts) for parts in found.months.values()} == {MONTHS}


def test_the_prediction_is_that_of_the_planted_rates() -> None:
    """In a process in balance as many are placed as come in, times the chance: 600 x 0.6 a year."""
    expected = {"arrivals": 600, "placements": 600 * PLACED, "vanished": 600 * VANISHED, "waiting": WAIT}
    for name, truth in expected.items():
        one = usual().totals[name]
        assert one.low < truth < one.high, name
        assert one.low < one.mean < one.high, name


def test_arrivals_have_the_interval_of_a_poisson_number_with_an_estimated_rate() -> None:
    """Closed form: with n in two years, a gamma rate makes next year's number negative binomial."""
    one = usual().totals["arrivals"]
    exact = stats.nbinom(one.fitted + 0.5, 2 / 3)
    assert one.mean == pytest.approx(exact.mean(), rel=0.01)
    assert (one.low, one.high) == pytest.approx(exact.ppf([0.05, 0.95]), rel=0.025)


def test_what_happens_is_in_the_interval_as_often_as_it_says() -> None:
    found = [backtest(process(seed, 250), replicates=50) for seed in range(6)]
    inside = [one.inside for each in found for parts in each.months.values() for one in parts]
    totals = [one.inside for each in found for one in each.totals.values()]
    assert len(inside) == 6 * MONTHS * len(COUNTS)
    assert 0.84 < np.mean(inside) < 0.99
    assert np.mean(totals) > 0.7


def test_a_year_unlike_the_ones_before_is_seen() -> None:
    found = backtest(process(2, 600, more_later=0.5), replicates=60)
    arrivals = found.totals["arrivals"]
    assert not arrivals.inside
    assert arrivals.error == pytest.approx(1.0, abs=0.25)
    assert found.coverage < 0.5
    keys = [one.key for one in backtest_story(found, load_parameters())]
    assert {"backtest.coverage_low", "backtest.arrivals_changed"} <= set(keys)


def test_what_happened_after_the_cut_does_not_change_the_prediction() -> None:
    network = process(3, 400)
    log = network.referrals
    late = (log["date"] >= np.datetime64(day(2 * YEAR))) & (log["case"] != "end")
    changed = Network(**{**vars(network), "referrals": log.assign(outcome=log["outcome"].mask(late, "geweigerd"))})
    one, other = (backtest(each, replicates=20) for each in (network, changed))
    assert [p.mean for p in one.totals.values()] == [p.mean for p in other.totals.values()]
    assert other.totals["placements"].actual == 0 < one.totals["placements"].actual


def test_the_same_seed_gives_the_same_answer() -> None:
    network = process(4, 200)
    assert backtest(network, 5, 20) == backtest(network, 5, 20)
    assert backtest(network, 5, 20) != backtest(network, 6, 20)


def test_a_shorter_log_has_its_last_third_predicted() -> None:
    found = backtest(process(5, 900, 400), replicates=20)
    assert found.enough is False or (found.end - found.cut).days < YEAR


@pytest.mark.parametrize("year", [0, 5])
def test_a_log_that_is_too_small_says_so(year: int) -> None:
    found = backtest(process(6, year))
    assert not found.enough
    assert (dict(found.totals), dict(found.months), found.coverage) == ({}, {}, None)
    assert backtest_story(found, load_parameters())[0].key == "backtest.too_small"


def test_an_empty_log_has_no_dates() -> None:
    found = backtest(build_network(Scope(), [Entity("a", "pro", "A")], [], []))
    assert (found.start, found.people, found.enough) == (None, 0, False)


def test_steps_are_as_known_on_a_day() -> None:
    """Met after the day: not there yet; referred on after the day: nothing seen to follow."""
    made = [
        referral("x", day(0), "a", "b", {"stage_to": "matching", "outcome": "afgerond", "first_contact_on": day(1)}),
        referral("x", day(9), "b", "c", {"stage_to": "opstap", "outcome": "geaccepteerd", "first_contact_on": day(20)}),
        referral("x", day(30), "c", "a", {"stage_to": "matching", "outcome": "verdwenen"}),
    ]
    steps = steps_of(region(made)).take(np.array([1, 2, 3]))  # type: ignore[union-attr]
    first = (START - date(1970, 1, 1)).days
    assert steps.gap.tolist()[:2] == [9, 21]
    assert steps.placed.tolist() == [False, True, False]
    known = steps.take(np.array([0, 1])).until(first + 15)
    assert (known.placed.tolist(), known.gap.tolist()) == ([False, False], [9, 10**6])


def test_the_answer_is_json_and_hides_small_counts() -> None:
    network = process(7, 150)
    answer = plain(backtest_answer(network, backtest(network, replicates=20)))
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    shown = [line["actual"] for line in answer["months"] if line["actual"] is not None]
    hidden = [line for line in answer["months"] if line["actual"] is None]
    assert all(count == 0 or count >= 5 for count in shown)
    assert hidden
    assert all(line["inside"] is None and line["error"] is None for line in hidden)
    assert [one["name"] for one in answer["parameters"]] == list(CALIBRATED)


def test_the_story_names_the_numbers_that_stay_assumptions() -> None:
    network = process(8, 300)
    used = calibrated(network, load_parameters())
    told = backtest_story(backtest(network, replicates=30), used)[-1]
    assert told.key == "backtest.defaults"
    assert used["weeks_wonen"].label.nl in told.say(texts("nl"))


def test_every_sentence_exists_in_both_languages() -> None:
    network = process(9, 300)
    for one in backtest_story(backtest(network, replicates=20), load_parameters()):
        assert all(len(one.say(texts(language))) > 20 for language in ("nl", "en"))
    for name in (*COUNTS, "waiting"):
        assert all(f"backtest.{key}" in texts(lang) for key in (name, f"told_{name}") for lang in ("nl", "en"))
