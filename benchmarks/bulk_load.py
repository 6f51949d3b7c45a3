"""How fast the stores take in a large region, beside what their databases can do by themselves.

    python -m benchmarks.bulk_load [--organisations 100000] [--relations 400000] [--referrals 1000000]

The same generated data go through ``store.write`` into both stores: validated, compared with what is
stored, journalled, one transaction for each batch. Beside it, in turns within the same run:

- Neo4j's own ``LOAD CSV ... CALL IN TRANSACTIONS`` with MERGE, into a second server with the same settings
  and only the unique constraints: each referral a node with two relationships, as the adapter stores it;
- SQLite's bare ``executemany`` into one table of the same columns with a primary key, as many rows a transaction.

Neither of the two checks, compares or journals anything. Timed is writing alone, not the making of the data.
Last, a snapshot of one labour-market region is taken from each store: the first time, and the median of seven.
"""

from __future__ import annotations

import argparse
import csv
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from graph.network import Scope
from graph.records import Batch, Referral
from graph.schema import load_schema
from graph.store.contract import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore
from loaders.generate.reference import load_reference
from loaders.generate.region import generate
from loaders.passing import AT_ONCE
from tests.support.neo4j_server import Neo4jServer

TURN = 100_000  # records that each of the ways loads before the next one has its turn
REGION = "AM27"
GOALS = {"neo4j / LOAD CSV": 1.5, "embedded / LOAD CSV": 5.0}
SCHEMA = load_schema()
DATES = {"date", *(n for n, p in SCHEMA.referral.properties.items() if p.type == "date")}
COLUMNS = ("id", "case", "date", "source", "target", *SCHEMA.referral.properties)


