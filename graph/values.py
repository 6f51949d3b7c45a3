"""Check the values of properties against what the schema declares of them.

:func:`value_problem` says what is wrong with one value. :func:`surely_right` is its quick companion for
the many rows that are right: a yes is as strict as the slow checks, a no only means "look closer".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from graph.problems import Problem
from graph.records import Properties
from graph.schema import Property, Schema

MAX_NAME_OF_PROPERTY = 200
MAX_TEXT = 2000
MAX_INTEGER = 2**63 - 1  # what databases hold
CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")  # half a surrogate pair is no text, and no database takes it
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_GM = re.compile(r"GM[0-9]{4}")
_URL = re.compile(r"(https?://)?[^\s/@]+\.[^\s@]+", re.IGNORECASE)
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "text": str, "url": str, "code": str, "municipality": str, "codes": tuple,
    "integer": int, "number": (int, float), "boolean": bool, "date": date,
}  # fmt: skip
_SCALARS = (str, int, float, bool, date)


def storable(name: str, value: Any) -> bool:
    """Whether an extra property can be kept: a short name, and one plain value that databases hold."""
    if not isinstance(value, _SCALARS) or isinstance(value, datetime):
        return False
    if not name or len(name) > MAX_NAME_OF_PROPERTY or CONTROL.search(name):
        return False
    if isinstance(value, str):
        return len(value) <= MAX_TEXT and not _UNSTORABLE.search(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) <= MAX_INTEGER


def value_problem(value: Any, prop: Property, schema: Schema) -> Problem | None:
    """The problem with one value of a property, or None when it may be stored."""
    right = isinstance(value, _TYPES[prop.type]) and not isinstance(value, datetime)
    if not right or (isinstance(value, bool) and prop.type != "boolean"):
        return Problem(f"problems.not_{prop.type}", {"property": prop.label}, value=_shown(value))
    if isinstance(value, float) and not math.isfinite(value):
        return Problem("problems.not_number", {"property": prop.label}, value=_shown(value))
    if isinstance(value, int | float) and not _within(value, prop):
        bounds = {"min": _bound(prop.min), "max": _bound(prop.max)}
        return Problem("problems.out_of_range", {"property": prop.label, **bounds}, value=_shown(value))
    if prop.codes:
        known = schema.codes[prop.codes].codes
        found = value if isinstance(value, tuple) else (value,)
        unknown = [code for code in found if code not in known]
        if unknown:
            return Problem(
                "problems.unknown_code", {"property": prop.label, "allowed": tuple(known)}, value=", ".join(unknown)
            )
    if isinstance(value, str) and prop.type in ("text", "url") and (len(value) > MAX_TEXT or _UNSTORABLE.search(value)):
        return Problem("problems.text_too_long", {"property": prop.label, "max": MAX_TEXT}, value=_shown(value))
    pattern = _pattern(prop)
    if pattern is not None and not pattern.fullmatch(str(value)):
        return Problem(
            f"problems.{'bad_pattern' if prop.pattern else 'bad_' + prop.type}",
            {"property": prop.label},
            value=_shown(value),
        )
    return None


def _shown(value: Any) -> str:
    try:
        return str(value)[:80]
    except ValueError:  # Python writes no integer of thousands of digits
        return "…"


def _within(value: float, prop: Property) -> bool:
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        return False
    return (prop.min is None or value >= prop.min) and (prop.max is None or value <= prop.max)


def _bound(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _pattern(prop: Property) -> re.Pattern[str] | None:
    if prop.type == "municipality":
        return _GM
    if prop.type == "url":
        return _URL
    return _compiled(prop.pattern) if prop.pattern else None


@dataclass(frozen=True, slots=True)
class _Quick:
    """What a right value of each property passes, and the rules between properties."""

    tests: Mapping[str, Callable[[Any], object]]
    after: tuple[tuple[str, str], ...]
    requires: tuple[tuple[str, str], ...]
    declared: Mapping[str, Property]  # keeps the mapping alive by whose identity this is found


_QUICK: dict[int, _Quick] = {}


def surely_right(values: Properties, declared: Mapping[str, Property], schema: Schema, on: date | None) -> bool:
    """Whether these values of one record surely have no problem; ``on`` is the date of a referral."""
    quick = _QUICK.get(id(declared)) or _quick(declared, schema)
    tests = quick.tests
    try:
        for name, value in values.items():
            if value is not None:
                test = tests.get(name)
                if not (test(value) if test is not None else storable(name, value)):
                    return False
        for name, other in quick.after:
            value = values.get(name)
            if value is not None:
                first = on if other == "date" else values.get(other)
                if first is not None and value < first:  # type: ignore[operator]
                    return False
    except TypeError:  # not a value at all: the slow checks say so
        return False
    return all(values.get(name) is None or values.get(other) is True for name, other in quick.requires)


def all_surely_right(
    rows: Sequence[Properties], declared: Mapping[str, Property], schema: Schema, on: Sequence[date]
) -> bool:
    """Whether :func:`surely_right` surely holds for each of many records; ``on`` has the date of each.

    A property at a time, and each of its different values once: of codes and dates there are few.
    """
    quick = _QUICK.get(id(declared)) or _quick(declared, schema)
    columns = {name: [row.get(name) for row in rows] for name in declared}
    try:
        if not all(row.keys() <= declared.keys() for row in rows):
            return False
        for name, column in columns.items():
            test = quick.tests[name]
            # Of other types different values can be equal, as 1 and True are.
            for value in set(column) if declared[name].type in ("code", "date") else column:
                if value is not None and not test(value):
                    return False
        for name, other in quick.after:
            firsts = on if other == "date" else columns[other]
            for value, first in zip(columns[name], firsts, strict=True):
                if value is not None and first is not None and value < first:  # type: ignore[operator]
                    return False
    except TypeError:  # a value that is none at all
        return False
    return all(
        value is None or given is True
        for name, other in quick.requires
        for value, given in zip(columns[name], columns[other], strict=True)
    )


def _quick(declared: Mapping[str, Property], schema: Schema) -> _Quick:
    quick = _Quick(
        {name: _test(prop, schema) for name, prop in declared.items()},
        tuple((name, prop.after) for name, prop in declared.items() if prop.after),
        tuple((name, prop.requires) for name, prop in declared.items() if prop.requires),
        declared,
    )
    _QUICK[id(declared)] = quick
    return quick


def _test(prop: Property, schema: Schema) -> Callable[[Any], object]:
    """The quickest test that no wrong value of this property passes."""
    if prop.type in ("code", "codes") and prop.codes:
        codes = frozenset(schema.codes[prop.codes].codes)
        if prop.type == "code":
            return codes.__contains__
        return lambda value: type(value) is tuple and codes.issuperset(value)
    if prop.type == "date":
        return lambda value: type(value) is date
    if prop.type == "boolean":
        return lambda value: value is True or value is False
    return lambda value: value_problem(value, prop, schema) is None
