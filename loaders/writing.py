"""Records become rows of the templates, in such a way that reading them gives the same records.

Rules of our CSV: semicolons, UTF-8 with mark, CRLF, dates in ISO form, several codes with ``|``, yes and
no as 1 and 0, a decimal comma in Dutch. A text that a spreadsheet would run as a formula gets an
apostrophe before it (``loaders.values.guard``), which reading takes off again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO, TextIOBase

from graph.records import Entity, Record, Relation, Value
from graph.schema import Schema
from loaders.columns import free_name
from loaders.templates import ORGANISATIONS, REFERRALS, RELATIONS, Template, templates
from loaders.values import guard

ENCODING = "utf-8-sig"


class Layout:
    """How records of one sort are written: the columns of their template, then the properties beyond it.

    ``public`` leaves out the properties that the schema calls sensitive.
    """

    def __init__(self, name: str, schema: Schema, language: str, *, public: bool = False) -> None:
        self.template: Template = templates(schema)[name]
        self._schema = schema
        self._language = language
        self._public = public
        self._own = [column.name for column in self.template.columns]

    def further(self, records: Iterable[Record]) -> tuple[str, ...]:
        """The properties of these records that the template has no column for, in order of appearance."""
        found = dict.fromkeys(name for record in records for name in self._properties(record))
        return tuple(name for name in found if name not in self._own)

    def header(self, further: Sequence[str] = ()) -> list[str]:
        """The names of the columns."""
        headers = self.template.headers
        names = [headers[name][self._language] if name in headers else name for name in (*self._own, *further)]
        return [guard(name) for name in names]

    def row(self, record: Record, further: Sequence[str] = ()) -> list[str]:
        """The cells of a record, in the order of the header."""
        values = {**self._properties(record), **self._fields(record)}
        return [cell_text(values.get(name), self._language) for name in (*self._own, *further)]

    def _properties(self, record: Record) -> Mapping[str, Value]:
        declared = self._schema.entities[record.kind].properties if self._public and isinstance(record, Entity) else {}
        return {
            free_name(name): value
            for name, value in record.properties.items()
            if not (name in declared and declared[name].sensitive)
        }

    def _fields(self, record: Record) -> Mapping[str, Value]:
        if isinstance(record, Entity):
            period = {"valid_from": record.valid_from, "valid_to": record.valid_to}
            return {"id": record.id, "name": record.name, "kind": record.kind, **period}
        ends = {"source": record.source, "target": record.target}
        if isinstance(record, Relation):
            claim = self._schema.relations[record.kind].claim
            period = {"valid_from": record.valid_from, "valid_to": record.valid_to}
            return {**ends, "kind": record.kind, "reported_by": "van" if claim else None, **period}
        return {**ends, "case": record.case, "date": record.date}


def layouts(schema: Schema, language: str, *, public: bool = False) -> tuple[Layout, Layout, Layout]:
    """The layouts of entities, relations and referrals."""
    first, second, third = (
        Layout(name, schema, language, public=public) for name in (ORGANISATIONS, RELATIONS, REFERRALS)
    )
    return first, second, third


def cell_text(value: Value, language: str) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "|".join(value)
    text = repr(value)
    return text.replace(".", ",") if language == "nl" else text


def write_rows(file: TextIOBase, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table as CSV to an open text file (newline="") and count its rows."""
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as the bytes of a CSV file."""
    text = StringIO(newline="")
    write_rows(text, header, rows)
    return text.getvalue().encode(ENCODING, errors="replace")


def table_bytes(layout: Layout, records: Sequence[Record]) -> bytes:
    """Records as the bytes of a CSV file of their template."""
    further = layout.further(records)
    return csv_bytes(layout.header(further), _rows(layout, records, further))


def _rows(layout: Layout, records: Iterable[Record], further: Sequence[str]) -> Iterator[list[str]]:
    return (layout.row(record, further) for record in records)
