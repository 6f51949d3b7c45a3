"""Ways to the page of an organisation, wherever its name stands. The selection goes along."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.ui import selection, tables
from pages.ui.frame import Page
from pages.views.hiaten import plain

SLUG, SEARCH = "organisatie", "organisatie_search"
SCREEN = f"pages/screens/{SLUG}.py"


def params(page: Page, organisation: str) -> dict[str, str]:
    """The query parameters of a link to an organisation: the selection, with that one in focus."""
    return selection.to_params(replace(page.selection, focus=organisation))


def organisation(page: Page, identifier: str, label: str | None = None, *, key: str = "link") -> None:
    """A link to the page of an organisation, by its name or by ``label``; its name alone where it is not known.

    ``key`` tells apart links to one organisation that stand on its own screen.
    """
    entity = page.network.entity(identifier) if identifier in page.network.index else None
    name = plain(label or (entity.name if entity else identifier))
    if entity is None or entity.kind not in page.schema.organisations:
        st.markdown(name)
        return
    icon = f":material/{page.schema.entities[entity.kind].icon}:" if label is None else ":material/east:"
    if page.slug == SLUG:
        # A link from a screen to itself leaves the address as it was; a change of the selection does not.
        st.button(name, key=f"{key}_{identifier}", icon=icon, type="tertiary", on_click=_choose, args=(identifier,))
    else:
        st.page_link(SCREEN, label=name, icon=icon, query_params=params(page, identifier))


def _choose(identifier: str) -> None:
    selection.change(focus=identifier)
    st.session_state[SEARCH] = ""  # what was searched is found


def organisations(page: Page, identifiers: Iterable[str]) -> None:
    """Links to several organisations, side by side."""
    with st.container(horizontal=True, gap="small"):
        for one in identifiers:
            organisation(page, one)


def picked(page: Page, among: Container[str]) -> None:
    """Under a table in which a row can be picked: the ways to the one in focus, if the table has it."""
    focus = selection.current().focus
    if focus is None or focus not in among:
        return
    with st.container(horizontal=True, gap="small"):
        organisation(page, focus)
        st.page_link(
            "pages/screens/netwerk.py",
            label=page.t("netwerk.show_on_map"),
            icon=":material/hub:",
            query_params=params(page, focus),
        )


def listed(page: Page, table: pd.DataFrame, alt: str, key: str, height: int = 320) -> None:
    """A table with an organisation in each row (index: ids), of which a picked one can be opened; at most so high."""
    tables.table(
        table,
        page.language,
        alt=alt,
        height=min(height, 40 + 36 * len(table)),
        key=key,
        on_pick=lambda one: selection.change(focus=one),
    )
    picked(page, table.index)


def opener(page: Page) -> Callable[[str], None]:
    """What a table does with a picked row whose index is an organisation: ``tables.table(..., opens=...)``."""

    def open_it(identifier: str) -> None:
        if page.network.index.get(identifier, page.network.n_organisations) < page.network.n_organisations:
            st.switch_page(SCREEN, query_params=params(page, identifier))

    return open_it
