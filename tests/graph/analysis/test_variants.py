"""Variants: the most walked roads, checked against published counts and pm4py; rare ones go together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from graph.analysis.variants import all_roads, variants
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.logs import PUBLISHED, log_of, logs, published
from tests.support.oracles import asked


@pytest.mark.parametrize(
    ("name", "different", "top"),
    [("receipt.csv.gz", 116, 713), ("running-example.csv", 6, 1), ("roadtraffic100traces.csv", 10, 36)],
)
def test_published_logs_have_their_published_variants(name, different, top):
    found = all_roads(published(name))
    assert (len(found), found["people"].iloc[0]) == (different, top)


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLISHED)
def test_every_variant_is_what_pm4py_finds(name):
    log = published(name)
    theirs = asked(
        "process",
        case=[str(log.cases[c]) for c in log.case],
        activity=[log.names[a] for a in log.activity],
        days=log.time.tolist(),
    )
    found = all_roads(log)
    assert {tuple(steps): n for steps, n in theirs["variants"]} == dict(
        zip(found["steps"], found["people"], strict=True)
    )
    ours = sorted((log.time[[*log.first[1:].nonzero()[0], -1]] - log.time[log.first]).tolist())
    assert ours == pytest.approx(theirs["durations"], abs=1e-4)


@given(logs)
def test_all_roads_are_a_plain_count(log):
    walked = Counter(tuple(log.names[a] for a in log.activity[log.case == c]) for c in range(len(log.cases)))
    found = all_roads(log)
    assert dict(zip(found["steps"], found["people"], strict=True)) == dict(walked)


@given(logs)
def test_the_people_of_all_roads_add_up_and_none_stand_for_a_few(log):
    found = variants(log)
    numbers = [road.people for road in found.roads] + ([found.other] if found.other else [])
    assert all(n >= MIN_PEOPLE for n in numbers)
    if found.people is not None and found.other is not None:
        assert sum(numbers) == found.people == len(log.cases)
    assert found.different == len(found.roads) + found.other_roads


def test_the_most_walked_roads_come_first_with_their_length():
    found = variants(log_of((8, "ABC"), (20, "AB"), (5, "AC")))
    assert [(road.steps, road.people, road.median_days) for road in found.roads] == [
        (("A", "B"), 20, 1),
        (("A", "B", "C"), 8, 2),
        (("A", "C"), 5, 1),
    ]
    assert found.other == 0


def test_rare_roads_go_together_and_take_a_shown_one_along_when_they_are_few():
    enough = variants(log_of((20, "AB"), (3, "AC"), (4, "ABC")))
    assert ([road.people for road in enough.roads], enough.other, enough.other_roads) == ([20], 7, 2)
    few = variants(log_of((20, "AB"), (6, "AD"), (3, "AC")))
    assert ([road.people for road in few.roads], few.other, few.other_roads) == ([20], 9, 2)


def test_no_more_roads_than_asked_for():
    found = variants(log_of(*((6, road) for road in ("A", "B", "C", "AB", "AC"))), most=2)
    assert (len(found.roads), found.other) == (2, 18)


def test_a_log_without_events_has_no_roads():
    found = variants(log_of())
    assert (found.roads, found.other, found.people) == ((), 0, 0)
