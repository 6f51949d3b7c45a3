"""Questions to the network, under the map: the ways between two organisations, and who connects two groups."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.analysis.paths import common_neighbours, connectors, short_paths
from graph.analysis.ties import TieRule
from pages.ui import details, selection, tables
from pages.ui.frame import Page
from pages.ui.linked import begin, keep_picked
from pages.views import netwerk_ways as view

MOST = 10
SLACK = 1
_PICKED = "way_picked"
_QUESTIONS = ("ways", "between")


def panel(page: Page) -> None:
    """Both questions, one at a time; every answer can be shown on the map."""
    if st.session_state.pop(_PICKED, False):
        st.rerun()  # the map is outside this part of the screen
    t = page.t
    begin("vraag", "question", _QUESTIONS)
    question = st.segmented_control(
        t("netwerk.questions"),
        _QUESTIONS,
        format_func=lambda one: t(f"netwerk.question_{one}"),
        key="question",
        label_visibility="collapsed",
        on_change=keep_picked,
        args=("vraag", "question"),
    )
    if question is None:
        return
    rule: TieRule = "reported" if st.toggle(t("netwerk.also_one_sided"), key="also_one_sided") else "confirmed"
    if question == "ways":
        _ways(page, rule)
    else:
        _between(page, rule)


def _ways(page: Page, rule: TieRule) -> None:
    t, network = page.t, page.network
    ids = sorted(network.ids[: network.n_organisations], key=lambda one: network.entity(one).name)
    focus = details.known(page, selection.current().focus)
    left, right = st.columns(2)

    def choose(where: st.delta_generator.DeltaGenerator, end: str, name: str, first: str | None) -> str | None:
        begin(name, end, ids, first)
        chosen: str | None = where.selectbox(
            t(f"netwerk.{end}"),
            ids,
            index=None,
            key=end,
            format_func=lambda one: network.entity(one).name,
            placeholder=t("netwerk.choose_one"),
            on_change=keep_picked,
            args=(name, end),
        )
        return chosen

    a, b = choose(left, "way_from", "een", focus), choose(right, "way_to", "ander", None)
    if a is None or b is None:
        return
    found = page.derived(short_paths, a, b, MOST, SLACK, rule)
    st.write(view.ways_told(found, page.language))
    if not found.ways:
        return
    both = page.derived(common_neighbours, a, b, rule)
    if both:
        st.write(t("netwerk.common", names=", ".join(view.named(network, both))))
    tables.table(
        view.ways_table(network, found, page.language),
        page.language,
        alt=t("netwerk.question_ways"),
        key="ways",
        on_pick=lambda at: _show(found.ways[int(at)]),
    )
    st.caption(t("netwerk.pick_way"))


def _between(page: Page, rule: TieRule) -> None:
    t = page.t
    left, right = st.columns(2)
    with left:
        one = _group(page, "a")
    with right:
        other = _group(page, "b")
    if not one or not other:
        st.info(t("netwerk.choose_groups"), icon=":material/group_work:")
        return
    found = page.derived(connectors, one, other, rule)
    st.write(view.connectors_told(page.network, found, page.language))
    if not len(found.ids):
        return
    tables.table(
        view.connectors_table(page.network, found, page.language),
        page.language,
        alt=t("netwerk.question_between"),
        key="connectors",
        on_pick=lambda one: _show((one,)),
    )
    st.caption(t("netwerk.connectors_help"))


def _group(page: Page, side: str) -> tuple[str, ...]:
    """One of the two groups: kinds or sectors, and municipalities. Empty while nothing was chosen."""
    t, schema, network = page.t, page.schema, page.network
    present = {e.kind for e in network.organisations}
    kinds = [kind for kind in schema.entities if kind in present]
    sectors = [code for code in schema.codes["sectors"].codes if any(schema.entities[k].sector == code for k in kinds)]

    def shown(code: str) -> str:
        if code in schema.entities:
            return schema.entities[code].plural[page.language]
        return t("netwerk.whole_sector", name=schema.codes["sectors"].codes[code].label[page.language])

    key, places = f"group_{side}", network.municipalities
    begin(f"groep_{side}", key, [*kinds, *sectors], many=True)
    begin(f"waar_{side}", f"{key}_places", places, many=True)
    who = st.multiselect(
        t(f"netwerk.{key}"),
        [*kinds, *sectors],
        key=key,
        format_func=shown,
        placeholder=t("netwerk.choose_kinds"),
        on_change=keep_picked,
        args=(f"groep_{side}", key),
    )
    where = st.multiselect(
        t("netwerk.municipality"),
        sorted(places, key=lambda code: places[code].name),
        key=f"{key}_places",
        format_func=lambda code: places[code].name,
        placeholder=t("common.all_municipalities"),
        on_change=keep_picked,
        args=(f"waar_{side}", f"{key}_places"),
    )
    if not who and not where:
        return ()
    chosen_kinds = tuple(code for code in who if code in schema.entities)
    chosen_sectors = tuple(code for code in who if code not in schema.entities)
    found = page.derived(view.group, chosen_kinds, chosen_sectors, tuple(where))
    st.caption(t("netwerk.group_size", count=page.number(len(found))))
    return found


def _show(ids: tuple[str, ...]) -> None:
    """Light these up on the map; one alone is opened."""
    now = selection.current()
    if len(ids) == 1:
        selection.change(focus=ids[0], map=replace(now.map, route=()))
    else:
        selection.change(focus=None, map=replace(now.map, route=ids, steps=0))
    st.session_state[_PICKED] = True
