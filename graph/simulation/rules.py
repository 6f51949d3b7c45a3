"""Rules: a scenario and a parameter set as the flat arrays that the engine reads."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.simulation.luck import NEVER
from graph.simulation.motives import load_motives
from graph.simulation.parameters import Values
from graph.simulation.scenario import RUNGS, TIMINGS, Employer, Group, Handover, Scenario

EXAMPLE = "example"


class Rules(NamedTuple):
    """Capacity and manners of one arm. J employers, K preconditions, R rungs, G place groups, H coach groups."""

    slots: NDArray[np.int64]  # (K,)
    places: NDArray[np.int64]  # (J, R-1)
    vacancies_year: NDArray[np.float64]  # (J,)
    place_group: NDArray[np.int32]  # (J,)
    members: NDArray[np.int32]  # (J,) employers, place group by place group
    member_start: NDArray[np.int32]  # (G+1,) where each group begins in members
    coach_group: NDArray[np.int32]  # (J,)
    coach_units: NDArray[np.float64]  # (H,)
    coach_load: NDArray[np.float64]  # (R,)
    delay: NDArray[np.int64]  # (J,) weeks of a handover, for candidates of this home
    loss: NDArray[np.float64]  # (J,) chance not to show up in a handover to a precondition
    lost: NDArray[np.float64]  # (J,) chance not to show up and not to come back
    move_delay: NDArray[np.int64]  # (J,) weeks of a move to another employer
    move_loss: NDArray[np.float64]  # (J,) chance not to show up in it
    move_lost: NDArray[np.float64]  # (J,) chance not to show up and not to come back
    away: int  # weeks until who did not show up comes back
    rematch: NDArray[np.float64]  # (J,)
    horizon: int
    timing: NDArray[np.int8]  # (K,) 0 before work, 1 parallel, 2 skipped
    wait_weeks: NDArray[np.int64]  # (K,)
    strain: NDArray[np.float64]  # (R,) extra hazard of breaking off a week, for each open need
    carved: NDArray[np.int64]  # (J, R)
    carved_below: float
    parts: NDArray[np.int64]  # (J, R)
    part_hours: NDArray[np.float64]  # (J,)
    stops: NDArray[np.int64]  # (J,)
    at_once: NDArray[np.float64]  # (J,)
    watch_load: NDArray[np.float64]  # (R,)
    level_asked: NDArray[np.int8]  # (J, R)
    capacity_asked: NDArray[np.float64]  # (J, R)
    hours_low: NDArray[np.float64]  # (J,)
    hours_high: NDArray[np.float64]  # (J,)
    weeks: NDArray[np.int32]  # (J, R-1) length of a step, 0 as drawn
    willing: NDArray[np.float64]  # (J,)
    overlap: NDArray[np.int64]  # (J,) for candidates of this home
    combine: NDArray[np.bool_]  # (J,)
    takes_over: NDArray[np.bool_]  # (J,)
    any_beside: bool  # whether anything of the kind is used: what is not costs nothing
    any_carved: bool
    any_parts: bool
    any_stops: bool
    any_limit: bool
    any_asks: bool
    any_no: bool
    any_overlap: bool
    stopping: int  # employers that stop before the horizon


def build_rules(scenario: Scenario, values: Values) -> Rules:
    """The rules of ``scenario`` with the handover, second-chance and coach numbers of ``values``."""
    employers, rungs = scenario.employers, scenario.rungs
    position = {employer.id: at for at, employer in enumerate(employers)}
    group_of = {position[member]: group for group in scenario.groups for member in group.employers}
    together = [[position[m] for m in group.employers] for group in scenario.groups]
    place_group, members, starts = _partition(len(employers), together, [g.share_places for g in scenario.groups])
    coach_group, _, coach_starts = _partition(len(employers), together, [g.share_coach for g in scenario.groups])
    coach = np.array([employer.coach for employer in employers], dtype=float)
    names = RUNGS[-rungs:]
    groups = [group_of[j] for j in range(len(employers))]
    gone = np.array([1 - values[f"return_{group.rematch}"] for group in groups])
    missed = np.array([loss(values, group.handover) for group in groups])
    move_missed = np.array([loss(values, group.move) for group in groups])
    return Rules(
        slots=np.array([p.slots for p in scenario.preconditions], dtype=np.int64),
        places=np.array([e.places for e in employers], dtype=np.int64).reshape(len(employers), rungs - 1),
        vacancies_year=np.array([e.vacancies_year for e in employers], dtype=float),
        place_group=place_group,
        members=members,
        member_start=starts,
        coach_group=coach_group,
        coach_units=np.bincount(coach_group, weights=coach, minlength=len(coach_starts) - 1).astype(float),
        coach_load=np.array([*(values[f"coach_load_{name}"] for name in names[:-1]), 0.0]),
        delay=np.array([delay(values, group.handover) for group in groups]),
        loss=missed,
        lost=missed * gone,
        move_delay=np.array([delay(values, group.move) for group in groups]),
        move_loss=move_missed,
        move_lost=move_missed * gone,
        away=max(round(values["return_weeks"]), 1),
        rematch=np.array([values[f"rematch_{group.rematch}"] for group in groups]),
        horizon=scenario.horizon_weeks,
        **_preconditions(scenario, values),
        **_limits(scenario, values),
        **_chain(scenario, values, groups),
    )


def _preconditions(scenario: Scenario, values: Values) -> dict[str, Any]:
    """When each precondition is met, and what an open need does to the hazard of each rung."""
    timing = np.array([TIMINGS.index(p.timing) for p in scenario.preconditions], np.int8)
    hazard = np.array([values[f"break_{name}"] for name in RUNGS[-scenario.rungs :]])
    return {
        "timing": timing,
        "wait_weeks": np.array([p.wait_weeks for p in scenario.preconditions], dtype=np.int64),
        "strain": hazard * max(values["open_need"] - 1, 0.0),
        "any_beside": bool((timing > 0).any()),
    }


def _limits(scenario: Scenario, values: Values) -> dict[str, Any]:
    """What the employers limit and ask."""
    employers, rungs = scenario.employers, scenario.rungs
    nothing = (0,) * rungs

    def table(rows: list[tuple[float, ...]], kind: Any) -> NDArray[Any]:
        return np.array(rows, dtype=kind).reshape(len(employers), -1)

    levels = table([e.levels or nothing for e in employers], np.int8)
    capacity = table([e.capacity_asked or nothing for e in employers], float)
    carved = table([e.carved or nothing for e in employers], np.int64)
    parts = table([e.part_places or nothing for e in employers], np.int64)
    hours = np.array([e.hours or (0.0, np.inf) for e in employers], dtype=float)
    stops = np.array([NEVER if e.stops_week is None else e.stops_week for e in employers], dtype=np.int64)
    at_once = np.array([np.inf if e.at_once is None else e.at_once for e in employers], dtype=float)
    return {
        "carved": carved,
        "carved_below": float(values["carved_below"]),
        "parts": parts,
        "part_hours": np.array([e.part_hours for e in employers], dtype=float),
        "stops": stops,
        "at_once": at_once,
        "watch_load": np.array([values[f"watch_load_{name}"] for name in RUNGS[-rungs:]]),
        "level_asked": levels,
        "capacity_asked": capacity,
        "hours_low": hours[:, 0].copy(),
        "hours_high": hours[:, 1].copy(),
        "weeks": table([e.weeks or nothing[1:] for e in employers], np.int32),
        "any_carved": bool(carved.any()),
        "any_parts": bool(parts.any()),
        "any_stops": bool((stops < scenario.horizon_weeks).any()),
        "stopping": int((stops < scenario.horizon_weeks).sum()),
        "any_limit": bool(np.isfinite(at_once).any()),
        "any_asks": bool(levels.any() or capacity.any() or any(e.hours for e in employers)),
    }


def _chain(scenario: Scenario, values: Values, groups: list[Group]) -> dict[str, Any]:
    """What working together adds, by the group of each employer."""
    together = np.array([group.together for group in groups])
    overlap = np.where(together, [group.overlap for group in groups], 0)
    willing = [willingness(e, group, values, scenario) for e, group in zip(scenario.employers, groups, strict=True)]
    return {
        "willing": np.array(willing, dtype=float),
        "overlap": overlap.astype(np.int64),
        "combine": together & [group.combine for group in groups],
        "takes_over": together & [group.takes_over for group in groups],
        "any_no": min(willing) < 1.0,
        "any_overlap": bool(overlap.any()),
    }


def willingness(employer: Employer, group: Group, values: Values, scenario: Scenario) -> float:
    """Chance that an employer says yes to a candidate: its own, raised by each lever that moves it.

    Every lever takes away a share ``yes_*`` of the chance to say no. The example of another employer needs
    another employer in the group.
    """
    motive = load_motives()[employer.motive] if employer.motive else None
    if employer.willing is not None:
        chance = employer.willing
    elif not scenario.context.cold_feet:
        return 1.0
    else:
        chance = values[motive.willing if motive else "willing"]
    no = 1.0 - chance
    for lever in group.levers:
        if (motive is None or lever in motive.moved_by) and (lever != EXAMPLE or group.together):
            no *= 1.0 - values[f"yes_{lever}"]
    return 1.0 - no


def loss(values: Values, handover: Handover) -> float:
    """Chance not to show up in a handover; as it is "now" a share ``warm_now`` of the handovers is warm."""
    warm = {"now": values["warm_now"], "cold": 0.0, "warm": 1.0}[handover]
    return warm * values["loss_warm"] + (1 - warm) * values["loss_cold"]


def delay(values: Values, handover: Handover) -> int:
    """Whole weeks that a handover takes, on average of warm and cold."""
    warm = {"now": values["warm_now"], "cold": 0.0, "warm": 1.0}[handover]
    return round(warm * values["delay_warm"] + (1 - warm) * values["delay_cold"])


def _partition(
    size: int, together: list[list[int]], shared: list[bool]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Cell of each employer, the employers cell by cell, and where each cell begins.

    A group that shares is one cell; one that does not falls apart into cells of one.
    """
    cells: list[list[int]] = []
    for members, share in zip(together, shared, strict=True):
        cells += [members] if share else [[member] for member in members]
    cell_of = np.empty(size, np.int32)
    for cell, members in enumerate(cells):
        cell_of[members] = cell
    starts = np.cumsum([0, *(len(members) for members in cells)])
    return cell_of, np.array([m for members in cells for m in members], np.int32), starts.astype(np.int32)
