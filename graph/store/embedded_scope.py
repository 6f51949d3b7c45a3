# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""What a scope holds, found by the embedded store: see ``GraphStore.snapshot`` for the meaning.

The entities of the scope go into the connection's own table ``chosen``; everything else is read
from there along the indexes, so that the cost follows the size of the scope.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from itertools import repeat
from typing import Any

import pandas as pd

from graph.network import Network, Outside, Scope, build_network, typed_referrals
from graph.records import SEPARATOR, Entity, Relation
from graph.schema import Schema
from graph.store.codec import day_number, day_of
from graph.store.contract import FlowBy
from graph.store.embedded_rows import Rows, code_table, column_name, in_words

PART_OF = "onderdeel_van"

_VALID = """(:as_of IS NULL OR ((x.valid_from IS NULL OR x.valid_from <= :as_of)
                            AND (x.valid_to IS NULL OR x.valid_to >= :as_of)))"""
_VALID_E = _VALID.replace("x.", "e.")

_ALL = f"""INSERT INTO chosen SELECT e.no FROM entity e JOIN entity_kind k ON k.code = e.kind
           WHERE NOT k.pseudonymous AND {_VALID_E}"""

_LIMITED = f"""
WITH region(no, id) AS MATERIALIZED (
       SELECT e.no, e.id FROM json_each(:regions) j CROSS JOIN entity e ON e.id = j.value
       JOIN entity_kind k ON k.code = e.kind WHERE k.class = 'place' AND {_VALID_E}),
     part(no) AS MATERIALIZED (
       SELECT x.source FROM region CROSS JOIN relation x ON x.target = region.no
       WHERE x.kind = :part_of AND {_VALID}),
     place(no, id) AS MATERIALIZED (
       SELECT no, id FROM region
       UNION SELECT e.no, e.id FROM json_each(:municipalities) j CROSS JOIN entity e ON e.id = j.value
             JOIN entity_kind k ON k.code = e.kind WHERE k.class = 'place' AND {_VALID_E}
       UNION SELECT e.no, e.id FROM part CROSS JOIN entity e ON e.no = part.no
             JOIN entity_kind k ON k.code = e.kind WHERE k.class = 'place' AND {_VALID_E}),
     code(code) AS MATERIALIZED (SELECT value FROM json_each(:municipalities) UNION SELECT id FROM place),
     organisation(no) AS MATERIALIZED (
       SELECT e.no FROM code CROSS JOIN entity e ON e.gm_code = code.code
              JOIN entity_kind k ON k.code = e.kind WHERE k.class = 'organisation' AND {_VALID_E}
       UNION SELECT e.no FROM part CROSS JOIN entity e ON e.no = part.no
              JOIN entity_kind k ON k.code = e.kind WHERE k.class = 'organisation' AND {_VALID_E}),
     other(no) AS (
       SELECT x.target FROM organisation o CROSS JOIN relation x ON x.source = o.no WHERE {_VALID}
       UNION SELECT x.source FROM organisation o CROSS JOIN relation x ON x.target = o.no WHERE {_VALID})
INSERT INTO chosen
SELECT no FROM place UNION SELECT no FROM organisation
UNION SELECT e.no FROM other CROSS JOIN entity e ON e.no = other.no JOIN entity_kind k ON k.code = e.kind
      WHERE k.class NOT IN ('organisation', 'place') AND NOT k.pseudonymous AND {_VALID_E}
"""

_OF_KINDS = """DELETE FROM chosen WHERE no IN (
  SELECT e.no FROM chosen c CROSS JOIN entity e ON e.no = c.no JOIN entity_kind k ON k.code = e.kind
  WHERE k.class <> 'place' AND e.kind NOT IN (SELECT value FROM json_each(:kinds)))"""

_RELATION = f"{_VALID} AND (:any_relation OR x.kind IN (SELECT value FROM json_each(:relation_kinds)))"

# A plus keeps a condition away from the index: "in chosen" is for sieving, not for finding.


def choose(db: sqlite3.Connection, scope: Scope, as_of: date | None) -> dict[str, Any]:
    """Fill ``chosen`` with the entities of the scope; returns the parameters of the other queries."""
    values = {
        "regions": json.dumps(scope.regions),
        "municipalities": json.dumps(scope.municipalities),
        "kinds": json.dumps(scope.kinds),
        "relation_kinds": json.dumps(scope.relation_kinds),
        "any_relation": not scope.relation_kinds,
        "start": day_number(scope.start) if scope.start else None,
        "end": day_number(scope.end) if scope.end else None,
        "as_of": as_of.isoformat() if as_of else None,
        "part_of": PART_OF,
    }
    limited = bool(scope.regions or scope.municipalities)
    db.execute("DELETE FROM chosen")
    db.execute(_LIMITED if limited else _ALL, values)
    if scope.kinds:
        db.execute(_OF_KINDS, values)
    # Along the index of ends for a part of the graph, along the table for all of it.
    values["everything"] = not (limited or scope.kinds)
    return values


def snapshot(
    db: sqlite3.Connection, rows: Rows, schema: Schema, scope: Scope, as_of: date | None, revision: int
) -> Network:
    """The network of a scope."""
    values = choose(db, scope, as_of)
    entities, relations, outside = chosen_graph(db, rows, values)
    table = _referral_table(db, schema, values)
    return build_network(
        scope,
        entities,
        relations,
        table,
        as_of=as_of,
        revision=revision,
        outside=Outside(outside, _referrals_outside(db, values)),
        schema=schema,
    )


