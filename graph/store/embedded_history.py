# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""Reading the journal of the embedded store: the changes, and what each of them touched."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from graph.records import RECORD_TYPES
from graph.store.codec import record_from_text
from graph.store.contract import Change, ChangedRecord
from graph.store.embedded_journal import Key
from graph.store.embedded_rows import Rows, id_of


def history(db: sqlite3.Connection, since: int, limit: int) -> tuple[Change, ...]:
    """Changes after ``since``, newest first."""
    found = db.execute(
        "SELECT id, at, who, why, inserted, updated, removed, change_group, undoes, undone_by "
        "FROM change WHERE id > ? ORDER BY id DESC LIMIT ?",
        (since, max(limit, 0)),
    )
    return tuple(Change(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in found)


def changed_records(db: sqlite3.Connection, rows: Rows, change: int, limit: int) -> tuple[ChangedRecord, ...]:
    """What the change touched: its items, what it inserted, and what of that was removed later on."""
    inserts = " UNION ".join(
        f"SELECT '{kind}' AS type, {id_of(kind)} AS id FROM {kind} x WHERE added = :c" for kind in RECORD_TYPES
    )
    keys: list[Key] = db.execute(
        f"SELECT type, id FROM change_item WHERE change = :c UNION {inserts} "
        "UNION SELECT type, id FROM change_item WHERE before_added = :c ORDER BY type, id LIMIT :limit",
        {"c": change, "limit": max(limit, 0)},
    ).fetchall()
    before = {
        (kind, identifier): text
        for kind, identifier, text in db.execute(
            "SELECT type, id, before FROM change_item WHERE change = ?", (change,)
        )
    }  # fmt: skip
    now = {kind: rows.stored(db, kind, [i for k, i in keys if k == kind]) for kind in RECORD_TYPES}
    found = []
    for kind, identifier in keys:
        text, stored = before.get((kind, identifier)), now[kind].get(identifier)
        found.append(
            ChangedRecord(kind, identifier, record_from_text(text) if text else None, stored.record if stored else None)
        )
    return tuple(found)
