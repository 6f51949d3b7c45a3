"""Luck: what chance has in store for every candidate, drawn once and shared by all arms.

Every draw is keyed by candidate and event (or candidate and employer), never by week, so that the same
person has the same patience, durations and mishaps in every arm: common random numbers (Law 2015, ch. 11).
The order of the employers does not matter, and leaving one out leaves the draws at the others as they were.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numba import njit, vectorize
from numpy.typing import NDArray

from graph.simulation.parameters import Values
from graph.simulation.people import People, chances, draw_people, key_of
from graph.simulation.scenario import RUNGS, Employer, Scenario
from graph.simulation.shares import shares

NEVER = 2**30
"""A number of weeks that no horizon reaches."""

Weeks = NDArray[np.int32]
Shares = NDArray[np.float64]


class Luck(NamedTuple):
    """Chance for n candidates (ordered by arrival), K preconditions, R rungs, A attempts, J employers.

    Weeks are whole and at least 1 (``arrive`` counts from 0). ``*_share`` are uniform on [0, 1).
    """

    arrive: Weeks  # (n,)
    home: Weeks  # (n,) position of the employer where the candidate comes in
    start: Weeks  # (n,) first rung, from 0
    need: NDArray[np.bool_]  # (n, K)
    help_weeks: Weeks  # (n, K)
    help_patience: Weeks  # (n, K)
    loss_share: Shares  # (n, K) for the handover to the precondition
    job_weeks: Weeks  # (n, R, A)
    break_weeks: Weeks  # (n, R, A)
    job_patience: Weeks  # (n, R, A)
    rematch_share: Shares  # (n, R, A)
    hop_share: Shares  # (n, R, A) for the handover to another employer
    prefers: Shares  # (n, J) the lowest is preferred
    fits: NDArray[np.bool_]  # (n, J)


def draw_luck(scenario: Scenario, values: Values, key: tuple[int, ...]) -> Luck:
    """The luck of :func:`draw`, without the people."""
    return draw(scenario, values, key)[1]


def draw(scenario: Scenario, values: Values, key: tuple[int, ...]) -> tuple[People, Luck]:
    """Draw people and luck for one replication; ``key`` (such as seed, set, run) fixes everything.

    Durations are exponential with the given mean or hazard, rounded up to whole weeks: geometric,
    with chance 1 - exp(-hazard) per week.
    """
    n, kinds = scenario.candidates, len(scenario.preconditions)
    rungs, tries = scenario.rungs, scenario.attempts
    profiles = scenario.context.profiles
    own = shares(key, (n, 2 + 4 * kinds + 5 * rungs * tries))
    people, arrivals = draw_people(scenario, values, key, own[:, 0])
    own = own[arrivals.draw]
    helps = own[:, 2 : 2 + 4 * kinds].reshape(n, 4, kinds)
    jobs = own[:, 2 + 4 * kinds :].reshape(n, 5, rungs, tries)
    codes = [p.code for p in scenario.preconditions]
    names = RUNGS[-rungs:]
    mean_help = np.array([values[f"weeks_{code}"] for code in codes])
    mean_job = np.array([*(values[f"weeks_{name}"] for name in names[:-1]), 1.0])[:, None]
    hazard = np.array([values[f"break_{name}"] for name in names])[:, None]
    give_up = np.array(values["give_up"])
    starts_first = chances(scenario, values, "start_first", [p.start_first for p in profiles], people)
    needs = [chances(scenario, values, f"need_{code}", [p.needs.get(code) for p in profiles], people) for code in codes]
    begins_late = (own[:, 1] >= starts_first) & (rungs > 2)
    home, prefers, fits = _employers(scenario, values, key, begins_late.astype(np.int32))
    luck = Luck(
        arrive=arrivals.week,
        home=home,
        start=begins_late.astype(np.int32),
        need=helps[:, 0] < np.array(needs).T,
        help_weeks=_weeks(helps[:, 1], 1 / mean_help),
        help_patience=_weeks(helps[:, 2], give_up),
        loss_share=np.ascontiguousarray(helps[:, 3]),
        job_weeks=_weeks(jobs[:, 0], 1 / mean_job),
        break_weeks=_weeks(jobs[:, 1], hazard),
        job_patience=_weeks(jobs[:, 2], give_up),
        rematch_share=np.ascontiguousarray(jobs[:, 3]),
        hop_share=np.ascontiguousarray(jobs[:, 4]),
        prefers=prefers,
        fits=fits,
    )
    return people, luck


@vectorize(["int32(float64, float64)"], cache=True)  # type: ignore[no-untyped-call, untyped-decorator]
def _weeks(share: Any, hazard: Any) -> Any:
    """Whole weeks, at least 1, until something with this hazard per week happens; never when it is 0."""
    if hazard <= 0:
        return NEVER
    return min(max(np.ceil(-np.log1p(-share) / hazard), 1.0), NEVER)


def _employers(
    scenario: Scenario, values: Values, key: tuple[int, ...], start: Weeks
) -> tuple[Weeks, Shares, NDArray[np.bool_]]:
    """Home, preference and fit, from draws per candidate and employer that depend on the employer's id only.

    Home is won by an exponential race: the chance of an employer is its share of the intake at the
    rung where the candidate starts (everyone equal where nobody takes any in).
    """
    drawn = np.stack(
        [shares((*key, key_of(employer.id)), (scenario.candidates, 3)) for employer in scenario.employers], axis=1
    )
    intake = np.array([employer.intake or employer.places for employer in scenario.employers], dtype=float)
    intake[:, intake.sum(axis=0) == 0] = 1.0
    home = _race(drawn, intake, start)
    fits = (drawn[:, :, 2] < values["fit_other"]) | certain_fit(scenario)[home]
    return home, np.ascontiguousarray(drawn[:, :, 1]), fits


@njit(cache=True, nogil=True)
def _race(drawn, intake, start):  # type: ignore[no-untyped-def]
    """The employer whose exponential clock with its intake (J, starting rungs) as rate rings first, per candidate."""
    home = np.zeros(start.shape[0], np.int32)
    for i in range(start.shape[0]):
        first = np.inf
        for j in range(intake.shape[0]):
            rate = intake[j, start[i]]
            if rate > 0 and -np.log1p(-drawn[i, j, 0]) / rate < first:
                home[i], first = j, -np.log1p(-drawn[i, j, 0]) / rate
    return home


def certain_fit(scenario: Scenario) -> NDArray[np.bool_]:
    """(J, J) true where people who came in at the first employer certainly fit at the second.

    The same employer, the same sector, or a stepping stone between the two in the graph.
    """
    return _certain(scenario.employers)


@lru_cache(maxsize=512)
def _certain(employers: tuple[Employer, ...]) -> NDArray[np.bool_]:
    return np.array(
        [
            [a.id == b.id or (a.sector is not None and a.sector == b.sector) or b.id in a.leads_to for b in employers]
            for a in employers
        ]
    )
