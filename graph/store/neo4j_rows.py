"""How records stand in Neo4j, and how they come and go as rows of values.

An entity is a node ``(:Entity:Employer {id, kind, name, ...})``, a relation a native relationship
``[:COLLABORATES_WITH {id, ...}]``, a referral a node ``(:Referral {id, case, date, ...})`` with
``[:FROM]`` and ``[:TO]`` to its organisations. Properties have the schema's names; a date is a Date.
Names of our own begin with an underscore: ``_added`` and ``_touched`` (the change that inserted the
record and, when that is another one, the last that touched it), ``_extra`` (what has no property of
its own, as JSON), and ``_name`` and ``_id`` (the folded words that search finds; candidates have none).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from graph.records import Entity, Properties, Record, RecordType, Referral, Relation, Value
from graph.schema import Property, Schema, SchemaError
from graph.store.codec import day_number, properties_from_text, properties_to_text
from graph.store.folding import folded

ENTITY, REFERRAL, FROM, TO = "Entity", "Referral", "FROM", "TO"
RESERVED = (ENTITY, REFERRAL, FROM, TO, "Ketenkaart", "Change", "ChangeItem", "Kept")
ADDED, TOUCHED, EXTRA = "_added", "_touched", "_extra"
WORDS = ("_name", "_id")
DAYS = "WITH [day IN $days | date('1970-01-01') + duration({days: day})] AS days"
"""Begins a query with :meth:`Columns.assigned`, which finds its dates in ``days``."""
_INT64 = range(-(2**63), 2**63)

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is stored, the change that added it and the last one that touched it."""

    record: Record
    added: int
    touched: int


class Days:
    """The different dates of some rows, in a list: a row has the place of a date in it, or None.

    The same few hundred dates return in thousands of rows, and a date is work for driver and server: so each
    goes once, as a number of days, and becomes a date there (:data:`DAYS`).
    """

    def __init__(self) -> None:
        self._places: dict[date | None, int | None] = {None: None}

    def places(self, days: Sequence[date | None]) -> Iterator[int | None]:
        for day in {*days} - self._places.keys():
            self._places[day] = len(self._places) - 1
        return map(self._places.__getitem__, days)

    @property
    def numbers(self) -> list[int]:
        """Days since 1 January 1970, for the parameter ``days``."""
        return [day_number(day) for day in self._places if day]


@dataclass(frozen=True)
class Columns:
    """The properties that one type of record has in Neo4j: ``own`` by name, and whether each is a date.

    They are those of the schema and those that an earlier schema had: what is stored is never lost.
    """

    type: RecordType
    own: Mapping[str, bool]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.own)

    @cached_property
    def dates(self) -> frozenset[str]:
        return frozenset(name for name, is_date in self.own.items() if is_date) | _FIXED_DATES

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        return _FIXED[self.type]

    def returned(self, *before: str) -> str:
        """A Cypher list of the values of ``n``, after the expressions ``before``; dates as ISO text."""
        values = [f"toString(n.{c})" if c in self.dates else f"n.{c}" for c in (*self.fixed, *self.names)]
        return f"[{', '.join((*before, *values, f'n.{EXTRA}', f'n.{ADDED}', _LAST))}]"

    def assigned(self, row: str = "row") -> str:
        """A Cypher map of properties out of the values of :meth:`row`, which the expression ``row`` gives.

        Dates come from ``days``, see :data:`DAYS`.
        """
        pairs = [f"{name}: {row}[{at}]" for at, name in enumerate((ADDED, TOUCHED, EXTRA))]
        columns = (*self.fixed, *self.names, *(WORDS if self.type == "entity" else ()))
        for at, column in enumerate(columns, start=len(pairs)):
            pairs.append(f"{column}: days[{row}[{at}]]" if column in self.dates else f"{column}: {row}[{at}]")
        return f"{{{', '.join(pairs)}}}"

    def rows(self, states: Sequence[Stored], days: Days, searched: bool = True) -> Iterator[list[Any]]:
        """Records as lists of parameters: stamps, extras, fixed and own properties, and what search finds.

        Made column by column, since that is quicker for many.
        """
        records: Sequence[Any] = [state.record for state in states]
        properties = [record.properties for record in records]
        own, extra = self._own(properties, days)
        columns: list[Iterable[Any]] = [
            [state.added for state in states],
            [state.touched if state.touched != state.added else None for state in states],
            extra,
        ]
        for name in self.fixed:
            values = [getattr(record, name) for record in records]
            columns.append(days.places(values) if name in self.dates else values)
        columns += own
        if self.type == "entity":
            nothing = [None] * len(records)
            columns += (
                [[folded(r.name) for r in records], [folded(r.id) for r in records]] if searched else [nothing] * 2
            )
        return map(list, zip(*columns, strict=True))

    def _own(self, properties: Sequence[Properties], days: Days) -> tuple[list[list[Any]], list[str | None]]:
        """The values of our own columns, and the rest of each record as text."""
        own = []
        names = self.own.keys()
        left_over = {at for at, found in enumerate(properties) if not found.keys() <= names}
        for name, is_date in self.own.items():
            values: list[Any] = [found.get(name) for found in properties]
            if not {*map(type, values)} <= (_DATED if is_date else _PLAIN):
                fits = [_fits(value, is_date) for value in values]
                left_over.update(at for at, fit in enumerate(fits) if not fit)
                values = [value if fit else None for value, fit in zip(values, fits, strict=True)]
                values = [list(value) if isinstance(value, tuple) else value for value in values]
            own.append([*days.places(values)] if is_date else values)
        extra: list[str | None] = [None] * len(properties)
        for at in left_over:
            rest = {
                name: value
                for name, value in properties[at].items()
                if value is not None and not (name in self.own and _fits(value, self.own[name]))
            }
            extra[at] = properties_to_text(rest) if rest else None
        return own, extra

    def properties(self, values: Row, extra: str | None) -> dict[str, Value]:
        """The properties of a record, from the values of :attr:`names` and the extras."""
        found = {name: value for name, value in zip(self.own, values, strict=True) if value is not None}
        for name, value in found.items():
            if type(value) is list:
                found[name] = tuple(value)
            elif name in self.dates:
                found[name] = date.fromisoformat(value)
        if extra is not None:
            found |= properties_from_text(extra)
        return found


