"""The one selection that follows the user over all screens, and that a copied link brings along.

It lives in the query parameters of the URL; the session remembers it between screens, because the
browser drops the parameters when another screen is opened. Whatever in a URL is unknown, malformed
or hostile is ignored, part by part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from graph.network import Scope
from graph.schema import LANGUAGES, Schema, load_schema
from pages.views import map_view
from pages.views.map_view import MapView

STATUSES = ("confirmed", "one_sided", "unknown", "stale")
_MEMORY = "selection"
_PLACE = "selection_place"
_REGION = re.compile(r"(AM|RMC)[0-9]{1,3}")
_MUNICIPALITY = re.compile(r"GM[0-9]{4}")
_MAX_ID = 200
_MAX_LIST = 400


@dataclass(frozen=True, slots=True)
class Selection:
    """What the user looks at. None and empty mean: no choice made, so everything.

    ``start`` and ``end`` are inclusive; ``focus`` is the id of an organisation. ``relations`` and ``least``
    (contacts a year) say which ties are drawn, as ``statuses`` does.
    """

    region: str | None = None
    start: date | None = None
    end: date | None = None
    target_group: str | None = None
    kinds: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    life_domains: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    least: int = 0
    focus: str | None = None
    language: str = LANGUAGES[0]
    map: MapView = field(default_factory=MapView)

    @property
    def scope(self) -> Scope:
        """What to ask the store for: region and period. Kinds and groups narrow what is drawn of it."""
        return Scope(regions=(self.region,) if self.region else (), start=self.start, end=self.end)

    @property
    def narrowing(self) -> tuple[Any, ...]:
        """What narrows a snapshot further: the arguments of ``pages.views.narrowing.narrow``."""
        return (self.kinds, self.target_group, self.municipalities, self.life_domains, self.stages)


def parse(params: Mapping[str, str], schema: Schema | None = None) -> Selection:
    """Read a selection from query parameters; what is not understood is left out."""
    schema = schema or load_schema()
    start, end = _day(params.get("van")), _day(params.get("tot"))
    if start and end and start > end:
        start = end = None
    group = params.get("doelgroep", "")
    focus = params.get("org", "")
    language = params.get("taal", "")
    return Selection(
        region=_matching(_REGION, params.get("regio", "")),
        start=start,
        end=end,
        target_group=group if group in schema.codes["target_groups"].codes else None,
        kinds=tuple(k for k in _list(params.get("soort")) if k in schema.organisations),
        municipalities=tuple(m for m in _list(params.get("gemeente")) if _MUNICIPALITY.fullmatch(m)),
        life_domains=tuple(d for d in _list(params.get("leefgebied")) if d in schema.codes["life_domains"].codes),
        stages=tuple(s for s in _list(params.get("fase")) if s in schema.codes["stages"].codes),
        statuses=tuple(s for s in _list(params.get("status")) if s in STATUSES),
        relations=tuple(r for r in _list(params.get("relatie")) if r in schema.relations),
        least=next((least for least in map_view.LEAST if str(least) == params.get("sterkte")), 0),
        focus=focus if focus and len(focus) <= _MAX_ID and focus.isprintable() else None,
        language=language if language in LANGUAGES else LANGUAGES[0],
        map=map_view.parse(params, frozenset(schema.organisations)),
    )


def to_params(selection: Selection) -> dict[str, str]:
    """The query parameters of a selection: only what differs from the default."""
    pairs = {
        "regio": selection.region,
        "van": selection.start.isoformat() if selection.start else None,
        "tot": selection.end.isoformat() if selection.end else None,
        "doelgroep": selection.target_group,
        "soort": "|".join(selection.kinds),
        "gemeente": "|".join(selection.municipalities),
        "leefgebied": "|".join(selection.life_domains),
        "fase": "|".join(selection.stages),
        "status": "|".join(selection.statuses),
        "relatie": "|".join(selection.relations),
        "sterkte": str(selection.least or ""),
        "org": selection.focus,
        "taal": selection.language if selection.language != LANGUAGES[0] else None,
    }
    return {name: value for name, value in pairs.items() if value} | map_view.to_params(selection.map)


_EVERY = Selection(
    "AM1", date.min, date.max, "x", ("x",), ("x",), ("x",), ("x",), ("x",), ("x",), 4, focus="x", language="en"
)
KEYS = (*to_params(_EVERY), *map_view.NAMES)


def current() -> Selection:
    """The selection of this run: from the URL where it says anything, else from the session.

    An address without a word on a screen that was open already is a choice too: the browser went back to it.
    """
    given = {name: st.query_params[name] for name in KEYS if name in st.query_params}
    remembered: Selection = st.session_state.get(_MEMORY, Selection())
    stayed = _stayed()
    if not given and stayed:
        remembered = Selection(language=remembered.language)
    selection = parse(given) if given else remembered
    if to_params(selection) != given:
        _write(selection)
    st.session_state[_MEMORY] = selection
    return selection


def _stayed() -> bool:
    """Whether this run shows the same screen as the one before."""
    here = urlsplit(st.context.url or "").path
    before = st.session_state.get(_PLACE)
    st.session_state[_PLACE] = here
    return bool(here) and here == before


def change(**parts: Any) -> Selection:
    """Change parts of the selection, in the URL and in the session. For callbacks and before a rerun."""
    return put(replace(st.session_state.get(_MEMORY, Selection()), **parts))


def put(selection: Selection) -> Selection:
    """Make this the selection, in the URL and in the session."""
    st.session_state[_MEMORY] = selection
    _write(selection)
    return selection


def _write(selection: Selection) -> None:
    others = {name: st.query_params.get_all(name) for name in st.query_params if name not in KEYS}
    st.query_params.from_dict({**others, **to_params(selection)})


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text or "").split("|")[:_MAX_LIST]))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def _matching(pattern: re.Pattern[str], text: str) -> str | None:
    return text if pattern.fullmatch(text) else None
