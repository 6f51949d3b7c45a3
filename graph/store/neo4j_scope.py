"""What a scope holds, found by Neo4j: see ``GraphStore.snapshot`` for the meaning.

First the ids of the entities in the scope, then everything from there along native relationships, so
that the cost follows the size of the scope. Rows travel as lists of lists, fifty entities to a
record: a record of its own for each row costs the driver more than the row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

import neo4j
import pandas as pd

from graph.network import Network, Outside, Scope, build_network, referral_columns, typed_referrals
from graph.records import Entity, Relation, referral_id
from graph.schema import Schema
from graph.store.contract import Counts, FlowBy
from graph.store.neo4j_connection import run
from graph.store.neo4j_rows import ENTITY, FROM, REFERRAL, TO, Layout
from graph.store.neo4j_write import by_id, parts

PART_OF = "onderdeel_van"
_TOGETHER = 50
_Table = tuple[pd.DataFrame, int]
Read = Callable[[Callable[[neo4j.ManagedTransaction], _Table]], _Table]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entities of a scope, by id."""

    entities: Mapping[str, Entity]
    as_of: date | None = None
    relation_kinds: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """Parameters of the queries that begin at these entities."""
        ids = [list(part) for part in parts(list(self.entities), _TOGETHER)]
        return {"parts": ids, "as_of": self.as_of, "start": self.start, "end": self.end}


def choose(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope, as_of: date | None) -> Chosen:
    """The entities of a scope."""
    limited = bool(scope.regions or scope.municipalities)
    found = _limited(tx, layout, scope, as_of) if limited else _all(tx, layout, as_of)
    if scope.kinds:
        places = layout.schema.kinds_of("place")
        found = {i: e for i, e in found.items() if e.kind in places or e.kind in scope.kinds}
    return Chosen(found, as_of, scope.relation_kinds, scope.start, scope.end)


def _all(tx: neo4j.ManagedTransaction, layout: Layout, as_of: date | None) -> dict[str, Entity]:
    query = f"MATCH (n:{ENTITY}) WHERE NOT n.kind IN $hidden{_valid('n', as_of)} RETURN {layout.returned['entity']}"
    return _entities(layout, (row[0] for row in run(tx, query, hidden=_hidden(layout.schema), as_of=as_of)))


def _limited(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope, as_of: date | None) -> dict[str, Entity]:
    """Places, organisations in or part of them, and what of the other classes is joined to those."""
    schema, row = layout.schema, layout.returned["entity"]
    places, organisations = schema.kinds_of("place"), schema.organisations
    others = [k.code for k in schema.entities.values() if k.cls.name not in ("place", "organisation")]
    others = [code for code in others if code not in _hidden(schema)]
    valid = _valid("n", as_of)

    def ask(query: str, **values: Any) -> dict[str, Entity]:
        return _entities(layout, run(tx, f"{query} RETURN collect({row})", as_of=as_of, **values)[0][0])

    named = f"UNWIND $ids AS id {by_id('n')} WHERE n.kind IN $kinds{valid}"
    regions = ask(named, ids=_unique(scope.regions), kinds=list(places))
    members = ask(
        f"UNWIND $ids AS id {by_id('s', f'<-[x:{layout.edges_of([PART_OF])}]-(n)')} "
        f"WHERE n.kind IN $kinds{valid}{_valid('x', as_of)} WITH DISTINCT n",
        ids=list(regions),
        kinds=[*places, *organisations],
    )
    found = regions | members | ask(named, ids=_unique(scope.municipalities), kinds=list(places))
    codes = {*scope.municipalities, *(i for i, e in found.items() if e.kind in places)}
    inside = ask(
        f"UNWIND $codes AS code MATCH (n:{ENTITY} {{gm_code: code}}) USING INDEX SEEK n:{ENTITY}(gm_code) "
        f"WHERE n.kind IN $kinds{valid}",
        codes=list(codes),
        kinds=list(organisations),
    )
    found |= inside
    joined = ask(
        f"UNWIND $ids AS id {by_id('s', f'-[x:{layout.any_edge}]-(n)')} "
        f"WHERE n:{_labels(schema, others)} AND n.kind IN $kinds{valid}{_valid('x', as_of)} WITH DISTINCT n",
        ids=[i for i, e in found.items() if e.kind in organisations],
        kinds=others,
    )
    return found | joined


