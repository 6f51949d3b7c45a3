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
from graph.simulation.shares import shares, shares_beside
from graph.simulation.suiting import asked_of, in_reach, wants_sector

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
    help_weeks: Weeks  # (n, K) NEVER without the need
    help_patience: Weeks  # (n, K) NEVER without the need
    loss_share: Shares  # (n, K) for the handover to the precondition
    job_weeks: Weeks  # (n, R, A)
    break_weeks: Weeks  # (n, R, A)
    job_patience: Weeks  # (n, R, A)
    rematch_share: Shares  # (n, R, A)
    hop_share: Shares  # (n, R, A) for the handover to another employer
    prefers: Shares  # (n, J) the lowest is preferred
    fits: NDArray[np.bool_]  # (n, J)
    level: NDArray[np.int8]  # (n,)
    work_capacity: Shares  # (n,)
    hours: Shares  # (n,)
    yes_share: Shares  # (n, J) an employer says yes when this is below its chance
    strain_units: Shares  # (n, R, A) hazard of open needs that someone bears before breaking off


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
    mean_job = np.array([*(values[f"weeks_{name}"] for name in names[:-1]), np.inf])[:, None]  # the last has no plan
    hazard = np.array([values[f"break_{name}"] for name in names])[:, None]
    give_up = np.array(values["give_up"])
    starts_first = chances(scenario, values, "start_first", [p.start_first for p in profiles], people)
    needs = [chances(scenario, values, f"need_{code}", [p.needs.get(code) for p in profiles], people) for code in codes]
    begins_late = (own[:, 1] >= starts_first) & (rungs > 2)
    start = begins_late.astype(np.int32)
    home, prefers, fits = _employers(scenario, values, key, start, people)
    need = helps[:, 0] < np.array(needs).T
    luck = Luck(
        arrive=arrivals.week,
        home=home,
        start=start,
        need=need,
        help_weeks=_weeks(helps[:, 1], need / mean_help),
        help_patience=_weeks(helps[:, 2], need * give_up),
        loss_share=np.ascontiguousarray(helps[:, 3]),
        job_weeks=_weeks(jobs[:, 0], 1 / mean_job),
        break_weeks=_weeks(jobs[:, 1], hazard),
        job_patience=_weeks(jobs[:, 2], give_up),
        rematch_share=np.ascontiguousarray(jobs[:, 3]),
        hop_share=np.ascontiguousarray(jobs[:, 4]),
        prefers=prefers,
        fits=fits,
        level=people.level,
        work_capacity=people.work_capacity,
        hours=people.hours,
        yes_share=_yes(scenario, key),
        strain_units=_strain(scenario, key, need),
    )
    return people, luck


@vectorize(["int32(float64, float64)"], cache=True)  # type: ignore[no-untyped-call, untyped-decorator]
def _weeks(share: Any, hazard: Any) -> Any:
    """Whole weeks, at least 1, until something with this hazard per week happens; never when it is 0."""
    if hazard <= 0:
        return NEVER
    return min(max(np.ceil(-np.log1p(-share) / hazard), 1.0), NEVER)


def _yes(scenario: Scenario, key: tuple[int, ...]) -> Shares:
    """Draws per candidate and employer of a yes, by the employer's id; all 0 where nobody ever says no."""
    hesitant = [e.willing is not None or scenario.context.cold_feet for e in scenario.employers]
    if not any(hesitant):
        return np.zeros((scenario.candidates, len(scenario.employers)))
    ends = [key_of(f"yes {employer.id}") for employer in scenario.employers]
    drawn = shares_beside(key, ends, (scenario.candidates, 1))[:, :, 0]
    return drawn if all(hesitant) else drawn * np.array(hesitant)


def _strain(scenario: Scenario, key: tuple[int, ...], need: NDArray[np.bool_]) -> Shares:
    """What each candidate bears of open needs in each attempt, exponential with mean 1; infinite without such needs."""
    size = (scenario.candidates, scenario.rungs, scenario.attempts)
    bears = np.full(size, np.inf)
    open_later = need[:, [p.timing != "before" for p in scenario.preconditions]].any(axis=1)
    if open_later.any():
        bears[open_later] = -np.log1p(-shares((*key, key_of("strain")), size)[open_later])
    return bears


def _employers(
    scenario: Scenario, values: Values, key: tuple[int, ...], start: Weeks, people: People
) -> tuple[Weeks, Shares, NDArray[np.bool_]]:
    """Home, preference and fit, from draws per candidate and employer that depend on the employer's id only.

    Home is won by an exponential race: the chance of an employer is its share of the intake at the
    rung where the candidate starts (everyone equal where nobody takes any in). With profiles only employers that
    suit can win, where there is one. Where a candidate did not come in, it fits by sector and travel as well.
    """
    drawn = shares_beside(key, [key_of(employer.id) for employer in scenario.employers], (scenario.candidates, 3))
    intake = np.array([employer.intake or employer.places for employer in scenario.employers], dtype=float)
    intake[:, intake.sum(axis=0) == 0] = 1.0
    certain = certain_fit(scenario)
    everyone = np.ones((scenario.candidates, len(scenario.employers)), np.bool_)
    if not scenario.context.profiles:
        home = _race(drawn, intake, start, everyone)
        fits = (drawn[:, :, 2] < values["fit_other"]) | certain[home]
        return home, np.ascontiguousarray(drawn[:, :, 1]), fits
    wants = wants_sector(scenario, people)
    home = _race(drawn, intake, start, wants & in_reach(scenario, people, None) & asked_of(scenario, people, start))
    fits = ((drawn[:, :, 2] < values["fit_other"]) | certain[home]) & wants & in_reach(scenario, people, home)
    return home, np.ascontiguousarray(drawn[:, :, 1]), fits


@njit(cache=True, nogil=True)
def _race(drawn, intake, start, suits):  # type: ignore[no-untyped-def]
    """The employer whose exponential clock with its intake (J, starting rungs) as rate rings first, per candidate.

    Of those that suit (n, J), if any of them takes somebody in; else of all.
    """
    home = np.zeros(start.shape[0], np.int32)
    for i in range(start.shape[0]):
        any_suits = False
        for j in range(intake.shape[0]):
            any_suits |= suits[i, j] and intake[j, start[i]] > 0
        first = np.inf
        for j in range(intake.shape[0]):
            rate = intake[j, start[i]] if suits[i, j] or not any_suits else 0.0
            if rate > 0 and drawn[i, j, 0] / rate < first:  # a clock never rings sooner: -ln(1 - u) >= u
                rings = -np.log1p(-drawn[i, j, 0]) / rate
                if rings < first:
                    home[i], first = j, rings
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
