"""Two records in one, for organisations that merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from graph.analysis.serving import CODE_LISTS
from graph.records import Entity, Properties, Relation, Value, relation
from graph.schema import Schema

SERVES = "levert_aan"
_ADDED = ("capacity", "frequency", "size")
_PLACE = ("gm_code", "lat", "lon")
_EVERYBODY = "target_groups"  # of these, none named means all


def united(stays: Entity, other: Entity) -> Entity:
    """``stays`` with what ``other`` adds to it (see :class:`graph.whatif.steps.MergeOrganisations`)."""
    mine, theirs = dict(stays.properties), other.properties
    placed = any(mine.get(name) is not None for name in _PLACE)
    made: dict[str, Value] = {
        name: value
        for name, value in theirs.items()
        if mine.get(name) is None and not (placed and name in _PLACE) and name not in CODE_LISTS.values()
    }
    made = {**mine, **made}
    for name in CODE_LISTS.values():
        one, two = codes_of(stays, name), codes_of(other, name)
        everybody = name == _EVERYBODY and not (one and two)
        made[name] = () if everybody else tuple(sorted({*one, *two}))
    for name in _ADDED:
        added = _sum(mine.get(name), theirs.get(name))
        if added is not None:
            made[name] = added
    return replace(stays, properties={name: value for name, value in made.items() if value != ()})


def joint(first: Relation, second: Relation) -> Relation:
    """One relation for two that became the same: ``first`` has the word."""
    mine, theirs = first.properties, second.properties
    made = {**theirs, **{name: value for name, value in mine.items() if value is not None}}
    for name in _ADDED:
        added = _sum(mine.get(name), theirs.get(name))
        if added is not None:
            made[name] = added
    if mine.get("formal") or theirs.get("formal"):
        made["formal"] = True
    contacts = [day for day in (mine.get("last_contact"), theirs.get("last_contact")) if isinstance(day, date)]
    if contacts:
        made["last_contact"] = max(contacts)
    starts, ends = (first.valid_from, second.valid_from), (first.valid_to, second.valid_to)
    return replace(
        first,
        properties=made,
        valid_from=None if None in starts else min(day for day in starts if day),
        valid_to=None if None in ends else max(day for day in ends if day),
    )


def spelled_out(service: Relation, maker: Entity, whole: Entity, schema: Schema) -> Sequence[Relation]:
    """A service in as many relations as it takes to go on meaning the same, now that ``whole`` makes it.

    What a service leaves out, its organisation says; where ``whole`` says more than ``maker`` did, the service
    must say it by itself. What ``maker`` did not say of itself cannot be spelled out and stays left out.
    """
    choices: dict[str, tuple[str, ...]] = {}
    for dimension, listed in CODE_LISTS.items():
        own = codes_of(maker, listed)
        if service.properties.get(dimension) is None and own and own != codes_of(whole, listed):
            choices[dimension] = own
    if not choices:
        return (service,)
    rest: Mapping[str, Any] = {name: value for name, value in service.properties.items() if name != "capacity"}
    if all(len(options) == 1 for options in choices.values()):
        rest = service.properties
    made = []
    for combination in product(*choices.values()):
        said: Properties = {**rest, **dict(zip(choices, combination, strict=True))}
        ends = (service.source, service.target, said, service.valid_from, service.valid_to)
        made.append(relation(service.kind, *ends, schema=schema))
    return made


def own_service(organisation: Entity, schema: Schema) -> Relation | None:
    """What an organisation does in its own municipality, as a service; None where it says nothing of it."""
    home = organisation.properties.get("gm_code")
    if not isinstance(home, str) or not (codes_of(organisation, "stages") or codes_of(organisation, "life_domains")):
        return None
    return relation(SERVES, organisation.id, home, schema=schema)


def codes_of(entity: Entity, listed: str) -> tuple[str, ...]:
    """The codes that an organisation names of itself in one of its lists."""
    named = entity.properties.get(listed)
    return tuple(sorted(named)) if isinstance(named, tuple) else ()


def _sum(one: Value, other: Value) -> int | float | None:
    known = [v for v in (one, other) if isinstance(v, int | float) and not isinstance(v, bool)]
    return sum(known) if known else None
