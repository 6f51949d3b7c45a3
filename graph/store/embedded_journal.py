# ruff: noqa: S608 - SQL is put together from our own names only; values always go as parameters
"""The journal of the embedded store: what each change found, and how it is undone.

A change that puts records in another state than it found them in has an item for each: the state
before, and the ``touched`` it left. Plain inserts need none, since ``added`` names their change.
Removal and undo are the same operation, :func:`put`: bring records into a given state.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import cast

from graph.problems import UndoConflict
from graph.records import RECORD_TYPES, Batch, Entity, Record, RecordType, Referral, Relation
from graph.schema import Schema
from graph.store.codec import record_from_text, record_to_text
from graph.store.embedded_rows import Rows, Stored, id_of
from graph.store.folding import folded
from graph.validate import batch_problems

Key = tuple[RecordType, str]
Mark = tuple[int, int]  # the change that added a record, and the last one that touched it


@dataclass(frozen=True, slots=True)
class State:
    """A record as it is to be, with its ``added`` and ``touched``."""

    record: Record
    added: int
    touched: int


@dataclass(frozen=True, slots=True)
class Put:
    """How many records :func:`put` inserted, updated and removed."""

    inserted: int
    updated: int
    removed: int


def begin_change(
    db: sqlite3.Connection, who: str, why: str, group: int | None = None, *, undoes: int | None = None
) -> int:
    """Open a journal entry and give its id; :func:`end_change` fills in its counts."""
    if group is not None and db.execute("SELECT 1 FROM change WHERE id = ?", (group,)).fetchone() is None:
        raise ValueError(f"there is no change {group} to group with")
    at = datetime.now(UTC).isoformat()
    row = db.execute(
        "INSERT INTO change (at, who, why, inserted, updated, removed, change_group, undoes) "
        "VALUES (?, ?, ?, 0, 0, 0, ?, ?) RETURNING id",
        (at, who, why, group or 0, undoes),
    ).fetchall()
    change = int(row[0][0])
    if group is None:
        db.execute("UPDATE change SET change_group = id WHERE id = ?", (change,))
    if undoes is not None:
        db.execute("UPDATE change SET undone_by = ? WHERE id = ?", (change, undoes))
    return change


def end_change(db: sqlite3.Connection, change: int, counts: Put) -> None:
    """Write down how many records the change touched."""
    db.execute(
        "UPDATE change SET inserted = ?, updated = ?, removed = ? WHERE id = ?",
        (counts.inserted, counts.updated, counts.removed, change),
    )


def add_items(
    db: sqlite3.Connection, change: int, kind: RecordType, pairs: Iterable[tuple[str, Stored | None, int | None]]
) -> None:
    """Journal records by id: how they were found, and the ``touched`` that the change leaves."""
    db.executemany(
        "INSERT INTO change_item VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (change, kind, identifier, record_to_text(found.record), found.added, found.touched, after)
            if found
            else (change, kind, identifier, None, None, None, after)
            for identifier, found, after in pairs
        ),
    )


def put(db: sqlite3.Connection, rows: Rows, schema: Schema, change: int, states: Mapping[Key, State | None]) -> Put:
    """Bring records into the given states (None: gone), journalled under ``change``.

    Relations and referrals at an entity that goes must go too: their keys are in ``states``.
    """
    inserted = updated = removed = 0
    current = {kind: rows.stored(db, kind, _ids(states, kind)) for kind in RECORD_TYPES}
    for kind in reversed(RECORD_TYPES):  # first what has ends, then the ends
        gone = [i for k, i in states if k == kind and states[(k, i)] is None and i in current[kind]]
        add_items(db, change, kind, ((i, current[kind][i], None) for i in gone))
        numbers = [(current[kind][i].no,) for i in gone]
        if kind == "entity":
            db.executemany("DELETE FROM search WHERE rowid = ?", numbers)
        db.executemany(f"DELETE FROM {kind} WHERE no = ?", numbers)
        removed += len(gone)
    for kind in RECORD_TYPES:
        wanted = [state for (k, _), state in states.items() if k == kind and state is not None]
        new = [state for state in wanted if state.record.id not in current[kind]]
        old = [state for state in wanted if state.record.id in current[kind]]
        add_items(db, change, kind, ((s.record.id, current[kind].get(s.record.id), s.touched) for s in wanted))
        insert_records(db, rows, schema, kind, [s.record for s in new], [(s.added, s.touched) for s in new])
        at = [current[kind][s.record.id].no for s in old]
        update_records(db, rows, kind, [s.record for s in old], [(s.added, s.touched) for s in old], at)
        inserted, updated = inserted + len(new), updated + len(old)
    return Put(inserted, updated, removed)


def insert_records(
    db: sqlite3.Connection,
    rows: Rows,
    schema: Schema,
    kind: RecordType,
    records: Sequence[Record],
    marks: Iterable[Mark],
    numbers: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Insert records, each with its mark. ``numbers`` of the ends, when they are known.

    Returns the row numbers of entities by id.
    """
    if not records:
        return {}
    if numbers is None:
        numbers = end_numbers(db, kind, records)
    values = rows.values(kind, records, numbers, marks)
    if kind != "entity":
        # Referrals by source and date, as their index is: what goes together is together.
        rows.insert(db, kind, sorted(values, key=itemgetter(2, 1)) if kind == "referral" else values)
        return {}
    (last,) = db.execute("SELECT coalesce(max(no), 0) FROM entity").fetchone()
    rows.insert(db, kind, ((*row, no) for no, row in enumerate(values, start=last + 1)))
    entities = cast(Sequence[Entity], records)
    found = {entity.id: no for no, entity in enumerate(entities, start=last + 1)}
    words = (
        (found[e.id], folded(e.name), folded(e.id)) for e in entities if not schema.entities[e.kind].cls.pseudonymous
    )
    db.executemany("INSERT INTO search (rowid, name, id) VALUES (?, ?, ?)", words)
    return found


