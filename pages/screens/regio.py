"""Regio: who is there, what needs attention, and what changed."""

import streamlit as st

from graph.analysis.overview import overview
from graph.gaps.attention import attention
from graph.gaps.words import explain
from pages.ui import follow_kept, frame, journal, links, tables
from pages.ui.gaps_found import all_gaps
from pages.views import regio as view
from pages.views.words import counted, day, percentage

page = frame.screen("regio")
t = page.t
glance = page.derived(view.glance, narrowed=True)
year = page.derived(overview)

with st.container(horizontal=True, gap="medium"):
    st.metric(t("regio.organisations"), page.number(glance.organisations), width="content")
    st.metric(t("regio.ties"), page.number(glance.ties), width="content")
    share = glance.confirmed / glance.ties if glance.ties else None
    st.metric(t("regio.confirmed"), percentage(share, page.language), help=t("regio.confirmed_help"), width="content")
    st.metric(t("regio.stale"), page.number(glance.stale), help=t("regio.stale_help"), width="content")
    st.metric(t("regio.alone"), page.number(glance.alone), help=t("regio.alone_help"), width="content")
if year.until is not None:
    st.caption(t("regio.year", until=day(year.until, page.language)))
    with st.container(horizontal=True, gap="medium"):
        for figure in view.figures(year, page.language):
            st.metric(
                figure.label,
                figure.value,
                delta=figure.change,
                delta_color=figure.colour,
                help=figure.help,
                width="content",
            )

left, right = st.columns([1.15, 1], gap="large")
with left:
    st.subheader(t("regio.who"), anchor=False)
    st.altair_chart(page.derived(view.kinds_chart, page.language, page.theme, narrowed=True), key="kinds")
    st.subheader(t("regio.where"), anchor=False)
    where = page.derived(view.municipalities, page.language, narrowed=True)
    tables.table(where, page.language, alt=t("regio.where"))
with right:
    st.subheader(t("regio.attention"), anchor=False)
    found, aside = follow_kept.standing(page, all_gaps(page))
    for gap in attention(found):
        said = explain(gap, page.network, t)
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{said.title}** · {said.severity} · {said.people}")
            st.text(said.found)
            links.organisations(page, gap.parties[:3])
            to = {"hiaat": gap.id}
            st.page_link("pages/screens/hiaten.py", label=t("regio.to_gap"), icon=":material/east:", query_params=to)
    if not found:
        st.success(t("regio.no_gaps"), icon=":material/check_circle:")
    if aside:
        st.caption(counted(t, "follow.aside_one", "follow.aside_many", aside))
    st.subheader(t("regio.changed"), anchor=False)
    journal.panel(page)
