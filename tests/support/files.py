"""Files in memory, as a browser would send them, and the answers to importing them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from graph.problems import Problem
from loaders.account import TableAccount
from loaders.files import read_tables
from loaders.importing import read_files
from loaders.tables import FileRefused, Source

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes

    def getvalue(self) -> bytes:
        return self.content


def text_file(name: str, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Upload:
    """A text file of these lines, each with a line end."""
    return Upload(name, "".join(line + end for line in lines).encode(encoding))


def workbook(sheets: Mapping[str, Iterable[Iterable[Any]]], name: str = "map.xlsx") -> Upload:
    """A workbook as openpyxl writes it: sheet names to rows of values."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return Upload(name, file.getvalue())


def repacked(upload: Upload, parts: Mapping[str, bytes], name: str | None = None) -> Upload:
    """The same archive with parts replaced or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(upload.content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in parts:
                new.writestr(part, old.read(part))
        for part, content in parts.items():
            new.writestr(part, content)
    return Upload(name or upload.name, file.getvalue())


def rows_of(upload: Upload) -> list[tuple[int, list[str] | str]]:
    """The rows of the first table: their numbers, with their cells or the key of what is wrong."""
    table = read_tables(Source(upload.name, None, upload.content))[0]
    return [(number, cells.key if isinstance(cells, Problem) else cells) for number, cells in table.stream()]


def refusal(upload: Upload) -> Problem:
    """Why a file is refused as a whole."""
    try:
        for table in read_tables(Source(upload.name, None, upload.content)):
            for _ in table.stream():
                pass
    except FileRefused as refused:
        return refused.problem
    raise AssertionError("the file was read")


def account_of(store: Any, *uploads: Upload, **options: Any) -> TableAccount:
    """The account of the last file when all of these are looked at together."""
    preview = read_files(uploads, store, "nl", today=TODAY, **options)
    assert all(preview.sentences)
    return next(file for file in reversed(preview.account.files) if file.file == uploads[-1].name)


def keys(problems: Iterable[Problem], severity: str = "error") -> list[tuple[str, int | None, str | None]]:
    """The key (without its area), row and column of each problem."""
    return [(p.key.partition(".")[2], p.place.row, p.place.column) for p in problems if p.severity == severity]
