# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""Rows of the embedded store and the records that they hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.records import SEPARATOR, Entity, Properties, Record, RecordType, Referral, Relation, Value
from graph.schema import Schema
from graph.store.codec import day_number, day_of, properties_from_text, properties_to_text

Row = tuple[Any, ...]
# Columns before this one make the identity of a record.
_FIRST_CHANGEABLE: Mapping[RecordType, int] = {"entity": 1, "relation": 4, "referral": 4}
_REFERRAL_ID = f"""x."case" || '{SEPARATOR}' || date(x.date + 2440587.5)
  || '{SEPARATOR}' || (SELECT id FROM entity WHERE no = x.source)
  || '{SEPARATOR}' || (SELECT id FROM entity WHERE no = x.target)"""
_REFERRAL_BY_ID = """FROM json_each(?) j CROSS JOIN entity s ON s.id = json_extract(j.value, '$[2]')
  CROSS JOIN entity t ON t.id = json_extract(j.value, '$[3]')
  CROSS JOIN referral x ON x.source = s.no AND x.date = json_extract(j.value, '$[1]')
  AND x."case" = json_extract(j.value, '$[0]') AND x.target = t.no"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A record with its row number, the change that added it and the last one that touched it."""

    record: Record
    no: int
    added: int
    touched: int


def id_of(kind: RecordType) -> str:
    """SQL for the id of a row aliased ``x``. That of a referral is made of its columns."""
    return _REFERRAL_ID if kind == "referral" else "x.id"


def column_name(name: str) -> str:
    """The column of ``referral`` for a declared property, apart from the fixed columns."""
    return f'"p_{name}"'


def code_table(name: str) -> str:
    """The table that numbers the codes of a list; a number never changes its meaning."""
    return f'"code_{name}"'


def in_words(column: str, kind: str, codes: str | None) -> str:
    """SQL for the value in a property's column: the code itself where the column has its number."""
    return f"(SELECT code FROM {code_table(codes)} WHERE no = {column})" if kind == "code" and codes else column


def to_column(value: Value) -> Any:
    """A property value as its column holds it; codes are numbered apart from this."""
    if value is None:
        return None
    if isinstance(value, date):
        return day_number(value)
    if isinstance(value, tuple):
        return json.dumps(value)
    return int(value) if isinstance(value, bool) else value


def from_column(kind: str, value: Any) -> Value:
    """What :func:`to_column` put there."""
    if value is None:
        return None
    if kind == "date":
        return day_of(value)
    if kind == "boolean":
        return bool(value)
    return tuple(json.loads(value)) if kind == "codes" else value


