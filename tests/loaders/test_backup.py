"""A full copy read into an empty store gives the same store."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.gaps.own_chain import base_chain, own_text
from graph.records import Batch, Entity, Properties, Record, Referral, Relation, Value, referral, relation
from graph.schema import Property, load_schema
from graph.store.contract import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.open import open_store
from loaders.__main__ import main
from loaders.backup import write_backup
from loaders.importing import accept, read_files
from loaders.kept_texts import BadKeptFile
from loaders.reference import places_of
from loaders.restoring import CannotRestore, restore
from tests.support.records import BETWEEN_ORGANISATIONS, TEXT, periods, value_of

SCHEMA = load_schema()
IDS = ("a", "=b", "-c 1", "'s-d", "NA")
TRIMMED = TEXT.map(str.strip).filter(bool)
ODD = st.sampled_from(
    ["=1+1", "'=1", "''x", "'", '"', "a;b", "twee\nregels", "-5", "@x", "'s avonds", "ja|nee", "NA", "é"]
)
KINDS = sorted(kind.code for kind in SCHEMA.entities.values() if kind.cls.name not in ("person", "contact", "note"))
"""Candidates are not in a copy; notes and contact points without consent may hold no names: tested elsewhere."""


def kept(value: Value) -> bool:
    """Whether a file can hold a value: an empty text or list is an empty cell, which says nothing."""
    return value not in ("", ()) and (not isinstance(value, str) or value == value.strip())


def properties(declared: dict[str, Property], extras: st.SearchStrategy[str]) -> st.SearchStrategy[Properties]:
    """Declared properties that a file can hold, and extra texts."""
    own = {name: value_of(prop).filter(kept) for name, prop in declared.items() if prop.requires is None}
    further = st.dictionaries(st.sampled_from(["kleur", "opmerking_é", "x_y", "extra_id"]), extras, max_size=2)
    return st.builds(lambda a, b: {**a, **b}, st.fixed_dictionaries({}, optional=own), further)


@st.composite
def entities(draw: st.DrawFn, identifier: str, kinds: list[str]) -> Entity:
    kind = draw(st.sampled_from(kinds))
    found = draw(properties(dict(SCHEMA.entities[kind].properties), TRIMMED | ODD))
    return Entity(identifier, kind, draw(TRIMMED), found, *draw(periods()))


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Organisations, something else, relations and referrals, with the areas of their municipalities."""
    organisations = sorted(SCHEMA.organisations)
    people = [draw(entities(identifier, organisations)) for identifier in IDS]
    other = draw(entities("other", KINDS))
    ends = st.permutations(IDS).map(lambda ids: ids[:2])
    links: dict[str, Relation] = {}
    for source, target in draw(st.lists(ends, max_size=4)):
        kind = draw(BETWEEN_ORGANISATIONS)
        found = draw(properties(dict(SCHEMA.relations[kind].properties), TRIMMED | ODD))
        made = relation(kind, source, target, found, *draw(periods()))
        links[made.id] = made
    events: dict[str, Referral] = {}
    for source, target in draw(st.lists(ends, max_size=4)):
        case, on = draw(st.sampled_from(["K-1", "K-2", "NA"])), draw(st.dates(date(2020, 1, 1), date(2025, 1, 1)))
        safe = st.sampled_from(["ja", "=1+1", "3 keer gebeld", "a;b", "twee\nregels", "'=x", "-5"])
        event = referral(case, on, source, target, draw(properties(dict(SCHEMA.referral.properties), safe)))
        events[event.id] = event
    places = places_of(str(e.properties["gm_code"]) for e in (*people, other) if e.properties.get("gm_code"))
    return Batch((*people, other), tuple(links.values()), tuple(events.values())) + places


def content(store: GraphStore) -> set[tuple[str, ...]]:
    """Everything in a store, in a form that can be compared."""
    network = store.snapshot()
    events = store.get("referral", tuple(network.referrals["id"]))
    return {described(record) for record in (*network.entities, *network.relations, *events)}


def described(record: Record) -> tuple[str, ...]:
    fields = [getattr(record, name) for name in record.__slots__ if name != "properties"]
    return (type(record).__name__, *map(str, fields), str(sorted((n, _plain(v)) for n, v in record.properties.items())))


