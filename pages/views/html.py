"""Small tables as HTML: with few rows they are there sooner than the grid that sorts and scrolls."""

from __future__ import annotations

from datetime import date
from html import escape

import pandas as pd

from pages.views.words import day, number


def table(data: pd.DataFrame, language: str, caption: str) -> str:
    """A table with every value as text; dates and numbers as the reader writes them, numbers to the right."""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in data.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(value, language) for value in row) + "</tr>"
        for row in data.itertuples(index=False, name=None)
    )
    body = f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>" if len(data) else ""
    return f'<div class="kk-table" tabindex="0"><table><caption>{escape(caption)}</caption>{body}</table></div>'


def _cell(value: object, language: str) -> str:
    if isinstance(value, date):
        return f"<td>{escape(day(value, language))}</td>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td class="kk-number">{escape(number(value, language))}</td>'
    return f"<td>{escape('–' if value is None else str(value))}</td>"
