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
from graph.analysis.sankey import OTHER
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import Schema
from graph.texts import Texts, texts
from pages.views.keten_drawing import _INK, _PAPER, SCALE, STAGE, UNKNOWN, Drawing, level_of
from pages.views.keten_walk import Walk, step_label
from pages.views.keten_words import STUBS, road
from pages.views.words import number

WIDTH = 1200.0
_CURVE = 0.5  # how far the arrows along the road bend, as a part of their length
_ROW = 88.0  # height of a place in a layer
_AIM = 24  # arrows in the picture before anything is chosen
_ENDINGS = (COMPLETED, HERE, UNDER_WAY, NEW, RETURNED)
_AT = "@"  # between a way out and the stage that it leads out of
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
    arcs = shown_arcs(walked)
    people = arcs.loc[(arcs["source"] != OTHER) & (arcs["target"] != OTHER), "people"].tolist()
    if not people:
        return (), 0
    return tuple(sorted(set(people))), people[min(_AIM, len(people)) - 1]


def drawing(network: Network, walked: Walk, least: int, language: str, theme: str) -> Drawing:
    """The steps of at least ``least`` people. A place that follows itself says so in its name, with a sign."""
    words = texts(language)
    arcs = shown_arcs(walked)
    arcs = arcs[arcs["people"] >= least]
    if walked.by == "stage":
        arcs = _stubs(arcs, network.schema)
    else:
        arcs = arcs[(arcs["source"] != OTHER) & (arcs["target"] != OTHER)]
    itself = arcs["source"] == arcs["target"]
    again = dict(zip(arcs.loc[itself, "source"], arcs.loc[itself, "people"].tolist(), strict=True))
    arcs, loops = arcs[~itself], list(again)
    names = list(dict.fromkeys([*arcs["source"], *arcs["target"], *loops]))
    places = _on_the_road(names, arcs, network.schema) if walked.by == "stage" else _layered(names, arcs)
    visits = dict(zip(walked.graph.nodes["id"], walked.graph.nodes["visits"], strict=True))
    most = max([visits.get(name, 0) for name in names], default=1) or 1
    out = {b: n for b, n in zip(arcs["target"], arcs["people"].tolist(), strict=True) if _AT in b}
    nodes = []
    for name in names:
        size, counts = visits.get(name, 0) / most, (again.get(name), out.get(name))
        nodes.append(_node(network, words, walked.by, name, places[name], size, counts, theme))
    heaviest = int(arcs["people"].max()) if len(arcs) else 1
    links = [_link(network, words, walked.by, row, heaviest, len(arcs)) for row in arcs.itertuples()]
    targets = tuple(f"{a}>{str(b).partition(_AT)[0]}" for a, b in zip(arcs["source"], arcs["target"], strict=True))
    height = max((y for _, y in places.values()), default=0) + _ROW / 2
    return Drawing(_option(nodes, links, height, theme), (*(name.partition(_AT)[0] for name in names), "", ""), targets)


