"""The network as a matrix, for a tab of a screen: choose what, look, click, read the same in a table."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.ui import frame, selection, tables
from pages.views import matrix as view
from pages.views.tie_looks import LINES, STATUSES

_CHART = "matrix_chart"
_BEHIND = "matrix_behind"


@frame.fragment
def matrix_tab(page: frame.Page) -> None:
    """The matrix of the narrowed snapshot, with the statuses of the selection."""
    t, shown = page.t, page.selection.statuses
    many = page.narrowed.n_organisations > view.MOST
    options = [by for by in view.BYS if not (many and by == "organisations")]
    if many:
        count = page.number(page.narrowed.n_organisations)
        st.info(t("matrix.too_many", count=count, most=page.number(view.MOST)), icon=":material/workspaces:")
    by = st.segmented_control(
        t("matrix.by"),
        options,
        default=options[0],
        required=True,
        key="matrix_by",
        format_func=lambda one: t(f"matrix.by_{one}"),
        on_change=lambda: st.session_state.pop(_BEHIND, None),
        width="content",
    )
    found = page.derived(view.matrix, by, page.language, shown, narrowed=True)
    key = f"{_CHART}_{by}"
    option = view.drawing(found, page.language, page.theme)

    def picked() -> None:
        chosen = None
        for group in st.session_state[key].selection.selected:
            for at in group["data_indices"]:
                points = option["series"][group["series_index"]]["data"]
                chosen = view.picked(found, points[at]["name"]) if at < len(points) else None
        st.session_state[_BEHIND] = chosen

    told = view.described(found, page.language)
    st.write(told)
    st.html(_legend(page))
    st.echarts_chart(
        option,
        key=key,
        height=780,
        theme="streamlit",
        renderer="canvas" if by == "organisations" else "svg",
        on_select=picked,
        alt=told,
    )
    st.caption(t("matrix.help" if by == "organisations" else "matrix.help_groups"))
    _behind(page, found, by)
    st.markdown(f"**{t('matrix.table')}**")
    tables.table(view.table(found, page.language), page.language, alt=t("matrix.table"), height=420)


def _behind(page: frame.Page, found: view.Matrix, by: view.By) -> None:
    """The ties behind the cell that was clicked; picking one makes that organisation the focus."""
    codes = st.session_state.get(_BEHIND)
    names = dict(found.rows), dict(found.columns)
    if not codes or codes[0] not in names[0] or codes[1] not in names[1]:
        return
    title = page.t("matrix.behind", row=names[0][codes[0]], column=names[1][codes[1]])
    with st.container(border=True):
        st.html(f"<strong>{escape(title)}</strong>")
        rows = view.behind(page.narrowed, by, codes, page.language)
        tables.table(
            rows,
            page.language,
            alt=title,
            key="matrix_behind_rows",
            height=min(320, 42 + 36 * len(rows)),
            on_pick=lambda organisation: selection.change(focus=organisation),
        )


def _legend(page: frame.Page) -> str:
    """What the marks say, each in its own shape and colour."""
    parts = "".join(
        f'<span><b style="color:{LINES[status][0]};font-size:1.2rem" aria-hidden="true">{view.SIGNS[status]}</b> '
        f"{escape(page.t(f'netwerk.status_{status}'))}</span>"
        for status in STATUSES
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:.2rem 1.2rem">{parts}</div>'