def chosen_graph(
    db: sqlite3.Connection, rows: Rows, values: Mapping[str, Any]
) -> tuple[list[Entity], list[Relation], int]:
    """The chosen entities, the relations among them, and how many relations lead outside."""
    entities = db.execute(rows.select("entity", "FROM chosen c CROSS JOIN entity x ON x.no = c.no"))
    relations = db.execute(
        rows.select(
            "relation",
            f"FROM chosen c CROSS JOIN relation x ON x.source = c.no "
            f"WHERE +x.target IN (SELECT no FROM chosen) AND {_RELATION}",
        ),
        values,
    )
    outside = 0
    for here, there in (("source", "target"), ("target", "source")):
        asked = f"""SELECT count(*) FROM chosen c CROSS JOIN relation x ON x.{here} = c.no
                    CROSS JOIN entity e ON e.no = x.{there} JOIN entity_kind k ON k.code = e.kind
                    WHERE NOT k.pseudonymous AND +x.{there} NOT IN (SELECT no FROM chosen) AND {_RELATION}"""
        outside += db.execute(asked, values).fetchone()[0]
    return (
        [rows.record("entity", row) for row in entities],  # type: ignore[misc]
        [rows.record("relation", row) for row in relations],  # type: ignore[misc]
        outside,
    )


def referrals(db: sqlite3.Connection, schema: Schema, scope: Scope) -> pd.DataFrame:
    """The referrals of a scope, with ids as ends."""
    table = _referral_table(db, schema, choose(db, scope, None))
    return table.sort_values(["case", "date", "id"], kind="stable", ignore_index=True)


def _inside(values: Mapping[str, Any], joins: str = "") -> str:
    """FROM and WHERE of the referrals among the chosen."""
    if values["everything"]:
        start = f"FROM referral x {joins} WHERE +x.source IN (SELECT no FROM chosen) AND"
    else:
        start = f"FROM chosen c CROSS JOIN referral x ON x.source = c.no {joins} WHERE"
    return f"{start} +x.target IN (SELECT no FROM chosen) {_period(values)}"


def _period(values: Mapping[str, Any]) -> str:
    """The condition on dates; none when there is none, so that an index alone can answer."""
    begins = " AND x.date >= :start" if values["start"] is not None else ""
    return begins + (" AND x.date <= :end" if values["end"] is not None else "")


def _referral_table(db: sqlite3.Connection, schema: Schema, values: Mapping[str, Any]) -> pd.DataFrame:
    """Read column by column into the table, without making records."""
    declared = schema.referral.properties
    names = ("case", "date", "source", "target", *declared)
    ids = dict(db.execute("SELECT e.no, e.id FROM chosen c CROSS JOIN entity e ON e.no = c.no"))
    own = "".join(f", x.{column_name(name)}" for name in declared)
    found = db.execute(f'SELECT x."case", x.date, x.source, x.target{own} {_inside(values)}', values).fetchall()
    columns: dict[str, Any] = dict(zip(names, zip(*found, strict=True) if found else repeat(()), strict=False))
    for name, column in columns.items():
        prop = declared.get(name)
        if name in ("source", "target"):
            columns[name] = [ids[no] for no in column]
        elif name == "date" or (prop and prop.type == "date"):
            days = {number: day_of(number).isoformat() for number in set(column) - {None}}
            columns[name] = list(map(days.get, column))
        elif prop and prop.type == "code" and prop.codes:
            codes = dict(db.execute(f"SELECT no, code FROM {code_table(prop.codes)}"))
            columns[name] = list(map(codes.get, column))
    columns["id"] = list(map(SEPARATOR.join, zip(*(columns[name] for name in names[:4]), strict=True)))
    return typed_referrals(columns, schema)


def _referrals_outside(db: sqlite3.Connection, values: Mapping[str, Any]) -> int:
    """How many referrals in the period have exactly one end among the chosen."""
    total = 0
    for here, there in (("source", "target"), ("target", "source")):
        asked = f"""SELECT count(*) FROM chosen c CROSS JOIN referral x ON x.{here} = c.no
                    WHERE +x.{there} NOT IN (SELECT no FROM chosen) {_period(values)}"""
        total += db.execute(asked, values).fetchone()[0]
    return total


_ENTITIES = "CROSS JOIN entity s ON s.no = x.source CROSS JOIN entity t ON t.no = x.target"


def _ends(by: FlowBy, schema: Schema) -> tuple[str, str, str, str]:
    """What to group by at each end, what to join for it, and how to put a group into words."""
    if by == "kind":
        return "s.kind", "t.kind", _ENTITIES, "{}"
    if by == "municipality":
        return "s.gm_code", "t.gm_code", _ENTITIES, "{}"
    if by == "organisation":
        return "x.source", "x.target", "", "(SELECT id FROM entity WHERE no = {})"
    words = in_words("{}", "code", schema.referral.properties["stage_from"].codes)
    return f"x.{column_name('stage_from')}", f"x.{column_name('stage_to')}", "", words


def flows(db: sqlite3.Connection, schema: Schema, scope: Scope, by: FlowBy) -> pd.DataFrame:
    """Referrals of a scope, counted by their two ends."""
    values = choose(db, scope, None)
    source, target, joins, words = _ends(by, schema)
    found = db.execute(
        f"""SELECT {words.format("a")} AS s, {words.format("b")} AS t, n, cases FROM (
              SELECT {source} AS a, {target} AS b, count(*) AS n, count(DISTINCT x."case") AS cases
              {_inside(values, joins)} GROUP BY a, b)
            ORDER BY s NULLS LAST, t NULLS LAST""",
        values,
    ).fetchall()
    columns: list[Any] = list(zip(*found, strict=True)) if found else [(), (), (), ()]
    names = pd.DataFrame({"source": columns[0], "target": columns[1]}, dtype=object)
    return names.assign(referrals=_counts(columns[2]), cases=_counts(columns[3]))


def _counts(values: tuple[int, ...]) -> pd.Series:
    return pd.Series(values, dtype="int64")
