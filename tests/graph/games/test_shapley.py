"""The Shapley value against published games and its four axioms, and what pairs bring together."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.games.shapley import interaction, marginal, sampled_shapley, shapley
from graph.games.table import Numbers, coalition_of, members, players_in, table
from tests.graph.games.cases import PUBLISHED, airport, games, glove, majority, relabelled


def test_published_games() -> None:
    assert -shapley(airport()) == pytest.approx(PUBLISHED["airport_123_shapley"])
    assert shapley(glove()) == pytest.approx(PUBLISHED["glove_shapley"])
    assert shapley(majority()) == pytest.approx([1 / 3] * 3)


def test_the_security_council() -> None:
    """Shapley and Shubik (1954): with 5 permanent and 6 others (the old council) 76/77 is with the permanent."""
    seats = tuple(f"p{i}" for i in range(5)) + tuple(f"o{i}" for i in range(6))
    value = shapley(table(seats, lambda s: float(len(s) >= 7 and sum(one[0] == "p" for one in s) == 5)))
    assert value[:5].sum() == pytest.approx(76 / 77)


@given(games())
def test_it_is_the_mean_over_all_orders_of_arrival(values: Numbers) -> None:
    count = players_in(values)
    gains = np.zeros(count)
    orders = list(permutations(range(count)))
    for order in orders:
        here = 0
        for player in order:
            gains[player] += values[here | 1 << player] - values[here]
            here |= 1 << player
    assert shapley(values) == pytest.approx(gains / len(orders), abs=1e-9)


@given(games())
def test_shares_add_up_to_the_whole(values: Numbers) -> None:
    assert shapley(values).sum() == pytest.approx(values[-1], abs=1e-9)


@given(games(least=2))
def test_who_adds_nothing_gets_nothing(values: Numbers) -> None:
    """The first player is made a dummy: its coalition is worth what it is worth without it."""
    dummy = values.copy()
    dummy[1::2] = values[0::2]
    assert shapley(dummy)[0] == pytest.approx(0, abs=1e-9)
    assert interaction(dummy)[0] == pytest.approx(np.zeros(players_in(values)), abs=1e-9)


@given(games(least=2, most=4), st.randoms(use_true_random=False))
def test_names_do_not_matter(values: Numbers, random: object) -> None:
    order = list(range(players_in(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = relabelled(values, tuple(order))
    assert shapley(again) == pytest.approx(shapley(values)[order], abs=1e-9)
    assert interaction(again) == pytest.approx(interaction(values)[np.ix_(order, order)], abs=1e-9)


@given(games(least=3, most=3), games(least=3, most=3), st.floats(-5, 5))
def test_it_is_linear(one: Numbers, other: Numbers, times: float) -> None:
    assert shapley(one + times * other) == pytest.approx(shapley(one) + times * shapley(other), abs=1e-9)


@given(games(least=3, most=3), games(least=3, most=3))
def test_draws_are_games_side_by_side(one: Numbers, other: Numbers) -> None:
    both = np.stack([one, other])[:, None, :]
    for function in (shapley, marginal, interaction):
        assert function(both)[:, 0] == pytest.approx(np.stack([function(one), function(other)]), abs=1e-9)


def test_what_the_whole_loses_without_one() -> None:
    assert marginal(glove()) == pytest.approx([1, 0, 0])
    assert marginal(-airport()) == pytest.approx([0, 0, 1])


def test_pairs_that_need_each_other_and_pairs_that_replace_each_other() -> None:
    """Left and right glove need each other; the two right ones replace each other: v(S) = max does it by hand.

    i=a, j=b: S={} gives 1-0-0 = 1, S={c} gives 1-1-0 = 0, each with weight 1/2: 1/2.
    i=b, j=c: S={} gives 0, S={a} gives 1-1-1+0 = -1: -1/2.
    """
    found = interaction(glove())
    assert (found[0, 1], found[0, 2], found[1, 2]) == pytest.approx((0.5, 0.5, -0.5))


@given(games(least=2, most=5))
def test_pairs_of_a_game_of_pairs_are_its_coefficients(values: Numbers) -> None:
    """v(S) = sum over i of a_i + sum over pairs of b_ij: the index gives b_ij back (Grabisch and Roubens)."""
    count = players_in(values)
    single, pair = values[:count], np.outer(values[-count:], values[-count:])
    sides = [members(range(count), c) for c in range(len(values))]  # type: ignore[arg-type]
    game = np.array([sum(single[i] for i in s) + sum(pair[i, j] for i, j in combinations(s, 2)) for s in sides], float)
    assert interaction(game) == pytest.approx(pair * (1 - np.eye(count)), abs=1e-6)


def test_sampling_agrees_with_the_exact_value_within_its_own_error() -> None:
    players = tuple("abcdefgh")
    rng = np.random.default_rng(4)
    worth = table(players, lambda s: float(len(s) ** 2 + 3 * ("a" in s and "b" in s))) + rng.normal(size=256)
    worth[0] = 0
    found = sampled_shapley(players, lambda s: float(worth[coalition_of(players, s)]), 400, 1)
    off = (found.mean - shapley(worth)) / found.error
    assert np.abs(off).max() < 3.5
    assert found.mean.sum() == pytest.approx(worth[-1])


def test_sampling_looks_at_few_coalitions_of_a_large_game() -> None:
    players = tuple(f"p{i}" for i in range(20))
    asked = []
    found = sampled_shapley(players, lambda s: asked.append(s) or float(len(s)), 5, 1)
    assert found.mean == pytest.approx(np.ones(20))
    assert len(asked) == len(set(asked)) <= 2 * 5 * 19 + 2


def test_no_game() -> None:
    for wrong in ([0.0, 1.0, 2.0], [1.0, 2.0], [0.0]):
        with pytest.raises(ValueError, match=r"game|worth"):
            shapley(np.array(wrong))
    with pytest.raises(ValueError, match="at most"):
        table(tuple(map(str, range(13))), lambda s: 0.0)
    with pytest.raises(ValueError, match="pairs"):
        sampled_shapley(("a",), lambda s: 0.0, 1, 0)
