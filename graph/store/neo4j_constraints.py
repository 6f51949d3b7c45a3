"""What the database must guarantee and index, derived from the schema; and what of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import neo4j

from graph.schema import Schema
from graph.store.neo4j_connection import Connection, run
from graph.store.neo4j_rows import ENTITY, REFERRAL, WORDS

SEARCH = "ketenkaart_search"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A constraint or an index: its name in the database, and the statement that makes it."""

    name: str
    statement: str


def requirements(schema: Schema) -> tuple[Requirement, ...]:
    """Every constraint and index that ``schema`` asks for.

    Ids are unique among all entities (not only within a kind), among referrals and among the
    relations of a kind. Neo4j's community edition has unique constraints only; required properties
    and types are checked before writing.
    """
    return tuple(_requirements(schema))


def _requirements(schema: Schema) -> Iterator[Requirement]:
    for label, key in ((ENTITY, "id"), (REFERRAL, "id"), ("Change", "id"), ("Ketenkaart", "id"), ("Kept", "name")):
        yield _unique(label, f"(n:{label})", key)
    for kind in schema.relations.values():
        yield _unique(kind.edge, f"()-[n:{kind.edge}]-()", "id")
    towns = {p.name for cls in schema.classes.values() for p in cls.properties.values() if p.type == "municipality"}
    for name in sorted(towns):
        yield _index(ENTITY, name)
    yield _index("ChangeItem", "change")
    yield _index("ChangeItem", "type", "record")
    words = ", ".join(f"n.{name}" for name in WORDS)
    yield Requirement(
        SEARCH,
        f"CREATE FULLTEXT INDEX {SEARCH} IF NOT EXISTS FOR (n:{ENTITY}) ON EACH [{words}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
    )


def _unique(what: str, pattern: str, key: str) -> Requirement:
    name = f"ketenkaart_{what}_{key}".lower()
    return Requirement(name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR {pattern} REQUIRE n.{key} IS UNIQUE")


def _index(label: str, *keys: str) -> Requirement:
    name = "_".join(("ketenkaart", label, *keys)).lower()
    columns = ", ".join(f"n.{key}" for key in keys)
    return Requirement(name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({columns})")


def missing(connection: Connection, schema: Schema) -> tuple[Requirement, ...]:
    """The requirements that the database does not meet yet."""

    def names(tx: neo4j.ManagedTransaction) -> set[str]:
        return {row[0] for row in run(tx, "SHOW INDEXES YIELD name, state WHERE state <> 'FAILED' RETURN name")}

    # A constraint owns an index of its own name, so that the names of the indexes tell both.
    present = connection.bare(names)
    return tuple(r for r in requirements(schema) if r.name not in present)


def ensure(connection: Connection, schema: Schema) -> None:
    """Make what is missing, and wait until it works. Raises StoreUnavailable when the database refuses."""
    wanted = missing(connection, schema)
    for requirement in wanted:
        connection.bare(lambda tx, statement=requirement.statement: run(tx, statement), write=True)  # type: ignore[misc]
    if wanted:
        connection.bare(lambda tx: run(tx, "CALL db.awaitIndexes(300)"))