def _fits(value: Value, is_date: bool) -> bool:
    """Whether a value can stand in a column of dates, or in one of anything else."""
    if value is None:
        return True
    if is_date:
        return type(value) is date
    return not isinstance(value, date) and not (isinstance(value, int) and value not in _INT64)


_NOTHING = type(None)
_DATED, _PLAIN = frozenset((date, _NOTHING)), frozenset((str, bool, float, _NOTHING))
_FIXED: Mapping[RecordType, tuple[str, ...]] = {
    "entity": ("id", "kind", "name", "valid_from", "valid_to"),
    "relation": ("id", "valid_from", "valid_to"),
    "referral": ("id", "case", "date"),
}
_LAST = f"coalesce(n.{TOUCHED}, n.{ADDED})"
_FIXED_DATES = frozenset(("valid_from", "valid_to", "date"))


@dataclass(frozen=True)
class Layout:
    """How the records of one schema stand in this database, and the records that rows of values are.

    ``edges`` are relationship types and the kinds that they hold, also those of an earlier schema.
    """

    schema: Schema
    columns: Mapping[RecordType, Columns]
    edges: Mapping[str, str]

    @cached_property
    def any_edge(self) -> str:
        """Every type of relationship that is a relation, for a pattern."""
        return "|".join(self.edges)

    def edges_of(self, kinds: Iterable[str]) -> str:
        """The types of relationship of these kinds of relation; of all kinds when there are none given."""
        wanted = set(kinds)
        return "|".join(edge for edge, kind in self.edges.items() if kind in wanted) if wanted else self.any_edge

    @property
    def returned(self) -> Mapping[RecordType, str]:
        """For each type of record the Cypher list that :meth:`record` reads, between the ends ``s`` and ``t``."""
        return self._returned

    @cached_property
    def _returned(self) -> Mapping[RecordType, str]:
        return {
            "entity": self.columns["entity"].returned(),
            "relation": self.columns["relation"].returned("type(n)", "s.id", "t.id"),
            "referral": self.columns["referral"].returned("s.id", "t.id"),
        }

    def record(self, kind: RecordType, row: Row) -> Record:
        """The record of a row of :attr:`returned`."""
        return self._makers[kind](row)

    def stored(self, kind: RecordType, row: Row) -> Stored:
        """The record of a row of :attr:`returned`, with the changes that added and touched it."""
        return Stored(self._makers[kind](row), row[-2], row[-1])

    @cached_property
    def _makers(self) -> Mapping[RecordType, Callable[[Row], Record]]:
        return {"entity": self.entity, "relation": self.relation, "referral": self.referral}

    def entity(self, row: Row) -> Entity:
        found = self.columns["entity"].properties(row[5:-3], row[-3])
        return Entity(row[0], row[1], row[2], found, _day(row[3]), _day(row[4]))

    def relation(self, row: Row) -> Relation:
        found = self.columns["relation"].properties(row[6:-3], row[-3])
        return Relation(row[3], self.edges[row[0]], row[1], row[2], found, _day(row[4]), _day(row[5]))

    def referral(self, row: Row) -> Referral:
        found = self.columns["referral"].properties(row[5:-3], row[-3])
        return Referral(row[2], row[3], date.fromisoformat(row[4]), row[0], row[1], found)


Known = Mapping[str, Sequence[str]]


def layout(schema: Schema, known: Known) -> Layout:
    """The layout for ``schema`` in a database where an earlier schema left ``known`` (see :func:`remembered`).

    Raises SchemaError when the schema takes a label or type for itself that the store needs.
    """
    nodes = [*(k.node for k in schema.entities.values()), *(k.edge for k in schema.relations.values())]
    taken = sorted(set(nodes) & set(RESERVED))
    if taken:
        raise SchemaError([f"node or edge name {name!r} is the store's own" for name in taken])
    declared: Mapping[RecordType, Iterable[Property]] = {
        "entity": [p for cls in schema.classes.values() for p in cls.properties.values()],
        "relation": schema.relation_properties.values(),
        "referral": schema.referral.properties.values(),
    }
    columns: dict[RecordType, Columns] = {}
    for kind, properties in declared.items():
        own: dict[str, bool] = {}
        for prop in properties:
            own[prop.name] = own.get(prop.name, True) and prop.type == "date"
        for entry in known.get(kind, ()):
            name, _, is_date = entry.partition(" ")
            own.setdefault(name, bool(is_date))
        columns[kind] = Columns(kind, {name: own[name] for name in own if name not in _FIXED[kind]})
    edges = {edge: kind for edge, _, kind in (entry.partition(" ") for entry in known.get("edges", ()))}
    edges |= {kind.edge: kind.code for kind in schema.relations.values()}
    return Layout(schema, columns, edges)


def remembered(found: Layout) -> dict[str, list[str]]:
    """What of a layout the database must remember, to know its own properties under a later schema."""
    known = {
        str(kind): [f"{name} date" if is_date else name for name, is_date in columns.own.items()]
        for kind, columns in found.columns.items()
    }
    return {**known, "edges": [f"{edge} {kind}" for edge, kind in found.edges.items()]}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
