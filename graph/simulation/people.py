"""People: who the candidates of one replication are, drawn once and the same in every arm.

Without profiles everyone is alike, as the parameters say, and the luck of the candidates is what it was before there
were profiles. Chances of a profile move with the parameter of the same name (on the scale of log odds), so that
what is uncertain about the parameter is uncertain about the profile too.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from graph.schema import DATA
from graph.simulation.parameters import Values, load_parameters
from graph.simulation.scenario import Scenario
from graph.simulation.shares import shares

Shares = NDArray[np.float64]


class People(NamedTuple):
    """n candidates in the order in which they arrive; each array (n,), the rows those of ``Luck``.

    ``profile``: position in ``Scenario.context.profiles`` (0 without profiles). ``work_capacity``: share of a full
    wage's worth of work (loonwaarde). ``hours``: a week. ``level``: position in
    :data:`~graph.simulation.profiles.LEVELS`. ``town``: position in :func:`towns`, -1 for that of the employer where
    they come in.
    """

    profile: NDArray[np.int16]
    work_capacity: Shares
    hours: Shares
    level: NDArray[np.int8]
    town: NDArray[np.int16]


class Arrivals(NamedTuple):
    """When they come, (n,) weeks from 0 and not falling, and the draw of each, (n,): its row before they were sorted.

    ``came``: uniform on [0, 1), what decided the week.
    """

    week: NDArray[np.int32]
    draw: NDArray[np.intp]


@cache
@lru_cache(maxsize=4096)
def key_of(text: str) -> int:
    """A number of 64 bits that belongs to ``text``, the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def draw_people(scenario: Scenario, values: Values, key: tuple[int, ...], came: Shares) -> tuple[People, Arrivals]:
    """Who arrives in one replication, and when. ``came`` (n,): uniform draws that decide the week of arrival.

    Profiles are dealt out in proportion to their share (exactly, when the shares add up to the number of people).
    """
    n, profiles = scenario.candidates, scenario.context.profiles
    if not profiles:
        order = np.argsort(came, kind="stable")
        return everyone_alike(scenario, values), Arrivals((came[order] * scenario.arrive_weeks).astype(np.int32), order)
    share = shares((*key, key_of("profiles")), (n, 4))
    which = _dealt(share[:, 0], [profile.share for profile in profiles])
    by_profile = _tables(tuple((profile.arrivals, profile.municipalities) for profile in profiles))
    week, town = _come(which, came, share[:, 3], scenario.arrive_weeks, by_profile)
    order = np.lexsort((came, week))
    which, share = which[order], share[order]

    def between(ends: list[tuple[float, float]], column: int) -> Shares:
        low, high = np.array(ends)[which].T
        return np.asarray(low + (high - low) * share[:, column])

    people = People(
        which.astype(np.int16),
        between([profile.work_capacity for profile in profiles], 1),
        between([profile.hours for profile in profiles], 2),
        np.array([profile.level for profile in profiles], np.int8)[which],
        town[order],
    )
    return people, Arrivals(week[order], order)


def everyone_alike(scenario: Scenario, values: Values) -> People:
    """People of whom nothing is known but the parameters."""
    n = scenario.candidates
    alike = np.zeros(n)
    return People(
        np.zeros(n, np.int16),
        alike + values["work_capacity_regular"],
        alike + values["hours_week"],
        np.zeros(n, np.int8),
        np.full(n, -1, np.int16),
    )


def chances(scenario: Scenario, values: Values, name: str, of: list[float | None], people: People) -> Shares | float:
    """Chance per person (n,) by a profile's own chance where it has one, moved with the parameter ``name``."""
    if not scenario.context.profiles:
        return values[name]
    usual = load_parameters()[name].value
    moved = [values[name] if chance is None else _moved(chance, usual, values[name]) for chance in of]
    return np.array(moved)[people.profile]


