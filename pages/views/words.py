"""Words and figures as the reader writes them: 1.234,5 in Dutch, 1,234.5 in English."""

from __future__ import annotations

from datetime import date, datetime

from graph.schema import Schema
from graph.texts import Texts
from graph.texts import number as written


def number(value: float | int | None, language: str, decimals: int = 0) -> str:
    """A number with the language's separators; a dash for what is unknown."""
    if value is None or value != value:
        return "–"
    return written(value, language, decimals)


def percentage(share: float | None, language: str, decimals: int = 0) -> str:
    """A share (0 to 1) as a percentage."""
    return "–" if share is None else f"{number(100 * share, language, decimals)}%"


def day(value: date | datetime | None, language: str) -> str:
    """A date as 31-12-2025 in Dutch and 31 Dec 2025 in English."""
    if value is None:
        return "–"
    if language != "en":
        return f"{value:%d-%m-%Y}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period(start: date | None, end: date | None, texts: Texts) -> str:
    """A period in words."""
    language = texts.language
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return str(start.year)
        return texts("common.period_between", start=day(start, language), end=day(end, language))
    if start:
        return texts("common.period_from", start=day(start, language))
    if end:
        return texts("common.period_until", end=day(end, language))
    return texts("common.period_all")


def counted(texts: Texts, one: str, many: str, count: int) -> str:
    """A sentence with a count: the text ``one`` for the singular, ``many`` for the plural."""
    return texts(one if count == 1 else many, count=number(count, texts.language))


def value_text(schema: Schema, codes: str | None, value: object, texts: Texts) -> str:
    """The value of a property in words: labels for codes, yes and no for booleans."""
    language = texts.language
    if isinstance(value, tuple | list):
        return ", ".join(value_text(schema, codes, one, texts) for one in value)
    if isinstance(value, bool):
        return texts("common.answer_yes" if value else "common.answer_no")
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, int):
        return number(value, language)
    if isinstance(value, float):
        return number(value, language, 0 if value.is_integer() else 2)
    if codes and str(value) in schema.codes[codes].codes:
        return schema.codes[codes].codes[str(value)].label[language]
    return str(value)
