"""One unit more: of one thing, at one employer, and nobody comes in elsewhere because of it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.simulation.bottleneck import one_more
from graph.simulation.luck import draw_luck
from graph.simulation.scenario import Scenario, joint
from tests.graph.simulation.cases import EMPLOYERS, VALUES, of

CHAIN = of(EMPLOYERS, joint(EMPLOYERS))
CHANGES = one_more()


def room(one: Scenario) -> np.ndarray:
    """All there is: slots, places per rung, vacancies, coach."""
    places = np.sum([e.places for e in one.employers], axis=0)
    totals = [sum(e.vacancies_year for e in one.employers), sum(e.coach for e in one.employers)]
    return np.array([*(p.slots for p in one.preconditions), *places, *totals], dtype=float)


@pytest.mark.parametrize(("at", "what"), list(enumerate(CHANGES)))
def test_it_adds_one_of_one_thing(at: int, what: str) -> None:
    assert (room(CHANGES[what](CHAIN, 2)) - room(CHAIN)).tolist() == [float(at == n) for n in range(len(CHANGES))]


@pytest.mark.parametrize("what", CHANGES)
def test_everyone_keeps_the_same_luck(what: str) -> None:
    before, after = (draw_luck(one, VALUES, (1,)) for one in (CHAIN, CHANGES[what](CHAIN, 2)))
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_each_employer_has_its_turn() -> None:
    more = CHANGES["coach"]
    got = [[e.coach > 3 for e in more(CHAIN, turn).employers].index(True) for turn in range(7)]
    assert got == [0, 1, 2, 3, 4, 5, 0]