class Rows:
    """Reads and writes the rows of each type of record, for one schema.

    ``codes`` gives the numbers of the codes of each list, as the file has them.
    """

    def __init__(self, schema: Schema, codes: Mapping[str, Mapping[str, int]]) -> None:
        declared = schema.referral.properties
        numbered = {name: prop.codes for name, prop in declared.items() if prop.type == "code" and prop.codes}
        self.types = {name: prop.type for name, prop in declared.items()}
        self._coded: Mapping[str, Callable[[Any], Any]] = {name: codes[found].get for name, found in numbered.items()}
        self._plain = {name for name, kind in self.types.items() if kind in ("text", "url", "municipality")} - {
            *numbered
        }
        own = [column_name(name) for name in self.types]
        self._readable = {
            column_name(name): in_words(f"x.{column_name(name)}", "code", numbered[name]) for name in numbered
        }
        self.columns: Mapping[RecordType, tuple[str, ...]] = {
            "entity": ("id", "kind", "name", "valid_from", "valid_to", "properties"),
            "relation": ("id", "kind", "source", "target", "valid_from", "valid_to", "properties"),
            "referral": ('"case"', "date", "source", "target", *own, "extras"),
        }
        self._makers: Mapping[RecordType, Callable[[Row], Record]] = {
            "entity": _entity,
            "relation": _relation,
            "referral": self._referral,
        }

    def select(self, kind: RecordType, rest: str) -> str:
        """SQL for whole rows, aliased ``x``, with ids as ends. ``rest`` begins with FROM."""
        own = [id_of(kind)] if kind == "referral" else []
        for column in self.columns[kind]:
            if column in ("source", "target"):
                own.append(f"(SELECT id FROM entity WHERE no = x.{column})")
            else:
                own.append(self._readable.get(column, f"x.{column}"))
        return f"SELECT {', '.join(own)}, x.no, x.added, x.touched {rest}"

    def record(self, kind: RecordType, row: Row) -> Record:
        """The record of a row of :meth:`select`."""
        return self._makers[kind](row)

    def stored(self, db: sqlite3.Connection, kind: RecordType, ids: Iterable[str]) -> dict[str, Stored]:
        """What is stored of these ids, by id."""
        asked: list[Any] = list(ids)
        by_id = f"FROM json_each(?) j CROSS JOIN {kind} x ON x.id = j.value"
        if kind == "referral":
            asked = [key for key in map(_key_of, asked) if key is not None]
            by_id = _REFERRAL_BY_ID
        make = self._makers[kind]
        found = db.execute(self.select(kind, by_id), (json.dumps(asked),))
        return {row[0]: Stored(make(row), *row[-3:]) for row in found}

    def stored_referrals(
        self, db: sqlite3.Connection, events: Iterable[Referral], numbers: Mapping[str, int]
    ) -> dict[str, Stored]:
        """What is stored of these referrals, by id; ``numbers`` has every end that is stored.

        Much quicker than by id for many: in the order of the index, so that neighbours are asked together.
        """
        asked = sorted(
            (numbers[r.source], day_number(r.date), r.case, numbers[r.target])
            for r in events
            if r.source in numbers and r.target in numbers
        )
        db.execute("DELETE FROM asked")
        db.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", asked)
        found = db.execute(
            self.select(
                "referral",
                """FROM asked a CROSS JOIN referral x
                   ON x.source = a.source AND x.date = a.date AND x."case" = a."case" AND x.target = a.target""",
            )
        )
        return {row[0]: Stored(self._referral(row), *row[-3:]) for row in found}

    def insert(self, db: sqlite3.Connection, kind: RecordType, rows: Iterable[Row]) -> None:
        """Insert rows of :meth:`values`; those of entities each followed by a number for the row."""
        columns = (*self.columns[kind], "added", "touched", *(("no",) if kind == "entity" else ()))
        marks = ", ".join("?" * len(columns))
        db.executemany(f"INSERT INTO {kind} ({', '.join(columns)}) VALUES ({marks})", rows)

    def update(self, db: sqlite3.Connection, kind: RecordType, rows: Iterable[Row]) -> None:
        """Update by rows of :meth:`values`, each followed by the number of its row."""
        first = _FIRST_CHANGEABLE[kind]
        columns = (*self.columns[kind][first:], "added", "touched")
        changes = ", ".join(f"{column} = ?" for column in columns)
        db.executemany(f"UPDATE {kind} SET {changes} WHERE no = ?", (row[first:] for row in rows))

    def values(
        self, kind: RecordType, records: Iterable[Any], numbers: Mapping[str, int], marks: Iterable[tuple[int, int]]
    ) -> Iterator[Row]:
        """The column values of records, then added and touched from ``marks`` (as many, or without end);
        ``numbers`` gives the row number of each end."""
        marked = zip(records, marks, strict=False)
        if kind == "entity":
            return (
                (e.id, e.kind, e.name, _iso(e.valid_from), _iso(e.valid_to), properties_to_text(e.properties), *mark)
                for e, mark in marked
            )
        if kind == "relation":
            return (
                (
                    r.id, r.kind, numbers[r.source], numbers[r.target],
                    _iso(r.valid_from), _iso(r.valid_to), properties_to_text(r.properties), *mark,
                )
                for r, mark in marked
            )  # fmt: skip
        return self._referral_values(marked, numbers)

    def _referral_values(
        self, marked: Iterable[tuple[Referral, tuple[int, int]]], numbers: Mapping[str, int]
    ) -> Iterator[Row]:
        """Column by column, since that is quicker for many."""
        pairs = list(marked)
        events = [event for event, _ in pairs]
        properties = [event.properties for event in events]
        days: dict[Any, int | None] = {day: day_number(day) for day in {event.date for event in events}}
        days[None] = None

        def column(name: str) -> Iterable[Any]:
            values: list[Any] = [found.get(name) for found in properties]
            if name in self._coded:
                return map(self._coded[name], values)
            if self.types[name] == "date":
                days.update({day: day_number(day) for day in {*values} - days.keys()})
                return map(days.__getitem__, values)
            return values if name in self._plain else map(to_column, values)

        yield from zip(
            [event.case for event in events],
            [days[event.date] for event in events],
            [numbers[event.source] for event in events],
            [numbers[event.target] for event in events],
            *map(column, self.types),
            map(self._extras, properties),
            [added for _, (added, _) in pairs],
            [touched for _, (_, touched) in pairs],
            strict=True,
        )

    def _extras(self, properties: Properties) -> str | None:
        """What has no column, as text."""
        declared = self.types.keys()
        if properties.keys() <= declared:
            return None
        return properties_to_text({name: value for name, value in properties.items() if name not in declared})

    def _referral(self, row: Row) -> Referral:
        last = 5 + len(self.types)
        found = {
            name: from_column(kind, value)
            for (name, kind), value in zip(self.types.items(), row[5:last], strict=True)
            if value is not None
        }
        if row[last]:
            found |= properties_from_text(row[last])
        return Referral(row[0], row[1], day_of(row[2]), row[3], row[4], found)


def _key_of(identifier: str) -> tuple[str, int, str, str] | None:
    """Case, day, source and target from the id of a referral; None when it is no such id."""
    parts = identifier.split(SEPARATOR)
    try:
        case, day, source, target = parts
        on = date.fromisoformat(day)
    except ValueError:
        return None
    return (case, day_number(on), source, target) if on.isoformat() == day else None


def _entity(row: Row) -> Entity:
    return Entity(row[0], row[1], row[2], properties_from_text(row[5]), _day(row[3]), _day(row[4]))


def _relation(row: Row) -> Relation:
    found = properties_from_text(row[6])
    return Relation(row[0], row[1], row[2], row[3], found, _day(row[4]), _day(row[5]))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