def snapshot(
    tx: neo4j.ManagedTransaction,
    read: Read,
    layout: Layout,
    scope: Scope,
    as_of: date | None,
    revision: int,
) -> Network:
    """The network of a scope. ``read`` runs a reading transaction: referrals come over a connection of their own,
    while the relations are made into records here."""
    chosen = choose(tx, layout, scope, as_of)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read, lambda other: _referral_table(other, layout, chosen))
        relations, outside = graph_of(tx, layout, chosen)
        table, elsewhere = reading.result()
    return build_network(
        scope,
        chosen.entities.values(),
        relations,
        table,
        as_of=as_of,
        revision=revision,
        outside=Outside(outside, elsewhere),
        schema=layout.schema,
    )


def graph_of(tx: neo4j.ManagedTransaction, layout: Layout, chosen: Chosen) -> tuple[list[Relation], int]:
    """The relations among the chosen entities, and how many others lead from or to one of them.

    Relations with a candidate are neither returned nor counted.
    """
    edges = layout.edges_of(chosen.relation_kinds)
    if not edges or not chosen.entities:
        return [], 0
    where = f"{_not_hidden(layout.schema, 't')}{_valid('n', chosen.as_of)}"
    out = by_id("s", f"-[n:{edges}]->(t)")
    found = _by_part(tx, f"{out} WHERE {where} RETURN collect({layout.returned['relation']})", chosen)
    all_out = [row for rows in found for row in rows]
    inside = [layout.relation(row) for row in all_out if row[2] in chosen.entities]
    into = by_id("s", f"<-[n:{edges}]-(t)")
    counted = sum(_by_part(tx, f"{into} WHERE {where} RETURN count(n)", chosen))
    return inside, len(all_out) - len(inside) + counted - len(inside)


def referrals(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope) -> pd.DataFrame:
    """The referrals of a scope, with ids as ends."""
    table, _ = _referral_table(tx, layout, choose(tx, layout, scope, None))
    return table.sort_values(["case", "date", "id"], kind="stable", ignore_index=True)


def _referral_table(tx: neo4j.ManagedTransaction, layout: Layout, chosen: Chosen) -> _Table:
    """The referrals among the chosen, and how many in the period have exactly one end among them."""
    names = referral_columns(layout.schema)
    # The source goes once with all its rows, and the id follows from four others: long texts cost the most.
    sent = [name for name in names if name not in ("id", "source")]
    dates = layout.columns["referral"].dates
    values = ", ".join(
        "t.id" if name == "target" else f"toString(p.{name})" if name in dates else f"p.{name}" for name in sent
    )
    leaving = by_id("s", f"<-[:{FROM}]-(n:{REFERRAL})-[:{TO}]->(t)")
    # Of a whole map of properties the server reads each node once; one by one it reads it as often.
    found = _by_part(
        tx,
        f"{leaving}{_period(chosen)} WITH s, t, properties(n) AS p "
        f"WITH s, collect([{values}]) AS rows RETURN collect([s.id, rows])",
        chosen,
    )
    target = sent.index("target")
    sources: list[str] = []
    inside: list[Sequence[Any]] = []
    total = 0
    for of_part in found:
        for source, rows in of_part:
            total += len(rows)
            among = [row for row in rows if row[target] in chosen.entities]
            inside += among
            sources += repeat(source, len(among))
    columns: dict[str, Sequence[Any]] = dict(zip(sent, zip(*inside, strict=True), strict=True)) if inside else {}
    columns = {"source": sources, **columns} if inside else dict.fromkeys(names, ())
    columns["id"] = [
        referral_id(*four)
        for four in zip(*(columns[name] for name in ("case", "date", "source", "target")), strict=True)
    ]
    table = typed_referrals(columns, layout.schema)
    arriving = by_id("s", f"<-[:{TO}]-(n:{REFERRAL})")
    counted = sum(_by_part(tx, f"{arriving}{_period(chosen)} RETURN count(n)", chosen))
    return table, total - len(inside) + counted - len(inside)


