"""What is Neo4j's own: constraints, a readable graph, clear errors, secrets, and a server that goes away."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import ConstraintError

from graph.problems import StoreUnavailable
from graph.records import Batch, Entity, RecordIds, referral, relation
from graph.schema import DATA, Schema, SchemaError, load_schema
from graph.store import neo4j_connection
from graph.store.address import StoreAddress
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_connection import check_version, run, server_version
from graph.store.neo4j_constraints import requirements
from graph.texts import texts
from tests.support.neo4j_server import Neo4jServer, empty

pytestmark = pytest.mark.neo4j

SCHOOL = Entity("roc", "mbo", "ROC Leijgraaf", {"gm_code": "GM0828"})
EMPLOYER = Entity("baas", "werkgever", "Café Baas", {"size": 12, "reference_date": date(2025, 1, 31), "kleur": "rood"})
CLAIM = relation("samenwerking", "roc", "baas", {"trust": 3, "last_contact": date(2025, 6, 1)})
CASE = referral("c1", date(2024, 1, 10), "roc", "baas", {"handover": "warm", "received_on": date(2024, 1, 12)})
SMALL = Batch((SCHOOL, EMPLOYER), (CLAIM,), (CASE,))


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The running server, empty."""
    empty(neo4j_server)
    return neo4j_server


@pytest.fixture
def driver(server: Neo4jServer) -> Iterator[neo4j.Driver]:
    """A plain driver, to look at the database as another program does."""
    with server.driver() as plain:
        yield plain


@pytest.fixture
def store(server: Neo4jServer) -> Iterator[Neo4jStore]:
    with Neo4jStore(server.address) as opened:
        yield opened


def refused(address: str, **options: float) -> StoreUnavailable:
    """The error with which a store at ``address`` answers its first question; it has a sentence in both languages."""
    with Neo4jStore(address, **options) as store, pytest.raises(StoreUnavailable) as caught:  # type: ignore[arg-type]
        store.health()
    for language in ("nl", "en"):
        assert texts(language).error(caught.value)
    return caught.value


# What the database guarantees


