"""Texts beside the graph in Neo4j: nodes ``(:Kept {name, text})``."""

from __future__ import annotations

import neo4j

from graph.store.neo4j_connection import run


def keep(tx: neo4j.ManagedTransaction, name: str, text: str | None) -> None:
    """Remember a text, or forget it."""
    if text is None:
        run(tx, "MATCH (k:Kept {name: $name}) DELETE k", name=name)
    else:
        run(tx, "MERGE (k:Kept {name: $name}) SET k.text = $text", name=name, text=text)


def kept(tx: neo4j.ManagedTransaction, prefix: str) -> dict[str, str]:
    """The texts whose names begin with ``prefix``, in order of their names."""
    rows = run(tx, "MATCH (k:Kept) WHERE k.name STARTS WITH $prefix RETURN k.name, k.text", prefix=prefix)
    return dict(sorted(map(tuple, rows)))
