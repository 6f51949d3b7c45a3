"""The gaps of the region on the page, the same for every screen; while they are looked for, how far that is."""

from __future__ import annotations

import streamlit as st

from graph.gaps.adjusted import USUAL, Adjusted
from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from pages.ui import agreed_chain, state
from pages.ui.frame import Page
from pages.ui.kept import Kept


@st.cache_resource(show_spinner=False)
def _kept() -> Kept[tuple[Finding, ...]]:
    return Kept()


def all_gaps(page: Page, settings: Adjusted = USUAL) -> tuple[Finding, ...]:
    """Every gap, the heaviest first, with these thresholds."""
    network, text, chain = page.network, page.t("gap_limits.busy"), agreed_chain.current(page)

    def work_out() -> tuple[Finding, ...]:
        bar = st.progress(0.0, text=text)
        try:
            told = lambda done, of: bar.progress(done / of, text=text)  # noqa: E731
            return find_gaps(network, progress=told, settings=settings, chain=chain)
        finally:
            bar.empty()

    return _kept().of((state.address(), network.scope, network.revision, settings, chain.handovers), work_out)
