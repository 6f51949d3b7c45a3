# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""EmbeddedStore: the graph in one SQLite file, for one machine, several threads and several processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd

from graph.network import Network, Scope
from graph.records import RECORD_TYPES, Batch, Entity, Record, RecordIds, RecordType
from graph.schema import Schema, load_schema
from graph.store import embedded_history as past
from graph.store import embedded_journal as journal
from graph.store import embedded_kept as keeping
from graph.store import embedded_retracing as retracing
from graph.store import embedded_scope as scoping
from graph.store import embedded_walks as walks
from graph.store import embedded_write as writing
from graph.store.address import StoreAddress
from graph.store.contract import Change, ChangedRecord, ChangeOf, Counts, FlowBy, Health, Receipt
from graph.store.embedded_file import EmbeddedFile
from graph.store.embedded_rows import Rows
from graph.store.embedded_tables import code_numbers
from graph.store.keeping import check_kept
from graph.store.uninterrupted import uninterrupted


class EmbeddedStore:
    """A :class:`graph.store.contract.GraphStore` in the SQLite file at ``path``, made when it is not there.

    Raises StoreUnavailable when the file cannot be used: no folder, not ours, made by a newer version.
    """

    def __init__(self, path: Path | str, schema: Schema | None = None) -> None:
        self._schema = schema or load_schema()
        self._file = EmbeddedFile(Path(path), self._schema)
        with self._file.reading() as db:
            self._rows = Rows(self._schema, code_numbers(db, self._schema))
        self._known = writing.Places()

    def __repr__(self) -> str:
        return f"EmbeddedStore({str(self._file.path)!r})"

    def write(self, batch: Batch, *, who: str, why: str, group: int | None = None) -> Receipt:
        """See :meth:`GraphStore.write`. Raises ValueError for a group that is no change."""
        with uninterrupted(), self._file.writing() as db:
            revision = _revision(db)
            receipt = writing.write(db, self._rows, self._schema, batch, revision, self._known, (who, why, group))
        self._known.advance(revision, receipt.revision)
        return receipt

    def preview(self, batch: Batch) -> Receipt:
        """See :meth:`GraphStore.preview`."""
        with uninterrupted(), self._file.reading() as db:
            return writing.preview(db, self._rows, self._schema, batch, _revision(db))

    def remove(self, ids: RecordIds, *, who: str, why: str) -> Receipt:
        """See :meth:`GraphStore.remove`."""
        with self._file.writing() as db:
            asked = dict(zip(RECORD_TYPES, (ids.entities, ids.relations, ids.referrals), strict=True))
            keys: dict[journal.Key, None] = {
                (kind, identifier): None
                for kind, wanted in asked.items()
                for identifier in self._rows.stored(db, kind, wanted)
            }
            keys |= journal.attached(db, ids.entities)
            if not keys:
                return Receipt(0, 0, 0, 0, None, _revision(db))
            change = journal.begin_change(db, who, why)
            return self._put(db, change, keys)

    def undo(self, change: int, *, who: str) -> Receipt:
        """See :meth:`GraphStore.undo`."""
        with self._file.writing() as db:
            states = journal.undo_states(db, self._rows, self._schema, change)
            (why,) = db.execute("SELECT why FROM change WHERE id = ?", (change,)).fetchone()
            return self._put(db, journal.begin_change(db, who, why, undoes=change), states)

    def _put(self, db: sqlite3.Connection, change: int, states: Mapping[journal.Key, journal.State | None]) -> Receipt:
        done = journal.put(db, self._rows, self._schema, change, states)
        journal.end_change(db, change, done)
        return Receipt(done.inserted, done.updated, 0, done.removed, change, change)

    def history(self, since: int = 0, limit: int = 100) -> tuple[Change, ...]:
        """See :meth:`GraphStore.history`."""
        with self._file.reading() as db:
            return past.history(db, since, limit)

    def changed_records(self, change: int, limit: int = 1000) -> tuple[ChangedRecord, ...]:
        """See :meth:`GraphStore.changed_records`."""
        with self._file.reading() as db:
            return past.changed_records(db, self._rows, change, limit)

    def changes_of(self, entity_id: str, limit: int = 50) -> tuple[ChangeOf, ...]:
        """See :meth:`GraphStore.changes_of`."""
        with self._file.reading() as db:
            return retracing.changes_of(db, self._rows, entity_id, limit)

    def keep(self, name: str, text: str | None) -> None:
        """See :meth:`GraphStore.keep`."""
        check_kept(name, text)
        with self._file.writing() as db:
            keeping.keep(db, name, text)

    def kept(self, prefix: str = "") -> Mapping[str, str]:
        """See :meth:`GraphStore.kept`."""
        with self._file.reading() as db:
            return keeping.kept(db, prefix)

    def get(self, kind: RecordType, ids: tuple[str, ...]) -> tuple[Record, ...]:
        """See :meth:`GraphStore.get`."""
        with self._file.reading() as db:
            found = self._rows.stored(db, kind, ids)
        return tuple(found[identifier].record for identifier in sorted(found))

    def snapshot(self, scope: Scope = Scope(), as_of: date | None = None) -> Network:
        """See :meth:`GraphStore.snapshot`."""
        with uninterrupted(), self._file.reading() as db:
            return scoping.snapshot(db, self._rows, self._schema, scope, as_of, _revision(db))

    def referrals(self, scope: Scope = Scope()) -> pd.DataFrame:
        """See :meth:`GraphStore.referrals`."""
        with uninterrupted(), self._file.reading() as db:
            return scoping.referrals(db, self._schema, scope)

    def referral_flows(self, scope: Scope = Scope(), by: FlowBy = "organisation") -> pd.DataFrame:
        """See :meth:`GraphStore.referral_flows`."""
        with self._file.reading() as db:
            return scoping.flows(db, self._schema, scope, by)

    def neighbourhood(self, entity_id: str, depth: int = 1, limit: int = 200) -> Network:
        """See :meth:`GraphStore.neighbourhood`."""
        with self._file.reading() as db:
            return walks.neighbourhood(db, self._rows, self._schema, entity_id, depth, limit, _revision(db))

    def search(self, text: str, kinds: tuple[str, ...] = (), limit: int = 20) -> tuple[Entity, ...]:
        """See :meth:`GraphStore.search`."""
        with self._file.reading() as db:
            return walks.search(db, self._rows, text, kinds, limit)

    def paths(self, a: str, b: str, limit: int = 10) -> tuple[tuple[str, ...], ...]:
        """See :meth:`GraphStore.paths`."""
        with self._file.reading() as db:
            return walks.paths(db, a, b, limit)

    def revision(self) -> int:
        """See :meth:`GraphStore.revision`."""
        with self._file.reading() as db:
            return _revision(db)

    def counts(self) -> Counts:
        """See :meth:`GraphStore.counts`."""
        with self._file.reading() as db:
            kinds = db.execute("SELECT kind, count(*) FROM entity GROUP BY kind ORDER BY kind").fetchall()
            relations, referrals = (
                db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in ("relation", "referral")
            )
        return Counts(sum(n for _, n in kinds), relations, referrals, tuple(kinds))

    def health(self) -> Health:
        """See :meth:`GraphStore.health`."""
        self.revision()
        address = str(StoreAddress("sqlite", path=self._file.path))
        return Health(ok=True, product="SQLite", version=sqlite3.sqlite_version, address=address)

    def close(self) -> None:
        """See :meth:`GraphStore.close`."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _revision(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT id FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else 0
