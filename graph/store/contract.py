"""GraphStore: the one seam between the domain and a database.

A store speaks records and frozen results, never query text. Every store passes the same contract
tests (``tests/contract``). Errors: :class:`InvalidBatch` when a batch breaks the schema,
:class:`StoreUnavailable` when the database cannot be reached or refuses us,
:class:`UndoConflict` when a change cannot be undone; nothing is ever half-written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Literal, Protocol, Self, runtime_checkable

import pandas as pd

from graph.network import Network, Scope
from graph.records import Batch, Entity, Record, RecordIds, RecordType

FlowBy = Literal["organisation", "kind", "stage", "municipality"]
RowStatus = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write did, or (with ``change`` None) would do or did not need to do.

    ``statuses`` has one entry per record of the batch, in the batch's own order; it is empty for
    removals and undo. ``revision`` is the store's revision afterwards.
    """

    inserted: int
    updated: int
    unchanged: int
    removed: int
    change: int | None
    revision: int
    statuses: tuple[RowStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the journal. ``at`` is UTC. ``group`` is the first change of the same import.

    ``undone_by`` is the change that undid this one, ``undoes`` the one that this one undid.
    """

    id: int
    at: datetime
    who: str
    why: str
    inserted: int
    updated: int
    removed: int
    group: int
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record touched by a change. ``before`` is None when it was new, ``after`` None when removed.

    ``after`` is the record as it is stored now, so it is exact only for the latest change to it.
    """

    type: RecordType
    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class ChangeOf:
    """A change, and those of the records it touched that were asked for, ordered by type and id.

    Here ``before`` and ``after`` of a record are both exact: what this change found, and what it left.
    """

    change: Change
    records: tuple[ChangedRecord, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records the store holds, in all and by kind."""

    entities: int
    relations: int
    referrals: int
    by_kind: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the store answers; ``product`` and ``version`` of the database, ``address`` without secrets."""

    ok: bool
    product: str
    version: str
    address: str


@runtime_checkable
class GraphStore(Protocol):
    """A place where the graph lives. Safe to use from several threads and from several processes."""

    def write(self, batch: Batch, *, who: str, why: str, group: int | None = None) -> Receipt:
        """Insert or update every record, in one transaction, with one journal entry; or nothing at all.

        Properties absent from a record keep the value they had; ``None`` clears them. A batch that
        changes nothing makes no journal entry and no new revision. The ends of relations and
        referrals must be in the batch or in the store.
        """
        ...

    def preview(self, batch: Batch) -> Receipt:
        """What :meth:`write` would do; nothing is stored. Raises InvalidBatch as ``write`` would."""
        ...

    def remove(self, ids: RecordIds, *, who: str, why: str) -> Receipt:
        """Remove records, and with an entity all relations and referrals at it. Unknown ids are ignored."""
        ...

    def undo(self, change: int, *, who: str) -> Receipt:
        """Undo a change by a new change (which can be undone in turn: redo).

        Every record is put back as the change found it, also as to which change touched it last: so
        undoing the newest change, then the one before it, and so on, always succeeds.
        Raises UndoConflict when a record that it touched has been changed since, when undoing would
        leave a relation or referral without an end, or when the change is unknown or already undone
        (a change that was redone is undone again by undoing the redo).
        """
        ...

    def history(self, since: int = 0, limit: int = 100) -> tuple[Change, ...]:
        """The newest ``limit`` changes after revision ``since``, newest first."""
        ...

    def changed_records(self, change: int, limit: int = 1000) -> tuple[ChangedRecord, ...]:
        """The records that a change touched, ordered by type and id."""
        ...

    def changes_of(self, entity_id: str, limit: int = 50) -> tuple[ChangeOf, ...]:
        """The newest ``limit`` changes that touched an entity or a relation that it is or was an end of,
        newest first, each with those records before and after it. Referrals are left out: they are cases,
        not what is said of the entity. Empty for an id that there never was."""
        ...

    def keep(self, name: str, text: str | None) -> None:
        """Remember a small text beside the graph, such as the places of a view: the last one wins, None forgets.

        No part of the graph: not journalled, no new revision. Raises ValueError for a name without or with more
        than 200 characters or with an invisible one, and for a text of more than 1,000,000 bytes (UTF-8).
        """
        ...

    def kept(self, prefix: str = "") -> Mapping[str, str]:
        """The texts that were kept under names that begin with ``prefix``, in order of their names."""
        ...

    def get(self, kind: RecordType, ids: tuple[str, ...]) -> tuple[Record, ...]:
        """The stored records of one type with these ids, ordered by id; unknown ids are left out."""
        ...

    def snapshot(self, scope: Scope = Scope(), as_of: date | None = None) -> Network:
        """A part of the graph: organisations established in the scope's municipalities or directly
        part of its regions, the places themselves, what is joined to those organisations of the other
        classes (agreements, vacancies, contact points), the relations among all of these that are
        valid on ``as_of`` (any date when None), and the referrals in the period among them.
        Candidates (class person) are never in a snapshot.

        Precisely. *Places*: all of them when the scope names no region and no municipality; else those
        named, and the places that are directly ``onderdeel_van`` a named region. *Organisations*: all;
        else those whose ``gm_code`` is a named municipality or one of these places, or that are
        directly ``onderdeel_van`` a named region. *Other classes*: all; else what any relation joins
        to one of these organisations. Only what is valid on ``as_of`` counts, the joining relations
        included; a municipality that the scope names counts always. After that ``kinds``, when given,
        leaves out entities of other kinds, places excepted, and ``relation_kinds`` relations.
        ``outside`` counts the relations (of these kinds, valid on ``as_of``) and referrals (in the
        period) with exactly one end in the snapshot, where the other end is not a candidate.
        """
        ...

    def referrals(self, scope: Scope = Scope()) -> pd.DataFrame:
        """The referrals of :meth:`snapshot` alone, with ids as ends; see ``typed_referrals``."""
        ...

    def referral_flows(self, scope: Scope = Scope(), by: FlowBy = "organisation") -> pd.DataFrame:
        """Aggregated referrals, counted in the database: columns source, target (the id, kind, stage or
        municipality code at each end; None where unknown), referrals, cases (distinct pseudonyms);
        ordered by source, target as text, None last. Not yet suppressed: see ``graph.privacy``.
        """
        ...

    def neighbourhood(self, entity_id: str, depth: int = 1, limit: int = 200) -> Network:
        """The entities within ``depth`` relations (any direction), nearest first (then by id) up to
        ``limit``, itself included, candidates excepted (no way leads through one either), with the
        relations among them; no referrals. ``outside`` counts as in :meth:`snapshot`. Empty when the
        id is unknown or a candidate's."""
        ...

    def search(self, text: str, kinds: tuple[str, ...] = (), limit: int = 20) -> tuple[Entity, ...]:
        """Entities whose name or id has every word of ``text`` (accents and case folded; the last word
        may be the start of one), best first: see ``graph.store.folding.search_order``. Nothing is found
        for a text without a word. Candidates are never found."""
        ...

    def paths(self, a: str, b: str, limit: int = 10) -> tuple[tuple[str, ...], ...]:
        """Shortest paths of ids from ``a`` to ``b`` over relations between organisations in any direction, at
        most 6 relations long: the first ``limit`` of them in order of their ids. Empty when there is
        none; from an organisation to itself there is one, of that id alone."""
        ...

    def revision(self) -> int:
        """The id of the newest change, 0 for an empty store. Cheap: live views poll it."""
        ...

    def counts(self) -> Counts:
        """How many records there are."""
        ...

    def health(self) -> Health:
        """Whether the database answers. Raises StoreUnavailable when it does not."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
