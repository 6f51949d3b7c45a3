"""Break-even and what must be true, on functions of which the answer is known, and on the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.simulation.breakeven import Breakeven, Curve, break_even, break_even_on, what_must_be_true
from graph.simulation.gain import GAINS, Case, Work
from graph.simulation.gain_levers import Lever, Point
from graph.simulation.gain_sure import break_evens, levers_of, must_be_true, point_of, tornado_of
from graph.simulation.sensitivity import Gain, Numbers, tornado
from tests.graph.simulation.cases import EMPLOYERS, employer

CASE = Case(EMPLOYERS[:3], seed=3)
POINT = point_of(CASE)
LEVERS = {lever.name: lever for lever in levers_of(CASE, wide=True)}
MONEY = "money_society"


def of(function: Callable[[Mapping[str, float]], float], noise: float = 1.0) -> tuple[Gain, list[int]]:
    """A gain with 25 runs of known spread (standard error ``noise`` / 5), and how many points were asked."""
    asked: list[int] = []
    spread = np.tile([-1.0, 1.0], 13)[:25]
    spread = (spread - spread.mean()) / spread.std(ddof=1) * noise

    def gain(points: Sequence[Point]) -> Mapping[str, Numbers]:
        asked.append(len(points))
        means = np.array([function(p.values) for p in points])
        return dict.fromkeys(GAINS, means[:, None] + spread)

    return gain, asked


def found(name: str, function: Callable[[Mapping[str, float]], float], noise: float = 1.0) -> Breakeven:
    return break_even(POINT, LEVERS[name], MONEY, of(function, noise)[0])


@settings(max_examples=30, deadline=None)
@given(st.floats(21_000, 79_000), st.sampled_from([-1, 1]), st.sampled_from(["line", "bend"]))
def test_the_root_of_a_monotone_gain_is_found(root: float, sign: int, shape: str) -> None:
    def function(v: Mapping[str, float]) -> float:
        x = (v["coord_year"] - root) / 1000
        return sign * (x if shape == "line" else np.expm1(x / 20) * 20)

    one = found("coord_year", function, noise=0.01)
    assert one.kind == ("above" if sign > 0 else "below")
    assert one.value == pytest.approx(root, abs=60)
    assert one.crossings == 1


def test_the_band_holds_where_the_gain_may_be_zero() -> None:
    """gain = 40 - coord_year / 1000 with a standard error of 1: from 38,000 to 42,000."""
    one = found("coord_year", lambda v: 40 - v["coord_year"] / 1000, noise=5)
    assert (one.value, one.low, one.high) == pytest.approx((40_000, 38_000, 42_000), abs=200)
    assert one.kind == "below"


def test_a_band_that_reaches_the_end_of_the_range_is_open() -> None:
    one = found("coord_year", lambda v: 40 - v["coord_year"] / 1000, noise=200)
    assert one.value == pytest.approx(40_000, abs=100)
    assert (one.low, one.high) == (None, None)


@pytest.mark.parametrize(("level", "kind"), [(10.0, "always"), (-10.0, "never"), (0.1, "unclear")])
def test_no_break_even_within_the_range(level: float, kind: str) -> None:
    one = found("coord_year", lambda v: level + v["coord_year"] / 1e9)
    assert (one.kind, one.value, one.low, one.high, one.crossings) == (kind, None, None, None, 0)


def test_a_gain_that_goes_up_and_down_says_so_and_takes_the_crossing_nearest_to_now() -> None:
    one = found("coord_year", lambda v: 100 - ((v["coord_year"] - 50_000) / 2000) ** 2, noise=0.1)
    assert one.crossings == 2
    assert one.value == pytest.approx(30_000, abs=400)
    assert one.kind == "above"


def test_a_whole_lever_gives_the_first_whole_value_that_pays() -> None:
    def function(points: Sequence[Point]) -> Mapping[str, Numbers]:
        places = np.array([sum(e.places[1] for e in p.employers) for p in points], float)
        return dict.fromkeys(GAINS, (places - 4.5)[:, None] + np.array([-0.1, 0.1]))

    one = break_even(POINT, LEVERS["places_stepping"], MONEY, function)
    assert (one.kind, one.value) == ("above", 5)


def test_what_was_asked_is_not_simulated_again() -> None:
    gain, asked = of(lambda v: 40 - v["coord_year"] / 1000)
    curve = Curve(POINT, LEVERS["coord_year"], gain)
    first = break_even_on(curve, MONEY)
    before = sum(asked)
    again = break_even_on(curve, "money_public")
    assert sum(asked) == before < 20
    assert replace(again, measure=MONEY) == first


# what must be true


def test_the_smallest_changes_come_first_and_are_beyond_chance() -> None:
    """gain = -5 + vacancy_value / 1000 - coord_member / 1000 (standard error 0.2): -3.5 now.

    It gains by 0.4 when vacancy_value is 6,900 (of 0 to 8,000: 0.49 of the range); coord_member cannot do it.
    """
    gain, _ = of(lambda v: -5 + v["vacancy_value"] / 1000 - v["coord_member"] / 1000)
    levers = [LEVERS[name] for name in ("coord_member", "vacancy_value", "loss_cold")]
    result = what_must_be_true(POINT, tornado(POINT, levers, gain), MONEY, gain)
    assert not result.gains_now
    assert result.now.mean == pytest.approx(-3.5)
    (one,) = result.conditions
    assert (one.lever.name, one.value) == ("vacancy_value", pytest.approx(6900, abs=45))
    assert one.value >= 6900
    assert one.change == pytest.approx(3900 / 8000, abs=0.01)
    assert one.gain.mean > 2 * one.gain.error


def test_who_gains_now_hears_what_would_end_it() -> None:
    """gain = 60 - coord_year / 1000 - 100 loss_cold: 8 now, below -0.4 from 48,400, or from a loss of 0.204."""
    gain, _ = of(lambda v: 60 - v["coord_year"] / 1000 - 100 * v["loss_cold"])
    levers = [LEVERS[name] for name in ("loss_cold", "coord_year", "give_up")]
    result = what_must_be_true(POINT, tornado(POINT, levers, gain), MONEY, gain)
    assert result.gains_now
    assert [c.lever.name for c in result.conditions] == ["coord_year", "loss_cold"]
    assert [c.value for c in result.conditions] == [pytest.approx(48_400, abs=500), pytest.approx(0.204, abs=0.002)]


def test_what_cannot_be_told_from_zero_does_not_gain_yet() -> None:
    gain, _ = of(lambda v: 0.1 + (v["vacancy_value"] - 3000) / 1000)
    result = what_must_be_true(POINT, tornado(POINT, [LEVERS["vacancy_value"]], gain), MONEY, gain)
    assert not result.gains_now
    assert [c.value for c in result.conditions] == [pytest.approx(3300, abs=50)]


def test_nothing_is_enough() -> None:
    gain, _ = of(lambda v: -50 + v["vacancy_value"] / 1000)
    result = what_must_be_true(POINT, tornado(POINT, [LEVERS["vacancy_value"]], gain), MONEY, gain)
    assert result.conditions == ()


# the chain

CHAIN = Case(
    (employer("a", (3, 0), 0.0), employer("b", (0, 2), 0.5), employer("c", (1, 1), 3.0)),
    fixed={"candidates": 30, "horizon_weeks": 100},
    seed=5,
)


def test_where_a_chain_pays_off_in_money_of_organising_is_its_gain_without_it() -> None:
    """Society's gain is linear in coord_year with slope -1: the root is now plus the gain, to the euro."""
    seen: list[float] = []
    (one,) = break_evens(CHAIN, ["coord_year"], [MONEY], Work(1, 8), seen.append)
    bars = tornado_of(CHAIN, Work(1, 8))
    root = CHAIN.centre["coord_year"] + bars.gain[MONEY].mean
    lever: Lever = one.lever
    if lever.low < root < lever.high:
        assert one.value == pytest.approx(root, abs=1)
    else:
        assert one.kind == ("always" if root >= lever.high else "never")
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_what_would_have_to_be_true_for_an_employer() -> None:
    """The conditions hold: with that one number changed, its mean is above 0."""
    bars = tornado_of(CHAIN, Work(1, 6))
    for party in ("money_employers", "money of b"):
        result = must_be_true(CHAIN, bars, party)
        assert result.now == bars.gain[party]
        for one in result.conditions:
            assert (one.gain.mean > 0) != result.gains_now
        assert [c.change for c in result.conditions] == sorted(c.change for c in result.conditions)


def test_an_unknown_lever() -> None:
    with pytest.raises(KeyError):
        break_evens(CHAIN, ["nothing"])
