"""Gap finding judged on regions with planted gaps: a small part of ``python -m benchmarks.planted``."""

from __future__ import annotations

import re

import pytest
from scipy.stats import binomtest

from benchmarks.figures_page import BEGIN, END
from benchmarks.planted import FALSE_ALARMS, GOALS, JUDGED, QUICK, Report, measure, short, wilson
from graph.gaps.find import RULES
from graph.gaps.settings import rule_settings
from graph.schema import DATA
from loaders.generate.plantable import CODES

PAGE = DATA.parent / "docs" / "gap-quality.md"


@pytest.fixture(scope="module")
def report() -> Report:
    """One region without gaps, and one with every gap type at each strength."""
    return measure(QUICK)


def test_every_rule_has_a_gap_type_that_can_be_planted() -> None:
    assert set(CODES) == {rule.code for rule in RULES} == set(rule_settings())


def test_nearly_everything_planted_is_found_and_little_else(report: Report) -> None:
    both = report.score(None, JUDGED)
    assert both.planted >= 40
    assert both.found / both.planted >= GOALS["recall"]
    assert both.found / (both.found + both.other) >= GOALS["precision"]


@pytest.mark.parametrize("code", CODES)
def test_each_gap_type_is_found_where_it_is_planted_clearly(report: Report, code: str) -> None:
    both = report.score(code, JUDGED)
    assert both.planted or both.small
    assert both.found >= both.planted * 0.75


def test_nearly_every_gap_type_is_planted_in_a_region_of_this_size(report: Report) -> None:
    assert sum(report.score(code, JUDGED).planted > 0 for code in CODES) >= len(CODES) - 2


def test_a_region_without_planted_gaps_has_no_findings(report: Report) -> None:
    assert report.alarms == {}


def test_what_is_planted_strongly_is_found_at_least_as_often_as_what_is_just_a_gap(report: Report) -> None:
    just, strong = report.score(None, ("just",)), report.score(None, ("strong",))
    assert just.found / just.planted < strong.found / strong.planted


def test_the_page_has_a_line_for_every_gap_type_and_says_what_falls_short() -> None:
    text = PAGE.read_text(encoding="utf-8")
    figures = text.split(BEGIN)[1].split(END)[0]
    for code in CODES:
        assert len(re.findall(rf"^\| `{code}` \|", figures, flags=re.MULTILINE)) == 2, code
    goals = [f"{share:.2f}" for share in (*GOALS.values(), FALSE_ALARMS)]
    assert all(goal in text.split(BEGIN)[0] for goal in goals)


def test_what_falls_short_of_a_goal_is_named() -> None:
    empty = Report()
    assert "`eiland` was planted nowhere" in " ".join(short(empty))
    empty.scores["eiland", "clear", 250].planted = 10
    empty.scores["eiland", "clear", 250].found = 5
    empty.scores["eiland", "clear", 250].other = 5
    told = [line for line in short(empty) if "`eiland`" in line]
    assert [line.split(":")[0] for line in told] == ["- recall of `eiland`", "- precision of `eiland`"]


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (3, 10), (10, 10), (19, 20), (250, 251)])
def test_the_intervals_are_those_of_another_library(part: int, whole: int) -> None:
    known = binomtest(part, whole).proportion_ci(method="wilson")
    assert wilson(part, whole) == pytest.approx((known.low, known.high), abs=1e-6)
