"""The file of the embedded store: what it refuses, what it enforces, and how it follows the schema."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.problems import StoreUnavailable
from graph.records import Batch, Entity, referral, relation
from graph.schema import DATA, Schema, load_schema
from graph.store.embedded import EmbeddedStore
from graph.store.embedded_file import EmbeddedFile
from graph.texts import texts

ENDS = (Entity("a", "pro", "A"), Entity("b", "mbo", "B"))
MOVE = referral("k", date(2024, 1, 1), "a", "b", {"outcome": "open", "received_on": date(2024, 1, 2), "kleur": "rood"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


def raw(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def refusal(act: Callable[[], object]) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as caught:
        act()
    for language in ("nl", "en"):
        assert texts(language).error(caught.value)
    return caught.value


def test_a_new_file_is_for_its_owner_only(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS), who="", why="")
        for file in (path, Path(f"{path}-wal")):
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_closing_leaves_one_file_that_says_what_it_is(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS), who="", why="")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes()[68:72] == b"KEKA"


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"naam;soort\n" * 500, "store.not_a_database"), (b"x", "store.not_a_database")],
)
def test_another_file_is_refused_and_left_as_it_is(path: Path, content: bytes, key: str) -> None:
    path.write_bytes(content)
    assert refusal(lambda: EmbeddedStore(path)).key == key
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(raw(path)) as db:
        db.execute("CREATE TABLE adressen (naam TEXT)")
    before = path.read_bytes()
    assert refusal(lambda: EmbeddedStore(path)).key == "store.not_a_database"
    assert path.read_bytes() == before


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    EmbeddedStore(path).close()
    with closing(raw(path)) as db:
        db.execute("PRAGMA user_version = 99")
    error = refusal(lambda: EmbeddedStore(path))
    assert (error.key, error.values["found"]) == ("store.newer", 99)


def test_a_file_of_a_trial_version_is_refused(path: Path) -> None:
    EmbeddedStore(path).close()
    with closing(raw(path)) as db:
        db.execute("PRAGMA user_version = 1")
    assert refusal(lambda: EmbeddedStore(path)).key == "store.older"


def test_a_missing_folder_or_a_folder_as_file_cannot_be_opened(path: Path) -> None:
    assert refusal(lambda: EmbeddedStore(path / "nergens" / "graph.db")).key == "store.cannot_open"
    assert refusal(lambda: EmbeddedStore(path.parent)).key == "store.cannot_open"


def test_a_damaged_file_is_recognised(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(tuple(Entity(f"o{n}", "pro", "Naam " * 20) for n in range(500))), who="", why="")
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    assert refusal(lambda: EmbeddedStore(path).snapshot()).key == "store.damaged"


def test_a_full_disk_stores_nothing_and_the_store_goes_on_when_there_is_room(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS), who="", why="")
        limit: list[int] = []
        honest = EmbeddedFile._connection

        def crowded(self: EmbeddedFile) -> Any:
            manager = honest(self)
            db = manager.__enter__()
            db.execute(f"PRAGMA max_page_count = {limit[0] if limit else 2**30}")  # SQLite's own disk-full path
            return closing_later(manager, db)

        monkeypatch.setattr(EmbeddedFile, "_connection", crowded)
        limit.append(40)
        crowd = Batch(tuple(Entity(f"o{n}", "pro", "Naam " * 50) for n in range(2000)))
        assert refusal(lambda: store.write(crowd, who="", why="")).key == "store.disk_full"
        limit.clear()
        assert store.counts().entities == 2
        assert store.write(crowd, who="", why="").inserted == 2000


class closing_later:
    """The context of a connection that was entered already."""

    def __init__(self, manager: Any, db: sqlite3.Connection) -> None:
        self.manager, self.db = manager, db

    def __enter__(self) -> sqlite3.Connection:
        return self.db

    def __exit__(self, *error: Any) -> Any:
        return self.manager.__exit__(*error)


def test_a_writer_that_waits_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.embedded_file.PATIENCE", 0.1)
    with EmbeddedStore(path) as store, closing(raw(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refusal(lambda: store.write(Batch(ENDS), who="", why="")).key == "store.busy"
        assert store.counts().entities == 0  # readers do not wait
        other.execute("ROLLBACK")
        assert store.write(Batch(ENDS), who="", why="").inserted == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Read-only folders are made here with Unix permissions.")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "alleen-lezen"
    folder.mkdir()
    EmbeddedStore(folder / "graph.db").close()
    (folder / "graph.db").chmod(0o444)
    folder.chmod(0o555)
    with contextlib.ExitStack() as afterwards:
        for parent in (tmp_path, *list(tmp_path.parents)[:-2]):  # up to the folder of all temporary files
            afterwards.callback(parent.chmod, stat.S_IMODE(parent.stat().st_mode))
            parent.chmod(0o755)
        if os.geteuid() == 0:  # who may write anywhere
            afterwards.callback(os.seteuid, 0)
            os.seteuid(65534)
        said = {name: refusal(lambda n=name: EmbeddedStore(folder / n)).key for name in ("graph.db", "nieuw.db")}
    folder.chmod(0o755)
    assert said == {"graph.db": "store.read_only", "nieuw.db": "store.cannot_open"}


def test_the_tables_themselves_refuse_what_the_schema_does_not_know(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS, (relation("samenwerking", "a", "b"),), (MOVE,)), who="", why="")
    with closing(raw(path)) as db:
        for wrong in (
            "UPDATE entity SET kind = 'raket'",
            "UPDATE relation SET kind = 'vriendschap'",
            "UPDATE relation SET target = 99",
            "UPDATE relation SET target = source",
            "DELETE FROM entity WHERE id = 'a'",
            "UPDATE referral SET p_outcome = 'zoek'",
            "UPDATE referral SET source = 99",
            "UPDATE entity SET added = 'gisteren'",
            "INSERT INTO change_item (change, type, id) VALUES (1, 'huis', 'x')",
            "INSERT INTO change_item (change, type, id) VALUES (99, 'entity', 'x')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(wrong)


def test_a_fault_in_a_query_is_not_called_trouble_with_the_file(path: Path) -> None:
    with EmbeddedStore(path) as store, pytest.raises(sqlite3.OperationalError), store._file.reading() as db:
        db.execute("SELECT nothing FROM nowhere")


def test_connections_go_back_and_do_not_pile_up(path: Path) -> None:
    with EmbeddedStore(path) as store:
        threads = [threading.Thread(target=store.counts) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store._file._idle) <= 8
        for _ in range(3):
            store.counts()


def test_history_survives_that_its_records_are_gone(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS), who="", why="")
        store.undo(1, who="")
        assert store.revision() == 2
    with EmbeddedStore(path) as store:
        assert store.revision() == 2
        store.write(Batch(ENDS), who="", why="")
        assert store.revision() == 3


# --- the schema as data -------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the schema that a test may change."""
    return Path(shutil.copytree(DATA / "schema", tmp_path / "schema"))


