"""How the map is looked at: layout, sizes and colours, what is hidden. Part of the selection, so of the URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.views.layout import LAYOUTS

SIZES = (
    "degree",
    "betweenness",
    "closeness",
    "constraint",
    "core",
    "capacity",
    "waiting_days",
    "size",
    "referred_to",
    "referred_from",
)
"""What the size of a mark, and its colour, can stand for."""
COLOURS = ("sector", "place", *SIZES)
TEXTS = ("name", "kind", "place", "value")
LINES = ("status", "kind", "strength")
LEAST = (0, 4, 12, 50)
"""Contacts a year from which a tie is shown: all, each quarter, each month, each week."""
STEPS = 3
_MAX_ID = 200
_MAX_LIST = 400


@dataclass(frozen=True, slots=True)
class MapView:
    """What a user made of the map. ``off``: kinds that the legend hides; ``hidden`` and ``pinned``: ids;
    ``route``: the ids on a way that is lit up; ``folded``: municipalities that are drawn as groups.

    ``steps``: how far from the organisation in focus one still sees; 0 for everything. ``large``: for a
    shared screen.
    """

    layout: str = LAYOUTS[0]
    size: str = SIZES[0]
    colour: str = COLOURS[0]
    text: str = TEXTS[0]
    lines: str = LINES[0]
    steps: int = 0
    off: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    large: bool = False

    @property
    def measures(self) -> tuple[str, ...]:
        """What must be measured to draw this."""
        return tuple(dict.fromkeys(name for name in (self.size, self.colour) if name in SIZES))


_CHOICES = {
    "layout": ("layout", LAYOUTS),
    "grootte": ("size", SIZES),
    "kleur": ("colour", COLOURS),
    "naam": ("text", TEXTS),
    "lijn": ("lines", LINES),
}
_LISTS = {"uit": "off", "verborgen": "hidden", "vast": "pinned", "weg": "route", "dicht": "folded"}
NAMES = (*_CHOICES, *_LISTS, "stappen", "groot")


def parse(params: Mapping[str, str], kinds: frozenset[str]) -> MapView:
    """Read it from query parameters; what is not understood is left out. ``kinds`` are those that exist."""
    found: dict[str, Any] = {}
    for name, (part, choices) in _CHOICES.items():
        if params.get(name) in choices:
            found[part] = params[name]
    found |= {part: _ids(params.get(name)) for name, part in _LISTS.items()}
    found["off"] = tuple(kind for kind in found["off"] if kind in kinds)
    steps = params.get("stappen", "")
    found["steps"] = int(steps) if steps in ("1", "2", "3") else 0
    return MapView(**found, large=params.get("groot") == "1")


def to_params(view: MapView) -> dict[str, str]:
    """The query parameters of a view: only what differs from the default."""
    plain = MapView()
    pairs = {name: getattr(view, part) for name, (part, _) in _CHOICES.items()}
    found = {name: value for name, value in pairs.items() if value != getattr(plain, _CHOICES[name][0])}
    found |= {name: "|".join(getattr(view, part)) for name, part in _LISTS.items() if getattr(view, part)}
    if view.steps:
        found["stappen"] = str(view.steps)
    if view.large:
        found["groot"] = "1"
    return found


def _ids(text: str | None) -> tuple[str, ...]:
    parts = dict.fromkeys((text or "").split("|")[:_MAX_LIST])
    return tuple(one for one in parts if one and len(one) <= _MAX_ID and one.isprintable())
