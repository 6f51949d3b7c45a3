"""The questions behind an outcome: where the gain comes from, who with whom, and how sure. Each answered when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import streamlit as st

from graph.simulation.coalition import MOST_EXHAUSTIVE, joining, pairs
from graph.simulation.gain import GAINS, Case, Effort
from graph.simulation.gain_best import best_exactly, by_number
from graph.simulation.gain_next import next_units
from graph.simulation.gain_run import best_by_search, coalition_table, explain_gain
from graph.simulation.gain_stay import stay
from graph.simulation.gain_story import (
    breakeven_story,
    choice_story,
    mechanism_story,
    must_story,
    next_story,
    pair_story,
    party_name,
    sobol_story,
    stay_story,
)
from graph.simulation.gain_sure import break_evens, levers_of, must_be_true, sobol_of, tornado_of
from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan, Prepared, prepared
from graph.simulation.sensitivity import Tornado
from graph.simulation.story import Statement
from graph.simulation.trial import Progress
from pages.ui import frame, sim_run
from pages.views import werkgeversketen as words_of
from pages.views import werkgeversketen_gain as view
from pages.views.hiaten import plain
from pages.views.werkgeversketen_picture import whole_table

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What the questions are about: the plan of the screen, ready to be simulated."""

    page: frame.Page
    plan: Plan

    @cached_property
    def ready(self) -> Prepared:
        return prepared(self.plan, None if self.plan.by_hand else sim_run.region(self.page))

    @cached_property
    def case(self) -> Case:
        return self.ready.case

    def answer(self, name: str, work_out: Callable[[Progress], T]) -> T:
        """An answer about this plan, worked out once, with a bar meanwhile."""
        return sim_run.answer(self.page, self.plan, name, work_out)


def source(page: frame.Page, outcome: Outcome, plan: Plan) -> None:
    """Which mechanism brings what, and what of it a case manager reaches without a chain."""
    t, asked = page.t, Asked(page, plan)
    st.subheader(t("werkgeversketen.tab_source"), anchor=False)
    _sub_chains(page, plan)
    measure, effort = _measure(page, asked, "source_measure", own=False), _effort(page)
    found = asked.answer(f"mechanisms {effort}", lambda progress: explain_gain(asked.case, effort, progress))
    st.html(view.mechanisms_picture(found, measure, t, page.theme))
    _say(page, mechanism_story(found, measure)[-2:])
    for sentence in words_of.sources(outcome, t)[2:]:
        st.markdown(f"- {plain(sentence)}")
    st.caption(t("werkgeversketen_gain.work", sets=found.work.sets, runs=found.work.runs))


def together(page: frame.Page, _outcome: Outcome, plan: Plan) -> None:
    """Which employers together, who brings and gets what, and whether somebody is better off leaving."""
    t, asked = page.t, Asked(page, plan)
    st.subheader(t("werkgeversketen_gain.together"), anchor=False)
    _sub_chains(page, plan)
    employers = asked.case.employers
    names = view.names_of(employers)
    if len(employers) < 2:
        st.info(t("werkgeversketen_gain.one_only"), icon=":material/info:")
        return
    most = len(employers)
    size = most
    if most > 2:
        size = st.slider(t("werkgeversketen_gain.most"), 2, most, min(3, most), key="gain_most")
    budget = by_number(employers, size)
    if most > MOST_EXHAUSTIVE:
        choice = asked.answer(f"search {size}", lambda progress: best_by_search(asked.case, budget, progress=progress))
        _say(page, choice_story(choice, names))
        st.caption(t("werkgeversketen_gain.too_many", most=MOST_EXHAUSTIVE))
        return
    effort = _effort(page)
    table = asked.answer(f"coalitions {effort}", lambda progress: coalition_table(asked.case, effort, progress))
    _say(page, choice_story(best_exactly(table, budget), names))
    title = t("werkgeversketen_gain.joining")
    st.html(whole_table(view.joining_table(joining(table), names, t), page.language, title))
    st.caption(t("werkgeversketen_gain.joining_read"))
    st.markdown(f"**{t('werkgeversketen_gain.pairs')}**")
    _say(page, pair_story(pairs(table), names))
    st.markdown(f"**{t('werkgeversketen_gain.stay')}**")
    wide = st.toggle(t("werkgeversketen_gain.with_public"), key="gain_public")
    _say(page, stay_story(stay(table, "authorities" if wide else "employers"), names))