def changed(home: Path, file: str, change: Callable[[dict[str, Any]], None]) -> Schema:
    """The schema after a change to one of its files."""
    document = yaml.safe_load((home / file).read_text(encoding="utf-8"))
    change(document)
    (home / file).write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    load_schema.cache_clear()
    return load_schema(home)


@pytest.fixture(autouse=True)
def fresh_schema() -> Iterator[None]:
    yield
    load_schema.cache_clear()


def label(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def test_a_new_kind_of_entity_and_relation_needs_nothing_but_yaml(path: Path, home: Path) -> None:
    def kind(document: dict[str, Any]) -> None:
        document["kinds"]["bibliotheek"] = {
            **document["kinds"]["overig"], "node": "Library", "label": label("Bieb"), "plural": label("Biebs"),
        }  # fmt: skip

    def join(document: dict[str, Any]) -> None:
        document["kinds"]["leent"] = {
            **document["kinds"]["biedt"], "edge": "LENDS", "label": label("leent"), "title": label("Leent"),
            "from": ["bibliotheek"], "to": ["organisation"],
        }  # fmt: skip

    EmbeddedStore(path).close()
    changed(home, "entities.yaml", kind)
    schema = changed(home, "relations.yaml", join)
    with EmbeddedStore(path, schema) as store:
        library = Entity("l", "bibliotheek", "De Bieb", {"capacity": 3})
        link = relation("leent", "l", "a", schema=schema)
        store.write(Batch((*ENDS, library), (link,), (referral("k", date(2024, 1, 1), "a", "l"),)), who="", why="")
        assert store.get("entity", ("l",)) == (library,)
        assert store.snapshot().n_organisations == 3
        assert store.paths("a", "l") == (("a", "l"),)


def new_property(document: dict[str, Any], **spec: Any) -> None:
    document["properties"]["kleur"] = {"column": label("kleur"), "label": label("Kleur"), **spec}


@pytest.mark.parametrize(
    ("spec", "good", "wrong"),
    [
        ({"type": "text"}, "rood", 3),
        ({"type": "integer", "min": 0}, 7, -7),
        ({"type": "number"}, 2.5, "x"),
        ({"type": "boolean"}, True, "ja"),
        ({"type": "date"}, date(2026, 1, 31), "2026-01-31"),
        ({"type": "code", "codes": "handovers"}, "warm", "lauw"),
    ],
)
def test_a_new_property_of_referrals_takes_over_the_extras_that_fit_it(
    path: Path, home: Path, spec: dict[str, Any], good: Any, wrong: Any
) -> None:
    moves = tuple(
        replace(referral(case, date(2024, 1, 1), "a", "b"), properties={"kleur": value, "outcome": "open"})
        for case, value in (("k1", good), ("k2", wrong))
    )
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS, (), moves), who="", why="")
    schema = changed(home, "referrals.yaml", lambda d: new_property(d, **spec))
    with EmbeddedStore(path, schema) as store:
        ids = tuple(move.id for move in moves)
        assert store.get("referral", ids) == moves
        with closing(raw(path)) as db:
            rows = db.execute('SELECT p_kleur IS NULL, extras FROM referral ORDER BY "case"').fetchall()
        assert [row[0] for row in rows] == [0, 1]
        assert rows[0][1] == "{}"
        table = store.snapshot().referrals
        assert "kleur" in table.columns
        assert store.write(Batch((), (), (moves[0],)), who="", why="").change is None


