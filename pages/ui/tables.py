"""Tables with figures and dates written as the reader writes them, and still sorted as figures and dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.api.types import is_float_dtype, is_integer_dtype

from pages.views.words import number

_FIGURE = re.compile(r"[+\-−]?\d[\d.,]*\s?%?|[–-]")
_STYLED = 20_000
"""Cells above which a table is shown without the reader's own notation: styling takes too long."""


def table(
    data: pd.DataFrame,
    language: str,
    *,
    alt: str,
    height: int | Literal["auto"] = "auto",
    key: str | None = None,
    on_pick: Callable[[str], object] | None = None,
    opens: Callable[[str], object] | None = None,
) -> None:
    """Show a table; ``alt`` says to a screen reader what it holds. Columns of dates hold ``date`` or None.

    The index is not shown. With ``on_pick`` (and a ``key``) a row can be picked: it is called with the
    row's index. So it is with ``opens``, but after the run, so that it may go to another screen (see
    ``links.opener``).
    """
    shown = data.reset_index(drop=True)
    config = {
        name: st.column_config.DateColumn(format="D MMM YYYY" if language == "en" else "DD-MM-YYYY")
        for name in shown.columns
        if any(isinstance(value, date) for value in shown[name].head(50))
    }
    right = st.column_config.Column(alignment="right")
    config |= {name: right for name in shown.columns if name not in config and _reads_as_figures(shown[name])}
    drawn: Any = shown
    if shown.size <= _STYLED:
        formats = {name: _format(shown[name], language) for name in shown.columns if name not in config}
        drawn = shown.style.format({name: told for name, told in formats.items() if told}, na_rep="–")
    if on_pick is None and opens is None:
        st.dataframe(drawn, hide_index=True, column_config=config, height=height, key=key, alt=alt, placeholder="–")
        return

    def picked() -> None:
        rows = st.session_state[str(key)].selection.rows
        if rows and on_pick is not None:
            on_pick(str(data.index[rows[0]]))

    state = st.dataframe(
        drawn,
        hide_index=True,
        column_config=config,
        height=height,
        key=key,
        alt=alt,
        placeholder="–",
        on_select=picked,
        selection_mode="single-row",
    )
    if opens is not None and state.selection.rows:
        opens(str(data.index[state.selection.rows[0]]))


def _reads_as_figures(column: pd.Series[Any]) -> bool:
    """Whether all words in a column are figures, as "45%" and "+5,5": they stand under each other by their ends."""
    words = [value for value in column.head(50).dropna() if value != ""]
    return bool(words) and all(isinstance(one, str) and _FIGURE.fullmatch(one) for one in words)


def _format(column: pd.Series[Any], language: str) -> Callable[[Any], str] | None:
    if is_integer_dtype(column):
        return lambda value: number(value, language)
    if is_float_dtype(column):
        return lambda value: number(value, language, 1)
    return None
