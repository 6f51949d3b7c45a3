"""Chains to begin with, from ``data/simulation/presets.yaml``: a preset takes fitting employers from the region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from graph.network import Network
from graph.problems import KetenkaartError
from graph.records import Entity
from graph.schema import Label
from graph.simulation.data_file import checked
from graph.simulation.employers import employers_from, section
from graph.simulation.parameters import Values, check_values, load_parameters
from graph.simulation.plan import Member, Plan, without
from graph.simulation.scenario import RUNGS, Employer

EMPLOYER = "werkgever"
_ABOUT = ("opstap", "plaatsing", "biedt")
"""Relations that tell what an employer offers."""


class NobodyFits(KetenkaartError):
    """A preset for a region without employers."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is wanted; see the head of the data file."""

    label: Label
    count: int
    kinds: tuple[str, ...] = (EMPLOYER,)
    sbi: tuple[str, ...] = ()
    size: int = 0
    linked: tuple[str, ...] = ()
    offers: str = ""
    order: str = "known"
    stops: bool = False


@dataclass(frozen=True)
class Preset:
    """A chain to begin with."""

    code: str
    label: Label
    help: Label
    seats: tuple[Seat, ...]
    candidates: int | None = None
    values: Values = field(default_factory=lambda: MappingProxyType({}))
    why: Label | None = None


@dataclass(frozen=True, slots=True)
class Instead:
    """A seat for which the region has too few: how many fit, and whose names were taken in their place."""

    wanted: Label
    fitting: int
    count: int
    taken: tuple[str, ...]


@dataclass(frozen=True)
class Picked:
    """A preset filled in: its plan, the plan to lay beside it if there is one, and what the region lacked."""

    plan: Plan
    beside: Plan | None
    stopped: str | None
    lacking: tuple[Instead, ...]


@cache
def presets() -> Mapping[str, Preset]:
    """The presets by code, in the order to show them. Raises SchemaError with what is wrong in the file."""
    document = checked("presets")
    found = {code: _preset(code, one) for code, one in document["presets"].items()}
    for one in found.values():
        check_values(load_parameters(), one.values)
    return MappingProxyType(found)


def _preset(code: str, given: Mapping[str, Any]) -> Preset:
    seats = tuple(_seat(seat) for seat in given["seats"])
    why = Label(**given["why"]) if "why" in given else None
    values = MappingProxyType(dict(given.get("values", {})))
    return Preset(code, Label(**given["label"]), Label(**given["help"]), seats, given.get("candidates"), values, why)


def _seat(given: Mapping[str, Any]) -> Seat:
    plain: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return Seat(**{**plain, "label": Label(**given["label"])})


def best_known(
    network: Network, kinds: Sequence[str] = (EMPLOYER,), municipalities: Sequence[str] = ()
) -> tuple[str, ...]:
    """The organisations of these kinds (in these municipalities), those the region tells most about first."""
    touching: dict[str, int] = {}
    for relation in network.relations:
        if relation.kind in _ABOUT:
            for end in (relation.source, relation.target):
                touching[end] = touching.get(end, 0) + 1 + (relation.kind == "opstap")
    found = [e for e in network.organisations if e.kind in kinds]
    found = [e for e in found if not municipalities or e.properties.get("gm_code") in municipalities]

    def known(entity: Entity) -> int:
        told = sum(entity.properties.get(name) is not None for name in ("capacity", "size", "sbi_code"))
        return touching.get(entity.id, 0) + told

    return tuple(e.id for e in sorted(found, key=lambda e: (-known(e), e.name, e.id)))


def fill(preset: Preset, network: Network, municipalities: Sequence[str] = ()) -> Picked:
    """The preset with organisations of the region, each in one seat. Raises :class:`NobodyFits`."""
    taken: list[str] = []
    lacking, stops = [], None
    for seat in preset.seats:
        fitting, others = _ranked(seat, network, municipalities)
        free = [one for one in fitting if one not in taken][: seat.count]
        missing = seat.count - len(free)
        instead = [one for one in others if one not in taken and one not in free][:missing]
        if missing:
            names = tuple(network.entity(one).name for one in instead)
            lacking.append(Instead(seat.label, len(free), seat.count, names))
        if seat.stops and (free or instead):
            stops = (free + instead)[0]
        taken += free + instead
    if not taken:
        raise NobodyFits("werkgeversketen.preset_nobody")
    members = tuple(Member(id=one) for one in taken)
    plan = Plan(members, candidates=preset.candidates, values=preset.values)
    beside = without(plan, stops) if stops is not None and len(members) > 1 else None
    stopped = network.entity(stops).name if stops is not None and beside is not None else None
    return Picked(plan, beside, stopped, tuple(lacking))


def _ranked(seat: Seat, network: Network, municipalities: Sequence[str]) -> tuple[list[str], list[str]]:
    """Who fits the seat, best first; and the others, those first that lack least of what was wanted."""
    wanted = best_known(network, seat.kinds, municipalities)
    everybody = wanted + tuple(one for one in best_known(network, (EMPLOYER,), municipalities) if one not in wanted)
    if not everybody:
        return [], []
    offers = {one.id: one for one in employers_from(network, everybody)}
    partners = _partners(network, everybody, seat.linked)

    def misses(one: str) -> tuple[bool, ...]:
        """What it lacks, what weighs most first."""
        entity, sbi = network.entity(one), str(network.entity(one).properties.get("sbi_code") or "")
        sector = any(sbi.startswith(code) or section(sbi) == code for code in seat.sbi) if sbi else False
        return (
            entity.kind not in seat.kinds,
            bool(seat.sbi) and not sector,
            bool(seat.linked) and one not in partners,
            _size(entity) < seat.size,
            bool(seat.offers) and not _offered(offers[one], seat.offers),
        )

    rank = {one: at for at, one in enumerate(everybody)}

    def place(one: str) -> tuple[float, int]:
        if seat.order == "size":
            return -_size(network.entity(one)), rank[one]
        if seat.order == "places":
            return -float(sum(offers[one].places)), rank[one]
        return 0.0, rank[one]

    ranked = sorted(everybody, key=lambda one: (misses(one), place(one)))
    return [one for one in ranked if not any(misses(one))], [one for one in ranked if any(misses(one))]


def _partners(network: Network, ids: Sequence[str], kinds: Sequence[str]) -> frozenset[str]:
    """Those of ``ids`` that have a relation with an organisation of these kinds."""
    own, found = frozenset(ids), set()
    for relation in network.relations if kinds else ():
        for one, other in ((relation.source, relation.target), (relation.target, relation.source)):
            if one in own and other in network.index and network.entity(other).kind in kinds:
                found.add(one)
    return frozenset(found)


def _offered(employer: Employer, rung: str) -> bool:
    """Whether the region itself says that it offers this rung."""
    amount = employer.vacancies_year if rung == "regular" else employer.places[RUNGS.index(rung)]
    return amount > 0 and rung not in employer.defaults


def _size(entity: Entity) -> float:
    size = entity.properties.get("size")
    return float(size) if isinstance(size, int | float) else 0.0
