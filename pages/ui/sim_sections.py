"""What else an outcome tells, a section at a time: computed and drawn only when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan
from pages.ui import chain_plan, frame, selection, sim_gain, sim_instruments, sim_kept, sim_party, sim_run, tables
from pages.ui.linked import begin, keep_picked
from pages.ui.sim_flow import sim_flow
from pages.ui.sim_presets import BESIDE
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_flow as flows

_KEY, _PARAM = "chain_section", "deel"
Section = Callable[[frame.Page, Outcome, Plan], None]


def flow(page: frame.Page, outcome: Outcome, _plan: Plan) -> None:
    """People on their way, week by week; the same as a table and as lines."""
    t = page.t
    st.subheader(t("werkgeversketen_flow.title"), anchor=False)
    sim_flow(flows.flow(outcome, t, page.theme), key="flow")
    with st.expander(t("werkgeversketen_flow.lines"), icon=":material/show_chart:"):
        st.echarts_chart(
            view.lines(outcome, t, page.theme),
            key="plan_lines",
            height=380,
            theme="streamlit",
            renderer="svg",
            alt=t("werkgeversketen.chart_alt", summary=view.headline(outcome, t)),
        )
    with st.expander(t("werkgeversketen_flow.table"), icon=":material/table:"):
        tables.table(flows.quarters(outcome, t), page.language, alt=t("werkgeversketen_flow.table"))


def bottlenecks(page: frame.Page, _outcome: Outcome, plan: Plan) -> None:
    """What one unit more of each resource brings."""
    t = page.t
    st.subheader(t("werkgeversketen.bottlenecks"), anchor=False)
    sim_gain.units(page, plan)
    found = sim_run.computed(page, plan, extras=True)
    tables.table(view.bottlenecks(found, page.language), page.language, alt=t("werkgeversketen.bottlenecks"))
    st.caption(t("werkgeversketen_run.bottlenecks_read"))


def beside(page: frame.Page, _outcome: Outcome, plan: Plan) -> None:
    """Scenarios side by side."""
    st.subheader(page.t("werkgeversketen_beside.title"), anchor=False)
    sim_kept.beside(page, plan)


def figures(page: frame.Page, outcome: Outcome, _plan: Plan) -> None:
    """Every measure in tables, and each employer."""
    t, language = page.t, page.language
    st.subheader(t("werkgeversketen.tab_results"), anchor=False)
    tables.table(view.outcomes(outcome, language), language, alt=t("werkgeversketen.tab_results"))
    st.caption(t("werkgeversketen.table_read"))
    st.markdown(f"**{t('werkgeversketen.tab_each')}**")
    tables.table(view.per_employer(outcome, language), language, alt=t("werkgeversketen.tab_each"))
    with st.expander(t("werkgeversketen.all_measures")):
        for group, names in view.groups(outcome).items():
            st.markdown(f"**{t(f'simulation.group_{group}')}**")
            tables.table(view.outcomes(outcome, language, names), language, alt=t(f"simulation.group_{group}"))


def assumptions(page: frame.Page, outcome: Outcome, plan: Plan) -> None:
    """Every number, where it comes from, and how it works."""
    st.subheader(page.t("werkgeversketen.assumptions"), anchor=False)
    chain_plan.assumed(page, outcome, plan)
    st.markdown(f"**{page.t('werkgeversketen.origin')}**")
    st.markdown(page.t("werkgeversketen.origin_text", sets=outcome.sets, runs=outcome.runs, seed=outcome.seed))


SECTIONS: Mapping[str, tuple[str, Section]] = {
    "stroom": ("werkgeversketen_run.section_flow", flow),
    "partijen": ("werkgeversketen_run.section_parties", sim_party.section),
    "regelingen": ("werkgeversketen_run.section_instruments", sim_instruments.section),
    "bron": ("werkgeversketen_run.section_source", sim_gain.source),
    "samen": ("werkgeversketen_run.section_together", sim_gain.together),
    "zeker": ("werkgeversketen_run.section_sure", sim_gain.sure),
    "knelpunt": ("werkgeversketen_run.section_bottlenecks", bottlenecks),
    BESIDE: ("werkgeversketen_run.section_beside", beside),
    "cijfers": ("werkgeversketen_run.section_figures", figures),
    "aannames": ("werkgeversketen_run.section_assumptions", assumptions),
}
"""The sections by their name in the link: the key of a label, and what draws it."""


@frame.fragment
def sections(page: frame.Page, outcome: Outcome, plan: Plan) -> None:
    """The choice of a section, and the one that is open."""
    begin(_PARAM, _KEY, SECTIONS, next(iter(SECTIONS)))
    asked = st.segmented_control(
        page.t("werkgeversketen_run.sections"),
        list(SECTIONS),
        format_func=lambda one: page.t(SECTIONS[one][0]),
        key=_KEY,
        on_change=keep_picked,
        args=(_PARAM, _KEY),
    )
    if asked:
        SECTIONS[asked][1](page, outcome, plan)


def elsewhere(page: frame.Page, plan: Plan) -> None:
    """The ways to the same chain on the map, and to what its ties would change."""
    chosen = tuple(one for one in plan.from_region if one in page.network.index) if page.has_data else ()
    if not chosen:
        return
    t = page.t
    lit = replace(page.selection, map=replace(page.selection.map, route=chosen), focus=None)
    ties = "|".join(f"tie|{chosen[0]}|{other}" for other in chosen[1:])
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            "pages/screens/netwerk.py",
            label=t("werkgeversketen_run.on_map"),
            icon=":material/hub:",
            query_params=selection.to_params(lit),
        )
        if ties:
            st.page_link(
                "pages/screens/steldat.py",
                label=t("werkgeversketen_run.what_if"),
                icon=":material/alt_route:",
                query_params=selection.to_params(page.selection) | {"stel": ties},
            )
