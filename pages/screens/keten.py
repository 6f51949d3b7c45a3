"""Keten: the road from school to lasting work, in several pictures; a click shows what is behind."""

from __future__ import annotations

import streamlit as st

from pages.ui import chain, chain_walk, details, frame, selection, tables
from pages.views import keten as view
from pages.views import keten_tables as twin
from pages.views.keten_words import place_label

FLOWS = "flows"
PICTURE = "beeld"  # the query parameter that says which picture is shown


def none_yet(page: frame.Page, why: str) -> None:
    """Nothing to draw: say what to do."""
    with st.container(border=True):
        st.subheader(page.t(f"keten.{why}_title"), anchor=False)
        st.write(page.t(f"keten.{why}_text"))
        st.page_link("pages/screens/gegevens.py", label=page.t("keten.none_link"), icon=":material/upload_file:")


@frame.fragment
def twins(page: frame.Page, whole: view.Overview) -> None:
    """The same as tables: the flows, the balance of every stage, and who stands where."""
    t = page.t
    flows, balance, standing = st.tabs(
        [t("keten.view_table"), t("keten.view_balance"), t("keten.view_organisations")],
        key="keten_twin",
        on_change="rerun",
    )
    if flows.open:
        with flows:
            table = twin.flow_table(whole.chain, page.language)
            tables.table(table, page.language, alt=t("keten.view_table"), height=360)
            st.caption(t("keten.table_read"))
    if balance.open:
        with balance:
            tables.table(twin.balance(whole.chain, page.language), page.language, alt=t("keten.view_balance"))
            st.caption(t("keten.balance_read"))
    if standing.open:
        with standing:
            standing_where(page, whole)


def standing_where(page: frame.Page, whole: view.Overview) -> None:
    """The organisations of a stage; a chosen row shows the organisation."""
    stages = [target.source for target in whole.targets if target.target is None]
    stage = st.pills(
        page.t("keten.stage"),
        stages,
        default=stages[0] if stages else None,
        required=True,
        key="keten_stage",
        format_func=lambda code: place_label(page.schema, page.t, code),
        label_visibility="collapsed",
    )
    if stage is None:
        return
    table = twin.organisations(page.narrowed, whole.chain, stage, page.language)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.caption(page.t("keten.pick_organisation"))
        tables.table(
            table,
            page.language,
            alt=page.t("keten.organisations"),
            height=360,
            key=f"keten_organisations_{stage}",
            on_pick=lambda organisation: selection.change(focus=organisation),
        )
    with right:
        details.panel(page, details.known(page, selection.current().focus))


def origin(page: frame.Page, whole: view.Overview) -> None:
    """Where the numbers come from."""
    t = page.t
    with st.expander(t("keten.origin"), icon=":material/info:"):
        for sentence in view.origin(page.narrowed, whole.chain, page.language):
            st.markdown(f"- {sentence}")


def pictures(page: frame.Page) -> str:
    """The choice of picture; it is in the link, so that a copied link shows the same one."""
    known = (FLOWS, *chain_walk.PICTURES)
    asked = st.query_params.get(PICTURE, FLOWS)
    st.session_state["keten_picture"] = asked if asked in known else FLOWS

    def chosen() -> None:
        if st.session_state["keten_picture"] == FLOWS:
            st.query_params.pop(PICTURE, None)
        else:
            st.query_params[PICTURE] = st.session_state["keten_picture"]

    picture = st.segmented_control(
        page.t("keten.picture"),
        known,
        required=True,
        key="keten_picture",
        on_change=chosen,
        format_func=lambda one: page.t(f"keten.picture_{one}"),
        label_visibility="collapsed",
        width="stretch",
    )
    return picture or FLOWS


def main() -> None:
    """The screen, from top to bottom."""
    page = frame.screen("keten")
    if page.narrowed.referrals.empty:
        none_yet(page, "none")
        return
    whole = page.derived(view.overview, page.language, narrowed=True)
    if not any(target.target for target in whole.targets):
        none_yet(page, "no_stage")
        return
    picture = pictures(page)
    if picture in chain_walk.PICTURES:
        chain_walk.PICTURES[picture](page, whole)
    else:
        chain.road(page, whole)
        twins(page, whole)
    origin(page, whole)


main()
