"""The gaps of the region on the page, the same for every screen; while they are looked for, how far that is."""

from __future__ import annotations

import streamlit as st

from graph.gaps.adjusted import USUAL, Adjusted
from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from pages.ui import state
from pages.ui.frame import Page
from pages.ui.kept import Kept


@st.cache_resource(show_spinner=False)
def _kept() -> Kept[tuple[Finding, ...]]:
    return Kept()


def all_gaps(page: Page, settings: Adjusted = USUAL) -> tuple[Finding, ...]:
    """Every gap, the heaviest first, with these thresholds."""
    network, text = page.network, page.t("gap_limits.busy")

    def work_out() -> tuple[Finding, ...]:
        bar = st.progress(0.0, text=text)
        try:
            return find_gaps(network, progress=lambda done, of: bar.progress(done / of, text=text), settings=settings)
        finally:
            bar.empty()

    return _kept().of((state.address(), network.scope, network.revision, settings), work_out)
