"""How the chain works together beside what it always does: each way is asked for at the table."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.simulation.plan import Plan
from graph.simulation.scenario import LEVERS
from pages.ui import frame
from pages.ui.chain_plan import remember
from pages.views import werkgeversketen_plan as plans

_OVERLAP, _COMBINE, _TAKES_OVER, _LEVERS = (f"ways_{one}" for one in ("overlap", "combine", "takes_over", "levers"))


def ways(page: frame.Page, plan: Plan) -> None:
    """A control for each way; the link and the plan's file hold what was chosen."""
    t, now = page.t, plan.ways
    st.caption(t("werkgeversketen_ways.read"))
    st.session_state[_OVERLAP] = min(now.overlap, plans.MOST_OVERLAP)
    st.session_state[_COMBINE], st.session_state[_TAKES_OVER] = now.combine, now.takes_over
    st.session_state[_LEVERS] = list(now.levers)

    def changed() -> None:
        asked = st.session_state
        levers = tuple(one for one in LEVERS if one in asked[_LEVERS])
        chosen = replace(
            now, overlap=asked[_OVERLAP], combine=asked[_COMBINE], takes_over=asked[_TAKES_OVER], levers=levers
        )
        remember(replace(plan, ways=chosen))

    st.slider(
        t("games.mechanism_overlap"),
        0,
        plans.MOST_OVERLAP,
        key=_OVERLAP,
        on_change=changed,
        format=t("werkgeversketen_ways.weeks"),
        help=t("games.mechanism_overlap_help"),
    )
    st.toggle(t("games.mechanism_combine"), key=_COMBINE, on_change=changed, help=t("games.mechanism_combine_help"))
    if now.combine and not any(one.part_places for one in plan.members):
        st.caption(t("werkgeversketen_ways.no_parts"))
    label = t("games.mechanism_takes_over")
    st.toggle(label, key=_TAKES_OVER, on_change=changed, help=t("games.mechanism_takes_over_help"))
    if now.takes_over and all(one.stops_week is None for one in plan.members):
        st.caption(t("werkgeversketen_ways.nobody_stops"))
    st.pills(
        t("games.mechanism_levers"),
        LEVERS,
        selection_mode="multi",
        key=_LEVERS,
        on_change=changed,
        format_func=lambda one: t(f"werkgeversketen_ways.lever_{one}"),
        help=t("games.mechanism_levers_help"),
    )
