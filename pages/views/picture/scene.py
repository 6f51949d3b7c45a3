"""Scene: what is to be drawn, in map units, before anything knows of pixels or files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np

from graph.analysis.dates import last_recorded
from graph.analysis.ties import Ties, collaboration_ties
from graph.network import Network
from graph.records import Entity
from graph.texts import Texts, texts
from pages.views.layout import Area, Places, area_label
from pages.views.picture.looks import shortened
from pages.views.tie_looks import LINES, STATUSES, colour
from pages.views.words import counted, day

_SMALL, _LARGE = 13.0, 33.0
"""Radius of the organisations with the fewest and the most ties: two of the largest do not overlap."""
_LABEL = 34
_MADE_UP = " (fictief)"


@dataclass(frozen=True, slots=True)
class Mark:
    """An organisation: ``r`` its radius, ``weight`` how much its name matters, ``dash`` that of its rim."""

    id: str
    name: str
    label: str
    x: float
    y: float
    r: float
    shape: str
    fill: str
    weight: float
    rim: str | None = None
    dash: tuple[int, ...] = ()
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two marks, by their positions in the scene."""

    a: int
    b: int
    colour: str
    dash: tuple[int, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: a tie (``shape`` None) or an organisation."""

    label: str
    colour: str
    dash: tuple[int, ...] = ()
    shape: str | None = None
    hollow: bool = False


@dataclass(frozen=True)
class Scene:
    """A whole picture. ``areas``: the parts of the layout with what they are called."""

    language: str
    title: str
    summary: str
    notes: tuple[str, ...]
    made_up: str | None
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    areas: tuple[tuple[Area, str], ...]
    legend: tuple[tuple[str, tuple[Key, ...]], ...]


def map_scene(
    network: Network,
    places: Places,
    language: str,
    *,
    title: str,
    summary: str,
    made_on: date,
    shown: tuple[str, ...] = (),
    ties: Ties | None = None,
) -> Scene:
    """The organisations of a snapshot with a place, and the ties with one of the statuses ``shown``.

    ``summary`` says in words what was selected; ``shown`` empty is all. Organisations without a place are
    left out: the caller narrows the network, not the places.
    """
    words = texts(language)
    ties = ties or collaboration_ties(network)
    status = ties.standing
    here = [at for at, one in enumerate(ties.ids) if one in places.at]
    mark_of = {at: row for row, at in enumerate(here)}
    keep = [
        row
        for row in np.flatnonzero(np.isin(status, list(shown)) if shown else np.ones(len(ties), dtype=bool)).tolist()
        if int(ties.a[row]) in mark_of and int(ties.b[row]) in mark_of
    ]
    degree = np.bincount(np.concatenate([ties.a[keep], ties.b[keep]]), minlength=max(len(ties.ids), 1))
    most = float(degree.max(initial=0)) or 1.0
    marks = tuple(
        mark(network, network.entities[at], places, _SMALL + (_LARGE - _SMALL) * sqrt(degree[at] / most), degree[at])
        for at in here
    )
    lines = tuple(
        Line(mark_of[int(ties.a[row])], mark_of[int(ties.b[row])], *LINES[str(status[row])])
        for row in sorted(keep, key=lambda row: STATUSES.index(str(status[row])))
    )
    present = {str(status[row]) for row in keep}
    tied = tuple(Key(words(f"netwerk.status_{one}"), *LINES[one][:2]) for one in STATUSES if one in present)
    return Scene(
        language=language,
        title=title,
        summary=summary,
        notes=notes(network, words, made_on, len(marks), len(lines)),
        made_up=words("common.fictitious") if network.fictitious else None,
        marks=marks,
        lines=lines,
        areas=areas(network, places, {one.id for one in marks}, words),
        legend=((words("netwerk.lines"), tied), (words("picture.kinds"), kind_keys(network, marks, language))),
    )


def mark(network: Network, one: Entity, places: Places, r: float, weight: float) -> Mark:
    """An organisation with the shape and colour of its kind."""
    x, y = places.at[one.id]
    kind = network.schema.entities[one.kind]
    label = shortened(one.name.removesuffix(_MADE_UP), _LABEL)
    return Mark(one.id, one.name, label, x, y, r, kind.shape, colour(network.schema, one.kind), float(weight))


def kind_keys(network: Network, marks: tuple[Mark, ...], language: str) -> tuple[Key, ...]:
    """The kinds that are in the picture, in the order of the schema."""
    drawn = {one.id for one in marks}
    present = {one.kind for one in network.organisations if one.id in drawn}
    return tuple(
        Key(kind.label[language], colour(network.schema, code), (), kind.shape)
        for code, kind in network.schema.entities.items()
        if code in present
    )


def areas(network: Network, places: Places, drawn: set[str], words: Texts) -> tuple[tuple[Area, str], ...]:
    """The areas of the layout in which somebody is drawn."""
    used = {code for one, code in places.groups.items() if one in drawn}
    return tuple(
        (area, area_label(network, code, places.layout, words)) for code, area in places.areas.items() if code in used
    )


def notes(network: Network, words: Texts, made_on: date, marks: int, lines: int) -> tuple[str, ...]:
    """What stands below a picture: how much is in it, of when, from where."""
    language = words.language
    until = network.as_of or last_recorded(network)
    size = words(
        "picture.size",
        organisations=counted(words, "picture.organisations_one", "picture.organisations_many", marks),
        ties=counted(words, "picture.ties_one", "picture.ties_many", lines),
    )
    sources = sorted({str(s) for e in network.organisations if (s := e.properties.get("provenance"))})
    told = [size, words("picture.state_of", day=day(until, language))] if until else [size]
    told.append(words("picture.made_on", day=day(made_on, language)))
    if sources:
        more = words("picture.more_sources", count=len(sources) - 2) if len(sources) > 2 else ""
        told.append(words("picture.source", source=shortened(", ".join(sources[:2]), 80) + more))
    return tuple(told)
