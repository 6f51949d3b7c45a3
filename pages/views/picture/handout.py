"""A handout: one HTML file that can be explored without a server, a network or this app.

Its content-security policy allows nothing but its own script and style (by their hashes), so that a name
in it can do no harm and nothing can be fetched; the script sets every text as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from graph.network import Network
from graph.texts import Texts, texts
from pages.views.layout import Places
from pages.views.picture.looks import told
from pages.views.picture.scene import Scene, kind_keys, map_scene
from pages.views.tie_looks import LINES, STATUSES

_HOME = Path(__file__).parent / "assets"


def handout(
    network: Network,
    places: Places,
    language: str,
    *,
    title: str,
    summary: str,
    made_on: date,
    shown: tuple[str, ...] = (),
) -> str:
    """The map of a snapshot as an HTML document; arguments as for :func:`map_scene`."""
    scene = map_scene(network, places, language, title=title, summary=summary, made_on=made_on, shown=shown)
    words = texts(language)
    script, style = _asset("handout.js"), _asset("handout.css")
    # "</script" or "<!--" inside a name would end the data: no < stands in it, only its escape.
    data = json.dumps(_data(network, scene, words), ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    badge = f'<p class="made-up" role="note">{told(scene.made_up)}</p>' if scene.made_up else ""
    label = words("picture.aria", organisations=len(scene.marks), ties=len(scene.lines))
    buttons = "".join(
        f'<button type="button" id="{name}" aria-label="{told(words(key))}" title="{told(words(key))}">{sign}</button>'
        for name, key, sign in (
            ("in", "picture.zoom_in", "+"),
            ("out", "picture.zoom_out", "−"),
            ("fit", "picture.fit", "⤢"),
        )
    )
    return (
        f'<!DOCTYPE html><html lang="{scene.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{told(title)}</title><style>{style}</style></head><body>"
        f'<header><h1 dir="auto">{told(title)}</h1>{badge}<p>{told(summary)}</p></header>'
        f'<main><canvas id="map" tabindex="0" role="img" aria-label="{told(label)}"></canvas>'
        f'<div id="zoom">{buttons}</div></main>'
        f'<aside aria-label="{told(words("picture.beside"))}"><section id="details" aria-live="polite"></section>'
        f"<section><h2>{told(words('picture.all'))}</h2>"
        f'<input id="search" type="search" aria-label="{told(words("picture.search"))}" '
        f'placeholder="{told(words("picture.search"))}"><p><small id="found" role="status"></small></p>'
        f'<ul id="list"></ul></section><section id="legend"></section></aside>'
        f"<footer>{told(' · '.join(scene.notes))}</footer>"
        f'<script id="data" type="application/json">{data}</script><script>{script}</script></body></html>\n'
    )


def _data(network: Network, scene: Scene, words: Texts) -> dict[str, Any]:
    kinds = list(dict.fromkeys(network.entity(one.id).kind for one in scene.marks))
    order = [kind for kind in network.schema.entities if kind in kinds]
    row = {kind: at for at, kind in enumerate(order)}
    looks = {LINES[status][:2]: at for at, status in enumerate(STATUSES)}
    places = network.municipalities
    nodes = []
    for one in scene.marks:
        entity = network.entity(one.id)
        place = places.get(str(entity.properties.get("gm_code")))
        nodes.append(
            {
                "id": one.id,
                "name": one.name,
                "label": one.label,
                "kind": row[entity.kind],
                "place": place.name if place else "",
                "x": round(one.x, 1),
                "y": round(one.y, 1),
                "r": round(one.r, 1),
                "shape": one.shape,
                "fill": one.fill,
            }
        )
    return {
        "nodes": nodes,
        "edges": [[line.a, line.b, looks[line.colour, line.dash]] for line in scene.lines],
        "kinds": [
            {"label": key.label, "shape": key.shape, "fill": key.colour}
            for key in kind_keys(network, scene.marks, scene.language)
        ],
        "statuses": [
            {
                "label": words(f"netwerk.status_{status}"),
                "colour": LINES[status][0],
                "dash": LINES[status][1],
                "width": LINES[status][2],
            }
            for status in STATUSES
        ],
        "areas": [{"label": name, "shape": a.shape, "at": a.at, "size": a.size} for a, name in scene.areas],
        "words": {
            "choose": words("picture.choose"),
            "close": words("picture.close"),
            "found": words("picture.found"),
            "found_some": words("picture.found_some"),
            "ties_one": words("picture.ties_one"),
            "ties_many": words("picture.ties_many"),
            "lines": words("netwerk.lines"),
            "kinds": words("picture.kinds"),
        },
    }


@cache
def _asset(name: str) -> str:
    return (_HOME / name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
