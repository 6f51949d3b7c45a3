"""Records into and out of Neo4j, inside a transaction that holds the write lock.

All statements take lists of rows: ``UNWIND`` of lists with ``CREATE`` after a look at what exists is
about twice as fast as ``MERGE`` of dictionaries. One node, ``(:Ketenkaart)``, holds the revision;
whoever writes locks it first, so that writers come one after the other. A second one is the gate: a
writer holds it while its commit becomes visible, which in Neo4j happens piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

import neo4j

from graph.problems import StoreUnavailable
from graph.records import Entity, Record, RecordType, Referral, Relation
from graph.store.neo4j_connection import run, run_each
from graph.store.neo4j_rows import DAYS, ENTITY, FROM, REFERRAL, TO, Columns, Days, Layout, Stored

META, GATE = 1, 2
_ROWS = 1_000  # rows of one statement: enough to make the round trip cheap, few enough to make the next ones meanwhile
_IDS = 10_000
_T = TypeVar("_T")


def lock(tx: neo4j.ManagedTransaction) -> int:
    """Wait until no other transaction writes, keep others waiting, and give the revision."""
    _hold(tx, META)
    return revision(tx)


def settled(tx: neo4j.ManagedTransaction) -> int:
    """The revision at a moment when no commit is on its way: all of it can be read, and nothing else."""
    _hold(tx, GATE)
    return revision(tx)


def _hold(tx: neo4j.ManagedTransaction, node: int) -> None:
    """Lock a node until the end of the transaction, without changing it."""
    query = "MERGE (m:Ketenkaart {id: $id}) ON CREATE SET m.revision = 0 SET m._lock = true REMOVE m._lock"
    run(tx, query, id=node)


def revision(tx: neo4j.ManagedTransaction) -> int:
    """The id of the newest change."""
    rows = run(tx, "MATCH (m:Ketenkaart {id: $id}) RETURN m.revision", id=META)
    return int(rows[0][0]) if rows else 0


def set_revision(tx: neo4j.ManagedTransaction, change: int) -> None:
    """Write the new revision, the last thing before the commit."""
    run(tx, "MATCH (m:Ketenkaart {id: $id}) SET m.revision = $change", id=META, change=change)
    _hold(tx, GATE)


def known(tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Kind and place (Neo4j's own element id) of those entities that are stored, by id."""
    found: dict[str, tuple[str, str]] = {}
    for part in parts(list(ids), _IDS):
        query = f"UNWIND $ids AS id {by_id('n')} RETURN collect([n.id, n.kind, elementId(n)])"
        found |= {row[0]: (row[1], row[2]) for row in run(tx, query, ids=part)[0][0]}
    return found


def kinds_of(tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, str]:
    """The kinds of those entities that are stored, by id."""
    return {identifier: kind for identifier, (kind, _) in known(tx, ids).items()}


def stored(tx: neo4j.ManagedTransaction, layout: Layout, kind: RecordType, ids: Iterable[str]) -> dict[str, Stored]:
    """What is stored of these ids, by id."""
    found: dict[str, Stored] = {}
    for pattern, wanted in _patterns(layout, kind, list(ids), ends=True):
        for part in parts(wanted, _IDS):
            query = f"UNWIND $ids AS id {pattern} RETURN collect({layout.returned[kind]})"
            for row in run(tx, query, ids=part)[0][0]:
                each = layout.stored(kind, row)
                found[each.record.id] = each
    return found


