"""What is typed in the form becomes exactly the change that was meant, or a sentence about what is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Entity, Value
from graph.schema import load_schema
from graph.texts import texts
from graph.validate import MAX_NAME
from pages.views.organisation_edit import Typed, editable, read, typed_as
from tests.support.records import ORGANISATION_KINDS, entities

SCHEMA = load_schema()
SCHOOL = Entity(
    "s", "pro", "De School", {"capacity": 40, "stages": ("orientatie",), "lat": 51.7654321, "kleur": "rood"}
)


def shown(entity: Entity) -> dict[str, Typed]:
    """The form as it opens."""
    return {prop.name: typed_as(prop, entity.properties.get(prop.name)) for prop in editable(SCHEMA, entity.kind)}


def changed(**typed: Typed) -> Entity | None:
    edit = read(SCHOOL, SCHOOL.name, {**shown(SCHOOL), **typed}, SCHEMA)
    assert edit.problems == ()
    return edit.entity


@given(entities(st.just("s"), ORGANISATION_KINDS))
def test_saving_what_is_shown_changes_nothing(entity: Entity) -> None:
    assert read(entity, entity.name, shown(entity), SCHEMA).entity is None


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ({"capacity": "1.250,0"}, {"capacity": 1250}),
        ({"capacity": " 12 "}, {"capacity": 12}),
        ({"capacity": ""}, {"capacity": None}),
        ({"lat": "51,5"}, {"lat": 51.5}),
        ({"stages": ("opstap", "matching")}, {"stages": ("matching", "opstap")}),
        ({"stages": None}, {"stages": None}),
        ({"gm_code": "GM0828"}, {"gm_code": "GM0828"}),
        ({"fictitious": False}, {"fictitious": False}),
        ({"reference_date": date(2026, 1, 31)}, {"reference_date": date(2026, 1, 31)}),
        ({"provenance": "<img src=x onerror=alert(1)>"}, {"provenance": "<img src=x onerror=alert(1)>"}),
    ],
)
def test_only_what_changed_is_written(typed: dict[str, Typed], after: dict[str, Value]) -> None:
    assert changed(**typed) == Entity("s", "pro", "De School", after)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({"capacity": "veel"}, "problems.not_integer"),
        ({"capacity": "-3"}, "problems.out_of_range"),
        ({"kvk_number": "123"}, "problems.bad_pattern"),
        ({"website": "geen adres"}, "problems.bad_url"),
        ({"lat": "91"}, "problems.out_of_range"),
    ],
)
def test_a_wrong_value_is_said_in_words_and_nothing_is_written(typed: dict[str, Typed], key: str) -> None:
    edit = read(SCHOOL, SCHOOL.name, {**shown(SCHOOL), **typed}, SCHEMA)
    assert [problem.key for problem in edit.problems] == [key]
    assert edit.entity is None
    for language in ("nl", "en"):
        assert texts(language).problem(edit.problems[0])


def test_all_faults_are_told_at_once() -> None:
    edit = read(SCHOOL, SCHOOL.name, {"capacity": "veel", "lat": "noord"}, SCHEMA)
    assert len(edit.problems) == 2


@pytest.mark.parametrize(("name", "key"), [("", "problems.empty_name"), ("x" * (MAX_NAME + 1), "problems.bad_name")])
def test_a_name_is_needed(name: str, key: str) -> None:
    assert [problem.key for problem in read(SCHOOL, name, {}, SCHEMA).problems] == [key]


def test_another_name_alone_is_a_change() -> None:
    assert read(SCHOOL, "Nieuw", shown(SCHOOL), SCHEMA).entity == Entity("s", "pro", "Nieuw", {})