def _plain(value: Value) -> str:
    return str(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


@given(batches(), st.sampled_from(["nl", "en"]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_export_then_load_is_identity(batch: Batch, language: str) -> None:
    with (
        TemporaryDirectory() as folder,
        EmbeddedStore(Path(folder) / "een.db") as one,
        EmbeddedStore(Path(folder) / "twee.db") as two,
    ):
        one.write(batch, who="tester", why="test")
        backup = write_backup(one, Path(folder) / "kopie", language)
        preview = read_files(backup.paths, two, language)
        assert [p for p in preview.account.problems if p.severity == "error"] == []
        account = accept(preview, two, "tester")
        assert content(two) == content(one)
        assert backup.kept_path is None
        assert account.total("rejected") == backup.left_out == account.places == 0


def test_what_is_not_in_the_copy_is_counted(store: EmbeddedStore, tmp_path: Path) -> None:
    store.write(Batch((Entity("K-1", "kandidaat", "K-1"), Entity("o", "pro", "School"))), who="tester", why="test")
    backup = write_backup(store, tmp_path)
    assert (backup.entities, backup.left_out) == (1, 1)
    assert b"K-1" not in backup.paths[0].read_bytes()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_extra_columns_of_referrals_are_in_the_copy(store: EmbeddedStore, tmp_path: Path, language: str) -> None:
    orgs = (Entity("a", "pro", "A"), Entity("b", "pro", "B"))
    event = referral("K-1", date(2025, 1, 1), "a", "b", {"reden": "geen plek"})
    store.write(Batch(orgs, (), (event,)), who="tester", why="test")
    text = write_backup(store, tmp_path, language).paths[2].read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith(";reden")
    assert text.splitlines()[1].endswith(";geen plek")


NAMES = st.text(st.characters(categories=("L", "N", "P"), include_characters="/ "), min_size=1, max_size=40)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(st.dictionaries(NAMES.filter(str.isprintable), TEXTS, max_size=5), batches())
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_copy_put_back_is_the_same_store_with_what_is_kept(kept_texts: dict[str, str], batch: Batch) -> None:
    with (
        TemporaryDirectory() as folder,
        EmbeddedStore(Path(folder) / "een.db") as one,
        EmbeddedStore(Path(folder) / "twee.db") as two,
    ):
        one.write(batch, who="tester", why="test")
        for name, text in kept_texts.items():
            one.keep(name, text)
        write_backup(one, Path(folder) / "kopie")
        found = restore(two, Path(folder) / "kopie", "tester")
        assert (content(two), dict(two.kept())) == (content(one), dict(one.kept()))
        assert found.kept == len(kept_texts)


def filled(store: EmbeddedStore) -> None:
    store.write(Batch((Entity("a", "pro", "A"), Entity("b", "pro", "B"))), who="tester", why="test")
    store.keep("chain/agreed/AM27", own_text(base_chain().without("youth_to_work", date(2026, 11, 1))))


def test_what_is_not_empty_is_left_alone(store: EmbeddedStore, tmp_path: Path) -> None:
    filled(store)
    write_backup(store, tmp_path / "kopie")
    with pytest.raises(CannotRestore, match=r"loaders\.not_empty"):
        restore(store, tmp_path / "kopie", "tester")
    with pytest.raises(CannotRestore, match=r"loaders\.no_copy"):
        restore(store, tmp_path, "tester")


BROKEN = [
    "",
    "[]",
    '{"version": 2}',
    '{"version": 1, "kept": {"x": 3}}',
    '{"version": 1, "kept": {"": ""}}',
]


@pytest.mark.parametrize("text", BROKEN)
def test_with_broken_kept_texts_nothing_is_put_back(store: EmbeddedStore, tmp_path: Path, text: str) -> None:
    filled(store)
    backup = write_backup(store, tmp_path / "kopie")
    assert backup.kept_path is not None
    backup.kept_path.write_text(text, encoding="utf-8")
    with EmbeddedStore(tmp_path / "leeg.db") as empty:
        with pytest.raises(BadKeptFile):
            restore(empty, tmp_path / "kopie", "tester")
        assert empty.counts().entities == 0


def test_the_command_line_writes_a_copy_and_puts_it_back(store: EmbeddedStore, tmp_path: Path, capsys) -> None:
    filled(store)
    there, back = (f"sqlite:///{(tmp_path / name).as_posix()}" for name in ("daar.db", "terug.db"))
    with open_store(there) as one:
        filled(one)  # type: ignore[arg-type]
    assert main(["export", "--format", "backup", "--store", there, "--out", str(tmp_path / "kopie"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][-1].endswith("bewaard.json")
    assert main(["restore", str(tmp_path / "kopie"), "--store", back]) == 0
    with open_store(there) as one, open_store(back) as two:
        assert dict(one.kept()) == dict(two.kept()) != {}
        assert content(one) == content(two)
    assert main(["restore", str(tmp_path / "kopie"), "--store", back]) == 1
