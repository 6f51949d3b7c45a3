"""The map of collaboration: what stands where, drawn how. pyvis builds nodes, edges and options."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyvis.network

from graph.analysis.ties import CONFIRMED, ONE_SIDED, UNKNOWN, Ties, collaboration_ties
from graph.network import Network
from graph.schema import Schema
from graph.texts import Texts, texts
from pages.views import layout

STALE = "stale"
STATUSES = (CONFIRMED, ONE_SIDED, UNKNOWN, STALE)
LINES: Mapping[str, tuple[str, list[int], float]] = {
    CONFIRMED: ("#5B7FA3", [], 2.6),
    ONE_SIDED: ("#C2570C", [9, 6], 2.4),
    UNKNOWN: ("#7A8794", [2, 6], 2.2),
    STALE: ("#A3762B", [16, 5, 3, 5], 2.4),
}
"""Colour, dashes and width of a tie by status; each colour has a contrast of 3 or more in light and dark."""
_MANY = 1500
_LABEL = 30
_MADE_UP = " (fictief)"
"""Stands behind the names of the example region; the frame says the same, so the map leaves it out."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for the map: gzipped JSON and its digest."""

    digest: str
    body: bytes


def positions(network: Network, known: Mapping[str, layout.Point]) -> layout.Places:
    """Where the organisations of a snapshot stand; what is ``known`` stays where it is."""
    ties = collaboration_ties(network)
    edges = [(int(a), int(b)) for a, b in ties.edges("reported")]
    return layout.Places.of(layout.place(ties.ids, edges, known))


def statuses(ties: Ties) -> np.ndarray[Any, np.dtype[np.object_]]:
    """The status that a tie is drawn with: stale goes before what both sides once said."""
    return np.where(ties.stale, STALE, ties.status).astype(object)


def picture(network: Network, places: layout.Places, shown: tuple[str, ...], language: str) -> Picture:
    """Draw the organisations of ``network`` and their ties; ``shown`` are the statuses, empty for all."""
    words = texts(language)
    ties = collaboration_ties(network)
    status = statuses(ties)
    keep = np.isin(status, list(shown)) if shown else np.ones(len(ties), dtype=bool)
    degree = np.bincount(np.concatenate([ties.a[keep], ties.b[keep]]), minlength=len(ties.ids))
    net = pyvis.network.Network()
    net.nodes = [_node(network, at, places, int(degree[at]), words) for at in range(network.n_organisations)]
    net.edges = [_edge(ties, int(at), str(status[at])) for at in np.flatnonzero(keep)]
    net.set_options(json.dumps(_options(len(net.nodes))))
    content = {
        "nodes": net.nodes,
        "edges": net.edges,
        "options": net.options,
        "legend": _legend(network, words),
        "words": _words(len(net.nodes), len(net.edges), words),
    }
    body = gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)
    return Picture(hashlib.blake2b(body, digest_size=12).hexdigest(), body)


def _node(network: Network, at: int, places: layout.Places, ties: int, words: Texts) -> dict[str, Any]:
    organisation = network.entities[at]
    kind = network.schema.entities[organisation.kind]
    name = organisation.name
    short = name.removesuffix(_MADE_UP)
    paint = colour(network.schema, organisation.kind)
    x, y = places.at[organisation.id]
    told = words("netwerk.node_one" if ties == 1 else "netwerk.node_many", count=ties)
    return {
        "id": organisation.id,
        "label": short if len(short) <= _LABEL else f"{short[: _LABEL - 1].rstrip()}…",
        "title": f"{name}\n{kind.label[words.language]}\n{told}",
        "shape": kind.shape,
        "color": {"background": paint, "highlight": {"background": paint}, "hover": {"background": paint}},
        "value": ties,
        "x": round(x, 1),
        "y": round(y, 1),
    }


def _edge(ties: Ties, at: int, status: str) -> dict[str, Any]:
    line, dashes, width = LINES[status]
    a, b = ties.ids[ties.a[at]], ties.ids[ties.b[at]]
    return {
        "id": f"{a}|{b}",
        "from": a,
        "to": b,
        "color": {"color": line, "highlight": line, "hover": line},
        "dashes": dashes or False,
        "width": width,
    }


def _options(nodes: int) -> dict[str, Any]:
    many = nodes > _MANY
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {
            "borderWidth": 1.5,
            "scaling": {"min": 15, "max": 50, "label": {"enabled": False}},
        },
        "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0.5},
        "interaction": {
            "hover": not many,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "tooltipDelay": 150,
            "keyboard": False,
            "multiselect": False,
        },
    }


def colour(schema: Schema, kind: str) -> str:
    """The colour of the sector of a kind."""
    sector = schema.entities[kind].sector
    found = schema.codes["sectors"].codes[sector].colour if sector else None
    return found or "#6B7280"


def _legend(network: Network, words: Texts) -> dict[str, Any]:
    schema, language = network.schema, words.language
    present = [kind for kind in schema.entities if kind in {e.kind for e in network.organisations}]
    sectors = {schema.entities[kind].sector for kind in present}
    return {
        "lines_title": words("netwerk.lines"),
        "colours_title": words("netwerk.colours"),
        "shapes_title": words("netwerk.shapes"),
        "lines": [
            {"label": status_label(status, words), "colour": LINES[status][0], "dashes": LINES[status][1]}
            for status in STATUSES
        ],
        "sectors": [
            {"label": code.label[language], "colour": code.colour}
            for code in schema.codes["sectors"].codes.values()
            if code.code in sectors
        ],
        "kinds": [
            {
                "label": schema.entities[kind].label[language],
                "shape": schema.entities[kind].shape,
                "colour": colour(schema, kind),
            }
            for kind in present
        ],
    }


def status_label(status: str, words: Texts) -> str:
    """What the status of a tie is called."""
    return words(f"netwerk.status_{status}")


def _words(nodes: int, edges: int, words: Texts) -> dict[str, str]:
    return {
        "label": words("netwerk.aria", nodes=nodes, edges=edges),
        "zoom_in": words("netwerk.zoom_in"),
        "zoom_out": words("netwerk.zoom_out"),
        "fit": words("netwerk.fit"),
        "full": words("netwerk.full"),
    }


def organisations(network: Network, shown: tuple[str, ...], language: str) -> pd.DataFrame:
    """The twin of the map: a row per organisation, most ties first; index: the ids."""
    ties = collaboration_ties(network)
    status = statuses(ties)
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
