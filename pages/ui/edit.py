"""Editing an organisation on the spot: a form made from the schema, a reason, and a way back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.problems import InvalidBatch, KetenkaartError
from graph.records import Batch, Entity
from graph.schema import Property
from pages.ui import journal
from pages.ui.frame import Page
from pages.views.organisation_edit import Typed, editable, read, typed_as

_DONE = "organisatie_done"
_UNKNOWN = ""
"""The choice of "not known", as an empty text: Streamlit shows its own English words for None."""


def panel(page: Page, entity: Entity) -> None:
    """The form, folded away."""
    t = page.t
    key = f"edit_{entity.id}_{page.network.revision}"  # new data, new fields: nothing typed before is left in them
    with st.expander(t("organisatie.edit"), icon=":material/edit:", key="organisatie_edit"):
        st.caption(t("organisatie.edit_help"))
        with st.form(f"form_{key}", border=False):
            label = page.schema.columns["organisaties"]["name"].label[page.language]
            name = st.text_input(label, entity.name, key=f"{key}_name", max_chars=300)
            left, right = st.columns(2)
            typed: dict[str, Typed] = {}
            for at, prop in enumerate(editable(page.schema, entity.kind)):
                with (left, right)[at % 2]:
                    typed[prop.name] = _field(page, prop, entity, f"{key}_{prop.name}")
            why = st.text_input(t("organisatie.why"), key=f"{key}_why", max_chars=200, help=t("organisatie.why_help"))
            if st.form_submit_button(t("organisatie.save"), icon=":material/save:", type="primary"):
                _save(page, entity, name, typed, why)


def _field(page: Page, prop: Property, entity: Entity, key: str) -> Typed:
    """The field of one property."""
    language, value = page.language, typed_as(prop, entity.properties.get(prop.name))
    label = prop.label[language] + (f" ({prop.unit[language]})" if prop.unit else "")
    about = prop.help[language] if prop.help else None
    if prop.type == "codes" and prop.codes:
        codes = page.schema.codes[prop.codes].codes
        chosen = [code for code in value if code in codes] if isinstance(value, tuple) else []
        picked = st.multiselect(
            label, list(codes), chosen, key=key, format_func=lambda c: codes[c].label[language],
            placeholder=page.t("organisatie.choose_codes"), help=about,
        )  # fmt: skip
        return tuple(sorted(picked)) or None
    if prop.type == "date":
        form = "YYYY-MM-DD" if language == "en" else "DD-MM-YYYY"
        found: Any = st.date_input(label, value, key=key, format=form, help=about)  # type: ignore[arg-type]
        return found  # type: ignore[no-any-return]
    choices = _choices(page, prop)
    if choices is None:
        return st.text_input(label, str(value), key=key, help=about)
    options = {_UNKNOWN: page.t("organisatie.unknown"), **choices}
    now = _UNKNOWN if value is None else str(value)
    options.setdefault(now, now)
    picked_one = st.selectbox(
        label, list(options), list(options).index(now), key=key, format_func=lambda one: options[one], help=about
    )
    if not picked_one:
        return None
    return picked_one == "True" if prop.type == "boolean" else picked_one


def _choices(page: Page, prop: Property) -> dict[str, str] | None:
    """The values to choose from, with their labels; None when anything may be typed."""
    if prop.type == "boolean":
        return {str(True): page.t("common.answer_yes"), str(False): page.t("common.answer_no")}
    if prop.type == "code" and prop.codes:
        return {code: found.label[page.language] for code, found in page.schema.codes[prop.codes].codes.items()}
    if prop.type == "municipality":
        return dict(sorted(((e.id, e.name) for e in page.network.municipalities.values()), key=lambda pair: pair[1]))
    return None


def _save(page: Page, entity: Entity, name: str, typed: dict[str, Typed], why: str) -> None:
    edit = read(entity, name, typed, page.schema)
    for problem in edit.problems:
        st.error(page.t.problem(problem), icon=":material/error:")
    if edit.problems:
        return
    if edit.entity is None:
        st.info(page.t("organisatie.nothing_changed"))
        return
    store(page, Batch((edit.entity,)), why.strip() or page.t("organisatie.why_default", name=entity.name), entity.id)


def store(page: Page, batch: Batch, why: str, organisation: str) -> None:
    """Write a change and show the page again, with a way back; or say what is wrong."""
    try:
        receipt = page.store.write(batch, who=journal.ME, why=why)
    except InvalidBatch as error:
        for problem in error.problems:
            st.error(page.t.problem(problem), icon=":material/error:")
    except KetenkaartError as error:
        st.error(page.t.error(error), icon=":material/error:")
    else:
        done(receipt.change, organisation)


def done(change: int | None, organisation: str) -> None:
    """Remember what was just changed, and show the page again."""
    st.session_state[_DONE] = (organisation, change)
    st.rerun()


def undo_last(page: Page, organisation: str) -> None:
    """Say that a change was kept, with a button that takes it back."""
    where, change = st.session_state.get(_DONE, (None, None))
    if where != organisation or change is None:
        return
    if any(one.id == change and one.undone_by for one in page.store.history(since=change - 1, limit=50)):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(page.t("organisatie.saved"), icon=":material/check_circle:", width=220)
        journal.undo_button(page, (change,), key="organisatie_undo")
