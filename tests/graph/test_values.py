"""The quick check of values never says yes to what the slow checks refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import validate
from graph.records import Batch, Entity, Referral, referral
from graph.schema import load_schema
from graph.validate import batch_problems, content_problems
from graph.values import surely_right
from tests.support.records import records

SCHEMA = load_schema()
CLASSES = sorted({kind.cls.name: kind for kind in SCHEMA.entities.values()}.items())
NAMES = sorted({name for _, kind in CLASSES for name in kind.properties} | {"extra", "", "x" * 201})
WRONG_OR_RIGHT = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**5000),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(("GM0828", "https://a.nl", "matching", "12345678", "A", "x" * 2001, "\ud800", "\x00")),
    st.dates(),
    st.datetimes(),
    st.tuples(st.sampled_from(("matching", "wonen", "niets"))),
    st.just(["lijst"]),
)


def slow_problems(entity: Entity) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "surely_right", lambda *_: False)
        return [problem.key for problem in content_problems(entity, SCHEMA)]


@given(st.sampled_from(CLASSES), st.dictionaries(st.sampled_from(NAMES), WRONG_OR_RIGHT, max_size=4))
def test_a_quick_yes_is_a_slow_yes(cls: tuple, values: dict) -> None:
    kind = cls[1]
    if surely_right(values, kind.properties, SCHEMA, None):
        assert slow_problems(Entity("x", kind.code, "X", values)) == []


@given(records())
def test_what_is_right_is_quickly_known(record: Entity) -> None:
    declared = SCHEMA.referral.properties
    if not isinstance(record, Referral):
        declared = (SCHEMA.entities if isinstance(record, Entity) else SCHEMA.relations)[record.kind].properties
    assert surely_right(record.properties, declared, SCHEMA, getattr(record, "date", None))


ENDS = st.sampled_from(("a", "b", "GM0828", "niemand"))
EVENTS = st.builds(
    lambda case, values, a, b, other: (case, values, a, b, other),
    st.text(max_size=4) | st.sampled_from(("k", " k", "k ", "k|1", "\x1fk", "k" * 201)),
    st.dictionaries(st.sampled_from((*SCHEMA.referral.properties, "extra")), WRONG_OR_RIGHT, max_size=3),
    ENDS,
    ENDS,
    st.sampled_from(("", "anders")),
)


@given(st.lists(EVENTS, max_size=3))
def test_a_quick_yes_to_referrals_is_a_slow_yes(found: list[tuple]) -> None:
    events = []
    for case, values, a, b, other in found:
        made = referral(case, date(2024, 1, 1), a, b, values)
        events.append(Referral(other or made.id, case, made.date, a, b, values))
    batch = Batch((), (), tuple(events))
    kinds = {"a": "pro", "b": "mbo", "GM0828": "gebied_gemeente"}
    quick = batch_problems(batch, SCHEMA, lambda _: kinds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "_right_referrals", lambda *_: False)
        patch.setattr(validate, "surely_right", lambda *_: False)
        assert quick == batch_problems(batch, SCHEMA, lambda _: kinds)


def test_one_wrong_value_among_many_right_ones_is_found() -> None:
    right = [referral(f"k{n}", date(2024, 1, 1), "a", "b", {"outcome": "open"}) for n in range(50)]
    wrong = referral("k99", date(2024, 1, 1), "a", "b", {"outcome": "weg"})
    found = batch_problems(Batch((), (), (*right, wrong)), SCHEMA, lambda _: {"a": "pro", "b": "mbo"})
    assert [problem.value for problem in found] == ["weg"]


@pytest.mark.parametrize(
    "value", [datetime(2024, 1, 1, tzinfo=UTC), 10**5000, float("inf"), "\ud800"], ids=("time", "huge", "inf", "half")
)
def test_what_no_database_keeps_is_refused_in_a_sentence(value: object) -> None:
    for name in ("reference_date", "capacity", "lat", "provenance", "extra"):
        entity = Entity("x", "pro", "X", {name: value})  # type: ignore[dict-item]
        assert [p.key for p in content_problems(entity, SCHEMA)]
