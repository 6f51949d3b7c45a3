"""Rules: a scenario and a parameter set as the flat arrays that the engine reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.simulation.parameters import Values
from graph.simulation.scenario import RUNGS, Handover, Scenario


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
    loss: NDArray[np.float64]  # (J,) chance to be lost in a handover to a precondition
    move_delay: NDArray[np.int64]  # (J,) weeks of a move to another employer
    move_loss: NDArray[np.float64]  # (J,) chance to be lost in it
    rematch: NDArray[np.float64]  # (J,)
    horizon: int


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
        delay=np.array([delay(values, group_of[j].handover) for j in range(len(employers))]),
        loss=np.array([loss(values, group_of[j].handover) for j in range(len(employers))]),
        move_delay=np.array([delay(values, group_of[j].move) for j in range(len(employers))]),
        move_loss=np.array([loss(values, group_of[j].move) for j in range(len(employers))]),
        rematch=np.array([values[f"rematch_{group_of[j].rematch}"] for j in range(len(employers))]),
        horizon=scenario.horizon_weeks,
    )


def loss(values: Values, handover: Handover) -> float:
    """Chance to be lost in a handover; as it is "now" a share ``warm_now`` of the handovers is warm."""
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
