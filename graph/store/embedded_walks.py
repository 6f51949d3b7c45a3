# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""Walks and searches of the embedded store: step by step along the indexes of ends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

from graph.network import Network, Outside, Scope, build_network
from graph.records import Entity
from graph.schema import Schema
from graph.store.embedded_rows import Rows
from graph.store.embedded_scope import chosen_graph
from graph.store.folding import folded_words

LONGEST = 6  # relations in a path


def neighbourhood(
    db: sqlite3.Connection, rows: Rows, schema: Schema, entity_id: str, depth: int, limit: int, revision: int
) -> Network:
    """What is within ``depth`` relations, nearest first."""
    db.execute("DELETE FROM chosen")
    asked = "SELECT e.id FROM entity e JOIN entity_kind k ON k.code = e.kind WHERE e.id = ? AND NOT k.pseudonymous"
    start = db.execute(asked, (entity_id,)).fetchone()
    found = {entity_id: None} if start and limit > 0 else {}
    frontier = list(found)
    for _ in range(depth):
        beyond = {b for _, b in _steps(db, frontier, "NOT k.pseudonymous")} - found.keys()
        frontier = sorted(beyond)[: limit - len(found)]
        if not frontier:
            break
        found |= dict.fromkeys(frontier)
    db.execute(
        "INSERT INTO chosen SELECT e.no FROM json_each(?) j CROSS JOIN entity e ON e.id = j.value",
        (json.dumps(list(found)),),
    )
    everything = {"as_of": None, "any_relation": True, "relation_kinds": "[]"}
    entities, relations, outside = chosen_graph(db, rows, everything)
    return build_network(
        Scope(), entities, relations, (), revision=revision, outside=Outside(outside, 0), schema=schema
    )


def search(db: sqlite3.Connection, rows: Rows, text: str, kinds: tuple[str, ...], limit: int) -> tuple[Entity, ...]:
    """Entities that have every word, in the order of ``folding.search_order``."""
    words = folded_words(text)
    if not words:
        return ()
    asked = " ".join(words)
    query = " ".join(f'"{word}"' for word in words) + "*"
    found = db.execute(
        rows.select(
            "entity",
            "FROM search s JOIN entity x ON x.no = s.rowid WHERE search MATCH :query "
            "AND (:any_kind OR x.kind IN (SELECT value FROM json_each(:kinds))) "
            "ORDER BY s.name <> :asked, substr(s.name, 1, length(:asked)) <> :asked, length(s.name), s.name, x.id "
            "LIMIT :limit",
        ),
        {
            "query": query,
            "asked": asked,
            "any_kind": not kinds,
            "kinds": json.dumps(kinds),
            "limit": max(limit, 0),
        },
    )
    return tuple(rows.record("entity", row) for row in found)  # type: ignore[misc]


def paths(db: sqlite3.Connection, a: str, b: str, limit: int) -> tuple[tuple[str, ...], ...]:
    """The first ``limit`` shortest paths between organisations, found from both sides at once."""
    asked = (
        "SELECT e.id FROM entity e JOIN entity_kind k ON k.code = e.kind WHERE e.id = ? AND k.class = 'organisation'"
    )
    if limit < 1 or any(db.execute(asked, (end,)).fetchone() is None for end in (a, b)):
        return ()
    if a == b:
        return ((a,),)
    # Levels at rising distance from each side, and every step between two levels, from a towards b.
    levels: dict[str, list[set[str]]] = {a: [{a}], b: [{b}]}
    seen = {a: {a}, b: {b}}
    steps: dict[str, set[str]] = {}
    while not levels[a][-1] & levels[b][-1]:
        if len(levels[a]) + len(levels[b]) - 2 == LONGEST or not levels[a][-1] or not levels[b][-1]:
            return ()
        side = a if len(levels[a][-1]) <= len(levels[b][-1]) else b
        pairs = [(u, v) for u, v in _steps(db, levels[side][-1], "k.class = 'organisation'") if v not in seen[side]]
        for u, v in pairs:
            first, second = (u, v) if side == a else (v, u)
            steps.setdefault(first, set()).add(second)
        levels[side].append({v for _, v in pairs})
        seen[side] |= levels[side][-1]
    forward = _leading_to(levels[a], levels[a][-1] & levels[b][-1], steps)
    return tuple(path for path, _ in zip(_walks((a,), b, forward), range(limit), strict=False))


def _leading_to(levels: list[set[str]], goal: set[str], steps: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """The steps without those that end before ``goal``, in order of id."""
    kept = {u: sorted(after) for u, after in steps.items() if u not in set().union(*levels)}
    useful = goal
    kept |= {u: sorted(steps.get(u, ())) for u in goal}
    for level in reversed(levels[:-1]):
        for u in level:
            after = sorted(steps.get(u, set()) & useful)
            if after:
                kept[u] = after
        useful = {u for u in level if u in kept}
    return kept


def _walks(path: tuple[str, ...], goal: str, steps: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Every walk along the steps to ``goal``, in order of ids; there are no loops in levels."""
    if path[-1] == goal:
        yield path
        return
    for after in steps.get(path[-1], ()):
        yield from _walks((*path, after), goal, steps)


def _steps(db: sqlite3.Connection, frontier: list[str] | set[str], condition: str) -> Iterator[tuple[str, str]]:
    """Pairs (id in the frontier, id one relation further), either direction, where the further one meets
    ``condition`` (on its kind ``k``)."""
    asked = " UNION ".join(
        f"""SELECT f.id, e.id FROM json_each(:frontier) j CROSS JOIN entity f ON f.id = j.value
            CROSS JOIN relation x ON x.{here} = f.no CROSS JOIN entity e ON e.no = x.{there}
            JOIN entity_kind k ON k.code = e.kind WHERE {condition}"""
        for here, there in (("source", "target"), ("target", "source"))
    )
    yield from db.execute(asked, {"frontier": json.dumps(list(frontier))})
