"""Variants tried on the same people with the same luck: whatever the workers, the order, and the moment of a stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from graph.simulation.bottleneck import one_more
from graph.simulation.collect import Draws
from graph.simulation.count import KEPT, LINES, counts_of
from graph.simulation.ledger import book, build_rates, stacked
from graph.simulation.luck import draw
from graph.simulation.measure import LATE, measure
from graph.simulation.model import replicate
from graph.simulation.parameters import BadParameter, load_parameters, sample_sets
from graph.simulation.rules import build_rules
from graph.simulation.scenario import PRECONDITIONS, RUNGS, alone, joint, scenario
from graph.simulation.tally import state_names
from graph.simulation.trial import BLOCK, Trial, Variant, trial, trials
from tests.graph.simulation.cases import EMPLOYERS

FIXED = {"candidates": 30.0, "horizon_weeks": 60.0}
SETS = sample_sets(load_parameters(), 5, 1, FIXED)
CHAIN = Variant("joint", EMPLOYERS, joint(EMPLOYERS))
ALONE = Variant("alone", EMPLOYERS, alone(EMPLOYERS))
SMALLER = Variant("smaller", EMPLOYERS[:4], joint(EMPLOYERS[:4]))


def same(one: Draws, other: Draws) -> bool:
    """Equal to the bit."""
    assert one.values.keys() == other.values.keys()
    arrays = ("employers", "people", "late", "spells", "whole")
    return all(np.array_equal(one.values[m], other.values[m], equal_nan=True) for m in one.values) and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "employers") for name in arrays
    )


def after(asked: int) -> Iterator[bool]:
    """No so many times, then yes."""
    yield from [False] * asked
    while True:
        yield True


def stopped(asked: int, **more: object) -> Trial:
    answers = after(asked)
    return trial([CHAIN], SETS, 3, 7, stop=lambda: next(answers), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers_gives_the_same_to_the_bit(workers: int) -> None:
    one, other = (trial([CHAIN, SMALLER], SETS, 4, 7, workers=n) for n in (3, workers))
    assert all(same(one.draws[code], other.draws[code]) for code in ("joint", "smaller"))


def test_what_else_is_tried_and_in_which_order_does_not_matter() -> None:
    together = trial([ALONE, SMALLER, CHAIN], SETS, 3, 7)
    assert same(together.draws["joint"], trial([CHAIN], SETS, 3, 7).draws["joint"])
    assert same(together.draws["smaller"], trial([SMALLER, CHAIN], SETS, 3, 7).draws["smaller"])


def test_a_cell_is_what_one_replication_by_hand_measures() -> None:
    found = trial([ALONE, CHAIN], SETS, 3, 7).draws["joint"]
    one = scenario(EMPLOYERS, joint(EMPLOYERS), SETS[4])
    people, luck = draw(one, SETS[4], (7, 4, 2))
    tally = replicate(luck, build_rules(one, SETS[4]), True)
    booked = stacked([book(build_rates(one, SETS[4]), tally, people)])
    measured, employers = measure(one, counts_of(tally, one), booked)
    assert {name: draws[4, 2] for name, draws in found.values.items()} == pytest.approx(
        {name: each[0] for name, each in measured.items()}, nan_ok=True
    )
    assert np.array_equal(found.employers[4, 2], employers[0])
    columns = [state_names(PRECONDITIONS, RUNGS).index(f"work_{rung}") for rung in RUNGS]
    assert np.array_equal(found.people[4, 2, list(LINES).index("work")], tally.weekly[:, columns].sum(axis=1))
    assert found.conserved


def test_variants_with_other_employers_share_the_luck_of_those_in_both() -> None:
    """With room for all, the people of an employer that is left out fare elsewhere as they would have there."""
    roomy = tuple(replace(e, places=(50, 50), vacancies_year=500.0, coach=500.0, intake=(1.0, 1.0)) for e in EMPLOYERS)
    slots = {f"slots_{code}": 100.0 for code in PRECONDITIONS}
    part = roomy[1:]
    variants = [Variant("all", roomy, alone(roomy), slots), Variant("part", part, alone(part), slots)]
    found = trial(variants, SETS, 4, 7).draws
    for name in ("placed_any", "sustained", "weeks_to_work", "left_break_stepping"):
        assert np.array_equal(found["all"].values[name], found["part"].values[name]), name
    more = found["part"].employers[:, :, 0] - found["all"].employers[:, :, 0, 1:]
    assert (more >= 0).all()
    assert more.sum() == found["all"].employers[:, :, 0, 0].sum() > 0


def test_values_of_a_variant_take_the_place_of_those_of_the_sets() -> None:
    ours, theirs = {"rematch_joint": 0.0}, [{**one, "rematch_joint": 0.0} for one in SETS]
    changed = trial([CHAIN, replace(CHAIN, code="no", values=ours)], SETS, 2, 7)
    assert same(changed.draws["no"], trial([CHAIN], theirs, 2, 7).draws["joint"])
    assert not same(changed.draws["no"], changed.draws["joint"])


def test_a_value_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadParameter):
        replace(CHAIN, values={"luck": 1.0})


def test_a_brief_variant_has_the_same_jobs_that_last() -> None:
    change = one_more()["regular"]
    whole, brief = (replace(CHAIN, code=str(short), change=change, brief=short) for short in (False, True))
    found = trial([whole, brief], SETS, 3, 7).draws
    jobs = found["True"].measured()
    assert set(jobs) == {f"{name}{late}" for name in KEPT for late in ("", LATE)}
    assert all(np.array_equal(drawn, found["False"].measured()[name]) for name, drawn in jobs.items())


def test_answers_on_the_way_are_those_of_a_smaller_trial() -> None:
    sizes = [(2, 1), (5, 1), (5, 3)]
    found = list(trials([CHAIN], SETS, 3, 7, sizes))
    assert [(one.sets, one.runs) for one in found] == sizes
    for one in found:
        assert same(one.draws["joint"], trial([CHAIN], SETS[: one.sets], one.runs, 7).draws["joint"])


@pytest.mark.parametrize("asked", [0, 1, 3])
def test_a_stop_leaves_the_answer_of_the_sets_done(asked: int) -> None:
    found = stopped(asked)
    assert (found.sets, found.runs) == (asked + 1, 3)
    assert same(found.draws["joint"], trial([CHAIN], SETS[: asked + 1], 3, 7).draws["joint"])


def test_a_stop_after_the_last_set_comes_too_late() -> None:
    assert stopped(99).sets == len(SETS)


def test_a_stop_within_a_set_leaves_its_runs() -> None:
    answers = after(1)
    found = trial([CHAIN], SETS[:1], 3 * BLOCK, 7, stop=lambda: next(answers))
    assert (found.sets, found.runs) == (1, 2 * BLOCK)


def test_a_stop_on_the_way_never_gives_less_than_before() -> None:
    answers = after(6)
    found = list(trials([CHAIN], SETS, 3, 7, [(2, 1), (5, 1), (5, 3)], stop=lambda: next(answers)))
    assert [(one.sets, one.runs) for one in found] == [(2, 1), (5, 1), (2, 3)]


def test_progress_goes_up_to_one_over_all_steps() -> None:
    seen: list[float] = []
    list(trials([CHAIN], SETS, 3, 7, [(2, 1), (5, 3)], progress=seen.append))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_a_fault_in_a_run_is_raised_in_the_open() -> None:
    def broken(_one: object, _turn: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        trial([CHAIN, replace(CHAIN, code="broken", change=broken)], SETS, 3, 7)


def test_two_variants_of_one_code_are_refused() -> None:
    with pytest.raises(ValueError, match="code"):
        trial([CHAIN, CHAIN], SETS, 1, 7)
