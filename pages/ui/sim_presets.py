"""Chains to begin with: one click fills the plan with fitting employers of the region."""

from __future__ import annotations

import streamlit as st

from graph.problems import KetenkaartError
from graph.simulation.presets import Picked, Preset, fill, presets
from pages.ui import frame, linked, sim_kept, sim_run
from pages.ui.chain_plan import remember
from pages.views.hiaten import plain

_FILLED, _NOBODY = "chain_preset", "chain_preset_nobody"
OPEN = "chain_presets"
"""The state of the list of presets: choosing one closes it."""
BESIDE = "naast"
"""The section that lays scenarios side by side; see :mod:`pages.ui.sim_sections`."""


def choose(page: frame.Page) -> None:
    """The presets, each with what it is."""
    t = page.t
    st.caption(t("werkgeversketen_run.presets_read"))
    for code, preset in presets().items():
        label = preset.label[page.language]
        st.button(label, key=f"preset_{code}", on_click=_fill, args=(page, preset), width="stretch")
        st.caption(preset.help[page.language])
    if st.session_state.pop(_NOBODY, False):
        st.error(t("werkgeversketen.preset_nobody"), icon=":material/error:")


def told(page: frame.Page) -> None:
    """After a preset: what it is, and what the region lacked and who was taken instead."""
    found: tuple[Preset, Picked] | None = st.session_state.get(_FILLED)
    if found is None:
        return
    preset, picked = found
    t, language = page.t, page.language
    said = [f"**{plain(preset.label[language])}.** {plain(preset.help[language])}"]
    if preset.why is not None:
        said.append(plain(preset.why[language]))
    for one in picked.lacking:
        names = ", ".join(one.taken)
        key = "lacking" if one.taken else "lacking_nobody"
        values = {"wanted": one.wanted[language], "fitting": one.fitting, "count": one.count, "names": names}
        said.append(plain(t(f"werkgeversketen_run.{key}", **values)))
    with st.container(border=True):
        st.markdown("  \n".join(said))
        close = t("werkgeversketen_run.preset_close")
        st.button(close, key="preset_close", icon=":material/close:", type="tertiary", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(_FILLED, None)


def _fill(page: frame.Page, preset: Preset) -> None:
    network = sim_run.region(page)
    try:
        if network is None:
            raise KetenkaartError("werkgeversketen.preset_nobody")
        picked = fill(preset, network, page.selection.municipalities)
    except KetenkaartError:
        st.session_state[_NOBODY] = True
        return
    st.session_state[_FILLED] = (preset, picked)
    st.session_state[OPEN] = False
    remember(picked.plan)
    if picked.beside is not None:
        name = page.t("werkgeversketen_beside.without", name=picked.stopped)
        sim_kept.lay_beside(page, name, picked.beside)
        st.session_state["chain_section"] = BESIDE
        linked.keep("deel", BESIDE)
