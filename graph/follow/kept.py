"""What is kept of gaps as texts, and back: JSON with a version, checked on reading. Broken texts are only named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from graph.follow.identity import FOLLOWED, code_of, followed_name, seen_prefix
from graph.follow.record import (
    AGREEMENT,
    FUNCTION,
    NOTES,
    REASONS,
    STATUSES,
    Action,
    Dismissal,
    Event,
    Followed,
    What,
)
from graph.follow.sightings import Seen, Sighting

VERSION = 1
TEXT_SIZE = 1_000_000  # what a store keeps at most; an isle of many organisations has a long identity
T = TypeVar("T")
_WHAT: tuple[What, ...] = get_args(What)


class Broken(ValueError):
    """A kept text that this version cannot read."""


@dataclass(frozen=True, slots=True)
class Following:
    """What people do about gaps, by the identity of the gap. ``broken`` names the texts that could not be read."""

    by_gap: Mapping[str, Followed]
    broken: tuple[str, ...] = ()


def following(kept: Mapping[str, str]) -> Following:
    """Read what is kept of all gaps, out of texts by their names; names of other things are passed over."""
    found, broken = {}, []
    for name, text in kept.items():
        if not name.startswith(FOLLOWED):
            continue
        try:
            one = followed(text)
            if followed_name(one.gap) != name:
                raise Broken("it is about another gap")
            found[one.gap] = one
        except Broken:
            broken.append(name)
    return Following(MappingProxyType(found), tuple(broken))


def followed(text: str) -> Followed:
    """Read what is kept of one gap. Raises Broken."""
    return _checked(text, _followed)


def followed_text(one: Followed) -> str:
    """What is kept of one gap, as a text."""
    action, dismissal = one.action, one.dismissal
    return _dumped(
        {
            "version": VERSION,
            "gap": one.gap,
            "code": one.code,
            "parties": list(one.parties),
            "action": action
            and {
                "agreement": action.agreement,
                "owner": action.owner,
                "function": action.function,
                "due": action.due and action.due.isoformat(),
                "status": action.status,
                "notes": action.notes,
            },
            "dismissal": dismissal
            and {"reason": dismissal.reason, "on": dismissal.on.isoformat(), "note": dismissal.note},
            "trail": [[event.on.isoformat(), event.what] for event in one.trail],
        }
    )


def seen(kept: Mapping[str, str], region: str) -> tuple[Seen, tuple[str, ...]]:
    """When the gaps of a region were seen, out of texts by their names; and the names of broken ones."""
    prefix, broken = seen_prefix(region), []
    gaps: dict[str, Sighting] = {}
    since: list[date] = []
    revision = 0
    for name, text in kept.items():
        if not name.startswith(prefix):
            continue
        try:
            part = _checked(text, _seen)
        except Broken:
            broken.append(name)
            continue
        gaps |= part.gaps
        since += [part.since] if part.since else []
        revision = max(revision, part.revision)
    return Seen(MappingProxyType(dict(sorted(gaps.items()))), min(since, default=None), revision), tuple(broken)


def seen_texts(known: Seen, region: str) -> Mapping[str, str]:
    """When the gaps of a region were seen, as a text for each rule: one of all could be too long to keep.

    There is always at least one, so that a look at a region without any gap is remembered as well.
    """
    by_code: dict[str, dict[str, Any]] = {"": {}}
    for gap, one in known.gaps.items():
        by_code.setdefault(code_of(gap), {})[gap] = [
            one.first.isoformat(),
            one.last.isoformat(),
            [day.isoformat() for day in one.closed],
            [day.isoformat() for day in one.back],
        ]
    head = {"version": VERSION, "since": known.since and known.since.isoformat(), "revision": known.revision}
    prefix = seen_prefix(region)
    return {f"{prefix}{code or '-'}": _dumped(head | {"gaps": gaps}) for code, gaps in by_code.items()}


def _dumped(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _checked(text: str, read: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict) or raw.get("version") != VERSION:
            raise Broken("another version")
        return read(raw)
    except Broken:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Broken(str(error)) from error


def _followed(raw: Mapping[str, Any]) -> Followed:
    action, dismissal = raw["action"], raw["dismissal"]
    return Followed(
        gap=_text(raw["gap"], TEXT_SIZE),
        code=_text(raw["code"], 200),
        parties=tuple(_text(one, 1_000) for one in _list(raw["parties"])),
        action=None
        if action is None
        else Action(
            agreement=_text(action["agreement"], AGREEMENT),
            owner=_text(action["owner"], 1_000),
            function=_text(action["function"], FUNCTION),
            due=None if action["due"] is None else date.fromisoformat(action["due"]),
            status=_one_of(action["status"], STATUSES),
            notes=_text(action["notes"], NOTES),
        ),
        dismissal=None
        if dismissal is None
        else Dismissal(
            reason=_one_of(dismissal["reason"], REASONS),
            on=date.fromisoformat(dismissal["on"]),
            note=_text(dismissal["note"], NOTES),
        ),
        trail=tuple(Event(date.fromisoformat(on), _one_of(what, _WHAT)) for on, what in _list(raw["trail"])),
    )


def _seen(raw: Mapping[str, Any]) -> Seen:
    if not isinstance(raw["revision"], int) or not isinstance(raw["gaps"], dict):
        raise Broken("no revision or gaps")
    gaps = {gap: _sighting(*days) for gap, days in raw["gaps"].items()}
    return Seen(gaps, None if raw["since"] is None else date.fromisoformat(raw["since"]), raw["revision"])


def _sighting(first: str, last: str, closed: list[str], back: list[str]) -> Sighting:
    one = Sighting(date.fromisoformat(first), date.fromisoformat(last), _days(closed), _days(back))
    if not 0 <= len(one.closed) - len(one.back) <= 1:
        raise Broken("closed and back do not take turns")
    return one


def _days(raw: object) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in _list(raw))


def _list(raw: object) -> list[Any]:
    if not isinstance(raw, list):
        raise Broken("not a list")
    return raw


def _text(raw: object, longest: int) -> str:
    if not isinstance(raw, str) or len(raw) > longest:
        raise Broken("not a text, or too long")
    return raw


def _one_of(raw: object, known: Iterable[T]) -> T:
    for one in known:
        if one == raw:
            return one
    raise Broken(f"unknown word: {raw!r}")
