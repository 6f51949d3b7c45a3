"""The agreed chain of the region of a page, and the form in which a workshop changes it together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from threading import Lock

import streamlit as st

from graph.gaps.own_chain import (
    DUTY,
    OwnChain,
    UnreadableChain,
    base_chain,
    fresh_code,
    own_chain,
    own_name,
    own_text,
    template_of,
)
from graph.gaps.template import ChainTemplate, Handover
from graph.store.contract import GraphStore
from pages.ui import frame, tables
from pages.ui.clock import today
from pages.views import own_chain as view
from pages.views.hiaten import plain

_EDITED, _SAID, _OPEN, _AGAIN = "own_chain_edited", "own_chain_said", "own_chain_open", "own_chain_again"
ASIDE = "broken/"
"""Before the name of a text that could not be read and was written over."""
_lock = Lock()
_log = logging.getLogger("ketenkaart")


def current(page: frame.Page) -> ChainTemplate:
    """The chain beside which this region is looked at."""
    return template_of(_read(_text(page)) or base_chain())


def panel(page: frame.Page) -> None:
    """What was agreed, line by line, with the form to change it."""
    if st.session_state.pop(_AGAIN, False):
        st.rerun()  # what was agreed has changed: every part of the screen looks with it
    t, text = page.t, _text(page)
    own = _read(text)
    with st.expander(t("own_chain.title"), icon=":material/edit_note:", expanded=bool(st.session_state.get(_OPEN))):
        st.write(t("own_chain.lead"))
        if said := st.session_state.pop(_SAID, None):
            (st.warning if said == "conflict" else st.success)(t(f"own_chain.{said}"))
        if text and own is None:
            st.warning(t("own_chain.unreadable"), icon=":material/warning:")
        known = own or base_chain()
        changes = view.differing(known)
        st.write(t("own_chain.is_own", changes=page.number(changes)) if changes else t("own_chain.is_base"))
        edited: str | None = st.session_state.get(_EDITED)
        for stage, here in view.by_stage(known.handovers, page.schema).items():
            st.markdown(f"**{t('own_chain.stage')}: {page.schema.codes['stages'].codes[stage].label[page.language]}**")
            for one in here:
                if edited == one.code:
                    _form(page, known, one, text)
                else:
                    _line(page, one, text)
        if edited == "":
            _form(page, known, None, text)
        _buttons(page, known, text)
        if known.trail and st.toggle(t("own_chain.trail"), key="own_chain_trail"):
            tables.table(view.trail(known, page.schema, t), page.language, alt=t("own_chain.trail"))


def _line(page: frame.Page, one: Handover, text: str | None) -> None:
    t = page.t
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    row.markdown(plain(view.line(one, page.schema, t)), width="stretch")
    row.button(
        t("own_chain.edit"), key=f"own_chain_edit_{one.code}", icon=":material/edit:", type="tertiary",
        on_click=_edit, args=(one.code,),
    )  # fmt: skip
    row.button(
        t("own_chain.remove"), key=f"own_chain_remove_{one.code}", icon=":material/delete:", type="tertiary",
        on_click=_change, args=(page, text, lambda own, on: own.without(one.code, on)),
    )  # fmt: skip


def _buttons(page: frame.Page, known: OwnChain, text: str | None) -> None:
    """A new one, one step back, and back to the national base."""
    t = page.t
    with st.container(horizontal=True, gap="small"):
        st.button(t("own_chain.new"), key="own_chain_new", icon=":material/add:", on_click=_edit, args=("",))
        st.button(
            t("own_chain.undo"), key="own_chain_undo", icon=":material/undo:", disabled=not known.earlier,
            on_click=_change, args=(page, text, OwnChain.undone),
        )  # fmt: skip
        st.button(
            t("own_chain.reset"), key="own_chain_reset", icon=":material/restart_alt:",
            disabled=not view.differing(known) and (not text or _read(text) is not None),
            on_click=_change, args=(page, text, OwnChain.reset),
        )  # fmt: skip


def _form(page: frame.Page, known: OwnChain, one: Handover | None, text: str | None) -> None:
    """The fields of one handover; what is wrong is said under them and nothing is kept."""
    t, schema, language = page.t, page.schema, page.language
    code = one.code if one else fresh_code(known)
    kinds = sorted(schema.organisations, key=lambda kind: schema.entities[kind].label[language])
    stages, groups = schema.codes["stages"].codes, schema.codes["target_groups"].codes

    def kind_name(kind: str) -> str:
        return schema.entities[kind].label[language]

    with st.form(f"own_chain_form_{code}"):
        sources = st.multiselect(
            t("own_chain.from"), kinds, default=sorted(one.sources) if one else [], format_func=kind_name
        )
        targets = st.multiselect(
            t("own_chain.to"), kinds, default=sorted(one.targets) if one else [], format_func=kind_name
        )
        stage = st.selectbox(
            t("own_chain.into"), list(stages), index=list(stages).index(one.stage) if one else 0,
            format_func=lambda name: stages[name].label[language],
        )  # fmt: skip
        only = st.multiselect(
            t("own_chain.groups"), list(groups), default=sorted(one.groups) if one else [],
            format_func=lambda name: groups[name].label[language], placeholder=t("own_chain.all_groups"),
        )  # fmt: skip
        duty = st.text_input(t("own_chain.duty"), value=(one.duty or "") if one else "", max_chars=DUTY)
        with st.container(horizontal=True, gap="small"):
            save = st.form_submit_button(t("own_chain.save"), icon=":material/save:", type="primary")
            cancel = st.form_submit_button(t("own_chain.cancel"))
        if cancel:
            st.session_state.pop(_EDITED, None)
            st.rerun()
        if not save:
            return
        made = Handover(code, frozenset(sources), frozenset(targets), stage, duty.strip() or None, frozenset(only))
        problems = view.wrong(made, known, today())
        for problem in problems:
            st.error(t.problem(problem), icon=":material/error:")
    if not problems:
        _change(page, text, lambda own, on: own.put(made, on))
        st.session_state.pop(_AGAIN)
        st.rerun()


def _edit(code: str) -> None:
    st.session_state[_EDITED], st.session_state[_OPEN] = code, True


def _change(page: frame.Page, seen: str | None, change: Callable[[OwnChain, date], OwnChain]) -> None:
    """Change what is kept, unless it is other than what was ``seen``: then only say so."""
    done = keep(page.store, own_name(page.network.scope), seen, change, today())
    st.session_state[_SAID], st.session_state[_OPEN] = ("saved" if done else "conflict"), True
    st.session_state.pop(_EDITED, None)
    st.session_state[_AGAIN] = True


def keep(
    store: GraphStore, name: str, seen: str | None, change: Callable[[OwnChain, date], OwnChain], on: date
) -> bool:
    """Change the chain that is kept under a name; False when another is there than was ``seen``.

    What cannot be read is set apart before the national base is changed in its place. Raises StoreUnavailable.
    """
    with _lock:
        now = store.kept(name).get(name)
        if now != seen:
            return False
        before = _read(now)
        if now and before is None:
            store.keep(ASIDE + name, now)
        after = change(before or base_chain(), on)
        if after != before:
            store.keep(name, own_text(after))
    return True


def _text(page: frame.Page) -> str | None:
    name = own_name(page.network.scope)
    return page.store.kept(name).get(name)


@st.cache_data(max_entries=32, show_spinner=False)
def _checked(text: str) -> OwnChain | None:
    try:
        return own_chain(text)
    except UnreadableChain as error:
        _log.warning("The agreed chain that is kept cannot be read: %s", error)
        return None


def _read(text: str | None) -> OwnChain | None:
    return _checked(text) if text else None