def _moved(chance: float, usual: float, now: float) -> float:
    """``chance`` with its odds changed as those of a parameter changed from ``usual`` to ``now``."""
    if now in (0.0, 1.0) or chance in (0.0, 1.0):
        return now if now in (0.0, 1.0) else chance
    odds = chance / (1 - chance) * (now / (1 - now)) / (usual / (1 - usual))
    return odds / (1 + odds)


def _dealt(draws: Shares, weights: list[float]) -> NDArray[np.intp]:
    """Position of the profile of each person: as many of each as its share says, rounded, in random order."""
    rank = np.empty(draws.size)
    rank[np.argsort(draws, kind="stable")] = (np.arange(draws.size) + 0.5) / draws.size
    return np.searchsorted(np.cumsum(weights) / np.sum(weights), rank, side="right")


class _Tables(NamedTuple):
    """When people of each profile come and where they live: of profile p what lies from ``start[p]`` to the next."""

    edges: Shares  # where each part of the intake begins and the last ends, as a share of all who come
    edges_start: NDArray[np.intp]  # (profiles + 1,)
    town: NDArray[np.int16]  # position in :func:`towns`, -1 for one that is not there
    until: Shares  # the share of people up to and with each town
    town_start: NDArray[np.intp]  # (profiles + 1,)


@lru_cache(maxsize=64)
def _tables(profiles: tuple[tuple[tuple[float, ...], tuple[tuple[str, float], ...]], ...]) -> _Tables:
    """By profile its weights of equal parts of the intake and its municipalities, each with a weight."""
    known = {code: at for at, code in enumerate(towns())}
    edges, codes, until = [], [], []
    for weights, municipalities in profiles:
        parts, homes = np.array(weights, float), np.array([weight for _, weight in municipalities], float)
        edges.append(np.concatenate([[0.0], np.cumsum(parts) / np.sum(parts)]) if weights else parts)
        codes.append(np.array([known.get(code, -1) for code, _ in municipalities], np.int16))
        until.append(np.cumsum(homes) / homes.sum() if municipalities else homes)
    edges_start, town_start = (np.cumsum([0, *map(len, parts)]) for parts in (edges, codes))
    return _Tables(np.concatenate(edges), edges_start, np.concatenate(codes), np.concatenate(until), town_start)


@njit(cache=True, nogil=True)
def _come(which, came, where, weeks, tables):  # type: ignore[no-untyped-def]
    """Week of arrival (n,), evenly where a profile has no parts of its own, and town (n,), -1 where it has none."""
    week, town = np.empty(which.shape[0], np.int32), np.full(which.shape[0], -1, np.int16)
    for i in range(which.shape[0]):
        p = which[i]
        edges = tables.edges[tables.edges_start[p] : tables.edges_start[p + 1]]
        parts = edges.shape[0] - 1
        if parts < 1:
            week[i] = np.int32(came[i] * weeks)
        else:
            part = min(max(np.searchsorted(edges, came[i], side="right") - 1, 0), parts - 1)
            inside = (came[i] - edges[part]) / max(edges[part + 1] - edges[part], 1e-300)
            week[i] = np.int32(min((part + inside) * weeks / parts, weeks - 1))
        first, end = tables.town_start[p], tables.town_start[p + 1]
        if end > first:
            at = np.searchsorted(tables.until[first:end], where[i], side="right")
            town[i] = tables.town[first + min(at, end - first - 1)]
    return week, town


@cache
def towns() -> tuple[str, ...]:
    """Codes of all municipalities, in order (CBS)."""
    return tuple(sorted(row["gm_code"] for row in _rows("gemeenten.csv")))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def neighbours() -> NDArray[np.bool_]:
    """(towns, towns) true where two municipalities are the same or border on each other."""
    at = {code: place for place, code in enumerate(towns())}
    beside = np.eye(len(at), dtype=np.bool_)
    for row in _rows("gemeente_buren.csv"):
        a, b = at[row["gm_a"]], at[row["gm_b"]]
        beside[a, b] = beside[b, a] = True
    return beside
