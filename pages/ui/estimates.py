"""Under the gaps: estimates per municipality, out of a table, to lay beside who is known."""

from __future__ import annotations

from datetime import date

import streamlit as st

from graph.network import Network
from graph.problems import KetenkaartError
from loaders.estimates import Columns, keep_estimates, recognised
from loaders.indicators import Indicators, read_indicators
from loaders.tables import FileRefused, source_of
from pages.ui import frame, geo_files, journal
from pages.ui.importing import dutch_uploader
from pages.views.hiaten import plain

_DONE = "estimates_done"


def panel(page: frame.Page) -> None:
    """What there is now, a table to choose, its columns, and keeping it."""
    t = page.t
    # With a key it stays open while what stands above it changes.
    box = st.expander(t("estimates.title"), icon=":material/visibility_off:", key="estimates_box", on_change="rerun")
    if not box.open:
        return
    with box:
        st.write(t("estimates.lead"))
        st.write(plain(_now(page.network, page)))
        if done := st.session_state.pop(_DONE, None):
            st.success(plain(t("estimates.kept", **done)), icon=":material/check_circle:")
        st.html(dutch_uploader(t))
        file = st.file_uploader(t("estimates.choose"), type=["csv", "xlsx"], key="estimates_file")
        try:
            table = read_indicators(source_of(file)) if file is not None else geo_files.figures(page)
        except FileRefused as error:
            st.error(t.problem(error.problem), icon=":material/error:")
            return
        if table is not None:
            if file is None:
                st.caption(plain(t("estimates.from_map", file=table.source)))
            _columns(page, table)
        st.caption(t("estimates.home_help"))


def _now(network: Network, page: frame.Page) -> str:
    """Of how many municipalities there is an estimate, and where from."""
    known = [e for e in network.municipalities.values() if e.properties.get("neet") is not None]
    if not known:
        return page.t("estimates.none_now")
    sources = sorted({str(e.properties.get("neet_source") or "?") for e in known})
    return page.t("estimates.now", count=page.number(len(known)), source=", ".join(sources))


def _columns(page: frame.Page, table: Indicators) -> None:
    """Which columns they are, of which day, and the button."""
    t, names = page.t, list(table.figures)
    guess = recognised(table)
    without = t("estimates.no_limit")
    with st.form("estimates", border=False):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            people = st.selectbox(
                t("estimates.people"), names, index=names.index(guess.people) if guess else 0, width=320
            )
            limits: tuple[tuple[str, str | None], ...] = (
                ("low", guess.low if guess else None),
                ("high", guess.high if guess else None),
            )
            options: list[str | None] = [None, *names]
            low, high = (
                st.selectbox(
                    t(f"estimates.{role}"), options, index=options.index(one),
                    format_func=lambda name: without if name is None else name, width=320,
                )
                for role, one in limits
            )  # fmt: skip
            on = st.date_input(t("estimates.day"), value=None, max_value=date.max, format="DD-MM-YYYY", width=220)
        st.caption(t("estimates.undo_help"))
        if not st.form_submit_button(t("estimates.keep"), icon=":material/save:"):
            return
    try:
        day = on if isinstance(on, date) else None
        count, _ = keep_estimates(page.store, table, Columns(people, low, high), day, journal.ME)
    except KetenkaartError as error:
        st.error(plain(t.error(error)), icon=":material/error:")
        return
    st.session_state[_DONE] = {"count": page.number(count), "name": people}
    st.rerun()
