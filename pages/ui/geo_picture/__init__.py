"""A picture that can be clicked: a packaged Streamlit component (v2) that shows an SVG and says what was chosen.

The browser gets one block of bytes: four bytes with the length of a header, the header (JSON), and the
gzipped SVG, whose texts are escaped already (``pages.views.drawn_svg``). A picture that it shows already
is recognised by its digest and left alone, so that zoom and keyboard focus stay.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from graph.texts import Texts
from pages.views.drawn_svg import Picture

_HOME = Path(__file__).parent
_PROJECT = tomllib.loads((_HOME / "pyproject.toml").read_text(encoding="utf-8"))
_COMPONENTS = [ComponentConfig.from_dict(c) for c in _PROJECT["tool"]["streamlit"]["component"]["components"]]
NAME = f"{_PROJECT['project']['name']}.{_COMPONENTS[0].name}"
_WORDS = ("zoom_in", "zoom_out", "fit", "save_svg", "save_png")


def picture(
    shown: Picture,
    *,
    key: str,
    chosen: str | None,
    on_select: Callable[[], None],
    t: Texts,
    alt: str,
    file: str,
    least: int = 0,
    most: str = "none",
) -> None:
    """Show a picture; ``chosen`` is the mark that stands out, ``alt`` describes it, ``file`` names what is saved.

    ``on_select`` is called when the user chooses another mark; :func:`selected` then says which. On a
    screen narrower than ``least`` pixels the picture scrolls; ``most`` is its greatest height (CSS).
    """
    _register()
    header = {
        "digest": shown.digest,
        "chosen": chosen,
        "label": alt,
        "file": file,
        "width": shown.width,
        "height": shown.height,
        "least": least,
        "most": most,
        "words": {name: t(f"kaart.{name}") for name in _WORDS},
    }
    told = json.dumps(header).encode()
    _component()(
        key=key,
        data=len(told).to_bytes(4, "little") + told + shown.body,
        default={"selected": None},
        on_selected_change=on_select,
        height="content",
    )


def selected(key: str) -> str | None:
    """The mark that was chosen in the picture itself, None when the choice was lifted."""
    told = getattr(st.session_state.get(key), "selected", None)
    one = dict(told).get("id") if told else None
    return one if isinstance(one, str) else None


def _register() -> None:
    """Make the assets known to this Streamlit server, once."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        project = _PROJECT["project"]
        manager.register_from_manifest(ComponentManifest(project["name"], project["version"], _COMPONENTS), _HOME)


@cache
def _component() -> Any:
    return st.components.v2.component(NAME, js="main.js", css="picture.css")
