"""Text from a cell becomes a value: dates, numbers, codes in either language.

Every converter takes a trimmed, non-empty text, and gives the value or raises :class:`BadValue`
with the key of the sentence to show. Nothing is guessed: what can be read in two ways is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date

from graph.problems import Problem
from graph.records import Value
from graph.schema import CodeList, Label, Property, Schema, fold
from graph.validate import value_problem
from loaders.templates import TemplateColumn

MAX_WHOLE = 2**53
_YES = {"1", "ja", "j", "yes", "y", "true", "waar"}
_NO = {"0", "nee", "n", "no", "false", "onwaar"}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DUTCH = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_TIME = re.compile(r"[T ]([0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)?$")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(,\d{3})+\.\d+")
_GM = re.compile(r"(?:gm)?(\d{1,4})", re.IGNORECASE)
_RISKY = "=+-@'\t\r"

Convert = Callable[[str], Value]


class BadValue(Exception):
    """A text that is not the value it should be."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.key)


def clean(cell: str) -> str:
    """The text of a cell without spaces around it, and without the apostrophe that :func:`guard` put before it."""
    text = cell.strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _RISKY:
        return text[1:]
    return text


def guard(text: str) -> str:
    """Text that a spreadsheet will not run as a formula: an apostrophe goes before ``= + - @``, tab and return.

    A text that has such an apostrophe of its own gets a second one, so ``clean(guard(text)) == text``.
    """
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") or (len(text) > 1 and text[0] == "'" and text[1] in _RISKY):
        return "'" + text
    return text


def parse_date(text: str) -> date | None:
    """A date as 2025-12-31 or 31-12-2025 (also with / or .); a time after it is left out. None when it is no date."""
    time = _TIME.search(text)
    if time:
        text = text[: time.start()]
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DUTCH.fullmatch(text):
        day, _, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_number(text: str) -> float | None:
    """A number with a decimal comma or point; None when it is no number, or could be two.

    With both marks the last is the decimal mark (1.234,5). With one mark it is the decimal mark.
    """
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def converter(column: TemplateColumn | Property, schema: Schema) -> Convert:
    """The function that turns a cell of this column into a value that the schema allows."""
    prop = column if isinstance(column, Property) else column.prop
    codes = schema.codes[column.codes] if column.codes else None
    convert = _by_type(column.type, column.label, codes)
    if prop is None:
        return convert

    def checked(text: str) -> Value:
        value = convert(text)
        problem = value_problem(value, prop, schema)
        if problem is not None:
            raise BadValue(problem)
        return value

    return checked


def _by_type(kind: str, label: Label, codes: CodeList | None) -> Convert:
    simple: Mapping[str, Callable[[str], Value]] = {
        "text": clean,
        "url": clean,
        "date": parse_date,
        "number": parse_number,
        "integer": _whole,
        "boolean": _boolean,
        "municipality": _municipality,
    }
    if codes is not None:
        return (
            (lambda text: _several(text, label, codes)) if kind == "codes" else (lambda text: _code(text, label, codes))
        )
    parse = simple[kind]

    def convert(text: str) -> Value:
        value = parse(text)
        if value is None:
            raise BadValue(Problem(f"problems.not_{kind}", {"property": label}, value=text[:80]))
        return value

    return convert


def _whole(text: str) -> int | None:
    number = parse_number(text)
    if number is None or not number.is_integer() or abs(number) > MAX_WHOLE:
        return None
    mark = re.search(r"[.,]", text)
    if mark and len(text) - mark.end() == 3:  # 1.234 may be a thousand and more, or one and a bit
        return None
    return int(number)


def _boolean(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None


def _municipality(text: str) -> str | None:
    found = _GM.fullmatch(text)
    return f"GM{found[1]:0>4}" if found else None


def _code(text: str, label: Label, codes: CodeList) -> str:
    code = codes.by_any_name.get(fold(text))
    if code is None:
        raise BadValue(
            Problem("problems.unknown_code", {"property": label, "allowed": tuple(codes.codes)}, value=text[:80])
        )
    return code


def _several(text: str, label: Label, codes: CodeList) -> tuple[str, ...]:
    return tuple(sorted({_code(part, label, codes) for part in text.split("|") if part.strip()}))
