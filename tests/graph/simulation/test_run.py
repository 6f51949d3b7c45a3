"""The whole simulation: from a network to an outcome, and to JSON."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.network import Network, Scope, build_network
from graph.records import Entity
from graph.simulation.outcome import Outcome, interval, intervals, series
from graph.simulation.run import (
    BadSetting,
    Job,
    Settings,
    outcome_answer,
    sharpen,
    simulate,
    steps,
)
from graph.simulation.scenario import ARMS
from graph.simulation.story import story
from graph.texts import texts
from tests.graph.simulation.cases import EMPLOYERS, employer

QUICK = Settings(seed=3, sets=6, runs=4, values={"candidates": 60})


def network() -> Network:
    names = {"b": "Bakkerij", "g": "Garage", "h": "Hovenier"}
    return build_network(Scope(), [Entity(i, "werkgever", n, {"fictitious": True}) for i, n in names.items()], [], [])


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return simulate(network(), ["b", "g", "h"], QUICK)


@pytest.fixture(scope="module")
def large() -> Outcome:
    return Job(EMPLOYERS, replace(QUICK, sets=20, runs=5, extras=True)).simulate()


def test_it_has_every_arm_and_every_difference(outcome: Outcome) -> None:
    assert tuple(arm.code for arm in outcome.arms) == ARMS
    pairs = [(d.arm, d.against) for d in outcome.differences]
    assert pairs == [("joint", "alone"), ("joint", "case_manager"), ("case_manager", "alone")]


def test_everyone_was_somewhere_in_every_week(outcome: Outcome) -> None:
    assert outcome.conserved


def test_the_same_seed_gives_the_same_outcome(outcome: Outcome) -> None:
    assert outcome_answer(simulate(network(), ["b", "g", "h"], QUICK)) == outcome_answer(outcome)
    assert outcome_answer(simulate(network(), ["b", "g", "h"], replace(QUICK, seed=4))) != outcome_answer(outcome)


def test_the_order_of_the_employers_does_not_matter(outcome: Outcome) -> None:
    other = simulate(network(), ["h", "b", "g"], QUICK)
    for mine, its in zip(outcome.arms, other.arms, strict=True):
        for name, one in mine.measures.items():
            assert its.measures[name].mean == pytest.approx(one.mean, nan_ok=True), name
        assert {e: v["hires"] for e, v in mine.employers.items()} == {e: v["hires"] for e, v in its.employers.items()}


def test_a_difference_is_the_difference_of_the_means(large: Outcome) -> None:
    for d in large.differences:
        arm, against = large.arm(d.arm).measures, large.arm(d.against).measures
        for name in ("placed_any", "sustained_expected", "money_society", "left_break_first"):
            assert d.measures[name].mean == pytest.approx(arm[name].mean - against[name].mean)


def test_a_chain_of_one_gains_only_by_handover_and_second_chance() -> None:
    same = {
        "loss_warm": 0.1,
        "loss_cold": 0.1,
        "delay_warm": 2,
        "delay_cold": 2,
        "rematch_joint": 0.4,
        "rematch_alone": 0.4,
        "return_joint": 0.2,
        "return_alone": 0.2,
    }
    one = Job((employer("a", (6, 6), 10.0),), replace(QUICK, values={**QUICK.values, **same})).simulate()
    for d in one.differences:
        assert {d.measures[name].mean for name in ("placed_any", "sustained", "sustained_expected")} == {0.0}


def test_lines_per_week_match_the_counts(large: Outcome) -> None:
    weekly = large.arm("joint").weekly
    assert {len(line.mean) for line in weekly.values()} == {large.horizon_weeks}
    assert weekly["work"].mean[-1] >= weekly["regular"].mean[-1] > 0
    assert all(low <= mean <= high or low == high for low, mean, high in zip(*_of(weekly["work"]), strict=True))


def _of(line: object) -> tuple[tuple[float, ...], ...]:
    return line.low, line.mean, line.high  # type: ignore[attr-defined]


def test_one_vacancy_more_brings_more_than_one_slot_that_nobody_waits_for(large: Outcome) -> None:
    gain = {extra.what: extra.gain for extra in large.extras}
    assert gain["regular"].mean > 3 * gain["regular"].error
    assert abs(gain["psychisch"].mean) < gain["regular"].mean


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    simulate(network(), ["b"], QUICK, seen.append)
    assert seen == sorted(seen)
    assert (len(seen), seen[-1]) == (QUICK.sets, 1.0)


def test_sharpening_ends_with_the_outcome_of_simulating(outcome: Outcome) -> None:
    first, *_, last = sharpen(network(), ["b", "g", "h"], QUICK)
    assert (first.sets, first.runs) == (6, 1)
    assert outcome_answer(last) == outcome_answer(outcome)


def test_it_gets_surer_on_the_way() -> None:
    errors = [
        one.difference("joint", "alone").measures["placed_any"].error
        for one in Job(EMPLOYERS, replace(QUICK, sets=100, runs=2)).sharpen()
    ]
    assert len(errors) == 3
    assert errors[0] > errors[-1]


@given(st.integers(1, 2000), st.integers(1, 1000))
def test_steps_grow_to_the_whole(sets: int, runs: int) -> None:
    found = steps(sets, runs)
    assert found[-1] == (sets, runs)
    assert all(a <= c and b <= d and (a, b) != (c, d) for (a, b), (c, d) in pairwise(found))
    assert found[0][0] * found[0][1] <= 8 or len(found) == 1


def test_after_a_stop_the_outcome_says_how_much_it_has_seen() -> None:
    whole = replace(QUICK, sets=4)
    found = Job(EMPLOYERS, whole).simulate(stop=lambda: True)
    assert (found.sets, found.runs, found.conserved) == (1, QUICK.runs, True)


def test_a_stop_while_sharpening_is_the_last_outcome() -> None:
    answers = iter([False] * 10 + [True] * 99)
    found = list(Job(EMPLOYERS, replace(QUICK, sets=20, runs=4)).sharpen(stop=lambda: next(answers)))
    assert [(one.sets, one.runs) for one in found] == [(8, 1), (11, 1)]


def test_a_value_set_by_the_user_is_used_and_marked(outcome: Outcome) -> None:
    assert outcome.candidates == 60
    answer = {p["name"]: p for p in outcome_answer(outcome)["parameters"]}
    assert (answer["candidates"]["mark"], answer["candidates"]["value"]) == ("user", 60)
    assert answer["rematch_joint"]["mark"] == "assumption"


def test_the_answer_is_json_with_a_version(outcome: Outcome) -> None:
    answer = outcome_answer(outcome)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert answer["version"] == 1
    assert answer["scope"]["fictitious"] is True
    assert set(answer["arms"][0]["measures"]) == set(answer["differences"][0]["measures"])


def test_the_story_says_what_is_sure_and_what_is_assumed(large: Outcome) -> None:
    said = story(large)
    keys = [one.key for one in said]
    assert keys[0].startswith("simulation.story_gain_")
    assert keys[1].startswith("simulation.story_beyond_")
    assert {"simulation.caution_assumption", "simulation.caution_case_manager", "simulation.caution_money"} <= set(keys)
    assert "simulation.story_bottleneck" in keys
    for language in ("nl", "en"):
        assert all(len(one.say(texts(language))) > 20 for one in said)


def test_defaults_are_admitted(outcome: Outcome) -> None:
    caution = next(one for one in story(outcome) if one.key == "simulation.caution_defaults")
    assert caution.values["count"] == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"sets": 0},
        {"sets": 10**6},
        {"runs": 0},
        {"seed": -1},
        {"seed": 1.5},
        {"values": {"candidates": 0}},
        {"values": {"candidates": 1e9}},
        {"values": {"horizon_weeks": "long"}},
        {"values": {"attempts": float("nan")}},
    ],
)
def test_a_setting_outside_its_limits_is_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings(**wrong)  # type: ignore[arg-type]
    assert len(texts("nl").error(caught.value)) > 20


def test_an_interval_of_known_numbers() -> None:
    draws = np.arange(100.0).reshape(10, 10)
    found = interval(draws, 1)
    assert (found.mean, found.low, found.high) == pytest.approx((49.5, 4.95, 94.05))
    assert found.error == pytest.approx(draws.mean(axis=1).std(ddof=1) / np.sqrt(10))
    assert found.better == pytest.approx(0.995)


@given(arrays(float, (4, 3, 5), elements=st.floats(-9, 9) | st.just(np.nan)), st.sampled_from([1, -1, 0, None]))
def test_many_intervals_at_once_are_each_that_of_its_own_draws(draws: np.ndarray, good: int | None) -> None:
    named = dict(enumerate([*draws, np.nan_to_num(draws[0])]))
    found = intervals(named, dict.fromkeys(named, good))
    for name, one in named.items():
        assert astuple(found[name]) == pytest.approx(astuple(interval(one, good)), nan_ok=True)


@given(arrays(np.int16, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=st.integers(0, 400)))
def test_lines_are_the_percentiles_of_numpy(people: np.ndarray) -> None:
    line = series("work", people)
    assert line.mean == pytest.approx(people.mean(axis=0), abs=1e-3)
    for found, share in ((line.low, 5), (line.high, 95)):
        assert found == pytest.approx(np.percentile(people, share, axis=0), abs=1e-3)


def test_an_interval_leaves_out_what_is_unknown() -> None:
    assert interval(np.array([[1.0, np.nan], [3.0, np.nan]])).mean == 2.0
    assert np.isnan(interval(np.full((2, 2), np.nan)).mean)
