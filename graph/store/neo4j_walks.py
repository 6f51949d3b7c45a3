"""Walks and searches in Neo4j: step by step along native relationships, and by the full-text index."""

from __future__ import annotations

from collections.abc import Collection

import neo4j

from graph.network import Network, Outside, Scope, build_network
from graph.records import Entity
from graph.store.folding import folded_words
from graph.store.neo4j_connection import run
from graph.store.neo4j_constraints import SEARCH
from graph.store.neo4j_rows import Layout
from graph.store.neo4j_scope import Chosen, graph_of
from graph.store.neo4j_write import by_id, kinds_of
from graph.store.walking import Steps, shortest_paths, within


def neighbourhood(
    tx: neo4j.ManagedTransaction, layout: Layout, entity_id: str, depth: int, limit: int, revision: int
) -> Network:
    """What is within ``depth`` relations, nearest first."""
    shown = {kind.code for kind in layout.schema.entities.values() if not kind.cls.pseudonymous}
    known = kinds_of(tx, [entity_id]).get(entity_id) in shown
    ids = within(entity_id, depth, limit, _steps(tx, layout, shown)) if known else ()
    query = f"UNWIND $ids AS id {by_id('n')} RETURN collect({layout.returned['entity']})"
    chosen = Chosen({row[0]: layout.entity(row) for row in run(tx, query, ids=list(ids))[0][0]})
    relations, outside = graph_of(tx, layout, chosen)
    return build_network(
        Scope(),
        chosen.entities.values(),
        relations,
        (),
        revision=revision,
        outside=Outside(outside, 0),
        schema=layout.schema,
    )


def paths(tx: neo4j.ManagedTransaction, layout: Layout, a: str, b: str, limit: int) -> tuple[tuple[str, ...], ...]:
    """The first ``limit`` shortest paths between organisations."""
    organisations = layout.schema.organisations
    kinds = kinds_of(tx, {a, b})
    if any(kinds.get(end) not in organisations for end in (a, b)):
        return ()
    return shortest_paths(a, b, limit, _steps(tx, layout, organisations))


def _steps(tx: neo4j.ManagedTransaction, layout: Layout, kinds: Collection[str]) -> Steps:
    """Steps to entities of these kinds."""
    query = (
        f"UNWIND $ids AS id {by_id('s', f'-[:{layout.any_edge}]-(t)')} "
        "WHERE t.kind IN $kinds WITH id, collect(DISTINCT t.id) AS there RETURN id, there"
    )

    def steps(ids: Collection[str]) -> list[tuple[str, str]]:
        rows = run(tx, query, ids=list(ids), kinds=list(kinds))
        return [(here, there) for here, beyond in rows for there in beyond]

    return steps


def search(
    tx: neo4j.ManagedTransaction, layout: Layout, text: str, kinds: tuple[str, ...], limit: int
) -> tuple[Entity, ...]:
    """Entities that have every word, in the order of ``folding.search_order``."""
    words = folded_words(text)
    shown = [k.code for k in layout.schema.entities.values() if not k.cls.pseudonymous]
    wanted = [code for code in shown if code in kinds] if kinds else shown
    if not words or not wanted or limit < 1:
        return ()
    rows = run(
        tx,
        f"CALL db.index.fulltext.queryNodes('{SEARCH}', $words) YIELD node AS n WHERE n.kind IN $kinds "
        "WITH n ORDER BY n._name <> $asked, NOT n._name STARTS WITH $asked, size(n._name), n._name, n.id "
        f"LIMIT $limit RETURN {layout.returned['entity']}",
        # Folded words hold letters and digits only: nothing in them means anything to the query parser.
        words=" ".join(f"+{word}" for word in words) + "*",
        kinds=wanted,
        asked=" ".join(words),
        limit=limit,
    )
    return tuple(layout.entity(row[0]) for row in rows)
