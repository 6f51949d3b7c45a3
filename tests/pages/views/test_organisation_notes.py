"""Notes: records like any other, and never about a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.records import Batch, Entity
from graph.schema import load_schema
from graph.store.contract import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from loaders.backup import write_backup
from loaders.importing import accept, read_files
from pages.views.organisation_notes import Note, made, notes_of
from tests.contract.conftest import address, store
from tests.support.networks import organisation

__all__ = ["address", "store"]
SCHEMA = load_schema()
DAY = date(2026, 3, 1)


def written(text: str, author: str = "Regiocoördinator", identifier: str = "n1", day: date = DAY) -> Batch:
    batch, problems = made(SCHEMA, "a", text, author, day, identifier, "nl")
    assert problems == ()
    return batch


def test_a_note_goes_through_the_store_its_journal_and_back(store: GraphStore) -> None:
    store.write(Batch((organisation("a"), organisation("b"))), who="ik", why="")
    store.write(written("Afspraak:\nwarme overdracht <b>eerst</b>"), who="ik", why="notitie")
    later = written("Tweede", "", "n2", date(2026, 4, 1))
    change = store.write(later, who="ik", why="").change
    notes = notes_of(store.snapshot(), "a")
    assert notes == (
        Note("n2", "Tweede", "", date(2026, 4, 1)),
        Note("n1", "Afspraak:\nwarme overdracht <b>eerst</b>", "Regiocoördinator", DAY),
    )
    assert notes_of(store.snapshot(), "b") == ()
    assert [one.change.why for one in store.changes_of("a")] == ["", "notitie", ""]
    assert change is not None
    store.undo(change, who="ik")
    assert [note.id for note in notes_of(store.snapshot(), "a")] == ["n1"]


@pytest.mark.parametrize(
    ("text", "author", "key"),
    [
        ("Bel Fatima over haar stage", "", "problems.personal_name"),
        ("mail naar iemand@example.nl", "", "problems.personal_email"),
        ("BSN 111222333", "", "problems.personal_bsn"),
        ("Goed gesprek", "Jan Jansen", "problems.personal_name"),
        ("  ", "", "organisatie.note_empty"),
        ("x" * 2001, "", "problems.text_too_long"),
    ],
)
def test_what_is_about_a_person_or_says_nothing_is_refused(text: str, author: str, key: str) -> None:
    _, problems = made(SCHEMA, "a", text, author, DAY, "n", "nl")
    assert key in [problem.key for problem in problems]
    for language in ("nl", "en"):
        assert all(texts(language).problem(problem) for problem in problems)


def test_a_note_is_in_a_full_copy_and_comes_back_from_it(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "one.db") as one, EmbeddedStore(tmp_path / "two.db") as two:
        one.write(Batch((organisation("a"),)), who="ik", why="")
        one.write(written("=1+1\nwarme overdracht"), who="ik", why="")
        assert write_backup(one, tmp_path / "copy").left_out == 0
        accept(read_files(sorted((tmp_path / "copy").iterdir()), two, "nl", today=DAY), two, "ik")
        assert notes_of(two.snapshot(), "a") == notes_of(one.snapshot(), "a") != ()


def test_a_note_is_no_organisation(store: GraphStore) -> None:
    store.write(Batch((organisation("a"),)), who="ik", why="")
    store.write(written("Iets"), who="ik", why="")
    network = store.snapshot()
    assert network.n_organisations == 1
    assert isinstance(network.entity("n1"), Entity)
