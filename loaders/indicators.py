"""Any figure per municipality, from a table that somebody hands in: one column of codes, columns of numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.problems import Place, Problem
from loaders.files import read_tables
from loaders.reference import place_kind
from loaders.tables import FileRefused, Source, Table
from loaders.values import clean, parse_number

MAX_ROWS = 20_000
_CODE = re.compile(r"(?:GM)?(\d{1,4})", re.IGNORECASE)
_NAMES = ("gm", "gemeente", "municipality", "code", "regio")
_EMPTY = frozenset({"", ".", "-", "–", "x", "?"})
"""How CBS and others write that a figure is missing."""


@dataclass(frozen=True)
class Indicators:
    """Figures by their name, then by code of the municipality. ``source`` names the file.

    ``notices`` say what was left out: columns without numbers, rows without a known code.
    """

    source: str
    figures: Mapping[str, Mapping[str, float]]
    notices: tuple[Problem, ...] = ()


def read_indicators(source: Source) -> Indicators:
    """Read a CSV file or workbook. Raises FileRefused when no column holds codes, or none numbers."""
    refused: FileRefused | None = None
    for table in read_tables(source):
        try:
            return _read(table)
        except FileRefused as error:
            refused = refused or error
    raise refused or source.refused("problems.file_empty")


def _read(table: Table) -> Indicators:
    rows, notices = _rows(table)
    at = _code_column(table, rows)
    codes = [_code(row[at]) for row in rows]
    unknown = sum(code is None for code in codes)
    double = len([c for c in codes if c]) - len({c for c in codes if c})
    if double:
        raise FileRefused(Problem("kaart.indicator_double", {"count": double}, table.at(table.header_row)))
    figures: dict[str, dict[str, float]] = {}
    without = []
    for column, name in enumerate(table.header):
        if column == at or not name:
            continue
        values = {c: row[column] for c, row in zip(codes, rows, strict=True) if c and row[column].lower() not in _EMPTY}
        numbers = {code: number for code, text in values.items() if (number := parse_number(text)) is not None}
        if values and len(numbers) == len(values):
            figures[name] = numbers
        elif values:
            without.append(name)
    if not figures:
        raise FileRefused(Problem("kaart.indicator_no_numbers", {}, table.place))
    if unknown:
        notices.append(Problem("kaart.indicator_unknown", {"count": unknown}, table.place, severity="notice"))
    if without:
        names = {"names": ", ".join(without[:10])}
        notices.append(Problem("kaart.indicator_no_number_columns", names, table.place, severity="notice"))
    return Indicators(table.source.name, figures, tuple(notices))


def _rows(table: Table) -> tuple[list[list[str]], list[Problem]]:
    """The cells of all readable rows, and what is wrong with the others."""
    rows, wrong = [], []
    for number, cells in table.stream():
        if number > MAX_ROWS:
            raise FileRefused(Problem("kaart.indicator_too_long", {"max": MAX_ROWS}, Place(table.source.name)))
        if isinstance(cells, Problem):
            wrong.append(cells)
        else:
            padded = [clean(cell) for cell in cells] + [""] * len(table.header)
            rows.append(padded[: len(table.header)])
    return rows, wrong


def _code_column(table: Table, rows: list[list[str]]) -> int:
    """The column that holds most codes of municipalities, among those whose name says so or that have letters."""
    best, most = None, 0
    for at, name in enumerate(table.header):
        named = any(word in name.casefold() for word in _NAMES)
        count = sum(_code(row[at]) is not None and (named or row[at][:2].upper() == "GM") for row in rows if row[at])
        if count > most:
            best, most = at, count
    if best is None:
        raise FileRefused(Problem("kaart.indicator_no_code", {}, table.at(table.header_row)))
    return best


def _code(text: str) -> str | None:
    """A code such as GM0828, 0828 or 828; None when no municipality has it."""
    found = _CODE.fullmatch(text)
    code = f"GM{int(found[1]):04d}" if found else ""
    return code if place_kind(code) == "gebied_gemeente" else None
