"""Netwerk: the map of who works with whom, with the details of what is clicked beside it."""

from dataclasses import replace

import streamlit as st

from pages.ui import (
    compare,
    details,
    frame,
    map_places,
    map_state,
    matrix,
    network_map,
    picture,
    selection,
    state,
    tables,
    ways,
)
from pages.ui.linked import begin, keep_picked
from pages.views import grouping
from pages.views import netwerk as view

page = frame.screen("netwerk")
MAP = "network_map"
as_groups = page.narrowed.n_organisations > grouping.MOST


def changed() -> None:
    """What is done in the map changes the selection, and so the URL; a click on a group opens the group."""
    told = network_map.viewed(MAP) or {}
    one = told.get("chosen")
    if as_groups and isinstance(one, str) and grouping.is_group(one):
        municipality, kind = grouping.drill(one)
        selection.change(kinds=(kind,), municipalities=(municipality,) if municipality else ())
    elif isinstance(one, str) and grouping.is_group(one):
        now = selection.current().map
        left = tuple(code for code in now.folded if code != grouping.drill(one)[0])
        selection.change(map=replace(now, folded=left), focus=None)
    else:
        selection.put(map_state.selection_of(told, selection.current()))


def moved() -> None:
    """What is dragged stays where it was put, for everybody."""
    told = network_map.moved(MAP)
    if told is not None:
        whole = page.derived(grouping.grouped, page.language, narrowed=True) if as_groups else page.network
        map_places.put(whole, told, "groups" if as_groups else "")


@frame.fragment
def map_and_details() -> None:
    before, now = page.selection, selection.current()
    if before.narrowing != now.narrowing:
        st.rerun()  # a group was opened: the whole screen shows something else
    focus = details.known(page, now.focus)
    if as_groups:
        network = page.derived(grouping.grouped, page.language, narrowed=True)
        places, kept = map_places.placed(network, "groups", now.map.layout)
        drawing = state.derived(view.picture, network, places, (), page.language, now.map.measures, kept)
    else:
        places, kept = map_places.placed(page.network, layout=now.map.layout)
        network = page.narrowed
        if now.map.folded:
            network = page.derived(grouping.grouped, page.language, now.map.folded, narrowed=True)
            places = grouping.middle(network, page.narrowed, places)
        narrowed = repr((now.narrowing, now.map.folded))
        drawing = state.derived(
            view.picture, network, places, (), page.language, now.map.measures, kept, variant=narrowed
        )
    left, right = st.columns([3, 1.15], gap="medium")
    with left:
        network_map.network_map(drawing, key=MAP, state=map_state.state_of(now, focus), on_view=changed, on_move=moved)
    with right:
        network_map.card(MAP)
        if focus is not None:
            details.more(page, focus)


if as_groups:
    groups = page.derived(grouping.grouped, page.language, narrowed=True).n_organisations
    told = page.t("netwerk.grouped_many", count=page.number(page.narrowed.n_organisations), shown=page.number(groups))
    st.info(told, icon=":material/workspaces:")
map_and_details()
frame.fragment(ways.panel)(page)


TWINS = {"table": "netwerk.table", "matrix": "matrix.tab", "moments": "compare.title", "taken": "picture.tab"}
"""The same selection otherwise: a name for the link, and the key of its label."""


@frame.fragment
def twins() -> None:
    """The same selection otherwise: as a table, as a matrix, at two moments, and to take along.

    Nothing of it until it is asked for: a table alone costs the browser as long as the whole map.
    """
    if selection.current().focus != page.selection.focus:
        st.rerun()  # one was chosen in a table: the map shows it too
    begin("ook", "netwerk_twin", TWINS)
    asked = st.segmented_control(
        page.t("netwerk.twins"),
        list(TWINS),
        format_func=lambda one: page.t(TWINS[one]),
        key="netwerk_twin",
        on_change=keep_picked,
        args=("ook", "netwerk_twin"),
    )
    if asked == "table":
        organisations()
    elif asked == "matrix":
        matrix.matrix_tab(page)
    elif asked == "moments":
        compare.compare_tab(page)
    elif asked == "taken":
        places, _ = map_places.placed(page.network, layout=page.selection.map.layout)
        picture.downloads(page, page.narrowed, places)


def organisations() -> None:
    """A row per organisation; a chosen row becomes the focus."""
    st.caption(page.t("netwerk.table_help"))
    shown, least = page.selection.statuses, page.selection.least
    tables.table(
        page.derived(view.organisations, shown, page.language, least, narrowed=True),
        page.language,
        alt=page.t("netwerk.table"),
        key="organisations",
        on_pick=lambda organisation: selection.change(focus=organisation),
    )


twins()
