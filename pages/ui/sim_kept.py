"""Scenarios of the employer chain: kept in the store under a name, opened, shared, and laid side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import streamlit as st

from graph.simulation.plan import BadPlan, Plan
from graph.simulation.plan_file import from_plain, plan_from, plan_yaml, to_plain
from pages.ui import frame, sim_run, state
from pages.ui.chain_plan import remember
from pages.views import werkgeversketen_beside as view
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain
from pages.views.werkgeversketen_picture import scenarios_picture, whole_table

MOST_NAME = 60
_NAME, _SAID, _TOLD, _BESIDE, _EXTRA = (f"chain_{one}" for one in ("name", "wrong", "told", "beside", "extra"))


def kept(page: frame.Page) -> Mapping[str, Plan | None]:
    """The scenarios of this region by name; None for one that this version cannot read."""
    prefix = _prefix(page)
    found: dict[str, Plan | None] = {}
    for name, text in state.store().kept(prefix).items():
        try:
            found[name.removeprefix(prefix)] = from_plain(json.loads(text))
        except (BadPlan, ValueError, RecursionError):
            found[name.removeprefix(prefix)] = None
    return found


def panel(page: frame.Page, plan: Plan | None) -> None:
    """Give the scenario a name, open one that has a name, share it by link or file."""
    t = page.t
    if plan is not None:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            hint = t("werkgeversketen_beside.name_hint")
            st.text_input(t("werkgeversketen_beside.name"), key=_NAME, max_chars=MOST_NAME, placeholder=hint)
            label = t("werkgeversketen_beside.keep")
            st.button(label, key="chain_keep", icon=":material/save:", on_click=_keep, args=(page, plan))
        if wrong := st.session_state.pop(_SAID, None):
            st.error(wrong, icon=":material/error:")
        if told := st.session_state.pop(_TOLD, None):
            st.success(plain(told), icon=":material/check:")
    found = kept(page)
    if not found:
        st.caption(t("werkgeversketen_beside.none_kept"))
    for at, (name, one) in enumerate(found.items()):
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        row.markdown(plain(name), width="stretch")
        if one is None:
            row.caption(t("werkgeversketen_beside.unreadable"))
        else:
            label = t("werkgeversketen_beside.open")
            icon = ":material/folder_open:"
            row.button(label, key=f"chain_open_{at}", icon=icon, on_click=remember, args=(one,))
        row.button(
            t("werkgeversketen_beside.delete"),
            key=f"chain_delete_{at}",
            icon=":material/delete:",
            type="tertiary",
            on_click=state.store().keep,
            args=(_prefix(page) + name, None),
        )
    if plan is not None:
        st.caption(t("werkgeversketen_beside.link"))
        st.code(_link(), language=None, wrap_lines=True)
        st.download_button(
            t("werkgeversketen_party.yaml"),
            plan_yaml(plan),
            file_name="werkgeversketen.yaml",
            mime="application/yaml",
            key="chain_yaml",
            icon=":material/download:",
            on_click="ignore",
        )
    _opened(page)


def beside(page: frame.Page, plan: Plan) -> None:
    """The scenarios that were chosen, in one picture and in a table."""
    t = page.t
    options = {t("werkgeversketen_beside.current"): plan}
    options |= {name: one for name, one in kept(page).items() if one is not None}
    extra: dict[str, Plan] = st.session_state.get(_EXTRA, {})
    options |= {name: one for name, one in extra.items() if name not in options}
    if len(options) < 2:
        st.info(t("werkgeversketen_beside.nothing"), icon=":material/save:")
        return
    if _BESIDE not in st.session_state:
        st.session_state[_BESIDE] = list(options)[:2]
    st.session_state[_BESIDE] = [one for one in st.session_state[_BESIDE] if one in options]
    chosen = st.multiselect(
        t("werkgeversketen_beside.pick"),
        list(options),
        key=_BESIDE,
        max_selections=view.MOST,
        placeholder=t("werkgeversketen_beside.pick_hint", most=view.MOST),
    )
    found = {}
    for name in chosen:
        if strangers := _strangers(page, options[name]):
            names = ", ".join(strangers)
            st.warning(plain(t("werkgeversketen_beside.file_elsewhere", names=names)), icon=":material/warning:")
        else:
            found[name] = (options[name], sim_run.computed(page, options[name]))
    if found:
        st.html(scenarios_picture([(name, outcome) for name, (_, outcome) in found.items()], t, page.theme))
        title = t("werkgeversketen_beside.title")
        st.html(whole_table(view.beside(found, t), page.language, title))


def lay_beside(page: frame.Page, name: str, plan: Plan) -> None:
    """Have a plan laid beside the one on the screen, without keeping it. For callbacks."""
    st.session_state[_EXTRA] = {name: plan}
    st.session_state[_BESIDE] = [page.t("werkgeversketen_beside.current"), name]


def _opened(page: frame.Page) -> None:
    t = page.t
    file = st.file_uploader(t("werkgeversketen_beside.file"), type=["yaml", "yml"], key="chain_file")
    if file is None or st.session_state.get("chain_file_read") == file.file_id:
        return
    st.session_state["chain_file_read"] = file.file_id
    try:
        plan = plan_from(file.getvalue(), file.name)
    except BadPlan as error:
        st.error(plain(t.error(error)), icon=":material/error:")
        return
    if len(plan.members) > plans.MOST_EMPLOYERS:
        found = len(plan.members)
        st.error(t("werkgeversketen_beside.file_too_many", found=found, most=plans.MOST_EMPLOYERS))
    elif strangers := _strangers(page, plan):
        st.error(plain(t("werkgeversketen_beside.file_elsewhere", names=", ".join(strangers))))
    else:
        remember(plan)
        st.session_state[_TOLD] = t("werkgeversketen_beside.file_read", file=file.name)
        st.rerun()


def _strangers(page: frame.Page, plan: Plan) -> list[str]:
    """Employers of a region that the page does not show."""
    network = sim_run.region(page)
    return [one for one in plan.from_region if network is None or one not in network.index]


def _keep(page: frame.Page, plan: Plan) -> None:
    name = " ".join(str(st.session_state.get(_NAME, "")).split())
    if not name or not name.isprintable():
        st.session_state[_SAID] = page.t("werkgeversketen_beside.no_name")
        return
    text = json.dumps(to_plain(replace(plan, name=name)), ensure_ascii=False)
    state.store().keep(_prefix(page) + name, text)
    st.session_state[_NAME] = ""
    st.session_state[_TOLD] = page.t("werkgeversketen_beside.kept_now", name=name)


def _link() -> str:
    """The address of what is on the screen."""
    here = urlsplit(st.context.url or "")
    params = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    return f"{here.scheme}://{here.netloc}{here.path}?{urlencode(params)}" if here.netloc else f"?{urlencode(params)}"


def _prefix(page: frame.Page) -> str:
    """Names in the store: of one region, and together with the longest name within what a store keeps."""
    regions = page.network.scope.regions if page.has_data else ()
    return f"keten/{'+'.join(regions)[:100]}/"
