"""Scenarios, parameter sets and luck for the tests of the simulation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from graph.simulation.luck import NEVER, Luck
from graph.simulation.parameters import centre, load_parameters
from graph.simulation.profiles import load_profiles
from graph.simulation.rules import Rules, build_rules
from graph.simulation.scenario import (
    PRECONDITIONS,
    TIMINGS,
    Context,
    Employer,
    Group,
    Precondition,
    Scenario,
    alone,
    case_manager,
    joint,
    scenario,
)

VALUES = centre(load_parameters())
TOY = {
    **VALUES,
    "start_first": 0.65,
    "need_wonen": 0.35,
    "need_financien": 0.40,
    "need_psychisch": 0.45,
    "loss_cold": 0.12,
    "delay_cold": 3.0,
    "warm_now": 0.0,
    "weeks_first": 8.0,
    "weeks_stepping": 26.0,
    "break_first": 0.020,
    "break_stepping": 0.012,
    "break_regular": 0.006,
    "rematch_alone": 0.25,
    "return_alone": 0.0,
    **{f"need_{code}": 0.0 for code in PRECONDITIONS if code not in ("wonen", "financien", "psychisch")},
}
"""The parameter set for which the methods give exact answers."""


def employer(name: str, places: tuple[int, ...] = (2, 2), vacancies: float = 2.0, **more: Any) -> Employer:
    return Employer(name, name, places, vacancies, more.pop("coach", 3.0), **more)


EMPLOYERS = tuple(employer(f"e{at}", sector="CFGHQ"[at % 5]) for at in range(6))


def of(employers: tuple[Employer, ...], groups: tuple[Group, ...], **more: Any) -> Scenario:
    return replace(scenario(employers, groups, VALUES), **more)


@st.composite
def scenarios(draw: st.DrawFn, size: int = 4) -> Scenario:
    """Small chains of every shape: none or many places, every partition, every mix of mechanisms."""
    names = [f"e{at}" for at in range(draw(st.integers(1, size)))]
    employers = tuple(
        employer(
            name,
            draw(st.tuples(st.integers(0, 3), st.integers(0, 3))),
            draw(st.sampled_from([0.0, 1.0, 3.5, 20.0])),
            coach=draw(st.sampled_from([0.0, 1.0, 1.6, 5.0])),
            sector=draw(st.sampled_from([None, "C", "Q"])),
            **(draw(limits()) if draw(st.booleans()) else {}),
        )
        for name in names
    )
    cells = [draw(st.integers(0, 2)) for _ in names]
    groups = tuple(
        Group(
            tuple(n for n, at in zip(names, cells, strict=True) if at == cell),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.sampled_from(["now", "cold", "warm"])),
            draw(st.sampled_from(["now", "cold", "warm"])),
            draw(st.sampled_from(["alone", "joint"])),
            draw(st.sampled_from(["none", "case_manager", "joint"])),
            draw(st.sampled_from([0, 3, 12])),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.sampled_from([(), ("information", "example"), ("incentive", "coach")])),
        )
        for cell in sorted(set(cells))
    )
    return Scenario(
        employers,
        tuple(
            Precondition(code, draw(st.integers(0, 3)), draw(st.sampled_from(TIMINGS)), draw(st.integers(0, 2)))
            for code in PRECONDITIONS
        ),
        groups,
        candidates=draw(st.integers(1, 25)),
        arrive_weeks=draw(st.integers(1, 30)),
        horizon_weeks=draw(st.integers(1, 120)),
        attempts=draw(st.integers(1, 3)),
        context=Context(draw(st.sampled_from([(), load_profiles()])), cold_feet=draw(st.booleans())),
    )


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    """What an employer may limit, ask or offer beside ordinary places: any of it, or nothing."""
    few = st.tuples(*[st.integers(0, 2)] * 3)
    return {
        "at_once": draw(st.sampled_from([None, 1.0, 2.5])),
        "levels": draw(st.sampled_from([(), (0, 0, 1), (0, 2, 4)])),
        "capacity_asked": draw(st.sampled_from([(), (0.0, 0.5, 0.8)])),
        "hours": draw(st.sampled_from([None, (20.0, 36.0)])),
        "weeks": draw(st.sampled_from([(), (5, 0), (3, 7)])),
        "carved": draw(st.one_of(st.just(()), few)),
        "part_places": draw(st.one_of(st.just(()), few)),
        "part_hours": draw(st.sampled_from([12.0, 16.0, 40.0])),
        "willing": draw(st.sampled_from([None, 0.0, 0.5])),
        "stops_week": draw(st.sampled_from([None, 0, 15, 40])),
    }


@st.composite
def parameter_sets(draw: st.DrawFn) -> dict[str, float]:
    shares = ["start_first", "fit_other", "loss_cold", "loss_warm", "warm_now", "rematch_alone", "rematch_joint"]
    shares += ["return_alone", "return_joint"]
    chosen = {name: draw(st.sampled_from([0.0, 0.1, 0.5, 1.0])) for name in shares}
    chosen |= {f"delay_{mode}": float(draw(st.integers(0, 3))) for mode in ("cold", "warm")}
    chosen |= {"return_weeks": draw(st.sampled_from([0.4, 1.0, 7.5]))}
    chosen |= {f"need_{code}": draw(st.sampled_from([0.0, 0.4, 1.0])) for code in PRECONDITIONS}
    chosen |= {"open_need": draw(st.sampled_from([1.0, 3.0, 10.0]))}
    chosen |= {"give_up": draw(st.sampled_from([0.0, 0.01, 0.3]))}
    return VALUES | chosen | {"weeks_first": 4.0, "weeks_stepping": 8.0, "break_regular": 0.01}


THREE_ARMS = {"alone": alone, "case_manager": case_manager, "joint": joint}


# Queues of the textbooks, as special cases of the chain


def bare_luck(arrive: np.ndarray, kinds: int, employers: int = 1, rungs: int = 2) -> Luck:
    """Luck in which nothing happens by itself: everyone needs every help of 1 week, nobody gives up or is lost."""
    n = len(arrive)
    never = np.full((n, rungs, 1), NEVER, np.int32)
    return Luck(
        arrive=np.asarray(arrive, np.int32),
        home=np.zeros(n, np.int32),
        start=np.zeros(n, np.int32),
        need=np.ones((n, kinds), np.bool_),
        help_weeks=np.ones((n, kinds), np.int32),
        help_patience=np.full((n, kinds), NEVER, np.int32),
        loss_share=np.ones((n, kinds)),
        job_weeks=never,
        break_weeks=np.ones_like(never),
        job_patience=np.ones_like(never),
        rematch_share=np.ones((n, rungs, 1)),
        hop_share=np.ones((n, rungs, 1)),
        prefers=np.zeros((n, employers)) + np.arange(employers) / employers,
        fits=np.ones((n, employers), np.bool_),
        level=np.zeros(n, np.int8),
        work_capacity=np.ones(n),
        hours=np.full(n, 32.0),
        yes_share=np.zeros((n, employers)),
        strain_units=np.full((n, rungs, 1), np.inf),
    )


def bare_rules(slots: list[int], places: list[int], horizon: int, *, shared: bool = False) -> Rules:
    """Rules without coach, delay or loss; employer j has ``places[j]`` first places and no regular job."""
    count = len(places)
    each = np.arange(count, dtype=np.int32)
    plain = build_rules(of(some := tuple(employer(f"e{j}", (0,)) for j in each), alone(some)), VALUES)
    return plain._replace(
        slots=np.array(slots, np.int64),
        places=np.array(places, np.int64)[:, None],
        vacancies_year=np.zeros(count),
        place_group=np.zeros(count, np.int32) if shared else each,
        members=each,
        member_start=np.array([0, count] if shared else range(count + 1), np.int32),
        coach_group=each,
        coach_units=np.zeros(count),
        coach_load=np.zeros(2),
        timing=np.zeros(len(slots), np.int8),
        wait_weeks=np.zeros(len(slots), np.int64),
        any_beside=False,
        delay=np.zeros(count, np.int64),
        loss=np.zeros(count),
        move_delay=np.zeros(count, np.int64),
        move_loss=np.zeros(count),
        rematch=np.zeros(count),
        horizon=horizon,
    )


def poisson_weeks(rng: np.random.Generator, n: int, per_week: float) -> np.ndarray:
    """Weeks in which n customers of a Poisson stream arrive."""
    return np.floor(np.cumsum(rng.exponential(1 / per_week, n))).astype(np.int64)


def geometric_weeks(rng: np.random.Generator, n: int, mean: float) -> np.ndarray:
    return rng.geometric(1 / mean, n).astype(np.int32)
