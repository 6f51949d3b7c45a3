"""Under the gaps: the agreed handovers beside what is there, with what is behind each box and a table twin."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from graph.privacy import MIN_PEOPLE
from pages.ui import agreed_chain, frame, links, tables
from pages.ui.geo_picture import picture, selected
from pages.ui.linked import keep
from pages.views import agreed as view
from pages.views.hiaten import plain

CELL = "afspraak"  # the query parameter that holds the chosen box, so that a copied link shows it too
MAP = "agreed_picture"


@frame.fragment
def panel(page: frame.Page) -> None:
    """Heading, picture, what is behind the chosen box, twin."""
    t, group = page.t, page.selection.target_group
    st.subheader(t("agreed.title"), anchor=False)
    st.write(t("agreed.lead"))
    chain = agreed_chain.current(page)
    found = page.derived(view.there, group, chain)
    shown = view.board(page.network, found, page.selection.municipalities, page.language)
    summary = view.summary(shown, t)
    st.write(summary)
    agreed_chain.panel(page)
    if not shown.columns:
        return
    title = t("agreed.picture_title")
    if group:
        label = page.schema.codes["target_groups"].codes[group].label[page.language]
        title += " · " + t("agreed.only", group=label)
    caption = t("common.fictitious") if page.network.fictitious else ""
    drawn = view.picture(shown, page.theme, title, caption, t)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        picture(
            drawn,
            key=MAP,
            chosen=_chosen(shown),
            on_select=lambda: keep(CELL, selected(MAP)),
            t=t,
            alt=t("agreed.alt", summary=summary),
            file="ketenkaart-afspraken",
            least=min(drawn.width, 780),
        )
    with right:
        _beside(page, shown, group)
    if shown.unplaced:
        st.caption(t("agreed.unplaced", count=page.number(shown.unplaced)))
    with st.expander(t("agreed.table"), icon=":material/table:"):
        tables.table(view.twin(shown, t), page.language, alt=t("agreed.table"))


def _chosen(shown: view.Board) -> str | None:
    """The box of the link, if the board has it."""
    row, _, column = (st.query_params.get(CELL) or "").partition("~")
    return f"{row}~{column}" if row in shown.rows and column in shown.columns else None


def _beside(page: frame.Page, shown: view.Board, group: str | None) -> None:
    """What is behind the chosen box; before a choice, how to choose."""
    t, one = page.t, _chosen(shown)
    if one is None:
        st.info(t("agreed.choose"), icon=":material/touch_app:")
        return
    row, _, column = one.partition("~")
    st.markdown(f"**{plain(shown.labels[row])} · {plain(shown.labels[column])}**")
    st.write(plain(view.about(page.network, shown.line(column), page.language)))
    st.write(plain(view.told(shown, row, column, t)))
    who = view.senders(page.network, shown, row, column, t)
    if not len(who):
        return
    _listed(page, "who", one, who)
    behind = view.behind(
        page.network, page.derived(view.pairs, group, agreed_chain.current(page)), tuple(who.index), column, t
    )
    if not len(behind):
        st.write(t("agreed.nothing"))
        return
    _listed(page, "behind", one, behind)
    st.caption(t("agreed.hidden_help", minimum=MIN_PEOPLE))


def _listed(page: frame.Page, what: str, cell: str, table: pd.DataFrame) -> None:
    title = page.t(f"agreed.{what}")
    st.markdown(f"**{title}**")
    links.listed(page, table, title, f"agreed_{what}_{cell}")
