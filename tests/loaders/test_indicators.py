"""Figures per municipality from any table: codes are found, numbers read in Dutch and English, the rest is said."""

from __future__ import annotations

import pytest

from loaders.indicators import read_indicators
from loaders.tables import FileRefused, Source


def table(text):
    return Source("cijfers.csv", None, text.encode())


def refusal(text):
    with pytest.raises(FileRefused) as refused:
        read_indicators(table(text))
    return refused.value.problem.key


def test_codes_and_numbers_are_read():
    found = read_indicators(table("gm_code;Werkloos (%);Inwoners\nGM0828;6,1;94437\nGM0796;7.3;\n"))
    assert found.figures == {"Werkloos (%)": {"GM0828": 6.1, "GM0796": 7.3}, "Inwoners": {"GM0828": 94437}}
    assert (found.source, found.notices) == ("cijfers.csv", ())


def test_codes_without_letters_count_in_a_column_that_is_called_after_them():
    assert read_indicators(table("gemeentecode,waarde\n828,1\n0796,2\n")).figures == {
        "waarde": {"GM0828": 1, "GM0796": 2}
    }


@pytest.mark.parametrize("missing", ["", ".", "-", "x", "X"])
def test_a_missing_figure_is_no_text(missing):
    assert read_indicators(table(f"gm_code;waarde\nGM0828;1\nGM0796;{missing}\n")).figures["waarde"] == {"GM0828": 1}


def test_what_is_not_used_is_said():
    found = read_indicators(table("gm_code;waarde;naam\nGM0828;1;Oss\nGM9999;2;Nergens\n"))
    assert [n.key for n in found.notices] == ["kaart.indicator_unknown", "kaart.indicator_no_number_columns"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("naam;waarde\nOss;1\n", "kaart.indicator_no_code"),
        ("gm_code;naam\nGM0828;Oss\n", "kaart.indicator_no_numbers"),
        ("gm_code;waarde\nGM0828;1\nGM0828;2\n", "kaart.indicator_double"),
        ("gm_code;waarde\nGM0828;=1+1\n", "kaart.indicator_no_numbers"),
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused(text, key):
    assert refusal(text) == key
