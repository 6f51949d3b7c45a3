"""Any event log as it comes: a table with a case, an activity or an organisation, and a moment.

Which columns these are, the caller says. Rows that cannot be read are left out and reported, one sentence
each; nothing is guessed. A case called "NA" or "null" is a case: cells are text, and only an empty one is empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from graph.analysis.event_log import EventLog, event_log
from graph.problems import Problem
from loaders.files import read_tables
from loaders.tables import FileRefused, Source, Table, first_of
from loaders.values import clean

MOST_PROBLEMS = 100
MAX_NAME = 200
_START = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DUTCH = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a log are called: who, what, and when."""

    case: str
    activity: str
    time: str


@dataclass(frozen=True)
class LogFile:
    """A log with what is said about it. ``read`` counts its rows, ``rejected`` those that are not in ``log``."""

    log: EventLog
    read: int
    rejected: int
    problems: tuple[Problem, ...]


def read_event_log(source: Source, columns: Columns) -> LogFile:
    """Read a CSV file, or the first sheet of a workbook. Raises FileRefused without such columns, or a table."""
    tables = read_tables(source)
    if not tables:
        raise source.refused("problems.file_empty")
    table = tables[0]
    at = [_column(table, name) for name in (columns.case, columns.activity, columns.time)]
    cases: list[str] = []
    activities: list[str] = []
    times: list[tuple[float, bool]] = []
    problems: list[Problem] = []
    read = rejected = 0
    for row, cells in table.stream():
        read += 1
        found = (
            cells if isinstance(cells, Problem) else _event(table, row, [clean(cells[place]) for place in at], columns)
        )
        if isinstance(found, Problem):
            rejected += 1
            problems.append(found)
            continue
        cases.append(found[0])
        activities.append(found[1])
        times.append(found[2])
    notices = _notices(table, columns, cases, [time for time, _ in times], [zoned for _, zoned in times])
    kept = first_of(problems, MOST_PROBLEMS, table.place)
    log = event_log(cases, activities, np.array([time for time, _ in times], dtype=np.float64))
    return LogFile(log, read, rejected, (*kept, *notices))


def parse_moment(text: str) -> tuple[float, bool] | None:
    """Days since 1970, and whether the text names a time zone; None when it is no moment.

    ISO 8601 (2025-12-31, 2025-12-31T14:05:00+01:00, with or without fractions), or Dutch: 31-12-2025 14:05.
    """
    try:
        found = datetime.fromisoformat(text if _ISO.match(text) else "")
    except ValueError:
        dutch = _DUTCH.fullmatch(text)
        if dutch is None:
            return None
        day, month, year, hour, minute, second = (int(dutch.group(n) or 0) for n in (1, 3, 4, 5, 6, 7))
        try:
            found = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - as the file has it
        except ValueError:
            return None
    zoned = found.tzinfo is not None
    when = found if zoned else found.replace(tzinfo=UTC)
    return (when - _START) / _DAY, zoned


def _column(table: Table, name: str) -> int:
    """Where a column is, by its exact name or else without regard to capitals."""
    wanted = " ".join(name.split())
    same = [at for at, found in enumerate(table.header) if found == wanted]
    alike = same or [at for at, found in enumerate(table.header) if found.casefold() == wanted.casefold()]
    if len(alike) != 1:
        key = "problems.log_column_twice" if alike else "problems.log_column_missing"
        there = tuple(found for found in table.header if found)
        raise FileRefused(Problem(key, {"wanted": wanted, "columns": there}, table.at(table.header_row)))
    return alike[0]


def _event(
    table: Table, row: int, cells: Sequence[str], columns: Columns
) -> tuple[str, str, tuple[float, bool]] | Problem:
    case, activity, time = cells
    for value, name in ((case, columns.case), (activity, columns.activity), (time, columns.time)):
        if not value:
            return Problem("problems.log_cell_empty", {"wanted": name}, table.at(row, name))
        if len(value) > MAX_NAME:
            return Problem("problems.log_cell_long", {"max": MAX_NAME}, table.at(row, name))
    moment = parse_moment(time)
    if moment is None:
        return Problem("problems.log_time", {}, table.at(row, columns.time), value=time[:40])
    return case, activity, moment


def _notices(
    table: Table, columns: Columns, cases: Sequence[str], times: Sequence[float], zoned: Sequence[bool]
) -> tuple[Problem, ...]:
    found = []
    if any(zoned) and not all(zoned):
        found.append(
            Problem(
                "problems.log_zones", {"count": len(zoned) - sum(zoned)}, table.at(table.header_row, columns.time),
                severity="notice",
            )
        )  # fmt: skip
    ties = len(cases) - len(set(zip(cases, times, strict=True)))
    if ties:
        place = table.at(table.header_row, columns.time)
        found.append(Problem("problems.log_ties", {"count": ties}, place, severity="notice"))
    return tuple(found)
