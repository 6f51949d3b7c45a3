"""Records as plain JSON and back, without loss: for journals and for properties that are stored as text.

The text describes itself, so that it can be read after the schema has changed: a date is
``{"date": "2026-01-31"}``, a tuple of codes a list, and everything else what JSON calls it.
Reading back what was written gives an equal record, whatever its properties are called. Dates of which
there are many travel as numbers of days.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.records import Entity, Properties, Record, Referral, Relation, Value, record_type

_DATE = "date"
_EPOCH = date(1970, 1, 1).toordinal()


def properties_to_text(properties: Properties) -> str:
    """The properties as JSON text; those that are ``None`` are left out."""
    if not properties:
        return "{}"
    return _encoder.encode({name: value for name, value in properties.items() if value is not None})


def properties_from_text(text: str) -> dict[str, Value]:
    """The properties that :func:`properties_to_text` wrote."""
    if text == "{}":
        return {}
    found: dict[str, Any] = _decoder.raw_decode(text)[0]
    # Only dates and tuples differ from what JSON gives, and most records have few of them.
    return _values(found) if "[" in text or "{" in text[1:] else found


def record_to_plain(record: Record) -> dict[str, Any]:
    """A record as a dict of JSON values, with its ``type``."""
    plain: dict[str, Any] = {"type": record_type(record), "id": record.id}
    if isinstance(record, Entity):
        plain |= {"kind": record.kind, "name": record.name}
    elif isinstance(record, Relation):
        plain |= {"kind": record.kind, "source": record.source, "target": record.target}
    else:
        plain |= {"case": record.case, "date": record.date.isoformat()}
        plain |= {"source": record.source, "target": record.target}
    if not isinstance(record, Referral):
        plain |= {"valid_from": _iso(record.valid_from), "valid_to": _iso(record.valid_to)}
    plain["properties"] = {name: _plain(value) for name, value in record.properties.items() if value is not None}
    return plain


def record_from_plain(plain: Mapping[str, Any]) -> Record:
    """The record that :func:`record_to_plain` wrote. Raises KeyError or ValueError on anything else."""
    properties = _values(plain["properties"])
    if plain["type"] == "referral":
        on = date.fromisoformat(plain["date"])
        return Referral(plain["id"], plain["case"], on, plain["source"], plain["target"], properties)
    period = (_day(plain["valid_from"]), _day(plain["valid_to"]))
    if plain["type"] == "entity":
        return Entity(plain["id"], plain["kind"], plain["name"], properties, *period)
    if plain["type"] == "relation":
        return Relation(plain["id"], plain["kind"], plain["source"], plain["target"], properties, *period)
    raise ValueError(plain["type"])


def record_to_text(record: Record) -> str:
    """A record as JSON text."""
    return _encoder.encode(record_to_plain(record))


def record_from_text(text: str) -> Record:
    """The record that :func:`record_to_text` wrote."""
    return record_from_plain(json.loads(text))


def _plain(value: Value) -> Any:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def _values(plain: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(value) for name, value in plain.items()}


def _value(plain: Any) -> Value:
    if isinstance(plain, dict):
        return date.fromisoformat(plain[_DATE])
    return tuple(plain) if isinstance(plain, list) else plain


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# One of each for all: making one for each record costs more than using it.
_decoder = json.JSONDecoder()
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def day_number(day: date) -> int:
    """A date in days since 1 January 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The date that :func:`day_number` numbered."""
    return date.fromordinal(number + _EPOCH)
