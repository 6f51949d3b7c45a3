"""Notes beside an organisation: reading, adding, taking away."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import streamlit as st

from graph.problems import KetenkaartError
from graph.records import RecordIds
from pages.ui import edit, journal
from pages.ui.frame import Page
from pages.views.organisation_notes import Note, made, notes_of
from pages.views.words import day


def panel(page: Page, organisation: str) -> None:
    """The notes about an organisation, newest first, and a form for the next one."""
    t = page.t
    found = page.derived(notes_of, organisation)
    if not found:
        st.write(t("organisatie.no_notes"))
    for note in found:
        _note(page, organisation, note)
    # A new revision makes an empty form; what was refused stays in it.
    key = f"note_{organisation}_{page.network.revision}"
    with st.form(f"form_{key}"):
        st.markdown(f"**{t('organisatie.note_new')}**")
        text = st.text_area(
            t("organisatie.note_text"), key=f"{key}_text", max_chars=2000, help=t("organisatie.note_help"), height=110
        )
        author = st.text_input(t("organisatie.note_author"), key=f"{key}_author", max_chars=100)
        if st.form_submit_button(t("organisatie.note_save"), icon=":material/add:", type="primary"):
            _save(page, organisation, text, author)


def _note(page: Page, organisation: str, note: Note) -> None:
    t = page.t
    with st.container(border=True, gap="xsmall"):
        st.text(note.text)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(" · ".join(filter(None, (day(note.on, page.language) if note.on else "", note.author))))
            key, icon = f"remove_{note.id}", ":material/delete:"
            if st.button(t("organisatie.note_remove"), key=key, icon=icon, type="tertiary"):
                _remove(page, organisation, note)


def _remove(page: Page, organisation: str, note: Note) -> None:
    try:
        receipt = page.store.remove(RecordIds((note.id,)), who=journal.ME, why=page.t("organisatie.note_removed"))
    except KetenkaartError as error:
        st.error(page.t.error(error), icon=":material/error:")
    else:
        edit.done(receipt.change, organisation)


def _save(page: Page, organisation: str, text: str, author: str) -> None:
    identifier = f"notitie-{uuid4().hex[:16]}"
    today = datetime.now(UTC).date()
    batch, problems = made(page.schema, organisation, text, author, today, identifier, page.language)
    for problem in problems:
        st.error(page.t.problem(problem), icon=":material/error:")
    if not problems:
        name = page.network.entity(organisation).name
        edit.store(page, batch, page.t("organisatie.note_why", name=name), organisation)
