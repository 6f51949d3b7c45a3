"""Small tables as HTML: values as text, whatever they hold."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pages.views.html import table

HOSTILE = '<img src=x onerror=alert(1)> & "quotes"'


def test_names_are_text() -> None:
    found = table(pd.DataFrame({HOSTILE: [HOSTILE]}), "nl", HOSTILE)
    assert "<img" not in found
    assert found.count("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;") == 3


def test_numbers_and_dates_are_written_as_the_reader_does() -> None:
    data = pd.DataFrame({"n": pd.Series([1234], dtype=object), "d": [date(2025, 12, 31)], "x": [None]})
    assert '<td class="kk-number">1.234</td><td>31-12-2025</td><td>–</td>' in table(data, "nl", "t")


def test_nothing_leaves_only_the_caption() -> None:
    assert "<td" not in table(pd.DataFrame({"n": []}), "nl", "Leeg")
