"""Workbooks (XLSX): every filled sheet is a table; cells become the text that a CSV file would hold.

Parsed by openpyxl in its streaming mode, with defusedxml against entity bombs, after
:mod:`loaders.dangers` has looked through the archive.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from typing import Any

import openpyxl

from graph.problems import Place, Problem
from loaders.tables import Row, Source, Table

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
"""The limits of a sheet in Excel itself."""
_AT_ONCE = 500


def xlsx_tables(source: Source) -> tuple[Table, ...]:
    """The filled sheets of a workbook. Raises FileRefused when it cannot be read or holds nothing."""
    with _workbook(source) as book:
        names = [sheet.title for sheet in book.worksheets]
    tables = [table for at, name in enumerate(names) if (table := _table(source, at, name)) is not None]
    if not tables:
        raise source.refused("problems.file_empty")
    return tuple(tables)


@contextmanager
def _workbook(source: Source) -> Iterator[Any]:
    """The open workbook. Whatever openpyxl trips over in a malformed file is one thing to the user: damaged."""
    with source.open() as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        except Exception as error:
            raise source.refused("problems.workbook_damaged") from error
        try:
            yield book
        finally:
            book.close()


def _table(source: Source, at: int, name: str) -> Table | None:
    number, cells = next(_filled_rows(source, at, name), (0, ()))
    header = [_header_text(cell) for cell in cells]
    width = _width(header)
    if not width:
        return None
    return Table(source, name, tuple(header), number, partial(_rows, source, at, name, number, header[:width]))


def _width(header: list[str]) -> int:
    count = len(header)
    while count and not header[count - 1].strip():
        count -= 1
    return count


def _header_text(cell: Any) -> str:
    value = cell.value
    return "" if value is None else str(_text(value)) if cell.data_type != "f" else str(value)


def _filled_rows(source: Source, at: int, name: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    with _workbook(source) as book:
        sheet = book.worksheets[at]
        sheet.reset_dimensions()
        rows = iter(sheet.rows)
        number = 0
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    some = list(islice(rows, _AT_ONCE))
            except Exception as error:
                raise source.refused("problems.sheet_damaged", sheet=name, row=number + 1) from error
            if not some:
                return
            for cells in some:
                number += 1
                if any(cell.value is not None for cell in cells):
                    yield number, cells
            if number > MAX_ROWS:
                raise source.refused("problems.sheet_too_long", sheet=name, max=MAX_ROWS)


def _rows(source: Source, at: int, name: str, header_row: int, header: list[str]) -> Iterator[Row]:
    width = len(header)
    for number, cells in _filled_rows(source, at, name):
        if number <= header_row:
            continue
        texts: list[str] = []
        problem: Problem | None = None
        for column, cell in enumerate(cells):
            value = cell.value
            if value is None:
                texts.append("")
                continue
            title = header[column] if column < width else None
            problem = problem or _cell_problem(cell, value, Place(source.name, name, number, title))
            texts.append(_text(value))
        if problem is None and _width(texts) > width:
            problem = source.refused(
                "problems.row_too_long", sheet=name, row=number, found=_width(texts), expected=width
            ).problem
        if problem is not None:
            yield number, problem
        elif any(map(str.strip, texts)):
            yield number, (texts + [""] * (width - len(texts)))[:width]


def _cell_problem(cell: Any, value: Any, place: Place) -> Problem | None:
    if cell.data_type == "f":
        return Problem("problems.formula", {}, place)
    if cell.data_type == "e":
        return Problem("problems.cell_error", {}, place, value=str(value)[:20])
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            return Problem("problems.cell_too_long", {"max": MAX_CELL}, place)
        if "\0" in value or "_x0000_" in value:
            return Problem("problems.nul_byte", {}, place)
    return None


def _text(value: Any) -> str:
    """The text of a cell: dates in ISO form, numbers with a point and without a needless fraction."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
