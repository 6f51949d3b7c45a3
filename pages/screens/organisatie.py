"""Organisatie: everything about one organisation, and the place to put it right."""

from __future__ import annotations

import streamlit as st

from pages.ui import details, edit, frame, organisation_choice, selection, suppose
from pages.ui import organisation_tabs as parts
from pages.views.hiaten import plain
from pages.views.organisation import profile


@frame.fragment
def the_tabs(page: frame.Page, organisation: str) -> None:
    """The parts; only the open one is worked out."""
    entity = page.network.entity(organisation)
    draw = (parts.about, parts.collaboration, parts.referred, parts.its_role, parts.gaps, parts.remembered)
    names = [page.t(f"organisatie.tab_{one}") for one in parts.TABS]
    for tab, part in zip(st.tabs(names, key="organisatie_tab", on_change="rerun"), draw, strict=True):
        if tab.open:
            with tab:
                part(page, entity)


def main() -> None:
    """The screen, from top to bottom."""
    page = frame.screen("organisatie")
    chosen = details.known(page, selection.current().focus)
    if chosen is None:
        organisation_choice.panel(page)
        st.info(page.t("organisatie.choose"), icon=":material/domain:")
        organisation_choice.suggestions(page)
        return
    who = profile(page.network, chosen, page.language)
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with left:
        st.header(plain(who.name), anchor=False)
        st.write(" · ".join(plain(part) for part in (who.kind, who.place) if part))
    with right:
        organisation_choice.panel(page)
    suppose.link(page, "stop", chosen)
    edit.undo_last(page, chosen)
    the_tabs(page, chosen)


main()
