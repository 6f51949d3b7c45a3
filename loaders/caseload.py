"""A caseload ("kaartenbak") as numbers of people per profile of the simulation: nothing else of it is kept.

A table with a row per candidate: a pseudonym and a target group. The door is that of referrals: a column or a cell
that tells who somebody is refuses the file. Somebody who stands in it twice counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from graph.privacy import MIN_PEOPLE
from graph.problems import Problem
from graph.schema import DATA, fold, load_schema, read_data
from graph.simulation.profiles import load_profiles
from loaders.columns import refuse_personal_header
from loaders.files import read_tables
from loaders.identifiers import personal_in_case, personal_in_text
from loaders.tables import FileRefused, Source, Table, first_of
from loaders.values import BadValue, clean, converter

ROLES = ("case", "target_group")
MOST_SHOWN = 20
"""Rows that could not be read of which each is told."""


@dataclass(frozen=True)
class Caseload:
    """``people``: how many of each profile, by code, where there are enough to be told. ``counted``: of these together.

    ``small``: whether there are profiles with fewer than :data:`~graph.privacy.MIN_PEOPLE`, which do not count: which
    they are and how few is not told. ``problems``: rows that do not count, and why.
    """

    source: str
    people: Mapping[str, int]
    small: bool
    problems: tuple[Problem, ...]

    @property
    def counted(self) -> int:
        """People in the profiles."""
        return sum(self.people.values())


def read_caseload(source: Source, today: date) -> Caseload:
    """Count a CSV file or the first sheet of a workbook.

    Raises FileRefused without such columns, with a column or cell of personal data, or when nobody can be counted.
    """
    tables = read_tables(source)
    if not tables:
        raise source.refused("problems.file_empty")
    table = tables[0]
    at = _columns(table, today)
    profiles = {one.target_group: one.code for one in reversed(load_profiles())}
    convert = converter(load_schema().referral.properties["target_group"], load_schema())
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for row, cells in table.stream():
        if isinstance(cells, Problem):
            problems.append(cells)
            continue
        told = [clean(cell) for cell in cells] + [""] * (len(table.header) - len(cells))
        _refuse_personal(table, row, told, at["case"], today)
        case, group = told[at["case"]], told[at["target_group"]]
        try:
            code = profiles.get(str(convert(group))) if group else None
        except BadValue as wrong:
            problems.append(_placed(wrong.problem, table, row, at["target_group"]))
            continue
        if not case or code is None:
            why = "caseload.no_case" if not case else "caseload.no_profile"
            role = "case" if not case else "target_group"
            problems.append(_placed(Problem(why, value=group[:80]), table, row, at[role]))
        else:
            found.setdefault(case, code)
    counts = Counter(found.values())
    people = {one.code: counts[one.code] for one in load_profiles() if counts[one.code] >= MIN_PEOPLE}
    if not people:
        nobody = Problem("caseload.nobody", {"least": MIN_PEOPLE}, table.place)
        raise FileRefused(problems[0] if problems and not counts else nobody)
    small = len(people) < len(counts)
    return Caseload(table.source.name, MappingProxyType(people), small, first_of(problems, MOST_SHOWN, table.place))


def _columns(table: Table, today: date) -> Mapping[str, int]:
    """Where the columns are. Raises FileRefused for one that is not there, or one that tells who somebody is."""
    for column in range(len(table.header)):
        refuse_personal_header(table, column, today, people=True)
    plain = {re.sub(r"[\W_]", "", fold(name)): at for at, name in reversed(list(enumerate(table.header)))}
    found = {}
    for role, known in _names().items():
        at = next((plain[name] for name in known if name in plain), None)
        if at is None:
            names = {"known": ", ".join(known), "columns": ", ".join(table.header)}
            raise FileRefused(Problem(f"caseload.no_{role}_column", names, table.at(table.header_row)))
        found[role] = at
    return found


@cache
def _names() -> Mapping[str, Sequence[str]]:
    raw = read_data(DATA / "mappings" / "caseload.yaml")
    return {role: tuple(map(str, raw[role])) for role in ROLES}


def _refuse_personal(table: Table, row: int, cells: Sequence[str], case_at: int, today: date) -> None:
    """Raise FileRefused when a cell tells who somebody is; what it says is not repeated."""
    for column, cell in enumerate(cells):
        if not cell:
            continue
        why = personal_in_case(cell, today) if column == case_at else personal_in_text(cell, today)
        if why is not None:
            raise FileRefused(_placed(Problem(why), table, row, column))


def _placed(problem: Problem, table: Table, row: int, column: int) -> Problem:
    name = table.header[column] if column < len(table.header) else None
    return Problem(problem.key, problem.values, table.at(row, name), problem.value)
