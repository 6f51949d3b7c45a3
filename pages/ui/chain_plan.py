"""The plan of an employer chain: its settings, its assumptions, and its outcome, run once per plan."""

from __future__ import annotations

import streamlit as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.parameters import parameter_groups
from graph.simulation.run import simulate
from pages.ui import frame
from pages.ui.kept import Kept
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain

BADGES = {"assumption": "orange", "derived": "blue", "sourced": "green", "user": "violet"}
PARAMS = tuple(plans.to_params(plans.Plan(("x",), extras=True, values={"x": 1.0})))


@st.cache_resource(show_spinner=False)
def outcomes() -> Kept[Outcome]:
    return Kept()


def remember(plan: plans.Plan) -> None:
    """Put the plan in the link."""
    others = {name: st.query_params[name] for name in st.query_params if name not in PARAMS}
    st.query_params.from_dict({**others, **plans.to_params(plan)})


def computed(page: frame.Page, plan: plans.Plan) -> Outcome:
    """The outcome of a plan; while it is computed, how far that is."""
    network: Network = page.network
    text = page.t("werkgeversketen.running")

    def run() -> Outcome:
        bar = st.progress(0.0, text=text)

        def done(share: float) -> None:
            bar.progress(share, text=text)

        try:
            return simulate(network, plan.employers, plan.settings, done)
        finally:
            bar.empty()

    return outcomes().of((repr(page.store), network.scope, network.revision, plan.key), run)


def asked(page: frame.Page, plan: plans.Plan, known: tuple[str, ...]) -> None:
    """The settings that matter, sent together."""
    t, names = page.t, {one: page.network.entity(one).name for one in known}
    st.subheader(t("werkgeversketen.settings"), anchor=False)
    with st.form("plan", border=True):
        chosen = st.multiselect(
            t("werkgeversketen.employers"),
            known,
            default=list(plan.employers),
            format_func=names.__getitem__,
            max_selections=plans.MOST_EMPLOYERS,
            key="plan_employers",
            help=t("werkgeversketen.employers_help", most=plans.MOST_EMPLOYERS),
            placeholder=t("werkgeversketen.employers_none"),
        )
        candidates = st.slider(
            t("werkgeversketen.candidates"), *plans.CANDIDATES, plan.candidates, 10, key="plan_candidates"
        )
        handover = st.segmented_control(
            t("werkgeversketen.handover"),
            plans.HANDOVERS,
            default=plan.handover,
            required=True,
            key="plan_handover",
            format_func=lambda one: t(f"werkgeversketen.handover_{one}"),
            help=t("werkgeversketen.handover_help"),
        )
        coach = st.slider(
            t("werkgeversketen.coach"),
            *map(float, plans.COACH),
            float(plan.coach),
            0.5,
            format="%.1f",
            key="plan_coach",
            help=t("werkgeversketen.coach_help"),
        )
        seed = st.number_input(
            t("werkgeversketen.seed"), 0, 999_999, plan.seed, key="plan_seed", help=t("werkgeversketen.seed_help")
        )
        extras = st.checkbox(t("werkgeversketen.extras"), plan.extras, key="plan_extras")
        if st.form_submit_button(t("werkgeversketen.run"), type="primary", icon=":material/play_arrow:"):
            if not chosen:
                st.error(t("simulation.no_employers"), icon=":material/error:")
                return
            remember(plans.Plan(tuple(chosen), candidates, handover, coach, int(seed), extras, plan.values))
            st.rerun()


@frame.fragment
def assumed(page: frame.Page, outcome: Outcome, plan: plans.Plan) -> None:
    """Every number behind the outcome, with its source; each can be changed."""
    t = page.t
    with st.expander(t("werkgeversketen.assumptions"), icon=":material/tune:"):
        st.write(t("werkgeversketen.assumptions_read"))
        groups = parameter_groups()
        group = st.pills(
            t("werkgeversketen.group"),
            list(groups),
            default=next(iter(groups)),
            required=True,
            key="plan_group",
            format_func=lambda one: groups[one][page.language],
            label_visibility="collapsed",
        )
        with st.form(f"values_{group}", border=False):
            found = view.assumptions(outcome, group or next(iter(groups)), page.language)
            given = {one.name: assumption(page, one) for one in found}
            with st.container(horizontal=True):
                changed = st.form_submit_button(t("werkgeversketen.apply"), icon=":material/play_arrow:")
                undone = st.form_submit_button(t("werkgeversketen.reset"), icon=":material/restart_alt:")
        if undone or changed:
            kept = {name: value for name, value in plan.values.items() if name not in given}
            if changed:
                before = {one.name: one.value for one in found}
                kept |= {n: v for n, v in given.items() if n in plan.values or abs(v - before[n]) > 1e-9}
            remember(plans.changed(plan, kept))
            st.rerun(scope="app")


def assumption(page: frame.Page, one: view.Assumption) -> float:
    """One number: what it is, how sure, where it comes from, and a field to change it."""
    words, field = st.columns([3, 1], vertical_alignment="center")
    with words:
        badge = f":{BADGES[one.mark]}-badge[{page.t(f'simulation.mark_{one.mark}')}]"
        st.markdown(f"**{plain(one.label)}** {badge}  \n{plain(one.help)}")
        between = page.t("werkgeversketen.range", range=one.range) + " " if one.range else ""
        st.caption(plain(between + one.source))
    with field:
        if one.name in plans.CONTROLS:
            st.markdown(f"{page.number(one.value)} {plain(one.unit)}")
            st.caption(page.t("werkgeversketen.control_above"))
            return one.value
        value = st.number_input(
            f"{one.label} ({one.unit})",
            0.0,
            float(plans.limit(one.name)),
            float(min(one.value, plans.limit(one.name))),
            step=1.0 if one.whole else None,
            format="%.0f" if one.whole else "%.4g",
            key=f"value_{one.name}_{one.value:g}",
            label_visibility="collapsed",
        )
        st.caption(one.unit)
    return float(value)
