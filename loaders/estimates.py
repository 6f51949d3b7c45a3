"""Estimated numbers of young people without work and school per municipality, from a table as CBS publishes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from graph.problems import KetenkaartError
from graph.records import Batch, Entity, Value
from graph.schema import DATA, read_data
from graph.store.contract import GraphStore, Receipt
from loaders.indicators import Indicators

ROLES = ("people", "low", "high")
_NOT_NAME = re.compile(r"[^a-z]")


class NoEstimate(KetenkaartError):
    """A table of figures has no column that can be the estimate, or numbers that no estimate can have."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which figures of a table are the estimate, and the limits of its interval where it has them."""

    people: str
    low: str | None = None
    high: str | None = None


def recognised(table: Indicators) -> Columns | None:
    """The columns that are called as ``data/mappings/estimates.yaml`` says; None without an estimate among them."""
    found: dict[str, str] = {}
    plain = {_plain(name): name for name in reversed(list(table.figures))}
    for role in ROLES:
        known = next((name for name in _names()[role] if name in plain), None)
        if known is not None:
            found[role] = plain[known]
    if "people" not in found:
        return None
    return Columns(found["people"], found.get("low"), found.get("high"))


def estimates(table: Indicators, columns: Columns, on: date | None, known: Mapping[str, Entity]) -> Batch:
    """The estimates as records: the municipalities of ``known`` (by code), each with its number and limits.

    ``on``: the day that the table is of. Numbers are rounded to whole people. Limits of an earlier table are
    cleared where this one has none. Raises NoEstimate when the table has no such figures, a number is
    negative, or the limits lie the wrong way round.
    """
    missing = [name for name in (columns.people, columns.low, columns.high) if name and name not in table.figures]
    if missing:
        raise NoEstimate("estimates.no_column", name=", ".join(missing), columns=", ".join(table.figures))
    if (columns.low is None) != (columns.high is None):
        raise NoEstimate("estimates.one_limit")
    places = []
    for code, number in table.figures[columns.people].items():
        if code not in known:
            continue
        low, high = (table.figures[name].get(code) if name else None for name in (columns.low, columns.high))
        if number < 0 or (low is not None and high is not None and not 0 <= low <= number <= high):
            raise NoEstimate("estimates.bad_number", place=known[code].name, name=columns.people)
        properties: dict[str, Value] = {
            "neet": round(number),
            "neet_low": None if low is None else round(low),
            "neet_high": None if high is None else round(high),
            "neet_on": on,
            "neet_source": table.source[:200],
        }
        places.append(Entity(code, known[code].kind, known[code].name, properties))
    if not places:
        raise NoEstimate("estimates.no_place")
    return Batch(entities=tuple(places))


def keep_estimates(
    store: GraphStore, table: Indicators, columns: Columns, on: date | None, who: str
) -> tuple[int, Receipt]:
    """Put the estimates beside the municipalities in the store, journalled, so that it can be undone.

    Only municipalities that the store has are taken; says of how many. Raises NoEstimate and StoreUnavailable.
    """
    codes = sorted({code for values in table.figures.values() for code in values})
    stored = {one.id: one for one in store.get("entity", tuple(codes)) if isinstance(one, Entity)}
    batch = estimates(table, columns, on, stored)
    return len(batch.entities), store.write(batch, who=who, why=f"import: {table.source}")


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    raw = read_data(DATA / "mappings" / "estimates.yaml")
    return {role: tuple(raw[role]) for role in ROLES}


def _plain(name: str) -> str:
    return _NOT_NAME.sub("", name.casefold())
