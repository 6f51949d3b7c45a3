"""What was changed in the map, by whom, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from graph.problems import KetenkaartError
from graph.store.contract import Change, GraphStore
from graph.texts import Texts
from pages.ui.frame import Page
from pages.views.words import day, number

ME = "scherm"
"""Who did it, in the journal, until there is signing in."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Step:
    """The changes of one import or one correction, newest first."""

    changes: tuple[Change, ...]

    @property
    def newest(self) -> Change:
        return self.changes[0]

    @property
    def standing(self) -> tuple[int, ...]:
        """The changes that were not undone, newest first."""
        return tuple(change.id for change in self.changes if change.undone_by is None)

    def total(self, name: str) -> int:
        """The sum of ``inserted``, ``updated`` or ``removed``."""
        return sum(getattr(change, name) for change in self.changes)


def steps(history: Sequence[Change]) -> tuple[Step, ...]:
    """A journal (newest first) with the changes of one import taken together."""
    groups: dict[int, list[Change]] = {}
    for change in history:
        groups.setdefault(change.group, []).append(change)
    return tuple(Step(tuple(changes)) for changes in groups.values())


def undo(store: GraphStore, changes: Sequence[int], who: str = ME) -> None:
    """Undo changes (newest first), all of them or none. Raises UndoConflict or StoreUnavailable."""
    done: list[int] = []
    try:
        for change in changes:
            receipt = store.undo(change, who=who)
            if receipt.change is not None:
                done.append(receipt.change)
    except KetenkaartError:
        for change in reversed(done):
            store.undo(change, who=who)
        raise


def undo_button(page: Page, changes: Sequence[int], key: str) -> None:
    """A button that takes changes back; it says so when later changes stand on them."""
    if not st.button(page.t("common.undo"), key=key, icon=":material/undo:"):
        return
    try:
        with st.spinner(page.t("common.undoing")):
            undo(page.store, changes)
    except KetenkaartError as error:
        st.error(page.t.error(error), icon=":material/error:")
    else:
        st.rerun()


def panel(page: Page) -> None:
    """The newest changes, each with what it did and a way back."""
    found = steps(page.store.history(limit=200))
    for step in found[:SHOWN]:
        with st.container(border=True):
            st.markdown(f"**{moment(step.newest.at, page.t)}**")
            st.text(page.t("common.change", who=step.newest.who, why=step.newest.why))
            st.caption(sizes(step, page.t))
            if step.standing:
                undo_button(page, step.standing, key=f"undo_{step.newest.id}")
            else:
                st.caption(page.t("common.undone"))
    if len(found) > SHOWN:
        st.caption(page.t("common.older_changes", count=number(len(found) - SHOWN, page.language)))


def sizes(step: Step, t: Texts) -> str:
    """How much a step added, changed and removed."""
    counts = {name: number(step.total(name), t.language) for name in ("inserted", "updated", "removed")}
    return t("common.change_size", **counts)


def moment(at: datetime, t: Texts) -> str:
    """A moment on the reader's clock."""
    with suppress(KeyError, ValueError):  # a browser may name a zone that this machine does not know
        at = at.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    return f"{day(at, t.language)} {at:%H:%M}"
