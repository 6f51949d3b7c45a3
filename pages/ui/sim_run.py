"""Running a plan for the screen: the first picture soon, a bar while it goes on, a button to stop it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

import streamlit as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan, prepared
from graph.simulation.run import simulate_employers
from pages.ui import frame
from pages.ui.kept import Kept
from pages.views.werkgeversketen_plan import key_of

Draw = Callable[[Outcome], None]


@st.cache_resource(show_spinner=False)
def outcomes() -> Kept[Outcome]:
    """Outcomes by plan and data, for all sessions."""
    return Kept(48)


def region(page: frame.Page) -> Network | None:
    """The region of the page, None while the store is empty."""
    return page.network if page.has_data else None


def shown(page: frame.Page, plan: Plan, draw: Draw) -> Outcome:
    """The outcome of a plan, drawn; while it is computed, how far that is."""
    found = outcomes().known(_key(page, plan))
    if found is None:
        found = computed(page, plan)
    draw(found)
    return found


def computed(page: frame.Page, plan: Plan, *, extras: bool = False) -> Outcome:
    """The outcome of a plan at its full size, with a bar meanwhile; ``extras``: with what one unit more brings."""
    ready = prepared(plan, None if plan.by_hand else region(page))
    text = page.t("werkgeversketen.running")

    def run() -> Outcome:
        bar = st.progress(0.0, text=text)
        try:
            return simulate_employers(
                ready.employers,
                replace(ready.settings, extras=extras),
                lambda part: bar.progress(part, text=text),
                ready.parameters,
                fictitious=ready.fictitious,
            )
        finally:
            bar.empty()

    return outcomes().of((*_key(page, plan), extras) if extras else _key(page, plan), run)


def _key(page: frame.Page, plan: Plan) -> tuple[Hashable, ...]:
    """What an outcome depends on: the plan, and the data when it has employers of the region."""
    network = None if plan.by_hand else region(page)
    data = (repr(page.store), network.scope, network.revision) if network is not None else ()
    return (*data, key_of(plan))
