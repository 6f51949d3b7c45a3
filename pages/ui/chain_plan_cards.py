"""Employers as cards: in the chain, to be put in by one click, changed, or made by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from graph.network import Network
from graph.simulation.plan import LIMITS, MOTIVES, OWN, Member, Plan, prepared, without
from pages.ui import chain_plan_limits, frame
from pages.ui.chain_plan import remember
from pages.views import werkgeversketen_cards as cards
from pages.views import werkgeversketen_plan as plans
from pages.views.hiaten import plain

STYLE = """<style>
.kk-card { font-size: 0.97rem; line-height: 1.35; overflow-wrap: anywhere; }
.kk-card b { font-size: 1.05rem; } .kk-card p { margin: 0.1rem 0; }
.kk-card ul { margin: 0.2rem 0; padding-left: 1.1rem; } .kk-card li { margin: 0; padding: 0; }
.kk-card small { font-size: 0.9rem; opacity: 0.9; }
</style>"""


def in_chain(page: frame.Page, plan: Plan | None, network: Network | None) -> None:
    """The cards of those who take part; each goes out by one click."""
    t = page.t
    if plan is None:
        st.info(t("werkgeversketen_cards.last"), icon=":material/group_add:")
        return
    st.html(STYLE)
    for at, card in enumerate(_in_rows(cards.chain_cards(plan, network, t))):
        _drawn(card, page)
        label = t("werkgeversketen_cards.take_out")
        out = partial(remember, without(plan, card.key) if len(plan.members) > 1 else None)
        with st.container(horizontal=True, gap="small"):
            st.button(label, key=f"out_{at}", icon=":material/remove:", on_click=out, help=plain(card.name))
            change = t("werkgeversketen_cards.change")
            if st.button(change, key=f"change_{at}", type="tertiary", help=plain(card.name)):
                _change(page, plan, card.key, network)


def others(page: frame.Page, plan: Plan | None, known: tuple[str, ...], network: Network | None) -> None:
    """Those who can be put in by one click, those the map knows most about first; and one made by hand."""
    t = page.t
    full = plan is not None and len(plan.members) >= plans.MOST_EMPLOYERS
    if full:
        st.info(t("werkgeversketen_cards.full", most=plans.MOST_EMPLOYERS), icon=":material/info:")
    if network is not None and known:
        _region(page, plan, known, network, full=full)
    with st.expander(t("werkgeversketen_cards.make"), icon=":material/add_business:", expanded=not known):
        st.caption(t("werkgeversketen_cards.make_help"))
        with st.form("make_employer", border=False, clear_on_submit=False):
            name = st.text_input(
                t("werkgeversketen_cards.name"),
                max_chars=80,
                placeholder=t("werkgeversketen_cards.name_hint"),
                key="make_name",
            )
            given = _fields(page, Member(name="x", first=2, stepping=2, vacancies_year=2, coach=3), "make")
            if st.form_submit_button(
                t("werkgeversketen_cards.make_button"), icon=":material/add:", type="primary", disabled=full
            ):
                _make(page, plan, name, given)


def _region(page: frame.Page, plan: Plan | None, known: tuple[str, ...], network: Network, *, full: bool) -> None:
    t = page.t
    left, right = st.columns(2)
    search = left.text_input(t("werkgeversketen_cards.search"), key="card_search", icon=":material/search:")
    sectors = cards.sectors(network, known, page.language)
    sector = right.selectbox(
        t("werkgeversketen_cards.sector"),
        list(sectors),
        index=None,
        key="card_sector",
        format_func=lambda one: sectors[one],
        placeholder=t("werkgeversketen_cards.any_sector"),
    )
    found = cards.matching(network, known, search, sector)
    found = tuple(one for one in found if plan is None or one not in plan.keys)
    if not found:
        st.caption(t("werkgeversketen_cards.none_found"))
        return
    st.html(STYLE)
    for at, card in enumerate(_in_rows(cards.other_cards(network, found[: cards.PAGE], plan, t))):
        _drawn(card, page)
        add = partial(remember, plans.put_in(plan, Member(id=card.key)))
        label = t("werkgeversketen_cards.put_in")
        st.button(
            label,
            key=f"in_{at}",
            icon=":material/add:",
            on_click=add,
            disabled=full,
            help=plain(card.name),
            width="stretch",
        )
    if len(found) > cards.PAGE:
        st.caption(t("werkgeversketen_cards.more", count=page.number(len(found) - cards.PAGE)))


def _in_rows(found: tuple[cards.Card, ...]):  # type: ignore[no-untyped-def]
    """Each card with what is drawn after it in a box of its own, two beside each other where there is room."""
    for start in range(0, len(found), 2):
        for column, card in zip(st.columns(2), found[start : start + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                yield card


def _drawn(card: cards.Card, page: frame.Page) -> None:
    motive = card.motive or page.t("werkgeversketen_cards.no_motive")
    offers, limits = ("".join(f"<li>{escape(one)}</li>" for one in told) for told in (card.offer, card.limits))
    st.html(
        f'<div class="kk-card"><b>{escape(card.name)}</b><p>{escape(card.about)}</p><p>{escape(motive)}</p>'
        f"<ul>{offers}{limits}</ul><small>{escape(card.basis)}</small></div>"
    )


def _change(page: frame.Page, plan: Plan, key: str, network: Network | None) -> None:
    """What an employer offers otherwise, in a window of its own."""
    t = page.t
    ready = {one.id: one for one in prepared(plan, None if plan.by_hand else network).employers}[key]
    member = plan.member(key)

    @st.dialog(t("werkgeversketen_cards.change_one", name=plain(ready.name)), width="medium")
    def asked() -> None:
        now = replace(
            member,
            first=ready.places[0],
            stepping=ready.places[1],
            vacancies_year=ready.vacancies_year,
            coach=ready.coach,
            sector=ready.sector,
            motive=ready.motive,
            **{name: getattr(ready, name) for name in LIMITS},
        )
        with st.form("change_employer", border=False):
            given = _fields(page, now, f"change_{key}")
            saved = st.form_submit_button(t("werkgeversketen_cards.apply"), type="primary", icon=":material/check:")
        if not member.by_hand and st.button(t("werkgeversketen_cards.restore"), icon=":material/restart_alt:"):
            remember(plans.changed_member(plan, Member(id=member.id)))
            st.rerun()
        if saved:
            differs = {name: value for name, value in given.items() if value != getattr(now, name)}
            remember(plans.changed_member(plan, replace(member, **differs)))  # type: ignore[arg-type]
            st.rerun()

    asked()


def _fields(page: frame.Page, now: Member, key: str) -> dict[str, object]:
    """The fields of an employer, filled in as it is now."""
    t = page.t
    one, other = st.columns(2)
    names = cards.sector_names()
    labels = {code: label[page.language] for code, label in names.items()}
    none = t("werkgeversketen_cards.no_choice")
    motive = one.selectbox(
        t("werkgeversketen_cards.motive"),
        MOTIVES,
        index=MOTIVES.index(now.motive) if now.motive in MOTIVES else None,
        format_func=lambda code: t(f"plan.motive_{code}"),
        placeholder=none,
        key=f"{key}_motive",
    )
    sector = other.selectbox(
        t("werkgeversketen_cards.sector"),
        list(labels),
        index=list(labels).index(now.sector) if now.sector in labels else None,
        format_func=lambda code: labels[code],
        placeholder=none,
        key=f"{key}_sector",
    )
    first = one.number_input(t("werkgeversketen_cards.first"), 0, 100, int(now.first or 0), key=f"{key}_first")
    stepping = other.number_input(
        t("werkgeversketen_cards.stepping"), 0, 100, int(now.stepping or 0), key=f"{key}_stepping"
    )
    vacancies = one.number_input(
        t("werkgeversketen_cards.vacancies"), 0.0, 200.0, float(now.vacancies_year or 0), step=1.0, format="%.1f",
        key=f"{key}_vacancies",
    )  # fmt: skip
    coach = other.number_input(
        t("werkgeversketen_cards.coach"), 0.0, 50.0, float(now.coach or 0), step=0.5, format="%.1f", key=f"{key}_coach"
    )
    told = {"first": first, "stepping": stepping, "vacancies_year": vacancies, "coach": coach}
    return told | {"motive": motive, "sector": sector} | chain_plan_limits.fields(page, now, key)


def _make(page: frame.Page, plan: Plan | None, name: str, given: dict[str, object]) -> None:
    told = " ".join(name.replace("|", " ").split())
    if not told or not told.isprintable():
        st.error(page.t("werkgeversketen_cards.no_name"), icon=":material/error:")
    elif plan is not None and f"{OWN}{told}" in plan.keys:
        st.error(page.t("werkgeversketen_cards.name_taken"), icon=":material/error:")
    else:
        member = Member(name=told, **{field: value for field, value in given.items() if value is not None})  # type: ignore[arg-type]
        remember(plans.put_in(plan, member))
        st.rerun()
