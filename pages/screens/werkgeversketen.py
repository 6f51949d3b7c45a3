"""Werkgeversketen: employers alone beside a joint chain, simulated with their uncertainty."""

from __future__ import annotations

import streamlit as st

from graph.simulation.outcome import Outcome
from pages.ui import chain_plan, frame, tables
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain


def result(page: frame.Page, outcome: Outcome) -> None:
    """The outcome: one sentence, three numbers, a chart, and what to keep in mind."""
    t = page.t
    st.subheader(view.headline(outcome, t), anchor=False)
    with st.container(horizontal=True, gap="medium"):
        for name, value, span, what in view.arm_figures(outcome, t):
            st.metric(name, value, delta=span, delta_color="off", delta_arrow="off", help=what, width="content")
    st.caption(t("werkgeversketen.figures_read", candidates=page.number(outcome.candidates)))
    st.markdown(f"**{t('werkgeversketen.chart')}**")
    st.echarts_chart(
        view.lines(outcome, t, page.theme),
        key="plan_lines",
        height=380,
        theme="streamlit",
        renderer="svg",
        alt=t("werkgeversketen.chart_alt", summary=view.headline(outcome, t)),
    )
    said, cautions = view.told(outcome, t)
    for sentence in said:
        st.markdown(f"- {plain(sentence)}")
    with st.container(border=True):
        st.markdown(f"**{t('werkgeversketen.cautions')}**")
        for sentence in cautions:
            st.markdown(f":orange[:material/warning:] {plain(sentence)}")


@frame.fragment
def more(page: frame.Page, outcome: Outcome) -> None:
    """The outcome in tables."""
    t, language = page.t, page.language
    results, source, money, each = st.tabs(
        [t(f"werkgeversketen.tab_{one}") for one in ("results", "source", "money", "each")],
        key="plan_tab",
        on_change="rerun",
    )
    if results.open:
        with results:
            tables.table(view.outcomes(outcome, language), language, alt=t("werkgeversketen.tab_results"))
            st.caption(t("werkgeversketen.table_read"))
            with st.expander(t("werkgeversketen.all_measures")):
                for group, names in view.groups(outcome).items():
                    st.markdown(f"**{t(f'simulation.group_{group}')}**")
                    tables.table(view.outcomes(outcome, language, names), language, alt=t(f"simulation.group_{group}"))
    if source.open:
        with source:
            for sentence in view.sources(outcome, t):
                st.markdown(f"- {plain(sentence)}")
            if outcome.extras:
                st.markdown(f"**{t('werkgeversketen.bottlenecks')}**")
                tables.table(view.bottlenecks(outcome, language), language, alt=t("werkgeversketen.bottlenecks"))
            else:
                st.info(t("werkgeversketen.no_extras"), icon=":material/lightbulb:")
    if money.open:
        with money:
            table = view.outcomes(outcome, language, view.PARTIES)
            tables.table(table, language, alt=t("werkgeversketen.tab_money"))
            st.caption(t("werkgeversketen.money_read"))
    if each.open:
        with each:
            tables.table(view.per_employer(outcome, language), language, alt=t("werkgeversketen.tab_each"))
            st.markdown(f"**{t('werkgeversketen.offers')}**")
            table = view.offers(page.network, tuple(one.id for one in outcome.employers), language)
            tables.table(table, language, alt=t("werkgeversketen.offers"))


def main() -> None:
    """The screen, from top to bottom."""
    page = frame.screen("werkgeversketen")
    known = page.derived(plans.employers, page.selection.municipalities)
    if not known:
        with st.container(border=True):
            st.subheader(page.t("werkgeversketen.none_title"), anchor=False)
            st.write(page.t("werkgeversketen.none_text"))
            st.page_link(
                "pages/screens/gegevens.py", label=page.t("werkgeversketen.none_link"), icon=":material/upload_file:"
            )
        return
    plan = plans.parse(st.query_params, known)
    left, right = st.columns([7, 3], gap="large")
    with right:
        chain_plan.asked(page, plan, known)
    with left:
        outcome = chain_plan.computed(page, plan)
        result(page, outcome)
    more(page, outcome)
    chain_plan.assumed(page, outcome, plan)
    with st.expander(page.t("werkgeversketen.origin"), icon=":material/info:"):
        st.markdown(page.t("werkgeversketen.origin_text", sets=outcome.sets, runs=outcome.runs, seed=outcome.seed))


main()
