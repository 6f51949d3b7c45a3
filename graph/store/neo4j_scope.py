"""What a scope holds, found by Neo4j: see ``GraphStore.snapshot`` for the meaning.

First the ids of the entities in the scope, then everything from there along native relationships, so
that the cost follows the size of the scope. Rows travel as lists of lists, fifty entities to a
record: a record of its own for each row costs the driver more than the row itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import neo4j
import pandas as pd

from graph.network import Network, Outside, Scope, build_network, referral_columns, typed_referrals
from graph.records import Entity, Relation
from graph.schema import Schema
from graph.store.contract import FlowBy
from graph.store.neo4j_connection import run
from graph.store.neo4j_rows import ENTITY, FROM, REFERRAL, TO, Layout
from graph.store.neo4j_write import parts

PART_OF = "onderdeel_van"
_TOGETHER = 50


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

    named = f"UNWIND $ids AS id MATCH (n:{ENTITY} {{id: id}}) WHERE n.kind IN $kinds{valid}"
    regions = ask(named, ids=_unique(scope.regions), kinds=list(places))
    members = ask(
        f"UNWIND $ids AS id MATCH (:{ENTITY} {{id: id}})<-[x:{layout.edges_of([PART_OF])}]-(n:{ENTITY}) "
        f"WHERE n.kind IN $kinds{valid}{_valid('x', as_of)} WITH DISTINCT n",
        ids=list(regions),
        kinds=[*places, *organisations],
    )
    found = regions | members | ask(named, ids=_unique(scope.municipalities), kinds=list(places))
    codes = {*scope.municipalities, *(i for i, e in found.items() if e.kind in places)}
    inside = ask(
        f"UNWIND $codes AS code MATCH (n:{ENTITY}) WHERE n.gm_code = code AND n.kind IN $kinds{valid}",
        codes=list(codes),
        kinds=list(organisations),
    )
    found |= inside
    joined = ask(
        f"UNWIND $ids AS id MATCH (:{ENTITY} {{id: id}})-[x:{layout.any_edge}]-(n:{_labels(schema, others)}) "
        f"WHERE n.kind IN $kinds{valid}{_valid('x', as_of)} WITH DISTINCT n",
        ids=[i for i, e in found.items() if e.kind in organisations],
        kinds=others,
    )
    return found | joined


def snapshot(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope, as_of: date | None, revision: int) -> Network:
    """The network of a scope."""
    chosen = choose(tx, layout, scope, as_of)
    relations, outside = graph_of(tx, layout, chosen)
    table, elsewhere = _referral_table(tx, layout, chosen)
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
    row = layout.returned["relation"]
    found = _by_part(
        tx, f"(s:{ENTITY} {{id: id}})-[n:{edges}]->(t:{ENTITY}) WHERE {where} RETURN collect({row})", chosen
    )
    all_out = [row for rows in found for row in rows]
    inside = [layout.relation(row) for row in all_out if row[2] in chosen.entities]
    counted = _by_part(tx, f"(s:{ENTITY} {{id: id}})<-[n:{edges}]-(t:{ENTITY}) WHERE {where} RETURN count(n)", chosen)
    return inside, len(all_out) - len(inside) + sum(counted) - len(inside)


def referrals(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope) -> pd.DataFrame:
    """The referrals of a scope, with ids as ends."""
    table, _ = _referral_table(tx, layout, choose(tx, layout, scope, None))
    return table.sort_values(["case", "date", "id"], kind="stable", ignore_index=True)


def _referral_table(tx: neo4j.ManagedTransaction, layout: Layout, chosen: Chosen) -> tuple[pd.DataFrame, int]:
    """The referrals among the chosen, and how many in the period have exactly one end among them."""
    names = referral_columns(layout.schema)
    dates = layout.columns["referral"].dates
    values = ", ".join(f"toString(p.{name})" if name in dates else f"p.{name}" for name in names)
    period = _period("n", chosen)
    # Of a whole map of properties the server reads each node once; one by one it reads it as often.
    found = _by_part(
        tx,
        f"(:{ENTITY} {{id: id}})<-[:{FROM}]-(n:{REFERRAL}){period} WITH properties(n) AS p RETURN collect([{values}])",
        chosen,
    )
    target = names.index("target")
    inside: list[Sequence[Any]] = []
    total = 0
    for rows in found:
        total += len(rows)
        inside += [row for row in rows if row[target] in chosen.entities]
    arriving = f"(:{ENTITY} {{id: id}})<-[:{TO}]-(n:{REFERRAL}){period} RETURN count(n)"
    outside = total - len(inside) + sum(_by_part(tx, arriving, chosen)) - len(inside)
    columns = zip(*inside, strict=True) if inside else [()] * len(names)
    return typed_referrals(dict(zip(names, columns, strict=True)), layout.schema), outside


_ENDS: Mapping[FlowBy, tuple[str, str]] = {
    "organisation": ("s.id", "t.id"),
    "kind": ("s.kind", "t.kind"),
    "stage": ("n.stage_from", "n.stage_to"),
    "municipality": ("s.gm_code", "t.gm_code"),
}


def flows(tx: neo4j.ManagedTransaction, layout: Layout, scope: Scope, by: FlowBy) -> pd.DataFrame:
    """Referrals of a scope, counted by their two ends."""
    chosen = choose(tx, layout, scope, None)
    source, target = _ENDS[by]
    period = _period("n", chosen).replace(" WHERE ", " AND ")
    query = (
        f"UNWIND $ids AS id MATCH (s:{ENTITY} {{id: id}})<-[:{FROM}]-(n:{REFERRAL})-[:{TO}]->(t:{ENTITY}) "
        f"WHERE t.id IN $ids{period} WITH {source} AS a, {target} AS b, count(*) AS referrals, "
        "count(DISTINCT n.case) AS cases RETURN collect([a, b, referrals, cases])"
    )
    rows = run(tx, query, ids=list(chosen.entities), start=scope.start, end=scope.end)[0][0]
    rows.sort(key=lambda row: (row[0] is None, row[0] or "", row[1] is None, row[1] or ""))
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    names = pd.DataFrame({"source": columns[0], "target": columns[1]}, dtype=object)
    return names.assign(referrals=pd.Series(columns[2], dtype="int64"), cases=pd.Series(columns[3], dtype="int64"))


def _by_part(tx: neo4j.ManagedTransaction, rest: str, chosen: Chosen) -> Iterator[Any]:
    """One value for each few entities; ``rest`` is a pattern from the entity with ``id``, and what to return."""
    query = f"UNWIND $parts AS part CALL (part) {{ UNWIND part AS id MATCH {rest} AS found }} RETURN found"
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


def _period(name: str, chosen: Chosen) -> str:
    """WHERE the date of a referral is in the period; empty when there is none."""
    bounds = [f"{name}.date >= $start"] * bool(chosen.start) + [f"{name}.date <= $end"] * bool(chosen.end)
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
