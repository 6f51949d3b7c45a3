"""The details of one organisation, beside whatever it was chosen in."""

from __future__ import annotations

from html import escape

import streamlit as st

from graph.analysis.flows import flows
from graph.analysis.ties import collaboration_ties
from pages.ui import links, selection
from pages.ui.frame import Page
from pages.views import html
from pages.views import organisation as view
from pages.views.words import counted

MOST = 10
AT_ONCE = 600
"""Organisations up to which the flows between all of them are protected within a second."""


def known(page: Page, organisation: str | None) -> str | None:
    """The organisation if the region has it; a link may name one that is gone."""
    at = page.network.index.get(organisation or "", page.network.n_organisations)
    return organisation if at < page.network.n_organisations else None


def panel(page: Page, organisation: str | None) -> None:
    """Everything about an organisation; without one, how to choose one, and who stands out."""
    if organisation is None:
        _choose(page)
        return
    t = page.t
    profile = view.profile(page.network, organisation, page.language)
    partners = view.partners(page.network, page.derived(collaboration_ties), organisation, page.language)
    with st.container(border=True):
        heading = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top")
        heading.subheader(profile.name, anchor=False, width="stretch")
        if heading.button(t("netwerk.close"), icon=":material/close:", key="close_details", type="tertiary"):
            selection.change(focus=None)
            st.rerun(scope="fragment")
        st.html(
            f"<p>{escape(' · '.join(part for part in (profile.kind, profile.place) if part))}</p>"
            + _facts(page, profile)
            + html.table(
                partners, page.language, counted(t, "netwerk.partners_one", "netwerk.partners_many", len(partners))
            )
        )
        links.organisation(page, organisation, t("organisatie.open_page"))
        _traffic(page, organisation)


def more(page: Page, organisation: str) -> None:
    """What the card beside the map does not know: the properties, their source, and the people."""
    facts = _facts(page, view.profile(page.network, organisation, page.language))
    if facts:
        st.html(facts)
    links.organisation(page, organisation, page.t("organisatie.open_page"))
    _traffic(page, organisation)


def _facts(page: Page, profile: view.Profile) -> str:
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in profile.facts)
    found = f'<dl class="kk-facts">{facts}</dl>' if facts else ""
    if profile.source:
        since = f" ({profile.reference_date})" if profile.reference_date else ""
        found += f'<p class="kk-source">{escape(page.t("netwerk.source", source=profile.source) + since)}</p>'
    return found


def _traffic(page: Page, organisation: str) -> None:
    """The people who come and go. Hiding small counts in a large region takes seconds: then only on request."""
    t = page.t
    if page.network.n_organisations > AT_ONCE and not st.toggle(t("netwerk.show_traffic"), key="show_traffic"):
        return
    between = page.derived(flows, "organisation")
    traffic = view.traffic(page.network, between, organisation, page.language)
    if len(traffic):
        st.html(html.table(traffic, page.language, t("netwerk.traffic")))


def _choose(page: Page) -> None:
    """The organisations with most partners, to begin with."""
    st.info(page.t("netwerk.choose"), icon=":material/touch_app:")
    st.markdown(f"**{page.t('netwerk.most_ties')}**")
    with st.container(gap="xxsmall"):
        for one, name, ties in page.derived(view.most_connected, MOST, narrowed=True):
            if st.button(f"{name} ({page.number(ties)})", key=f"choose_{one}", type="tertiary"):
                selection.change(focus=one)
                st.rerun(scope="fragment")
