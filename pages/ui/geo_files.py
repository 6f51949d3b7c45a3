"""Files of the map: borders and figures, from the data folder or handed in on the screen for this session.

The data folder is the one of the store: that of its file, or else the usual one of the user. Borders are
every ``*.geojson`` there, the first by name that can be read; figures are ``indicator*.csv`` and ``.xlsx``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from graph.store.address import default_file
from graph.store.open import store_address
from loaders.borders import Borders, read_borders
from loaders.indicators import Indicators, read_indicators
from loaders.tables import FileRefused, Source, source_of
from pages.ui.frame import Page
from pages.ui.importing import dutch_uploader

T = TypeVar("T")
_BORDERS, _FIGURES = "geo_borders", "geo_figures"


def folder() -> Path:
    """The data folder."""
    path = store_address().path
    return (path or default_file(dict(os.environ))).parent


def borders(page: Page) -> Borders | None:
    """The borders to draw: those handed in, or else those of the data folder; None when there are none."""
    handed: Borders | None = st.session_state.get(_BORDERS)
    if handed is not None:
        return handed
    return _first(page, sorted(folder().glob("*.geojson")), read_borders)


def figures(page: Page) -> Indicators | None:
    """The table of figures: the one handed in, or else the first of the data folder."""
    handed: Indicators | None = st.session_state.get(_FIGURES)
    if handed is not None:
        return handed
    found = [p for p in folder().glob("indicator*") if p.suffix.lower() in (".csv", ".xlsx")]
    return _first(page, sorted(found), read_indicators)


def _first(page: Page, paths: list[Path], read: Callable[[Source], T]) -> T | None:
    """The first file that can be read; of the others it is said why not."""
    for path in paths:
        try:
            return _read(str(path), path.stat().st_mtime_ns, path.stat().st_size, read)
        except FileRefused as error:
            st.warning(page.t.problem(error.problem), icon=":material/warning:")
    return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _read(path: str, changed: int, size: int, _read: Callable[[Source], T]) -> T:  # noqa: ARG001 - the key
    return _read(source_of(path))


def panel(page: Page) -> None:
    """Hand in borders or figures, see what was left out of them, and let go of them."""
    t = page.t
    handed = any(st.session_state.get(f"{key}_id") for key in (_BORDERS, _FIGURES))
    with st.expander(t("kaart.files"), icon=":material/upload_file:", expanded=handed):
        st.html(dutch_uploader(t))
        left, right = st.columns(2, gap="large")
        with left:
            _hand_in(page, _BORDERS, "borders", ["geojson", "json"], read_borders)
        with right:
            _hand_in(page, _FIGURES, "figures", ["csv", "xlsx"], read_indicators)
        st.caption(t("kaart.files_folder", folder=folder()))


def _hand_in(page: Page, key: str, what: str, sorts: list[str], read: Callable[[Source], T]) -> None:
    t = page.t
    st.markdown(f"**{t(f'kaart.{what}')}**")
    st.write(t(f"kaart.{what}_help"))
    turn = st.session_state.get(f"{key}_turn", 0)
    file = st.file_uploader(t(f"kaart.{what}_choose"), type=sorts, key=f"{key}_file_{turn}")
    if file is not None and st.session_state.get(f"{key}_id") != file.file_id:
        st.session_state[f"{key}_id"] = file.file_id
        try:
            with st.spinner(t("kaart.reading")):
                st.session_state[key] = read(source_of(file))
            st.session_state[f"{key}_problem"] = None
            st.rerun()
        except FileRefused as error:
            st.session_state[f"{key}_problem"] = error.problem
    problem = st.session_state.get(f"{key}_problem")
    if problem is not None and file is not None:
        st.error(t.problem(problem), icon=":material/error:")
    known: Borders | Indicators | None = st.session_state.get(key)
    if known is None:
        return
    st.success(t("kaart.file_used", file=known.source), icon=":material/check_circle:")
    if isinstance(known, Borders) and known.converted:
        st.info(t("kaart.borders_converted"), icon=":material/info:")
    for notice in known.notices:
        st.info(t.problem(notice), icon=":material/info:")
    if st.button(t("kaart.file_drop"), key=f"{key}_drop", icon=":material/close:"):
        for name in (key, f"{key}_id", f"{key}_problem"):
            st.session_state.pop(name, None)
        st.session_state[f"{key}_turn"] = turn + 1
        st.rerun()
