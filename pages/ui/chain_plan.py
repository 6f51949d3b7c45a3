"""The plan of an employer chain on the screen: it lives in the link, and every control changes it there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.parameters import Parameter, load_parameters, parameter_groups
from graph.simulation.plan import Plan
from pages.ui import frame
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain

BADGES = {"assumption": "orange", "derived": "blue", "sourced": "green", "user": "violet"}
_MEMORY = "chain_plan"
_PERCENT = ("aandeel", "kans per week")
"""Units that people read as percentages."""


def current(known: tuple[str, ...], network: Network | None) -> Plan | None:
    """The plan of this visit: that of the link, or what was made before another screen was looked at."""
    told = (*plans.PARAMS, *plans.OLD_PARAMS)
    if not any(name in st.query_params for name in told) and (before := st.session_state.get(_MEMORY)):
        st.query_params.from_dict({**_others(), **before})
    plan = plans.parse({name: st.query_params[name] for name in st.query_params}, known, network)
    if any(name in st.query_params for name in told):
        st.session_state[_MEMORY] = plans.to_params(plan)
    return plan


def remember(plan: Plan | None) -> None:
    """Make this the plan, in the link and in the session. For callbacks and before a rerun."""
    params = plans.to_params(plan)
    st.session_state[_MEMORY] = params
    st.query_params.from_dict({**_others(), **params})


def sliders(page: frame.Page, plan: Plan) -> None:
    """What people at the table disagree about: a slider each, with its range and where it comes from."""
    t = page.t
    st.caption(t("werkgeversketen_run.sliders_read"))
    if plan.people:
        st.write(t("werkgeversketen_people.moved", count=page.number(plan.size or 0)))
    else:
        _candidates(page, plan)
    for name in plans.DISPUTED:
        _slider(page, plan, load_parameters()[name])
    with st.expander(t("werkgeversketen.seed"), icon=":material/casino:"):
        seed_key = "slide_seed"
        st.session_state[seed_key] = plan.seed

        def seed_changed() -> None:
            remember(replace(plan, seed=int(st.session_state[seed_key])))

        st.number_input(
            t("werkgeversketen.seed"), 0, 999_999, key=seed_key, on_change=seed_changed, label_visibility="collapsed"
        )
        st.caption(t("werkgeversketen.seed_help"))


def _candidates(page: frame.Page, plan: Plan) -> None:
    key = "slide_candidates"
    st.session_state[key] = plan.candidates or plans.STANDARD_CANDIDATES

    def moved() -> None:
        remember(replace(plan, candidates=int(st.session_state[key])))

    st.slider(page.t("werkgeversketen.candidates"), *plans.CANDIDATES, step=10, key=key, on_change=moved)


def _slider(page: frame.Page, plan: Plan, one: Parameter) -> None:
    t, language = page.t, page.language
    fixed = one.name in plan.values
    scale = 100.0 if one.unit.nl in _PERCENT else 1.0
    low, high = (end * scale for end in plans.span_of(one))
    step = 1.0 if high - low >= 10 else 0.1
    key = f"slide_{one.name}"
    now = plan.values[one.name] if fixed else one.value
    st.session_state[key] = float(min(max(round(now * scale, 4), low), high))

    def moved() -> None:
        remember(plans.with_value(plan, one.name, round(st.session_state[key] / scale, 6)))

    unit, decimals = ("%" if scale > 1 else ""), (0 if step >= 1 else 1)
    shown = f"%.{decimals}f{unit}{unit}"  # a percentage sign is written twice
    st.slider(
        one.label[language], low, high, step=step, key=key, on_change=moved, help=one.help[language], format=shown
    )
    mark = "user" if fixed else one.mark
    badge = f":{BADGES[mark]}-badge[{t(f'simulation.mark_{mark}')}]"
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    if fixed:
        row.markdown(f"{badge} {t('werkgeversketen_run.slider_fixed')}", width="stretch")
        undo = partial(remember, plans.with_value(plan, one.name, None))
        label = t("werkgeversketen_run.slider_free")
        row.button(label, key=f"free_{one.name}", type="tertiary", icon=":material/restart_alt:", on_click=undo)
        return
    if one.low is None or one.high is None:
        row.markdown(badge)
        return
    ends = [page.number(end * scale, decimals) + unit for end in (one.low, one.high)]
    told = t("werkgeversketen_run.slider_range", low=ends[0], high=ends[1])
    row.markdown(f"{badge} {told}", help=plain(one.source[language]))


def _others() -> dict[str, list[str]]:
    told = (*plans.PARAMS, *plans.OLD_PARAMS)
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in told}


def assumed(page: frame.Page, outcome: Outcome, plan: Plan) -> None:
    """Every number behind the outcome, with its source; each can be changed."""
    t = page.t
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
    if not (undone or changed):
        return
    before = {one.name: one.value for one in found}
    for name, value in given.items():
        if name == "candidates":
            continue
        if undone:
            plan = plans.with_value(plan, name, None)
        elif name in plan.values or abs(value - before[name]) > 1e-9:
            plan = plans.with_value(plan, name, value)
    remember(plan)
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
        if one.name == "candidates":
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
