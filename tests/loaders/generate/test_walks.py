"""The referral log: whole candidates, dates in order, one place at a time, stages of the chain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.generate.handover import ACCEPTED, DONE
from loaders.generate.plan import Plan, make_plan
from loaders.generate.walks import day


def test_there_are_exactly_as_many_referrals_as_asked_for(large: Plan) -> None:
    assert len(large.referrals) == 20_000


def test_each_candidate_is_at_one_place_at_a_time(large: Plan) -> None:
    """A next referral starts where the last accepted one ended, later than it, unless the candidate was lost."""
    log = large.referrals
    same = log.case[1:] == log.case[:-1]
    assert (log.date[1:][same] > log.date[:-1][same]).all()
    accepted = np.isin(log.outcome[:-1], (ACCEPTED, DONE)) & same
    np.testing.assert_array_equal(log.source[1:][accepted], log.target[:-1][accepted])
    np.testing.assert_array_equal(log.stage_from[1:][accepted], log.stage_to[:-1][accepted])


def test_a_candidate_keeps_one_target_group(large: Plan) -> None:
    log = large.referrals
    same = log.case[1:] == log.case[:-1]
    np.testing.assert_array_equal(log.group[1:][same], log.group[:-1][same])


def test_nobody_is_referred_to_where_they_are(large: Plan) -> None:
    assert (large.referrals.source != large.referrals.target).all()


def test_after_an_end_of_the_chain_there_is_no_next_step(large: Plan) -> None:
    log, stages = large.referrals, large.settings.codes("stages")
    ends = [stages.index(code) for code in large.settings.ends]
    left = np.isin(log.stage_to[:-1], ends) & np.isin(log.outcome[:-1], (ACCEPTED, DONE))
    assert not (left & (log.case[1:] == log.case[:-1])).any()


def test_all_dates_lie_within_the_three_years(large: Plan) -> None:
    log = large.referrals
    first, last = day(large.settings.start), day(large.settings.end)
    assert log.date.min() >= first
    for days in (log.date, log.received, log.contact, log.feedback):
        assert days.max() <= last
        assert (days[days >= 0] >= first).all()


def test_the_log_is_evenly_filled_from_the_first_quarter_to_the_last(large: Plan) -> None:
    quarter = (large.referrals.date - day(large.settings.start)) // 92
    share = np.bincount(quarter)[:11] / len(large.referrals) * 12
    assert share.min() > 0.6
    assert share.max() < 1.5


def test_school_leavers_come_in_summer(large: Plan) -> None:
    log, settings = large.referrals, large.settings
    school = large.made.of("pro", "vso", "vo")[log.source]
    month = (log.date.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)) % 12 + 1
    summer = np.isin(month, (6, 7, 8, 9))
    assert settings.raw["school_leavers_in_summer"] < summer[school].mean() < 0.85
    assert summer[~school].mean() < 0.45


def test_care_is_given_by_a_provider_of_the_life_domain_needed(large: Plan) -> None:
    log, made = large.referrals, large.made
    care = made.of("zorgaanbieder")[log.target] & (
        log.stage_to == large.settings.codes("stages").index("randvoorwaarden")
    )
    has = (made.domain[log.target] == log.domain) | (made.second[log.target] == log.domain)
    assert care.any()
    assert has[care].all()


def test_people_are_helped_near_home(large: Plan) -> None:
    log, made = large.referrals, large.made
    away = np.linalg.norm(made.xy[log.source] - made.xy[log.target], axis=1)
    assert np.median(away) < 15


@settings(max_examples=12)
@given(
    st.lists(st.sampled_from(("AM12", "AM20", "AM27", "AM35")), min_size=1, max_size=3, unique=True),
    st.integers(200, 400), st.integers(600, 900), st.integers(0, 400), st.integers(0, 2**40), st.booleans(),
)  # fmt: skip
def test_any_size_is_made_to_measure(
    regions: list[str], organisations: int, relations: int, referrals: int, seed: int, defects: bool
) -> None:
    plan = make_plan(regions, organisations, relations, referrals, seed, defects)
    assert len(plan.made) == organisations
    assert len(plan.relations) + len(plan.claims) == relations
    assert len(plan.referrals) == referrals


@pytest.mark.parametrize(
    ("regions", "sizes", "message"),
    [
        ((), (250, 900, 100), "at least one region"),
        (("AM27",), (20, 10, 10), "at least"),
        (("AM27",), (250, -1, 10), "below 0"),
        (("AM35",), (60, 90_000, 10), "fewer relations"),
        (("AM00",), (250, 900, 100), "AM00"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    regions: tuple[str, ...], sizes: tuple[int, int, int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        make_plan(regions, *sizes)


def test_an_unknown_defect_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"lekkage.*wachtlijst"):
        make_plan(("AM27",), 250, 900, 100, defects=("lekkage",))


def test_more_defects_than_relations_can_show_is_refused() -> None:
    with pytest.raises(ValueError, match="planted defects need"):
        make_plan(("AM27",), 250, 20, 100, defects=True)
