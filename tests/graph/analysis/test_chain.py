"""The chain: stages, a Sankey that adds up, and what becomes of people in a stage."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from graph.analysis.chain import CAUSES, chain, stays
from graph.analysis.journeys import journeys
from graph.analysis.referrals import BY, referrals
from graph.analysis.sankey import sankey
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.strategies import regions
from tests.support.networks import network, organisation, sent

DAY = date(2024, 3, 1)
HERE = [
    organisation("school", "pro", stages=("orientatie", "transitie")),
    organisation("desk", "jongerenloket", stages=("matching",)),
    organisation("boss", "werkgever"),
]


def step(person, days, source, target, stage_from, stage_to, outcome="geaccepteerd", **more):
    return sent(
        person,
        DAY + timedelta(days=days),
        source,
        target,
        stage_from=stage_from,
        stage_to=stage_to,
        outcome=outcome,
        **more,
    )


def people(n, *steps):
    return network(HERE, (), [step(f"p{i}", *s) for i in range(n) for s in steps])


SCHOOL_TO_DESK = (0, "school", "desk", "transitie", "matching")
DESK_TO_BOSS = (30, "desk", "boss", "matching", "opstap")


def links(region):
    table = chain(region).sankey.links
    return {(s, t): n for s, t, n in zip(table["source"], table["target"], table["moves"], strict=True)}


@given(regions)
@settings(max_examples=40)
def test_at_every_place_inflow_equals_onward_completed_open_and_lost(region):
    for by in BY:
        nodes = sankey(referrals(region, by)).nodes
        places = nodes[nodes["role"] == "place"]
        out = places[["onward", "completed", "open", "lost", "merged"]].sum(axis=1)
        assert places["inflow"].tolist() == out.tolist()


@given(regions)
@settings(max_examples=40)
def test_no_link_stands_for_fewer_than_five_people(region):
    for by in BY:
        drawn = sankey(referrals(region, by)).links
        assert (drawn["people"] >= MIN_PEOPLE).all()
        assert (drawn["moves"] >= drawn["people"]).all()


@given(regions)
@settings(max_examples=40)
def test_every_stay_begins_once_and_ends_once(region):
    moves = journeys(referrals(region, "stage"))
    arrivals, departures = np.bincount(moves.target, minlength=99), np.bincount(moves.source, minlength=99)
    assert arrivals[: moves.places].tolist() == departures[: moves.places].tolist()


def test_people_who_come_through_flow_from_entry_to_end():
    assert links(people(6, SCHOOL_TO_DESK, DESK_TO_BOSS)) == {
        ("new", "transitie"): 6,
        ("transitie", "matching"): 6,
        ("matching", "opstap"): 6,
        ("opstap", "here"): 6,
    }


@pytest.mark.parametrize(
    ("outcome", "end"),
    [("open", "under_way"), (None, "under_way"), ("geweigerd", "refused"), ("verdwenen", "vanished")],
)
def test_people_who_do_not_arrive_end_where_they_were(outcome, end):
    assert links(people(5, (*SCHOOL_TO_DESK, outcome))) == {("new", "transitie"): 5, ("transitie", end): 5}


def test_people_who_are_referred_again_after_a_refusal_are_not_lost():
    again = (9, "school", "desk", "transitie", "matching", "afgerond")
    assert links(people(5, (*SCHOOL_TO_DESK, "geweigerd"), again)) == {
        ("new", "transitie"): 5,
        ("transitie", "matching"): 5,
        ("matching", "completed"): 5,
    }


def test_people_who_come_back_after_vanishing_are_counted_as_returned():
    found = links(people(5, (*SCHOOL_TO_DESK, "verdwenen"), DESK_TO_BOSS))
    assert found[("transitie", "vanished")] == found[("returned", "matching")] == 5


def test_a_step_that_nobody_recorded_is_a_move_and_is_counted():
    region = people(5, SCHOOL_TO_DESK, (30, "desk", "boss", "opstap", "duurzaam_werk"))
    assert links(region)[("matching", "opstap")] == 5
    assert chain(region).sankey.unrecorded == pytest.approx(1 / 3)


def test_small_flows_run_together_through_other_when_they_are_enough():
    many = [step(f"a{i}", *SCHOOL_TO_DESK) for i in range(20)]
    few = [step(f"b{i}", 0, "school", "desk", "transitie", "opstap") for i in range(3)]
    few += [step(f"c{i}", 0, "school", "desk", "transitie", "werkend_leren") for i in range(4)]
    found = links(network(HERE, (), many + few))
    assert found[("transitie", "matching")] == 20
    assert found[("transitie", "other")] == 7
    assert all(n >= MIN_PEOPLE for n in found.values())


def test_an_organisation_called_like_an_end_is_not_mistaken_for_it():
    region = network(
        ["other", "refused"], (), [sent(f"p{i}", DAY, "other", "refused", outcome="geaccepteerd") for i in range(5)]
    )
    nodes = chain(region, "organisation").sankey.nodes.set_index("id")["role"].to_dict()
    assert nodes == {"other": "place", "refused": "place", "new": "entry", "here": "end"}


def test_too_few_people_altogether_are_not_drawn():
    assert links(people(4, SCHOOL_TO_DESK)) == {}


def test_a_stage_knows_its_members_and_who_was_active():
    stages = {s.code: s for s in chain(people(6, SCHOOL_TO_DESK)).stages}
    assert (stages["matching"].members, stages["matching"].active) == (("desk",), ("desk",))
    assert stages["opstap"].active == ()


def test_a_stay_begins_with_the_first_contact_and_ends_with_the_next_referral():
    table = stays(referrals(people(1, (*SCHOOL_TO_DESK, "geaccepteerd"), DESK_TO_BOSS)))
    assert table[["days", "cause"]].to_numpy().tolist() == [[30, 1], [0, 0]]


def test_the_course_of_a_stage_counts_what_became_of_people():
    steps = [step(f"p{i}", *SCHOOL_TO_DESK) for i in range(40)]
    steps += [step(f"p{i}", 20, "desk", "boss", "matching", "opstap", "verdwenen") for i in range(10)]
    steps += [step(f"p{i}", 50, "desk", "boss", "matching", "opstap") for i in range(10, 30)]
    steps += [step("far", 400, "school", "desk", "transitie", "matching", "open")]
    course = chain(network(HERE, (), steps)).courses["matching"]
    assert course.people == 40
    assert course.vanished[:3] == pytest.approx([0.25, 0.25, 0.25])
    assert course.next_step[:3] == pytest.approx([0, 0.5, 0.5])
    assert course.staying[:3] == pytest.approx([0.75, 0.25, 0.25])


def test_a_share_of_a_course_that_stands_for_few_people_is_not_given():
    steps = [step(f"p{i}", *SCHOOL_TO_DESK) for i in range(40)]
    steps += [step("p0", 20, "desk", "boss", "matching", "opstap", "verdwenen")]
    steps += [step("far", 400, "school", "desk", "transitie", "matching", "open")]
    course = chain(network(HERE, (), steps)).courses["matching"]
    assert np.isnan(course.vanished[0])
    assert np.isnan(course.staying[0])
    assert course.refused[0] == 0


@given(regions)
@settings(max_examples=40)
def test_shares_of_a_course_add_up_to_one_where_all_are_given(region):
    for course in chain(region).courses.values():
        total = course.staying + sum(getattr(course, cause) for cause in CAUSES)
        assert total[~np.isnan(total)] == pytest.approx(1)
