"""The map to take along: a picture at 4K, or a page that can be explored without the app."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.network import Network
from pages.ui import filters, frame
from pages.ui.clock import today
from pages.views.layout import Places
from pages.views.picture.handout import handout
from pages.views.picture.png import png
from pages.views.picture.scene import Scene, map_scene
from pages.views.picture.svg import svg


def downloads(page: frame.Page, network: Network, places: Places) -> None:
    """Three downloads of the map as it is narrowed, with title, legend, filters and date; made when asked for."""
    t = page.t
    title = t("picture.title")
    summary, now, shown = filters.summary(page.selection, t), today(), page.selection.statuses

    def scene() -> Scene:
        return map_scene(network, places, page.language, title=title, summary=summary, made_on=now, shown=shown)

    def page_of_its_own() -> bytes:
        made = handout(network, places, page.language, title=title, summary=summary, made_on=now, shown=shown)
        return made.encode()

    ways: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("png", "image/png", ":material/image:", lambda: png(svg(scene()))),
        ("svg", "image/svg+xml", ":material/polyline:", lambda: svg(scene()).encode()),
        ("html", "text/html", ":material/language:", page_of_its_own),
    )
    st.write(t("picture.help"))
    with st.container(horizontal=True):
        for form, mime, icon, make in ways:
            st.download_button(
                t(f"picture.{form}"),
                data=make,
                file_name=f"ketenkaart-{now.isoformat()}.{form}",
                mime=mime,
                key=f"picture_{form}",
                icon=icon,
                on_click="ignore",
            )
    st.caption(t("picture.private"))
