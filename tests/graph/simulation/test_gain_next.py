"""What the next units bring: steps that add up, and a sentence only where it is sure."""

from __future__ import annotations

import pytest

from graph.simulation.gain import GAINS, Case, Work
from graph.simulation.gain_next import Next, NextUnits, next_units
from graph.simulation.gain_story import next_story
from graph.simulation.outcome import Interval
from graph.simulation.scenario import PRECONDITIONS, RUNGS
from graph.texts import texts
from tests.graph.simulation.cases import employer

CASE = Case(
    (employer("a", (4, 4), 1.0, coach=20.0), employer("b", (4, 4), 0.0, coach=20.0)),
    fixed={"candidates": 50, "horizon_weeks": 130},
    seed=4,
)


@pytest.fixture(scope="module")
def found() -> NextUnits:
    return next_units(CASE, Work(8, 4), most=2)


def test_steps_add_up(found: NextUnits) -> None:
    assert {one.what for one in found.resources} == {*PRECONDITIONS, *RUNGS, "coach"}
    for one in found.resources:
        for measure in GAINS:
            assert sum(step.mean for step in one.each[measure]) == pytest.approx(one.all[measure].mean, abs=1e-6)


def test_what_is_scarce_brings_most_and_what_is_not_brings_nothing(found: NextUnits) -> None:
    """One vacancy a year for fifty people, and room with the coach for all of them."""
    best = found.resources[0]
    assert best.what == "regular"
    assert best.each[GAINS[0]][0].mean > 2 * best.each[GAINS[0]][0].error
    coach = next(one for one in found.resources if one.what == "coach")
    assert coach.all[GAINS[0]].mean == 0


def made(steps: dict[str, list[float]], error: float) -> NextUnits:
    def one(mean: float) -> Interval:
        return Interval(mean, mean - 1, mean + 1, error, 0.95 if mean > 0 else 0.5)

    return NextUnits(
        tuple(
            Next(what, {GAINS[0]: tuple(map(one, each))}, {GAINS[0]: one(sum(each))}) for what, each in steps.items()
        ),
        Work(1, 1),
    )


def test_the_third_coach_and_five_places() -> None:
    steps = {"coach": [3.0, 2.5, 2.0, 0.0, 0.0], "stepping": [0.3, 0.2, 0.1, 0.1, 0.1]}
    told = [one.say(texts("nl")) for one in next_story(made(steps, 0.1))]
    assert "Plek bij de jobcoach: nummer 3 erbij brengt nog meer dan 5 keer dit erbij: Opstapbaan." in told
    assert told[-1].startswith("Opstapbaan, 5 erbij: naar schatting +0,8 mensen")
    assert all("(90% van de uitkomsten" in sentence for sentence in told if "mensen" in sentence)


def test_what_is_not_sure_is_not_said() -> None:
    steps = {"coach": [3.0, 2.5, 2.0, 0.0, 0.0], "stepping": [0.3, 0.2, 0.1, 0.1, 0.1]}
    keys = [one.key for one in next_story(made(steps, 0.6))]
    assert not any("beats" in key for key in keys)
    assert keys == ["games.said_more", "games.said_unclear"]
