"""In an opened gap: what was agreed about it, the form for that, and laying it aside with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import streamlit as st

from graph.follow.record import AGREEMENT, FUNCTION, NOTES, REASONS, STATUSES, Action, Followed
from graph.gaps.rule import Finding
from graph.gaps.words import explain
from pages.ui import follow_kept, links
from pages.ui.follow_kept import Known
from pages.ui.frame import Page
from pages.views import follow as view
from pages.views.hiaten import plain
from pages.views.words import day

_FORM, _LAST, SHOWN = "follow_form", "follow_last", "follow_shown_aside"
ACTION, ASIDE = "action", "aside"


@dataclass(frozen=True, slots=True)
class Form:
    """The form that is open: of which gap, for what, what was kept when it opened and what was told since.

    ``key`` makes its fields its own: what was typed in an earlier form is not in it.
    """

    gap: str
    what: str
    seen: tuple[str | None, ...]
    key: str


def badge(page: Page, known: Known, finding: Finding) -> str:
    """What stands on the button of a gap, after what is seen."""
    gap = view.gap_of(finding, page.network)
    return view.badge(known.of(gap), known.seen, gap, known.on, page.t)


def left(page: Page, known: Known, findings: tuple[Finding, ...], key: str = SHOWN) -> tuple[Finding, ...]:
    """The gaps that were not laid aside; a switch (``key``) shows those as well."""
    aside = {finding.id for finding in findings if _dismissed(page, known, finding)}
    if not aside:
        return findings
    label = page.t("follow.show_aside", count=page.number(len(aside)))
    # The number changes, and the switch stays the one that it was: its label is no part of its key.
    if st.toggle(label, key=key):
        return findings
    return tuple(finding for finding in findings if finding.id not in aside)


def last(page: Page, known: Known, findings: tuple[Finding, ...]) -> None:
    """What was laid aside just now, with the way back and, when data are wrong, the way to correct them."""
    gap = st.session_state.get(_LAST)
    finding = next((one for one in findings if view.gap_of(one, page.network) == gap), None)
    said = known.of(gap) if finding and gap else None
    if finding is None or said is None or said.dismissal is None:
        return
    with st.container(border=True):
        title = explain(finding, page.network, page.t).title
        st.markdown(f":material/inventory_2: {plain(page.t('follow.was_laid_aside', title=title))}")
        if said.dismissal.reason == "data_wrong":
            _correct(page, finding, "last")
        _take_back(page, finding, "last")


def panel(page: Page, known: Known, finding: Finding) -> None:
    """What was agreed about a gap, and the buttons and the form to change that."""
    t, gap = page.t, view.gap_of(finding, page.network)
    one, text = known.of(gap), known.text(gap)
    st.markdown(f"**{t('follow.title')}**")
    if known.unreadable(gap):
        st.warning(t("follow.unreadable"), icon=":material/warning:")
    if one is not None and one.dismissal is not None:
        _told_aside(page, finding, one)
    if one is not None and one.action is not None:
        _told_action(page, one.action)
    form: Form | None = st.session_state.get(_FORM)
    if form is not None and form.gap == gap:
        (_action_form if form.what == ACTION else _aside_form)(page, finding, one, form)
        return
    with st.container(horizontal=True, gap="small"):
        label = t("follow.edit" if one and one.action else "follow.agree")
        st.button(label, key=f"follow_{ACTION}", icon=":material/task_alt:", on_click=_open, args=(gap, ACTION, text))
        if one is None or one.dismissal is None:
            label = t("follow.lay_aside")
            st.button(
                label, key=f"follow_{ASIDE}", icon=":material/inventory_2:", on_click=_open, args=(gap, ASIDE, text)
            )
        else:
            _take_back(page, finding, "card")


def _open(gap: str, what: str, text: str | None) -> None:
    st.session_state[_FORM] = Form(gap, what, (text,), uuid4().hex[:8])
    st.session_state.pop(_LAST, None)


def _close() -> None:
    st.session_state.pop(_FORM, None)


def _told_action(page: Page, action: Action) -> None:
    st.markdown(view.action_told(action, page.network, page.t))
    st.text(action.agreement)
    if action.notes:
        st.text(action.notes)


def _told_aside(page: Page, finding: Finding, one: Followed) -> None:
    dismissal = one.dismissal
    if dismissal is None:
        return
    t = page.t
    reason = t(f"follow.reason_{dismissal.reason}")
    st.markdown(plain(t("follow.aside_since", day=day(dismissal.on, page.language), reason=reason)))
    if dismissal.note:
        st.text(dismissal.note)
    if dismissal.reason == "data_wrong":
        _correct(page, finding, "card")


def _correct(page: Page, finding: Finding, key: str) -> None:
    """The ways to where the data are put right: the pages of the parties."""
    parties = [one for one in finding.parties if one in page.network.index]
    if not parties:
        st.page_link("pages/screens/gegevens.py", label=page.t("follow.correct_files"), icon=":material/upload_file:")
        return
    st.caption(page.t("follow.correct"))
    with st.container(horizontal=True, gap="small"):
        for one in parties:
            links.organisation(page, one, key=f"correct_{key}")


def _action_form(page: Page, finding: Finding, one: Followed | None, form: Form) -> None:
    t, key = page.t, form.key
    now = one.action if one else None
    with st.form(f"follow_form_{key}"):
        agreement = st.text_area(
            t("follow.agreement"), now.agreement if now else "", key=f"{key}_agreement", max_chars=AGREEMENT, height=90
        )
        columns = st.columns(2)
        named = view.owners(page.network, finding, now.owner if now else "")
        with columns[0]:
            owner = st.selectbox(
                t("follow.owner"),
                list(named),
                list(named).index(now.owner) if now else 0,
                key=f"{key}_owner",
                format_func=lambda organisation: named[organisation] or t("follow.nobody"),
            )
            form_of_day: Any = "YYYY-MM-DD" if page.language == "en" else "DD-MM-YYYY"
            due: Any = st.date_input(t("follow.due"), now.due if now else None, key=f"{key}_due", format=form_of_day)
        with columns[1]:
            function = st.text_input(
                t("follow.function"),
                now.function if now else "",
                key=f"{key}_function",
                max_chars=FUNCTION,
                help=t("follow.function_help"),
            )
            status = st.selectbox(
                t("follow.status"),
                STATUSES,
                STATUSES.index(now.status) if now else 0,
                key=f"{key}_status",
                format_func=lambda status: t(f"follow.status_{status}"),
            )
        notes = st.text_area(
            t("follow.notes"), now.notes if now else "", key=f"{key}_notes", max_chars=NOTES, height=90
        )
        with st.container(horizontal=True, gap="small"):
            saved = st.form_submit_button(t("follow.save"), icon=":material/save:", type="primary")
            removed = now is not None and st.form_submit_button(t("follow.remove"), icon=":material/delete:")
            st.form_submit_button(t("follow.cancel"), on_click=_close, type="tertiary")
    if removed:
        _save(page, finding, form, lambda before: before.agreed(None, follow_kept.today()))
    elif saved:
        action = Action(agreement.strip(), owner, function.strip(), due, status, notes.strip())
        texts = {"agreement": action.agreement, "function": action.function, "notes": action.notes}
        if not _refused(page, **texts):
            _save(page, finding, form, lambda before: before.agreed(action, follow_kept.today()))


def _aside_form(page: Page, finding: Finding, one: Followed | None, form: Form) -> None:  # noqa: ARG001 - as the other
    t, key = page.t, form.key
    with st.form(f"follow_form_{key}"):
        reason = st.radio(
            t("follow.reason"), REASONS, key=f"{key}_reason", format_func=lambda reason: t(f"follow.reason_{reason}")
        )
        note = st.text_area(t("follow.reason_note"), key=f"{key}_note", max_chars=NOTES, height=90)
        with st.container(horizontal=True, gap="small"):
            saved = st.form_submit_button(t("follow.lay_aside"), icon=":material/inventory_2:", type="primary")
            st.form_submit_button(t("follow.cancel"), on_click=_close, type="tertiary")
    _correct(page, finding, "form")
    if saved and not _refused(page, notes=note.strip()):
        gap = form.gap
        after: Callable[[], None] = lambda: _gone(finding, gap)  # noqa: E731
        _save(page, finding, form, lambda b: b.laid_aside(reason, note.strip(), follow_kept.today()), after)


def _gone(finding: Finding, gap: str) -> None:
    """After laying aside: tell it above the list, and open no longer what left the list."""
    st.session_state[_LAST] = gap
    if st.query_params.get("hiaat") == finding.id:
        del st.query_params["hiaat"]


def _refused(page: Page, **texts: str) -> bool:
    problems = view.faults(follow_kept.today(), **texts)
    for problem in problems:
        st.error(page.t.problem(problem), icon=":material/error:")
    return bool(problems)


def _save(
    page: Page,
    finding: Finding,
    form: Form,
    change: Callable[[Followed], Followed],
    after: Callable[[], None] = lambda: None,
) -> None:
    """Keep it and close the form; or tell that somebody else was first, and leave the form as it is."""
    other = follow_kept.save(page.store, _about(page, finding), change, form.seen)
    if other is not None:
        st.session_state[_FORM] = replace(form, seen=(*form.seen, other or None))
        st.warning(page.t("follow.meanwhile"), icon=":material/group:")
        return
    _close()
    after()
    st.rerun()


def _take_back(page: Page, finding: Finding, where: str) -> None:
    if st.button(page.t("follow.take_back"), key=f"follow_back_{where}", icon=":material/undo:"):
        today = follow_kept.today()
        follow_kept.save(page.store, _about(page, finding), lambda before: before.taken_back(today), None)
        st.session_state.pop(_LAST, None)
        st.rerun()


def _about(page: Page, finding: Finding) -> Followed:
    return Followed(view.gap_of(finding, page.network), finding.code, finding.parties)


def _dismissed(page: Page, known: Known, finding: Finding) -> bool:
    one = known.of(view.gap_of(finding, page.network))
    return one is not None and one.dismissal is not None
