"""Gaps as cards: each is a wide button, and the open one shows everything about it."""

from __future__ import annotations

import streamlit as st

from graph.follow.identity import code_of
from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.settings import opportunity_settings
from graph.gaps.words import explain
from pages.ui import details, follow, frame, gap_limits, links, selection, suppose, tables
from pages.ui.follow_kept import Known
from pages.views import hiaten as view
from pages.views.dekking import served

MOST = 8  # candidates shown to close a gap
_TURN = "hiaat_turn"
FOCUS = "hiaat"  # the query parameter that holds the opened gap, so that a copied link opens it too
# A gap is one wide button: its text starts at the left, as in a list.
STYLE = """<style>
[class*="st-key-hiaat_"] button, [class*="st-key-kans_"] button { padding: .7rem 1rem; }
[class*="st-key-hiaat_"] button, [class*="st-key-hiaat_"] button > div,
[class*="st-key-kans_"] button, [class*="st-key-kans_"] button > div,
[class*="st-key-party_"] button, [class*="st-key-party_"] button > div { justify-content: flex-start; width: 100%; }
[class*="st-key-hiaat_"] button p, [class*="st-key-kans_"] button p { font-size: 1.05rem; line-height: 1.5; }
[class*="st-key-hiaat_"] button *, [class*="st-key-kans_"] button *,
[class*="st-key-party_"] button * { text-align: left; }
[class*="st-key-hiaat_"] button p, [class*="st-key-kans_"] button p, [class*="st-key-party_"] button p {
  white-space: normal; }
</style>"""


def opened() -> str | None:
    """The gap that is open."""
    return st.query_params.get(FOCUS)


def toggle(finding: str) -> None:
    """Open a gap or an opportunity, or close it when it is open. "-" remembers that all were closed."""
    now = opened()
    if now != "-" and _is_chance(now) != _is_chance(finding):
        st.session_state[_TURN] = True  # the other list must close its card
    st.query_params[FOCUS] = "-" if now == finding else finding
    selection.change(focus=None)


def turned() -> None:
    """At the start of a list: draw the whole screen again when what is open went from one list to the other."""
    if st.session_state.pop(_TURN, False):
        st.rerun()


def _is_chance(finding: str | None) -> bool:
    return code_of(finding or "") in opportunity_settings()


def card(page: frame.Page, finding: Finding, is_open: bool, known: Known) -> None:
    """One gap as a button; open, with everything about it below."""
    with st.container(border=is_open):
        st.button(
            f"{view.label(finding, page.network, page.t)} {follow.badge(page, known, finding)}",
            key=f"{'kans' if _is_chance(finding.id) else 'hiaat'}_{finding.id}",
            icon=":material/expand_less:" if is_open else ":material/chevron_right:",
            type="tertiary" if is_open else "secondary",
            width="stretch",
            on_click=toggle,
            args=(finding.id,),
        )
        if is_open:
            body(page, finding)
            follow.panel(page, known, finding)


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
        st.caption(view.plain(view.certain(page.derived(Region), finding, page.language, gap_limits.current(page))))
        _closers(page, finding)
        suppose.from_gap(page, finding)
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
                on_click=selection.change,  # type: ignore[arg-type]
                kwargs={"focus": one},
            )
        focus = details.known(page, selection.current().focus)
        if focus is not None:
            details.panel(page, focus)


def _closers(page: frame.Page, finding: Finding) -> None:
    """Who could close a gap in coverage, with the reason; a picked row leads to the organisation."""
    could = view.closers(page.derived(served, ()), finding, page.language)
    if not len(could):
        return
    title = page.t("hiaten.could")
    st.markdown(f"**{title}**")
    if len(could) > MOST:
        st.caption(page.t("hiaten.could_first", count=page.number(len(could)), shown=page.number(MOST)))
    tables.table(
        could.head(MOST),
        page.language,
        alt=title,
        key=f"closers_{finding.id}",
        height=40 + 36 * min(len(could), MOST),
        opens=links.opener(page),
    )
