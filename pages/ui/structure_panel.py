"""Under the gaps: how firm the network is. Worked out when asked for."""

from __future__ import annotations

import streamlit as st

from pages.ui import links, tables
from pages.ui.frame import Page
from pages.views import structure as view
from pages.views.hiaten import plain


def panel(page: Page) -> None:
    """Plain sentences, with the numbers a click away."""
    t = page.t
    st.subheader(t("structure.title"), anchor=False)
    st.caption(t("structure.lead"))
    if not st.toggle(t("structure.show"), key="structure_shown"):
        return
    with st.spinner(t("structure.busy")):
        found = page.derived(view.worked_out)
    if found.silos.all.index is None:
        st.write(t("structure.nothing"))
        return
    for sentence in view.sentences(page.network, found, page.language):
        st.markdown(f"- {plain(sentence)}")
    for name, table in (
        ("numbers_players", view.players_table(page.network, found, t)),
        ("numbers_silos", view.silos_table(page.network, found, t)),
        ("numbers_routes", view.routes_table(page.network, found, t)),
    ):
        with st.expander(t(f"structure.{name}"), icon=":material/table:"):
            if name == "numbers_silos":
                tables.table(table, page.language, alt=t(f"structure.{name}"))
                continue
            links.listed(page, table, t(f"structure.{name}"), f"structure_{name}", 380)
    with st.expander(t("structure.origin"), icon=":material/info:"):
        st.write(plain(view.origin(found, page.language)))
