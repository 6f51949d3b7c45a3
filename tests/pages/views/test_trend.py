"""Whether it gets better, in words, tables and a chart."""

from __future__ import annotations

import pytest

from graph.texts import texts
from pages.views import trend as view
from tests.graph.analysis.test_trend import region

NL = texts("nl")
BETTER = [(40, 10), (32, 18), (24, 26), (16, 34)]


def test_a_route_is_told_with_its_change_in_a_year() -> None:
    here = region(BETTER, [(20, 30)] * 4)
    found = view.over_time(here, "cold", "organisation")
    one = next(route for route in found.routes if route.source == "s0")
    assert view.told(here, found, one, NL) == (
        "Name of s0 naar Name of desk: het wordt beter. -64,0 procentpunt per jaar."
    )
    assert view.summary(found, NL).startswith("Van 2 routes wordt het bij 1 beter en bij 0 slechter")
    table = view.parts_table(one, NL)
    assert table[NL("control.trend_quarter")].tolist() == ["2022 Q4", "2022 Q3", "2022 Q2", "2022 Q1"]
    assert table[NL("control.share")].tolist() == ["32%", "48%", "64%", "80%"]
    assert view.table(here, found, NL).index.tolist()[0] == "s0~desk"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chart_has_a_point_and_an_interval_for_every_quarter(theme: str) -> None:
    found = view.over_time(region(BETTER), "cold", "organisation")
    drawn = view.chart(found.routes[0], "nl", theme).to_dict()
    assert [layer["mark"]["type"] for layer in drawn["layer"]] == ["rule", "line"]
    (rows,) = drawn["datasets"].values()
    assert [row["share"] for row in rows] == [0.8, 0.64, 0.48, 0.32]
    assert all(row["low"] < row["share"] < row["high"] for row in rows)


def test_a_route_of_two_moments_says_that_it_is_too_short() -> None:
    here = region([(40, 10), (10, 40)])
    found = view.over_time(here, "cold", "organisation")
    assert view.told(here, found, found.routes[0], NL).endswith("te kort om iets over te zeggen.")