def test_every_kind_of_record_has_a_unique_id_in_the_database_itself(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.write(SMALL, who="t", why="")
    twins = [
        "CREATE (:Entity:Employer {id: 'roc'})",
        "CREATE (:Referral {id: $case})",
        "MATCH (a:Entity {id: 'roc'}), (b:Entity {id: 'baas'}) CREATE (a)-[:COLLABORATES_WITH {id: $claim}]->(b)",
    ]
    for statement in twins:
        with pytest.raises(ConstraintError):
            driver.execute_query(statement, case=CASE.id, claim=CLAIM.id)


def test_the_constraints_and_indexes_follow_from_the_schema(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.health()
    rows = driver.execute_query(
        "SHOW INDEXES YIELD name, type, labelsOrTypes, owningConstraint WHERE name STARTS WITH 'ketenkaart_' RETURN *"
    ).records
    unique = {row["labelsOrTypes"][0] for row in rows if row["owningConstraint"]}
    schema = load_schema()
    edges = {k.edge for k in schema.relations.values()}
    assert unique == {"Entity", "Referral", "Change", "Ketenkaart", "Kept"} | edges
    assert {row["name"] for row in rows} == {r.name for r in requirements(schema)}


def test_a_constraint_that_somebody_dropped_is_missed_and_made_again(
    server: Neo4jServer, store: Neo4jStore, driver: neo4j.Driver
) -> None:
    store.health()
    name = "ketenkaart_member_of_id"
    driver.execute_query(f"DROP CONSTRAINT {name}")
    assert [r.name for r, there in store.requirements() if not there] == [name]
    with Neo4jStore(StoreAddress.parse(server.address)) as another:
        another.health()
        assert all(there for _, there in another.requirements())


def test_a_label_that_the_store_needs_for_itself_is_refused() -> None:
    schema = load_schema()
    kinds = {**schema.entities, "mbo": replace(schema.entities["mbo"], node="Referral")}
    with pytest.raises(SchemaError, match="Referral"):
        Neo4jStore("neo4j://127.0.0.1:1/neo4j", replace(schema, entities=kinds))


# A graph that people can read


def test_the_graph_is_readable_in_plain_cypher(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.write(SMALL, who="t", why="")
    (row,) = driver.execute_query(
        "MATCH (school:VocationalCollege {name: 'ROC Leijgraaf'})-[tie:COLLABORATES_WITH]->(firm:Employer) "
        "MATCH (school)<-[:FROM]-(move:Referral)-[:TO]->(firm) "
        "RETURN firm.name, firm.size, firm.reference_date, tie.trust, tie.last_contact, move.case, move.date, "
        "move.handover, labels(firm)"
    ).records
    day = neo4j.time.Date
    assert list(row) == [
        "Café Baas", 12, day(2025, 1, 31), 3, day(2025, 6, 1), "c1", day(2024, 1, 10), "warm", ["Entity", "Employer"],
    ]  # fmt: skip


def test_names_of_candidates_are_not_in_the_search_index(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.write(Batch((Entity("k-7", "kandidaat", "k-7"), SCHOOL)), who="t", why="")
    found = driver.execute_query(
        "CALL db.index.fulltext.queryNodes('ketenkaart_search', '*') YIELD node RETURN node.id"
    )
    assert [row[0] for row in found.records] == ["roc"]


def test_other_programs_may_tie_things_to_our_nodes(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.write(SMALL, who="t", why="")
    driver.execute_query("MATCH (n:Entity {id: 'roc'}) CREATE (n)-[:LIKES]->(:Thing {id: 'x'})")
    assert store.snapshot().relations == (CLAIM,)
    assert store.neighbourhood("roc").ids == ("baas", "roc")
    assert store.remove(RecordIds(entities=("roc",)), who="t", why="").removed == 3


# When the schema changes


@pytest.fixture
def changed_schema(tmp_path: Path) -> Schema:
    """The schema without the size of organisations, and with a colour."""
    shutil.copytree(DATA / "schema", tmp_path / "schema")
    file = tmp_path / "schema" / "entities.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith("      size:"))
    colour = "{type: text, column: {nl: kleur, en: kleur}, label: {nl: Kleur, en: Colour}}"
    lines[at] = f"      kleur: {colour}\n"
    file.write_text("".join(lines), encoding="utf-8")
    return load_schema(tmp_path / "schema")


def test_nothing_is_lost_when_properties_come_and_go(
    server: Neo4jServer, store: Neo4jStore, driver: neo4j.Driver, changed_schema: Schema
) -> None:
    store.write(SMALL, who="t", why="")
    with Neo4jStore(server.address, changed_schema) as later:
        assert later.get("entity", ("baas",)) == (EMPLOYER,)
        (row,) = driver.execute_query("MATCH (n:Entity {id: 'baas'}) RETURN n.kleur, n.size").records
        assert list(row) == ["rood", 12]
        later.write(Batch((replace(EMPLOYER, properties={"kleur": "blauw"}),)), who="t", why="")
    with Neo4jStore(server.address) as again:
        assert again.get("entity", ("baas",))[0].properties == {**EMPLOYER.properties, "kleur": "blauw"}


# Errors that say what to do


def test_a_wrong_password_is_told_from_a_server_that_is_down(server: Neo4jServer) -> None:
    assert refused(server.address.replace(server.password, "fout-wachtwoord")).key == "store_neo4j.wrong_password"
    assert refused("neo4j://neo4j:geheim99@127.0.0.1:1/neo4j").key == "store_neo4j.down"
    assert refused("bolt://neo4j:geheim99@name-that-is.invalid:7687/neo4j").key == "store_neo4j.down"


def test_a_database_that_does_not_exist_is_named(server: Neo4jServer) -> None:
    error = refused(f"{server.address.rpartition('/')[0]}/nergens")
    assert error.key == "store_neo4j.no_database"


def test_a_port_of_something_else_is_not_neo4j(server: Neo4jServer) -> None:
    error = refused(server.address.replace(f":{server.port}", f":{server.http_port}"), patience=0.1)
    assert error.key in ("store_neo4j.down", "store_neo4j.wrong_product")


def test_encryption_that_the_server_does_not_have_is_an_error_in_words(server: Neo4jServer) -> None:
    assert refused(server.address.replace("neo4j://", "neo4j+ssc://"), patience=0.1).key == "store_neo4j.down"


def test_a_server_that_is_too_old_is_refused(server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_connection, "MINIMUM", (9999, 1))
    error = refused(server.address)
    assert error.key == "store_neo4j.wrong_version"
    assert error.values["found"] == "5.26.30"


@pytest.mark.parametrize(
    "agent", ["Neo4j/5.26.0", "Neo4j/5.26.30", "Neo4j/5.27-aura", "Neo4j/2025.06.1", "Neo4j/6.0.0"]
)
def test_versions_from_5_26_on_are_welcome(agent: str) -> None:
    check_version(server_version(agent))


@pytest.mark.parametrize("agent", ["Neo4j/5.25.1", "Neo4j/4.4.38", "Neo4j/", "Memgraph"])
def test_earlier_and_unknown_versions_are_not(agent: str) -> None:
    with pytest.raises(StoreUnavailable, match="wrong_version"):
        check_version(server_version(agent))


def test_too_much_for_the_servers_memory_is_told_at_once(store: Neo4jStore) -> None:
    with pytest.raises(StoreUnavailable, match="batch_too_large"):
        store._connection.read(lambda tx: run(tx, "UNWIND range(1, 100000000) AS i RETURN collect(i)"))
    assert store.revision() == 0


def test_data_of_another_program_with_ids_that_are_not_unique_are_refused(
    server: Neo4jServer, driver: neo4j.Driver
) -> None:
    with Neo4jStore(server.address) as store:
        store.health()
    driver.execute_query("DROP CONSTRAINT ketenkaart_entity_id")
    driver.execute_query("UNWIND [1, 2] AS i CREATE (:Entity {id: 'same'})")
    assert refused(server.address).key == "store_neo4j.foreign_data"
    empty(server)
    with Neo4jStore(server.address) as store:
        assert store.health().ok


def test_a_closed_store_says_so(store: Neo4jStore) -> None:
    store.close()
    with pytest.raises(StoreUnavailable, match=r"store\.closed"):
        store.revision()


# Secrets


def test_the_password_is_nowhere_to_be_read(server: Neo4jServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Neo4jStore(server.address) as store:
        store.write(SMALL, who="t", why="")
        shown = f"{store!r} {store._connection!r} {store.health()}"
    error = refused(server.address.replace(f":{server.port}", ":1"), patience=0.1)
    shown += f"{error} {error!r} {error.values} {error.__cause__!r} {texts('nl').error(error)}"
    assert server.password not in shown + caplog.text + server.log
    assert "RETURN" in caplog.text  # the driver did log at this level


# A server that goes away in the middle of the day


def batch_of(number: int) -> Batch:
    """Fifty organisations in a ring, and as many referrals."""
    names = [f"o{number}-{at}" for at in range(50)]
    ring = list(zip(names, names[1:] + names[:1], strict=True))
    return Batch(
        tuple(Entity(name, "werkgever", name) for name in names),
        tuple(relation("samenwerking", a, b) for a, b in ring),
        tuple(referral(f"c{number}", date(2024, 1, 1), a, b) for a, b in ring),
    )


@pytest.mark.slow
def test_a_killed_server_loses_nothing_and_the_same_store_goes_on(server: Neo4jServer) -> None:
    acknowledged: list[int] = []
    errors: list[StoreUnavailable] = []
    enough = threading.Event()

    with Neo4jStore(server.address, patience=0.5) as store:

        def work() -> None:
            for number in range(1000):
                try:
                    store.write(batch_of(number), who="stream", why=str(number))
                except StoreUnavailable as error:
                    errors.append(error)
                    return
                acknowledged.append(number)
                if len(acknowledged) == 8:
                    enough.set()

        stream = threading.Thread(target=work)
        stream.start()
        assert enough.wait(120)
        server.kill()
        try:
            stream.join(60)
            assert not stream.is_alive()
            assert errors[0].key in ("store_neo4j.down", "store_neo4j.unsure")
            with pytest.raises(StoreUnavailable, match="down"):
                store.revision()
        finally:
            server.restart()

        written = sorted(int(change.why) for change in store.history(limit=1000))
        assert written[: len(acknowledged)] == acknowledged
        assert len(written) <= len(acknowledged) + 1  # one commit may have been on its way
        assert (store.counts().entities, store.counts().referrals) == (50 * len(written), 50 * len(written))
        assert store.counts().relations == 50 * len(written)

        again = store.write(batch_of(len(acknowledged)), who="stream", why="again")
        assert set(again.statuses) <= {"new", "unchanged"}
        assert len(set(again.statuses)) == 1
        assert store.snapshot().revision == len(acknowledged) + 1
