"""Employers for the simulation, read from the region's graph; what the graph does not tell is a default.

For each rung the first of these that says something counts: jobs that the organisation offers
(``biedt`` to a ``plek`` with places and stage), agreed placements (``plaatsing`` to it, with stage and
capacity), its own capacity spread evenly over those of its stages that are not regular jobs, its
stages alone (a rung not among them is not offered), and for regular jobs its size. What is offered as
regular job counts as vacancies a year. ``defaults`` on the result names what came from none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from graph.network import Network
from graph.problems import KetenkaartError
from graph.records import Entity, Relation
from graph.simulation.parameters import Values, centre, load_parameters
from graph.simulation.scenario import RUNGS, Employer

RUNG_OF_STAGE: Mapping[str, str] = MappingProxyType(
    {
        "werkend_leren": "first",
        "matching": "first",
        "opstap": "stepping",
        "baan_met_steun": "regular",
        "duurzaam_werk": "regular",
    }
)
"""Which step on the road a stage of the chain is."""


class UnknownEmployer(KetenkaartError):
    """An employer was asked for that is not an organisation in this snapshot."""


class NoEmployers(KetenkaartError):
    """A chain without employers was asked for."""


def employers_from(network: Network, ids: Sequence[str], values: Values | None = None) -> tuple[Employer, ...]:
    """The organisations ``ids`` as employers, in the order given, each once.

    ``values`` (a parameter set; default: every parameter's own value) holds the defaults. Raises
    :class:`NoEmployers` or :class:`UnknownEmployer`.
    """
    values = centre(load_parameters()) if values is None else values
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        raise NoEmployers("simulation.no_employers")
    for one in wanted:
        if one not in network.index or network.entity(one).kind not in network.schema.organisations:
            raise UnknownEmployer("simulation.unknown_employer", id=one)
    touching: dict[str, list[Relation]] = {one: [] for one in wanted}
    for relation in network.relations:
        for end in {relation.source, relation.target} & touching.keys():
            touching[end].append(relation)
    return tuple(_employer(network, network.entity(one), touching[one], wanted, values) for one in wanted)


def _employer(
    network: Network, entity: Entity, relations: Sequence[Relation], chain: Sequence[str], values: Values
) -> Employer:
    told = _told(network, entity, relations, values)
    defaults = {rung: values[f"default_places_{rung}"] for rung in RUNGS[:-1]} | {
        "regular": values["default_vacancies"]
    }
    offered = defaults | told
    return Employer(
        id=entity.id,
        name=entity.name,
        places=tuple(int(offered[rung]) for rung in RUNGS[:-1]),
        vacancies_year=offered["regular"],
        coach=values["coach_units"],
        sector=section(str(entity.properties["sbi_code"])) if entity.properties.get("sbi_code") else None,
        municipality=str(entity.properties["gm_code"]) if entity.properties.get("gm_code") else None,
        leads_to=tuple(
            r.target for r in relations if r.kind == "opstap" and r.source == entity.id and r.target in chain
        ),
        defaults=(*(rung for rung in RUNGS if rung not in told), "coach"),
    )


def _told(network: Network, entity: Entity, relations: Sequence[Relation], values: Values) -> dict[str, float]:
    """Number per rung from the best source that the graph has for it; a rung of which it knows nothing is absent."""
    told: dict[str, float] = {}
    for source in (_jobs, _placements, _capacity):
        numbers: dict[str, float] = {}
        for stage, number in source(network, entity, relations):
            if stage in RUNG_OF_STAGE:
                rung = RUNG_OF_STAGE[stage]
                numbers[rung] = numbers.get(rung, 0.0) + number
        told = numbers | told
    own = _stages(network, entity)
    size = _number(entity, "size")
    offers = {RUNG_OF_STAGE[stage] for stage in own}
    for rung in RUNGS:
        if rung not in told and own and rung not in offers:
            told[rung] = 0.0
    if "regular" not in told and size is not None:
        told["regular"] = min(size * values["vacancies_per_100"] / 100, values["max_vacancies"])
    return told


def _stages(network: Network, entity: Entity) -> list[str]:
    """The stages of the organisation that are work, in the order of the chain."""
    own = entity.properties.get("stages")
    known = network.schema.codes["stages"].codes
    return [stage for stage in known if isinstance(own, tuple) and stage in own and stage in RUNG_OF_STAGE]


def _jobs(network: Network, entity: Entity, relations: Sequence[Relation]) -> Iterator[tuple[str, float]]:
    for relation in relations:
        if relation.kind == "biedt" and relation.source == entity.id:
            job = network.entity(relation.target)
            number = _number(job, "places")
            yield str(job.properties.get("stage")), 1.0 if number is None else number


def _placements(network: Network, entity: Entity, relations: Sequence[Relation]) -> Iterator[tuple[str, float]]:
    """Agreed placements by organisations; the placement of one pseudonymous person is not capacity."""
    for relation in relations:
        if relation.kind == "plaatsing" and relation.target == entity.id:
            number = _number(relation, "capacity")
            if number is not None and network.entity(relation.source).kind in network.schema.organisations:
                yield str(relation.properties.get("stage")), number


def _capacity(network: Network, entity: Entity, _relations: Sequence[Relation]) -> Iterator[tuple[str, float]]:
    """The capacity of the organisation, spread evenly over its standing stages, what remains on the earliest.

    Only an employer with nothing but regular jobs has all of it there.
    """
    number = _number(entity, "capacity")
    all_stages = _stages(network, entity)
    stages = [stage for stage in all_stages if RUNG_OF_STAGE[stage] != "regular"] or all_stages
    if number is not None and stages:
        share, rest = divmod(int(number), len(stages))
        for at, stage in enumerate(stages):
            yield stage, float(share + (at < rest))


def _number(record: Entity | Relation, name: str) -> float | None:
    value = record.properties.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@cache
def section(sbi: str) -> str:
    """The section (A-U) of an SBI code: a letter stays, digits follow the divisions of SBI 2008 (CBS)."""
    if not sbi[:2].isdigit():
        return sbi[:1].upper()
    division = int(sbi[:2])
    return next((letter for letter, last in _LAST_DIVISION if division <= last), "U")


_LAST_DIVISION = (
    ("A", 3), ("B", 9), ("C", 33), ("D", 35), ("E", 39), ("F", 43), ("G", 47), ("H", 53), ("I", 56), ("J", 63),
    ("K", 66), ("L", 68), ("M", 75), ("N", 82), ("O", 84), ("P", 85), ("Q", 88), ("R", 93), ("S", 96), ("T", 98),
)  # fmt: skip
