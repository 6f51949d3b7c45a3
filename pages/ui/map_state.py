"""Between the map in the browser and the selection in the address: the same state in the words of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from pages.ui.selection import Selection, parse, to_params
from pages.views import map_view

_LISTS = {
    "statuses": "status",
    "relations": "relatie",
    "off": "uit",
    "hidden": "verborgen",
    "pinned": "vast",
    "route": "weg",
    "folded": "dicht",
}
_VALUES = {
    "chosen": "org",
    "least": "sterkte",
    "steps": "stappen",
    "layout": "layout",
    "size": "grootte",
    "colour": "kleur",
    "text": "naam",
    "lines": "lijn",
}


def state_of(selection: Selection, chosen: str | None) -> dict[str, Any]:
    """The state of the map that a selection stands for."""
    return {
        "chosen": chosen,
        "statuses": selection.statuses,
        "relations": selection.relations,
        "least": selection.least,
        **asdict(selection.map),
    }


def selection_of(state: Mapping[str, Any], now: Selection) -> Selection:
    """The selection after the user brought the map into a state. Comes from a browser, so read as an address is."""
    told = to_params(replace(now, focus=None, statuses=(), relations=(), least=0, map=map_view.MapView()))
    told |= {name: "|".join(map(str, _list(state.get(part)))) for part, name in _LISTS.items()}
    told |= {name: str(state[part]) for part, name in _VALUES.items() if state.get(part) is not None}
    told["groot"] = "1" if state.get("large") else ""
    return parse(told)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
