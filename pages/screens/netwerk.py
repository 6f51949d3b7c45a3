"""Netwerk: the map of who works with whom, with the details of what is clicked beside it."""

import streamlit as st

from pages.ui import details, filters, frame, network_map, selection, state, tables
from pages.views import grouping
from pages.views import netwerk as view

page = frame.screen("netwerk")
MAP = "network_map"
shown = page.selection.statuses
as_groups = page.narrowed.n_organisations > grouping.MOST


def chosen() -> None:
    """A click on the map changes the focus of the selection, and so the URL; on a group it opens the group."""
    one = network_map.selected(MAP)
    if one is not None and grouping.is_group(one):
        municipality, kind = grouping.drill(one)
        selection.change(kinds=(kind,), municipalities=(municipality,) if municipality else ())
    else:
        selection.change(focus=one)


@frame.fragment
def map_and_details() -> None:
    before, now = page.selection, selection.current()
    if (before.kinds, before.municipalities) != (now.kinds, now.municipalities):
        st.rerun()  # a group was opened: the whole screen shows something else
    focus = details.known(page, now.focus)
    if as_groups:
        groups = page.derived(grouping.grouped, page.language, narrowed=True)
        drawing = state.derived(view.picture, groups, state.placed(groups, "groups"), shown, page.language)
    else:
        drawing = page.derived(view.picture, state.placed(page.network), shown, page.language, narrowed=True)
    left, right = st.columns([3, 1.15], gap="medium")
    with left:
        network_map.network_map(drawing, key=MAP, focus=focus, on_select=chosen)
    with right:
        details.panel(page, focus)


if as_groups:
    count = page.number(page.narrowed.n_organisations)
    st.info(page.t("netwerk.grouped", count=count), icon=":material/workspaces:")
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