def update_records(
    db: sqlite3.Connection,
    rows: Rows,
    kind: RecordType,
    records: Sequence[Record],
    marks: Iterable[Mark],
    at: Sequence[int],
) -> None:
    """Overwrite the records in rows ``at``, each with its mark."""
    values = rows.values(kind, records, end_numbers(db, kind, records), marks)
    rows.update(db, kind, ((*row, no) for row, no in zip(values, at, strict=True)))
    if kind == "entity":
        names = ((folded(cast(Entity, record).name), no) for record, no in zip(records, at, strict=True))
        db.executemany("UPDATE search SET name = ? WHERE rowid = ?", names)


def end_numbers(db: sqlite3.Connection, kind: RecordType, records: Iterable[Record]) -> dict[str, int]:
    """Row numbers of the entities that relations or referrals join."""
    if kind == "entity":
        return {}
    ends = {end for r in cast(Iterable[Relation | Referral], records) for end in (r.source, r.target)}
    return {identifier: no for identifier, (no, _) in numbers_and_kinds(db, ends).items()}


def attached(db: sqlite3.Connection, entities: Iterable[str]) -> dict[Key, None]:
    """Keys of the relations and referrals at these entities."""
    numbers = json.dumps([no for (no,) in db.execute(
        "SELECT e.no FROM json_each(?) j CROSS JOIN entity e ON e.id = j.value", (json.dumps(list(entities)),)
    )])  # fmt: skip
    found: dict[Key, None] = {}
    links: tuple[RecordType, ...] = ("relation", "referral")
    for kind in links:
        for end in ("source", "target"):
            asked = f"SELECT {id_of(kind)} FROM json_each(?) j CROSS JOIN {kind} x ON x.{end} = j.value"
            found |= {(kind, i): None for (i,) in db.execute(asked, (numbers,))}
    return found


