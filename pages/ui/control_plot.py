"""Under the gaps: which handovers stand out. Worked out when asked for."""

from __future__ import annotations

from typing import cast

import streamlit as st

from graph.analysis.control import MEASURES, Measure
from graph.analysis.referrals import By
from graph.privacy import MIN_PEOPLE
from graph.thresholds import thresholds
from pages.ui import tables
from pages.ui.frame import Page
from pages.ui.geo_picture import picture, selected
from pages.ui.linked import choice, keep
from pages.views import control as view
from pages.views import trend
from pages.views.hiaten import plain

DOT = "route"  # the query parameter that holds the chosen dot
MAP = "control_picture"


def panel(page: Page) -> None:
    """A choice of what is compared, the funnel plot, the chosen route, the twin."""
    t = page.t
    st.subheader(t("control.title"), anchor=False)
    st.caption(t("control.lead"))
    if not st.toggle(t("control.show"), key="control_shown"):
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        names = {one: t(f"control.measure_{one}", days=thresholds().warm_days) for one in MEASURES}
        measure = cast(Measure, choice("vergelijk", t("control.measure"), names, MEASURES[0], width=330))
        ways = {one: t(f"control.by_{one}") for one in ("kind", "organisation")}
        by = cast(By, choice("tussen", t("control.by"), ways, "kind", width=230))
    found = page.derived(view.compared, measure, by)
    summary = view.summary(found, t)
    st.write(summary)
    if found.routes:
        title = f"{names[measure]} · {t('control.by').lower()} {ways[by]}"
        caption = t("common.fictitious") if page.network.fictitious else ""
        drawn = view.picture(page.network, found, page.theme, title, caption, t)
        chosen = st.query_params.get(DOT)
        left, right = st.columns([7, 4], gap="medium")
        with left:
            picture(
                drawn,
                key=MAP,
                chosen=chosen if chosen in drawn.marks else None,
                on_select=lambda: keep(DOT, selected(MAP)),
                t=t,
                alt=t("control.alt", summary=summary),
                file="ketenkaart-routes",
                least=640,
            )
        one = next((route for route in found.routes if view.identity(route) == chosen), None)
        with right:
            if one is None:
                st.info(t("control.choose"), icon=":material/touch_app:")
            else:
                st.write(plain(view.told(page.network, found, one, t)))
        _over_time(page, measure, by, chosen)
        with st.expander(t("control.table"), icon=":material/table:"):
            tables.table(view.table(page.network, found, t), page.language, alt=t("control.table"))
            st.caption(t("control.origin"))
    if found.hidden:
        st.caption(t("control.hidden", count=page.number(found.hidden), minimum=MIN_PEOPLE))


def _over_time(page: Page, measure: Measure, by: By, chosen: str | None) -> None:
    """Whether it gets better: of the chosen route a chart per quarter, of all routes a table."""
    t, found = page.t, page.derived(trend.over_time, measure, by)
    st.markdown(f"**{t('control.trend_title')}**")
    st.caption(t("control.trend_lead"))
    st.write(trend.summary(found, t))
    one = next((route for route in found.routes if trend.identity(route) == chosen), None)
    if one is not None:
        st.write(plain(trend.told(page.network, found, one, t)))
        if one.parts:
            st.altair_chart(trend.chart(one, page.language, page.theme), key="control_trend")
            with st.expander(t("control.trend_parts"), icon=":material/table:"):
                tables.table(trend.parts_table(one, t), page.language, alt=t("control.trend_parts"))
    with st.expander(t("control.trend_table"), icon=":material/table:"):
        tables.table(trend.table(page.network, found, t), page.language, alt=t("control.trend_table"))
        st.caption(t("control.trend_origin"))
