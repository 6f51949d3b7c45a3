"""Scenarios that were given a name: kept in the store for everybody, opened again, compared, thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping

import streamlit as st

from graph.whatif.checking import BadScenario
from graph.whatif.form import MAX_NAME, Scenario, from_plain, to_plain
from graph.whatif.steps import Steps
from pages.ui import state, suppose
from pages.ui.frame import Page
from pages.views.hiaten import plain

MOST = 3  # scenarios beside the region as it is
_NAME, _SAID = "steldat_name", "steldat_name_wrong"


def kept(page: Page) -> Mapping[str, Steps | None]:
    """The scenarios of this region by name; None for one that this version cannot read."""
    prefix = _prefix(page)
    found: dict[str, Steps | None] = {}
    for name, text in state.store().kept(prefix).items():
        try:
            found[name.removeprefix(prefix)] = from_plain(json.loads(text)).steps
        except (BadScenario, ValueError, RecursionError):
            found[name.removeprefix(prefix)] = None
    return found


def panel(page: Page, now: Steps, known: Mapping[str, Steps | None]) -> None:
    """Give the scenario a name, and the list of those that have one."""
    t = page.t
    st.subheader(t("steldat.kept"), anchor=False)
    if now:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(t("steldat.name"), key=_NAME, max_chars=MAX_NAME, placeholder=t("steldat.name_hint"))
            st.button(t("steldat.keep"), key="steldat_keep", icon=":material/save:", on_click=_keep, args=(page, now))
        if wrong := st.session_state.pop(_SAID, None):
            st.error(wrong, icon=":material/error:")
    if not known:
        st.caption(t("steldat.none_kept"))
    for at, (name, supposed) in enumerate(known.items()):
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        row.markdown(plain(name), width="stretch")
        if supposed is None:
            row.caption(t("steldat.unreadable"))
        else:
            row.button(
                t("steldat.open"),
                key=f"steldat_open_{at}",
                icon=":material/folder_open:",
                on_click=suppose.put,
                args=(supposed,),
            )
        row.button(
            t("steldat.delete"),
            key=f"steldat_delete_{at}",
            icon=":material/delete:",
            type="tertiary",
            on_click=state.store().keep,
            args=(_prefix(page) + name, None),
        )


def beside(page: Page, known: Mapping[str, Steps | None], now: Steps) -> dict[str, Steps]:
    """The scenarios that were chosen to be laid side by side; what is being built can be one of them."""
    t = page.t
    options: dict[str, Steps] = {name: supposed for name, supposed in known.items() if supposed is not None}
    if now:
        options = {t("steldat.current"): now, **options}
    if not options:
        st.caption(t("steldat.none_beside"))
        return {}
    chosen = st.multiselect(
        t("steldat.beside_pick"),
        list(options),
        key="steldat_beside",
        max_selections=MOST,
        placeholder=t("steldat.beside_hint", most=MOST),
    )
    return {name: options[name] for name in chosen if name in options}


def _keep(page: Page, now: Steps) -> None:
    name = " ".join(str(st.session_state.get(_NAME, "")).split())
    if not name or not name.isprintable():
        st.session_state[_SAID] = page.t("steldat.no_name")
        return
    text = json.dumps(to_plain(Scenario(name, now)), ensure_ascii=False)
    state.store().keep(_prefix(page) + name, text)
    st.session_state[_NAME] = ""


def _prefix(page: Page) -> str:
    """Names in the store: of one region, and together with the longest name within what a store keeps."""
    return f"stel/{'+'.join(page.network.scope.regions)[:100]}/"
