# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""What happened to one entity and to the relations at it, from the journal of the embedded store."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from graph.records import RecordType
from graph.store.codec import record_from_text
from graph.store.contract import Change, ChangeOf
from graph.store.embedded_rows import Rows
from graph.store.retracing import Item, Key, newest, retraced, told

_SOURCE, _TARGET = "json_extract(before, '$.source')", "json_extract(before, '$.target')"
# To find the lines of a record, and the relations that were at an entity and are gone.
INDEXES = {
    "change_item_of": "change_item(type, id) WHERE type <> 'referral'",
    "change_item_source": f"change_item({_SOURCE}) WHERE type = 'relation'",
    "change_item_target": f"change_item({_TARGET}) WHERE type = 'relation'",
}


def changes_of(db: sqlite3.Connection, rows: Rows, entity_id: str, limit: int) -> tuple[ChangeOf, ...]:
    """See :meth:`graph.store.contract.GraphStore.changes_of`."""
    here = (
        f"SELECT x.id FROM entity e JOIN relation x ON x.{end} = e.no WHERE e.id = :id" for end in ("source", "target")
    )
    gone = (f"SELECT id FROM change_item WHERE type = 'relation' AND {end} = :id" for end in (_SOURCE, _TARGET))
    ids = [row[0] for row in db.execute(" UNION ".join((*here, *gone)), {"id": entity_id})]
    asked: tuple[tuple[RecordType, list[str]], ...] = (("entity", [entity_id]), ("relation", ids))
    items: list[Item] = []
    now = {}
    for kind, wanted in asked:
        query = (
            "SELECT i.change, i.id, i.before, i.before_added FROM json_each(?) j CROSS JOIN change_item i "
            "INDEXED BY change_item_of ON i.type = ? AND i.id = j.value AND i.type <> 'referral'"
        )
        for change, identifier, before, added in db.execute(query, (json.dumps(wanted), kind)):
            key: Key = (kind, identifier)
            items.append(Item(change, key, record_from_text(before) if before else None, added))
        for identifier, state in rows.stored(db, kind, wanted).items():
            now[kind, identifier] = (state.record, state.added)
    found = retraced(items, now)
    entries = db.execute(
        "SELECT id, at, who, why, inserted, updated, removed, change_group, undoes, undone_by "
        "FROM change WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        (json.dumps(newest(found, limit)),),
    )
    return told([Change(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in entries], found)
