"""Choosing an organisation by typing some of its name, also with a mistake in it."""

from __future__ import annotations

import streamlit as st

from graph.records import Entity
from pages.ui import links
from pages.ui.frame import Page
from pages.views.organisation import most_connected
from pages.views.organisation_search import similar, vocabulary

MOST, FIRST = 8, 12


def panel(page: Page) -> None:
    """The search field, with what it finds as links; nothing typed: nothing found."""
    t = page.t
    text = st.text_input(
        t("organisatie.search"),
        key=links.SEARCH,
        placeholder=t("organisatie.search_hint"),
        icon=":material/search:",
        max_chars=200,
    )
    if not text.strip():
        return
    found, alike = _found(page, text)
    if not found:
        st.info(t("organisatie.not_found"), icon=":material/search_off:")
        return
    if alike:
        st.caption(t("organisatie.did_you_mean"))
    with st.container(horizontal=True, gap="small"):
        for entity in found:
            links.organisation(page, entity.id)


def _found(page: Page, text: str) -> tuple[list[Entity], bool]:
    """What the store finds; where that is nothing here, names that are alike."""
    kinds = tuple(sorted(page.schema.organisations))
    here = page.network.index
    found = [entity for entity in page.store.search(text, kinds, limit=5 * MOST) if entity.id in here][:MOST]
    if found:
        return found, False
    near = similar(page.network, page.derived(vocabulary), text, MOST)
    return [page.network.entity(one) for one in near], True


def suggestions(page: Page) -> None:
    """Where to begin: the organisations with most partners."""
    st.markdown(f"**{page.t('netwerk.most_ties')}**")
    with st.container(horizontal=True, gap="small"):
        for one, name, ties in page.derived(most_connected, FIRST, narrowed=True):
            links.organisation(page, one, f"{name} ({page.number(ties)})", key="first")
