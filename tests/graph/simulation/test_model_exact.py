"""The engine against closed forms: the absorbing chain that the model is when there is room for everyone."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from graph.simulation.luck import draw_luck
from graph.simulation.model import replicate
from graph.simulation.parameters import Values
from graph.simulation.rules import build_rules
from graph.simulation.scenario import PRECONDITIONS, RUNGS, Precondition, alone
from graph.simulation.tally import Tally, stop_names
from tests.graph.simulation.cases import TOY, employer, of

PEOPLE = 200_000
Z = 4.0


def chain() -> tuple[np.ndarray, np.ndarray]:
    """Q and R of the absorbing chain over (rung, attempt) for one week: absorbed are "regular" and "out"."""
    attempts, rho = 3, TOY["rematch_alone"]
    states = [(r, a) for r in range(2) for a in range(attempts)]
    q, absorbed = np.zeros((6, 6)), np.zeros((6, 2))
    for at, (r, a) in enumerate(states):
        name = ("first", "stepping")[r]
        done, broken = 1 - exp(-1 / TOY[f"weeks_{name}"]), 1 - exp(-TOY[f"break_{name}"])
        q[at, at] = (1 - done) * (1 - broken)
        if r == 0:
            q[at, states.index((1, 0))] = done
        else:
            absorbed[at, 0] = done
        again = rho if a + 1 < attempts else 0.0
        if again:
            q[at, states.index((r, a + 1))] = (1 - done) * broken * again
        absorbed[at, 1] = (1 - done) * broken * (1 - again)
    return q, absorbed


Q, R = chain()
N = np.linalg.inv(np.eye(6) - Q)
REACHES_WORK = float(np.prod([1 - TOY[f"need_{code}"] * TOY["loss_cold"] for code in PRECONDITIONS]))


def with_room_for_everyone(values: Values) -> Tally:
    """One employer, cold: nobody ever waits."""
    everyone = (employer("a", (PEOPLE, PEOPLE), 1e9, coach=1e9),)
    slots = tuple(Precondition(code, PEOPLE) for code in PRECONDITIONS)
    one = of(everyone, alone(everyone), preconditions=slots, candidates=PEOPLE, horizon_weeks=1200)
    return replicate(draw_luck(one, values, (1,)), build_rules(one, values), False)


@pytest.fixture(scope="module")
def tally() -> Tally:
    return with_room_for_everyone(TOY)


@pytest.fixture(scope="module")
def start() -> np.ndarray:
    everyone = (employer("a", (PEOPLE, PEOPLE), 1e9, coach=1e9),)
    return draw_luck(of(everyone, alone(everyone), candidates=PEOPLE), TOY, (1,)).start


def agrees(found: np.ndarray, expected: float) -> bool:
    return abs(found.mean() - expected) < Z * max(found.std(), 1e-9) / np.sqrt(found.size)


def test_the_chain_gives_the_published_values() -> None:
    """Independent of the engine: the values in the methods, from B = N R."""
    b = (N @ R)[:, 0]
    assert b[0] == pytest.approx(0.732354, abs=1e-6)
    assert b[3] == pytest.approx(0.814067, abs=1e-6)
    assert REACHES_WORK * (0.65 * b[0] + 0.35 * b[3]) == pytest.approx(0.656526, abs=1e-6)


def test_share_that_gets_a_regular_job(tally: Tally) -> None:
    assert agrees(tally.reached[:, 2], 0.656526)


def test_share_that_gets_a_regular_job_by_rung_of_start(tally: Tally, start: np.ndarray) -> None:
    worked = tally.first_work >= 0
    assert agrees(tally.reached[worked & (start == 0), 2], 0.732354)
    assert agrees(tally.reached[worked & (start == 1), 2], 0.814067)


def test_share_that_is_not_lost_before_work(tally: Tally) -> None:
    assert agrees(tally.first_work >= 0, REACHES_WORK)


def test_mean_weeks_in_the_first_step(tally: Tally) -> None:
    """4.2936 weeks per candidate; the error from the chain's own variance of a visit, generously."""
    expected = 0.65 * REACHES_WORK * N[0, :3].sum()
    assert expected == pytest.approx(4.2936, abs=1e-4)
    assert tally.work_weeks[0, 0] / PEOPLE == pytest.approx(expected, abs=Z * 8 / np.sqrt(PEOPLE))


def test_share_that_is_still_at_work_after_12_months(tally: Tally) -> None:
    """A job lasts longer than 52 weeks with chance s; a break-off gives another try with chance rho, twice at most."""
    s, rho = exp(-52 * TOY["break_regular"]), TOY["rematch_alone"]
    expected = s * sum(((1 - s) * rho) ** a for a in range(3))
    assert agrees(tally.sustained[tally.reached[:, 2]], expected)


def test_every_candidate_who_left_is_counted_at_one_stop(tally: Tally) -> None:
    assert np.array_equal(tally.left_at >= 0, tally.state == 7)
    stops = stop_names(PRECONDITIONS, RUNGS)
    left = np.bincount(tally.left_at[tally.left_at >= 0], minlength=len(stops)) / PEOPLE
    lost = [left[stops.index(f"handover_{code}")] for code in ("wonen", "financien")]
    assert lost[0] == pytest.approx(0.35 * 0.12, abs=Z * 0.2 / np.sqrt(PEOPLE))
    assert lost[1] == pytest.approx((1 - 0.35 * 0.12) * 0.40 * 0.12, abs=Z * 0.22 / np.sqrt(PEOPLE))


def test_who_comes_back_counts_as_if_a_smaller_share_had_been_lost() -> None:
    """Of those who do not show up a share r comes back, once for each need: lost is loss x (1 - r)."""
    r, loss = 0.4, TOY["loss_cold"]
    tally = with_room_for_everyone(TOY | {"return_alone": r})
    reaches, back = 1.0, 0.0
    for code in PRECONDITIONS:
        back += reaches * TOY[f"need_{code}"] * loss * r
        reaches *= 1 - TOY[f"need_{code}"] * loss * (1 - r)
    assert agrees(tally.first_work >= 0, reaches)
    assert tally.came_back / PEOPLE == pytest.approx(back, abs=Z * 0.25 / np.sqrt(PEOPLE))


def test_nobody_waits_when_there_is_room_for_everyone(tally: Tally) -> None:
    assert tally.help_wait.max() == 0
    assert tally.job_wait.max() == 0
