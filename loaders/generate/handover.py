"""What becomes of a referral: warm or cold, received, first contact, outcome, feedback, and when the next step is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loaders.generate.reference import Bools, Floats, Ints

OPEN, ACCEPTED, REFUSED, VANISHED, DONE = range(5)
DRAWS = 9
VANISHED_AFTER = 45  # days after which a candidate who never came counts as vanished


@dataclass(frozen=True, slots=True)
class PairHabit:
    """What is particular about referrals from ``source`` to ``target`` (-1: anyone); None: as usual.

    ``wait`` is the median number of days until first contact; the rest are shares.
    """

    source: int
    target: int
    warm: float | None = None
    arrive: float | None = None
    confirm: float | None = None
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """Columns of what happened. ``kept`` is what became of it in the end; ``outcome`` what is known on the last day."""

    warm: Bools
    kept: Ints
    outcome: Ints
    received: Ints
    contact: Ints
    feedback: Ints
    next_day: Ints


def hand_over(
    numbers: Mapping[str, float],
    habits: tuple[PairHabit, ...],
    source: Ints,
    target: Ints,
    today: Ints,
    end: int,
    partner: Bools,
    wait: Floats,
    step: Floats,
    refuse: Floats,
    feedback: Floats,
    u: Floats,
) -> Handover:
    """Draw the course of each referral from ``u``, shape (n, DRAWS). Days are counted from 1970-01-01; -1: never."""
    p_warm = np.where(partner, numbers["warm_partner"], numbers["warm_other"])
    warm = u[:, 0] < _particular(habits, "warm", source, target, p_warm)
    arrive = np.where(warm, numbers["arrive_warm"], numbers["arrive_cold"])
    arrive = _particular(habits, "arrive", source, target, arrive)
    confirm = np.where(warm, numbers["confirm_warm"], numbers["confirm_cold"])
    confirm = _particular(habits, "confirm", source, target, confirm)

    refused = u[:, 1] < refuse
    vanished = ~refused & (u[:, 2] >= arrive)
    accepted = ~refused & ~vanished
    kept = np.where(refused, REFUSED, np.where(vanished, VANISHED, ACCEPTED))

    median = wait + np.where(warm, 0.0, numbers["cold_delay_days"])
    median = _particular(habits, "wait", source, target, median)
    waited = _days(median * np.exp(numbers["wait_sigma"] * normal(u[:, 3])))
    delay = np.minimum(np.floor(np.where(warm, 5 * u[:, 4], 2 + 18 * u[:, 4])).astype(np.int64), waited)
    contact = np.where(accepted, today + waited, -1)
    received = np.where((u[:, 5] < confirm) | refused, today + delay, -1)

    p_told = np.where(np.isnan(feedback), np.where(warm, numbers["feedback_warm"], numbers["feedback_cold"]), feedback)
    told = (u[:, 6] < p_told) & ~vanished
    lag = _days(numbers["feedback_days"] * np.exp(0.5 * normal(u[:, 7])))
    answered = np.where(told, np.where(refused, received + 2, contact + lag), -1)

    stay = _days(step * np.exp(numbers["step_sigma"] * normal(u[:, 8])))
    away = np.where(refused, 10 + waited // 2, VANISHED_AFTER + stay)
    next_day = np.where(accepted, contact + stay, today + away)

    known_on = np.where(accepted, contact, np.where(refused, received + 2, today + VANISHED_AFTER))
    now = np.where(accepted & (next_day <= end), DONE, kept)
    return Handover(
        warm=warm,
        kept=kept,
        outcome=np.where(known_on > end, OPEN, now),
        received=np.where(received > end, -1, received),
        contact=np.where(contact > end, -1, contact),
        feedback=np.where(answered > end, -1, answered),
        next_day=next_day,
    )


def normal(chance: Floats) -> Floats:
    """Standard normal values from chances in [0, 1), by the logistic approximation (off by less than 0.01 in chance).

    S. R. Bowling et al. 2009, "A logistic approximation to the cumulative normal distribution", inverted
    for its leading term: z = ln(p / (1 - p)) / 1.702. Good enough for days, and the same on every machine.
    """
    p = chance.clip(1e-4, 1 - 1e-4)
    value: Floats = np.log(p / (1 - p)) / 1.702
    return value


def _days(values: Floats) -> Ints:
    return np.round(values).astype(np.int64).clip(1, 1200)


def _particular(habits: tuple[PairHabit, ...], what: str, source: Ints, target: Ints, usual: Floats) -> Floats:
    """``usual``, with the values of the pairs that have habits of their own."""
    rows = np.flatnonzero(np.isin(source, [habit.source for habit in habits]))
    changed = usual.copy()
    for habit in habits:
        value = getattr(habit, what)
        if value is not None:
            here = (source[rows] == habit.source) & ((target[rows] == habit.target) | (habit.target < 0))
            changed[rows[here]] = value
    return changed
