"""Search words: accents, case and punctuation do not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.folding import folded, folded_words, search_order


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café 's-Gravenhage", ("cafe", "s", "gravenhage")),
        ("ONDERWIJS_BV", ("onderwijs", "bv")),
        ("Súdwest-Fryslân", ("sudwest", "fryslan")),
        ("Ĳssel", ("ijssel",)),
        ("Straße Øst Łódź", ("strasse", "ost", "lodz")),
        ("  ", ()),
        ("STÖRTEBEKER", ("stortebeker",)),
        ("e\u0301e\u0301n", ("een",)),
    ],
)
def test_words_are_folded(text: str, words: tuple[str, ...]) -> None:
    assert folded_words(text) == words


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_case_does_not_count(text: str) -> None:
    assert folded(text.upper()) == folded(text.upper().lower())


def test_the_name_itself_comes_before_names_that_begin_with_it_and_the_rest() -> None:
    names = ["De Oss", "Ossendrecht", "Oss", "Oss West"]
    assert sorted(names, key=lambda name: search_order(name, "x", "oss")) == [
        "Oss",
        "Oss West",
        "Ossendrecht",
        "De Oss",
    ]
