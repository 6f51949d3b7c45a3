"""What is wrong with input, said precisely: a key into the texts, the values for it, and the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: file, sheet (workbooks), row (as a spreadsheet counts, header = 1), column."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``key`` is a text of the area ``problems``; ``values`` fill it in.

    ``value`` is what was found (shortened, and left out when it may identify a person).
    ``severity`` is "error" (the row or file is rejected) or "notice" (it is read, and reported).
    """

    key: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    place: Place = Place()
    value: str | None = None
    severity: str = "error"


class KetenkaartError(Exception):
    """Base of every error that a user may see; ``key`` and ``values`` give the sentence to show."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(f"{key} {values}" if values else key)


class InvalidBatch(KetenkaartError):
    """A batch breaks the schema; nothing of it was written. ``problems`` says what and where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("problems.invalid_batch", count=len(problems))


class StoreUnavailable(KetenkaartError):
    """The store cannot be reached now, or refuses us (wrong password, wrong version)."""


class BadAddress(KetenkaartError):
    """A store address that cannot be understood."""


class UndoConflict(KetenkaartError):
    """A change cannot be undone because later changes stand on it."""
