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
from graph.simulation.scenario import Group, Scenario, alone, joint
from graph.simulation.tally import Tally
from tests.graph.simulation.cases import EMPLOYERS, VALUES, of, parameter_sets, scenarios

SEEDS = st.integers(0, 2**32)


def run(one: Scenario, values: dict[str, float], seed: int) -> Tally:
    return replicate(draw_luck(one, values, (seed,)), build_rules(one, values), True)


def same(a: Tally, b: Tally) -> bool:
    return all(np.array_equal(mine, its) for mine, its in zip(a, b, strict=True))


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
    assert (tally.weekly[:, 6:9] <= [p.slots for p in one.preconditions]).all()
    places = np.array([e.places for e in one.employers])
    assert (tally.weekly[:, 12:14] <= places.sum(axis=0)).all()
    assert (tally.work_weeks[:, :2] <= places * one.horizon_weeks).all()
    opened = np.array([e.vacancies_year for e in one.employers]) * one.horizon_weeks / 52
    assert (tally.hires[:, 2] - tally.breaks[:, 2] <= opened).all()


@given(scenarios(), parameter_sets(), SEEDS)
def test_sharing_nothing_equals_everyone_alone(one: Scenario, values: dict[str, float], seed: int) -> None:
    """A joint chain with all four mechanisms off is array-equal to every employer alone."""
    names = tuple(e.id for e in one.employers)
    together = replace(one, groups=(Group(names, move="warm", coordination="joint"),))
    assert same(run(together, values, seed), run(replace(one, groups=alone(one.employers)), values, seed))


@given(scenarios(size=1), parameter_sets(), SEEDS)
def test_a_chain_of_one_shares_with_nobody(one: Scenario, values: dict[str, float], seed: int) -> None:
    """With equal handovers and second chance a joint chain of one employer equals that employer alone."""
    values = values | {"loss_warm": values["loss_cold"], "delay_warm": values["delay_cold"]}
    values |= {"rematch_joint": values["rematch_alone"]}
    chain, lonely = (replace(one, groups=kind(one.employers)) for kind in (joint, alone))
    assert same(run(chain, values, seed), run(lonely, values, seed))


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


@given(scenarios(), parameter_sets(), SEEDS)
def test_the_same_key_gives_the_same_history(one: Scenario, values: dict[str, float], seed: int) -> None:
    assert same(run(one, values, seed), run(one, values, seed))


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
