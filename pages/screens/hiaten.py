"""Hiaten: what is missing in the region, the heaviest first, each with its evidence and what to do."""

from __future__ import annotations

import streamlit as st

from graph.gaps.rule import Finding
from graph.gaps.settings import SEVERITIES, rule_settings
from pages.ui import (
    agreed_board,
    control_plot,
    estimates,
    follow,
    follow_kept,
    follow_monitor,
    frame,
    gap_cards,
    gap_limits,
    gaps_found,
    likely,
    opportunities,
    structure_panel,
    tables,
)
from pages.views import hiaten as view

FIRST = 10  # gaps shown at once


@frame.fragment
def the_list(page: frame.Page, everything: tuple[Finding, ...]) -> None:
    """Filters, summary and the gaps; one of them is open."""
    gap_cards.turned()
    t, picked = page.t, page.selection
    known = follow_kept.known(page)
    here = view.chosen(page.network, everything, municipalities=picked.municipalities, kinds=picked.kinds)
    top = st.container()
    here = follow.left(page, known, here)
    with top:
        severities, codes = filters(page, here)
    follow.last(page, known, everything)
    found = view.chosen(page.network, here, severities, codes)
    st.write(view.summary(found, t))
    if not found:
        st.info(t("hiaten.none_chosen"), icon=":material/filter_alt_off:")
        return
    shown = found[: st.session_state.get("hiaten_shown", FIRST)]
    now = gap_cards.opened() or found[0].id
    asked = next((one for one in everything if one.id == now), None)
    if asked is not None and asked not in shown:
        shown = (asked, *shown)
    for finding in shown:
        gap_cards.card(page, finding, finding.id == now, known)
    rest = len(found) - len(shown)
    if rest > 0:
        st.button(
            t("hiaten.more", count=page.number(rest)),
            key="hiaten_more",
            icon=":material/expand_more:",
            on_click=lambda: st.session_state.update(hiaten_shown=len(shown) + 2 * FIRST),
        )


def filters(page: frame.Page, here: tuple[Finding, ...]) -> tuple[list[str], list[str]]:
    """Severity and type; how many there are of each stands beside it."""
    t = page.t
    severity, code = view.by_severity(here), view.by_code(here)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        severities = st.pills(
            t("hiaten.severity"),
            SEVERITIES,
            selection_mode="multi",
            key="hiaten_severity",
            format_func=lambda one: f"{t(f'gaps.severity_{one}')} ({severity[one]})",
            width="content",
        )
        codes = st.multiselect(
            t("hiaten.type"),
            list(code),
            key="hiaten_code",
            format_func=lambda one: f"{rule_settings()[one].label[page.language]} ({code.get(one, 0)})",
            placeholder=t("hiaten.all_types"),
            width=420,
        )
    return list(severities), codes


def main() -> None:
    """The screen, from top to bottom."""
    page = frame.screen("hiaten")
    limits = gap_limits.current(page)
    everything = gaps_found.all_gaps(page, limits)
    usual = gaps_found.all_gaps(page)  # what is followed does not come and go with somebody's limits
    follow_kept.look(page, usual)
    gap_limits.note(page, limits)
    gap_limits.panel(page, limits, everything)
    chances = opportunities.all_opportunities(page, usual)
    if not everything:
        st.success(page.t("hiaten.none"), icon=":material/check_circle:")
        st.html(gap_cards.STYLE)
        opportunities.panel(page, chances)
        frame.fragment(follow_monitor.panel)(page, usual, chances)
        agreed_board.panel(page)
        estimates.panel(page)
        frame.fragment(likely.panel)(page)
        return
    st.html(gap_cards.STYLE)
    the_list(page, everything)
    opportunities.panel(page, chances)
    frame.fragment(follow_monitor.panel)(page, usual, chances)
    agreed_board.panel(page)
    frame.fragment(control_plot.panel)(page)
    frame.fragment(structure_panel.panel)(page)
    estimates.panel(page)
    frame.fragment(likely.panel)(page)
    with st.expander(page.t("hiaten.as_table"), icon=":material/table:"):
        table = view.table(everything, page.network, page.language)
        tables.table(table, page.language, alt=page.t("hiaten.as_table"))
    with st.expander(page.t("hiaten.origin"), icon=":material/info:"):
        st.markdown(page.t("hiaten.origin_text"))


main()