def _stubs(arcs: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Ways out of the road end in a place of their own under each stage: no lines across the picture."""
    stages = road(schema)
    arcs = arcs[arcs["source"].isin(stages)]
    out = ~arcs["target"].isin(stages)
    ends = [f"{b}{_AT}{a}" if lost else b for a, b, lost in zip(arcs["source"], arcs["target"], out, strict=True)]
    return arcs.assign(target=ends)


def height_of(drawn: Drawing) -> int:
    """Pixels that the picture needs at its usual width."""
    lowest = max(float(node["y"]) for node in drawn.option["baseOption"]["series"][0]["data"])
    return int(min(max(lowest + 60, 320), 900))


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
    arcs = arcs[(arcs["source"] != OTHER) & (arcs["target"] != OTHER)]
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
        words("keten.process_count", count=number(len(arcs), language), minimum=MIN_PEOPLE),
        told("keten.process_most", arcs.iloc[0]),
    ]
    timed = arcs.dropna(subset=["median_days"]).sort_values("median_days", ascending=False, kind="stable")
    if not timed.empty:
        sentences.append(told("keten.process_longest", timed.iloc[0]))
    return " ".join(sentences)


def _on_the_road(names: list[str], arcs: pd.DataFrame, schema: Schema) -> Mapping[str, Spot]:
    """The stages from left to right with room for the longest arrows; at the bottom their ways out."""
    stages = [name for name in road(schema) if name in names]
    across = WIDTH / max(len(stages), 1)
    steps = [
        stages.index(b) - stages.index(a)
        for a, b in zip(arcs["source"], arcs["target"], strict=True)
        if a in stages and b in stages
    ]
    above, below = (max([0, *(sign * step for step in steps)]) * across * _CURVE / 2 for sign in (1, -1))
    line = above + 34
    places = {name: ((at + 0.5) * across, line) for at, name in enumerate(stages)}
    for stage in stages:
        out = [name for name in names if name.endswith(f"{_AT}{stage}")]
        for at, name in enumerate(out):
            nudge = (at - (len(out) - 1) / 2) * across * 0.5
            places[name] = (places[stage][0] + nudge, line + max(below, 70) + 70 + 44 * (at % 2))
    return places


def _layered(names: list[str], arcs: pd.DataFrame) -> Mapping[str, Spot]:
    """Layers from left to right with few crossings (Sugiyama, Tagawa & Toda 1981)."""
    place = {name: at for at, name in enumerate(names)}
    edges = [(place[a], place[b]) for a, b in zip(arcs["source"], arcs["target"], strict=True) if a != b]
    if not names:
        return {}
    graph = igraph.Graph(n=len(names), edges=edges, directed=True)
    spots = graph.layout_sugiyama(maxiter=200).coords[: len(names)]
    layers = sorted({round(y) for _, y in spots})
    height = _ROW * max(sum(round(y) == layer for _, y in spots) for layer in layers)
    answer: dict[str, Spot] = {}
    for depth, layer in enumerate(layers):
        inside = sorted((at for at, (_, y) in enumerate(spots) if round(y) == layer), key=lambda at: spots[at][0])
        for rank, at in enumerate(inside):
            nudge = 0.06 * (rank % 2) if len(inside) > 1 else 0.0
            across = (depth + 0.5 + nudge) * WIDTH / len(layers)
            answer[names[at]] = (across, (rank + 0.5) * height / len(inside))
    return answer


def _node(
    network: Network,
    words: Texts,
    by: str,
    name: str,
    spot: Spot,
    share: float,
    counts: tuple[int | None, int | None],
    theme: str,
) -> dict[str, Any]:
    """A place; ``counts`` are the people who came there again at once, and those who leave the road by it."""
    again, people = counts
    code, _, stage = name.partition(_AT)
    label = step_label(network, words, by, code)
    lines = wrap(shorten(label, 44, placeholder="…"), 13 if stage else 17, break_long_words=False)[:3]
    if people is not None:
        lines.append(number(people, words.language))
    if again:
        lines.append(f"↻ {number(again, words.language)}")
    told = label if again is None else words("keten.process_again", place=label, people=number(again, words.language))
    return {
        "name": name,
        "x": spot[0],
        "y": spot[1],
        "symbolSize": 10 if stage else round(16 + 30 * sqrt(share)),
        "itemStyle": {"color": _colour(code) or (STUBS["exit"] if stage else STAGE[theme])},
        "label": {"formatter": "\n".join(lines), "fontSize": 11 if stage else 13},
        "tooltip": {"formatter": escape(told)},
    }


def _colour(code: str) -> str | None:
    """The colour of a way to be lost."""
    return STUBS.get(code.rpartition("|")[2])


def _link(network: Network, words: Texts, by: str, row: Any, heaviest: int, count: int) -> dict[str, Any]:
    language, known = words.language, row.median_days == row.median_days
    target, _, stub = str(row.target).partition(_AT)
    days = words("keten.days_short", days=number(row.median_days, language)) if known else ""
    level = level_of("days", row.median_days)
    lost = _colour(target) if target != "other" else None
    told = words(
        "keten.process_tip",
        source=step_label(network, words, by, str(row.source)),
        target=step_label(network, words, by, target),
        people=number(int(row.people), language),
        days=days or "–",
    )
    people = number(int(row.people), language)
    return {
        "source": row.source,
        "target": row.target,
        "value": int(row.people),
        "lineStyle": {
            "width": round(1.2 + 8 * sqrt(row.people / heaviest), 1),
            "color": lost or (UNKNOWN if level is None else SCALE[level]),
            "type": "dashed" if lost else "solid",
            "opacity": 0.8,
            "curveness": 0.0 if stub else _CURVE if by == "stage" else 0.18,
        },
        "label": {"show": count <= 40 and not stub, "formatter": f"{people} · {days}" if days else people},
        "tooltip": {"formatter": escape(told)},
    }


def _option(nodes: list[dict[str, Any]], links: list[dict[str, Any]], height: float, theme: str) -> dict[str, Any]:
    corners = [
        {"name": f"|corner{at}", "x": x, "y": y, "symbolSize": 0, "itemStyle": {"opacity": 0}, "label": {"show": False}}
        for at, (x, y) in enumerate(((0.0, 0.0), (WIDTH, height)))
    ]
    outline = {"textBorderColor": _PAPER[theme], "textBorderWidth": 3}
    series = {
        "type": "graph",
        "layout": "none",
        "preserveAspect": "contain",
        "selectedMode": "single",
        "left": 0,
        "right": 0,
        "top": 4,
        "bottom": 34,
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 9,
        "data": [*nodes, *corners],
        "links": links,
        "label": {"show": True, "position": "bottom", "lineHeight": 15, "color": _INK[theme], **outline},
        "edgeLabel": {"show": True, "fontSize": 12, "color": _INK[theme], **outline},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 1}},
        "select": {"itemStyle": {"borderColor": _INK[theme], "borderWidth": 3}, "lineStyle": {"opacity": 1}},
    }
    bare = [{**node, "label": {**node["label"], "fontSize": 8}} for node in nodes]
    lines = [{**link, "label": {"show": False}} for link in links]
    small = {"series": [{"data": [*bare, *corners], "links": lines}]}
    return {
        "baseOption": {"animation": False, "tooltip": {"confine": True}, "series": [series]},
        "media": [{"query": {"maxWidth": 640}, "option": small}],
    }
