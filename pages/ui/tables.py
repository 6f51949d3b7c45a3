"""Tables with figures and dates written as the reader writes them, and still sorted as figures and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_float_dtype, is_integer_dtype

from pages.views.words import number

_STYLED = 20_000
"""Cells above which a table is shown without the reader's own notation: styling takes too long."""


def table(data: pd.DataFrame, language: str, *, height: int | str = "auto", key: str | None = None) -> None:
    """Show a table. Its index is not shown; columns of dates hold ``date`` or None."""
    shown = data.reset_index(drop=True)
    config = {
        name: st.column_config.DateColumn(format="D MMM YYYY" if language == "en" else "DD-MM-YYYY")
        for name in shown.columns
        if any(isinstance(value, date) for value in shown[name].head(50))
    }
    if shown.size <= _STYLED:
        formats = {name: _format(shown[name], language) for name in shown.columns if name not in config}
        styled = shown.style.format({name: told for name, told in formats.items() if told}, na_rep="–")
        st.dataframe(styled, hide_index=True, column_config=config, height=height, key=key)
    else:
        st.dataframe(shown, hide_index=True, column_config=config, height=height, key=key)


def _format(column: pd.Series[Any], language: str) -> Callable[[Any], str] | None:
    if is_integer_dtype(column):
        return lambda value: number(value, language)
    if is_float_dtype(column):
        return lambda value: number(value, language, 1)
    return None
