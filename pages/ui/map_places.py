"""Where organisations stand on the map: as a layout puts them, and as people dragged them; both kept in the store.

The names in the store: ``map/<layout|moved>/<region>/<what>/<layout>``. What one person drags all see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

import streamlit as st

from graph.network import Network
from pages.ui import state
from pages.views.layout import LAYOUTS, Places, Point, positions
from pages.views.map_view import MapView

_FAR = 1e6
_ROOM = 900_000
"""Characters of places that are kept at most: a store keeps small texts."""


def placed(of: Network, what: str = "", layout: str = MapView().layout) -> tuple[Places, int]:
    """Where the organisations of a region stand, and how many of them because somebody put them there.

    They stay there when data change, and when the server starts anew. ``what`` tells apart maps of one
    region that show different things.
    """
    places = _laid_out(state.address(), _name("layout", of, what, layout), of.revision, layout, of)
    moved = state.store().kept(name := _name("moved", of, what, layout)).get(name)
    return _with_moved(places.digest, moved, places) if moved else (places, 0)


def put(of: Network, told: Mapping[str, Any], what: str = "") -> None:
    """Keep where organisations were put, or forget it all, as a map told. Comes from a browser: read with care."""
    layout = told.get("layout")
    if layout not in LAYOUTS:
        return
    name = _name("moved", of, what, str(layout))
    if told.get("places") is None:
        state.store().keep(name, None)
        return
    places = told["places"] if isinstance(told["places"], Mapping) else {}
    known = _read(state.store().kept(name).get(name))
    text = json.dumps(known | {one: spot for one, spot in _spots(places).items() if one in of.index})
    if len(text) <= _ROOM:
        state.store().keep(name, text)


def _name(sort: str, of: Network, what: str, layout: str) -> str:
    return f"map/{sort}/{'+'.join(of.scope.regions)[:100]}/{what}/{layout}"


@st.cache_resource(max_entries=24, show_spinner=False)
def _laid_out(address: str, name: str, revision: int, layout: str, _of: Network) -> Places:  # noqa: ARG001
    text = state.store().kept(name).get(name)
    before = None
    if text:
        try:
            before = Places.from_plain(json.loads(text))
        except (KeyError, TypeError, ValueError):
            before = None  # written by another version: lay out afresh
    places = positions(_of, before, layout)  # type: ignore[arg-type]
    if before is None or before.digest != places.digest:
        text = json.dumps(places.plain(), separators=(",", ":"))
        if len(text) <= _ROOM:
            state.store().keep(name, text)
    return places


@st.cache_resource(max_entries=24, show_spinner=False)
def _with_moved(digest: str, moved: str, _places: Places) -> tuple[Places, int]:  # noqa: ARG001
    spots = {one: spot for one, spot in _read(moved).items() if one in _places.at}
    whole = {**_places.at, **spots}
    return Places.of(whole, _places.layout, _places.groups, _places.areas, _places.frame), len(spots)


def _read(text: str | None) -> dict[str, Point]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return _spots(found) if isinstance(found, dict) else {}


def _spots(places: Mapping[str, Any]) -> dict[str, Point]:
    """What is a position: two finite numbers within reach."""
    found = {}
    for one, spot in places.items():
        if isinstance(spot, list | tuple) and len(spot) == 2 and all(isinstance(v, int | float) for v in spot):
            x, y = float(spot[0]), float(spot[1])
            if isfinite(x) and isfinite(y) and max(abs(x), abs(y)) <= _FAR:
                found[str(one)] = (x, y)
    return found
