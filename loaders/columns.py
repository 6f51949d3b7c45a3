"""The columns of a table, compiled once: each turns its cells into values, or says what is wrong where.

An empty cell says nothing: the property is absent from the record, so a store keeps what it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from graph.problems import Place, Problem
from graph.records import Properties, Value
from graph.schema import Property, fold
from graph.validate import MAX_TEXT
from loaders.identifiers import personal_in_header, personal_in_text
from loaders.tables import FileRefused, Table
from loaders.templates import REFERRALS, Template
from loaders.values import BadValue, Convert, clean

RESERVED = frozenset({"id", "name", "kind", "source", "target", "case", "date", "valid_from", "valid_to", "type"})
"""Names of fields of records: an extra column with such a name gets ``extra_`` before it."""
_CACHE = 20_000


def free_name(name: str) -> str:
    """The name of an extra property, which may not be that of a field of a record."""
    return f"extra_{name}" if name in RESERVED else name


class Cell:
    """One column of a table, compiled: converts its cells, remembering the outcomes.

    ``people``: the column is about candidates, so a cell that cannot be read is never repeated when
    it looks like personal data.
    """

    __slots__ = ("_convert", "at", "header", "known", "name", "people", "timed", "today")

    def __init__(self, at: int, name: str, header: str, convert: Convert, today: date, *, people: bool) -> None:
        self.at = at
        self.name = name
        self.header = header
        self.people = people
        self.today = today
        self.timed = False
        self._convert = convert
        self.known: dict[str, Value] = {}

    def value(self, cell: str) -> Value:
        """The value of a cell, None when it is blank. Raises BadValue, with the column as its place.

        ``known`` keeps the values of cells seen before: most columns have few different ones.
        """
        text = cell.strip()
        if not text:
            return None
        try:
            value = self._convert(text)
        except BadValue as bad:
            raise BadValue(replace(self._discreet(bad.problem, text), place=Place(column=self.header))) from None
        if isinstance(value, date) and ":" in text:
            self.timed = True
        if len(self.known) >= _CACHE:
            self.known.clear()
        self.known[cell] = value
        return value

    def _discreet(self, problem: Problem, text: str) -> Problem:
        key = personal_in_text(text, self.today) if self.people else None
        return Problem(key) if key else problem


class ExtraCell(Cell):
    """A column without a meaning for this kind of record: kept as text.

    Refused where it holds personal data of candidates. ``used`` says that it held anything.
    """

    __slots__ = ("used",)

    def __init__(self, at: int, name: str, header: str, today: date, *, people: bool) -> None:
        super().__init__(at, name, header, clean, today, people=people)
        self.used = False

    def value(self, cell: str) -> Value:
        """The text of a cell, None when it is blank. Raises BadValue for personal data and long texts."""
        text = clean(cell)
        if not text:
            return None
        if len(text) > MAX_TEXT:
            raise BadValue(Problem("problems.cell_too_long", {"max": MAX_TEXT}, Place(column=self.header)))
        if self.people:
            key = personal_in_text(text, self.today)
            if key:
                raise BadValue(Problem(key, {}, Place(column=self.header)))
        self.used = True
        return text


@dataclass
class Columns:
    """Which column of a table is what, and what is to be told about them in the end."""

    table: Table
    template: Template
    today: date
    names: tuple[str | None, ...]
    stray: dict[tuple[str, str], Problem] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, template: Template, today: date) -> Columns:
        """The columns of a table. Raises FileRefused when a header announces or holds personal data."""
        columns = cls(table, template, today, template.match(table.header))
        for at, (header, name) in enumerate(zip(table.header, columns.names, strict=True)):
            if name is None and header:
                refuse_personal_header(table, at, today, people=template.name == REFERRALS)
        return columns

    def header(self, name: str) -> str | None:
        """The header in the file of the column that is ``name`` to us."""
        return self.table.header[self.names.index(name)] if name in self.names else None

    def place(self, row: int, name: str) -> Place:
        return self.table.at(row, self.header(name))

    def extra_name(self, at: int) -> str:
        """The property that an extra column becomes; our own word for it if the column is one of ours."""
        folded = self.names[at] or fold(clean(self.table.header[at]))
        return free_name(folded)

    def tell_stray(self, name: str, kind: str, label: object) -> None:
        """Remember to tell that a column of ours does not belong to this kind of record."""
        if (name, kind) not in self.stray:
            place = Place(self.table.source.name, self.table.sheet, None, self.header(name))
            self.stray[name, kind] = Problem("problems.column_stray", {"kind": label}, place, severity="notice")

    def extras(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        """The headers of the filled columns that are not ours."""
        found = {c.at: c.header for c in cells if isinstance(c, ExtraCell) and c.used and not self.names[c.at]}
        return tuple(found[at] for at in sorted(found))

    def notices(self, cells: Sequence[Cell]) -> Iterator[Problem]:
        """What the user should know about the columns of a table that has been read."""
        place = self.table.place
        extras = self.extras(cells)
        if extras:
            yield Problem("problems.extra_columns", {"columns": extras}, place, severity="notice")
        yield from self.stray.values()
        for cell in cells:
            if cell.timed:
                where = Place(place.file, place.sheet, None, cell.header)
                yield Problem("problems.time_left_out", {}, where, severity="notice")


def refuse_personal_header(table: Table, at: int, today: date, *, people: bool) -> None:
    """Raise FileRefused when a header announces or holds personal data. ``people``: in a file about candidates."""
    header = table.header[at]
    if people and personal_in_text(header, today):
        raise FileRefused(Problem("problems.personal_header_value", {"number": at + 1}, table.at(table.header_row)))
    if personal_in_header(header, people=people):
        raise FileRefused(Problem("problems.personal_column", {}, table.at(table.header_row, header)))


def read_cells(compiled: Sequence[Cell], cells: list[str], into: dict[str, Value], problems: list[Problem]) -> None:
    """Convert the filled cells of a row into ``into``; what cannot be read goes to ``problems``."""
    for cell in compiled:
        text = cells[cell.at]
        if text:
            value = cell.known.get(text)
            if value is None:
                try:
                    value = cell.value(text)
                except BadValue as bad:
                    problems.append(bad.problem)
                    continue
                if value is None:
                    continue
            into[cell.name] = value


def placed(problems: Sequence[Problem], columns: Columns, row: int) -> tuple[Problem, ...]:
    """The problems with file, sheet and row filled in; a column that is known already stays."""
    return tuple(replace(p, place=columns.table.at(row, p.place.column)) for p in problems)


_ABOUT = {
    "problems.bad_id": ("id", "case"),
    "problems.bad_id_character": ("id", "case"),
    "problems.bad_name": ("name",),
    "problems.empty_name": ("name",),
    "problems.period_reversed": ("valid_to", "valid_from"),
    "problems.same_ends": ("target",),
}
"""Which column a problem is about that is not about a property."""


def with_column(problem: Problem, properties: Mapping[str, Property], columns: Columns) -> Problem:
    """A problem of the schema's checks with the column that it is about."""
    label = problem.values.get("property")
    names = [name for name, prop in properties.items() if prop.label is label]
    headers = [columns.header(name) for name in (*names, *_ABOUT.get(problem.key, ()))]
    return replace(problem, place=Place(column=next(filter(None, headers), None)))


def nameless(columns: Columns, cells: list[str]) -> list[Problem]:
    """A cell with a value under a column without a name has nowhere to go."""
    return [
        Problem("problems.column_nameless", {"number": at + 1})
        for at, header in enumerate(columns.table.header)
        if not header and cells[at].strip()
    ]


def split_period(values: dict[str, Value]) -> tuple[Properties, date | None, date | None]:
    """Properties and the two dates of validity, which are no properties."""
    start, end = values.pop("valid_from", None), values.pop("valid_to", None)
    return values, start if isinstance(start, date) else None, end if isinstance(end, date) else None
