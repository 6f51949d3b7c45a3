"""Regio: who is there, what needs attention, and what changed."""

import streamlit as st

from pages.ui import frame, journal, tables
from pages.views import regio as view
from pages.views.words import percentage

page = frame.screen("regio")
t = page.t
glance = page.derived(view.glance, narrowed=True)

with st.container(horizontal=True, gap="medium"):
    st.metric(t("regio.organisations"), page.number(glance.organisations), width="content")
    st.metric(t("regio.ties"), page.number(glance.ties), width="content")
    share = glance.confirmed / glance.ties if glance.ties else None
    st.metric(t("regio.confirmed"), percentage(share, page.language), help=t("regio.confirmed_help"), width="content")
    st.metric(t("regio.stale"), page.number(glance.stale), help=t("regio.stale_help"), width="content")
    st.metric(t("regio.alone"), page.number(glance.alone), help=t("regio.alone_help"), width="content")
    st.metric(t("regio.people"), page.people(glance.people), width="content")

left, right = st.columns([1.6, 1], gap="large")
with left:
    st.subheader(t("regio.who"), anchor=False)
    st.altair_chart(page.derived(view.kinds_chart, page.language, narrowed=True), key="kinds")
    st.subheader(t("regio.where"), anchor=False)
    where = page.derived(view.municipalities, page.language, narrowed=True)
    tables.table(where, page.language, alt=t("regio.where"))
with right:
    st.subheader(t("regio.changed"), anchor=False)
    journal.panel(page)
