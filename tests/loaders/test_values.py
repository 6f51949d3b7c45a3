"""Text becomes values: what people write is understood, what could be two things is not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.schema import Property, load_schema
from loaders.templates import templates
from loaders.values import BadValue, clean, converter, guard, parse_date, parse_number
from loaders.writing import cell_text

SCHEMA = load_schema()
DECLARED = {
    **SCHEMA.relation_properties,
    **SCHEMA.referral.properties,
    **{p.name: p for cls in SCHEMA.classes.values() for p in cls.properties.values()},
}
TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def value(prop: Property, text: str) -> object:
    return converter(prop, SCHEMA)(text)


@pytest.mark.parametrize(
    "text",
    ["2025-03-01", "01-03-2025", "1-3-2025", "01/03/2025", "1.3.2025", "2025-03-01 00:00:00", "2025-03-01T10:20:30Z"],
)
def test_dates_are_read_as_the_dutch_and_as_iso_write_them(text: str) -> None:
    assert parse_date(text) == date(2025, 3, 1)


@pytest.mark.parametrize("text", ["12/31/2025", "2025-02-30", "1-3-25", "45992", "maart 2025", "2025-03", "1-3/2025"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("12,5", 12.5), ("12.5", 12.5), ("-0,5", -0.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
     ("1.234.567,8", 1234567.8), ("1e-05", 1e-05), ("1,5e3", 1500), ("+3", 3)],
)  # fmt: skip
def test_numbers_have_a_decimal_comma_or_point(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1.2.3", "--1", "nan", "inf", "1e999", "12 000", "<5", "٣"])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("12,0", 12), ("12.0", 12)])
def test_whole_numbers(text: str, number: int) -> None:
    assert value(DECLARED["capacity"], text) == number


@pytest.mark.parametrize("text", ["12,5", "1.234", "1,234", "9" * 30, "x"])
def test_a_whole_number_that_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="not_integer"):
        value(DECLARED["capacity"], text)


@pytest.mark.parametrize(("text", "meant"), [("ja", True), ("Yes", True), ("1", True), ("nee", False), ("0", False)])
def test_yes_and_no_in_both_languages(text: str, meant: bool) -> None:
    assert value(DECLARED["formal"], text) is meant


@pytest.mark.parametrize("text", ["wonen", "Wonen", "HOUSING"])
def test_a_code_is_known_by_its_labels_too(text: str) -> None:
    assert value(DECLARED["life_domain"], text) == "wonen"


def test_several_codes_become_a_sorted_tuple_without_repeats() -> None:
    assert value(DECLARED["life_domains"], "werk | Housing|wonen|") == ("werk", "wonen")


@pytest.mark.parametrize("text", ["GM0828", "gm0828", "0828", "828"])
def test_a_municipality_code_is_known_without_its_letters_and_zeros(text: str) -> None:
    assert value(DECLARED["gm_code"], text) == "GM0828"


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [("capacity", "-1", "out_of_range"), ("trust", "5", "out_of_range"), ("life_domain", "tuinieren", "unknown_code"),
     ("kvk_number", "123", "bad_pattern"), ("website", "geen", "bad_url"), ("formal", "misschien", "not_boolean"),
     ("gm_code", "Oss", "not_municipality"),
     ("reference_date", "gisteren", "not_date"), ("lat", "noord", "not_number")],
)  # fmt: skip
def test_a_value_that_is_not_allowed_says_what_is(name: str, text: str, key: str) -> None:
    with pytest.raises(BadValue, match=f"problems.{key}$"):
        value(DECLARED[name], text)


@given(TEXT)
def test_guarding_a_text_and_cleaning_it_gives_it_back(text: str) -> None:
    trimmed = text.strip()
    assert clean(guard(trimmed)) == trimmed


@given(TEXT)
def test_a_guarded_text_is_never_a_formula(text: str) -> None:
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(("nl", "en")))
def test_a_number_that_was_written_is_read_back(number: float, language: str) -> None:
    assert parse_number(cell_text(number, language)) == number


@given(st.dates())
def test_a_date_that_was_written_is_read_back(day: date) -> None:
    assert parse_date(cell_text(day, "nl")) == day


def test_every_column_of_every_template_has_a_converter() -> None:
    for template in templates(SCHEMA).values():
        for column in template.columns:
            assert callable(converter(column, SCHEMA))
