"""Hiaten: what is missing in the region, the heaviest first, each with its evidence and what to do."""

from __future__ import annotations

import streamlit as st

from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from graph.gaps.settings import SEVERITIES, rule_settings
from graph.gaps.words import explain
from pages.ui import details, frame, selection, tables
from pages.views import hiaten as view

FOCUS = "hiaat"  # the query parameter that holds the opened gap, so that a copied link opens it too
FIRST = 10  # gaps shown at once
# A gap is one wide button: its text starts at the left, as in a list.
STYLE = """<style>
[class*="st-key-hiaat_"] button { padding: .7rem 1rem; }
[class*="st-key-hiaat_"] button, [class*="st-key-hiaat_"] button > div,
[class*="st-key-party_"] button, [class*="st-key-party_"] button > div { justify-content: flex-start; width: 100%; }
[class*="st-key-hiaat_"] button p { font-size: 1.05rem; line-height: 1.5; }
[class*="st-key-hiaat_"] button p, [class*="st-key-party_"] button p { text-align: left; white-space: normal; }
</style>"""


def opened() -> str | None:
    """The gap that is open."""
    return st.query_params.get(FOCUS)


def toggle(finding: str) -> None:
    """Open a gap, or close it when it is open. "-" remembers that all were closed."""
    st.query_params[FOCUS] = "-" if opened() == finding else finding
    selection.change(focus=None)


@frame.fragment
def the_list(page: frame.Page, everything: tuple[Finding, ...]) -> None:
    """Filters, summary and the gaps; one of them is open."""
    t, picked = page.t, page.selection
    here = view.chosen(page.network, everything, municipalities=picked.municipalities, kinds=picked.kinds)
    severities, codes = filters(page, here)
    found = view.chosen(page.network, here, severities, codes)
    st.write(view.summary(found, t))
    if not found:
        st.info(t("hiaten.none_chosen"), icon=":material/filter_alt_off:")
        return
    shown = found[: st.session_state.get("hiaten_shown", FIRST)]
    now = opened() or found[0].id
    asked = next((one for one in everything if one.id == now), None)
    if asked is not None and asked not in shown:
        shown = (asked, *shown)
    for finding in shown:
        card(page, finding, finding.id == now)
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
    return severities, codes


def card(page: frame.Page, finding: Finding, is_open: bool) -> None:
    """One gap as a button; open, with everything about it below."""
    with st.container(border=is_open):
        st.button(
            view.label(finding, page.network, page.t),
            key=f"hiaat_{finding.id}",
            icon=":material/expand_less:" if is_open else ":material/chevron_right:",
            type="tertiary" if is_open else "secondary",
            width="stretch",
            on_click=toggle,
            args=(finding.id,),
        )
        if is_open:
            body(page, finding)


def body(page: frame.Page, finding: Finding) -> None:
    """Why it matters, what to do, what it rests on, and who is concerned."""
    t = page.t
    told = explain(finding, page.network, t)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.write(view.plain(told.why))
        st.success(f"**{t('hiaten.action')}:** {view.plain(told.action)}", icon=":material/lightbulb:")
        st.markdown(f"**{t('hiaten.evidence')}**")
        for line in told.evidence:
            if not line.records:
                st.text(line.text)
                continue
            with st.expander(view.plain(line.text)):
                behind = view.records(page.network, line.records, page.language)
                st.caption(t("hiaten.records", count=page.number(len(behind))))
                tables.table(behind, page.language, alt=line.text, height=min(300, 40 + 36 * len(behind)))
        st.caption(view.plain(told.rank))
    with right:
        who = view.parties(finding, page.network, page.language)
        st.markdown(f"**{t('hiaten.parties')}**")
        if not who:
            st.write(t("hiaten.no_parties"))
        for one, name, kind in who:
            st.button(
                f"{view.plain(name)} · {view.plain(kind)}",
                key=f"party_{one}",
                icon=":material/domain:",
                type="tertiary",
                on_click=selection.change,
                kwargs={"focus": one},
            )
        focus = details.known(page, selection.current().focus)
        if focus is not None:
            details.panel(page, focus)


def main() -> None:
    """The screen, from top to bottom."""
    page = frame.screen("hiaten")
    everything = page.derived(find_gaps)
    if not everything:
        st.success(page.t("hiaten.none"), icon=":material/check_circle:")
        return
    st.html(STYLE)
    the_list(page, everything)
    with st.expander(page.t("hiaten.as_table"), icon=":material/table:"):
        table = page.derived(view.all_in_table, page.language)
        tables.table(table, page.language, alt=page.t("hiaten.as_table"))
    with st.expander(page.t("hiaten.origin"), icon=":material/info:"):
        st.markdown(page.t("hiaten.origin_text"))


main()
