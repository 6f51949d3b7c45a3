"""Running a plan for the screen: the first picture soon, a bar while it goes on, a button to stop it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan, prepared
from graph.simulation.trial import Progress
from pages.ui import frame
from pages.ui.kept import Kept
from pages.views.werkgeversketen_plan import key_of

T = TypeVar("T")
Draw = Callable[[Outcome], None]
_STOPPED = "chain_stopped"
_PART = "part"


@st.cache_resource(show_spinner=False)
def outcomes() -> Kept[Outcome]:
    """Outcomes by plan and data, for all sessions."""
    return Kept(48)


@st.cache_resource(show_spinner=False)
def answers() -> Kept[Any]:
    """Answers to the questions about a plan, for all sessions; a table of coalitions takes some megabytes."""
    return Kept(24)


def region(page: frame.Page) -> Network | None:
    """The region of the page, None while the store is empty."""
    return page.network if page.has_data else None


def shown(page: frame.Page, plan: Plan, draw: Draw) -> Outcome:
    """The outcome of a plan, drawn; the first one soon, then better ones, until it is done or stopped."""
    key = _key(page, plan)
    best = outcomes().known(key)
    if best is None and st.session_state.get(_STOPPED) == key:
        best = outcomes().known((*key, _PART))
    if best is None:
        best = _sharpened(page, plan, draw)
    draw(best)
    if outcomes().known(key) is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(page.t("werkgeversketen_run.stopped", sets=best.sets, runs=best.runs), width="stretch")
            label = page.t("werkgeversketen_run.go_on")
            st.button(label, key="sim_go_on", icon=":material/play_arrow:", on_click=_stop, args=(None,))
    return best


def _sharpened(page: frame.Page, plan: Plan, draw: Draw) -> Outcome:
    """Each better outcome drawn as it comes, and kept, so that a stop loses nothing."""
    t, key = page.t, _key(page, plan)
    ready = prepared(plan, None if plan.by_hand else region(page))
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=t("werkgeversketen.running"), width="stretch")
        label = t("werkgeversketen_run.stop")
        st.button(label, key="sim_stop", icon=":material/stop:", on_click=_stop, args=(key,))
    text = [t("werkgeversketen.running")]
    best = None
    for best in ready.sharpen(lambda part: bar.progress(part, text=text[0])):
        text[0] = t("werkgeversketen_run.sharper")
        outcomes().put((*key, _PART), best)
        draw(best)
    place.empty()
    if best is None:
        raise RuntimeError("a simulation without an outcome")
    return outcomes().put(key, best)


def _stop(key: tuple[Hashable, ...] | None) -> None:
    """Let the computing of this plan be; None: go on."""
    st.session_state[_STOPPED] = key


def computed(page: frame.Page, plan: Plan, *, extras: bool = False) -> Outcome:
    """The outcome of a plan at its full size, with a bar meanwhile; ``extras``: with what one unit more brings."""
    ready = prepared(plan, None if plan.by_hand else region(page))
    text = page.t("werkgeversketen.running")

    def run() -> Outcome:
        bar = st.progress(0.0, text=text)
        try:
            return ready.simulate(lambda part: bar.progress(part, text=text), extras=extras)
        finally:
            bar.empty()

    return outcomes().of((*_key(page, plan), extras) if extras else _key(page, plan), run)


def answer(page: frame.Page, plan: Plan, name: str, work_out: Callable[[Progress], T]) -> T:
    """An answer about a plan, called ``name``, worked out once for all sessions, with a bar meanwhile."""
    text = page.t("werkgeversketen.running")

    def run() -> T:
        bar = st.progress(0.0, text=text)
        try:
            return work_out(lambda part: bar.progress(min(max(part, 0.0), 1.0), text=text))
        finally:
            bar.empty()

    found: T = answers().of((*_key(page, plan), name), run)
    return found


def _key(page: frame.Page, plan: Plan) -> tuple[Hashable, ...]:
    """What an outcome depends on: the plan, and the data when it has employers of the region."""
    network = None if plan.by_hand else region(page)
    data = (repr(page.store), network.scope, network.revision) if network is not None else ()
    return (*data, key_of(plan))
