"""Whether handing over gets better: against published values, closed forms and other ways to compute it."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from graph.analysis.control import control
from graph.analysis.trend import RouteTrend, armitage, median_interval, trends, wilson
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from tests.support.networks import network, organisation, sent

WHO = [organisation(f"s{n}", "pro") for n in range(4)] + [organisation("desk", "jongerenloket")]


def region(*routes: list[tuple[int, int]]) -> Network:
    """For each school and each quarter so many cold and so many warm handovers, of different people."""
    log = [
        sent(f"{school}-{quarter}-{at}", date(2022, 1, 10) + timedelta(days=91 * quarter), f"s{school}", "desk",
             handover="koud" if at < cold else "warm", outcome="afgerond",
             first_contact_on=date(2022, 1, 10) + timedelta(days=91 * quarter + 3 + at % 7))
        for school, quarters in enumerate(routes)
        for quarter, (cold, warm) in enumerate(quarters)
        for at in range(cold + warm)
    ]  # fmt: skip
    return network(WHO, [], log)


def of(snapshot: Network, source: str = "s0") -> RouteTrend:
    return next(one for one in trends(snapshot, "cold", "organisation").routes if one.source == source)


def test_the_test_has_the_published_value() -> None:
    """Alcohol and malformation: z squared 6.57, p 0.010 (Agresti, Categorical Data Analysis, 2002, table 3.7)."""
    with_, without = [48, 38, 5, 1, 1], [17066, 14464, 788, 126, 37]
    z = armitage(with_, [a + b for a, b in zip(with_, without, strict=True)], [0, 0.5, 1.5, 4, 7])
    assert z * z == pytest.approx(6.57, abs=0.005)
    assert 2 * stats.norm.sf(z) == pytest.approx(0.010, abs=0.0005)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=6), st.data())
@settings(max_examples=60)
def test_the_test_is_the_correlation_of_moment_and_outcome(cells: list[tuple[int, int]], data: st.DataObject) -> None:
    scores = data.draw(st.lists(st.integers(0, 9), min_size=len(cells), max_size=len(cells)))
    x = np.repeat([s for s in scores for _ in range(2)], [n for cell in cells for n in cell])
    y = np.repeat([1, 0] * len(cells), [n for cell in cells for n in cell])
    wholes = [a + b for a, b in cells]
    z = armitage([a for a, _ in cells], wholes, scores) if sum(wholes) else 0.0
    if len(x) < 2 or x.std() == 0 or y.std() == 0:
        assert z == pytest.approx(0, abs=1e-9)
    else:
        assert z == pytest.approx(np.sqrt(len(x)) * np.corrcoef(x, y)[0, 1])


@pytest.mark.parametrize(("count", "whole"), [(0, 9), (3, 10), (40, 50), (7, 7)])
def test_the_interval_of_a_share_is_that_of_scipy(count: int, whole: int) -> None:
    known = stats.binomtest(count, whole).proportion_ci(method="wilson")
    assert wilson(count, whole) == pytest.approx((known.low, known.high), abs=1e-6)


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=40))
def test_the_interval_of_a_median_is_where_the_interval_of_the_curve_meets_a_half(rows: list[tuple[int, bool]]) -> None:
    days, met = (np.array(column) for column in zip(*rows, strict=True))
    median, low, high = median_interval(days.astype(float), met)
    known = stats.ecdf(stats.CensoredData.right_censored(days, ~met)).sf
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SciPy says that the last step has no interval
        band = known.confidence_interval(method="linear")
    at = known.quantiles
    tolerance = 1e-6  # the limits are cut at 0 and 1 there, which a half does not meet
    lows = at[np.nan_to_num(band.low.probabilities, nan=0) <= 0.5 - tolerance]
    highs = at[np.nan_to_num(band.high.probabilities, nan=1) < 0.5 - tolerance]
    if low is not None and len(lows):
        assert low <= lows[0]
    if high is not None and len(highs):
        assert high <= highs[0]
    if median is not None:
        assert low is not None
        assert low <= median
        assert high is None or high >= median


def test_a_route_that_gets_better_is_found_and_the_others_are_not() -> None:
    better = [(40, 10), (32, 18), (24, 26), (16, 34)]
    found = trends(region(better, [(20, 30)] * 4, [(10, 40)] * 4), "cold", "organisation")
    assert {one.source: one.verdict for one in found.routes} == {"s0": "better", "s1": "same", "s2": "same"}
    first = next(one for one in found.routes if one.source == "s0")
    assert first.slope == pytest.approx(-0.64, abs=0.001)  # 16 percent a quarter
    assert [part.first for part in first.parts] == [(2022, 1), (2022, 2), (2022, 3), (2022, 4)]
    assert [part.share for part in first.parts] == [0.8, 0.64, 0.48, 0.32]
    assert first.parts[0].median_days == 6


def test_the_other_way_round_it_gets_worse() -> None:
    assert of(region([(16, 34), (24, 26), (40, 10)])).verdict == "worse"


def test_two_moments_say_nothing() -> None:
    one = of(region([(40, 10), (10, 40)]))
    assert (one.verdict, one.p, one.q, one.slope) == ("short", None, None, None)


def test_without_a_trend_hardly_any_route_is_said_to_move() -> None:
    rng = np.random.default_rng(7)
    said = 0
    for _ in range(60):
        quarters = [(int(cold), 40 - int(cold)) for cold in rng.binomial(40, 0.4, 5)]
        said += abs(armitage([c for c, _ in quarters], [40] * 5, range(5))) > 1.96
    assert said <= stats.binom(60, 0.05).ppf(0.999)


quarters = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=7)


@given(quarters)
@settings(max_examples=40)
def test_all_that_is_shown_is_of_enough_people_and_adds_up(route: list[tuple[int, int]]) -> None:
    snapshot = region(route)
    shown = control(snapshot, "cold", "organisation").routes
    over_time = trends(snapshot, "cold", "organisation").routes
    assert [(one.source, one.target) for one in over_time] == [(one.source, one.target) for one in shown]
    for one, whole in zip(over_time, shown, strict=True):
        assert sum(part.referrals for part in one.parts) == whole.referrals
        assert sum(part.count for part in one.parts) == whole.count
        for part in one.parts:
            rest = part.referrals - part.count
            assert all(n == 0 or n >= MIN_PEOPLE for n in (part.count, rest))
        assert list(one.parts) == sorted(one.parts, key=lambda part: part.first)
