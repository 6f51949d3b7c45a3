"""What becomes of a referral: shares as the settings say, days in order, nothing known after the last day."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from loaders.generate.handover import (
    ACCEPTED,
    DONE,
    DRAWS,
    OPEN,
    REFUSED,
    VANISHED,
    Handover,
    PairHabit,
    hand_over,
    normal,
)
from loaders.generate.settings import load_settings

N = 100_000


def went(
    end: int = 10**6, habits: tuple[PairHabit, ...] = (), refuse: float = 0.1, feedback: float = np.nan
) -> Handover:
    numbers = {name: float(value) for name, value in load_settings().raw["handover"].items()}
    zeros = np.zeros(N, dtype=np.int64)
    return hand_over(
        numbers,
        habits,
        zeros,
        zeros + 1,
        zeros + 1000,
        end,
        np.ones(N, dtype=bool),
        np.full(N, 10.0),
        np.full(N, 60.0),
        np.full(N, refuse),
        np.full(N, feedback),
        np.random.default_rng(1).random((N, DRAWS)),
    )


def test_shares_are_the_declared_ones() -> None:
    numbers = load_settings().raw["handover"]
    result = went()
    assert result.warm.mean() == pytest.approx(numbers["warm_partner"], abs=0.005)
    assert (result.outcome == REFUSED).mean() == pytest.approx(0.1, abs=0.005)
    arrives = numbers["warm_partner"] * numbers["arrive_warm"] + (1 - numbers["warm_partner"]) * numbers["arrive_cold"]
    assert (result.outcome == VANISHED).mean() == pytest.approx(0.9 * (1 - arrives), abs=0.005)
    assert np.median((result.contact - 1000)[result.warm & (result.contact >= 0)]) == pytest.approx(10, abs=1)


def test_days_are_in_order() -> None:
    result = went()
    both = (result.received >= 0) & (result.contact >= 0)
    assert (result.received[both] <= result.contact[both]).all()
    assert (result.received[result.received >= 0] >= 1000).all()
    told = (result.feedback >= 0) & (result.contact >= 0)
    assert (result.feedback[told] > result.contact[told]).all()
    assert (result.next_day > 1000).all()


def test_what_happens_after_the_last_day_is_not_known_yet() -> None:
    result = went(end=1010)
    for days in (result.received, result.contact, result.feedback):
        assert days.max() <= 1010
    assert set(np.unique(result.outcome).tolist()) <= {OPEN, ACCEPTED, REFUSED, DONE}
    assert (result.outcome[(result.kept == ACCEPTED) & (result.contact < 0)] == OPEN).all()


def test_who_vanishes_never_has_a_first_contact() -> None:
    result = went()
    assert (result.contact[result.outcome == VANISHED] == -1).all()
    assert (result.feedback[result.outcome == VANISHED] == -1).all()


def test_a_habit_of_one_pair_replaces_the_usual_shares() -> None:
    result = went(habits=(PairHabit(0, -1, warm=0.0, arrive=0.5, confirm=0.0, wait=40),), refuse=0.0)
    assert not result.warm.any()
    assert (result.outcome == VANISHED).mean() == pytest.approx(0.5, abs=0.005)
    assert (result.received == -1).all()
    assert np.median((result.contact - 1000)[result.contact >= 0]) == pytest.approx(40, abs=1)


def test_an_organisation_that_never_tells_does_not() -> None:
    result = went(feedback=0.0)
    assert (result.feedback == -1).all()


def test_the_normal_approximation_is_off_by_less_than_a_hundredth() -> None:
    chances = np.linspace(0.0005, 0.9995, 2001)
    assert np.abs(norm.cdf(normal(chances)) - chances).max() < 0.01
