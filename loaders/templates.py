"""The three templates, derived from ``data/schema``: which columns they have, and how to recognise them.

Column names are matched in Dutch and English, in any order, whatever the case, spaces and hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.problems import Problem
from graph.schema import Column, Label, Property, Schema, fold
from loaders.tables import FileRefused, Table

ORGANISATIONS = "organisaties"
RELATIONS = "relaties"
REFERRALS = "doorverwijzingen"
ORDER = (ORGANISATIONS, RELATIONS, REFERRALS)
"""The order in which they are imported: what others refer to comes first."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template: of every row (``prop`` None) or the property of the record."""

    name: str
    header: Label
    label: Label
    help: Label | None
    required: bool
    type: str
    codes: str | None
    unit: Label | None
    prop: Property | None


@dataclass(frozen=True)
class Template:
    """A layout of rows. ``columns`` are in the order in which we write them.

    ``names`` maps a folded column name, in either language, to the column, ``headers`` the column to
    its name. A property of another class of entity (a vacancy's number of places) is in both too, but
    is no column of the template.
    """

    name: str
    columns: tuple[TemplateColumn, ...]
    names: Mapping[str, str]
    headers: Mapping[str, Label]

    @cached_property
    def required(self) -> tuple[TemplateColumn, ...]:
        return tuple(column for column in self.columns if column.required)

    def column(self, name: str) -> TemplateColumn:
        """The column with this name. Raises KeyError."""
        return next(column for column in self.columns if column.name == name)

    def match(self, header: Sequence[str]) -> tuple[str | None, ...]:
        """For each column of a file the name of ours that it is, or None."""
        return tuple(self.names.get(fold(cell)) for cell in header)


def templates(schema: Schema) -> Mapping[str, Template]:
    """The templates by name, in the order of import."""
    organisation = next(c for c in schema.classes.values() if c.file == ORGANISATIONS)
    others = [c.properties for c in schema.classes.values() if c is not organisation]
    return {
        ORGANISATIONS: _template(ORGANISATIONS, schema, organisation.properties, others),
        RELATIONS: _template(RELATIONS, schema, schema.relation_properties),
        REFERRALS: _template(REFERRALS, schema, schema.referral.properties),
    }


def _template(
    name: str, schema: Schema, properties: Mapping[str, Property], others: Iterable[Mapping[str, Property]] = ()
) -> Template:
    own = schema.columns[name]
    columns = tuple(_ordered(own, properties))
    everything: list[Column | Property] = [*own.values(), *properties.values()]
    for further in others:
        everything += further.values()
    headers = {column.name: column.column for column in reversed(everything)}
    return Template(name, columns, _names(everything), headers)


def _ordered(own: Mapping[str, Column], properties: Mapping[str, Property]) -> Iterable[TemplateColumn]:
    """Required columns, then the properties with the columns that stand after them, then the rest."""
    placed = {column.after for column in own.values()}
    yield from (_of_row(column) for column in own.values() if column.required)
    for name, prop in properties.items():
        yield _of_property(prop)
        if name in placed:
            yield from (_of_row(column) for column in own.values() if column.after == name)
    yield from (_of_row(column) for column in own.values() if not column.required and column.after is None)


def _of_row(column: Column) -> TemplateColumn:
    kind = "code" if column.codes else "date" if column.name in ("date", "valid_from", "valid_to") else "text"
    return TemplateColumn(
        column.name, column.column, column.label, column.help, column.required, kind, column.codes, None, None
    )


def _of_property(prop: Property) -> TemplateColumn:
    return TemplateColumn(prop.name, prop.column, prop.label, prop.help, False, prop.type, prop.codes, prop.unit, prop)


def _names(columns: Sequence[Column | Property]) -> Mapping[str, str]:
    """Folded names to columns. A column name wins over a synonym, that over our own word, that over a label."""
    names: dict[str, str] = {}
    for column in columns:
        names.setdefault(fold(column.column.nl), column.name)
        names.setdefault(fold(column.column.en), column.name)
    for column in columns:
        for synonym in getattr(column, "also", ()):
            names.setdefault(fold(synonym), column.name)
    for column in columns:
        names.setdefault(fold(column.name), column.name)
    for column in columns:
        names.setdefault(fold(column.label.nl), column.name)
        names.setdefault(fold(column.label.en), column.name)
    return names


def recognise(table: Table, schema: Schema, chosen: str | None = None) -> Template:
    """The template of a table: ``chosen``, or the last in ``ORDER`` whose required columns it has.

    Raises FileRefused when required columns are missing, when no template fits, or when a column of
    ours stands twice in the table.
    """
    known = templates(schema)
    candidates = [known[chosen]] if chosen else list(known.values())
    fits = [(template, set(template.match(table.header)) - {None}) for template in candidates]
    complete = [template for template, found in fits if all(column.name in found for column in template.required)]
    if not complete:
        raise _missing(table, fits)
    template = complete[-1]  # a table with both ends of a relation is no table of organisations
    _check_twice(table, template)
    return template


def _missing(table: Table, fits: list[tuple[Template, set[str | None]]]) -> FileRefused:
    place = table.at(table.header_row)

    def share(fit: tuple[Template, set[str | None]]) -> float:
        template, found = fit
        return sum(column.name in found for column in template.required) / len(template.required)

    template, found = max(fits, key=share)
    if len(fits) > 1 and share((template, found)) < 0.5:
        names = tuple(";".join(c.header.nl for c in fit[0].required) for fit in fits)
        return FileRefused(Problem("problems.template_unknown", {"templates": names}, place))
    missing = tuple(c.header.nl for c in template.required if c.name not in found)
    return FileRefused(Problem("problems.columns_missing", {"template": template.name, "missing": missing}, place))


def _check_twice(table: Table, template: Template) -> None:
    seen: dict[str, str] = {}
    for cell, name in zip(table.header, template.match(table.header), strict=True):
        key = name or fold(cell)
        if key and key in seen:
            place = table.at(table.header_row, cell)
            raise FileRefused(Problem("problems.column_twice", {"first": seen[key], "second": cell}, place))
        seen[key] = cell