def flows(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope, by: FlowBy) -> pd.DataFrame:
    """Referrals of a scope, counted by their two ends."""
    chosen = choose(tx, layout, scope, None)
    groups = {identifier: _group(entity, by) for identifier, entity in chosen.entities.items()}
    source, target = ("n.stage_from", "n.stage_to") if by == "stage" else ("$groups[s.id]", "$groups[t.id]")
    leaving = by_id("s", f"<-[:{FROM}]-(n:{REFERRAL})-[:{TO}]->(t)")
    period = _period(chosen) or " WHERE true"
    query = (
        f"UNWIND $ids AS id {leaving}{period} AND $groups[t.id] IS NOT NULL WITH {source} AS a, {target} AS b, "
        "count(*) AS referrals, count(DISTINCT n.case) AS cases RETURN collect([a, b, referrals, cases])"
    )
    rows = run(tx, query, ids=list(groups), groups=groups, start=scope.start, end=scope.end)[0][0]
    rows = [[a or None, b or None, *counts] for a, b, *counts in rows]
    rows.sort(key=lambda row: (row[0] is None, row[0] or "", row[1] is None, row[1] or ""))
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    names = pd.DataFrame({"source": columns[0], "target": columns[1]}, dtype=object)
    return names.assign(referrals=pd.Series(columns[2], dtype="int64"), cases=pd.Series(columns[3], dtype="int64"))


def _group(entity: Entity, by: FlowBy) -> str:
    """What the referrals of an entity are counted under; empty when unknown."""
    if by == "municipality":
        return str(entity.properties.get("gm_code") or "")
    return entity.kind if by == "kind" else entity.id


def counts(tx: neo4j.ManagedTransaction, layout: Layout) -> Counts:
    """How many records there are. Neo4j keeps the number of nodes with a label and of relationships of a type."""
    kinds = layout.schema.entities.values()
    query = " UNION ALL ".join(f"MATCH (n:{k.node}) RETURN '{k.code}' AS kind, count(n) AS number" for k in kinds)
    found = {kind: number for kind, number in run(tx, query) if number}
    entities = run(tx, f"MATCH (n:{ENTITY}) RETURN count(n)")[0][0]
    if sum(found.values()) != entities:  # some have the label of an earlier schema
        found = dict(run(tx, f"MATCH (n:{ENTITY}) RETURN n.kind, count(n)"))
    relations = run(tx, f"MATCH ()-[n:{layout.any_edge}]->() RETURN count(n)")[0][0]
    referred = run(tx, f"MATCH (n:{REFERRAL}) RETURN count(n)")[0][0]
    return Counts(entities, relations, referred, tuple(sorted(found.items())))


def _by_part(tx: neo4j.ManagedTransaction, rest: str, chosen: Chosen) -> Iterator[Any]:
    """One value for each few entities; ``rest`` is a query from the entity with ``id``."""
    query = f"UNWIND $parts AS part CALL (part) {{ UNWIND part AS id {rest} AS found }} RETURN found"
    return (row[0] for row in run(tx, query, **chosen.parameters))


def _entities(layout: Layout, rows: Iterable[Sequence[Any]]) -> dict[str, Entity]:
    return {row[0]: layout.entity(row) for row in rows}


def _valid(name: str, as_of: date | None) -> str:
    """A condition, to stand after another one: valid on the date, or always true when there is none."""
    if as_of is None:
        return ""
    return (
        f" AND ({name}.valid_from IS NULL OR {name}.valid_from <= $as_of)"
        f" AND ({name}.valid_to IS NULL OR {name}.valid_to >= $as_of)"
    )


def _period(chosen: Chosen) -> str:
    """WHERE the date of a referral is in the period; empty when there is none."""
    bounds = ["n.date >= $start"] * bool(chosen.start) + ["n.date <= $end"] * bool(chosen.end)
    return f" WHERE {' AND '.join(bounds)}" if bounds else ""


def _hidden(schema: Schema) -> list[str]:
    """The kinds that are never shown: candidates."""
    return [kind.code for kind in schema.entities.values() if kind.cls.pseudonymous]


def _not_hidden(schema: Schema, name: str) -> str:
    labels = _labels(schema, _hidden(schema))
    return f"NOT {name}:{labels}" if labels else "true"


def _labels(schema: Schema, kinds: Collection[str]) -> str:
    return "|".join(schema.entities[kind].node for kind in kinds)


def _unique(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))
