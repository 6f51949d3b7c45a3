"""Rows become records, or problems with their place: one mapper for each template.

A mapper is compiled once for a table and then called for each row. It looks at the row alone;
whether its ends exist is asked later, for many rows at once (:mod:`loaders.passing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from graph.problems import Place, Problem
from graph.records import Entity, Properties, Record, Value, referral, relation
from graph.schema import EntityKind, Property, RelationKind, Schema, fold
from graph.validate import entity_problems
from loaders.columns import Cell, Columns, ExtraCell, nameless, placed, read_cells, split_period, with_column
from loaders.identifiers import CHILD_YEARS, personal_in_case, personal_in_text
from loaders.reference import place_kind
from loaders.tables import Table
from loaders.templates import ORGANISATIONS, REFERRALS, RELATIONS, Template
from loaders.values import clean, converter

EARLIEST_REFERRAL = date(1990, 1, 1)
_NONE: Mapping[str, Property] = MappingProxyType({})


class Mapped(NamedTuple):
    """What a row became: its records, or (when there are ``problems``) nothing."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Plan:
    """The compiled columns of one kind of record."""

    cells: list[Cell]
    strays: list[ExtraCell]
    properties: Mapping[str, Property]


class Mapper:
    """Turns the rows of one table into records. ``columns`` knows the place of every property.

    ``declared`` are the properties that the schema has for the relations or referrals it makes.
    """

    def __init__(
        self, columns: Columns, schema: Schema, declared: Mapping[str, Property] = MappingProxyType({})
    ) -> None:
        self.columns = columns
        self.schema = schema
        self.declared = declared
        self._cells: list[Cell] = []
        self._own = {c.name: c for c in columns.template.columns}

    def __call__(self, number: int, cells: list[str]) -> Mapped:
        """The records of row ``number`` of the file, or its problems."""
        raise NotImplementedError

    @property
    def extras(self) -> tuple[str, ...]:
        """The headers of the filled columns that are not ours."""
        return self.columns.extras(self._cells)

    def notices(self) -> tuple[Problem, ...]:
        """What to tell about the columns once the table has been read."""
        return tuple(self.columns.notices(self._cells))

    def _cell(self, at: int, name: str, source: Property | None, *, people: bool) -> Cell:
        convert = converter(source or self._own[name], self.schema)
        cell = Cell(at, name, self.columns.table.header[at], convert, self.columns.today, people=people)
        self._cells.append(cell)
        return cell

    def _extra(self, at: int, *, people: bool) -> ExtraCell:
        header = self.columns.table.header[at]
        cell = ExtraCell(at, self.columns.extra_name(at), header, self.columns.today, people=people)
        self._cells.append(cell)
        return cell

    def _at(self, name: str) -> int:
        return self.columns.names.index(name)

    def _refused(self, number: int, problems: list[Problem]) -> Mapped:
        return Mapped((), placed(problems, self.columns, number))

    def _missing(self, cells: list[str]) -> list[Problem]:
        """A problem for each required cell that is empty."""
        return [
            Problem("problems.cell_empty", {"property": column.label}, Place(column=self.columns.header(column.name)))
            for column in self.columns.template.required
            if not cells[self._at(column.name)].strip()
        ]


