"""Laws that hold for every chain, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.simulation.luck import draw_luck
from graph.simulation.model import replicate
from graph.simulation.rules import build_rules
from graph.simulation.scenario import PRECONDITIONS, RUNGS, Group, Scenario, Ways, alone, joint
from graph.simulation.spells import STOPPED
from graph.simulation.tally import Tally, stop_names
from tests.graph.simulation.cases import EMPLOYERS, VALUES, of, parameter_sets, scenarios

SEEDS = st.integers(0, 2**32)


def run(one: Scenario, values: dict[str, float], seed: int) -> Tally:
    return replicate(draw_luck(one, values, (seed,)), build_rules(one, values), True)


def same(a: Tally, b: Tally) -> bool:
    flat = zip((*a[:-1], *a.spells), (*b[:-1], *b.spells), strict=True)
    return all(np.array_equal(mine, its) for mine, its in flat)


@given(scenarios(), parameter_sets(), SEEDS)
def test_everyone_is_somewhere_every_week(one: Scenario, values: dict[str, float], seed: int) -> None:
    weekly = run(one, values, seed).weekly
    assert (weekly >= 0).all()
    assert (weekly.sum(axis=1) == one.candidates).all()


@given(scenarios(), parameter_sets(), SEEDS)
def test_who_left_stays_away_and_who_came_was_new(one: Scenario, values: dict[str, float], seed: int) -> None:
    weekly = run(one, values, seed).weekly
    assert (np.diff(weekly[:, 0]) <= 0).all()
    assert (np.diff(weekly[:, 2]) >= 0).all()


@given(scenarios(), parameter_sets(), SEEDS)
def test_no_more_people_than_places(one: Scenario, values: dict[str, float], seed: int) -> None:
    """In total every week here; per employer every week in the twin, which agrees with the engine."""
    tally = run(one, values, seed)
    kinds = len(one.preconditions)
    assert (tally.weekly[:, 3 + kinds : 3 + 2 * kinds] <= [p.slots for p in one.preconditions]).all()
    places = np.array(
        [np.add.reduce([e.places, e.carved[:2] or (0, 0), e.part_places[:2] or (0, 0)]) for e in one.employers]
    )
    working = tally.weekly[:, 6 + 2 * kinds : 8 + 2 * kinds]
    assert (working <= places.sum(axis=0)).all()
    assert (tally.work_weeks[:, :2] <= places * one.horizon_weeks).all()
    opened = np.array([e.vacancies_year for e in one.employers]) * one.horizon_weeks / 52
    more = np.array([(e.carved or (0,))[-1] + (e.part_places or (0,))[-1] for e in one.employers])
    stopped = np.bincount(tally.spells.employer[tally.spells.how == STOPPED], minlength=len(opened))
    assert (tally.hires[:, 2] - tally.breaks[:, 2] - stopped <= opened + more).all()


@given(scenarios(), parameter_sets(), SEEDS)
def test_sharing_nothing_equals_everyone_alone(one: Scenario, values: dict[str, float], seed: int) -> None:
    """A joint chain with all four mechanisms off is array-equal to every employer alone."""
    names = tuple(e.id for e in one.employers)
    off = {"overlap": 12, "combine": True, "takes_over": True}
    together = replace(one, groups=(Group(names, move="warm", coordination="joint", **off),))
    assert same(run(together, values, seed), run(replace(one, groups=alone(one.employers)), values, seed))


@given(scenarios(size=1), parameter_sets(), SEEDS)
def test_a_chain_of_one_shares_with_nobody(one: Scenario, values: dict[str, float], seed: int) -> None:
    """With equal handovers and second chance a joint chain of one employer equals that employer alone."""
    values = values | {"loss_warm": values["loss_cold"], "delay_warm": values["delay_cold"]}
    values |= {"rematch_joint": values["rematch_alone"], "return_joint": values["return_alone"]}
    chain = replace(one, groups=joint(one.employers, Ways(12, combine=True, takes_over=True, levers=("example",))))
    lonely = replace(one, groups=alone(one.employers))
    assert same(run(chain, values, seed), run(lonely, values, seed))


@given(scenarios(), parameter_sets(), SEEDS)
def test_nobody_is_lost_on_the_way_to_help_when_all_come_back(
    one: Scenario, values: dict[str, float], seed: int
) -> None:
    tally = run(one, values | {"return_alone": 1.0, "return_joint": 1.0}, seed)
    assert not (tally.left_at[tally.left_at >= 0] < len(one.preconditions)).any()


@given(scenarios(), parameter_sets(), SEEDS)
def test_nobody_comes_back_when_all_show_up(one: Scenario, values: dict[str, float], seed: int) -> None:
    assert run(one, values | {"loss_cold": 0.0, "loss_warm": 0.0}, seed).came_back == 0


@given(scenarios(), parameter_sets(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_employers_does_not_matter(
    one: Scenario, values: dict[str, float], seed: int, random: object
) -> None:
    order = list(range(len(one.employers)))
    random.shuffle(order)  # type: ignore[attr-defined]
    other = replace(one, employers=tuple(one.employers[at] for at in order), groups=one.groups[::-1])
    first, second = run(one, values, seed), run(other, values, seed)
    assert np.array_equal(first.weekly, second.weekly)
    assert np.array_equal(first.left_at, second.left_at)
    assert np.array_equal(first.work_weeks[order], second.work_weeks)
    assert np.array_equal(first.hires[order], second.hires)
    assert np.array_equal(np.argsort(order)[first.spells.employer], second.spells.employer)
    assert all(np.array_equal(a, b) for a, b in zip(first.spells[2:], second.spells[2:], strict=True))


@given(scenarios(), parameter_sets(), SEEDS)
def test_the_same_key_gives_the_same_history(one: Scenario, values: dict[str, float], seed: int) -> None:
    assert same(run(one, values, seed), run(one, values, seed))


def mean_gain(
    few: tuple[Scenario, dict[str, float]], many: tuple[Scenario, dict[str, float]], runs: int = 200
) -> float:
    """Mean extra people in lasting work, in its own standard errors; luck is that of the first."""
    gains = []
    for seed in range(runs):
        luck = draw_luck(few[0], few[1], (seed,))
        more, less = (replicate(luck, build_rules(*one), False).sustained.sum() for one in (many, few))
        gains.append(int(more) - int(less))
    return float(np.mean(gains) / max(np.std(gains) / np.sqrt(len(gains)), 1e-9))


def chain(**group: object) -> Scenario:
    return of(EMPLOYERS, joint(EMPLOYERS, Ways(**group)))  # type: ignore[arg-type]


def with_each(**fields: object) -> Scenario:
    some = tuple(replace(e, intake=e.places, **fields) for e in EMPLOYERS)
    return of(some, joint(some))


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"at_once": 1.0}, {"at_once": 3.0}),
        ({"willing": 0.3}, {"willing": 0.9}),
        ({"stops_week": 60}, {}),
        ({}, {"carved": (1, 1, 1)}),
        ({}, {"part_places": (2, 2, 2), "part_hours": 40.0}),
    ],
)
def test_a_looser_limit_does_not_hurt_on_average(worse: dict[str, object], better: dict[str, object]) -> None:
    assert mean_gain((with_each(**worse), VALUES), (with_each(**better), VALUES), 100) > -2


def test_open_needs_hurt_and_help_beside_work_is_between_before_and_never() -> None:
    values = VALUES | {"open_need": 4.0}
    plain = chain()
    helped, skipped = (
        replace(plain, preconditions=tuple(replace(p, slots=999, timing=how) for p in plain.preconditions))
        for how in ("parallel", "skipped")
    )
    assert mean_gain((skipped, values), (helped, values), 60) > 2


def test_who_is_taken_over_does_not_leave_because_the_employer_stopped() -> None:
    """Without it some do; with it those whose last job ended so left while waiting or moving, or did not leave."""
    some = (replace(EMPLOYERS[0], stops_week=60), *EMPLOYERS[1:])
    lost = {}
    for takes in (False, True):
        one = of(some, joint(some, Ways(takes_over=takes)))
        breaks = [at for at, name in enumerate(stop_names(PRECONDITIONS, RUNGS)) if name.startswith("break_")]
        lost[takes] = 0
        for seed in range(30):
            tally = run(one, VALUES, seed)
            last = dict(zip(tally.spells.person.tolist(), tally.spells.how.tolist(), strict=True))
            lost[takes] += sum(how == STOPPED and tally.left_at[i] in breaks for i, how in last.items())
    assert lost[True] == 0 < lost[False]


def test_the_example_of_a_colleague_needs_a_colleague() -> None:
    some = tuple(replace(e, willing=0.5) for e in EMPLOYERS)
    lonely = tuple(replace(group, levers=("example", "coach")) for group in alone(some))
    chances = {
        name: build_rules(of(some, groups), VALUES).willing[0]
        for name, groups in (("alone", lonely), ("joint", joint(some, Ways(levers=("example", "coach")))))
    }
    no = 0.5 * (1 - VALUES["yes_coach"])
    assert chances["alone"] == pytest.approx(1 - no)
    assert chances["joint"] == pytest.approx(1 - no * (1 - VALUES["yes_example"]))


@pytest.mark.parametrize("what", ["places", "vacancies_year", "coach"])
def test_more_room_never_hurts_on_average(what: str) -> None:
    """In one run luck may turn on it, as queues do; the mean over 200 runs may not fall by more than its error."""
    more = tuple(
        replace(
            e, intake=e.places, **{what: tuple(n + 1 for n in e.places) if what == "places" else getattr(e, what) + 1}
        )
        for e in EMPLOYERS
    )
    gains = []
    for seed in range(200):
        few, many = (of(employers, joint(employers)) for employers in (EMPLOYERS, more))
        luck = draw_luck(few, VALUES, (seed,))
        gains.append(
            replicate(luck, build_rules(many, VALUES), False).sustained.sum()
            - replicate(luck, build_rules(few, VALUES), False).sustained.sum()
        )
    assert np.mean(gains) > -2 * np.std(gains) / np.sqrt(len(gains))
