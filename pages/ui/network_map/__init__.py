"""The network map: two packaged Streamlit components (v2), a map that draws and is worked in, and a card beside it.

The browser gets one block of bytes: four bytes with the length of a header, the header (JSON: which
drawing this is, in which state to show it), and the drawing itself as gzipped JSON. A drawing that the
browser already shows is recognised by its digest and not drawn again, so that position and zoom stay.
What is clicked, hidden or focused the browser shows by itself, and then says so. The asset folder is
declared in ``pyproject.toml`` beside this file; what the browser loads is put together from it when the
server starts (:mod:`pages.ui.network_map.bundle`) and registered from here, so that the component works
from a source tree as well as installed.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from pages.ui.network_map.bundle import bundle

_HOME = Path(__file__).parent
_ASSETS = _HOME / "assets"
_PROJECT = tomllib.loads((_HOME / "pyproject.toml").read_text(encoding="utf-8"))
_COMPONENTS = [ComponentConfig.from_dict(c) for c in _PROJECT["tool"]["streamlit"]["component"]["components"]]
MAP, CARD = (f"{_PROJECT['project']['name']}.{one.name}" for one in _COMPONENTS)
_ENTRY = {MAP: "main.js", CARD: "card.js"}


class Drawing(Protocol):
    """A network ready for the browser: ``body`` is gzipped JSON, ``digest`` tells drawings apart."""

    @property
    def digest(self) -> str: ...

    @property
    def body(self) -> bytes: ...


def network_map(
    drawing: Drawing,
    *,
    key: str,
    state: Mapping[str, Any],
    on_view: Callable[[], None],
    on_move: Callable[[], None] = lambda: None,
) -> None:
    """Show a drawing in a state (plain values: what is chosen, hidden, and so on; see ``assets/map.js``).

    ``on_view`` is called when the user changed the state in the map, :func:`viewed` then says into what;
    ``on_move`` when organisations were put elsewhere, see :func:`moved`.
    """
    _register()
    header = json.dumps({"key": key, "digest": drawing.digest, **_turn(key, state)}).encode()
    _component(MAP)(
        key=key,
        data=len(header).to_bytes(4, "little") + header + drawing.body,
        default={"view": None, "moved": None},
        on_view_change=on_view,
        on_moved_change=on_move,
        height="content",
    )


def card(of: str) -> None:
    """Beside the map with the key ``of``: who was clicked, filled by the browser itself and so at once."""
    _register()
    _component(CARD)(key=f"{of}_card", data={"key": of}, height="content")


def viewed(key: str) -> Mapping[str, Any] | None:
    """The state that the user brought the map into, None when nothing was said. As told by a browser: check it."""
    return _told(key, "view")


def moved(key: str) -> Mapping[str, Any] | None:
    """What was put elsewhere: ``layout`` and ``places`` (positions by id; None: put all back). Check it too."""
    return _told(key, "moved")


def _told(key: str, name: str) -> dict[str, Any] | None:
    told = getattr(st.session_state.get(key), name, None)
    return dict(told) if told else None


def _turn(key: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """Which state to show, and the number of those that came from elsewhere.

    What is done in the map is shown by the map itself. So that it need not be sent the drawing again, what
    it is sent changes only when the state was changed elsewhere: in a table, by a link, by going back. A map
    that was taken off the page has forgotten, and is told.
    """
    click = (_told(key, "view") or {}).get("click")
    shown, turn, last, before = st.session_state.get(f"{key}_turn", (state, 0, state, None))
    forgotten = click is None and before is not None
    if forgotten or (state != last and click == before):
        shown, turn = state, turn + 1
    st.session_state[f"{key}_turn"] = (shown, turn, state, click)
    return {"state": shown, "turn": turn}


def _register() -> None:
    """Make the assets known to this Streamlit server, once."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(MAP) is None:
        project = _PROJECT["project"]
        manager.register_from_manifest(
            ComponentManifest(project["name"], project["version"], _COMPONENTS), Path(_built().name)
        )


@cache
def _built() -> TemporaryDirectory[str]:
    """A folder with what the browser loads, made from the modules beside this file; it goes when the server stops."""
    home = TemporaryDirectory(prefix="ketenkaart-map-")
    for component in _COMPONENTS:
        folder = Path(home.name) / str(component.asset_dir)
        folder.mkdir(exist_ok=True)
        for name in _ENTRY.values():
            (folder / name).write_text(bundle(_ASSETS, name.removesuffix(".js")), encoding="utf-8")
        shutil.copy(_ASSETS / "map.css", folder)
    return home


@cache
def _component(name: str) -> Any:
    return st.components.v2.component(name, js=_ENTRY[name], css="map.css")
