"""Where the gain comes from: parts that add up in every run, and mechanisms that do what their name says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from graph.simulation.coalition import coalition_groups
from graph.simulation.gain import GAINS, Case, Work, measured, verdict, work_for
from graph.simulation.gain_run import explain_gain
from graph.simulation.mechanisms import Mechanisms, explain, mechanism_arms, mechanisms_of
from graph.simulation.outcome import Interval, interval
from graph.simulation.scenario import Employer, Group, alone, joint, joint_in
from graph.simulation.trial import Variant, trial
from tests.graph.simulation.cases import employer

CHAIN = (employer("a", (4, 0), 0.0), employer("b", (0, 2), 1.0), employer("c", (1, 1), 3.0))
SMALL = Case(CHAIN, fixed={"candidates": 40, "horizon_weeks": 110}, seed=5)


@pytest.fixture(scope="module")
def found() -> Mechanisms:
    return explain_gain(SMALL, Work(6, 4))


def test_the_four_mechanisms_are_those_in_which_the_chain_differs_from_alone() -> None:
    codes = {m.code: m.fields for m in mechanisms_of(CHAIN)}
    assert codes["warm_handover"] == ("handover", "move")
    assert {"shared_places", "shared_coach", "second_chance"} <= set(codes)


def test_a_chain_of_another_make_has_its_own_mechanisms() -> None:
    """A chain that shares nothing but places has one mechanism, and that is its whole gain but for organising."""

    def places_only(employers: Sequence[Employer]) -> tuple[Group, ...]:
        return (Group(tuple(e.id for e in employers), share_places=True, coordination="joint"),)

    assert [m.code for m in mechanisms_of(CHAIN, places_only)] == ["shared_places"]
    found = explain_gain(replace(SMALL, together=places_only), Work(3, 2))
    (only,) = found.shares
    assert only.share[GAINS[0]] == only.first[GAINS[0]] == found.total[GAINS[0]]
    assert coalition_groups(CHAIN, 0b011, places_only) == (*places_only(CHAIN[:2]), *alone(CHAIN[2:]))


def test_sub_chains_have_the_mechanisms_of_a_chain_and_their_shares_add_up() -> None:
    """Two that work together and one alone: the same mechanisms, in the arm of the sub-chains."""
    together = partial(joint_in, (("a", "b"), ("c",)))
    assert mechanisms_of(CHAIN, together) == mechanisms_of(CHAIN)
    arms = mechanism_arms(CHAIN, together)
    assert arms["joint"] == (*joint(CHAIN[:2]), *alone(CHAIN[2:]))
    assert all(arms[name][1] == Group(("c",)) for name in arms if name.isdigit())
    found = explain_gain(replace(SMALL, together=together), Work(3, 2))
    for measure in GAINS:
        parts = sum(one.share[measure].mean for one in found.shares) + found.organising[measure].mean
        assert parts == pytest.approx(found.total[measure].mean, abs=1e-6)


def test_everyone_in_a_sub_chain_of_its_own_gains_nothing_by_no_mechanism() -> None:
    found = explain_gain(replace(SMALL, together=partial(joint_in, (("a",), ("b",), ("c",)))), Work(2, 2))
    assert found.shares == ()
    assert {verdict(one) for one in found.total.values()} == {"none"}


def test_the_arms_run_from_alone_to_the_whole_chain() -> None:
    arms = mechanism_arms(CHAIN)
    count = len(mechanisms_of(CHAIN))
    assert len(arms) == (1 << count) - 1 + 3
    assert arms["alone"] == alone(CHAIN)
    assert replace(arms[str((1 << count) - 1)][0], coordination="joint") == joint(CHAIN)[0]
    assert sum(group == Group(group.employers) for (group, *_) in arms.values()) == 1, "only alone has none"


def test_a_group_without_mechanisms_is_everyone_alone() -> None:
    """What the explanation rests on: the empty combination is alone, to the bit."""
    bare = (Group(tuple(e.id for e in CHAIN)),)
    both = trial([Variant("bare", CHAIN, bare), Variant("alone", CHAIN, alone(CHAIN))], SMALL.sets(3), 2, 1)
    one, other = (measured(both.draws[code], CHAIN) for code in ("bare", "alone"))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_shares_and_organising_add_up_to_the_gain(found: Mechanisms) -> None:
    for measure in GAINS:
        parts = sum(one.share[measure].mean for one in found.shares) + found.organising[measure].mean
        assert parts == pytest.approx(found.total[measure].mean, abs=1e-6)
        split = found.case_manager[measure].mean + found.needs_chain[measure].mean
        assert split == pytest.approx(found.total[measure].mean, abs=1e-6)


def test_organising_costs_money_and_nothing_else(found: Mechanisms) -> None:
    assert verdict(found.organising["sustained_expected"]) == "none"
    assert found.organising["money_candidates"].mean == 0
    values = SMALL.centre
    expected = -(values["coord_year"] + 3 * values["coord_member"])
    assert found.organising["money_society"].mean == pytest.approx(expected, rel=0.25)


def test_sharing_places_brings_most_where_rungs_lie_at_different_employers(found: Mechanisms) -> None:
    by_code = {one.mechanism.code: one.share["sustained_expected"].mean for one in found.shares}
    assert max(by_code, key=lambda code: by_code[code]) == "shared_places"
    assert by_code["shared_places"] > 0.5


def test_one_by_one_from_a_worked_case() -> None:
    """Two mechanisms, made up by hand: alone 0, first 2, second 4, both 10, joint 9 (organising -1)."""
    two = mechanisms_of(CHAIN)[:2]
    worth = {"alone": 0, "1": 2, "2": 4, "3": 10, "case_manager": 3, "joint": 9}
    drawn = {arm: {name: np.full((2, 2), float(w)) for name in GAINS} for arm, w in worth.items()}
    found = explain(two, drawn, Work(2, 2))
    first, second = found.shares
    assert [one.share["money_public"].mean for one in found.shares] == [4, 6]
    assert (first.first["money_public"].mean, first.last["money_public"].mean) == (2, 6)
    assert (second.first["money_public"].mean, second.last["money_public"].mean) == (4, 8)
    assert (found.organising["money_public"].mean, found.needs_chain["money_public"].mean) == (-1, 6)


def test_the_same_case_gives_the_same_answer(found: Mechanisms) -> None:
    assert explain_gain(SMALL, Work(6, 4)) == found


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        ([[0.0, 0.0], [0.0, 0.0]], "none"),
        ([[1.0, 1.1], [1.2, 0.9]], "more"),
        ([[-1.0, -1.1], [-1.2, -0.9]], "fewer"),
        ([[2.0, -0.2], [2.2, -0.1], [1.9, -0.1]], "likely_more"),
        ([[-2.0, 0.2], [-2.2, 0.1], [-1.9, 0.1]], "likely_fewer"),
        ([[3.0, -2.0], [-3.0, 2.5]], "unclear"),
    ],
)
def test_what_can_be_said(draws: list[list[float]], expected: str) -> None:
    assert verdict(interval(np.array(draws), 1)) == expected


def test_one_run_is_no_certainty() -> None:
    assert verdict(Interval(4.0, 4.0, 4.0, float("nan"), 1.0)) == "unclear"


def test_the_work_shrinks_with_the_arms_and_the_people() -> None:
    assert work_for(58, "full").sets > work_for(58, "first").sets >= 6
    assert work_for(1013, "full").sets < work_for(58, "full").sets
    assert work_for(19, "first", 500).sets < work_for(19, "first").sets
    assert work_for(1000, Work(2, 3)) == Work(2, 3)
