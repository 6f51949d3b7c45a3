"""Werkgeversketen: employers alone beside a joint chain, simulated with their uncertainty."""

from __future__ import annotations

import streamlit as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan
from pages.ui import (
    chain_plan,
    chain_plan_cards,
    chain_plan_needs,
    chain_plan_people,
    chain_plan_ways,
    frame,
    sim_kept,
    sim_presets,
    sim_run,
    sim_sections,
    trouble,
)
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain
from pages.views.werkgeversketen_picture import arms_picture


def tools(page: frame.Page, plan: Plan | None) -> None:
    """To begin with an example, and to keep and share."""
    t = page.t
    with st.container(horizontal=True):
        if page.has_data:
            label = t("werkgeversketen_run.presets")
            with st.popover(label, icon=":material/lightbulb:", key=sim_presets.OPEN, on_change="rerun"):
                sim_presets.choose(page)
        with st.popover(t("werkgeversketen_beside.kept"), icon=":material/save:"):
            sim_kept.panel(page, plan)


def result(page: frame.Page, outcome: Outcome) -> None:
    """The outcome: one sentence with how sure it is, one picture, and what to keep in mind."""
    t = page.t
    st.subheader(view.headline(outcome, t), anchor=False)
    st.html(arms_picture(outcome, t, page.theme))
    said, cautions = view.told(outcome, t)
    for sentence in said:
        st.markdown(f"- {plain(sentence)}")
    with st.expander(t("werkgeversketen.cautions"), icon=":material/warning:"):
        for sentence in cautions:
            st.markdown(f"- {plain(sentence)}")


def table_side(page: frame.Page, plan: Plan | None, known: tuple[str, ...], network: Network | None) -> None:
    """What the table decides: who takes part, how they work together, and the numbers they disagree about."""
    t = page.t
    count = page.number(len(plan.members) if plan is not None else 0)
    st.subheader(t("werkgeversketen_cards.count", count=count), anchor=False)
    chain, others, people, together, numbers = st.tabs(
        [
            t("werkgeversketen_cards.in_chain"),
            t("werkgeversketen_cards.others"),
            t("werkgeversketen_people.title"),
            t("werkgeversketen_ways.title"),
            t("werkgeversketen_run.sliders"),
        ],
        key="chain_tab",
        on_change="rerun",
    )
    if chain.open:
        with chain, st.container(height=620, border=False):
            chain_plan_cards.in_chain(page, plan, network)
    if others.open:
        with others, st.container(height=620, border=False):
            chain_plan_cards.others(page, plan, known, network)
    if people.open and plan is not None:
        with people:
            chain_plan_people.people(page, plan)
            chain_plan_needs.needs(page, plan)
    if together.open and plan is not None:
        with together:
            chain_plan_ways.ways(page, plan)
    if numbers.open and plan is not None:
        with numbers:
            chain_plan.sliders(page, plan)


def main() -> None:
    """The screen, from top to bottom. What takes long comes last, so that everything else can be used meanwhile."""
    page = frame.screen("werkgeversketen", needs_data=False)
    t = page.t
    network = sim_run.region(page)
    if network is None:
        trouble.empty_store(t)
    known = page.derived(plans.employers, page.selection.municipalities) if network is not None else ()
    plan = chain_plan.current(known, network)
    tools(page, plan)
    sim_presets.told(page)
    left, right = st.columns([6, 5], gap="large")
    with right:
        table_side(page, plan, known, network)
    if plan is None:
        with left, st.container(border=True):
            st.subheader(t("werkgeversketen.none_title"), anchor=False)
            st.write(t("werkgeversketen.none_text" if not known else "werkgeversketen_cards.last"))
            if not known and network is not None:
                icon = ":material/upload_file:"
                st.page_link("pages/screens/gegevens.py", label=t("werkgeversketen.none_link"), icon=icon)
        return
    with left:
        place = st.empty()
        bar = st.container()

    def draw(outcome: Outcome) -> None:
        with place.container():
            result(page, outcome)

    with bar:
        outcome = sim_run.shown(page, plan, draw)
        sim_sections.elsewhere(page, plan)
    sim_sections.sections(page, outcome, plan)


main()