def insert(
    tx: neo4j.ManagedTransaction,
    layout: Layout,
    kind: RecordType,
    states: Sequence[Stored],
    places: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Insert records that are not there yet, between ends that are; returns the places of entities by id.

    ``places`` of the ends when they are known: to go to a place costs less than to look up an id.
    """
    columns = layout.columns[kind]
    made: dict[str, str] = {}
    if kind != "entity" and places is None:
        ends = {end for s in states for end in (s.record.source, s.record.target)}  # type: ignore[union-attr]
        places = {identifier: place for identifier, (_, place) in known(tx, ends).items()}
    for label, group in _by_label(layout, states).items():
        if kind == "entity":
            query = f"{DAYS} UNWIND $rows AS row CREATE (n:{ENTITY}:{label} {columns.assigned()}) "
            query += "RETURN collect([n.id, elementId(n)])"
            each = _parameters(columns, group, _is_searched(layout, group))
            for answer in run_each(tx, query, each):
                made |= dict(answer[0][0])
            continue
        properties = columns.assigned("row[2]")
        query = f"{DAYS} UNWIND $rows AS row {_ENDS} CREATE {_made(kind, label, properties)} RETURN count(*)"
        _check_all(run_each(tx, query, _between(columns, group, places or {})), len(group))
    return made


_ENDS = f"MATCH (s:{ENTITY}) WHERE elementId(s) = row[0] MATCH (t:{ENTITY}) WHERE elementId(t) = row[1]"


def _made(kind: RecordType, label: str, properties: str) -> str:
    """The pattern of a relation or referral between ``s`` and ``t``."""
    if kind == "relation":
        return f"(s)-[n:{label} {properties}]->(t)"
    return f"(s)<-[:{FROM}]-(n:{REFERRAL} {properties})-[:{TO}]->(t)"


def _parameters(columns: Columns, states: Sequence[Stored], searched: bool = True) -> Iterator[dict[str, Any]]:
    """The parameters that make or overwrite records, some thousands at a time."""
    for part in parts(states, _ROWS):
        days = Days()
        rows = list(columns.rows(part, days, searched))
        yield {"rows": rows, "days": days.numbers}


def _between(columns: Columns, states: Sequence[Stored], places: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The same for relations or referrals: each row after the places of its ends."""
    for part, parameters in zip(parts(states, _ROWS), _parameters(columns, states), strict=True):
        records = [cast(Relation | Referral, state.record) for state in part]
        ends = [(places.get(record.source), places.get(record.target)) for record in records]
        rows = [[*pair, row] for pair, row in zip(ends, parameters["rows"], strict=True)]
        yield {**parameters, "rows": rows}


def update(tx: neo4j.ManagedTransaction, layout: Layout, kind: RecordType, states: Sequence[Stored]) -> None:
    """Overwrite records that are there; what their state does not have goes."""
    columns = layout.columns[kind]
    identifier = f"row[{3 + columns.fixed.index('id')}]"
    for label, group in _by_label(layout, states).items():
        if kind == "relation":
            pattern = f"()-[n:{label} {{id: {identifier}}}]->()"
        else:
            pattern = f"(n:{ENTITY if kind == 'entity' else REFERRAL} {{id: {identifier}}})"
        searched = kind != "entity" or _is_searched(layout, group)
        query = f"{DAYS} UNWIND $rows AS row MATCH {pattern} SET n += {columns.assigned()} RETURN count(*)"
        _check_all(run_each(tx, query, _parameters(columns, group, searched)), len(group))


def delete(tx: neo4j.ManagedTransaction, layout: Layout, kind: RecordType, ids: Iterable[str]) -> None:
    """Delete records; of an entity the relations and referrals must have gone before."""
    for pattern, wanted in _patterns(layout, kind, list(ids)):
        # DETACH: of a referral its ends go along, of an entity what others than Ketenkaart tied to it.
        what = "DELETE n" if kind == "relation" else "DETACH DELETE n"
        for part in parts(wanted, _ROWS):
            run(tx, f"UNWIND $ids AS id {pattern} {what}", ids=part)


def attached(tx: neo4j.ManagedTransaction, layout: Layout, ids: Iterable[str]) -> Iterator[tuple[RecordType, str]]:
    """Types and ids of the relations and referrals at these entities."""
    wanted = list(ids)
    patterns: dict[RecordType, str] = {
        "relation": f"-[n:{layout.any_edge}]-()",
        "referral": f"<-[:{FROM}|{TO}]-(n:{REFERRAL})",
    }
    for kind, pattern in patterns.items():
        for part in parts(wanted, _IDS):
            query = f"UNWIND $ids AS id {by_id('s', pattern)} RETURN collect(DISTINCT n.id)"
            yield from ((kind, identifier) for identifier in run(tx, query, ids=part)[0][0])


def parts(values: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """``values`` in pieces of at most ``size``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def by_id(name: str, rest: str = "", label: str = ENTITY) -> str:
    """MATCH a node by its ``id``, and from there the ``rest`` of a pattern.

    The hint keeps the planner to the index: while there is little data it would read all nodes instead,
    and go on doing so for a while when there is much.
    """
    return f"MATCH ({name}:{label} {{id: id}}){rest} USING INDEX SEEK {name}:{label}(id)"


def _patterns(layout: Layout, kind: RecordType, ids: list[str], ends: bool = False) -> Iterator[tuple[str, list[str]]]:
    """MATCH clauses that find ``n`` (and its ends ``s`` and ``t``) by ``id``, and the ids to find by each."""
    if kind == "entity":
        yield by_id("n"), ids
        return
    if kind == "referral":
        found = by_id("n", label=REFERRAL)
        yield (f"{found} CALL (n) {{ MATCH (s)<-[:{FROM}]-(n)-[:{TO}]->(t) RETURN s, t }}" if ends else found), ids
        return
    by_kind: dict[str, list[str]] = {}
    for identifier in ids:
        by_kind.setdefault(identifier.partition("|")[0], []).append(identifier)
    # An index holds one type of relationship, and the id of a relation begins with its kind.
    for edge, code in layout.edges.items():
        if code in by_kind:
            yield f"MATCH (s)-[n:{edge} {{id: id}}]->(t) USING INDEX SEEK n:{edge}(id)", by_kind[code]


def _by_label(layout: Layout, states: Sequence[Stored]) -> Mapping[str, Sequence[Stored]]:
    """Records by the label or type of relationship that they have; referrals all have the same."""
    if states and isinstance(states[0].record, Referral):
        return {REFERRAL: states}
    groups: dict[str, list[Stored]] = {}
    for state in states:
        groups.setdefault(state.record.kind, []).append(state)  # type: ignore[union-attr]
    return {_label(layout, group[0].record): group for group in groups.values()}


def _label(layout: Layout, record: Record) -> str:
    if isinstance(record, Relation):
        return layout.schema.relations[record.kind].edge
    return layout.schema.entities[cast(Entity, record).kind].node


def _is_searched(layout: Layout, group: Sequence[Stored]) -> bool:
    """Whether search may find these entities, all of one kind: candidates are never found."""
    return not layout.schema.entities[cast(Entity, group[0].record).kind].cls.pseudonymous


def _check_all(answers: Iterable[list[list[Any]]], wanted: int) -> None:
    """Stop the transaction when another program took away what was there a moment ago."""
    if sum(answer[0][0] for answer in answers) != wanted:
        raise StoreUnavailable("store_neo4j.changed_elsewhere")
