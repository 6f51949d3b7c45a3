"""Neo4jStore: the graph in a Neo4j server, cluster or Aura, for teams and for more than one machine.

All Cypher is in the modules ``neo4j_*`` beside this one. Neo4j reads what is committed at each
moment, not one moment for a whole transaction, and a commit becomes visible piece by piece; so a read
is repeated when a write came between, and as a last resort keeps writers waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from types import TracebackType
from typing import Self, TypeVar

import neo4j
import pandas as pd

from graph.network import Network, Scope
from graph.records import RECORD_TYPES, Batch, Entity, Record, RecordIds, RecordType
from graph.schema import Schema, load_schema
from graph.store import neo4j_batch as batches
from graph.store import neo4j_journal as journal
from graph.store import neo4j_kept as keeping
from graph.store import neo4j_retracing as retracing
from graph.store import neo4j_scope as scoping
from graph.store import neo4j_walks as walks
from graph.store import neo4j_write as writing
from graph.store.address import StoreAddress
from graph.store.contract import Change, ChangedRecord, ChangeOf, Counts, FlowBy, Health, Receipt
from graph.store.keeping import check_kept
from graph.store.neo4j_connection import Connection
from graph.store.neo4j_constraints import Requirement, ensure, missing, requirements
from graph.store.neo4j_layout import settle
from graph.store.neo4j_rows import Stored, layout

_TRIES = 4
_T = TypeVar("_T")


class Neo4jStore:
    """A :class:`graph.store.contract.GraphStore` in the Neo4j 5.26 or later at ``address``.

    Nothing is connected before the first call; that one makes the constraints and indexes that are
    missing. Calls raise StoreUnavailable while the server is away (the first one after trying for
    ``patience`` seconds, later ones at once) and work again when it is back. One write is one
    transaction in the server's memory: write in batches of 10,000 to 20,000 records.
    """

    def __init__(self, address: StoreAddress | str, schema: Schema | None = None, patience: float = 5.0) -> None:
        self._schema = schema or load_schema()
        self._layout = layout(self._schema, {})
        where = StoreAddress.parse(address) if isinstance(address, str) else address
        self._known = batches.Places()
        self._connection = Connection(where, self._prepare, patience)

    def __repr__(self) -> str:
        return f"Neo4jStore({str(self._connection.address)!r})"

    def _prepare(self, connection: Connection) -> None:
        connection.version()
        self._known.forget()
        ensure(connection, self._schema)
        self._layout = settle(connection, self._schema)

    def write(self, batch: Batch, *, who: str, why: str, group: int | None = None) -> Receipt:
        """See :meth:`GraphStore.write`. Raises ValueError for a group that is no change."""
        entry = (who, why, group)
        if len(batch) >= batches.MANY:
            with suppress(batches.AlreadyThere):
                return self._write(batch, entry, batches.write_new)
        return self._write(batch, entry, batches.write)

    def _write(self, batch: Batch, entry: batches.Entry, way: Callable[..., Receipt]) -> Receipt:
        def work(tx: neo4j.ManagedTransaction) -> tuple[int, Receipt]:
            revision = writing.lock(tx)
            return revision, way(tx, self._layout, batch, revision, self._known, entry)

        before, receipt = self._connection.write(work)
        self._known.advance(before, receipt.revision)
        return receipt

    def preview(self, batch: Batch) -> Receipt:
        """See :meth:`GraphStore.preview`."""
        return self._steady(lambda tx, revision: batches.preview(tx, self._layout, batch, revision))

    def remove(self, ids: RecordIds, *, who: str, why: str) -> Receipt:
        """See :meth:`GraphStore.remove`."""

        def work(tx: neo4j.ManagedTransaction) -> Receipt:
            revision = writing.lock(tx)
            asked = dict(zip(RECORD_TYPES, (ids.entities, ids.relations, ids.referrals), strict=True))
            keys: dict[journal.Key, Stored | None] = {
                (kind, identifier): None
                for kind, wanted in asked.items()
                for identifier in writing.stored(tx, self._layout, kind, wanted)
            }
            keys |= dict.fromkeys(writing.attached(tx, self._layout, ids.entities))
            if not keys:
                return Receipt(0, 0, 0, 0, None, revision)
            return self._put(tx, revision + 1, keys, who, why)

        return self._connection.write(work)

    def undo(self, change: int, *, who: str) -> Receipt:
        """See :meth:`GraphStore.undo`."""

        def work(tx: neo4j.ManagedTransaction) -> Receipt:
            revision = writing.lock(tx)
            states = journal.undo_states(tx, self._layout, change)
            return self._put(tx, revision + 1, states, who, journal.why(tx, change), undoes=change)

        return self._connection.write(work)

    def _put(
        self,
        tx: neo4j.ManagedTransaction,
        change: int,
        states: Mapping[journal.Key, Stored | None],
        who: str,
        why: str,
        undoes: int | None = None,
    ) -> Receipt:
        done = journal.put(tx, self._layout, change, states)
        journal.add_change(tx, change, who, why, done, None, undoes)
        writing.set_revision(tx, change)
        return Receipt(done.inserted, done.updated, 0, done.removed, change, change)

    def history(self, since: int = 0, limit: int = 100) -> tuple[Change, ...]:
        """See :meth:`GraphStore.history`."""
        return self._connection.read(lambda tx: journal.history(tx, since, limit))

    def changed_records(self, change: int, limit: int = 1000) -> tuple[ChangedRecord, ...]:
        """See :meth:`GraphStore.changed_records`."""
        return self._steady(lambda tx, _: journal.changed_records(tx, self._layout, change, limit))

    def changes_of(self, entity_id: str, limit: int = 50) -> tuple[ChangeOf, ...]:
        """See :meth:`GraphStore.changes_of`."""
        return self._steady(lambda tx, _: retracing.changes_of(tx, self._layout, entity_id, limit))

    def keep(self, name: str, text: str | None) -> None:
        """See :meth:`GraphStore.keep`."""
        check_kept(name, text)
        self._connection.write(lambda tx: keeping.keep(tx, name, text))

    def kept(self, prefix: str = "") -> Mapping[str, str]:
        """See :meth:`GraphStore.kept`."""
        return self._connection.read(lambda tx: keeping.kept(tx, prefix))

    def get(self, kind: RecordType, ids: tuple[str, ...]) -> tuple[Record, ...]:
        """See :meth:`GraphStore.get`."""
        found = self._steady(lambda tx, _: writing.stored(tx, self._layout, kind, ids))
        return tuple(found[identifier].record for identifier in sorted(found))

    def snapshot(self, scope: Scope = Scope(), as_of: date | None = None) -> Network:
        """See :meth:`GraphStore.snapshot`."""
        read = self._connection.read
        return self._steady(lambda tx, revision: scoping.snapshot(tx, read, self._layout, scope, as_of, revision))

    def referrals(self, scope: Scope = Scope()) -> pd.DataFrame:
        """See :meth:`GraphStore.referrals`."""
        return self._steady(lambda tx, _: scoping.referrals(tx, self._layout, scope))

    def referral_flows(self, scope: Scope = Scope(), by: FlowBy = "organisation") -> pd.DataFrame:
        """See :meth:`GraphStore.referral_flows`."""
        return self._steady(lambda tx, _: scoping.flows(tx, self._layout, scope, by))

    def neighbourhood(self, entity_id: str, depth: int = 1, limit: int = 200) -> Network:
        """See :meth:`GraphStore.neighbourhood`."""
        return self._steady(lambda tx, now: walks.neighbourhood(tx, self._layout, entity_id, depth, limit, now))

    def search(self, text: str, kinds: tuple[str, ...] = (), limit: int = 20) -> tuple[Entity, ...]:
        """See :meth:`GraphStore.search`."""
        return self._connection.read(lambda tx: walks.search(tx, self._layout, text, kinds, limit))

    def paths(self, a: str, b: str, limit: int = 10) -> tuple[tuple[str, ...], ...]:
        """See :meth:`GraphStore.paths`."""
        return self._steady(lambda tx, _: walks.paths(tx, self._layout, a, b, limit))

    def revision(self) -> int:
        """See :meth:`GraphStore.revision`."""
        return self._connection.read(writing.revision)

    def counts(self) -> Counts:
        """See :meth:`GraphStore.counts`."""

        return self._steady(lambda tx, _: scoping.counts(tx, self._layout))

    def health(self) -> Health:
        """See :meth:`GraphStore.health`."""
        self.revision()
        return Health(True, "Neo4j", self._connection.version(), str(self._connection.address))

    def requirements(self) -> tuple[tuple[Requirement, bool], ...]:
        """Every constraint and index that the schema asks for, and whether the database has it."""
        absent = {r.name for r in missing(self._connection, self._schema)}
        return tuple((r, r.name not in absent) for r in requirements(self._schema))

    def _steady(self, work: Callable[[neo4j.ManagedTransaction, int], _T]) -> _T:
        """The result of reads that belong to one revision, which ``work`` gets too."""
        before = self._connection.write(writing.settled)
        for _ in range(_TRIES):
            result = self._connection.read(lambda tx, revision=before: work(tx, revision))  # type: ignore[misc]
            after = self._connection.write(writing.settled)
            if after == before:
                return result
            before = after
        return self._connection.write(lambda tx: work(tx, writing.lock(tx)))

    def close(self) -> None:
        """See :meth:`GraphStore.close`."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
