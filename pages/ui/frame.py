"""The frame around every screen: navigation, header, selection, and the one place that catches errors.

How to add a screen:
1. Write ``pages/screens/<slug>.py``: a docstring, then

       from pages.ui import frame
       from pages.views import <slug> as view

       page = frame.screen("<slug>")
       result = page.derived(view.something)          # a pure function of page.network, computed once
       st.metric(page.t("<slug>.count"), page.number(result.count))

2. Write ``pages/views/<slug>.py``: pure functions ``Network -> tables and figures``; no Streamlit there.
3. Add a line to ``SCREENS`` in ``pages/screens/__init__.py``.
4. Add ``data/texts/{nl,en}/<slug>.yaml`` with at least ``title`` and ``lead`` (one sentence: what is seen here).
5. The tests in ``tests/pages`` and ``tests/browser`` visit every screen of ``SCREENS`` by themselves.

``page.t`` gives sentences, ``page.selection`` the filters, ``page.schema`` the domain, ``page.store``
the store. ``page.network`` holds the region and period; narrowed to kinds, group and municipalities it is
``page.narrowed`` (and ``page.derived(..., narrowed=True)``). Draw what reruns on its own (a map, a chart
with clicks) in a function under ``@frame.fragment``: errors in it are caught as well. Call
``details.panel(page, organisation_id)`` to show an organisation, ``tables.table(...)`` for a table, and
``selection.change(focus=...)`` to change what is selected.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import Schema, load_schema
from graph.store.contract import GraphStore
from graph.texts import Texts, texts
from pages.screens import SCREENS
from pages.ui import filters, selection, state, trouble
from pages.ui.selection import Selection
from pages.views.narrowing import narrow
from pages.views.words import number

T = TypeVar("T")
_HOME = Path(__file__).parent
_ROOT = _HOME.parent.parent


@dataclass(frozen=True)
class Page:
    """What a screen works with, in this run."""

    slug: str
    selection: Selection
    t: Texts
    has_data: bool = True

    @property
    def language(self) -> str:
        return self.t.language

    @property
    def theme(self) -> str:
        """Light or dark, as the visitor sees it: for pictures that bring colours of their own."""
        return "dark" if st.context.theme.type == "dark" else "light"

    @cached_property
    def schema(self) -> Schema:
        return load_schema()

    @property
    def store(self) -> GraphStore:
        return state.store()

    @cached_property
    def network(self) -> Network:
        """The snapshot of the selected region and period."""
        return state.network(self.selection.scope)

    @cached_property
    def narrowed(self) -> Network:
        """The snapshot narrowed to the selected kinds, target group and municipalities."""
        return self.derived(narrow, *self._narrowing) if any(self._narrowing) else self.network

    @property
    def _narrowing(self) -> tuple[Any, ...]:
        return self.selection.narrowing

    def derived(self, function: Callable[..., T], *args: Any, narrowed: bool = False) -> T:
        """``function(network, *args)`` of the whole or the narrowed snapshot, computed once for all users."""
        if narrowed and any(self._narrowing):
            return state.derived(function, self.narrowed, *args, variant=repr(self._narrowing))
        return state.derived(function, self.network, *args)

    def number(self, value: float | int | None, decimals: int = 0) -> str:
        return number(value, self.language, decimals)

    def people(self, count: int | None) -> str:
        """A count of people; None (too few to be counted out) in words."""
        return self.t("common.few", minimum=MIN_PEOPLE) if count is None else self.number(count)


def show() -> None:
    """Draw the navigation in the user's language and run the chosen screen."""
    t = texts(selection.current().language)
    st.html(_HOME / "style.css")
    pages = [
        st.Page(
            _ROOT / "pages" / "screens" / f"{screen.slug}.py",
            title=t(screen.title),
            icon=screen.icon,
            url_path=screen.slug,
        )
        for screen in SCREENS
    ]
    # The root of the site leads to the first screen, so that every screen has a URL of its own.
    root = st.Page(lambda: st.switch_page(pages[0]), title="Ketenkaart", visibility="hidden", default=True)
    navigation = st.navigation([root, *pages], position="top")
    with trouble.guard(t):
        navigation.run()


def screen(slug: str, *, needs_data: bool = True) -> Page:
    """Draw the header of a screen and return what it works with.

    With ``needs_data`` an empty store or selection shows how to go on, and the run stops there.
    Raises StoreUnavailable when the store is away; :func:`show` catches it.
    """
    chosen = selection.current()
    t = texts(chosen.language)
    this = next(screen for screen in SCREENS if screen.slug == slug)
    title = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    title.title(t(this.title), anchor=False, width="content")
    controls = title.container(horizontal=True, width="content", vertical_alignment="center")
    filters.language_switch(controls, t)
    empty = state.store().counts().entities == 0
    if empty:
        st.html(f'<p class="kk-lead">{escape(t(this.lead))}</p>')
        page = Page(slug, chosen, t, has_data=False)
        if needs_data:
            trouble.empty_store(t)
            st.stop()
        return page
    page = Page(slug, replace(chosen, region=filters.region_of(chosen)), t)
    filters.popover(controls, page.selection, t)
    _lead(page)
    if needs_data and page.narrowed.n_organisations == 0:
        trouble.empty_selection(t)
        st.stop()
    return page


def _lead(page: Page) -> None:
    """What is looked at, in one line; and that it is made up, when it is."""
    summary = filters.summary(page.selection, page.t)
    parts = [f'<span class="kk-lead">{escape(summary)}</span>']
    if page.network.fictitious:
        parts.insert(0, f'<span class="kk-demo" role="note">{escape(page.t("common.fictitious"))}</span>')
    st.html(f'<div class="kk-line">{"".join(parts)}</div>')


def fragment(function: Callable[..., None]) -> Callable[..., None]:
    """A part of a screen that reruns on its own; errors in it are caught as those of a screen are."""

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> None:
        with trouble.guard(texts(selection.current().language)):
            function(*args, **kwargs)

    return st.fragment(guarded)
