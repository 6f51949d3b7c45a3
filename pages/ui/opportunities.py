"""Under the gaps: the opportunities, as cards of the same form, counted apart."""

from __future__ import annotations

import streamlit as st

from graph.gaps.opportunities import find_opportunities
from graph.gaps.rule import Finding
from graph.gaps.settings import every_setting
from pages.ui import agreed_chain, follow, follow_kept, frame, gap_cards, state, tables
from pages.ui.kept import Kept
from pages.views import hiaten as view

FIRST = 5  # opportunities shown at once
_SHOWN = "opportunities_shown"


@st.cache_resource(show_spinner=False)
def _kept() -> Kept[tuple[Finding, ...]]:
    return Kept()


def all_opportunities(page: frame.Page, gaps: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Every opportunity of the region, the most promising first; ``gaps`` are those with the usual thresholds."""
    network = page.network
    key = (state.address(), network.scope, network.revision, agreed_chain.current(page).handovers)
    return _kept().of(key, lambda: find_opportunities(network, gaps))


@frame.fragment
def panel(page: frame.Page, everything: tuple[Finding, ...]) -> None:
    """Heading, filter, the cards, twin."""
    gap_cards.turned()
    known = follow_kept.known(page)
    t, picked = page.t, page.selection
    st.subheader(t("opportunities.title"), anchor=False)
    st.write(t("opportunities.lead"))
    here = view.chosen(page.network, everything, municipalities=picked.municipalities, kinds=picked.kinds)
    here = follow.left(page, known, here, "opportunities_aside")
    follow.last(page, known, everything)
    counts = view.by_code(here)
    if not here:
        st.info(t("opportunities.none"), icon=":material/lightbulb:")
        return
    codes = st.pills(
        t("opportunities.type"),
        list(counts),
        selection_mode="multi",
        key="opportunities_code",
        format_func=lambda one: f"{every_setting()[one].label[page.language]} ({counts.get(one, 0)})",
    )
    found = view.chosen(page.network, here, codes=codes)
    summary = "summary_one" if len(found) == 1 else "summary"
    st.write(t(f"opportunities.{summary}", count=page.number(len(found))))
    now = gap_cards.opened()
    shown = found[: st.session_state.get(_SHOWN, FIRST)]
    asked = next((one for one in found if one.id == now and one not in shown), None)
    for one in (*((asked,) if asked else ()), *shown):
        gap_cards.card(page, one, one.id == now, known)
    rest = len(found) - len(shown)
    if rest > 0:
        st.button(
            t("opportunities.more", count=page.number(rest)),
            key="opportunities_more",
            icon=":material/expand_more:",
            on_click=lambda: st.session_state.update({_SHOWN: len(shown) + 4 * FIRST}),
        )
    with st.expander(t("opportunities.as_table"), icon=":material/table:"):
        table = view.table(found, page.network, page.language)
        tables.table(table, page.language, alt=t("opportunities.as_table"))
