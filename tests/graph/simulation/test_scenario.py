"""Scenarios: a partition of employers, or a clear refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.simulation.rules import build_rules
from graph.simulation.scenario import ARMS, Group, Precondition, alone, arm_groups, case_manager, joint, joint_in
from tests.graph.simulation.cases import EMPLOYERS, VALUES, employer, of

CHAIN = of(EMPLOYERS, joint(EMPLOYERS))


def test_in_sub_chains_those_work_together_who_are_left_of_each() -> None:
    chains = (("e0", "e1", "e2"), ("e3", "e4"), ("e5",))
    assert joint_in((), EMPLOYERS) == joint(EMPLOYERS)
    assert joint_in(chains, EMPLOYERS) == (*joint(EMPLOYERS[:3]), *joint(EMPLOYERS[3:5]), *alone(EMPLOYERS[5:]))
    few = (EMPLOYERS[0], EMPLOYERS[2], EMPLOYERS[4])
    assert joint_in(chains, few) == (*joint(few[:2]), *alone(few[2:]))
    assert arm_groups("joint", EMPLOYERS, chains=chains) == joint_in(chains, EMPLOYERS)
    with pytest.raises(ValueError, match="in no chain"):
        joint_in(chains[:2], EMPLOYERS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"employers": ()},
        {"groups": alone(EMPLOYERS[1:])},
        {"groups": (*joint(EMPLOYERS), Group(("e0",)))},
        {"groups": (Group(("x",)),)},
        {"employers": (*EMPLOYERS, EMPLOYERS[0])},
        {"employers": (employer("e0", (1,)), *EMPLOYERS[1:])},
        {"employers": (employer("e0", (-1, 1)), *EMPLOYERS[1:])},
        {"employers": (employer("e0", vacancies=-1), *EMPLOYERS[1:])},
        {"candidates": 0},
        {"preconditions": (Precondition("wonen", -1),)},
    ],
)
def test_what_is_no_scenario_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(CHAIN, **wrong)  # type: ignore[arg-type]


def test_the_arms_differ_in_what_they_share() -> None:
    mechanisms = {
        arm: {(g.share_places, g.share_coach, g.handover, g.move, g.rematch) for g in arm_groups(arm, EMPLOYERS)}
        for arm in ARMS
    }
    assert mechanisms == {
        "alone": {(False, False, "now", "cold", "alone")},
        "case_manager": {(True, False, "now", "cold", "alone")},
        "joint": {(True, True, "warm", "warm", "joint")},
    }


def test_a_shared_coach_has_the_room_of_all() -> None:
    shared, apart = (build_rules(of(EMPLOYERS, kind(EMPLOYERS)), VALUES) for kind in (joint, case_manager))
    assert shared.coach_units.tolist() == [sum(e.coach for e in EMPLOYERS)]
    assert apart.coach_units.tolist() == [e.coach for e in EMPLOYERS]


def test_handovers_as_they_are_now_lie_between_cold_and_warm() -> None:
    values = VALUES | {"loss_cold": 0.2, "loss_warm": 0.1, "warm_now": 0.25, "delay_cold": 5.0, "delay_warm": 1.0}
    rules = build_rules(of(EMPLOYERS, alone(EMPLOYERS)), values)
    assert rules.loss == pytest.approx([0.175] * len(EMPLOYERS))
    assert rules.delay.tolist() == [4] * len(EMPLOYERS)
    assert rules.move_loss == pytest.approx([0.2] * len(EMPLOYERS))
