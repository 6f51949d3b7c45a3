"""Coalitions of employers: who brings what, which is best, who would leave and what keeps everybody in."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from graph.simulation.coalition import Table, coalition_groups, joining, pairs, real_coalitions
from graph.simulation.gain import GAINS, Case, Work
from graph.simulation.gain_best import best_exactly, by_cost, by_number, by_places, search
from graph.simulation.gain_run import best_by_search, coalition_table
from graph.simulation.gain_stay import PUBLIC, stay
from graph.simulation.scenario import alone, joint
from tests.graph.simulation.cases import employer

CHAIN = (
    employer("steps", (5, 0), 0.0),
    employer("stones", (0, 3), 0.0),
    employer("jobs", (0, 0), 6.0),
    employer("little", (1, 0), 0.0),
)
CASE = Case(CHAIN, fixed={"candidates": 40, "horizon_weeks": 130, "fit_other": 0.9}, seed=2)


@pytest.fixture(scope="module")
def table() -> Table:
    return coalition_table(CASE, Work(8, 4))


def by_hand(worth: dict[tuple[int, ...], float], own: dict[tuple[int, ...], list[float]] | None = None) -> Table:
    """A table of three employers from numbers; every draw the same but for a little that cancels."""
    values, money = np.zeros((2, 2, 8)), np.zeros((2, 2, 8, 3))
    for players, value in worth.items():
        values[..., sum(1 << p for p in players)] = value
    for players, each in (own or {}).items():
        money[:, :, sum(1 << p for p in players)] = each
    return Table(("a", "b", "c"), dict.fromkeys(GAINS, values), money)


def test_a_coalition_is_one_chain_and_the_others_stay_alone() -> None:
    groups = coalition_groups(CHAIN, 0b0101)
    assert groups == (*joint([CHAIN[0], CHAIN[2]]), *alone([CHAIN[1], CHAIN[3]]))
    assert coalition_groups(CHAIN, 0b0100) == alone(CHAIN)
    assert coalition_groups(CHAIN, 0b1111) == joint(CHAIN)
    assert len(real_coalitions(4)) == 11


def test_nobody_and_one_alone_bring_nothing(table: Table) -> None:
    for coalition in (0, 1, 2, 4, 8):
        assert all(not values[..., coalition].any() for values in table.worth.values())
        assert not table.own[:, :, coalition].any()


def test_money_of_the_employers_is_the_sum_of_their_own(table: Table) -> None:
    assert table.own.sum(axis=-1) == pytest.approx(table.worth["money_employers"])


def test_shares_add_up_to_the_gain_of_the_whole_chain(table: Table) -> None:
    each = joining(table)
    for measure in GAINS:
        whole = table.worth[measure][..., -1].mean()
        assert sum(one.brings[measure].mean for one in each) == pytest.approx(whole, abs=1e-6)
    assert sum(one.fair.mean for one in each) == pytest.approx(sum(one.own.mean for one in each), abs=1e-6)


def test_rungs_that_follow_each_other_strengthen_each_other(table: Table) -> None:
    """Stepping stones at one employer and vacancies at another are worth little apart."""
    best = pairs(table)[0]
    assert {best.first, best.second} == {"stones", "jobs"}
    assert best.together["sustained_expected"].mean > 2 * best.together["sustained_expected"].error


def test_who_brings_least_is_who_offers_least(table: Table) -> None:
    brings = {one.employer: one.brings["sustained_expected"].mean for one in joining(table)}
    assert min(brings, key=lambda one: brings[one]) == "little"


def test_best_of_three_by_hand() -> None:
    """a+b 5, a+c 4, b+c 1, all 6: two at most gives a+b; without a budget all of them."""
    table = by_hand({(0, 1): 5, (0, 2): 4, (1, 2): 1, (0, 1, 2): 6})
    employers = (employer("a", (1, 1)), employer("b", (4, 4)), employer("c", (1, 2)))
    two = best_exactly(table, by_number(employers, 2))
    assert two is not None
    assert (two.employers, two.gain["money_public"].mean, two.bound) == (("a", "b"), 5, 5)
    assert (two.exact, two.looked_at) == (True, 3)
    assert two.beside is not None
    assert two.beside.mean == 1
    whole = best_exactly(table, by_number(employers, 3))
    assert whole is not None
    assert whole.employers == ("a", "b", "c")
    few = best_exactly(table, by_places(employers, 5))
    assert few is not None
    assert few.employers == ("a", "c"), "b has too many places"
    assert best_exactly(table, by_number(employers, 3), size=2) == two
    values = {"coord_member": 10.0, "coord_year": 100.0}
    assert best_exactly(table, by_cost(employers, values, 119)) is None, "no chain of two for this"
    cheap = best_exactly(table, by_cost(employers, values, 120))
    assert cheap == two


def test_the_choice_is_measured_in_other_sets_than_it_was_made_in() -> None:
    """Of two equal coalitions the luckier one is chosen; its gain must not show that luck."""
    rng = np.random.default_rng(3)
    values = np.zeros((400, 1, 8))
    values[..., [3, 5, 6, 7]] = rng.normal(0, 1, (400, 1, 4))
    table = Table(("a", "b", "c"), dict.fromkeys(GAINS, values), np.zeros((400, 1, 8, 3)))
    found = best_exactly(table, by_number((employer("a"), employer("b"), employer("c")), 3))
    assert found is not None
    assert abs(found.gain["money_public"].mean) < 3 * found.gain["money_public"].error


@pytest.mark.parametrize("seed", range(4))
def test_search_finds_the_best_or_shows_how_far_it_may_be(seed: int) -> None:
    """Eight players with complementary pairs: beside looking at every coalition."""
    rng = np.random.default_rng(seed)
    single, pair = rng.uniform(0, 1, 8), np.triu(rng.uniform(0, 2, (8, 8)) * (rng.random((8, 8)) < 0.3), 1)

    def worth(coalition: int) -> float:
        inside = [i for i in range(8) if coalition >> i & 1]
        return float(single[inside].sum() + sum(pair[i, j] for i, j in combinations(inside, 2)))

    ids = [f"e{i}" for i in range(8)]
    budget = by_number([employer(one) for one in ids], 4)
    asked: list[int] = []

    def ask(coalitions: list[int]) -> dict[int, float]:
        asked.extend(coalitions)
        return {c: worth(c) for c in coalitions}

    found = search(ids, budget, ask)  # type: ignore[arg-type]
    best = max(worth(c) for c in range(256) if 2 <= c.bit_count() <= 4)
    assert found is not None
    assert found.coalition.bit_count() <= 4
    assert found.worth <= best <= found.bound
    assert found.worth >= 0.8 * best
    assert len(asked) == len(set(asked)) == found.looked_at < 162


def test_search_without_room_for_two() -> None:
    assert search(["a", "b"], by_number([employer("a"), employer("b")], 1), lambda c: {}) is None


def test_search_of_the_simulation_agrees_with_looking_at_all(table: Table) -> None:
    budget = by_number(CHAIN, 2)
    exact, found = best_exactly(table, budget), best_by_search(CASE, budget, effort=Work(8, 4))
    assert exact is not None
    assert found is not None
    assert set(found.employers) == set(exact.employers) == {"stones", "jobs"}
    assert not found.exact
    assert found.bound >= found.gain["sustained_expected"].mean - 2 * found.gain["sustained_expected"].error


def test_too_many_to_look_at_all() -> None:
    with pytest.raises(ValueError, match="at most 10"):
        coalition_table(Case(tuple(employer(f"e{i}") for i in range(11))))


# who would leave


def test_who_loses_in_the_whole_chain_would_leave_and_is_paid_to_stay() -> None:
    """a and b gain 5 each together; with c they gain 6 each and c loses 1: c leaves, 1 keeps it."""
    table = by_hand({}, {(0, 1): [5, 5, 0], (0, 1, 2): [6, 6, -1]})
    found = stay(table)
    assert (found.leaving, found.core_empty, found.empty_share) == (("c",), False, 0)
    assert found.leaving_gain is not None
    assert found.leaving_gain.mean == pytest.approx(1)
    paid = {one.goal: one for one in found.payments}
    assert [x.mean for x in paid["nobody_loses"].amounts] == pytest.approx([-0.5, -0.5, 1])
    assert [x.mean for x in paid["nobody_leaves"].amounts] == pytest.approx([-0.5, -0.5, 1], abs=1e-6)
    assert paid["nobody_leaves"].possible
    assert sum(x.mean for x in found.sharing) == pytest.approx(11)


def test_no_way_to_share_when_two_can_do_what_three_can() -> None:
    """Any two together gain 12, three gain 12 as well: majority, epsilon 12/3, 6 from outside (cost of stability)."""
    two = {p: [6.0 * (i in p) for i in range(3)] for p in combinations(range(3), 2)}
    found = stay(by_hand({}, {**two, (0, 1, 2): [4, 4, 4]}))
    assert (found.core_empty, found.empty_share) == (True, 1)
    assert found.epsilon.mean == pytest.approx(4)
    leaves = {one.goal: one for one in found.payments}["nobody_leaves"]
    assert not leaves.possible
    assert leaves.outside.mean == pytest.approx(6, abs=1e-5)
    assert len(found.leaving) == 2


def test_the_authorities_can_pay_employers_that_lose() -> None:
    """Employers lose 3 in all, the authorities gain 10: they keep everybody in with 3."""
    table = by_hand({(0, 1, 2): 10}, {(0, 1, 2): [-1, -2, 0]})
    assert not {one.goal: one for one in stay(table).payments}["nobody_loses"].possible
    found = stay(table, "authorities")
    assert found.players == ("a", "b", "c", PUBLIC)
    assert not found.core_empty
    loses = {one.goal: one for one in found.payments}["nobody_loses"]
    assert [x.mean for x in loses.amounts] == pytest.approx([1, 2, 0, -3])
    assert loses.possible


def test_when_everybody_gains_nothing_is_paid() -> None:
    found = stay(by_hand({}, {(0, 1): [1, 1, 0], (0, 1, 2): [2, 2, 2]}))
    assert (found.leaving, found.leaving_gain) == ((), None)
    assert not any(one.needed for one in found.payments)
