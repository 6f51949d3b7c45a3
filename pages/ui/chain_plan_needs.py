"""When what is needed for work is met: before it, beside it, or never. It holds together and apart."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from graph.simulation.plan import Plan
from graph.simulation.preconditions import load_preconditions
from graph.simulation.scenario import TIMINGS
from pages.ui import frame
from pages.ui.chain_plan import remember
from pages.views import werkgeversketen_plan as plans


def needs(page: frame.Page, plan: Plan) -> None:
    """A choice for each precondition; the link and the plan's file hold what is not as usual."""
    t = page.t
    box = st.expander(t("werkgeversketen_needs.title"), icon=":material/checklist:", key="needs_box", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(t("werkgeversketen_needs.read"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for one in load_preconditions().values():
                key = f"needs_{one.code}"
                st.session_state[key] = plan.timings.get(one.code, one.timing)
                st.selectbox(
                    one.label[page.language],
                    TIMINGS,
                    key=key,
                    format_func=lambda timing: t(f"werkgeversketen_needs.{timing}"),
                    on_change=_changed,
                    args=(plan, one.code),
                    width=270,
                )
        if plan.timings:
            st.button(
                t("werkgeversketen_needs.usual"),
                key="needs_usual",
                icon=":material/restart_alt:",
                on_click=lambda: remember(replace(plan, timings=MappingProxyType({}))),
            )


def _changed(plan: Plan, code: str) -> None:
    remember(plans.with_timing(plan, code, st.session_state[f"needs_{code}"]))
