"""Werkgeversketen: employers alone beside a joint chain, simulated with their uncertainty."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import streamlit as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.parameters import parameter_groups
from graph.simulation.run import simulate
from pages.ui import frame, tables
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain

BADGES = {"assumption": "orange", "derived": "blue", "sourced": "green", "user": "violet"}
PARAMS = tuple(plans.to_params(plans.Plan(("x",), extras=True, values={"x": 1.0})))


class Outcomes:
    """The outcomes of the last plans, for all sessions: the same plan on the same data is run once."""

    def __init__(self, most: int = 32) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, Outcome] = OrderedDict()
        self._most = most

    def of(self, key: object, run: Callable[[], Outcome]) -> Outcome:
        """The outcome kept under ``key``, or else that of ``run``."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        outcome = run()
        with self._lock:
            self._kept[key] = outcome
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return outcome


@st.cache_resource(show_spinner=False)
def outcomes() -> Outcomes:
    return Outcomes()


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


def result(page: frame.Page, outcome: Outcome) -> None:
    """The outcome: one sentence, three numbers, a chart, and what to keep in mind."""
    t = page.t
    st.subheader(view.headline(outcome, t), anchor=False)
    with st.container(horizontal=True, gap="large"):
        for name, value, span, what in view.arm_figures(outcome, t):
            st.metric(name, value, delta=span, delta_color="off", delta_arrow="off", help=what, width="content")
    st.caption(t("werkgeversketen.figures_read", candidates=page.number(outcome.candidates)))
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.markdown(f"**{t('werkgeversketen.chart')}**")
    st.echarts_chart(
        view.lines(outcome, t, theme),
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
        asked(page, plan, known)
    with left:
        outcome = computed(page, plan)
        result(page, outcome)
    more(page, outcome)
    assumed(page, outcome, plan)
    with st.expander(page.t("werkgeversketen.origin"), icon=":material/info:"):
        st.markdown(page.t("werkgeversketen.origin_text", sets=outcome.sets, runs=outcome.runs, seed=outcome.seed))


main()