class OrganisationMapper(Mapper):
    """Rows of ``organisaties``: an entity each, of any kind. The kind decides what the other columns mean."""

    def __init__(self, columns: Columns, schema: Schema) -> None:
        super().__init__(columns, schema)
        self._plans: dict[str, _Plan] = {}
        self._kinds: dict[str, str | None] = {}
        self._heads = tuple(self._cell(self._at(n), n, None, people=False) for n in ("id", "name"))

    def __call__(self, number: int, cells: list[str]) -> Mapped:
        problems = self._missing(cells) + nameless(self.columns, cells)
        if problems:
            return self._refused(number, problems)
        word = cells[self._at("kind")].strip()
        kind = self.schema.entities.get(self.schema.entity_names.get(fold(word), ""))
        if kind is None:
            wrong = Problem("problems.unknown_kind", {}, Place(column=self.columns.header("kind")), word[:80])
            return self._refused(number, [wrong])
        values: dict[str, Value] = {}
        read_cells(self._heads, cells, values, problems)
        identifier, name = str(values.pop("id")), str(values.pop("name"))
        plan = self._plan(kind)
        read_cells(plan.cells, cells, values, problems)
        problems += self._personal(kind, identifier, name, values)
        municipality = values.get("gm_code")
        if isinstance(municipality, str) and place_kind(municipality) != "gebied_gemeente":
            where = Place(column=self.columns.header("gm_code"))
            problems.append(Problem("problems.unknown_municipality", {}, where, municipality))
        if not problems:
            properties, start, end = split_period(values)
            entity = Entity(identifier, kind.code, name, properties, start, end)
            problems += [with_column(p, plan.properties, self.columns) for p in entity_problems(entity, self.schema)]
            if not problems:
                self._tell_strays(kind, plan)
                return Mapped((entity,))
        return self._refused(number, problems)

    def _plan(self, kind: EntityKind) -> _Plan:
        if kind.code in self._plans:
            return self._plans[kind.code]
        cells: list[Cell] = []
        for at, (header, name) in enumerate(zip(self.columns.table.header, self.columns.names, strict=True)):
            if name in ("id", "name", "kind") or not header:
                continue
            prop = kind.properties.get(name) if name else None
            if prop is not None or name in ("valid_from", "valid_to"):
                cells.append(self._cell(at, str(name), prop, people=kind.cls.pseudonymous))
            else:
                cells.append(self._extra(at, people=kind.cls.pseudonymous))
        strays = [c for c in cells if isinstance(c, ExtraCell) and self.columns.names[c.at]]
        self._plans[kind.code] = _Plan(cells, strays, kind.properties)
        return self._plans[kind.code]

    def _tell_strays(self, kind: EntityKind, plan: _Plan) -> None:
        """Remember the columns of ours that held a value though this kind has no such property."""
        for cell in plan.strays:
            if cell.used:
                self.columns.tell_stray(cell.name, kind.code, kind.label)

    def _personal(self, kind: EntityKind, identifier: str, name: str, values: Properties) -> list[Problem]:
        """Personal data of a candidate, in a note, or of a person behind a contact point who did not agree to it."""
        today = self.columns.today
        if kind.cls.pseudonymous:
            found = {n: personal_in_case(v, today) for n, v in (("id", identifier), ("name", name))}
        elif kind.cls.name == "note" or ("consent" in kind.properties and values.get("consent") is not True):
            texts = {"name": name, **{n: v for n, v in values.items() if isinstance(v, str)}}
            found = {n: personal_in_text(v, today) for n, v in texts.items()}
        else:
            return []
        return [Problem(key, {}, Place(column=self.columns.header(n))) for n, key in found.items() if key]


class RelationMapper(Mapper):
    """Rows of ``relaties``: a relation each, or for a claim one for each party that makes it."""

    def __init__(self, columns: Columns, schema: Schema) -> None:
        super().__init__(columns, schema, schema.relation_properties)
        self._columns: list[Cell] = []
        for at, (header, name) in enumerate(zip(columns.table.header, columns.names, strict=True)):
            if name and name != "kind":
                self._columns.append(self._cell(at, name, schema.relation_properties.get(name), people=False))
            elif header and not name:
                self._columns.append(self._extra(at, people=False))

    def __call__(self, number: int, cells: list[str]) -> Mapped:
        problems = self._missing(cells) + nameless(self.columns, cells)
        if problems:
            return self._refused(number, problems)
        word = cells[self._at("kind")].strip()
        kind = self.schema.relations.get(self.schema.relation_names.get(fold(word), ""))
        if kind is None:
            wrong = Problem("problems.unknown_relation", {}, Place(column=self.columns.header("kind")), word[:80])
            return self._refused(number, [wrong])
        values: dict[str, Value] = {}
        read_cells(self._columns, cells, values, problems)
        if problems:
            return self._refused(number, problems)
        source, target = str(values.pop("source")), str(values.pop("target"))
        reporter = values.pop("reported_by", None)
        for name in values:
            if name in self.declared and name not in kind.properties:
                self.columns.tell_stray(name, kind.code, kind.title)
        properties, start, end = split_period(values)
        return Mapped(
            tuple(
                relation(kind.code, one, other, properties, start, end, self.schema)
                for one, other in self._claims(kind, source, target, reporter)
            )
        )

    def _claims(self, kind: RelationKind, source: str, target: str, reporter: Value) -> tuple[tuple[str, str], ...]:
        """The ends of the relations that a row stands for. Who reports a collaboration is its source."""
        if not kind.claim:
            if reporter is not None:
                self.columns.tell_stray("reported_by", kind.code, kind.title)
            return ((source, target),)
        if reporter == "naar":
            return ((target, source),)
        return ((source, target), (target, source)) if reporter == "beide" else ((source, target),)


