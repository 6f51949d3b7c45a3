"""How a batch goes into the embedded store.

Most large batches are new altogether, so that is tried first: insert everything, and let the unique
indexes say whether something was there. Only then is the batch compared with what is stored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

from graph.problems import InvalidBatch
from graph.records import RECORD_TYPES, Batch, Record, RecordType
from graph.schema import Schema
from graph.store import embedded_journal as journal
from graph.store.contract import Receipt, RowStatus
from graph.store.embedded_rows import Rows, Stored
from graph.store.known import Known
from graph.store.reconcile import Plan, Reconciled, merged_problems, reconcile
from graph.validate import batch_problems

Places = Known[tuple[int, str]]
"""Row number and kind of entities."""


@dataclass(frozen=True)
class _Compared(Plan):
    """What a batch means, with what is stored now of its records."""

    stored: Mapping[RecordType, Mapping[str, Stored]]


def preview(db: sqlite3.Connection, rows: Rows, schema: Schema, batch: Batch, revision: int) -> Receipt:
    """What :func:`write` would do. Raises InvalidBatch."""
    numbers = _checked(db, schema, batch, revision, Places())
    return _compared(db, rows, schema, batch, numbers).receipt(None, revision)


def write(
    db: sqlite3.Connection,
    rows: Rows,
    schema: Schema,
    batch: Batch,
    revision: int,
    known: Places,
    entry: tuple[str, str, int | None],
) -> Receipt:
    """Write a batch under a journal ``entry`` (who, why, group). Raises InvalidBatch."""
    numbers = _checked(db, schema, batch, revision, known)
    if len(batch) and not any(entity.id in numbers for entity in batch.entities):
        change = _write_new(db, rows, schema, batch, numbers, entry)
        if change is not None:
            new: RowStatus = "new"
            return Receipt(len(batch), 0, 0, 0, change, change, (new,) * len(batch))
    plan = _compared(db, rows, schema, batch, numbers)
    if all(status == "unchanged" for status in plan.statuses):
        return plan.receipt(None, revision)
    change = journal.begin_change(db, *entry)
    for kind in RECORD_TYPES:
        found, stored = plan.found[kind], plan.stored[kind]
        marks = repeat((change, change))
        numbers |= journal.insert_records(db, rows, schema, kind, found.inserted, marks, numbers)
        before = [stored[after.id] for _, after in found.updated]
        journal.add_items(db, change, kind, ((s.record.id, s, change) for s in before))
        after = [after for _, after in found.updated]
        journal.update_records(db, rows, kind, after, [(s.added, change) for s in before], [s.no for s in before])
    receipt = plan.receipt(change, change)
    journal.end_change(db, change, journal.Put(receipt.inserted, receipt.updated, 0))
    return receipt


def _checked(db: sqlite3.Connection, schema: Schema, batch: Batch, revision: int, known: Places) -> dict[str, int]:
    """Row numbers of the stored entities that a batch mentions. Raises InvalidBatch."""
    numbers: dict[str, int] = {}

    def stored_kinds(ids: Iterable[str]) -> dict[str, str]:
        found = known.find(revision, ids, lambda missing: journal.numbers_and_kinds(db, missing))
        numbers.update((identifier, no) for identifier, (no, _) in found.items())
        return {identifier: kind for identifier, (_, kind) in found.items()}

    problems = batch_problems(batch, schema, stored_kinds)
    if problems:
        raise InvalidBatch(problems)
    return numbers


def _write_new(
    db: sqlite3.Connection,
    rows: Rows,
    schema: Schema,
    batch: Batch,
    numbers: Mapping[str, int],
    entry: tuple[str, str, int | None],
) -> int | None:
    """Write a batch of which everything is new; None, and nothing written, when something is there already."""
    db.execute("SAVEPOINT all_new")
    try:
        change = journal.begin_change(db, *entry)
        ends = dict(numbers)
        for kind, records in by_type(batch).items():
            new = reconcile({}, records).inserted
            ends |= journal.insert_records(db, rows, schema, kind, new, repeat((change, change)), ends)
        journal.end_change(db, change, journal.Put(len(batch), 0, 0))
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
            raise
        db.execute("ROLLBACK TO all_new")
        return None
    finally:
        if db.in_transaction:
            db.execute("RELEASE all_new")
    return change


def _compared(
    db: sqlite3.Connection, rows: Rows, schema: Schema, batch: Batch, numbers: Mapping[str, int]
) -> _Compared:
    """A batch beside what is stored. Raises InvalidBatch when a record would be wrong as a whole."""
    stored: dict[RecordType, dict[str, Stored]] = {}
    found: dict[RecordType, Reconciled] = {}
    for kind, records in by_type(batch).items():
        if kind == "referral":
            stored[kind] = rows.stored_referrals(db, batch.referrals, numbers) if records else {}
        else:
            known = [r.id for r in records if kind != "entity" or r.id in numbers]
            stored[kind] = rows.stored(db, kind, known) if known else {}
        found[kind] = reconcile({i: s.record for i, s in stored[kind].items()}, records)
    problems = tuple(p for kind in RECORD_TYPES for p in merged_problems(found[kind], schema))
    if problems:
        raise InvalidBatch(problems)
    return _Compared(found, stored)


def by_type(batch: Batch) -> dict[RecordType, tuple[Record, ...]]:
    """The records of a batch, by their type."""
    return {"entity": batch.entities, "relation": batch.relations, "referral": batch.referrals}
