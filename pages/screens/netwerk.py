"""Netwerk: the map of who works with whom, with the details of what is clicked beside it."""

import streamlit as st

from pages.ui import details, filters, frame, network_map, selection, state, tables
from pages.views import netwerk as view

page = frame.screen("netwerk")
MAP = "network_map"
shown = page.selection.statuses


def chosen() -> None:
    """A click on the map changes the focus of the selection, and so the URL."""
    selection.change(focus=network_map.selected(MAP))


@frame.fragment
def map_and_details() -> None:
    focus = details.known(page, selection.current().focus)
    drawing = page.derived(view.picture, state.placed(page.network), shown, page.language, narrowed=True)
    left, right = st.columns([3, 1.15], gap="medium")
    with left:
        network_map.network_map(drawing, key=MAP, focus=focus, on_select=chosen)
    with right:
        details.panel(page, focus)


filters.statuses(page.selection, page.t("netwerk.lines"), lambda status: view.status_label(status, page.t))
map_and_details()
st.subheader(page.t("netwerk.table"), anchor=False)
st.caption(page.t("netwerk.table_help"))
tables.table(
    page.derived(view.organisations, shown, page.language, narrowed=True),
    page.language,
    alt=page.t("netwerk.table"),
    key="organisations",
    on_pick=lambda organisation: selection.change(focus=organisation),
)
