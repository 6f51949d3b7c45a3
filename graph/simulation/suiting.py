"""What suits a candidate and an employer: sector, travel, level, work capacity and hours. Pure, no luck."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.simulation.people import People, neighbours, towns
from graph.simulation.scenario import Employer, Scenario

Fits = NDArray[np.bool_]


def wants_sector(scenario: Scenario, people: People) -> Fits:
    """(n, J) whether the profile of each person wants the sector of each employer; unknown sectors are wanted."""
    rows = [
        [not profile.sectors or e.sector is None or e.sector in profile.sectors for e in scenario.employers]
        for profile in scenario.context.profiles
    ]
    return np.asarray(np.array(rows, np.bool_)[people.profile])


def in_reach(scenario: Scenario, people: People, home: NDArray[np.int32] | None) -> Fits:
    """(n, J) whether each person travels as far as each employer.

    People without a town of their own live where the employer ``home`` is; before that is known they reach all. Where
    a municipality is not known, everyone reaches it.
    """
    place = _places(scenario.employers)
    town = people.town.astype(np.intp)
    if home is not None:
        town = np.where(town < 0, place[home], town)
    travel = np.array([profile.travel for profile in scenario.context.profiles])[people.profile]
    unknown = (town < 0)[:, None] | (place < 0)
    same = town[:, None] == place
    beside = neighbours()[town[:, None], place]
    far = (travel == "region")[:, None]
    return np.asarray(unknown | far | np.where((travel == "own")[:, None], same, beside))


@lru_cache(maxsize=64)
def _places(employers: tuple[Employer, ...]) -> NDArray[np.intp]:
    at = {code: place for place, code in enumerate(towns())}
    return np.array([at.get(e.municipality or "", -1) for e in employers], np.intp)


def asked_of(scenario: Scenario, people: People, start: NDArray[np.int32]) -> Fits:
    """(n, J) whether each person has the level, work capacity and hours that each employer asks in the rung of start.

    A place made to measure asks for none of the last two.
    """
    rows = []
    for e in scenario.employers:
        level = np.array(e.levels or (0,) * scenario.rungs)[start]
        capacity = np.array(e.capacity_asked or (0.0,) * scenario.rungs)[start]
        low, high = e.hours or (0.0, np.inf)
        made = np.array(e.carved or (0,) * scenario.rungs)[start] > 0
        ordinary = (people.work_capacity >= capacity) & (people.hours >= low) & (people.hours <= high)
        rows.append((people.level >= level) & (made | ordinary))
    return np.stack(rows, axis=1)
