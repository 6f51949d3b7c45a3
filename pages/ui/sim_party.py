"""The account of each party, and the papers to take home."""

from __future__ import annotations

import re

import streamlit as st

from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan
from loaders.handout import docx_bytes, html_text, xlsx_bytes
from pages.ui import filters, frame
from pages.ui.clock import today
from pages.views import werkgeversketen_party as view
from pages.views.hiaten import plain
from pages.views.werkgeversketen_picture import whole_table
from pages.views.words import day

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def section(page: frame.Page, outcome: Outcome, plan: Plan) -> None:
    """Who gains and who pays; then one party, with its papers."""
    t = page.t
    title = t("werkgeversketen_party.parties")
    st.html(whole_table(view.overview(outcome, t), page.language, title))
    st.caption(t("werkgeversketen.money_read"))
    names = view.parties(outcome, t)
    party = st.selectbox(
        t("werkgeversketen_party.choose"), list(names), key="party", format_func=lambda one: names[one]
    )
    with st.container(border=True):
        st.subheader(plain(t("werkgeversketen_party.title", party=names[party])), anchor=False)
        st.markdown(plain(view.verdict(outcome, party, t)))
        st.html(whole_table(view.account(outcome, party, t), page.language, t("werkgeversketen_party.numbers")))
        st.caption(t("werkgeversketen_party.indication"))
        papers(page, outcome, plan, party)


def papers(page: frame.Page, outcome: Outcome, plan: Plan, party: str) -> None:
    """What can be taken home: a page and a document of the party, a workbook of everything."""
    t, lines = page.t, about(page, outcome, plan)
    st.markdown(f"**{t('werkgeversketen_party.take_home')}**")
    st.caption(t("werkgeversketen_party.take_read"))
    name = _file_name(view.parties(outcome, t)[party])
    with st.container(horizontal=True):
        st.download_button(
            t("werkgeversketen_party.html"),
            lambda: html_text(view.paper(outcome, party, t, lines)).encode(),
            file_name=f"{name}.html",
            mime="text/html",
            key="paper_html",
            icon=":material/language:",
            on_click="ignore",
        )
        st.download_button(
            t("werkgeversketen_party.docx"),
            lambda: docx_bytes(view.paper(outcome, party, t, lines)),
            file_name=f"{name}.docx",
            mime=WORD,
            key="paper_docx",
            icon=":material/description:",
            on_click="ignore",
        )
        st.download_button(
            t("werkgeversketen_party.xlsx"),
            lambda: xlsx_bytes(view.workbook(outcome, t, lines)),
            file_name=f"werkgeversketen-{today().isoformat()}.xlsx",
            mime=EXCEL,
            key="paper_xlsx",
            icon=":material/table:",
            on_click="ignore",
        )


def about(page: frame.Page, outcome: Outcome, plan: Plan) -> tuple[str, ...]:
    """Where a paper comes from: that it is made up when it is, its region and day, its name."""
    t, made = page.t, day(today(), page.language)
    lines = [t("common.fictitious")] if outcome.fictitious else []
    if plan.by_hand:
        lines.append(t("werkgeversketen_party.by_hand", day=made))
    else:
        summary = filters.summary(page.selection, t)
        lines.append(t("werkgeversketen_party.from_region", region=summary, day=made))
    if plan.name:
        lines.append(t("werkgeversketen_party.named", name=plan.name))
    return tuple(lines)


def _file_name(party: str) -> str:
    """A name of a file that every system takes."""
    told = re.sub(r"[^0-9a-z]+", "-", party.casefold()).strip("-")[:40] or "partij"
    return f"werkgeversketen-{told}-{today().isoformat()}"
