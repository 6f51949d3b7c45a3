"""Who the candidates are: numbers per profile, by hand or counted out of a caseload."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from graph.privacy import MIN_PEOPLE
from graph.simulation.plan import Plan
from graph.simulation.profiles import load_profiles
from loaders.caseload import read_caseload
from loaders.tables import FileRefused, source_of
from pages.ui import frame
from pages.ui.chain_plan import remember
from pages.ui.importing import dutch_uploader
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain

_WRONG = "people_wrong"


def people(page: frame.Page, plan: Plan) -> None:
    """A number for each profile; the link and the plan's file hold what was chosen."""
    t = page.t
    st.caption(t("werkgeversketen_people.read"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for one in load_profiles():
            key = f"people_{one.code}"
            st.session_state[key] = plan.people.get(one.code, 0)
            label = one.label[page.language] if one.label else one.code
            st.number_input(
                label, 0, plans.MOST_PEOPLE, step=5, key=key, on_change=_changed, args=(page, plan), width=270
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        count = page.number(plan.size or plans.STANDARD_CANDIDATES)
        st.write(
            t("werkgeversketen_people.total" if plan.people else "werkgeversketen_people.total_as_region", count=count)
        )
        if plan.people:
            st.button(
                t("werkgeversketen_people.as_region"),
                key="people_as_region",
                icon=":material/restart_alt:",
                on_click=lambda: remember(plans.with_people(plan, {})),
            )
    if wrong := st.session_state.pop(_WRONG, None):
        st.error(wrong, icon=":material/error:")
    _caseload(page, plan)


def _changed(page: frame.Page, plan: Plan) -> None:
    _set(page, plan, {one.code: int(st.session_state[f"people_{one.code}"]) for one in load_profiles()})


def _set(page: frame.Page, plan: Plan, numbers: Mapping[str, int]) -> None:
    """Make these the numbers, where they are not too many together."""
    count = sum(numbers.values())
    if count > plans.MOST_PEOPLE:
        told = {"count": page.number(count), "most": page.number(plans.MOST_PEOPLE)}
        st.session_state[_WRONG] = page.t("werkgeversketen_people.too_many", **told)
        return
    remember(plans.with_people(plan, numbers))


def _caseload(page: frame.Page, plan: Plan) -> None:
    t = page.t
    box = st.expander(
        t("werkgeversketen_people.caseload"), icon=":material/upload_file:", key="caseload_box", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.caption(t("werkgeversketen_people.caseload_help"))
        st.html(dutch_uploader(t))
        file = st.file_uploader(t("werkgeversketen_people.choose"), type=["csv", "xlsx"], key="caseload_file")
        if file is None:
            return
        try:
            found = read_caseload(source_of(file), datetime.now(UTC).date())
        except FileRefused as error:
            st.error(t.problem(error.problem), icon=":material/error:")
            return
        count = page.number(found.counted)
        st.success(plain(t("werkgeversketen_people.counted", file=found.source, count=count)), icon=":material/check:")
        if found.small:
            st.caption(t("werkgeversketen_people.small", least=MIN_PEOPLE))
        for problem in found.problems:
            st.warning(plain(t.problem(problem)), icon=":material/warning:")
        st.button(
            t("werkgeversketen_people.use"),
            key="caseload_use",
            type="primary",
            icon=":material/group_add:",
            on_click=_set,
            args=(page, plan, found.people),
        )
