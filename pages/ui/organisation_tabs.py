"""The parts of the page of an organisation; each works out what it shows only when it is open."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from graph.analysis.flows import flows
from graph.analysis.role import Role, role
from graph.analysis.role_routes import roads
from graph.analysis.ties import collaboration_ties
from graph.gaps.words import explain
from graph.records import Entity
from pages.ui import details, edit, follow_kept, journal, links, notes, tables
from pages.ui.frame import Page
from pages.ui.gaps_found import all_gaps
from pages.ui.selection import to_params
from pages.views import organisation as view
from pages.views import organisation_changes as changes
from pages.views import organisation_referrals as referrals
from pages.views import organisation_role as roles
from pages.views import organisation_ties as ties
from pages.views.hiaten import plain
from pages.views.words import counted

TABS = ("about", "ties", "referrals", "role", "gaps", "notes")
_ROW, _MOST = 36, 420  # pixels: a row of a table, and the tallest table


def _table(page: Page, data: pd.DataFrame, title: str, key: str | None = None, *, opens: bool = False) -> None:
    """A table with its title above it; with ``opens`` a row leads to its organisation."""
    st.markdown(f"**{plain(title)}**")
    if data.empty:
        st.caption(page.t("organisatie.none"))
        return
    height = min(_MOST, 42 + _ROW * len(data))
    opener = links.opener(page) if opens else None
    tables.table(data, page.language, alt=title, height=height, key=key, opens=opener)


def about(page: Page, entity: Entity) -> None:
    """Who it is, its duties, what it serves; and the form to change it."""
    t, language, one = page.t, page.language, entity.id
    left, right = st.columns([2, 3], gap="large")
    profile = view.profile(page.network, one, language)
    with left:
        if profile.facts:
            facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in profile.facts)
            st.html(f'<dl class="kk-facts">{facts}</dl>')
        else:
            st.write(t("organisatie.no_facts"))
        if profile.source:
            since = f" ({profile.reference_date})" if profile.reference_date else ""
            st.caption(plain(t("netwerk.source", source=profile.source) + since))
    with right:
        _table(page, ties.relations(page.network, one, ties.DUTIES, language), t("organisatie.duties"))
        _table(page, ties.relations(page.network, one, ties.SERVICES, language), t("organisatie.services"))
        rest = ties.others(page.network, one, language)
        if len(rest):
            _table(page, rest, t("organisatie.other_relations"), f"others_{one}", opens=True)
    edit.panel(page, entity)


def collaboration(page: Page, entity: Entity) -> None:
    """What it says of its partners, and what they say of it."""
    t, known = page.t, page.derived(collaboration_ties)
    regard = ties.regard(page.network, known, entity.id)
    with st.container(horizontal=True, gap="medium"):
        for name in ("trust", "trust_in_it", "value", "value_of_it"):
            said = getattr(regard, name)
            sayers = t("organisatie.sayers", count=said.sayers)
            st.metric(
                t(f"organisatie.regard_{name}"), page.number(said.mean, 1), sayers, "off", delta_arrow="off",
                width="content",
            )  # fmt: skip
        st.metric(
            t("organisatie.differences"),
            page.number(regard.differences),
            help=t("organisatie.differences_help"),
            width="content",
        )
    table = ties.side_by_side(page.network, known, entity.id, page.language)
    _table(page, table, t("organisatie.partners", count=page.number(len(table))), f"ties_{entity.id}", opens=True)
    st.caption(t("organisatie.open_row"))


def referred(page: Page, entity: Entity) -> None:
    """Who comes from where and goes where, and how long that takes."""
    t = page.t
    if page.network.n_organisations > details.AT_ONCE and not st.toggle(t("netwerk.show_traffic"), key="show_traffic"):
        return
    between = page.derived(flows, "organisation")
    for direction in ("in", "out"):
        table = referrals.referred(page.network, between, entity.id, direction, page.language)
        _table(page, table, t(f"organisatie.referrals_{direction}"), f"ref_{direction}_{entity.id}", opens=True)
    st.caption(t("organisatie.referrals_read"))


def its_role(page: Page, entity: Entity) -> None:
    """Between whom it stands, and what breaks when it stops; every number with the list behind it."""
    t, language, one = page.t, page.language, entity.id
    found, ways = page.derived(role, one), page.derived(roads, one)
    st.markdown(f"**{t('organisatie.stops')}**")
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in roles.sentences(found, ways, t)))
    left, right = st.columns(2, gap="large")
    with left:
        _table(page, roles.roads_table(page.network, ways, language), t("organisatie.roads"))
        note = roles.roads_note(ways, t)
        if note:
            st.caption(note)
        if len(found.position.cut_off):
            cut = roles.cut_off(page.network, found, language)
            _table(page, cut, t("organisatie.cut_off"), f"cut_{one}", opens=True)
        with st.expander(t("organisatie.lost_pairs", count=page.number(int(found.position.reach.lost.sum())))):
            _table(page, roles.lost_pairs(page.network, found, language), t("organisatie.lost_pairs_title"))
    with right:
        _brokers(page, entity, found)
    with st.expander(t("organisatie.role_origin"), icon=":material/info:"):
        st.markdown(t("organisatie.role_origin_text"))
        _table(page, roles.brokerage(found, language), t("organisatie.gf"))


def _brokers(page: Page, entity: Entity, found: Role) -> None:
    t = page.t
    between = roles.groups(found, page.language)
    st.markdown(f"**{t('organisatie.brokers')}**")
    if between.empty:
        st.caption(t("organisatie.none"))
        return
    key = f"brokers_{entity.id}"
    tables.table(
        between,
        page.language,
        alt=t("organisatie.brokers"),
        height=min(_MOST, 42 + _ROW * len(between)),
        key=key,
        on_pick=lambda which: st.session_state.update({f"{key}_open": int(which)}),
    )
    which = st.session_state.get(f"{key}_open")
    if which is None or which not in between.index:
        st.caption(t("organisatie.open_pairs"))
        return
    pairs = roles.pairs_between(page.network, found, which, page.language)
    one, other = between.loc[which].iloc[:2]
    _table(page, pairs, t("organisatie.pairs_between", one=one, other=other))


def gaps(page: Page, entity: Entity) -> None:
    """The gaps in which it is a party, each with the way to it."""
    t = page.t
    here, aside = follow_kept.standing(page, (one for one in all_gaps(page) if entity.id in one.parties))
    if not here:
        st.success(t("organisatie.no_gaps"), icon=":material/check_circle:")
    for finding in here:
        said = explain(finding, page.network, t)
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(said.title)}** · {plain(said.severity)} · {plain(said.people)}")
            st.text(said.found)
            to = {**to_params(page.selection), "hiaat": finding.id}
            st.page_link("pages/screens/hiaten.py", label=t("regio.to_gap"), icon=":material/east:", query_params=to)
    if aside:
        st.caption(counted(t, "follow.aside_one", "follow.aside_many", aside))


def remembered(page: Page, entity: Entity) -> None:
    """Notes, and what changed over time with who, when and why."""
    t = page.t
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("organisatie.notes"), anchor=False)
        notes.panel(page, entity.id)
    with right:
        st.subheader(t("organisatie.changes"), anchor=False)
        told = changes.told(page.network, entity.id, page.store.changes_of(entity.id, limit=30), t)
        for one in told:
            with st.container(border=True, gap="xsmall"):
                st.markdown(f"**{journal.moment(one.change.at, t)}**")
                st.text(t("common.change", who=one.change.who, why=one.change.why))
                st.text("\n".join(one.lines[:12]))
                if len(one.lines) > 12:
                    with st.expander(t("organisatie.more_lines", count=page.number(len(one.lines) - 12))):
                        st.text("\n".join(one.lines[12:]))
                if one.undoable:
                    journal.undo_button(page, (one.change.id,), key=f"undo_{one.change.id}")
                elif one.change.undone_by:
                    st.caption(t("common.undone"))
        st.caption(counted(t, "organisatie.changes_one", "organisatie.changes_many", len(told)))