class ReferralMapper(Mapper):
    """Rows of ``doorverwijzingen``: an event each, about a candidate of whom only a pseudonym comes in."""

    def __init__(self, columns: Columns, schema: Schema) -> None:
        super().__init__(columns, schema, schema.referral.properties)
        self._case, self._source, self._target = (self._at(name) for name in ("case", "source", "target"))
        self._date = self._cell(self._at("date"), "date", None, people=True)
        self._nameless = any(not header for header in columns.table.header)
        self._columns: list[Cell] = []
        for at, (header, name) in enumerate(zip(columns.table.header, columns.names, strict=True)):
            if name and name in self.declared:
                self._columns.append(self._cell(at, name, self.declared[name], people=True))
            elif header and not name:
                self._columns.append(self._extra(at, people=True))
        self._dates = [
            cell.name
            for cell in self._columns
            if cell.name in self.declared and self.declared[cell.name].type == "date"
        ]
        self._child = date(columns.today.year - CHILD_YEARS, 12, 31)

    def __call__(self, number: int, cells: list[str]) -> Mapped:
        case, source, target = clean(cells[self._case]), clean(cells[self._source]), clean(cells[self._target])
        when = cells[self._date.at]
        problems: list[Problem] = []
        if not (case and source and target and when.strip()):
            problems = self._missing(cells)
        if self._nameless:
            problems += nameless(self.columns, cells)
        if problems:
            return self._refused(number, problems)
        found = personal_in_case(case, self.columns.today)
        if found:
            problems.append(Problem(found, {}, Place(column=self.columns.header("case"))))
        values: dict[str, Value] = {}
        read_cells(self._columns, cells, values, problems)
        dates: dict[str, Value] = {}
        read_cells((self._date,), cells, dates, problems)
        on = dates.get("date")
        if isinstance(on, date):
            problems += self._birth_dates(on, values)
            if not problems:
                return Mapped((referral(case, on, source, target, values),))
        return self._refused(number, problems)

    def _birth_dates(self, on: date, values: Properties) -> list[Problem]:
        """A date so long before the referral, or before there could be a log of it, is a birth date."""
        wrong = [] if on >= EARLIEST_REFERRAL else ["date"]
        for name in self._dates:
            value = values.get(name)
            if isinstance(value, date) and value < on and value <= self._child:
                wrong.append(name)
        return [Problem("problems.personal_birth_date", {}, Place(column=self.columns.header(name))) for name in wrong]


_MAPPERS: Mapping[str, Callable[[Columns, Schema], Mapper]] = {
    ORGANISATIONS: OrganisationMapper,
    RELATIONS: RelationMapper,
    REFERRALS: ReferralMapper,
}


def mapper_for(table: Table, template: Template, schema: Schema, today: date) -> Mapper:
    """The mapper of a table. Raises FileRefused when a column announces personal data."""
    return _MAPPERS[template.name](Columns.of(table, template, today), schema)
