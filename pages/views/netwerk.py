"""The map of collaboration: what stands where, drawn how; and the table that says the same."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.ties import Ties, collaboration_ties
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.grouping import is_group
from pages.views.layout import Places, area_label
from pages.views.netwerk_legend import choices, legend, status_label, words_of
from pages.views.netwerk_lines import other_edges, strengths, tie_edges
from pages.views.netwerk_measures import Column, column
from pages.views.tie_looks import STATUSES, colour

_LABEL = 30
_MADE_UP = " (fictief)"
"""Stands behind the names of the example region; the frame says the same, so the map leaves it out."""
_PLACES = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#8A6D00", "#7B61C9")
"""Colours of the municipalities with most organisations; contrast of 3 or more is the outline's matter."""
_OTHER = "#6B7280"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for the map: gzipped JSON and its digest."""

    digest: str
    body: bytes


def picture(
    network: Network,
    places: Places,
    shown: tuple[str, ...],
    language: str,
    figures: tuple[str, ...] = ("degree",),
    kept: int = 0,
) -> Picture:
    """Draw the organisations of ``network`` and what is between them.

    ``shown`` are the statuses of ties, empty for all; ``figures`` of :data:`~pages.views.map_view.SIZES`
    come along for size and colour. ``kept``: how many organisations stand where somebody put them.
    """
    words = texts(language)
    ties = collaboration_ties(network)
    keep = np.isin(ties.standing, list(shown)) if shown else np.ones(len(ties), dtype=bool)
    degree = np.bincount(np.concatenate([ties.a[keep], ties.b[keep]]), minlength=len(ties.ids))
    paints = _paints(network)
    edges = tie_edges(network, ties, keep, words)
    content = {
        "nodes": [_node(network, at, places, int(degree[at]), paints, words) for at in range(network.n_organisations)],
        "edges": edges + other_edges(network, words),
        "measures": {name: _column(column(network, ties, name, language)) for name in figures},
        "legend": legend(network, words),
        "places_legend": _places_legend(network, paints, words),
        "choices": choices(network, words),
        "layout": places.layout,
        "areas": [
            {"label": area_label(network, area.code, places.layout, words), "shape": area.shape}
            | {"code": area.code, "at": area.at, "size": area.size}
            for area in places.areas.values()
        ],
        "kept": kept,
        "words": words_of(network.n_organisations, len(edges), words),
    }
    body = gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)
    return Picture(hashlib.blake2b(body, digest_size=12).hexdigest(), body)


def _column(one: Column) -> dict[str, Any]:
    return {"label": one.label, "values": one.values, "told": one.told}


def _node(
    network: Network, at: int, places: Places, ties: int, paints: Mapping[str, str], words: Texts
) -> dict[str, Any]:
    organisation = network.entities[at]
    kind = network.schema.entities[organisation.kind]
    name = organisation.name
    short = name.removesuffix(_MADE_UP)
    paint = colour(network.schema, organisation.kind)
    place = network.municipalities.get(str(organisation.properties.get("gm_code")))
    x, y = places.at[organisation.id]
    told = words("netwerk.node_one" if ties == 1 else "netwerk.node_many", count=ties)
    return {
        "id": organisation.id,
        "label": short if len(short) <= _LABEL else f"{short[: _LABEL - 1].rstrip()}…",
        "title": f"{name}\n{kind.label[words.language]}\n{told}",
        "shape": kind.shape,
        "color": {"background": paint},
        "value": ties,
        "x": round(x, 1),
        "y": round(y, 1),
        "kind": organisation.kind,
        "kind_label": kind.label[words.language],
        "place": place.name if place else "",
        "paint": paints.get(place.id, _OTHER) if place else _OTHER,
        "group": is_group(organisation.id),
    }


def _paints(network: Network) -> Mapping[str, str]:
    """A colour for each of the municipalities with most organisations."""
    count = Counter(
        code for e in network.organisations if (code := e.properties.get("gm_code")) in network.municipalities
    )
    first = sorted(count, key=lambda code: (-count[code], str(code)))[: len(_PLACES)]
    return {str(code): paint for code, paint in zip(first, _PLACES, strict=False)}


def _places_legend(network: Network, paints: Mapping[str, str], words: Texts) -> list[dict[str, str]]:
    found = [{"label": network.municipalities[code].name, "colour": paint} for code, paint in paints.items()]
    return [*found, {"label": words("netwerk.place_other"), "colour": _OTHER}]


def organisations(network: Network, shown: tuple[str, ...], language: str, least: int = 0) -> pd.DataFrame:
    """The twin of the map: a row per organisation, most ties first; index: the ids.

    Only ties of the statuses ``shown`` (empty: all) and of at least ``least`` contacts a year count.
    """
    ties = collaboration_ties(network)
    status = np.where(_strong(ties, least), ties.standing, "")
    words, n = texts(language), len(ties.ids)
    counts = {
        one: np.bincount(np.concatenate([ties.a[status == one], ties.b[status == one]]), minlength=n)
        for one in STATUSES
        if not shown or one in shown
    }
    places = network.municipalities
    table = pd.DataFrame(
        {
            words("netwerk.organisation"): [e.name for e in network.organisations],
            words("netwerk.kind"): [network.schema.entities[e.kind].label[language] for e in network.organisations],
            words("netwerk.municipality"): [
                places[code].name if (code := str(e.properties.get("gm_code"))) in places else "–"
                for e in network.organisations
            ],
            words("netwerk.ties"): sum(counts.values()),
            **{status_label(one, words): count for one, count in counts.items()},
        },
        index=list(ties.ids),
    )
    return table.sort_values(words("netwerk.ties"), ascending=False, kind="stable")


def _strong(ties: Ties, least: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array([not least or (value or 0) >= least for value in strengths(ties)], dtype=bool)