@dataclass
class Clock:
    """Rows and seconds of one way of loading."""

    rows: int = 0
    seconds: float = 0.0
    turns: list[float] = field(default_factory=list)

    def time(self, rows: int, work: object) -> None:
        """Run ``work``, which loads ``rows``."""
        start = time.perf_counter()
        work()  # type: ignore[operator]
        taken = time.perf_counter() - start
        self.rows, self.seconds = self.rows + rows, self.seconds + taken
        self.turns.append(rows / taken)

    @property
    def rate(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0


def row(referral: Referral) -> list[str | None]:
    """A referral as plain text values, in the order of COLUMNS."""
    values = [referral.id, referral.case, referral.date.isoformat(), referral.source, referral.target]
    found = (referral.properties.get(name) for name in SCHEMA.referral.properties)
    return values + [None if value is None else str(value) for value in found]


class LoadCsv:
    """Neo4j's own way: the organisations first, then files of referrals."""

    def __init__(self, server: Neo4jServer) -> None:
        self._server, self._driver = server, server.driver()
        for label in ("Entity", "Referral"):
            self._driver.execute_query(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE")
        values = (f"date(row.{name})" if name in DATES else f"row.{name}" for name in COLUMNS)
        properties = ", ".join(
            f"n.{name} = {value}" for name, value in zip(COLUMNS, values, strict=True) if name != "id"
        )
        self._statement = (
            "LOAD CSV WITH HEADERS FROM 'file:///referrals.csv' AS row CALL (row) { "
            "MATCH (s:Entity {id: row.source}) MATCH (t:Entity {id: row.target}) "
            f"MERGE (n:Referral {{id: row.id}}) SET {properties} "
            "MERGE (n)-[:FROM]->(s) MERGE (n)-[:TO]->(t) } IN TRANSACTIONS OF 1000 ROWS"
        )

    def entities(self, ids: list[str]) -> None:
        self._driver.execute_query("UNWIND $ids AS id CREATE (:Entity {id: id})", ids=ids)

    def prepare(self, referrals: Iterable[Referral]) -> None:
        """Write the file; not timed."""
        with (self._server.home / "import" / "referrals.csv").open("w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file)
            lines.writerow(COLUMNS)
            lines.writerows(map(row, referrals))

    def load(self) -> None:
        with self._driver.session() as session:
            session.run(self._statement).consume()

    def close(self) -> None:
        self._driver.close()


class Bare:
    """SQLite's own way."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        rest = ", ".join(f'"{name}" TEXT' for name in COLUMNS[1:])
        self._db.execute(f"CREATE TABLE referral (id TEXT PRIMARY KEY, {rest}) STRICT, WITHOUT ROWID")

    def load(self, rows: list[list[str | None]]) -> None:
        marks = ", ".join("?" * len(COLUMNS))
        self._db.execute("BEGIN")
        self._db.executemany(f"INSERT INTO referral VALUES ({marks})", rows)
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()


def write_all(store: GraphStore, batch: Batch) -> None:
    """Write in transactions of as many records as loaders would."""
    for kind in ("entities", "relations", "referrals"):
        records = iter(getattr(batch, kind))
        while some := tuple(islice(records, AT_ONCE)):
            store.write(Batch(**{kind: some}), who="benchmark", why="bulk load")


def load(
    batches: Iterator[Batch], embedded: GraphStore, neo4j: GraphStore, own: LoadCsv, bare: Bare
) -> dict[str, Clock]:
    """Load everything into both stores, and the referrals by the databases' own ways as well."""
    names = ("entities: neo4j", "entities: embedded", "relations: neo4j", "relations: embedded")
    names += ("neo4j", "LOAD CSV", "embedded", "executemany")
    clocks = {name: Clock() for name in names}
    first = next((b for b in batches if b.referrals or _early(b, embedded, neo4j, own, clocks)), None)
    for batch in chain([first] if first else [], batches):
        n = len(batch)
        clocks["neo4j"].time(n, lambda batch=batch: write_all(neo4j, batch))
        own.prepare(batch.referrals)
        clocks["LOAD CSV"].time(n, own.load)
        clocks["embedded"].time(n, lambda batch=batch: write_all(embedded, batch))
        rows = list(map(row, batch.referrals))
        for start in range(0, n, AT_ONCE):
            some = rows[start : start + AT_ONCE]
            clocks["executemany"].time(len(some), lambda some=some: bare.load(some))
        print(f"  {clocks['neo4j'].rows:,} referrals: {_rates(clocks)}", flush=True)
    return clocks


def _early(batch: Batch, embedded: GraphStore, neo4j: GraphStore, own: LoadCsv, clocks: dict[str, Clock]) -> None:
    """Load a batch without referrals."""
    what = "entities" if batch.entities else "relations"
    clocks[f"{what}: neo4j"].time(len(batch), lambda: write_all(neo4j, batch))
    clocks[f"{what}: embedded"].time(len(batch), lambda: write_all(embedded, batch))
    own.entities([entity.id for entity in batch.entities])


def _rates(clocks: dict[str, Clock]) -> str:
    return ", ".join(f"{name} {clocks[name].turns[-1]:,.0f}/s" for name in ("neo4j", "LOAD CSV", "embedded"))


def snapshots(store: GraphStore) -> tuple[float, float, str]:
    """Seconds of the first snapshot of the region and the median of seven, and what is in it."""
    taken = []
    for _ in range(8):
        start = time.perf_counter()
        found = store.snapshot(Scope(regions=(REGION,)))
        taken.append(time.perf_counter() - start)
    size = f"{len(found.entities):,} entities, {len(found.relations):,} relations, {len(found.referrals):,} referrals"
    return taken[0], statistics.median(taken[1:]), size


def report(clocks: dict[str, Clock]) -> None:
    print("\nrows a second")
    for name, clock in clocks.items():
        print(f"  {name:20} {clock.rate:>10,.0f}   ({clock.rows:,} rows in {clock.seconds:.1f} s)")
    print("ratios, for referrals")
    for name, goal in GOALS.items():
        way, other = name.split(" / ")
        ratio = clocks[way].rate / clocks[other].rate
        print(f"  {name:20} {ratio:>10.2f}   goal {goal}: {'met' if ratio >= goal else 'MISSED'}")
    print(f"  {'embedded / executemany':20} {clocks['embedded'].rate / clocks['executemany'].rate:>8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=400_000)
    parser.add_argument("--referrals", type=int, default=1_000_000)
    asked = parser.parse_args()
    batches = generate(
        load_reference().region_codes, asked.organisations, asked.relations, asked.referrals, batch_size=TURN
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        Neo4jServer(page_cache="1g") as first,
        Neo4jServer(page_cache="1g") as second,
        Neo4jStore(first.address) as neo4j,
        EmbeddedStore(Path(folder) / "embedded.db") as embedded,
    ):
        own, bare = LoadCsv(second), Bare(Path(folder) / "bare.db")
        try:
            report(load(batches, embedded, neo4j, own, bare))
        finally:
            own.close()
            bare.close()
        print(f"snapshot of {REGION}, goal 1 s")
        for name, store in (("neo4j", neo4j), ("embedded", embedded)):
            cold, warm, size = snapshots(store)
            print(f"  {name:20} first {cold:.2f} s, median {warm:.2f} s   ({size})")


if __name__ == "__main__":
    main()
