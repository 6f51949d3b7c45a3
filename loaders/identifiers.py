"""The door: personal data of candidates do not come in, and what is refused is not repeated.

Candidates are pseudonyms. In referral data, and for candidates and contact points without recorded
consent, anything is refused that looks like a citizen service number (BSN), a birth date, an e-mail
address, a telephone number or a personal name. It is better to refuse a harmless cell, which a
person can put right, than to store a name; so a doubtful text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from graph.schema import DATA, fold, read_data
from loaders.reference import place_names
from loaders.values import parse_date

CHILD_YEARS = 12
"""A date at least so many years ago, in a text about a candidate, is taken for a birth date."""
_OLDEST = 1900
_DIGITS = re.compile(r"(?<!\d)\d{8,9}(?!\d)")
_SPACED_DIGITS = re.compile(r"(?<![\d-])\d{2,4}([. ])\d{2,3}\1\d{2,4}(?:\1\d{1,3})?(?![\d-])")
_ANY_DATE = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|(\d{1,2})([-/. ])\d{1,2}\2\d{4})(?!\d)")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]{2,}")
_PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)(?:3[0-46-9]|4[013-9]|90|212|48)[\s\-.()]*(?:\d[\s\-.()]*){8,10}"
    r"|\(?0[1-9](?:[\s\-.()]{0,2}\d){8})(?!\d)"
)
_OPAQUE = re.compile(r"[0-9a-fA-F]{32,64}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PSEUDONYM = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:/#-]{0,63}")
_PLAIN = re.compile(r"[A-Za-z]{0,2}[-_.]?\d{1,7}")
_NO_WORD = re.compile(r".{1,2}|[a-f]{4,}|[^aeiouy]+")
_INITIALS = re.compile(
    r"\b(?:[A-Z]\.\s?){1,4}(?:[a-z']{1,4}\.?\s){0,3}[A-Z][a-zà-ÿ]{2,}|\b[A-Z][a-zà-ÿ]{2,},\s?[A-Z]\."
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", re.UNICODE)


@dataclass(frozen=True)
class _Words:
    """The lists of ``data/mappings/personal_data.yaml``."""

    columns: Mapping[str, frozenset[str]]
    prefixes: frozenset[str]
    given: frozenset[str]
    names: frozenset[str] = field(repr=False)
    other: frozenset[str] = field(repr=False)


@cache
def _words() -> _Words:
    raw = read_data(DATA / "mappings" / "personal_data.yaml")
    lists = {name: frozenset(map(str, words)) for name, words in raw.items()}
    places = {word.casefold() for name in place_names() for word in _WORD.findall(name)}
    return _Words(
        columns={name: words for name, words in lists.items() if name.startswith("column")},
        prefixes=lists["prefixes"],
        given=lists["given_names"],
        names=lists["given_names"] | lists["surnames"],
        other=(lists["other_words"] | places) - lists["given_names"] - lists["prefixes"],
    )


def is_bsn(digits: str) -> bool:
    """Whether 8 or 9 digits pass the eleven-test of the citizen service number.

    9·d1 + 8·d2 + ... + 2·d8 - d9 must be divisible by 11 (Logisch Ontwerp BSN). Numbers below
    ten million are never issued.
    """
    number = digits.zfill(9)
    if len(number) != 9 or not number.isdecimal() or int(number) < 10_000_000:
        return False
    total = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True))
    return total % 11 == 0


def personal_in_header(header: str, *, people: bool) -> bool:
    """Whether the name of a column announces personal data. ``people``: in a file about candidates."""
    folded = fold(header)
    words = {*re.split(r"[_\W]+", folded)} - {""}
    lists = _words().columns
    if words & lists["column_words_everywhere"] or folded in lists["column_whole_everywhere"]:
        return True
    if not people:
        return False
    about = words & lists["column_words"] or folded in lists["column_whole"]
    return bool(about or (words & lists["column_person"] and words & lists["column_detail"]))


@lru_cache(maxsize=65_536)
def personal_in_text(text: str, today: date) -> str | None:
    """The key of the sentence that says why a free text about a candidate is refused, or None.

    ``today`` decides which dates are long enough ago to be a birth date.
    """
    return _numbers(text, today) or ("problems.personal_name" if _is_name(text) else None)


def personal_in_case(case: str, today: date) -> str | None:
    """The key of the sentence that says why this cannot be the pseudonym of a candidate, or None.

    A pseudonym has letters, digits and ``- _ . : / #``, no spaces, at most 64 of them. Without any
    digit it could be a name, unless its parts are one or two letters, hexadecimal or without vowels.
    """
    if _PLAIN.fullmatch(case):
        return None
    if _OPAQUE.fullmatch(case) and not case.isdecimal():
        return None
    found = _numbers(case, today)
    if found:
        return found
    if not _PSEUDONYM.fullmatch(case):
        return "problems.personal_name" if _is_name(case) else "problems.not_pseudonym"
    parts = re.findall(r"[a-z]+", case.casefold())
    if any(len(part) > 3 and part in _words().names for part in parts):
        return "problems.personal_name"
    if any(map(str.isdecimal, case)) or all(_NO_WORD.fullmatch(part) for part in parts):
        return None
    return "problems.not_pseudonym"


def _numbers(text: str, today: date) -> str | None:
    if "@" in text and _EMAIL.search(text):
        return "problems.personal_email"
    if sum(map(str.isdecimal, text)) < 6:
        return None
    if any(_is_birth_date(parse_date(_joined(found[0])), today) for found in _ANY_DATE.finditer(text)):
        return "problems.personal_birth_date"
    for found in _DIGITS.finditer(text):
        digits = found[0]
        compact = _compact_dates(digits)
        if any(_is_birth_date(day, today) for day in compact):
            return "problems.personal_birth_date"
        recent = any(day is not None and abs(today.year - day.year) <= CHILD_YEARS for day in compact)
        if is_bsn(digits) and not (recent and len(text) > len(digits)):
            return "problems.personal_bsn"
    if any(is_bsn(re.sub(r"\D", "", found[0])) for found in _SPACED_DIGITS.finditer(text)):
        return "problems.personal_bsn"
    return "problems.personal_phone" if _PHONE.search(text) else None


def _joined(text: str) -> str:
    return text.replace(" ", "-")


def _compact_dates(digits: str) -> tuple[date | None, ...]:
    """Eight digits read as yyyymmdd and as ddmmyyyy."""
    if len(digits) != 8:
        return ()
    return (
        parse_date(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"),
        parse_date(f"{digits[4:]}-{digits[2:4]}-{digits[:2]}"),
    )


def _is_birth_date(day: date | None, today: date) -> bool:
    return day is not None and _OLDEST <= day.year <= today.year - CHILD_YEARS


def _is_name(text: str) -> bool:
    """Whether a text holds the name of a person: initials, a usual name, or words that can only be one."""
    if _INITIALS.search(text):
        return True
    words = _words()
    tokens = _WORD.findall(text)
    folded = [token.casefold() for token in tokens]
    meaningful = [token for token in folded if token not in words.prefixes]
    if meaningful and all(token in words.names for token in meaningful):
        return True
    if any(token in words.given and original[0].isupper() for token, original in zip(folded, tokens, strict=True)):
        return True
    if any(token in words.other for token in folded):
        return False
    capitals = [token for token in tokens if token.casefold() not in words.prefixes]
    return 2 <= len(capitals) <= 4 and all(_capitalised(token) for token in capitals) and not re.search(r"\d", text)


def _capitalised(token: str) -> bool:
    return len(token) > 1 and token[0].isupper() and token[1:].islower()
