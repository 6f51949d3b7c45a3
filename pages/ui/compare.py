"""Two moments beside each other, for a tab of a screen: choose them, or let the years pass."""

from __future__ import annotations

from datetime import date

import streamlit as st

from graph.analysis.change import years
from graph.network import Network
from pages.ui import filters, frame, links, map_places, state, tables
from pages.ui.clock import today
from pages.views import compare as view
from pages.views.narrowing import narrow
from pages.views.picture.svg import svg

MODES = ("years", "days")
_SIZE = (1600, 900)  # pixels of the picture on the screen
_PAUSE = 2.0  # seconds that a year stays when the years pass


def compare_tab(page: frame.Page) -> None:
    """What came, went and changed between two days, in words, in one picture and in a table."""
    t = page.t
    known = page.derived(years)
    if not known:
        st.info(t("compare.no_years"), icon=":material/info:")
        return
    if not any(r.valid_from or r.valid_to for r in page.network.relations):
        st.info(t("compare.undated"), icon=":material/info:")
    mode = st.segmented_control(
        t("compare.mode"),
        MODES,
        default=MODES[0],
        required=True,
        key="compare_mode",
        format_func=lambda one: t(f"compare.mode_{one}"),
        width="content",
    )
    if mode == "days":
        frame.fragment(_days)(page, known)
    else:
        playing = _play(page)
        st.fragment(_years, run_every=_PAUSE if playing else None)(page, known, playing)


def _days(page: frame.Page, known: tuple[int, ...]) -> None:
    first, last = date(known[0], 1, 1), date(known[-1], 12, 31)
    with st.container(horizontal=True):
        form = "DD-MM-YYYY" if page.language == "nl" else "YYYY-MM-DD"
        start = st.date_input(page.t("compare.first"), first, first, last, key="compare_first", format=form)
        end = st.date_input(page.t("compare.second"), last, first, last, key="compare_second", format=form)
    if not isinstance(start, date) or not isinstance(end, date) or start == end:
        st.info(page.t("compare.same_day"), icon=":material/info:")
        return
    _between(page, min(start, end), max(start, end))


def _play(page: frame.Page) -> bool:
    """Whether the years pass by themselves; a button starts and stops them."""
    playing = bool(st.session_state.get("compare_playing"))
    label, icon = ("stop", ":material/pause:") if playing else ("play", ":material/play_arrow:")
    if st.button(page.t(f"compare.{label}"), icon=icon, key=f"compare_{label}"):
        st.session_state["compare_playing"] = not playing
        st.rerun()
    return playing


def _years(page: frame.Page, known: tuple[int, ...], playing: bool) -> None:
    """The change in one year: from the last day of the year before to its own last day."""
    at = st.session_state.get("compare_year", known[-1])
    if playing:
        at = known[(known.index(at) + 1) % len(known)] if at in known else known[0]
    st.session_state["compare_year"] = at
    if len(known) > 1:
        at = st.select_slider(page.t("compare.year"), known, key="compare_year")
    _between(page, date(at - 1, 12, 31), date(at, 12, 31))


def _between(page: frame.Page, start: date, end: date) -> None:
    before, after = _moment(page, start), _moment(page, end)
    variant = repr((start, end, page.selection.narrowing))
    told = state.derived(_told, after, before, page.language, variant=variant)
    for sentence in told:
        st.write(sentence)
    # Everybody stands where the map of all dates has them, so that pictures can be laid beside each other.
    places, _ = map_places.placed(page.network, layout=page.selection.map.layout)
    title = filters.summary(page.selection, page.t)
    scene = view.compare_scene(before, after, places, page.language, title=title, made_on=today())
    st.image(svg(scene, _SIZE, page.theme), width="stretch", alt=page.t("compare.aria", told=" ".join(told)))
    rows = view.table(before, after, page.language)
    if len(rows):
        title = page.t("compare.table")
        st.markdown(f"**{title}**")
        tables.table(
            rows,
            page.language,
            alt=title,
            height=min(420, 42 + 36 * len(rows)),
            key=f"compare_rows_{start}_{end}",
            opens=links.opener(page),
        )


def _told(after: Network, before: Network, language: str) -> tuple[str, ...]:
    return view.sentences(before, after, language)


def _moment(page: frame.Page, on: date) -> Network:
    """The narrowed snapshot as it held on a day."""
    whole = state.network(page.selection.scope, on)
    return narrow(whole, *page.selection.narrowing) if any(page.selection.narrowing) else whole
