"""The drawing of the chain with its controls, and beside it what a click on it tells."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pages.ui import frame, tables
from pages.views import keten as view
from pages.views.keten_cases import cases
from pages.views.keten_details import details as tell
from pages.views.keten_drawing import MEASURES
from pages.views.keten_tables import organisation_flows
from pages.views.keten_words import Target, parse, target_label

FOCUS = "keten"  # the query parameter that holds what was clicked, so that a copied link shows it too


def focus(target: object) -> None:
    """Remember what was chosen, in the link."""
    if target:
        st.query_params[FOCUS] = str(target)
    else:
        st.query_params.pop(FOCUS, None)


@frame.fragment
def road(page: frame.Page, whole: view.Overview) -> None:
    """The drawing, its controls, and beside it the details of what was chosen."""
    t, schema = page.t, page.schema
    now = parse(st.query_params.get(FOCUS), schema)
    with st.container(horizontal=True, gap="medium", horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container(horizontal=True, gap="medium", width="content"):
            for figure in whole.figures:
                st.metric(figure.label, figure.value, help=figure.help, width="content")
        measure = st.segmented_control(
            t("keten.measure"),
            MEASURES,
            default=MEASURES[0],
            required=True,
            key="keten_measure",
            format_func=lambda one: t(f"keten.measure_{one}"),
            width="content",
        )
    left, right = st.columns([8, 3], gap="medium")
    with left:
        chart(page, whole, measure)
        legend(page, whole, measure)
    with right:
        chooser(page, whole, now)
        beside(page, whole, now)


def chart(page: frame.Page, whole: view.Overview, measure: str) -> None:
    """The Sankey. A click on a bar or a flow puts it in the link, and the fragment runs again."""
    drawn = page.derived(view.drawing, measure, page.language, page.theme, narrowed=True)
    st.session_state.setdefault("keten_lit", st.query_params.get(FOCUS))
    key = f"keten_chart_{st.session_state.get('keten_turn', 0)}"

    def picked() -> None:
        st.session_state["keten_lit"] = None
        focus(drawn.target(st.session_state[key].selection.selected))

    st.echarts_chart(
        drawn.lit(st.session_state["keten_lit"]),
        key=key,
        height=560,
        theme="streamlit",
        renderer="svg",
        on_select=picked,
        alt=page.t("keten.aria", summary=whole.summary),
    )


def legend(page: frame.Page, whole: view.Overview, measure: str) -> None:
    """What the colours say, in words beside the colours."""
    marks = "".join(
        '<span style="display:inline-flex;align-items:center;gap:.4rem">'
        f'<i style="width:1rem;height:1rem;border-radius:.2rem;background:{colour}"></i>{escape(label)}</span>'
        for colour, label in view.legend(measure, page.language)
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:.3rem 1.2rem">{marks}</div>')
    st.write(whole.summary)
    st.caption(page.t("keten.legend_read") + " " + (page.t(f"keten.legend_{measure}") if measure != "people" else ""))


def chooser(page: frame.Page, whole: view.Overview, now: Target | None, key: str = "keten_choice") -> None:
    """The same choice without a pointer: every stage and flow in a list."""
    options = list(whole.targets)
    st.session_state[key] = now if now in options else None

    st.selectbox(
        page.t("keten.choose"),
        options,
        index=None,
        key=key,
        on_change=lambda: choose(st.session_state[key]),
        format_func=lambda one: target_label(one, page.schema, page.t),
        placeholder=page.t("keten.choose_none"),
    )


def before_a_choice(page: frame.Page, whole: view.Overview) -> None:
    """How to choose, and what is worth a look first."""
    st.info(page.t("keten.choose_hint"), icon=":material/touch_app:")
    for at, finding in enumerate(whole.findings):
        with st.container(border=True):
            st.markdown(f"**{finding.heading}**")
            st.write(finding.sentence)
            st.button(
                page.t("keten.look"),
                key=f"keten_finding_{at}",
                icon=":material/search:",
                on_click=choose,
                args=(finding.target,),
            )


def choose(target: object) -> None:
    """A choice that was not made in the drawing: the drawing starts afresh, without its own."""
    focus(target)
    st.session_state["keten_lit"] = str(target) if target else None
    st.session_state["keten_turn"] = st.session_state.get("keten_turn", 0) + 1


def beside(page: frame.Page, whole: view.Overview, now: Target | None) -> None:
    """The details of what was chosen; before a choice, how to make one."""
    told = tell(page.narrowed, whole.chain, now, page.language) if now else None
    if told is None:
        before_a_choice(page, whole)
        return
    st.subheader(told.title, anchor=False)
    st.write(told.sentence)
    if told.figures:
        with st.container(horizontal=True):
            for figure in told.figures:
                st.metric(figure.label, figure.value, help=figure.help, width="content")
    for heading, table in told.tables:
        listed(page, heading, table)
    if told.behind and now is not None:
        listed(
            page,
            page.t("keten.behind"),
            page.derived(organisation_flows, now.source, now.target, page.language, narrowed=True),
        )
    if told.cases and now is not None and now.target:
        behind(page, whole, now.source, now.target)


def behind(page: frame.Page, whole: view.Overview, source: str, target: str) -> None:
    """The cases behind a flow: their waits, and their next steps."""
    found = cases(page.narrowed, whole.chain, source, target, page.language)
    if found is None:
        return
    with st.expander(page.t("keten.cases", count=page.number(found.people)), icon=":material/group:"):
        tables.table(found.table, page.language, alt=page.t("keten.cases", count=page.number(found.people)), height=320)
        st.caption(page.t("keten.cases_help"))
        if found.hidden:
            st.caption(page.t("keten.cases_hidden", columns=", ".join(found.hidden)))


def listed(page: frame.Page, heading: str, table: pd.DataFrame) -> None:
    """A small table under its heading."""
    st.markdown(f"**{heading}**")
    tables.table(table, page.language, alt=heading, height=min(280, 40 + 36 * len(table)))
