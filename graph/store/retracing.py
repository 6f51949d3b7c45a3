"""What happened to records, told from the journal: each change with the records exactly as before and after it.

A journal item holds what a change found; what the change left is what the next item of the same record
found or, when there is none, what is stored now. A plain insert has no item: ``added`` names its change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.records import Record, RecordType
from graph.store.contract import Change, ChangedRecord, ChangeOf

Key = tuple[RecordType, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the journal: the record that ``change`` found (None: there was none), and who had added it."""

    change: int
    key: Key
    before: Record | None
    before_added: int | None


def retraced(items: Iterable[Item], now: Mapping[Key, tuple[Record, int]]) -> dict[int, tuple[ChangedRecord, ...]]:
    """By change the records that it touched, ordered by type and id.

    ``items`` are all those of some records; ``now`` is what of them is stored, each with the change that added it.
    """
    by_key: dict[Key, dict[int, Item]] = defaultdict(dict)
    for item in items:
        by_key[item.key][item.change] = item
    for key in now:
        by_key.setdefault(key, {})
    found: dict[int, list[ChangedRecord]] = defaultdict(list)
    for key in sorted(by_key):
        after = now[key][0] if key in now else None
        for item in _with_inserts(key, by_key[key], now.get(key)):
            found[item.change].append(ChangedRecord(*key, item.before, after))
            after = item.before
    return {change: tuple(records) for change, records in found.items()}


def _with_inserts(key: Key, items: Mapping[int, Item], now: tuple[Record, int] | None) -> list[Item]:
    """The items of one record and its plain inserts, newest first."""
    added = {item.before_added for item in items.values()} | {now[1] if now else None}
    inserts = [Item(change, key, None, None) for change in added if change is not None and change not in items]
    return sorted((*items.values(), *inserts), key=lambda item: item.change, reverse=True)


def newest(found: Mapping[int, object], limit: int) -> list[int]:
    """The newest ``limit`` changes, newest first."""
    return sorted(found, reverse=True)[: max(limit, 0)]


def told(changes: Sequence[Change], found: Mapping[int, tuple[ChangedRecord, ...]]) -> tuple[ChangeOf, ...]:
    """Changes with what they touched."""
    return tuple(ChangeOf(change, found[change.id]) for change in changes)
