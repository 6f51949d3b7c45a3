"""Import in three steps: choose files, see what would happen to every row, and only then do it."""

from __future__ import annotations

import streamlit as st

from graph.texts import Texts
from loaders.account import Account
from loaders.importing import Preview, accept, read_files
from pages.ui import journal, state, tables
from pages.ui.frame import Page
from pages.views import gegevens as view
from pages.views.words import number

_ROUND, _PREVIEW, _DONE = "import_round", "import_preview", "import_done"
_SHOWN = 100


def panel(page: Page) -> None:
    """The whole of it: the last import, and the next one."""
    t = page.t
    done: Account | None = st.session_state.get(_DONE)
    if done is not None:
        _result(page, done)
    st.html(dutch_uploader(t))
    files = st.file_uploader(
        t("gegevens.choose"),
        accept_multiple_files=True,
        key=f"files_{st.session_state.setdefault(_ROUND, 0)}",
        help=t("gegevens.choose_help"),
    )
    if not files:
        st.session_state.pop(_PREVIEW, None)
        return
    preview = _preview(page, files)
    _account(page, preview.account)
    change = preview.account.total("new") + preview.account.total("changed")
    if not change:
        st.info(t("gegevens.nothing_new"), icon=":material/info:")
        return
    label = t("gegevens.accept", count=number(change, page.language))
    if st.button(label, type="primary", key="accept", icon=":material/check:"):
        with st.spinner(t("gegevens.writing")):
            st.session_state[_DONE] = accept(preview, page.store, journal.ME)
        st.session_state[_ROUND] += 1
        st.session_state.pop(_PREVIEW, None)
        st.rerun()


def _preview(page: Page, files: list) -> Preview:  # type: ignore[type-arg]
    """What importing these files would do; looked at once per set of files, language and state of the store."""
    key = (tuple(file.file_id for file in files), page.language, state.revision())
    known = st.session_state.get(_PREVIEW)
    if known is None or known[0] != key:
        with st.spinner(page.t("gegevens.reading")):
            known = (key, read_files(files, page.store, page.language))
        st.session_state[_PREVIEW] = known
    preview: Preview = known[1]
    return preview


def _account(page: Page, account: Account) -> None:
    """The numbers per file, and every problem."""
    t = page.t
    tables.table(view.account_table(account, page.language), page.language, alt=t("gegevens.account"))
    if not account.problems:
        st.success(t("gegevens.all_right"), icon=":material/check_circle:")
        return
    found = view.problem_table(account, page.language)
    st.subheader(t("gegevens.problems", count=number(len(found), page.language)), anchor=False)
    st.write(t("gegevens.problems_help"))
    st.table(found.head(_SHOWN), hide_index=True, border="horizontal", alt=t("gegevens.problems", count=len(found)))
    if len(found) > _SHOWN:
        st.caption(
            t("gegevens.first_only", shown=number(_SHOWN, page.language), count=number(len(found), page.language))
        )
    st.download_button(
        t("gegevens.problems_download"),
        lambda: found.to_csv(index=False, sep=";").encode("utf-8-sig"),
        file_name="ketenkaart-meldingen.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _result(page: Page, done: Account) -> None:
    """What happened, and the way back."""
    t = page.t
    numbers = {name: number(done.total(name), page.language) for name in ("new", "changed", "unchanged", "rejected")}
    with st.container(border=True):
        st.success(t("gegevens.done", **numbers), icon=":material/check_circle:")
        with st.container(horizontal=True):
            standing = [change.id for change in page.store.history(since=min(done.changes, default=1) - 1)]
            if done.changes and max(standing, default=0) == max(done.changes):
                journal.undo_button(page, done.changes[::-1], "undo_import")
            if st.button(t("gegevens.ready"), key="import_ready"):
                st.session_state.pop(_DONE)
                st.rerun()


def dutch_uploader(t: Texts) -> str:
    """Streamlit's uploader speaks English only: put our own words over its own."""
    words = {name: t(f"gegevens.{name}").replace('"', "'") for name in ("browse", "drop")}
    return f"""<style>
    [data-testid="stFileUploaderDropzoneInstructions"] > * {{ display: none; }}
    [data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "{words["drop"]}"; }}
    [data-testid="stFileUploaderDropzone"] button > * {{
        position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    }}
    [data-testid="stFileUploaderDropzone"] button::after {{ content: "{words["browse"]}"; }}
    </style>"""
