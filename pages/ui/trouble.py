"""When something is wrong or nothing is there: clear sentences, and a way on. Never a traceback."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st

from graph.problems import KetenkaartError, StoreUnavailable
from graph.texts import Texts, texts
from loaders.tables import FileRefused
from pages.ui import selection, state
from pages.ui.demo import load_demo

RETRY_SECONDS = 3
_DOWN_SINCE = "store_down_since"
_log = logging.getLogger("ketenkaart")


@contextmanager
def guard(t: Texts) -> Iterator[None]:
    """Turn every error within into a sentence; what the user cannot mend goes to the log with a number."""
    try:
        yield
    except StoreUnavailable as error:
        _log.warning("The store is unavailable: %s", error)
        store_down(t, error)
    except KetenkaartError as error:
        st.error(t.error(error), icon=":material/error:")
    except FileRefused as error:
        st.error(t.problem(error.problem), icon=":material/error:")
    except Exception:
        number = uuid4().hex[:8]
        _log.exception("Unexpected error %s", number)
        st.error(t("common.unexpected", number=number), icon=":material/error:")


def store_down(t: Texts, error: KetenkaartError) -> None:
    """Say that the store is away, and go on by itself when it is back."""
    st.session_state[_DOWN_SINCE] = time.monotonic()
    st.error(t.error(error), icon=":material/cloud_off:")
    _wait_for_store()


@st.fragment(run_every=RETRY_SECONDS)
def _wait_for_store() -> None:
    t = texts(selection.current().language)
    st.caption(t("common.retrying", seconds=RETRY_SECONDS))
    now = st.button(t("common.retry_now"), key="retry_now")
    waited = time.monotonic() - st.session_state.get(_DOWN_SINCE, 0.0)
    if not now and waited < RETRY_SECONDS / 2:
        return
    try:
        state.store().health()
    except KetenkaartError:
        return
    st.rerun(scope="app")


def empty_store(t: Texts) -> None:
    """What to do when there is nothing yet: look at the example region, or bring in your own files."""
    with st.container(border=True):
        st.subheader(t("common.empty_title"), anchor=False)
        st.write(t("common.empty_text"))
        with st.container(horizontal=True):
            demo_button(t)
            st.page_link("pages/screens/gegevens.py", label=t("common.import_own"), icon=":material/upload_file:")


def demo_button(t: Texts) -> None:
    """One click to put the example region in the map."""
    if st.button(t("common.load_demo"), type="primary", icon=":material/play_arrow:", key="load_demo"):
        with st.spinner(t("common.loading_demo")):
            load_demo(state.store(), t.language)
        st.rerun()


def empty_selection(t: Texts) -> None:
    """Nothing answers the selection: say so, and offer to lift it."""
    st.info(t("common.nothing_selected"), icon=":material/filter_alt_off:")
    if st.button(t("common.reset"), key="reset_empty"):
        selection.change(**NO_FILTERS)
        st.rerun()


NO_FILTERS = {
    "region": None,
    "start": None,
    "end": None,
    "target_group": None,
    "kinds": (),
    "municipalities": (),
    "statuses": (),
    "focus": None,
}
