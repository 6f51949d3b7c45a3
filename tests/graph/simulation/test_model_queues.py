"""Queues of the textbooks as special cases of the engine, with weeks so short that they are nearly continuous.

The random walk of Grinstead and Snell is not among them: it goes back as well as forward, and nobody
in the chain does. Its method, B = N R, is checked in ``test_model_exact`` on the chain itself.
"""

from __future__ import annotations

import numpy as np
import pytest

from graph.simulation.luck import NEVER, Luck
from graph.simulation.model import replicate
from graph.simulation.tally import Tally
from tests.graph.simulation.cases import bare_luck, bare_rules, geometric_weeks, poisson_weeks

UNIT = 100
"""Weeks per unit of time of the textbook: what is lost by counting in whole weeks is about 1 / UNIT."""
GRAIN = 2.0 / UNIT
Z = 4.0


def near(parts: np.ndarray, expected: float, grain: float = GRAIN) -> bool:
    """Whether the mean of batch means is within 4 standard errors, and the grain of a week, of ``expected``."""
    error = parts.std(ddof=1) / np.sqrt(parts.size)
    assert error < 0.05 * expected, "too little data to say anything"
    return abs(parts.mean() - expected) < Z * error + grain * expected


def batches(values: np.ndarray, count: int = 40) -> np.ndarray:
    kept = values[len(values) // 20 :]
    return np.array([part.mean() for part in np.array_split(kept, count)])


def serve(rng: np.random.Generator, n: int, rate: float, rates: list[float], slots: list[int]) -> tuple[Luck, Tally]:
    """Customers through stations one after another; rates per unit of time."""
    arrive = poisson_weeks(rng, n, rate / UNIT)
    luck = bare_luck(arrive, len(slots))
    for k, one in enumerate(rates):
        luck.help_weeks[:, k] = geometric_weeks(rng, n, UNIT / one)
    return luck, replicate(luck, bare_rules(slots, [0], int(arrive[-1]) + 10**6), False)


@pytest.mark.parametrize(
    ("servers", "load", "wait", "queue"),
    [
        (3, 2.0, 0.444444, 0.888889),
        (2, 1.5, 0.642857, 1.928571),
        (5, 4.0, 0.554113, 2.216450),
        (10, 8.0, 0.409180, 1.636721),
    ],
)
def test_one_station_is_erlang_c(servers: int, load: float, wait: float, queue: float) -> None:
    """M/M/c: the chance to wait, and the mean number waiting (Little: rate x mean wait)."""
    _, tally = serve(np.random.default_rng(servers), 200_000, load, [1.0], [servers])
    waited = tally.help_wait[:, 0]
    assert near(batches(waited > 0), wait)
    assert near(load * batches(waited) / UNIT, queue)


def test_giving_up_is_erlang_a() -> None:
    """(rate, service, patience, servers) = (5, 1, 0.5, 5): chance to wait, queue and share that gives up."""
    rng = np.random.default_rng(5)
    arrive = poisson_weeks(rng, 200_000, 5 / UNIT)
    luck = bare_luck(arrive, 1)
    luck.help_weeks[:, 0] = geometric_weeks(rng, len(arrive), UNIT)
    luck.help_patience[:, 0] = geometric_weeks(rng, len(arrive), UNIT / 0.5)
    tally = replicate(luck, bare_rules([5], [0], int(arrive[-1]) + 10**5), False)
    waited = tally.help_wait[:, 0]
    assert near(batches(waited > 0), 0.633151)
    assert near(5 * batches(waited) / UNIT, 1.461316)
    assert near(batches(tally.left_at == 1), 0.146132)


def test_sharing_four_single_desks_is_the_pooling_of_the_textbook() -> None:
    """Four M/M/1 of load 0.8 have 12.8 waiting, one M/M/4 has 2.385730: the pure gain of sharing places."""
    rng, unit = np.random.default_rng(4), UNIT // 2
    arrive = poisson_weeks(rng, 150_000, 3.2 / unit)
    luck = bare_luck(arrive, 0, employers=4)
    luck.home[:] = rng.integers(0, 4, len(arrive))
    luck.break_weeks[:, 0, 0] = geometric_weeks(rng, len(arrive), unit)
    luck.job_patience[:] = NEVER
    queues = {}
    for shared in (False, True):
        tally = replicate(luck, bare_rules([], [1] * 4, int(arrive[-1]) + 10**5, shared=shared), False)
        queues[shared] = 3.2 * batches(tally.job_wait[:, 0]) / unit
    assert near(queues[False], 12.8, 2 * GRAIN)
    assert near(queues[True], 2.385730, 2 * GRAIN)


def test_two_stations_are_a_tandem_of_jackson() -> None:
    """Rate 2, services 3 and 4: 3 people in the system, 1.5 units of time each."""
    luck, tally = serve(np.random.default_rng(2), 200_000, 2.0, [3.0, 4.0], [1, 1])
    stay = (tally.help_wait.sum(axis=1) + luck.help_weeks.sum(axis=1)) / UNIT
    assert near(batches(stay), 1.5)
    assert near(2.0 * batches(stay), 3.0)


def test_help_without_limit_is_poisson_whatever_the_duration() -> None:
    """M/G/infinity, 4 a week, 26 weeks on average (1 or 51): Poisson(104), P(at most 90) = 0.090554. Exact in weeks."""
    rng, weeks = np.random.default_rng(3), 51 * 3000
    arrive = np.repeat(np.arange(weeks), rng.poisson(4, weeks))
    luck = bare_luck(arrive, 1)
    luck.help_weeks[:, 0] = rng.choice([1, 51], len(arrive))
    tally = replicate(luck, bare_rules([10**6], [0], weeks), True)
    people = tally.weekly[51::51, 4]  # 51 weeks apart nobody is counted twice: independent
    assert abs(people.mean() - 104) < Z * np.sqrt(104 / people.size)
    assert abs(people.var() / 104 - 1) < Z * np.sqrt(2 / people.size)
    assert abs((people <= 90).mean() - 0.090554) < Z * np.sqrt(0.0906 * 0.9094 / people.size)
