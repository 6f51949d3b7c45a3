"""What happened to one entity and to the relations at it, from the journal in Neo4j."""

from __future__ import annotations

from datetime import datetime

import neo4j

from graph.records import RecordType, Relation
from graph.store.codec import record_from_text
from graph.store.contract import Change, ChangeOf
from graph.store.neo4j_connection import run
from graph.store.neo4j_rows import Layout
from graph.store.neo4j_write import attached, parts, stored
from graph.store.retracing import Item, Key, newest, retraced, told

_IDS = 1_000
_ITEM = "i.change, i.record, i.before, i.before_added"


def changes_of(tx: neo4j.ManagedTransaction, layout: Layout, entity_id: str, limit: int) -> tuple[ChangeOf, ...]:
    """See :meth:`graph.store.contract.GraphStore.changes_of`."""
    ids = {identifier for kind, identifier in attached(tx, layout, [entity_id]) if kind == "relation"}
    # Relations that are gone are in the journal only. The id of a relation has its ends in it.
    gone = run(
        tx,
        "MATCH (i:ChangeItem {type: 'relation'}) WHERE i.record CONTAINS $end AND i.before IS NOT NULL "
        "RETURN DISTINCT i.record, i.before",
        end=f"|{entity_id}",
    )
    for identifier, before in gone:
        record = record_from_text(before)
        if isinstance(record, Relation) and entity_id in (record.source, record.target):
            ids.add(identifier)
    asked: tuple[tuple[RecordType, list[str]], ...] = (("entity", [entity_id]), ("relation", sorted(ids)))
    items: list[Item] = []
    now = {}
    for kind, wanted in asked:
        for part in parts(wanted, _IDS):
            query = (
                f"UNWIND $ids AS id MATCH (i:ChangeItem {{type: $type, record: id}}) "
                f"USING INDEX i:ChangeItem(type, record) RETURN {_ITEM}"
            )
            for change, identifier, before, added in run(tx, query, ids=list(part), type=kind):
                key: Key = (kind, identifier)
                items.append(Item(change, key, record_from_text(before) if before else None, added))
        for identifier, state in stored(tx, layout, kind, wanted).items():
            now[kind, identifier] = (state.record, state.added)
    found = retraced(items, now)
    rows = run(
        tx,
        "UNWIND $ids AS id MATCH (c:Change {id: id}) RETURN c.id, c.at, c.who, c.why, c.inserted, c.updated, "
        "c.removed, c.group, c.undoes, c.undone_by ORDER BY c.id DESC",
        ids=newest(found, limit),
    )
    return told([Change(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows], found)
