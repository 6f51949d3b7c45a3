"""The funnel: competing ends, with those who are still there counted for as long as they are followed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.chain import CAUSES, stays
from graph.analysis.funnel import GRID, curves, funnel
from graph.analysis.referrals import referrals
from graph.analysis.survival import aalen_johansen, kaplan_meier
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.strategies import regions
from tests.graph.analysis.test_chain import DESK_TO_BOSS, HERE, SCHOOL_TO_DESK, people, step
from tests.support.networks import network
from tests.support.oracles import asked

followed = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), min_size=1, max_size=40)


def matching(region):
    return next(one for one in funnel(referrals(region, "stage")) if one.stage == "matching")


def test_the_funnel_tells_when_people_go_on():
    found = matching(people(40, SCHOOL_TO_DESK, DESK_TO_BOSS, (400, "boss", "desk", "opstap", "matching", "open")))
    by = {int(day): value for day, value in zip(found.days, found.ended[0], strict=True)}
    assert (found.people, found.median_days) == (40, 30)
    assert (by[20], by[30]) == (0, 1)


def test_a_few_who_came_in_tell_nothing():
    found = matching(people(4, SCHOOL_TO_DESK, DESK_TO_BOSS))
    assert (found.people, found.median_days) == (None, None)
    assert np.isnan(found.staying).all()


def test_a_curve_does_not_step_for_a_few():
    rows = [step(f"p{i}", *SCHOOL_TO_DESK) for i in range(40)]
    rows += [step(f"p{i}", 20 + 20 * i, "desk", "boss", "matching", "opstap") for i in range(12)]
    rows += [step("far", 800, "school", "desk", "transitie", "matching", "open")]
    rises = np.diff(matching(network(HERE, (), rows)).ended[0])
    heights = rises[rises > 0]
    assert len(heights) == 2
    assert heights == pytest.approx([5 / 40, 5 / 40])


@given(regions)
@settings(max_examples=40)
def test_what_stays_and_what_ended_add_up_to_one_at_every_moment(region):
    for found in funnel(referrals(region, "stage")):
        total = found.staying + found.ended.sum(axis=0)
        assert total[~np.isnan(total)] == pytest.approx(1)
        assert (np.diff(found.ended[:, ~np.isnan(found.staying)], axis=1) >= 0).all()


@given(regions)
@settings(max_examples=40)
def test_the_steps_stay_under_the_estimate_by_less_than_a_few_people(region):
    chosen = referrals(region, "stage")
    table = stays(chosen)
    for found in funnel(chosen):
        if found.people is None:
            continue
        rows = table[table["place"] == chosen.ids.index(found.stage)]
        exact = curves(rows).at(GRID)
        known = ~np.isnan(found.staying)
        assert (found.ended[:, known] <= exact.incidence[:, known] + 1e-12).all()
        assert (found.at_risk[found.at_risk > 0] >= MIN_PEOPLE).all()


@given(followed)
def test_any_end_together_is_the_kaplan_meier_curve(drawn):
    times, causes = (np.array(part) for part in zip(*drawn, strict=True))
    together = aalen_johansen(times, causes, len(CAUSES))
    assert together.survival == pytest.approx(kaplan_meier(times, causes > 0).survival)


@given(followed)
def test_to_count_who_vanished_as_lost_from_view_promises_at_least_as_much(drawn):
    times, causes = (np.array(part) for part in zip(*drawn, strict=True))
    competing = aalen_johansen(times, causes, len(CAUSES))
    naive = kaplan_meier(times, causes == 1).at(competing.times)
    assert (1 - naive.survival >= competing.incidence[0] - 1e-12).all()


@pytest.mark.slow
def test_the_curve_and_median_are_those_of_lifelines():
    dice = np.random.default_rng(7)
    times, ended = dice.integers(1, 90, 120).astype(float), dice.random(120) < 0.6
    at = [10.0, 30.0, 60.0, 80.0]
    theirs = asked("kaplan_meier", times=times.tolist(), ended=ended.tolist(), at=at)
    ours = kaplan_meier(times, ended)
    assert ours.at(at).survival == pytest.approx(theirs["survival"])
    assert ours.median == theirs["median"]


@pytest.mark.slow
@pytest.mark.parametrize("cause", [1, 2, 3])
def test_competing_ends_are_those_of_lifelines_when_no_times_tie(cause):
    dice = np.random.default_rng(11)
    times, causes = dice.permutation(np.arange(1.0, 81.0)), dice.integers(0, 4, 80)
    causes[np.argmin(times)] = 0  # lifelines loses the first event (its pull request 1699)
    at = [10.0, 30.0, 60.0]
    theirs = asked("aalen_johansen", times=times.tolist(), causes=causes.tolist(), cause=cause, at=at)
    assert aalen_johansen(times, causes, 3).at(at).incidence[cause - 1] == pytest.approx(theirs)
