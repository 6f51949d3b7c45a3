"""Stel dat: suppose something, step by step, and see what would change in the network and its gaps."""

from __future__ import annotations

import streamlit as st

from graph.analysis.ties import TIE_RULES, TieRule, collaboration_ties
from graph.gaps.rule import Finding
from graph.gaps.template import ChainTemplate, Handover
from graph.network import Network, Scope
from graph.whatif.compare import Base, Outcome, base, outcome
from graph.whatif.form import to_link
from graph.whatif.steps import Steps
from graph.whatif.words import headline
from pages.ui import (
    agreed_chain,
    filters,
    frame,
    gaps_found,
    linked,
    links,
    map_places,
    state,
    suppose,
    suppose_kept,
    tables,
)
from pages.ui.clock import today
from pages.views import compare
from pages.views import steldat as view
from pages.views.hiaten import plain
from pages.views.picture.svg import svg

_SIZE = (1600, 900)  # pixels of the picture on the screen


def played(page: frame.Page, rule: TieRule, supposed: Steps) -> Outcome:
    """A scenario on this region, worked out once for all visitors."""
    chain = agreed_chain.current(page)
    where = (state.address(), page.network.scope, page.network.revision, rule, chain.handovers)
    gaps = gaps_found.all_gaps(page)
    with st.spinner(page.t("steldat.busy")):
        return _played(*where, to_link(supposed), _base(*where, page.network, gaps, chain), supposed)


@st.cache_resource(max_entries=8, show_spinner=False)
def _base(
    address: str,  # noqa: ARG001 - part of the key, as the next two are
    scope: Scope,  # noqa: ARG001
    revision: int,  # noqa: ARG001
    rule: TieRule,
    handovers: tuple[Handover, ...],  # noqa: ARG001
    _network: Network,
    _gaps: tuple[Finding, ...],
    _chain: ChainTemplate,
) -> Base:
    return base(_network, rule, _gaps, _chain)


@st.cache_resource(max_entries=48, show_spinner=False)
def _played(
    address: str,  # noqa: ARG001 - part of the key, as the next four are
    scope: Scope,  # noqa: ARG001
    revision: int,  # noqa: ARG001
    rule: TieRule,  # noqa: ARG001
    handovers: tuple[Handover, ...],  # noqa: ARG001
    link: str,  # noqa: ARG001
    _start: Base,
    _steps: Steps,
) -> Outcome:
    return outcome(_start, _steps)


def result(page: frame.Page, found: Outcome) -> None:
    """What changes: in one sentence, the gaps that go and come, and the measures."""
    t = page.t
    if not found.steps:
        st.info(t("steldat.begin"), icon=":material/alt_route:")
        return
    st.subheader(plain(headline(found, t)), anchor=False)
    gone, new = view.gaps(page.network, found.gaps.gone, t), view.gaps(found.network, found.gaps.new, t)
    for table, name in ((gone, "gone"), (new, "new")):
        if len(table):
            st.html(view.drawn(table, page.language, t(f"steldat.{name}", count=page.number(len(table)))))
    if not len(gone) and not len(new):
        st.write(t("steldat.no_gaps"))
    if found.gaps.changed:
        title = t("steldat.changed", count=page.number(len(found.gaps.changed)))
        with st.expander(title):
            st.html(view.drawn(view.changed(found, t), page.language, title))
    st.html(view.drawn(view.measures(found, t), page.language, t("steldat.measures"), at_once=True))
    st.caption(t("steldat.read"))
    before, after = found.fingerprints
    if before == after:
        st.caption(t("steldat.unchanged", sign=before), help=t("steldat.unchanged_help"))
    else:
        st.error(t("steldat.touched", before=before, after=after), icon=":material/error:")


def picture(page: frame.Page, found: Outcome) -> None:
    """Before and after in one picture, everybody where they stand on the map; and who changes place most."""
    t = page.t
    st.subheader(t("steldat.picture"), anchor=False)
    where, _ = map_places.placed(page.network, layout=page.selection.map.layout)
    title = filters.summary(page.selection, t)
    drawn = view.scene(found, page.network, where, page.language, title=title, made_on=today())
    st.image(svg(drawn, _SIZE, page.theme), width="stretch", alt=t("compare.aria", told=headline(found, t)))
    for table, name in (
        (compare.table(page.network, found.network, page.language), "compare.table"),
        (view.shifts(found, page.network, t), "steldat.shifts"),
    ):
        if len(table):
            with st.expander(t(name), icon=":material/table:"):
                opens = links.opener(page)
                tables.table(table, page.language, alt=t(name), key=f"{name}_{to_link(found.steps)}", opens=opens)


def main() -> None:
    """The screen, from top to bottom."""
    page = frame.screen("steldat")
    t = page.t
    st.write(t("steldat.lead"))
    if not len(page.derived(collaboration_ties)):
        st.info(t("steldat.no_ties"), icon=":material/info:")
        st.page_link("pages/screens/gegevens.py", label=t("steldat.no_ties_link"), icon=":material/upload_file:")
    supposed = suppose.steps()
    known = suppose_kept.kept(page)
    left, right = st.columns([2, 3], gap="large")
    with left:
        suppose.builder(page)
        labels = {rule: t(f"steldat.ties_{rule}") for rule in TIE_RULES}
        rule: TieRule = linked.choice("telt", t("steldat.ties"), labels, TIE_RULES[0], width=420)  # type: ignore[assignment]
        found = played(page, rule, supposed)
        suppose.listed(page, found)
        suppose_kept.panel(page, supposed, known)
    with right:
        result(page, found)
    if supposed:
        picture(page, found)
    st.subheader(t("steldat.beside"), anchor=False)
    chosen = suppose_kept.beside(page, known, supposed)
    if chosen:
        outcomes = {name: played(page, rule, one) for name, one in chosen.items()}
        st.html(view.drawn(view.beside(outcomes, t), page.language, t("steldat.beside"), at_once=True))


main()