def sure(page: frame.Page, _outcome: Outcome, plan: Plan) -> None:
    """What would have to be true to gain, which numbers matter most, and from where it pays."""
    t, asked = page.t, Asked(page, plan)
    st.subheader(t("werkgeversketen_gain.sure"), anchor=False)
    _sub_chains(page, plan)
    measure, effort = _measure(page, asked, "sure_measure", own=True), _effort(page)
    party = party_name(measure, view.names_of(asked.case.employers))
    bars = asked.answer(f"tornado {effort}", lambda progress: tornado_of(asked.case, effort, progress))
    _must(page, asked, bars, measure)
    st.html(view.tornado_picture(bars, measure, t, page.theme))
    names = view.lever_names(levers_of(asked.case), t)
    st.markdown(f"**{t('werkgeversketen_gain.breakeven')}**")
    lever = st.selectbox(
        t("werkgeversketen_gain.lever"),
        list(names),
        index=None,
        key="gain_lever",
        format_func=lambda one: names.get(one, one),
        placeholder=t("werkgeversketen_gain.lever_pick"),
    )
    if lever in names:
        found = asked.answer(
            f"breakeven {lever} {measure} {effort}",
            lambda progress: break_evens(asked.case, [lever], [measure], effort, progress),
        )
        for one in found:
            _say(page, breakeven_story(one, party))
    if measure in GAINS:
        _sobol(page, asked, bars, measure, effort)


def _must(page: frame.Page, asked: Asked, bars: Tornado, measure: str) -> None:
    """The button of the table: what would have to be true for us to gain?"""
    t = page.t
    shown = (asked.ready.employers, measure)
    if st.button(t("werkgeversketen_gain.must"), key="gain_must", type="primary", icon=":material/help:"):
        st.session_state["gain_must_of"] = shown
    if st.session_state.get("gain_must_of") != shown:
        return
    found = asked.answer(
        f"must {measure} {bars.runs}", lambda progress: must_be_true(asked.case, bars, measure, progress)
    )
    with st.container(border=True):
        _say(page, must_story(found, party_name(measure, view.names_of(asked.case.employers))))


def _sobol(page: frame.Page, asked: Asked, bars: Tornado, measure: str, effort: Effort) -> None:
    t = page.t
    st.markdown(f"**{t('werkgeversketen_gain.sobol')}**")
    if not st.toggle(t("werkgeversketen_gain.sobol_ask"), key="gain_sobol"):
        return
    found = asked.answer(
        f"sobol {measure} {effort}", lambda progress: sobol_of(asked.case, bars, measure, effort, progress)
    )
    _say(page, sobol_story(found, asked.case.parameters, measure))
    st.caption(t("werkgeversketen_gain.sobol_read", points=page.number(found.points)))


def units(page: frame.Page, plan: Plan) -> None:
    """What the next units of each resource bring, and which brings more than several of another."""
    asked, effort = Asked(page, plan), _effort(page)
    found = asked.answer(f"next {effort}", lambda progress: next_units(asked.case, effort, progress=progress))
    _say(page, next_story(found))


def _measure(page: frame.Page, asked: Asked, key: str, *, own: bool) -> str:
    """What the question is about: people, or the money of a party."""
    names = view.measures_of(asked.case.employers if own else (), page.t)
    chosen: str = st.selectbox(
        page.t("werkgeversketen_gain.measure"), list(names), key=key, format_func=lambda one: names.get(one, one)
    )
    return chosen if chosen in names else GAINS[0]


def _effort(page: frame.Page) -> Effort:
    """An answer soon, or a more precise one."""
    return "full" if st.toggle(page.t("werkgeversketen_gain.precise"), key="gain_precise") else "first"


def _say(page: frame.Page, told: Sequence[Statement]) -> None:
    for one in told:
        sign = ":orange[:material/warning:] " if one.caution else "- "
        st.markdown(f"{sign}{plain(one.say(page.t))}")


def _sub_chains(page: frame.Page, plan: Plan) -> None:
    if plan.groups:
        st.caption(page.t("werkgeversketen_gain.sub_chains"))
