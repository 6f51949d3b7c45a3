"""Figures and dates as the reader writes them."""

from __future__ import annotations

from datetime import date

import pytest

from graph.schema import load_schema
from graph.texts import texts
from pages.views.words import counted, day, number, percentage, period, value_text


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (0, 0, "0", "0"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.04, 1, "0,0", "0.0"),
        (1_000_000, 0, "1.000.000", "1,000,000"),
        (-0.25, 2, "-0,25", "-0.25"),
        (None, 0, "–", "–"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_a_number_has_the_separators_of_the_language(value: float, decimals: int, dutch: str, english: str) -> None:
    assert (number(value, "nl", decimals), number(value, "en", decimals)) == (dutch, english)


def test_a_share_becomes_a_percentage() -> None:
    assert (percentage(0.125, "nl", 1), percentage(None, "nl")) == ("12,5%", "–")


def test_a_date_is_written_as_the_language_does() -> None:
    assert (day(date(2025, 3, 1), "nl"), day(date(2025, 3, 1), "en")) == ("01-03-2025", "1 Mar 2025")


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, "hele periode"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2025, 1, 1), date(2025, 6, 30), "01-01-2025 tot en met 30-06-2025"),
        (date(2025, 1, 1), None, "vanaf 01-01-2025"),
        (None, date(2025, 6, 30), "tot en met 30-06-2025"),
    ],
)
def test_a_period_in_words(start: date | None, end: date | None, said: str) -> None:
    assert period(start, end, texts("nl")) == said


def test_one_is_singular_and_none_is_plural() -> None:
    keys = ("common.municipalities_one", "common.municipalities_many")
    assert [counted(texts("nl"), *keys, n) for n in (0, 1, 2000)] == ["0 gemeenten", "1 gemeente", "2.000 gemeenten"]


@pytest.mark.parametrize(
    ("codes", "value", "said"),
    [
        ("life_domains", ("wonen", "werk"), "Wonen, Werk"),
        ("handovers", "warm", "Warm"),
        (None, True, "Ja"),
        (None, 1500, "1.500"),
        (None, 2.5, "2,50"),
        (None, date(2025, 3, 1), "01-03-2025"),
        (None, "vrije tekst", "vrije tekst"),
    ],
)
def test_a_value_is_said_in_words(codes: str | None, value: object, said: str) -> None:
    assert value_text(load_schema(), codes, value, texts("nl")) == said
