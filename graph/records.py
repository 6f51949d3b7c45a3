"""The records that stores speak: frozen, plain, and the same for every store.

Values of properties are ``str``, ``int``, ``float``, ``bool``, :class:`datetime.date` or a sorted
``tuple`` of codes. A property that is absent from a record written to a store keeps the value it
had there; a property that is ``None`` clears it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from graph.schema import Schema, load_schema

Value = str | int | float | bool | date | tuple[str, ...] | None
Properties = Mapping[str, Value]
RecordType = Literal["entity", "relation", "referral"]
RECORD_TYPES: tuple[RecordType, ...] = ("entity", "relation", "referral")
_EMPTY: Properties = MappingProxyType({})
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something in the graph: an organisation, a place, an agreement, a pseudonymous candidate.

    Valid from ``valid_from`` up to and including ``valid_to``; None is open-ended.
    """

    id: str
    kind: str
    name: str
    properties: Properties = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed relation between two entities; make it with :func:`relation`, which derives ``id``."""

    id: str
    kind: str
    source: str
    target: str
    properties: Properties = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral of a candidate (``case``, a pseudonym) on ``date``; make it with :func:`referral`."""

    id: str
    case: str
    date: date
    source: str
    target: str
    properties: Properties = field(default_factory=dict)


Record = Entity | Relation | Referral


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that are written together, or not at all."""

    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    referrals: tuple[Referral, ...] = ()

    def __len__(self) -> int:
        return len(self.entities) + len(self.relations) + len(self.referrals)

    def __iter__(self) -> Iterator[Record]:
        yield from self.entities
        yield from self.relations
        yield from self.referrals

    def __add__(self, other: Batch) -> Batch:
        return Batch(self.entities + other.entities, self.relations + other.relations, self.referrals + other.referrals)


@dataclass(frozen=True, slots=True)
class RecordIds:
    """Which records to remove. Removing an entity removes the relations and referrals at it too."""

    entities: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()


def relation(
    kind: str,
    source: str,
    target: str,
    properties: Properties = _EMPTY,
    valid_from: date | None = None,
    valid_to: date | None = None,
    schema: Schema | None = None,
) -> Relation:
    """Make a relation whose id follows from its kind, ends and identifying properties (see the schema)."""
    identity = (schema or load_schema()).relations[kind].identity
    parts = [kind, source, target]
    if identity:
        values = (valid_from if name == "valid_from" else properties.get(name) for name in identity)
        qualifier = [_identifying(value) for value in values]
        if any(qualifier):
            parts += qualifier
    return Relation(SEPARATOR.join(parts), kind, source, target, properties, valid_from, valid_to)


def referral(case: str, on: date, source: str, target: str, properties: Properties = _EMPTY) -> Referral:
    """Make a referral whose id follows from case, date and ends: the same four are the same referral."""
    return Referral(referral_id(case, on.isoformat(), source, target), case, on, source, target, properties)


def referral_id(case: str, on: str, source: str, target: str) -> str:
    """The id of a referral, of these four; ``on`` is an ISO date."""
    return SEPARATOR.join((case, on, source, target))


def _identifying(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def record_type(record: Record) -> RecordType:
    """Name of the type of a record, as stores and journals use it."""
    if isinstance(record, Entity):
        return "entity"
    return "relation" if isinstance(record, Relation) else "referral"
