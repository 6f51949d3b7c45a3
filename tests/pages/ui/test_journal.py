"""Taking changes back: those of one import together, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.problems import UndoConflict
from graph.records import Batch
from graph.store.embedded import EmbeddedStore
from pages.ui import journal
from tests.support.networks import organisation


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "map.db") as opened:
        yield opened


def write(store: EmbeddedStore, name: str, group: int | None = None, label: str | None = None) -> int:
    change = store.write(Batch((organisation(name, name=label),)), who="me", why="test", group=group).change
    assert change is not None
    return change


def test_the_changes_of_one_import_are_one_step(store: EmbeddedStore) -> None:
    first = write(store, "a")
    second = write(store, "b", group=first)
    third = write(store, "c")
    found = journal.steps(store.history())
    assert [[change.id for change in step.changes] for step in found] == [[third], [second, first]]
    assert found[1].total("inserted") == 2


def test_undo_takes_the_whole_step_back(store: EmbeddedStore) -> None:
    first = write(store, "a")
    write(store, "b", group=first)
    journal.undo(store, journal.steps(store.history())[0].standing)
    assert store.counts().entities == 0
    assert journal.steps(store.history())[-1].standing == ()


def test_when_one_change_cannot_be_undone_none_is(store: EmbeddedStore) -> None:
    first = write(store, "a")
    second = write(store, "b", group=first)
    write(store, "a", label="changed since")
    with pytest.raises(UndoConflict):
        journal.undo(store, [second, first])
    assert {e.id for e in store.snapshot().entities} == {"a", "b"}