def test_a_property_that_is_no_longer_declared_goes_on_as_an_extra_and_comes_back(path: Path, home: Path) -> None:
    def declare(document: dict[str, Any]) -> None:
        new_property(document, type="date")

    def drop(document: dict[str, Any]) -> None:
        del document["properties"]["kleur"]

    move = referral("k", date(2024, 1, 1), "a", "b", {"kleur": date(2026, 1, 31), "wat": 1})
    for schema in (
        changed(home, "referrals.yaml", declare),
        changed(home, "referrals.yaml", drop),
        changed(home, "referrals.yaml", declare),
    ):
        with EmbeddedStore(path, schema) as store:
            store.write(Batch(ENDS, (), (move,)), who="", why="")
            assert store.get("referral", (move.id,)) == (move,)
            assert store.revision() == 1


def test_a_property_that_changes_its_type_keeps_its_values(path: Path, home: Path) -> None:
    schemas = [
        changed(home, "referrals.yaml", lambda d, spec=spec: new_property(d, **spec))
        for spec in ({"type": "text"}, {"type": "integer"}, {"type": "code", "codes": "handovers"}, {"type": "text"})
    ]
    move = referral("k", date(2024, 1, 1), "a", "b", {"kleur": "warm"})
    for schema in schemas:
        with EmbeddedStore(path, schema) as store:
            if not store.revision():
                store.write(Batch(ENDS, (), (move,)), who="", why="")
            assert store.get("referral", (move.id,)) == (move,)


def test_a_kind_that_is_no_longer_declared_stays_while_records_have_it(path: Path, home: Path) -> None:
    def drop(document: dict[str, Any]) -> None:
        del document["kinds"]["ho"]
        del document["kinds"]["vso"]

    with EmbeddedStore(path) as store:
        store.write(Batch((Entity("h", "ho", "Hogeschool"),)), who="", why="")
    with EmbeddedStore(path, changed(home, "entities.yaml", drop)), closing(raw(path)) as db:
        kinds = {code for (code,) in db.execute("SELECT code FROM entity_kind")}
        assert "ho" in kinds
        assert "vso" not in kinds


def test_a_kind_that_becomes_pseudonymous_is_no_longer_found(path: Path, home: Path) -> None:
    def hide(document: dict[str, Any]) -> None:
        document["kinds"]["contactpunt"]["class"] = "person"

    with EmbeddedStore(path) as store:
        store.write(Batch((Entity("c", "contactpunt", "Balie"), *ENDS)), who="", why="")
        assert [e.id for e in store.search("balie")] == ["c"]
    with EmbeddedStore(path, changed(home, "entities.yaml", hide)) as store:
        assert store.search("balie") == ()
        assert "c" not in store.snapshot().ids
        assert [e.id for e in store.search("a")] == ["a"]


def test_opening_again_under_the_same_schema_writes_nothing(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS), who="", why="")
    before = path.read_bytes()
    EmbeddedStore(path).close()
    assert path.read_bytes() == before


def test_a_file_from_before_texts_were_kept_goes_on_working(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS), who="", why="")
    with closing(raw(path)) as db:
        for name in ("change_item_of", "change_item_source", "change_item_target"):
            db.execute(f"DROP INDEX {name}")
        db.execute("DROP TABLE kept")
    with EmbeddedStore(path) as store:
        store.keep("plaats", "hier")
        assert store.kept() == {"plaats": "hier"}
        assert [found.change.id for found in store.changes_of("a")] == [1]


def test_the_past_of_an_organisation_is_found_by_indexes(path: Path) -> None:
    tie = relation("samenwerking", "a", "b")
    with EmbeddedStore(path) as store:
        store.write(Batch(ENDS, (tie,)), who="", why="")
    with closing(raw(path)) as db:
        for end in ("source", "target"):
            where = f"type = 'relation' AND json_extract(before, '$.{end}') = 'a'"
            plan = db.execute(f"EXPLAIN QUERY PLAN SELECT id FROM change_item WHERE {where}").fetchall()  # noqa: S608
            assert f"USING INDEX change_item_{end}" in plan[0][-1]
