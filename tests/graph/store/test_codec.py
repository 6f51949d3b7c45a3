"""A record that goes out as JSON comes back as the same record."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given

from graph.records import Entity, Record
from graph.store.codec import (
    properties_from_text,
    properties_to_text,
    record_from_plain,
    record_from_text,
    record_to_plain,
    record_to_text,
)
from tests.support.records import records


@given(records())
def test_out_and_back_is_the_same_record(record: Record) -> None:
    back = record_from_text(record_to_text(record))
    assert back == record
    assert {k: type(v) for k, v in back.properties.items()} == {k: type(v) for k, v in record.properties.items()}


@given(records())
def test_the_plain_form_is_json(record: Record) -> None:
    plain = record_to_plain(record)
    assert record_from_plain(json.loads(json.dumps(plain))) == record


@given(records())
def test_properties_alone_come_back(record: Record) -> None:
    assert properties_from_text(properties_to_text(record.properties)) == record.properties


def test_an_extra_date_and_the_text_of_a_date_stay_apart() -> None:
    properties = {"a": date(2026, 1, 31), "b": "2026-01-31", "c": '{"date":"2026-01-31"}', "d": ("x", "y")}
    assert properties_from_text(properties_to_text(properties)) == properties


def test_what_is_none_is_left_out() -> None:
    assert properties_to_text({"a": None}) == "{}"
    assert record_from_text(record_to_text(Entity("x", "pro", "X", {"a": None, "b": 1}))).properties == {"b": 1}


def test_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="house"):
        record_from_plain({"type": "house", "properties": {}, "valid_from": None, "valid_to": None})
