"""Under the list of gaps: how far the actions are, the list to take along, and what became of gaps per quarter."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.gaps.rule import Finding
from pages.ui import follow_kept, tables
from pages.ui.follow_kept import Known
from pages.ui.frame import Page
from pages.views import follow as view
from pages.views.words import counted, day

FORMS = {"xlsx": ":material/table:", "docx": ":material/description:"}


def panel(page: Page, findings: tuple[Finding, ...], chances: tuple[Finding, ...] = ()) -> None:
    """The actions in a sentence, as files, and on demand the quarters; those of opportunities (``chances``) as well.

    Opportunities are in no count of gaps, and so in no quarter.
    """
    t, known = page.t, follow_kept.known(page)
    st.subheader(t("follow.progress"), anchor=False)
    rows = view.rows_of(page.network, (*findings, *chances), known.following, known.seen, known.on, page.language)
    count = view.counts(rows)
    parts = [
        counted(t, f"follow.{name}_one", f"follow.{name}_many", number) for name, number in count.items() if number
    ]
    st.write(", ".join(parts) + "." if parts else t("follow.no_actions"))
    if parts:
        _downloads(page, (*findings, *chances), known)
    if follow_kept.is_behind(page, findings, known.seen):
        st.warning(t("follow.not_remembered"), icon=":material/warning:")
    if known.seen.since is not None and st.toggle(t("follow.show_quarters"), key="follow_quarters"):
        _quarters(page, findings, known)


def _downloads(page: Page, findings: tuple[Finding, ...], known: Known) -> None:
    """The list is made when it is asked for."""
    region = page.network.entity(str(page.selection.region)).name if _is_here(page) else page.t("common.all_regions")

    def made(form: str) -> Callable[[], bytes]:
        def content() -> bytes:
            now = follow_kept.known(page)
            rows = view.rows_of(page.network, findings, now.following, now.seen, now.on, page.language)
            return view.as_file(form, rows, page.network, region, now.on, page.language)

        return content

    names = (page.t("follow.file"), page.selection.region, known.on.isoformat())
    with st.container(horizontal=True, gap="small"):
        for form, icon in FORMS.items():
            st.download_button(
                page.t(f"follow.as_{form}"),
                made(form),
                file_name="-".join(filter(None, names)) + f".{form}",
                on_click="ignore",
                key=f"follow_{form}",
                icon=icon,
            )


def _is_here(page: Page) -> bool:
    return (page.selection.region or "") in page.network.index


def _quarters(page: Page, findings: tuple[Finding, ...], known: Known) -> None:
    t = page.t
    told = view.quarters(page.network, findings, known.following, known.seen, known.on)
    st.caption(t("follow.quarters_help", day=day(known.seen.since, page.language)))
    if len(told) > view.DRAWN:
        st.caption(t("follow.quarters_drawn", count=page.number(view.DRAWN)))
    st.altair_chart(view.quarters_chart(told, page.language, page.theme), key="follow_chart")
    tables.table(view.quarters_table(told, page.language), page.language, alt=t("follow.show_quarters"))
