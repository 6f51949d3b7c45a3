"""Under the list of gaps: who could work together. Computed when asked for, since it takes seconds."""

from __future__ import annotations

import streamlit as st

from graph.analysis.likely import Likely
from pages.ui import agreed_chain, links, tables
from pages.ui.frame import Page
from pages.views import likely as view
from pages.views.hiaten import plain

_PICKED = "likely_picked"


def panel(page: Page) -> None:
    """First the sets of ties that are surprisingly few, in sentences; then the likely partners with the reason."""
    t = page.t
    st.subheader(t("likely.title"), anchor=False)
    if not st.toggle(t("likely.show"), key="likely_shown"):
        return
    with st.spinner(t("likely.busy")):
        expected, found = page.derived(view.chances, agreed_chain.current(page))
    st.markdown(f"**{t('likely.few_title')}**")
    told = view.few_told(page.network, expected, page.language)
    for sentence in told:
        st.markdown(f"- {plain(sentence)}")
    if not told:
        st.write(t("likely.few_none" if expected.sets else "likely.few_untested"))
    if expected.sets:
        with st.expander(t("likely.tested"), icon=":material/table:"):
            st.caption(t("likely.tested_help", samples=page.number(expected.samples)))
            rows = view.sets_table(page.network, expected, page.language)
            tables.table(rows, page.language, alt=t("likely.tested"), key="likely_sets")
    st.markdown(f"**{t('likely.pairs_title')}**")
    if not found.pairs:
        st.write(t("likely.pairs_none"))
        return
    st.caption(t("likely.pairs_help", count=page.number(found.candidates), shown=page.number(len(found.pairs))))
    tables.table(
        view.pairs_table(page.network, found, page.language),
        page.language,
        alt=t("likely.pairs_title"),
        key="likely_pairs",
        on_pick=lambda row: st.session_state.update({_PICKED: _ends(found.pairs[int(row)])}),
    )
    st.caption(t("likely.gain_help"))
    _ways(page, found.pairs)


def _ways(page: Page, pairs: tuple[Likely, ...]) -> None:
    """The pages of the two that were picked; without a pick, how to pick."""
    picked = st.session_state.get(_PICKED)
    if picked not in {_ends(pair) for pair in pairs}:  # nothing yet, or a pair of a region that was left
        st.caption(page.t("likely.pick"))
        return
    links.organisations(page, picked)


def _ends(pair: Likely) -> tuple[str, str]:
    return pair.a, pair.b
