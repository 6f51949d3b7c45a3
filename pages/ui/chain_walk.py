"""The other pictures of the chain: lanes, process, roads, back and forth, funnel, waits, and what was agreed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.ui import agreed_chain, chain, details, frame, selection, tables
from pages.views import keten, keten_agreed, keten_bars, keten_funnel, keten_lanes
from pages.views import keten_loops as loops
from pages.views import keten_process as process
from pages.views import keten_routes as routes
from pages.views import keten_waits as waits
from pages.views.keten_drawing import MEASURES, SCALE
from pages.views.keten_walk import VIEWS, Walk, walk
from pages.views.keten_words import STUBS, parse, place_label

CHOSEN_MOMENT = 180


def by_what(page: frame.Page) -> Walk:
    """The choice between stages, kinds and organisations, and the process by it."""
    chosen = st.segmented_control(
        page.t("keten.by"),
        VIEWS,
        default=VIEWS[0],
        required=True,
        key="keten_by",
        format_func=lambda one: page.t(f"keten.by_{one}"),
        persist_state="session",
    )
    return page.derived(walk, chosen or VIEWS[0], narrowed=True)


def twin(page: frame.Page, name: str, table: pd.DataFrame, note: str | None = None) -> None:
    """The table under a picture."""
    st.markdown(f"**{page.t(f'keten.{name}')}**")
    tables.table(table, page.language, alt=page.t(f"keten.{name}"), height=min(420, 40 + 36 * max(len(table), 1)))
    if note:
        st.caption(note)


@frame.fragment
def lanes(page: frame.Page, _: keten.Overview) -> None:
    """The organisations in their stages, with the flows between them."""
    t = page.t
    flows = page.derived(keten_lanes.lane_flows, narrowed=True)
    measure = st.segmented_control(
        t("keten.measure"),
        MEASURES,
        default=MEASURES[0],
        required=True,
        key="keten_lane_measure",
        format_func=lambda one: t(f"keten.measure_{one}"),
    )
    drawn = keten_lanes.drawing(page.narrowed, flows, measure or MEASURES[0], page.language, page.theme)
    told = keten_lanes.summary(page.narrowed, flows, page.language)

    def picked() -> None:
        target = drawn.target(st.session_state["keten_lanes"].selection.selected)
        if target and ">" not in target:
            selection.change(focus=keten_lanes.organisation_of(target))

    st.echarts_chart(
        dict(drawn.option),
        key="keten_lanes",
        height=620,
        theme="streamlit",
        renderer="svg",
        on_select=picked,
        alt=t("keten.lanes_aria", summary=told),
    )
    st.write(told)
    st.caption(t("keten.lanes_read"))
    if measure != MEASURES[0]:
        st.html(keten_bars.legend(keten.legend(measure, page.language)))
    table = keten_lanes.table(page.narrowed, flows, page.language)
    focus = details.known(page, selection.current().focus)
    if focus is None:
        twin(page, "lanes_table", table)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        twin(page, "lanes_table", table)
    with right:
        details.panel(page, focus)


@frame.fragment
def walked(page: frame.Page, whole: keten.Overview) -> None:
    """The directly-follows graph with a threshold; between stages a click tells more."""
    t = page.t
    bar = st.container(horizontal=True, gap="large", vertical_alignment="bottom")
    with bar:
        found = by_what(page)
        options, usual = process.thresholds(found)
        if not options:
            st.info(t("keten.summary_none"))
            return
        least = options[0]
        if len(options) > 1:
            least = st.select_slider(
                t("keten.least"),
                options,
                value=usual,
                key=f"keten_least_{found.by}",
                format_func=lambda n: page.number(n),
                width=360,
            )
    drawn = process.drawing(page.narrowed, found, least, page.language, page.theme)
    told = process.description(page.narrowed, found, page.language)
    key = f"keten_process_{found.by}"

    def picked() -> None:
        target = drawn.target(st.session_state[key].selection.selected)
        if target and parse(target, page.schema):
            chain.choose(target)

    st.echarts_chart(
        dict(drawn.option),
        key=key,
        height=process.height_of(drawn),
        theme="streamlit",
        renderer="svg",
        on_select=picked,
        alt=t("keten.process_aria", summary=told),
    )
    levels = keten.legend("days", page.language)[: len(SCALE)]
    st.html(keten_bars.legend([*levels, *((STUBS[one], t(f"keten.stub_{one}")) for one in ("vanished", "refused"))]))
    st.write(told)
    st.caption(t("keten.process_read"))
    table = process.table(page.narrowed, found, page.language)
    if found.by != "stage":
        twin(page, "process_table", table, t("keten.process_times"))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        twin(page, "process_table", table, t("keten.process_times"))
    with right:
        now = parse(st.query_params.get(chain.FOCUS), page.schema)
        chain.chooser(page, whole, now, key="keten_process_choice")
        if now is not None:
            chain.beside(page, whole, now)
        else:
            st.info(t("keten.process_hint"), icon=":material/touch_app:")


@frame.fragment
def roads(page: frame.Page, _: keten.Overview) -> None:
    """The most walked roads."""
    found = by_what(page)
    st.write(routes.summary(found, page.language))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.html(routes.roads(page.narrowed, found, page.language))
    with right:
        twin(page, "roads", routes.table(page.narrowed, found, page.language), page.t("keten.roads_read"))


@frame.fragment
def back_and_forth(page: frame.Page, _: keten.Overview) -> None:
    """Ways there and back, and places where people come again."""
    t, found = page.t, by_what(page)
    st.write(loops.summary(found, page.language))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("keten.returns"), anchor=False)
        st.html(loops.bars(page.narrowed, found, page.language))
        twin(page, "returns_table", loops.returns_table(page.narrowed, found, page.language))
    with right:
        st.subheader(t("keten.repeats"), anchor=False)
        st.html(loops.repeats(page.narrowed, found, page.language))
        marks = [(SCALE[4], t("keten.repeat_at_once")), (loops.AGAIN, t("keten.repeat_later"))]
        st.html(keten_bars.legend(marks))
        twin(page, "repeats_table", loops.repeats_table(page.narrowed, found, page.language))
    st.caption(t("keten.loops_read"))


@frame.fragment
def funnel(page: frame.Page, _: keten.Overview) -> None:
    """What became of people per stage, with competing ends, and one stage over time."""
    t, found = page.t, page.derived(keten_funnel.steps, narrowed=True)
    moment = st.segmented_control(
        t("keten.moment"),
        keten_funnel.MOMENTS,
        default=CHOSEN_MOMENT,
        required=True,
        key="keten_moment",
        format_func=lambda days: t("keten.days_after", days=days),
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.html(keten_funnel.bars(page.narrowed, found, moment or CHOSEN_MOMENT, page.language))
        st.html(keten_bars.legend([(keten_funnel.COLOURS[n], t(f"keten.fate_{n}")) for n in keten_funnel.PARTS]))
        st.caption(t("keten.funnel_read"))
    with right:
        codes = [step.stage for step in found if step.people is not None]
        stage = st.selectbox(
            t("keten.over_time"),
            codes,
            key="keten_curve",
            format_func=lambda code: place_label(page.schema, t, code),
        )
        if stage is not None:
            table = keten_funnel.curve_table(found, stage, page.language)
            st.echarts_chart(
                keten_funnel.curve(found, stage, page.language, page.theme),
                key="keten_curve_chart",
                height=340,
                renderer="svg",
                alt=t("keten.curve_aria", stage=place_label(page.schema, t, stage)),
            )
            twin(page, "curve_table", table)
    twin(page, "funnel_table", keten_funnel.table(page.narrowed, found, moment or CHOSEN_MOMENT, page.language))


@frame.fragment
def waiting(page: frame.Page, _: keten.Overview) -> None:
    """How long people wait, warm beside cold."""
    t, found = page.t, page.derived(waits.found, narrowed=True)
    st.write(waits.summary(page.narrowed, found, page.language))
    st.html(waits.lines(page.narrowed, found, page.language))
    st.html(keten_bars.legend([(waits.COLOURS[one], t(f"keten.handover_{one}")) for one in ("warm", "cold", "all")]))
    st.caption(t("keten.waits_read"))
    twin(page, "waits_table", waits.table(page.narrowed, found, page.language), t("keten.waits_twin_read"))


@frame.fragment
def agreed(page: frame.Page, _: keten.Overview) -> None:
    """The walked road beside the agreed chain."""
    t, found = page.t, page.derived(keten_agreed.checked, agreed_chain.current(page), narrowed=True)
    with st.container(horizontal=True, gap="medium"):
        for figure in keten_agreed.figures(found, page.language):
            st.metric(figure.label, figure.value, help=figure.help, width="content")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("keten.passed"), anchor=False)
        st.html(keten_agreed.bars(page.narrowed, found, page.language))
        colours = (("passed_yes", keten_agreed.YES), ("passed_no", keten_agreed.NO))
        st.html(keten_bars.legend([(colour, t(f"keten.{name}")) for name, colour in colours]))
        twin(page, "passed_table", keten_agreed.passed_table(page.narrowed, found, page.language))
    with right:
        st.subheader(t("keten.handovers"), anchor=False)
        st.html(keten_agreed.handover_bars(page.narrowed, found, page.language))
        colours = (("handed_yes", keten_agreed.YES), ("handed_no", keten_agreed.NO))
        st.html(keten_bars.legend([(colour, t(f"keten.{name}")) for name, colour in colours]))
        twin(page, "handover_table", keten_agreed.handover_table(page.narrowed, found, page.language))
    st.caption(t("keten.agreed_read"))
    twin(page, "departures", keten_agreed.departures(page.narrowed, found, page.language))


PICTURES: dict[str, Callable[[frame.Page, keten.Overview], None]] = {
    "lanes": lanes,
    "process": walked,
    "roads": roads,
    "loops": back_and_forth,
    "funnel": funnel,
    "waits": waiting,
    "agreed": agreed,
}
"""The pictures beside the flows, by the word in the link."""
