"""How a batch goes into Neo4j, inside one transaction.

Most large batches are new altogether, so that is tried first: create everything, and let the unique
constraints say whether something was there. That ends a transaction; in the next one the batch is
compared with what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

import neo4j
from neo4j.exceptions import ConstraintError

from graph.problems import InvalidBatch
from graph.records import RECORD_TYPES, Batch, Record, RecordType
from graph.store import neo4j_journal as journal
from graph.store import neo4j_write as writing
from graph.store.contract import Receipt, RowStatus
from graph.store.known import Known
from graph.store.neo4j_rows import Layout, Stored
from graph.store.reconcile import Plan, Reconciled, merged_problems, reconcile
from graph.validate import batch_problems

Places = Known[tuple[str, str]]
"""Kind and place (Neo4j's own element id) of entities."""
Entry = tuple[str, str, int | None]
"""Who, why and group of a journal entry."""
MANY = 1_000
"""Records from which on it pays to try first whether all are new."""


class AlreadyThere(Exception):
    """Not everything in the batch is new; the transaction must not go on."""


@dataclass(frozen=True)
class _Compared(Plan):
    """What a batch means, with what is stored now of its records, and the places of its ends."""

    stored: Mapping[RecordType, Mapping[str, Stored]]
    places: Mapping[str, str]


def preview(tx: neo4j.ManagedTransaction, layout: Layout, batch: Batch, revision: int) -> Receipt:
    """What :func:`write` would do. Raises InvalidBatch."""
    return _compared(tx, layout, batch, revision, Places()).receipt(None, revision)


def write(
    tx: neo4j.ManagedTransaction, layout: Layout, batch: Batch, revision: int, known: Places, entry: Entry
) -> Receipt:
    """Write a batch under a journal ``entry``, by a transaction that holds the lock. Raises InvalidBatch."""
    plan = _compared(tx, layout, batch, revision, known)
    if all(status == "unchanged" for status in plan.statuses):
        return plan.receipt(None, revision)
    change = revision + 1
    places = dict(plan.places)
    for kind in RECORD_TYPES:
        found, stored = plan.found[kind], plan.stored[kind]
        places |= _insert(tx, layout, kind, found.inserted, change, places)
        before = [stored[after.id] for _, after in found.updated]
        journal.add_items(tx, change, kind, [(s.record.id, s, change) for s in before])
        pairs = zip(found.updated, before, strict=True)
        writing.update(tx, layout, kind, [Stored(after, s.added, change) for (_, after), s in pairs])
    receipt = plan.receipt(change, change)
    _end(tx, change, entry, receipt)
    return receipt


def write_new(
    tx: neo4j.ManagedTransaction, layout: Layout, batch: Batch, revision: int, known: Places, entry: Entry
) -> Receipt:
    """The same for a batch of which everything is new. Raises AlreadyThere when it is not, or InvalidBatch."""
    places = _checked(tx, layout, batch, revision, known)
    if any(entity.id in places for entity in batch.entities):
        raise AlreadyThere
    change = revision + 1
    try:
        for kind, records in _by_type(batch).items():
            places |= _insert(tx, layout, kind, reconcile({}, records).inserted, change, places)
    except ConstraintError as error:
        raise AlreadyThere from error
    status: RowStatus = "new"
    receipt = Receipt(len(batch), 0, 0, 0, change, change, tuple(repeat(status, len(batch))))
    _end(tx, change, entry, receipt)
    return receipt


def _insert(
    tx: neo4j.ManagedTransaction,
    layout: Layout,
    kind: RecordType,
    records: Iterable[Record],
    change: int,
    places: Mapping[str, str],
) -> dict[str, str]:
    """Store new records of one type and journal them; returns the places of new entities."""
    new = [Stored(record, change, change) for record in records]
    made = writing.insert(tx, layout, kind, new, places)
    journal.add_inserts(tx, change, kind, [state.record.id for state in new])
    return made


def _end(tx: neo4j.ManagedTransaction, change: int, entry: Entry, receipt: Receipt) -> None:
    who, why, group = entry
    if group is not None and not journal.exists(tx, group):
        raise ValueError(f"there is no change {group} to group with")
    journal.add_change(tx, change, who, why, journal.Put(receipt.inserted, receipt.updated), group, None)
    writing.set_revision(tx, change)


def _checked(
    tx: neo4j.ManagedTransaction, layout: Layout, batch: Batch, revision: int, known: Places
) -> dict[str, str]:
    """Places of the stored entities that a batch mentions. Raises InvalidBatch."""
    places: dict[str, str] = {}

    def stored_kinds(ids: Iterable[str]) -> dict[str, str]:
        found = known.find(revision, ids, lambda missing: writing.known(tx, missing))
        places.update({identifier: place for identifier, (_, place) in found.items()})
        return {identifier: kind for identifier, (kind, _) in found.items()}

    problems = batch_problems(batch, layout.schema, stored_kinds)
    if problems:
        raise InvalidBatch(problems)
    return places


def _compared(tx: neo4j.ManagedTransaction, layout: Layout, batch: Batch, revision: int, known: Places) -> _Compared:
    """A batch beside what is stored. Raises InvalidBatch, also when a record would be wrong as a whole."""
    places = _checked(tx, layout, batch, revision, known)
    stored: dict[RecordType, Mapping[str, Stored]] = {}
    found: dict[RecordType, Reconciled] = {}
    for kind, records in _by_type(batch).items():
        asked = [r.id for r in records if kind != "entity" or r.id in places]
        stored[kind] = writing.stored(tx, layout, kind, asked)
        found[kind] = reconcile({i: s.record for i, s in stored[kind].items()}, records)
    problems = tuple(p for kind in RECORD_TYPES for p in merged_problems(found[kind], layout.schema))
    if problems:
        raise InvalidBatch(problems)
    return _Compared(found, stored, places)


def _by_type(batch: Batch) -> dict[RecordType, tuple[Record, ...]]:
    return {"entity": batch.entities, "relation": batch.relations, "referral": batch.referrals}