def undo_states(db: sqlite3.Connection, rows: Rows, schema: Schema, change: int) -> dict[Key, State | None]:
    """The states in which ``change`` found its records. Raises UndoConflict when it cannot be undone."""
    row = db.execute("SELECT inserted, undoes, undone_by FROM change WHERE id = ?", (change,)).fetchone()
    if row is None:
        raise UndoConflict("store.unknown_change", change=change)
    inserted, undoes, undone_by = row
    if undone_by is not None:
        raise UndoConflict("store.already_undone", change=change, by=undone_by)
    states: dict[Key, State | None] = {}
    items = db.execute(
        "SELECT type, id, before, before_added, before_touched, after_touched FROM change_item WHERE change = ?",
        (change,),
    ).fetchall()
    for kind, identifier, before, added, touched, _ in items:
        states[(kind, identifier)] = State(record_from_text(before), added, touched) if before else None
    for kind in RECORD_TYPES:
        touched_now = {i: s.touched for i, s in rows.stored(db, kind, _ids(states, kind)).items()}
        for k, identifier, _, _, _, after in items:
            if k == kind and touched_now.get(identifier) != after:
                raise UndoConflict("store.changed_since", change=change, id=identifier)
    if undoes is None:
        new = _untouched_inserts(db, change)
        if len(new) != inserted:
            raise UndoConflict("store.changed_since", change=change, id=_touched_insert(db, change))
        states |= dict.fromkeys(new)
    _refuse_dangling(db, schema, change, states)
    return states


def _untouched_inserts(db: sqlite3.Connection, change: int) -> list[Key]:
    return [
        (kind, identifier)
        for kind in RECORD_TYPES
        for (identifier,) in db.execute(
            f"SELECT {id_of(kind)} FROM {kind} x WHERE x.added = ? AND x.touched = x.added",
            (change,),
        )
    ]


def _touched_insert(db: sqlite3.Connection, change: int) -> str:
    """The id of a record that the change inserted and another one touched."""
    asked = " UNION ALL ".join(
        f"SELECT {id_of(kind)} FROM {kind} x WHERE added = :c AND touched <> :c" for kind in RECORD_TYPES
    )
    gone = "SELECT id FROM change_item WHERE before_added = :c"
    return str(db.execute(f"{asked} UNION ALL {gone} LIMIT 1", {"c": change}).fetchone()[0])


def _refuse_dangling(db: sqlite3.Connection, schema: Schema, change: int, states: Mapping[Key, State | None]) -> None:
    gone = {identifier for (kind, identifier), state in states.items() if kind == "entity" and state is None}
    for key in attached(db, gone):
        if key not in states:
            raise UndoConflict("store.would_dangle", change=change, id=key[1])
    back: dict[RecordType, list[Record]] = {kind: [] for kind in RECORD_TYPES}
    for (kind, _), state in states.items():
        if state is not None:
            back[kind].append(state.record)
    batch = Batch(*(tuple(back[kind]) for kind in RECORD_TYPES))  # type: ignore[arg-type]

    def kinds(ids: Iterable[str]) -> dict[str, str]:
        return {i: kind for i, (_, kind) in numbers_and_kinds(db, ids).items() if i not in gone}

    for problem in batch_problems(batch, schema, kinds):
        text = "store.end_missing" if problem.key == "problems.unknown_end" else "store.no_longer_valid"
        raise UndoConflict(text, change=change, id=problem.values.get("id", ""))


def numbers_and_kinds(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Row number and kind of those entities that are stored, by id."""
    asked = "SELECT e.id, e.no, e.kind FROM json_each(?) j CROSS JOIN entity e ON e.id = j.value"
    wanted = sorted(ids)  # in the order of the index: neighbours together
    return {i: (no, kind) for i, no, kind in db.execute(asked, (json.dumps(wanted),))} if wanted else {}


def _ids(states: Mapping[Key, State | None], kind: RecordType) -> list[str]:
    return [identifier for k, identifier in states if k == kind]
