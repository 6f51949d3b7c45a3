"""Rework: what is repeated, at once or by way of another place, and what may be said of it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given

from graph.analysis.rework import repeated, returns, rework, who_repeats
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.logs import PUBLISHED, log_of, logs, published
from tests.support.oracles import asked


@pytest.mark.parametrize(
    ("name", "cases"), [("receipt.csv.gz", 91), ("running-example.csv", 2), ("roadtraffic100traces.csv", 10)]
)
def test_published_logs_have_their_published_rework(name, cases):
    assert len(who_repeats(published(name))) == cases


def test_the_receipt_log_repeats_what_was_published():
    table = repeated(published("receipt.csv.gz")).set_index(repeated(published("receipt.csv.gz"))["activity"].str[:3])
    assert [table["people"][name] for name in ("T06", "T02", "T03", "T04")] == [59, 35, 11, 4]
    assert table["loops"].sum() == 6


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLISHED)
def test_what_is_repeated_is_what_pm4py_finds(name):
    log = published(name)
    theirs = asked(
        "process",
        case=[str(log.cases[c]) for c in log.case],
        activity=[log.names[a] for a in log.activity],
        days=log.time.tolist(),
    )
    table = repeated(log)
    assert dict(zip(table["activity"], table["people"], strict=True)) == theirs["rework"]


def test_a_return_is_there_and_back_again():
    found = returns(log_of((6, "ABA"), (5, "ABCA"), (7, "AABAB")))
    assert found[["source", "via", "people", "times", "median_days"]].to_numpy().tolist() == [
        ["A", "B", 13, 13, 2],
        ["B", "A", 7, 7, 2],
    ]


def test_repeats_at_once_and_later_are_told_apart():
    found = rework(log_of((6, "AAB"), (7, "ABA"), (40, "AB")))
    assert found.activities.to_numpy().tolist() == [["A", 13, 6]]
    assert (found.people, found.of) == (13, 53)


def test_a_part_of_few_people_is_not_shown():
    found = rework(log_of((2, "AAB"), (7, "ABA"), (40, "AB")))
    assert found.activities["people"].tolist() == [9]
    assert found.activities["at_once"].isna().all()


@pytest.mark.parametrize("few", [[(3, "ABCB")], [(38, "AAB")]])
def test_the_number_who_repeat_anything_does_not_tell_of_a_few(few):
    """Three who repeat only what is hidden; or all but two who repeat."""
    base = [(6, "AAB"), (30, "AB")] if few == [(3, "ABCB")] else [(2, "AB")]
    assert rework(log_of(*base, *few)).people is None


@given(logs)
def test_no_number_of_rework_stands_for_a_few(log):
    found = rework(log)
    for column in (found.activities["people"], found.activities["at_once"], found.returns["people"]):
        shown = pd.Series(column).dropna()
        assert not shown.between(1, MIN_PEOPLE - 1).any()
