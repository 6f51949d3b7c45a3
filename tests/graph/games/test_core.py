"""Core, nucleolus and payments against published games, closed forms and the theorems about them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.games.core import least_core, leaving
from graph.games.nucleolus import nucleolus
from graph.games.shapley import shapley
from graph.games.table import Numbers, coalition_of, membership, players_in
from graph.games.transfers import smallest_transfers
from tests.graph.games.cases import (
    PUBLISHED,
    THREE,
    airport,
    bankruptcy,
    games,
    glove,
    majority,
    relabelled,
    superadditive,
    talmud,
)
from tests.support.published import reference_values

CLAIMS = st.lists(st.integers(1, 60), min_size=2, max_size=6).map(lambda c: tuple(map(float, c)))


def excess(values: Numbers, x: Numbers) -> Numbers:
    return (values - membership(players_in(values)) @ x)[1:-1]


def test_the_published_values_are_those_kept_beside_the_project() -> None:
    kept = reference_values()["games"]
    assert {n: v for n, v in PUBLISHED.items() if n != "talmud"} == {
        n: pytest.approx(v) for n, v in kept.items() if n != "talmud"
    }
    assert PUBLISHED["talmud"] == {e: pytest.approx(v, rel=1e-5) for e, v in kept["talmud"].items()}


def test_majority_has_no_core() -> None:
    found = least_core(majority())
    assert found.empty
    assert found.epsilon == pytest.approx(PUBLISHED["majority_leastcore_eps"])
    assert found.tight == (0b011, 0b101, 0b110)


def test_the_core_of_the_glove_game_is_one_point() -> None:
    found = least_core(glove())
    assert not found.empty
    assert (found.epsilon, found.allocation) == (pytest.approx(0), pytest.approx((1, 0, 0)))
    assert leaving(glove(), np.array([1.0, 0, 0])) is None
    left = leaving(glove(), np.array([0.6, 0.4, 0.0]))
    assert left is not None
    assert (left.coalition, left.gain) == (coalition_of(THREE, ("a", "c")), pytest.approx(0.4))


def test_published_nucleoli() -> None:
    assert -nucleolus(airport()) == pytest.approx(PUBLISHED["airport_123_nucleolus"])
    assert nucleolus(glove()) == pytest.approx(PUBLISHED["glove_nucleolus"])
    assert nucleolus(majority()) == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("estate", [100, 200, 300])
def test_the_talmud(estate: int) -> None:
    """Aumann and Maschler (1985): claims of 100, 200 and 300."""
    assert nucleolus(bankruptcy(estate, (100, 200, 300))) == pytest.approx(PUBLISHED["talmud"][str(estate)], rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(CLAIMS, st.floats(0.02, 0.98))
def test_every_bankruptcy_follows_the_rule_of_the_talmud(claims: tuple[float, ...], share: float) -> None:
    estate = share * sum(claims)
    assert nucleolus(bankruptcy(estate, claims)) == pytest.approx(talmud(estate, claims), abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(games(least=2, most=5))
def test_kohlberg(values: Numbers) -> None:
    """Kohlberg (1971): x is the nucleolus when the coalitions above each level of dissatisfaction are balanced.

    Positive weights exist with which every player is counted once. Of a superadditive game, in which the
    nucleolus is the prenucleolus.
    """
    game = superadditive(values)
    x = nucleolus(game)
    count = players_in(game)
    assert x.sum() == pytest.approx(game[-1], abs=1e-6)
    missed, sides = excess(game, x), membership(count)[1:-1]
    for level in np.unique(np.round(missed, 5)):
        rows = np.vstack([sides[missed >= level - 1e-5], np.ones(count)])
        least = np.hstack([-np.eye(len(rows)), np.ones((len(rows), 1))])
        solved = linprog(
            np.append(np.zeros(len(rows)), -1),
            least,
            np.zeros(len(rows)),
            np.hstack([rows.T, np.zeros((count, 1))]),
            np.ones(count),
            bounds=[(0, None)] * len(rows) + [(None, 1)],
        )
        assert solved.success, level
        assert -solved.fun > 1e-7, level


@settings(max_examples=40, deadline=None)
@given(games(least=2, most=5))
def test_the_nucleolus_treats_the_worst_as_the_least_core_does_and_lies_in_a_core(values: Numbers) -> None:
    game = superadditive(values)
    x, least = nucleolus(game), least_core(game)
    assert excess(game, x).max() == pytest.approx(least.epsilon, abs=1e-5)
    assert (leaving(game, np.round(x, 9)) is None) == (not least.empty)


@settings(max_examples=30, deadline=None)
@given(games(least=2, most=4), st.randoms(use_true_random=False), st.lists(st.integers(-9, 9), min_size=4, max_size=4))
def test_names_and_what_each_brings_along_do_not_matter(values: Numbers, random: object, extra: list[int]) -> None:
    game = superadditive(values)
    count = players_in(game)
    order = list(range(count))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert nucleolus(relabelled(game, tuple(order))) == pytest.approx(nucleolus(game)[order], abs=1e-5)
    own = np.array(extra[:count], float)
    moved = game + membership(count) @ own
    assert nucleolus(moved) == pytest.approx(nucleolus(game) + own, abs=1e-5)
    assert least_core(moved).epsilon == pytest.approx(least_core(game).epsilon, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=15, max_size=15))
def test_in_a_convex_game_the_shapley_value_is_in_the_core(shares: list[int]) -> None:
    """Shapley (1971): a sum of games in which a coalition needs all its members, with weights of 0 and up."""
    numbers = np.arange(16)
    game = sum(w * ((numbers & c) == c) for w, c in zip(shares, range(1, 16), strict=True)) + np.zeros(16)
    assert not least_core(game).empty
    assert leaving(game, shapley(game)) is None


def test_twelve_players() -> None:
    claims = tuple(float(c) for c in range(1, 13))
    assert nucleolus(bankruptcy(30.0, claims)) == pytest.approx(talmud(30.0, claims), abs=1e-5)


def test_one_player_stays() -> None:
    one = np.array([0.0, 3.0])
    assert (least_core(one).empty, least_core(one).allocation, tuple(nucleolus(one))) == (False, (3.0,), (3.0,))


def test_a_whole_that_is_worth_less_than_its_parts_has_a_prenucleolus() -> None:
    assert nucleolus(np.array([0.0, 4.0, 2.0, 2.0])) == pytest.approx([2.0, 0.0])
    assert least_core(np.array([0.0, 4.0, 2.0, 2.0])).epsilon == pytest.approx(2.0)


# payments


def test_who_loses_is_paid_by_who_gains_in_proportion() -> None:
    """Worth alone 0; payoffs -2, 3, 1: the loser gets 2, three quarters from the second."""
    game = np.zeros(8)
    game[-1] = 2
    found = smallest_transfers(game, np.array([-2.0, 3.0, 1.0]), "nobody_loses")
    assert found.amounts == pytest.approx((2, -1.5, -0.5))
    assert (found.moved, found.outside, found.possible) == (pytest.approx(2), 0, True)


def test_when_all_together_lose_it_must_come_from_outside() -> None:
    game = np.zeros(8)
    game[-1] = -1.0
    found = smallest_transfers(game, np.array([-3.0, 1.5, 0.5]), "nobody_loses")
    assert found.amounts == pytest.approx((3, -1.5, -0.5))
    assert (found.outside, found.possible) == (pytest.approx(1), False)


def test_the_right_gloves_pay_the_left_one_until_it_stays() -> None:
    found = smallest_transfers(glove(), np.array([0.2, 0.5, 0.3]), "nobody_leaves")
    assert found.amounts == pytest.approx((0.8, -0.5, -0.3), abs=1e-6)
    assert found.outside == 0


def test_what_a_majority_needs_from_outside() -> None:
    """Cost of stability of three-player majority: 3/2 - 1 (Bachrach et al. 2009)."""
    found = smallest_transfers(majority(), np.full(3, 1 / 3), "nobody_leaves")
    assert found.outside == pytest.approx(0.5, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(games(least=2, most=5), st.lists(st.integers(-20, 20), min_size=5, max_size=5))
def test_payments_do_what_they_promise_and_are_none_when_not_needed(values: Numbers, given_out: list[int]) -> None:
    count = players_in(values)
    payoffs = np.array(given_out[:count], float)
    payoffs[-1] += values[-1] - payoffs.sum()
    alone = values[1 << np.arange(count)]
    for goal in ("nobody_loses", "nobody_leaves"):
        found = smallest_transfers(values, payoffs, goal)  # type: ignore[arg-type]
        after = payoffs + np.array(found.amounts)
        assert np.all(after >= alone - 1e-4)
        assert sum(found.amounts) == pytest.approx(found.outside, abs=1e-4)
        if goal == "nobody_leaves":
            assert excess(values, after).max() <= 1e-4
            stable = not least_core(values).empty
            assert found.possible == stable
            again = smallest_transfers(values, after, goal) if stable else None
            assert again is None or again.moved == pytest.approx(0, abs=1e-4)


def test_payoffs_that_are_not_the_whole() -> None:
    with pytest.raises(ValueError, match="add up"):
        smallest_transfers(glove(), np.ones(3), "nobody_loses")
    with pytest.raises(ValueError, match="shares out"):
        leaving(glove(), np.ones(3))
