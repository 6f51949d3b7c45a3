"""Bring a database up to the schema of today: nothing that is stored is lost when the schema changes.

The node ``(:Ketenkaart)`` remembers which properties and types of relationship earlier schemas had:
those that are gone are read as extra properties, and values that waited among the extras move to the
property that is declared now.
"""

from __future__ import annotations

from collections.abc import Mapping

import neo4j

from graph.problems import StoreUnavailable
from graph.records import RECORD_TYPES, RecordType
from graph.schema import Schema
from graph.store.neo4j_connection import Connection, run
from graph.store.neo4j_rows import ENTITY, EXTRA, REFERRAL, Layout, layout, remembered
from graph.store.neo4j_write import META, lock, parts, stored, update

_RECORDS = 5_000


def settle(connection: Connection, schema: Schema) -> Layout:
    """The layout of the records, remembered in the database for the schemas to come.

    Raises StoreUnavailable when a property is stored as a date and declared as something else, or the reverse.
    """
    found, is_known = connection.bare(lambda tx: _found(tx, schema))
    return found if is_known else connection.bare(lambda tx: _settle(tx, schema), write=True)


def _found(tx: neo4j.ManagedTransaction, schema: Schema) -> tuple[Layout, bool]:
    """The layout, and whether the database knows all of it."""
    rows = run(tx, "MATCH (m:Ketenkaart {id: $id}) RETURN m.entity, m.relation, m.referral, m.edges", id=META)
    names = (*RECORD_TYPES, "edges")
    known = {name: list(entries or ()) for name, entries in zip(names, rows[0] if rows else [None] * 4, strict=True)}
    result = layout(schema, known)
    wanted = remembered(result)
    for kind in RECORD_TYPES:
        for entry in known[kind]:
            name, _, was_date = entry.partition(" ")
            if name in result.columns[kind].own and result.columns[kind].own[name] != bool(was_date):
                raise StoreUnavailable("store_neo4j.property_type_changed", property=name)
    return result, all(set(wanted[name]) <= set(known[name]) for name in names)


def _settle(tx: neo4j.ManagedTransaction, schema: Schema) -> Layout:
    lock(tx)
    result, _ = _found(tx, schema)
    rows = run(tx, "MATCH (m:Ketenkaart {id: $id}) RETURN m.entity, m.relation, m.referral", id=META)
    before: Mapping[RecordType, list[str] | None] = dict(zip(RECORD_TYPES, rows[0], strict=True))
    for kind in RECORD_TYPES:
        earlier = before[kind]
        if earlier is not None:
            names = {entry.partition(" ")[0] for entry in earlier}
            _take_from_extras(tx, result, kind, [n for n in result.columns[kind].names if n not in names])
    run(tx, "MATCH (m:Ketenkaart {id: $id}) SET m += $known", id=META, known=remembered(result))
    return result


def _take_from_extras(tx: neo4j.ManagedTransaction, found: Layout, kind: RecordType, names: list[str]) -> None:
    """Give values that waited among the extras the property that is declared for them now."""
    patterns: Mapping[RecordType, str] = {
        "entity": f"(n:{ENTITY})",
        "relation": f"()-[n:{found.any_edge}]->()",
        "referral": f"(n:{REFERRAL})",
    }
    query = f"MATCH {patterns[kind]} WHERE any(name IN $quoted WHERE n.{EXTRA} CONTAINS name) RETURN collect(n.id)"
    if names:
        for ids in parts(run(tx, query, quoted=[f'"{name}"' for name in names])[0][0], _RECORDS):
            update(tx, found, kind, list(stored(tx, found, kind, ids).values()))
