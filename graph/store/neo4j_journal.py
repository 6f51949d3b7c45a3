"""The journal in Neo4j: what each change found, and how it is undone.

``(:Change)`` is an entry. A ``(:ChangeItem)`` with ``record`` holds one record that the change found in
another state than it left it in: the state before, and the ``_touched`` it left (absent: it is gone).
Plain inserts have no state before: a ChangeItem with ``ids``, packed JSON, names thousands of them at once.
Removal and undo are the same operation, :func:`put`: bring records into a given state.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import neo4j

from graph.problems import UndoConflict
from graph.records import RECORD_TYPES, Batch, RecordType
from graph.store.codec import record_from_text, record_to_text
from graph.store.contract import Change, ChangedRecord
from graph.store.neo4j_connection import run
from graph.store.neo4j_rows import Layout, Stored
from graph.store.neo4j_write import attached, delete, insert, kinds_of, parts, stored, update
from graph.validate import batch_problems

Key = tuple[RecordType, str]
_IDS = 10_000
_QUICKLY = 1  # zlib's level
_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class Put:
    """How many records were inserted, updated and removed."""

    inserted: int = 0
    updated: int = 0
    removed: int = 0


def add_change(
    tx: neo4j.ManagedTransaction, change: int, who: str, why: str, counts: Put, group: int | None, undoes: int | None
) -> None:
    """Write the entry of a change."""
    entry = {"id": change, "at": datetime.now(UTC).isoformat(), "who": who, "why": why, "undoes": undoes}
    entry |= {"inserted": counts.inserted, "updated": counts.updated, "removed": counts.removed}
    run(tx, "CREATE (c:Change) SET c = $entry", entry={**entry, "group": change if group is None else group})
    if undoes is not None:
        run(tx, "MATCH (c:Change {id: $id}) SET c.undone_by = $change", id=undoes, change=change)


def exists(tx: neo4j.ManagedTransaction, change: int) -> bool:
    return bool(run(tx, "MATCH (c:Change {id: $id}) RETURN 1", id=change))


def why(tx: neo4j.ManagedTransaction, change: int) -> str:
    """The reason that was given for a change."""
    return str(run(tx, "MATCH (c:Change {id: $id}) RETURN c.why", id=change)[0][0])


def add_items(
    tx: neo4j.ManagedTransaction,
    change: int,
    kind: RecordType,
    items: Sequence[tuple[str, Stored | None, int | None]],
) -> None:
    """Journal records by id: how they were found, and the ``_touched`` that the change leaves."""
    query = (
        "UNWIND $rows AS row CREATE (:ChangeItem {change: $change, type: $type, record: row[0], "
        "before: row[1], before_added: row[2], before_touched: row[3], after_touched: row[4]})"
    )
    for part in parts(items, _ITEMS):
        rows = [
            [i, record_to_text(found.record), found.added, found.touched, after]
            if found
            else [i, None, None, None, after]
            for i, found, after in part
        ]
        run(tx, query, change=change, type=kind, rows=rows)


def add_inserts(tx: neo4j.ManagedTransaction, change: int, kind: RecordType, ids: Sequence[str]) -> None:
    """Journal the ids of plain inserts."""
    query = "UNWIND $parts AS ids CREATE (:ChangeItem {change: $change, type: $type, ids: ids})"
    packed = [zlib.compress(json.dumps(list(part)).encode(), _QUICKLY) for part in parts(ids, _IDS)]
    run(tx, query, change=change, type=kind, parts=packed)


def put(tx: neo4j.ManagedTransaction, layout: Layout, change: int, states: Mapping[Key, Stored | None]) -> Put:
    """Bring records into the given states (None: gone), journalled under ``change``.

    Relations and referrals at an entity that goes must go too: their keys are in ``states``.
    """
    inserted = updated = removed = 0
    current = {kind: stored(tx, layout, kind, _ids(states, kind)) for kind in RECORD_TYPES}
    for kind in reversed(RECORD_TYPES):  # first what has ends, then the ends
        gone = [i for k, i in states if k == kind and states[(k, i)] is None and i in current[kind]]
        add_items(tx, change, kind, [(i, current[kind][i], None) for i in gone])
        delete(tx, layout, kind, gone)
        removed += len(gone)
    for kind in RECORD_TYPES:
        wanted = [state for (k, _), state in states.items() if k == kind and state is not None]
        add_items(tx, change, kind, [(s.record.id, current[kind].get(s.record.id), s.touched) for s in wanted])
        new = [s for s in wanted if s.record.id not in current[kind]]
        old = [s for s in wanted if s.record.id in current[kind]]
        insert(tx, layout, kind, new)
        update(tx, layout, kind, old)
        inserted, updated = inserted + len(new), updated + len(old)
    return Put(inserted, updated, removed)


def undo_states(tx: neo4j.ManagedTransaction, layout: Layout, change: int) -> dict[Key, Stored | None]:
    """The states in which ``change`` found its records. Raises UndoConflict when it cannot be undone."""
    rows = run(tx, "MATCH (c:Change {id: $id}) RETURN c.undone_by", id=change)
    if not rows:
        raise UndoConflict("store.unknown_change", change=change)
    if rows[0][0] is not None:
        raise UndoConflict("store.already_undone", change=change, by=rows[0][0])
    items, inserts = _journalled(tx, change)
    states: dict[Key, Stored | None] = dict.fromkeys(inserts)
    left: dict[Key, int | None] = dict.fromkeys(inserts, change)
    for kind, identifier, before, added, touched, after in items:
        states[(kind, identifier)] = Stored(record_from_text(before), added, touched) if before else None
        left[(kind, identifier)] = after
    for kind in RECORD_TYPES:
        now = {i: s.touched for i, s in stored(tx, layout, kind, _ids(states, kind)).items()}
        for (k, identifier), after in left.items():
            if k == kind and now.get(identifier) != after:
                raise UndoConflict("store.changed_since", change=change, id=identifier)
    _refuse_dangling(tx, layout, change, states)
    return states


def _journalled(tx: neo4j.ManagedTransaction, change: int) -> tuple[list[list[Any]], list[Key]]:
    """The items of a change, and the keys of its plain inserts."""
    items = run(
        tx,
        "MATCH (i:ChangeItem {change: $change}) WHERE i.record IS NOT NULL "
        "RETURN i.type, i.record, i.before, i.before_added, i.before_touched, i.after_touched",
        change=change,
    )
    lists = run(
        tx, "MATCH (i:ChangeItem {change: $change}) WHERE i.ids IS NOT NULL RETURN i.type, i.ids", change=change
    )
    return items, [(kind, identifier) for kind, packed in lists for identifier in json.loads(zlib.decompress(packed))]


def _refuse_dangling(
    tx: neo4j.ManagedTransaction, layout: Layout, change: int, states: Mapping[Key, Stored | None]
) -> None:
    gone = {identifier for (kind, identifier), state in states.items() if kind == "entity" and state is None}
    for key in attached(tx, layout, gone):
        if key not in states:
            raise UndoConflict("store.would_dangle", change=change, id=key[1])
    back: dict[RecordType, list[Any]] = {kind: [] for kind in RECORD_TYPES}
    for (kind, _), state in states.items():
        if state is not None:
            back[kind].append(state.record)

    def kinds(ids: Iterable[str]) -> dict[str, str]:
        return {i: kind for i, kind in kinds_of(tx, ids).items() if i not in gone}

    batch = Batch(*(tuple(back[kind]) for kind in RECORD_TYPES))
    for problem in batch_problems(batch, layout.schema, kinds):
        text = "store.end_missing" if problem.key == "problems.unknown_end" else "store.no_longer_valid"
        raise UndoConflict(text, change=change, id=problem.values.get("id", ""))


def history(tx: neo4j.ManagedTransaction, since: int, limit: int) -> tuple[Change, ...]:
    """Changes after ``since``, newest first."""
    rows = run(
        tx,
        "MATCH (c:Change) WHERE c.id > $since RETURN c.id, c.at, c.who, c.why, c.inserted, c.updated, c.removed, "
        "c.group, c.undoes, c.undone_by ORDER BY c.id DESC LIMIT $limit",
        since=since,
        limit=max(limit, 0),
    )
    return tuple(Change(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows)


def changed_records(tx: neo4j.ManagedTransaction, layout: Layout, change: int, limit: int) -> tuple[ChangedRecord, ...]:
    """What the change touched, and inserted, whether it is still there or not."""
    items, inserts = _journalled(tx, change)
    before: dict[Key, str | None] = dict.fromkeys(inserts)
    before |= {(kind, identifier): text for kind, identifier, text, *_ in items}
    keys = sorted(before)[: max(limit, 0)]
    now = {kind: stored(tx, layout, kind, [i for k, i in keys if k == kind]) for kind in RECORD_TYPES}
    found = []
    for kind, identifier in keys:
        text, after = before[(kind, identifier)], now[kind].get(identifier)
        earlier = record_from_text(text) if text else None
        found.append(ChangedRecord(kind, identifier, earlier, after.record if after else None))
    return tuple(found)


def _ids(states: Mapping[Key, Stored | None], kind: RecordType) -> list[str]:
    return [identifier for k, identifier in states if k == kind]
