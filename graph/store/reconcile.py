"""What a batch means beside what is stored: which records are new, which change and into what.

Pure, and the same for every store. The rule of ``graph.records``: an absent property keeps the value
it had, ``None`` clears it; the name and kind of an entity come from the batch; a date of validity
that the batch leaves open (``None``) keeps the stored one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.problems import Problem
from graph.records import RECORD_TYPES, Entity, Properties, Record, RecordType, Relation
from graph.schema import Schema
from graph.store.contract import Receipt, RowStatus
from graph.validate import content_problems


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The outcome, with ``statuses`` in the order of the incoming records.

    ``inserted`` are the new records as they are to be stored, ``updated`` the pairs (before, after)
    of those that change. No stored record holds a property that is ``None``.
    """

    statuses: tuple[RowStatus, ...] = ()
    inserted: tuple[Record, ...] = ()
    updated: tuple[tuple[Record, Record], ...] = ()

    @property
    def unchanged(self) -> int:
        """How many records are stored already just as they came."""
        return len(self.statuses) - len(self.inserted) - len(self.updated)


def reconcile(existing: Mapping[str, Record], incoming: Sequence[Record]) -> Reconciled:
    """Compare ``incoming`` records of one type with the stored ones (by id) among ``existing``.

    The ids in ``incoming`` are unique (:func:`graph.validate.batch_problems` sees to that).
    """
    statuses: list[RowStatus] = []
    inserted: list[Record] = []
    updated: list[tuple[Record, Record]] = []
    for record in incoming:
        before = existing.get(record.id)
        if before is None:
            inserted.append(_without_none(record))
            statuses.append("new")
            continue
        after = merge(before, record)
        if after == before:
            statuses.append("unchanged")
        else:
            updated.append((before, after))
            statuses.append("changed")
    return Reconciled(tuple(statuses), tuple(inserted), tuple(updated))


def merge(stored: Record, incoming: Record) -> Record:
    """``stored`` after ``incoming``, a record of the same type and id, has been written over it."""
    properties = merge_properties(stored.properties, incoming.properties)
    if isinstance(stored, Entity) and isinstance(incoming, Entity):
        return Entity(
            stored.id,
            incoming.kind,
            incoming.name,
            properties,
            incoming.valid_from or stored.valid_from,
            incoming.valid_to or stored.valid_to,
        )
    if isinstance(stored, Relation) and isinstance(incoming, Relation):
        return replace(
            stored,
            properties=properties,
            valid_from=incoming.valid_from or stored.valid_from,
            valid_to=incoming.valid_to or stored.valid_to,
        )
    return replace(stored, properties=properties)


def merge_properties(stored: Properties, incoming: Properties) -> Properties:
    """``stored`` with the values of ``incoming`` laid over it; what is ``None`` is gone."""
    return {name: value for name, value in {**stored, **incoming}.items() if value is not None}


def merged_problems(reconciled: Reconciled, schema: Schema) -> Iterator[Problem]:
    """What is wrong with changed records as a whole, though each half was right by itself.

    Example: a stored begin of validity after the end that the batch brings.
    """
    for _, after in reconciled.updated:
        yield from content_problems(after, schema)


def _without_none(record: Record) -> Record:
    if None not in record.properties.values():
        return record
    return replace(record, properties=merge_properties({}, record.properties))


@dataclass(frozen=True)
class Plan:
    """What a batch means for a store, by type of record."""

    found: Mapping[RecordType, Reconciled]

    @property
    def statuses(self) -> tuple[RowStatus, ...]:
        """One for each record of the batch, in the batch's own order."""
        return tuple(status for kind in RECORD_TYPES for status in self.found[kind].statuses)

    def receipt(self, change: int | None, revision: int) -> Receipt:
        """What writing the batch as ``change`` did."""
        found = self.found.values()
        return Receipt(
            inserted=sum(len(f.inserted) for f in found),
            updated=sum(len(f.updated) for f in found),
            unchanged=sum(f.unchanged for f in found),
            removed=0,
            change=change,
            revision=revision,
            statuses=self.statuses,
        )
