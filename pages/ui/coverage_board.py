"""The coverage matrix with its controls, and beside it who serves what was clicked, and who could."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

import streamlit as st

from graph.analysis.coverage import SERVED, UNKNOWN, WHITE, Asked
from graph.analysis.serving import DIMENSIONS, Dimension
from pages.ui import frame, links, tables
from pages.ui.gaps_found import all_gaps
from pages.ui.geo_picture import picture, selected
from pages.ui.linked import choice, keep
from pages.views import dekking as view
from pages.views.dekking_drawing import picture as draw
from pages.views.words import day

CELL = "cel"  # the query parameter that holds the clicked cell, so that a copied link shows it too
MAP = "coverage_picture"


@frame.fragment
def board(page: frame.Page) -> None:
    """Controls, matrix, details, twin table."""
    region = page.derived(view.served, page.selection.kinds)
    rows, columns, asked, measure = _controls(page, region)
    shown = view.board(region, rows, columns, asked, _selected(page), page.language)
    summary = view.summary(shown, page.t)
    st.write(summary)
    drawn = draw(shown, measure, page.theme, _title(page, region, shown, asked), _source(page), page.t)
    left, right = st.columns([7, 3], gap="medium")
    with left:
        picture(
            drawn,
            key=MAP,
            chosen=_chosen(shown),
            on_select=lambda: keep(CELL, selected(MAP)),
            t=page.t,
            alt=page.t("dekking.alt", summary=summary),
            file="ketenkaart-dekking",
            least=min(drawn.width, 780),
        )
    with right:
        _beside(page, region, shown)
    _twin(page, region, shown, measure)


def _controls(page: frame.Page, region: view.Served) -> tuple[Dimension, Dimension, Asked, view.Measure]:
    """What stands in rows and columns, what is counted, and the other two dimensions."""
    t = page.t
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        names = {d: t(f"dekking.dimension_{d}") for d in DIMENSIONS}
        rows = cast(Dimension, choice("rijen", t("dekking.rows"), names, DIMENSIONS[0], width=190))
        others = {d: name for d, name in names.items() if d != rows}
        usual = DIMENSIONS[1] if rows != DIMENSIONS[1] else DIMENSIONS[0]
        columns = cast(Dimension, choice("kolommen", t("dekking.columns"), others, usual, width=190))
        asked = Asked()
        for dimension in DIMENSIONS:
            if dimension in (rows, columns):
                continue
            if dimension == "target_group":  # this one belongs to the selection of all screens
                asked = asked.at(dimension, page.selection.target_group)
                continue
            labels = view.labels_of(region.network, dimension, page.language)
            if dimension == "municipality":
                some = [c for c in page.selection.municipalities if c in labels] or sorted(
                    labels, key=labels.__getitem__
                )
                labels = {code: labels[code] for code in some}
            options = {"": t(f"dekking.all_{dimension}"), **labels}
            code = choice(_PARAMS[dimension], names[dimension], options, "", width=230)
            asked = asked.at(dimension, code or None)
        measures = {m: t(f"dekking.measure_{m}") for m in view.MEASURES}
        measure = cast(view.Measure, choice("maat", t("dekking.measure"), measures, view.MEASURES[0], width=190))
    return rows, columns, asked, measure


_PARAMS: Mapping[Dimension, str] = {"municipality": "waar", "life_domain": "leefgebied", "stage": "fase"}


def _selected(page: frame.Page) -> Mapping[Dimension, tuple[str, ...]]:
    group = page.selection.target_group
    return {"municipality": page.selection.municipalities, "target_group": (group,) if group else ()}


def _title(page: frame.Page, region: view.Served, shown: view.Board, asked: Asked) -> str:
    """What the picture shows, with everything that narrows it."""
    found, t = shown.found, page.t
    what = {"rows": t(f"dekking.dimension_{found.rows}"), "columns": t(f"dekking.dimension_{found.columns}")}
    only = [view.labels_of(region.network, d, page.language)[code] for d in DIMENSIONS if (code := asked.code(d))]
    return " · ".join([t("dekking.picture_title", **what), *only])


def _source(page: frame.Page) -> str:
    dates = [d for e in page.network.organisations if isinstance(d := e.properties.get("reference_date"), date)]
    latest = day(max(dates, default=None), page.language)
    made_up = page.t("common.fictitious") + ". " if page.network.fictitious else ""
    return made_up + page.t("dekking.source", date=latest)


def _chosen(shown: view.Board) -> str | None:
    """The cell of the link, if the matrix has it."""
    row, _, column = (st.query_params.get(CELL) or "").partition("~")
    return f"{row}~{column}" if row in shown.rows and column in shown.columns else None


def _beside(page: frame.Page, region: view.Served, shown: view.Board) -> None:
    """What is behind the chosen cell; before a choice, how to choose."""
    t, one = page.t, _chosen(shown)
    if one is None:
        st.info(t("dekking.choose"), icon=":material/touch_app:")
        return
    row, _, column = one.partition("~")
    state = shown.found.state[shown.at(row, column)]
    asked = shown.found.asked_in(row, column)
    st.subheader(f"{shown.labels[row]} · {shown.labels[column]}", anchor=False)
    st.write(view.told(shown, row, column, t))
    if state == SERVED:
        st.markdown(f"**{t('dekking.who')}**")
        links.listed(page, view.services(region, asked, t), t("dekking.who"), f"coverage_who_{one}")
    if state == UNKNOWN:
        st.page_link("pages/screens/gegevens.py", label=t("dekking.to_data"), icon=":material/upload_file:")
    if state == WHITE:
        _gap(page, asked)
    could = view.candidates(region, asked, t)
    if len(could) and state != UNKNOWN:
        with st.container() if state == WHITE else st.expander(t("dekking.also_could", count=page.number(len(could)))):
            st.markdown(f"**{t('dekking.could')}**")
            st.caption(t("dekking.could_help"))
            links.listed(page, could, t("dekking.could"), f"coverage_could_{one}")
    elif state == WHITE:
        st.write(t("dekking.nobody_could"))


def _gap(page: frame.Page, asked: Asked) -> None:
    """The gap that the list of gaps has for this white spot, if any."""
    for gap in all_gaps(page):
        if gap.municipality == asked.municipality and gap.subject in (asked.life_domain, asked.stage) and gap.subject:
            to = {"hiaat": gap.id}
            st.page_link(
                "pages/screens/hiaten.py", label=page.t("dekking.to_gap"), icon=":material/east:", query_params=to
            )
            return


def _twin(page: frame.Page, region: view.Served, shown: view.Board, measure: view.Measure) -> None:
    """The same as a table, and as a file."""
    t = page.t
    st.subheader(t("dekking.table"), anchor=False)
    tables.table(view.twin(shown, measure, t), page.language, alt=t("dekking.table"))
    st.download_button(
        t("dekking.export"),
        lambda: view.export(shown, region, page.language),
        file_name="ketenkaart-dekking.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="coverage_export",
    )
    with st.expander(t("dekking.origin"), icon=":material/info:"):
        for name in ("origin_who", "origin_capacity", "origin_white", "origin_km"):
            st.markdown(f"- {t(f'dekking.{name}')}")
        if page.network.outside.relations:
            st.markdown("- " + t("dekking.origin_outside", count=page.number(page.network.outside.relations)))
