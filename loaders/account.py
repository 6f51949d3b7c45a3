"""The account of an import: what became of every row, as data, as sentences and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.problems import Problem
from graph.texts import texts

VERSION = 1
"""Of the JSON form of an account: goes up when a field changes its meaning or goes away."""
COUNTS = ("read", "new", "changed", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class TableAccount:
    """What became of the rows of one file or sheet: read = new + changed + unchanged + rejected.

    ``template`` is None when the file was refused as a whole; then ``problems`` says why.
    """

    file: str
    sheet: str | None = None
    template: str | None = None
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    extra_columns: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the file or sheet was refused as a whole."""
        return self.template is None and any(p.severity == "error" for p in self.problems)


@dataclass(frozen=True, slots=True)
class Account:
    """What an import does, or did. ``places``: areas and memberships added for municipalities mentioned.

    ``changes`` are the entries of the journal that it made; the first is the group of them all.
    """

    files: tuple[TableAccount, ...]
    places: int = 0
    changes: tuple[int, ...] = ()

    def total(self, name: str) -> int:
        """The sum over the files of ``read``, ``new``, ``changed``, ``unchanged`` or ``rejected``."""
        return sum(getattr(file, name) for file in self.files)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def clean(self) -> bool:
        """Whether every row of every file was right."""
        return not any(problem.severity == "error" for problem in self.problems)


def as_json(account: Account, language: str) -> dict[str, Any]:
    """The account in plain values, as ``python -m loaders check|import --json`` prints it.

    ``version``, ``read``, ``new``, ``changed``, ``unchanged``, ``rejected``, ``places``, ``changes``;
    ``files`` with the same numbers and ``file``, ``sheet``, ``template``, ``extra_columns``; and
    ``problems`` with ``severity``, ``key``, ``file``, ``sheet``, ``row``, ``column``, ``value``, ``text``.
    """
    say = texts(language)
    return {
        "version": VERSION,
        **{name: account.total(name) for name in COUNTS},
        "places": account.places,
        "changes": list(account.changes),
        "files": [
            {
                "file": file.file,
                "sheet": file.sheet,
                "template": file.template,
                **{name: getattr(file, name) for name in COUNTS},
                "extra_columns": list(file.extra_columns),
            }
            for file in account.files
        ],
        "problems": [
            {
                "severity": problem.severity,
                "key": problem.key,
                "file": problem.place.file,
                "sheet": problem.place.sheet,
                "row": problem.place.row,
                "column": problem.place.column,
                "value": problem.value,
                "text": say.problem(problem),
            }
            for problem in account.problems
        ],
    }
