"""What changed, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from graph.records import Batch, Entity, RecordIds, relation
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from pages.views.organisation_changes import Told, told

SCHOOL = Entity("s", "pro", "School", {"capacity": 40, "stages": ("orientatie",)})
FIRM, PLACE, PERSON = Entity("w", "werkgever", "Baas"), Entity("p", "plek", "Plek"), Entity("k-1", "kandidaat", "K-1")


def changes(path: Path, *steps: Batch | RecordIds) -> list[Told]:
    with EmbeddedStore(path / "x.db") as store:
        for step in steps:
            if isinstance(step, Batch):
                store.write(step, who="ik", why="")
            else:
                store.remove(step, who="ik", why="")
        return list(told(store.snapshot(), "s", store.changes_of("s"), texts("nl")))


def test_a_property_is_told_from_what_to_what_in_the_words_of_the_schema(tmp_path: Path) -> None:
    after = Entity("s", "pro", "Nieuw", {"capacity": None, "stages": ("matching", "orientatie"), "eigen": "x"})
    newest, first = changes(tmp_path, Batch((SCHOOL,)), Batch((after,)))
    assert first.lines == ("Organisatie: toegevoegd",)
    assert newest.lines == (
        "Naam: van School naar Nieuw",
        "Fasen: van Oriëntatie en diagnose naar Toeleiding en matching, Oriëntatie en diagnose",
        "Capaciteit: van 40 naar niets",
        "eigen: van niets naar x",
    )


def test_relations_name_the_other_side_and_the_direction(tmp_path: Path) -> None:
    out, back = relation("samenwerking", "s", "w", {"trust": 2}), relation("samenwerking", "w", "s")
    better = replace(out, properties={"trust": 3}, valid_to=date(2027, 1, 1))
    steps = changes(tmp_path, Batch((SCHOOL, FIRM), (out, back)), Batch((), (better,)), RecordIds((), (back.id,)))
    assert [step.lines for step in steps] == [
        ("Samenwerking ← Baas: verwijderd",),
        (
            "Samenwerking → Baas: Geldig tot: van niets naar 01-01-2027",
            "Samenwerking → Baas: Vertrouwen (1-4): van 2 naar 3",
        ),
        ("Organisatie: toegevoegd", "Samenwerking → Baas: toegevoegd", "Samenwerking ← Baas: toegevoegd"),
    ]


def test_what_joins_a_candidate_is_not_told(tmp_path: Path) -> None:
    placed = relation("plaatsing", "k-1", "s")
    steps = changes(tmp_path, Batch((SCHOOL,)), Batch((PERSON,), (placed,)))
    assert [step.lines for step in steps] == [("Organisatie: toegevoegd",)]


def test_only_small_changes_that_stand_can_be_taken_back_here(tmp_path: Path) -> None:
    many = tuple(Entity(f"o{n}", "overig", "Naam") for n in range(9))
    with EmbeddedStore(tmp_path / "y.db") as store:
        store.write(Batch((SCHOOL, *many)), who="ik", why="")
        store.write(Batch((replace(SCHOOL, name="B"),)), who="ik", why="")
        store.write(Batch((replace(SCHOOL, name="C"),)), who="ik", why="")
        store.undo(3, who="ik")
        found = told(store.snapshot(), "s", store.changes_of("s"), texts("en"))
    assert [(one.change.id, one.undoable) for one in found] == [(4, True), (3, False), (2, True), (1, False)]
