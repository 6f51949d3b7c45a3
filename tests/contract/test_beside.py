"""What every store remembers beside the graph, and what it tells of the past of one organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.records import Batch, Entity, RecordIds, referral, relation
from graph.store.contract import ChangeOf, GraphStore
from graph.store.open import open_store

SCHOOL, FIRM, COLLEGE = Entity("s", "pro", "School"), Entity("w", "werkgever", "Baas"), Entity("m", "mbo", "College")
TIE, OTHER = relation("samenwerking", "s", "w", {"trust": 2}), relation("samenwerking", "w", "m")


def test_a_text_is_kept_until_another_one_comes_or_none(store: GraphStore) -> None:
    store.keep("plaats", "hier")
    store.keep("plaats", "daar")
    assert store.kept() == {"plaats": "daar"}
    store.keep("plaats", None)
    store.keep("nooit", None)
    assert store.kept() == {}


def test_texts_are_found_by_the_beginning_of_their_names_and_in_that_order(store: GraphStore) -> None:
    for name in ("b/2", "b/1", "a", "b%", "B/3", "b/é😀"):
        store.keep(name, f"tekst van {name}")
    assert list(store.kept("b/")) == ["b/1", "b/2", "b/é😀"]
    assert list(store.kept("b%")) == ["b%"]
    assert list(store.kept()) == ["B/3", "a", "b%", "b/1", "b/2", "b/é😀"]
    assert store.kept("c") == {}


def test_what_is_kept_is_no_change_of_the_graph(store: GraphStore) -> None:
    store.write(Batch((SCHOOL,)), who="ik", why="")
    store.keep("plaats", "hier")
    assert (store.revision(), len(store.history()), store.counts().entities) == (1, 1, 1)
    store.undo(1, who="ik")
    assert store.kept() == {"plaats": "hier"}


def test_what_is_kept_is_there_for_others_and_after_opening_again(store: GraphStore, address: str) -> None:
    store.keep("plaats", "hier")
    with open_store(address) as other:
        assert other.kept() == {"plaats": "hier"}
        other.keep("plaats", "daar")
    assert store.kept() == {"plaats": "daar"}


@pytest.mark.parametrize("text", ["", "é😀\n\t\"'`$name", "<img src=x onerror=alert(1)>", "x" * 1_000_000])
def test_any_text_comes_back_as_it_went(store: GraphStore, text: str) -> None:
    store.keep("tekst", text)
    assert store.kept()["tekst"] == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("", "x"), ("n" * 201, "x"), ("n" * 201, None), ("a\nb", "x"), ("n", "x" * 1_000_001), ("n", "é" * 500_001)],
    ids=["no name", "long name", "long name to forget", "invisible sign", "long text", "many bytes"],
)
def test_what_is_too_long_or_has_no_name_is_refused(store: GraphStore, name: str, text: str | None) -> None:
    with pytest.raises(ValueError):
        store.keep(name, text)
    assert store.kept() == {}
    store.keep("n" * 200, "x")


def told(found: tuple[ChangeOf, ...]) -> list[tuple[int, list[str]]]:
    return [(f.change.id, [record.id for record in f.records]) for f in found]


def test_the_past_of_an_organisation_is_its_own_and_that_of_its_relations(store: GraphStore) -> None:
    store.write(Batch((SCHOOL, FIRM, COLLEGE)), who="zij", why="begin")
    store.write(Batch((), (TIE, OTHER)), who="ik", why="banden")
    store.write(Batch((), (), (referral("k", date(2025, 1, 1), "s", "w"),)), who="ik", why="")
    store.write(Batch((replace(COLLEGE, name="Anders"),)), who="ik", why="")
    store.write(Batch((replace(SCHOOL, name="Nieuw"),)), who="ik", why="andere naam")
    found = store.changes_of("s")
    assert told(found) == [(5, ["s"]), (2, [TIE.id]), (1, ["s"])]
    assert [(f.change.who, f.change.why) for f in found] == [("ik", "andere naam"), ("ik", "banden"), ("zij", "begin")]
    assert found[0].change == store.history()[0]
    assert store.changes_of("s", limit=1) == found[:1]
    assert store.changes_of("niets") == store.changes_of("s", limit=0) == ()


def test_before_and_after_of_every_change_are_exact(store: GraphStore) -> None:
    names = ["School", "Twee", "Drie"]
    for name in names:
        store.write(Batch((replace(SCHOOL, name=name),)), who="ik", why="")
    steps = [(f.records[0].before, f.records[0].after) for f in store.changes_of("s")]
    first, second, third = (replace(SCHOOL, name=name) for name in names)
    assert steps == [(second, third), (first, second), (None, first)]


def test_a_relation_that_is_gone_is_still_told_and_so_is_its_return(store: GraphStore) -> None:
    store.write(Batch((SCHOOL, FIRM), (TIE,)), who="ik", why="")
    store.remove(RecordIds((), (TIE.id,)), who="ik", why="")
    store.undo(2, who="ik")
    expected = [(3, [(None, TIE)]), (2, [(TIE, None)])]
    for end in ("s", "w"):
        found = store.changes_of(end, limit=2)
        assert [(f.change.id, [(r.before, r.after) for r in f.records]) for f in found] == expected


def test_an_organisation_that_is_gone_still_has_its_past(store: GraphStore) -> None:
    store.write(Batch((SCHOOL, FIRM), (TIE,)), who="ik", why="")
    store.remove(RecordIds(("s",)), who="ik", why="")
    assert told(store.changes_of("s")) == [(2, ["s", TIE.id]), (1, ["s", TIE.id])]
    assert told(store.changes_of("w")) == [(2, [TIE.id]), (1, ["w", TIE.id])]
