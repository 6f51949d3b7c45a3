"""CSV as people have it: any usual delimiter and encoding, quoted or not, streamed.

Rows are counted as a spreadsheet does: a cell with a line break in it is still one row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from itertools import islice

from graph.problems import Place, Problem
from loaders.encoding import encoding_of
from loaders.tables import Row, Source, Table

DELIMITERS = ";,\t|"
MAX_CELL = 131_072
"""Characters; the limit that the csv module of Python keeps by itself."""
MAX_LINE = 1_000_000
_LOOK_AHEAD = 100


@dataclass(frozen=True, slots=True)
class _Dialect:
    encoding: str
    delimiter: str
    header_row: int
    skip: int = 0


def csv_table(source: Source) -> Table:
    """The table in a CSV file. Raises FileRefused when it cannot be read, or has no header."""
    encoding = encoding_of(source)
    delimiter, skip = _delimiter(source, encoding)
    number, cells = next(_records(source, _Dialect(encoding, delimiter, 0, skip)), (0, None))
    if cells is None:
        raise source.refused("problems.file_empty")
    if isinstance(cells, Problem):
        raise source.refused("problems.header_unreadable", row=number)
    dialect = _Dialect(encoding, delimiter, number, skip)
    return Table(source, None, tuple(cells), number, partial(_rows, source, dialect, len(_trimmed(cells))))


def _trimmed(cells: list[str]) -> list[str]:
    """The header without nameless columns at its end."""
    count = len(cells)
    while count and not cells[count - 1].strip():
        count -= 1
    return cells[:count]


def _delimiter(source: Source, encoding: str) -> tuple[str, int]:
    """The delimiter that splits the first filled line in most columns, and how many lines come before the table.

    Excel may say which it is on a line ``sep=;`` of its own.
    """
    with source.open() as binary, TextIOWrapper(binary, encoding=encoding, newline="") as text:
        for number, line in enumerate(islice(_bounded(source, text), _LOOK_AHEAD)):
            content = line.strip("\r\n")
            if content.casefold().startswith("sep=") and len(content) == 5:
                return content[4], number + 1
            if content.strip(DELIMITERS + ' "'):
                return max(DELIMITERS, key=lambda mark: _columns(content, mark)), 0
    return DELIMITERS[0], 0


def _columns(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return 0


def _bounded(source: Source, text: TextIOWrapper) -> Iterator[str]:
    """Lines, none of them longer than ``MAX_LINE``: a longer one is no table, or a bomb."""
    readline = text.readline
    number = 0
    while line := readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise source.refused("problems.line_too_long", row=number, max=MAX_LINE)
        yield line


def _rows(source: Source, dialect: _Dialect, width: int) -> Iterator[Row]:
    """The rows under the header, each exactly ``width`` cells wide."""
    blank = [""] * width
    last: Row | None = None
    short = 0
    for number, cells in _records(source, dialect):
        if number <= dialect.header_row:
            continue
        if last is not None:
            yield last
        if isinstance(cells, Problem):
            last = number, cells
            continue
        found = len(cells)
        short = 0
        if found != width:
            if found > width:
                filled = len(_trimmed(cells))
                if filled > width:
                    last = number, _wrong(source, "problems.row_too_long", number, found=filled, expected=width)
                    continue
                cells = cells[:width]
            else:
                short = found
                cells = cells + blank[found:]
        last = number, cells
    if last is not None:
        if short and not _ends_with_newline(source, dialect.encoding):
            last = last[0], _wrong(source, "problems.row_cut_off", last[0], found=short, expected=width)
        yield last


def _ends_with_newline(source: Source, encoding: str) -> bool:
    with source.open() as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 4))
        end = file.read()
    return (b"\n" in end or b"\r" in end) if encoding == "utf-16" else end.endswith((b"\n", b"\r"))


def _records(source: Source, dialect: _Dialect) -> Iterator[Row]:
    """Every filled record of the file with its row number, header included."""
    with source.open() as binary, TextIOWrapper(binary, encoding=dialect.encoding, newline="") as text:
        lines = _CleanLines(_bounded(source, text))
        for _ in range(dialect.skip):
            next(lines)
        reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
        number = dialect.skip
        while True:
            number += 1
            line = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, _quoting(source, str(error), number, reader.line_num - line)
                continue
            if lines.nul:
                lines.nul = False
                yield number, _wrong(source, "problems.nul_byte", number)
            elif any(cells) and any(map(str.strip, cells)):
                yield number, cells


class _CleanLines:
    """Lines without NUL characters; ``nul`` says that there was one."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.nul = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if "\0" in line:
            self.nul = True
            return line.replace("\0", "")
        return line


def _quoting(source: Source, error: str, number: int, lines: int) -> Problem:
    """What is wrong with the quotation marks of a row.

    When the reader ran on over several lines in search of the closing mark, the rest of the file is
    not to be trusted, so the file is refused. Raises FileRefused.
    """
    if lines > 1 or "unexpected end" in error:
        raise source.refused("problems.quote_open", row=number)
    if "field larger" in error:
        return _wrong(source, "problems.cell_too_long", number, max=MAX_CELL)
    return _wrong(source, "problems.quote_misplaced", number)


def _wrong(source: Source, key: str, number: int, **values: object) -> Problem:
    return Problem(key, values, Place(source.name, None, number))
