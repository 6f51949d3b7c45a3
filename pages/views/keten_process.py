"""The directly-follows graph as a picture: places as discs, steps as arrows, numbers on both."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import sqrt
from textwrap import shorten, wrap
from typing import Any

import igraph
import pandas as pd

from graph.analysis.journeys import COMPLETED, HERE, NEW, RETURNED, UNDER_WAY
from graph.network import Network
from graph.schema import Schema
from graph.texts import Texts, texts
from pages.views.keten_drawing import _INK, _PAPER, SCALE, STAGE, Drawing, level_of
from pages.views.keten_walk import Walk, step_label
from pages.views.keten_words import STUBS, road
from pages.views.words import number

WIDTH, HEIGHT = 1500.0, 700.0
_AIM = 24  # arrows in the picture before anything is chosen
_ENDINGS = (COMPLETED, HERE, UNDER_WAY, NEW, RETURNED)
Spot = tuple[float, float]


def shown_arcs(walked: Walk) -> pd.DataFrame:
    """The steps from place to place, and to where people are lost; not who is there still, or is done."""
    arcs = walked.graph.arcs
    names = {name for end in _ENDINGS for name in (end, f"|{end}")} - set(
        walked.graph.nodes.query("role == 'place'")["id"]
    )
    return arcs[~arcs["source"].isin(names) & ~arcs["target"].isin(names)].sort_values(
        "people", ascending=False, kind="stable"
    )


def thresholds(walked: Walk) -> tuple[tuple[int, ...], int]:
    """The numbers of people that tell arrows apart, and which of them leaves a picture that can be read."""
    people = shown_arcs(walked)["people"].tolist()
    if not people:
        return (), 0
    return tuple(sorted(set(people))), people[min(_AIM, len(people)) - 1]


def drawing(network: Network, walked: Walk, least: int, language: str, theme: str) -> Drawing:
    """The steps of at least ``least`` people."""
    words = texts(language)
    arcs = shown_arcs(walked)
    arcs = arcs[arcs["people"] >= least]
    names = list(dict.fromkeys([*arcs["source"], *arcs["target"]]))
    places = _on_the_road(names, network.schema) if walked.by == "stage" else _layered(names, arcs)
    visits = dict(zip(walked.graph.nodes["id"], walked.graph.nodes["visits"], strict=True))
    most = max([visits.get(name, 0) for name in names], default=1) or 1
    nodes = [_node(network, words, walked.by, name, places[name], visits.get(name, 0) / most, theme) for name in names]
    heaviest = int(arcs["people"].max()) if len(arcs) else 1
    links = [_link(network, words, walked.by, row, heaviest, len(arcs)) for row in arcs.itertuples()]
    targets = tuple(f"{a}>{b}" for a, b in zip(arcs["source"], arcs["target"], strict=True))
    return Drawing(_option(nodes, links, theme), (*names, "", ""), targets)


def table(network: Network, walked: Walk, language: str) -> pd.DataFrame:
    """The twin of the picture: every step that may be shown."""
    words = texts(language)
    arcs = shown_arcs(walked)
    label = {name: step_label(network, words, walked.by, name) for name in {*arcs["source"], *arcs["target"]}}
    return pd.DataFrame(
        {
            words("keten.from"): [label[name] for name in arcs["source"]],
            words("keten.to"): [label[name] for name in arcs["target"]],
            words("keten.people"): arcs["people"].to_numpy(),
            words("keten.moves"): arcs["moves"].to_numpy(),
            words("keten.step_median"): arcs["median_days"].to_numpy(),
            words("keten.step_mean"): arcs["mean_days"].to_numpy(),
            words("keten.step_p90"): arcs["p90_days"].to_numpy(),
        }
    )


def description(network: Network, walked: Walk, language: str) -> str:
    """The picture in words: how many steps, and the most walked and the longest."""
    words = texts(language)
    arcs = shown_arcs(walked)
    if arcs.empty:
        return words("keten.summary_none")

    def told(key: str, row: Any) -> str:
        return words(
            key,
            source=step_label(network, words, walked.by, str(row["source"])),
            target=step_label(network, words, walked.by, str(row["target"])),
            people=number(int(row["people"]), language),
            days=number(float(row["median_days"]), language),
        )

    sentences = [
        words("keten.process_count", count=number(len(arcs), language)),
        told("keten.process_most", arcs.iloc[0]),
    ]
    timed = arcs.dropna(subset=["median_days"]).sort_values("median_days", ascending=False, kind="stable")
    if not timed.empty:
        sentences.append(told("keten.process_longest", timed.iloc[0]))
    return " ".join(sentences)


def _on_the_road(names: list[str], schema: Schema) -> Mapping[str, Spot]:
    """The stages from left to right; below them the other roads, and where people are lost."""
    stages = [name for name in road(schema) if name in names]
    places = {name: ((at + 0.5) * WIDTH / len(stages), HEIGHT * 0.46) for at, name in enumerate(stages)}
    others = [name for name in names if name not in places]
    order = [*schema.codes["stages"].codes]
    others.sort(key=lambda name: (name not in order, order.index(name) if name in order else 0, name))
    return places | {name: ((at + 0.5) * WIDTH / len(others), HEIGHT * 0.96) for at, name in enumerate(others)}


def _layered(names: list[str], arcs: pd.DataFrame) -> Mapping[str, Spot]:
    """Layers from left to right with few crossings (Sugiyama, Tagawa & Toda 1981)."""
    place = {name: at for at, name in enumerate(names)}
    edges = [(place[a], place[b]) for a, b in zip(arcs["source"], arcs["target"], strict=True) if a != b]
    if not names:
        return {}
    graph = igraph.Graph(n=len(names), edges=edges, directed=True)
    spots = graph.layout_sugiyama(maxiter=200).coords[: len(names)]
    layers = sorted({round(y) for _, y in spots})
    answer: dict[str, Spot] = {}
    for depth, layer in enumerate(layers):
        inside = sorted((at for at, (_, y) in enumerate(spots) if round(y) == layer), key=lambda at: spots[at][0])
        for rank, at in enumerate(inside):
            nudge = 0.06 * (rank % 2) if len(inside) > 1 else 0.0
            across = (depth + 0.5 + nudge) * WIDTH / len(layers)
            answer[names[at]] = (across, (rank + 0.5) * HEIGHT / len(inside))
    return answer


def _node(network: Network, words: Texts, by: str, name: str, spot: Spot, share: float, theme: str) -> dict[str, Any]:
    label = step_label(network, words, by, name)
    stub = STUBS.get(name.rpartition("|")[2])
    exits = by == "stage" and name in network.schema.codes["stages"].codes and name not in road(network.schema)
    return {
        "name": name,
        "x": spot[0],
        "y": spot[1],
        "symbolSize": round(16 + 34 * sqrt(share)),
        "itemStyle": {"color": stub or (STUBS["exit"] if exits else STAGE[theme])},
        "label": {"formatter": "\n".join(wrap(shorten(label, 44, placeholder="…"), 16)[:3])},
        "tooltip": {"formatter": escape(label)},
    }


def _link(network: Network, words: Texts, by: str, row: Any, heaviest: int, count: int) -> dict[str, Any]:
    language, known = words.language, row.median_days == row.median_days
    days = words("keten.days_short", days=number(row.median_days, language)) if known else ""
    level = level_of("days", row.median_days)
    stub = STUBS.get(str(row.target).rpartition("|")[2])
    lost = stub is not None and row.target != "other"
    colour = stub if lost else "#8A96A3" if level is None else SCALE[level]
    told = words(
        "keten.process_tip",
        source=step_label(network, words, by, str(row.source)),
        target=step_label(network, words, by, str(row.target)),
        people=number(int(row.people), language),
        days=days or "–",
    )
    text = number(int(row.people), language) + (f" · {days}" if days else "")
    return {
        "source": row.source,
        "target": row.target,
        "value": int(row.people),
        "lineStyle": {
            "width": round(1.2 + 9 * sqrt(row.people / heaviest), 1),
            "color": colour,
            "type": "dashed" if lost else "solid",
            "opacity": 0.75,
            "curveness": 0.28,
        },
        "label": {"show": count <= 30, "formatter": text},
        "tooltip": {"formatter": escape(told)},
    }


def _option(nodes: list[dict[str, Any]], links: list[dict[str, Any]], theme: str) -> dict[str, Any]:
    corners = [
        {"name": f"|corner{at}", "x": x, "y": y, "symbolSize": 0, "itemStyle": {"opacity": 0}, "label": {"show": False}}
        for at, (x, y) in enumerate(((0.0, -HEIGHT * 0.06), (WIDTH, HEIGHT * 1.06)))
    ]
    outline = {"textBorderColor": _PAPER[theme], "textBorderWidth": 3}
    series = {
        "type": "graph",
        "layout": "none",
        "preserveAspect": "contain",
        "selectedMode": "single",
        "left": 10,
        "right": 10,
        "top": 6,
        "bottom": 40,
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 9,
        "data": [*nodes, *corners],
        "links": links,
        "label": {"show": True, "position": "bottom", "fontSize": 13, "color": _INK[theme], **outline},
        "edgeLabel": {"show": True, "fontSize": 12, "color": _INK[theme], **outline},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 1}},
        "select": {"itemStyle": {"borderColor": _INK[theme], "borderWidth": 3}, "lineStyle": {"opacity": 1}},
    }
    return {"baseOption": {"animation": False, "tooltip": {"confine": True}, "series": [series]}, "media": []}
