"""The page about instruments has the rules that the data give."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.instrument_page import BEGIN, END, PAGE, rules_text, write_instrument_page


def test_the_page_is_in_step_with_the_data() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = page.partition(BEGIN)[2].partition(END)[0].strip()
    assert told == rules_text(), "run: python -m loaders dictionary"


def test_writing_again_leaves_the_words_around_the_tables(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nstale words\n{END}\nafter\n", encoding="utf-8")
    first = write_instrument_page(page).read_text(encoding="utf-8")
    assert first.startswith("before\n")
    assert first.endswith("\nafter\n")
    assert "stale words" not in first
    assert "Wage-cost subsidy" in first
    assert write_instrument_page(page).read_text(encoding="utf-8") == first


def test_a_page_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("words", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md"):
        write_instrument_page(page)
    assert page.read_text(encoding="utf-8") == "words"
