"""What the map says in words: its legend, its buttons, what can be chosen."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.network import Network
from graph.texts import Texts
from pages.views import map_view
from pages.views.layout import LAYOUTS
from pages.views.netwerk_lines import looks
from pages.views.netwerk_measures import label, offered
from pages.views.tie_looks import LINES, STATUSES, colour


def status_label(status: str, words: Texts) -> str:
    """What the status of a tie is called."""
    return words(f"netwerk.status_{status}")


def legend(network: Network, words: Texts) -> dict[str, Any]:
    """What lines, colours and shapes mean, of what is there."""
    schema, language = network.schema, words.language
    present = [kind for kind in schema.entities if kind in {e.kind for e in network.organisations}]
    sectors = {schema.entities[kind].sector for kind in present}
    held = {r.kind for at, r in enumerate(network.relations) if _between(network, at)}
    known = looks(network)
    return {
        "lines_title": words("netwerk.lines"),
        "colours_title": words("netwerk.colours"),
        "shapes_title": words("netwerk.shapes"),
        "lines": [
            {
                "key": status,
                "label": status_label(status, words),
                "colour": LINES[status][0],
                "dashes": list(LINES[status][1]),
            }
            for status in STATUSES
        ],
        "relations": [
            {
                "key": kind.code,
                "label": kind.title[language],
                "claim": kind.claim,
                "look": asdict(known[kind.code]),
            }
            for kind in schema.relations.values()
            if kind.code in held
        ],
        "sectors": [
            {"key": code.code, "label": code.label[language], "colour": code.colour}
            for code in schema.codes["sectors"].codes.values()
            if code.code in sectors
        ],
        "kinds": [
            {
                "key": kind,
                "label": schema.entities[kind].label[language],
                "shape": schema.entities[kind].shape,
                "colour": colour(schema, kind),
                "sector": schema.entities[kind].sector,
            }
            for kind in present
        ],
    }


def _between(network: Network, at: int) -> bool:
    n = network.n_organisations
    return bool(network.source[at] < n and network.target[at] < n)


def choices(network: Network, words: Texts) -> dict[str, list[dict[str, Any]]]:
    """What can be chosen of how the map is drawn: code and label."""
    figures = offered(network)
    named = {name: label(network, name, words.language) for name in figures}

    def plain(part: str, codes: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [
            {"key": code, "label": named[code] if code in named else words(f"netwerk_map.{part}_{code}")}
            for code in codes
        ]

    return {
        "layout": plain("layout", LAYOUTS),
        "size": plain("size", figures),
        "colour": plain("colour", ("sector", "place", *figures)),
        "text": plain("text", map_view.TEXTS),
        "lines": plain("lines", map_view.LINES),
        "least": plain("least", map_view.LEAST),
    }


def words_of(nodes: int, edges: int, words: Texts) -> dict[str, str]:
    """The sentences that the browser shows; blanks that only it can fill stay in them."""
    area = "netwerk_map."
    told = {key.removeprefix(area): sentence for key, sentence in words.sentences.items() if key.startswith(area)}
    return told | {"label": words("netwerk.aria", nodes=nodes, edges=edges), "locale": words.language}
