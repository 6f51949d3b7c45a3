"""The network map: a packaged Streamlit component (v2) that draws a network and says what was clicked.

The browser gets one block of bytes: four bytes with the length of a header, the header (JSON: which
drawing this is, which organisation has the focus), and the drawing itself as gzipped JSON. A drawing
that the browser already shows is recognised by its digest and not drawn again, so that position and
zoom stay. The asset folder is declared in ``pyproject.toml`` beside this file and registered from
here, so that the component works from a source tree as well as installed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_HOME = Path(__file__).parent
_PROJECT = tomllib.loads((_HOME / "pyproject.toml").read_text(encoding="utf-8"))
_COMPONENTS = [ComponentConfig.from_dict(c) for c in _PROJECT["tool"]["streamlit"]["component"]["components"]]
NAME = f"{_PROJECT['project']['name']}.{_COMPONENTS[0].name}"


class Drawing(Protocol):
    """A network ready for the browser: ``body`` is gzipped JSON, ``digest`` tells drawings apart."""

    @property
    def digest(self) -> str: ...

    @property
    def body(self) -> bytes: ...


def network_map(drawing: Drawing, *, key: str, focus: str | None, on_select: Callable[[], None]) -> None:
    """Show a drawing; ``focus`` is the organisation that is chosen, here or elsewhere.

    ``on_select`` is called when the user chooses another one in the map; :func:`selected` then says which.
    """
    _register()
    header = json.dumps({"digest": drawing.digest, **_turn(key, focus)}).encode()
    _component()(
        key=key,
        data=len(header).to_bytes(4, "little") + header + drawing.body,
        default={"selected": None},
        on_selected_change=on_select,
        height="content",
    )


def selected(key: str) -> str | None:
    """The organisation that was chosen in the map itself, None when the choice was lifted."""
    told = _told(key)
    return told["id"] if told and isinstance(told.get("id"), str) else None


def _told(key: str) -> dict[str, Any] | None:
    """What the map last told: the id chosen, and the number of the click."""
    told = getattr(st.session_state.get(key), "selected", None)
    return dict(told) if told else None


def _turn(key: str, focus: str | None) -> dict[str, Any]:
    """Which focus to show, and the number of those that came from elsewhere.

    A click in the map is shown by the map itself. So that it need not be sent the drawing again, what it
    is sent changes only when the focus was changed elsewhere: in a table, or by a link.
    """
    told = _told(key) or {}
    shown, turn, last, click = st.session_state.get(f"{key}_turn", (focus, 0, focus, None))
    if focus != last and told.get("click") == click:
        shown, turn = focus, turn + 1
    st.session_state[f"{key}_turn"] = (shown, turn, focus, told.get("click"))
    return {"focus": shown, "turn": turn}


def _register() -> None:
    """Make the assets known to this Streamlit server, once."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        project = _PROJECT["project"]
        manager.register_from_manifest(ComponentManifest(project["name"], project["version"], _COMPONENTS), _HOME)


@cache
def _component() -> Any:
    return st.components.v2.component(NAME, js="main.js", css="map.css")
