"""Files as tables: whatever a person hands in becomes rows of text with their row numbers, streamed.

A :class:`Source` is a file by path or in memory; ``loaders.files.read_tables`` gives a :class:`Table`
for a CSV file, or one for every filled sheet of a workbook. Rows can be streamed as often as needed,
and are never all in memory at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from graph.problems import Place, Problem

Row = tuple[int, list[str] | Problem]
"""Row number as a spreadsheet counts (the first row of the file is 1), and its cells or what is wrong with it."""


class FileRefused(Exception):
    """A file, or a sheet of a workbook, cannot be read at all; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.key)


class Upload(Protocol):
    """A file in memory, such as one that a browser sent: a name and its bytes."""

    name: str

    def getvalue(self) -> bytes:
        """All its bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A file by ``path``, or (``path`` None) its bytes in ``data``. ``name`` is what the user sees."""

    name: str
    path: Path | None = None
    data: bytes = field(default=b"", repr=False)

    def open(self) -> BinaryIO:
        """The file from its first byte. Raises FileRefused when it cannot be opened."""
        if self.path is None:
            return BytesIO(self.data)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise self.refused("problems.file_unreadable") from error

    def state(self) -> tuple[int, int]:
        """Size in bytes and time of the last change: when they are the same, so is the file."""
        if self.path is None:
            return len(self.data), 0
        try:
            found = self.path.stat()
        except OSError as error:
            raise self.refused("problems.file_unreadable") from error
        return found.st_size, found.st_mtime_ns

    def refused(
        self, key: str, sheet: str | None = None, row: int | None = None, column: str | None = None, **values: object
    ) -> FileRefused:
        """The exception that says that this file cannot be read."""
        return FileRefused(Problem(key, values, Place(self.name, sheet, row, column)))


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows. ``stream`` starts anew at every call; blank rows are left out by it.

    ``stream`` raises FileRefused when the rest of the table cannot be read.
    """

    source: Source
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    stream: Callable[[], Iterator[Row]] = field(repr=False)

    @property
    def place(self) -> Place:
        return Place(self.source.name, self.sheet)

    def at(self, row: int, column: str | None = None) -> Place:
        """The place of a row, or of a cell, in this table."""
        return Place(self.source.name, self.sheet, row, column)


def first_of(problems: Sequence[Problem], most: int, place: Place) -> tuple[Problem, ...]:
    """The first ``most`` problems of a file, and a notice of how many more there are."""
    more = len(problems) - most
    rest = [Problem("problems.more_problems", {"count": more}, place, severity="notice")] if more > 0 else []
    return (*problems[:most], *rest)


def source_of(given: str | Path | Source | Upload) -> Source:
    """A source for a path, or for a file in memory."""
    if isinstance(given, Source):
        return given
    if isinstance(given, str | Path):
        return Source(Path(given).name, Path(given))
    return Source(Path(given.name).name, None, given.getvalue())
