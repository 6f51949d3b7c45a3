"""The directly-follows graph: published values, what pm4py says, and the laws it keeps."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from graph.analysis.event_log import event_log, moves, referral_log
from graph.analysis.journeys import journeys
from graph.analysis.process import directly_follows, process_graph, quantiles
from graph.analysis.referrals import BY, referrals
from graph.analysis.sankey import balanced, sankey
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.logs import PUBLISHED, log_of, logs, published
from tests.graph.analysis.strategies import regions
from tests.support.networks import network, sent
from tests.support.oracles import asked

DETERMINE, PRINT = "T04 Determine confirmation of receipt", "T05 Print and send confirmation of receipt"


def arcs_of(log):
    return {(row.source, row.target): row for row in directly_follows(log).itertuples()}


@pytest.mark.parametrize(
    ("name", "cases", "events", "activities", "arcs"),
    [
        ("receipt.csv.gz", 1434, 8577, 27, 99),
        ("running-example.csv", 6, 42, 8, 16),
        ("roadtraffic100traces.csv", 100, 390, 10, 18),
    ],
)
def test_published_logs_have_their_published_size(name, cases, events, activities, arcs):
    log = published(name)
    assert (len(log.cases), len(log), len(log.names), len(directly_follows(log))) == (cases, events, activities, arcs)


@pytest.mark.parametrize(
    ("name", "arc", "count", "mean", "median"),
    [
        ("receipt.csv.gz", (DETERMINE, PRINT), 1177, 0.644, 0.0004),
        ("running-example.csv", ("check ticket", "decide"), 6, 2.106, None),
        ("roadtraffic100traces.csv", ("Create Fine", "Send Fine"), 77, 83.54, 87.04),
    ],
)
def test_published_arcs_have_their_published_counts_and_days(name, arc, count, mean, median):
    found = arcs_of(published(name))[arc]
    assert found.count == count
    assert found.mean_days == pytest.approx(mean, abs=0.005)
    assert median is None or found.median_days == pytest.approx(median, abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLISHED)
def test_every_arc_of_a_published_log_is_what_pm4py_finds(name):
    log = published(name)
    theirs = asked(
        "process",
        case=[str(log.cases[c]) for c in log.case],
        activity=[log.names[a] for a in log.activity],
        days=log.time.tolist(),
    )
    ours = arcs_of(log)
    assert {(a, b): n for a, b, n, _, _ in theirs["arcs"]} == {arc: row.count for arc, row in ours.items()}
    for a, b, _, mean, median in theirs["arcs"]:
        assert ours[a, b].mean_days == pytest.approx(mean, abs=1e-4)
        assert ours[a, b].median_days == pytest.approx(median, abs=1e-4)


@given(logs)
def test_every_arc_is_a_plain_count_of_what_follows_what(log):
    pairs = Counter()
    for case in range(len(log.cases)):
        walked = [log.names[a] for a in log.activity[log.case == case]]
        pairs.update(pairwise(walked))
    assert {arc: row.count for arc, row in arcs_of(log).items()} == dict(pairs)


@given(logs)
def test_steps_and_starts_add_up_to_the_events(log):
    assert directly_follows(log)["count"].sum() + len(log.cases) == len(log)


def test_events_of_the_same_moment_keep_the_order_of_the_file():
    log = event_log(["a", "a", "a"], ["third", "first", "second"], np.array([2.0, 1.0, 1.0]))
    assert [log.names[a] for a in log.activity] == ["first", "second", "third"]


def test_quantiles_by_group_are_those_of_numpy():
    group, values = np.array([0, 0, 0, 2, 2, 0]), np.array([5.0, 1.0, 2.0, 7.0, 9.0, 40.0])
    middle, high = quantiles(group, values, 3, (0.5, 0.9))
    assert [middle[0], high[0]] == pytest.approx(np.quantile([5, 1, 2, 40], [0.5, 0.9]).tolist())
    assert [middle[2], high[2]] == pytest.approx(np.quantile([7, 9], [0.5, 0.9]).tolist())
    assert np.isnan(middle[1])


def test_an_event_without_a_time_is_refused():
    with pytest.raises(ValueError, match="time"):
        event_log(["a"], ["x"], np.array([np.nan]))


@given(regions)
@settings(max_examples=40)
def test_referrals_read_as_a_log_take_the_steps_of_their_journeys(region):
    for by in BY:
        chosen = referrals(region, by)
        log, walked = referral_log(chosen), journeys(chosen)
        one, other = log.steps()
        found = Counter(
            zip((log.names[a] for a in log.activity[one]), (log.names[a] for a in log.activity[other]), strict=True)
        )
        expected = Counter()
        for source, target in zip(walked.source, walked.target, strict=True):
            a, b = walked.ids[source], walked.ids[target]
            if a != "new" and b not in ("completed", "here", "under_way"):
                expected["vanished" if a == "returned" else a, b] += 1
        assert found == expected


@given(regions)
@settings(max_examples=40)
def test_what_is_shown_is_what_the_sankey_of_the_same_moves_shows(region):
    chosen = referrals(region, "stage")
    drawn = sankey(chosen)
    shown = process_graph(referral_log(chosen), drawn).arcs
    between = shown[shown["source"] != shown["target"]]
    assert between[["source", "target", "moves", "people"]].to_numpy().tolist() == drawn.links.to_numpy().tolist()
    assert (shown["people"] >= MIN_PEOPLE).all()


@given(logs)
@settings(max_examples=40)
def test_any_log_as_moves_adds_up_at_every_activity(log):
    nodes = balanced(moves(log), "activity").nodes
    places = nodes[nodes["role"] == "place"]
    out = places[["onward", "completed", "open", "lost", "merged"]].sum(axis=1)
    assert places["inflow"].tolist() == out.tolist()


def test_days_of_few_people_are_not_shown():
    log = log_of((12, "AB"))
    drawn = balanced(moves(log), "activity")
    assert process_graph(log, drawn).arcs.set_index(["source", "target"]).loc[("A", "B"), "median_days"] == 1
    few = network(["x", "y", "z"], (), [
        *(sent(f"p{n}", "2025-01-01", "x", "y", outcome="afgerond") for n in range(9)),
        *(sent(f"p{n}", "2025-02-01", "y", "z", outcome="afgerond") for n in range(9)),
    ])  # fmt: skip
    chosen = referrals(few, "organisation")
    arcs = process_graph(referral_log(chosen), sankey(chosen)).arcs.set_index(["source", "target"])
    assert np.isnan(arcs.loc[("x", "y"), "median_days"])  # nobody recorded since when they were at x
    assert arcs.loc[("y", "z"), "median_days"] == 31
