"""The chain as a Sankey for ECharts: a column per stage, what leaves the road as stubs below it.

ECharts draws only flows without circles (https://echarts.apache.org/en/option.html#series-sankey).
The stages are therefore the columns, and whatever does not lead to a later stage (waiting, refused,
vanished, back to an earlier stage, out to another road, merged because few people did it) ends in a
stub of its own in the next column. A flow that skips stages passes through invisible nodes, so that it
runs beside the stages it skips and not through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from math import isnan
from textwrap import wrap
from typing import Any

from graph.analysis.chain import Chain
from graph.schema import Schema
from graph.texts import Texts
from pages.views.keten_words import STUBS, drawn, road, stub_of, tip_of
from pages.views.words import number, percentage

MEASURES = ("people", "days", "vanished")
STAGE = {"light": "#0072B2", "dark": "#2F8FD0"}
DAYS = (14, 30, 60, 90)
SHARES = (0.05, 0.10, 0.15, 0.25)
SCALE = ("#3E8FB8", "#7FA8A0", "#D9A93C", "#D9772B", "#B63A1E")
"""From good to bad, five classes: limits as in DAYS and SHARES, the first 14 days being a warm handover."""
UNKNOWN = "#8A96A3"
_LIT = 0.92  # opacity of what was chosen
_SOFT = {"light": 0.32, "dark": 0.45}
_LINE = 18  # pixels of a line of a header
_LEFT, _RIGHT = 5.5, 7.0  # margins of the drawing, per cent of its width
_INK = {"light": "#12212E", "dark": "#F1F5F8"}
_PAPER = {"light": "#FFFFFF", "dark": "#0E1822"}


@dataclass
class _Canvas:
    """Nodes and links as ECharts wants them, and beside each what a click on it means."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    lanes: list[tuple[int, str]] = field(default_factory=list)
    node_targets: list[str] = field(default_factory=list)
    link_targets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Drawing:
    """An ECharts option, and what a click means: a target (see ``keten.parse``) per node and per link."""

    option: Mapping[str, Any]
    nodes: tuple[str, ...]
    links: tuple[str, ...]

    def target(self, selected: Iterable[Mapping[str, Any]]) -> str | None:
        """The target of a selection as ``st.echarts_chart`` reports it; None when nothing is selected."""
        for group in selected:
            targets = self.nodes if group["data_type"] == "node" else self.links
            for at in group["data_indices"]:
                if at < len(targets):
                    return targets[at] or None
        return None

    def lit(self, target: str | None) -> dict[str, Any]:
        """The option with one target standing out, as a click on it would make it."""
        option = dict(self.option)
        if target is None:
            return option
        series = option["baseOption"]["series"][0]
        nodes = [
            {**node, "itemStyle": {**node["itemStyle"], "opacity": 1, "borderWidth": 3, "borderColor": STAGE["dark"]}}
            if one == target
            else node
            for node, one in zip(series["data"], self.nodes, strict=True)
        ]
        links = [
            {**link, "lineStyle": {**link["lineStyle"], "opacity": _LIT}} if one == target else link
            for link, one in zip(series["links"], self.links, strict=True)
        ]
        base = {**option["baseOption"], "series": [{**series, "data": nodes, "links": links}]}
        return {**option, "baseOption": base}


def draw(chain: Chain, schema: Schema, words: Texts, measure: str = "people", theme: str = "light") -> Drawing:
    """Draw the links of ``chain.sankey`` that leave a stage; width is people, colour the ``measure``."""
    canvas = _Canvas()
    stages = road(schema)
    links = [row for row in chain.sankey.links.itertuples() if row.source in stages and drawn(str(row.target))]
    rated = {(row.source, row.target): row for row in chain.flows.table.itertuples()}
    _stages(canvas, chain, schema, words, theme, {str(end) for row in links for end in (row.source, row.target)})
    for row in links:
        flow = rated.get((row.source, row.target))
        _link(canvas, schema, words, measure, theme, row, flow)
    return Drawing(_option(canvas, theme), tuple(canvas.node_targets), tuple(canvas.link_targets))


def _stages(canvas: _Canvas, chain: Chain, schema: Schema, words: Texts, theme: str, seen: set[str]) -> None:
    inflow = chain.sankey.nodes.set_index("id")["inflow"]
    for depth, code in enumerate(road(schema)):
        if code not in seen and code not in inflow.index:
            continue
        name = schema.codes["stages"].codes[code].label[words.language]
        told = number(int(inflow.get(code, 0)), words.language)
        canvas.nodes.append(
            {
                "name": code,
                "depth": depth,
                "value": int(inflow.get(code, 0)),
                "itemStyle": {"color": STAGE[theme]},
                "label": _label(told, theme),
                "tooltip": {"formatter": escape(words("keten.stage_tip", stage=name, count=told))},
            }
        )
        canvas.node_targets.append(code)
        canvas.lanes.append((depth, name))


def _label(told: str, theme: str) -> dict[str, Any]:
    return {"show": True, "formatter": told, "fontSize": 18, "fontWeight": "bold", "color": _INK[theme]}


def _headers(canvas: _Canvas, theme: str) -> list[dict[str, Any]]:
    """The names of the stages above their columns."""
    deepest = max((node["depth"] for node in canvas.nodes), default=0) or 1
    return [
        {
            "text": "\n".join(wrap(name, 13, break_long_words=False)),
            "left": f"{_LEFT + depth / deepest * (100 - _LEFT - _RIGHT):.2f}%",
            "top": 0,
            "textAlign": "center",
            "padding": 0,
            "textStyle": {"fontSize": 14, "fontWeight": 600, "lineHeight": _LINE, "color": _INK[theme]},
        }
        for depth, name in canvas.lanes
    ]


def _upright(node: Mapping[str, Any], lanes: Mapping[int, str]) -> Mapping[str, Any]:
    """On a phone the road goes down, and a label takes one line above its bar."""
    label = node["label"]
    if label["show"]:
        told = f"{lanes[node['depth']]}  {label['formatter']}"
        label = {**label, "formatter": told, "fontSize": 14, "fontWeight": "normal", "align": "left"}
    return {**node, "label": label}


def _link(canvas: _Canvas, schema: Schema, words: Texts, measure: str, theme: str, row: Any, flow: Any) -> None:
    stages = road(schema)
    start, stub = stages.index(row.source), stub_of(schema, row.source, row.target)
    style = _style(measure, stub, flow, theme)
    tip = {"formatter": escape(tip_of(schema, words, row, flow))}
    target = f"{row.source}>{row.target}"
    if stub:
        end = f"{stub}|{row.source}"
        if all(node["name"] != end for node in canvas.nodes):
            canvas.nodes.append(
                {
                    "name": end,
                    "depth": start + 1,
                    "itemStyle": {"color": STUBS[stub]},
                    "label": {"show": False},
                    "tooltip": {"formatter": escape(words(f"keten.stub_{stub}"))},
                }
            )
            canvas.node_targets.append(target)
        path = [row.source, end]
    else:
        path = [row.source]
        for depth in range(start + 1, stages.index(row.target)):
            name = f"{target}|{depth}"
            canvas.nodes.append(
                {
                    "name": name,
                    "depth": depth,
                    "itemStyle": {"color": style["color"], "opacity": style["opacity"]},
                    "label": {"show": False},
                    "tooltip": tip,
                }
            )
            canvas.node_targets.append(target)
            path.append(name)
        path.append(row.target)
    for at, (one, other) in enumerate(pairwise(path)):
        label = _edge_label(measure, flow, words, theme) if at == 0 and not stub else {"show": False}
        canvas.links.append(
            {
                "source": one,
                "target": other,
                "value": int(row.moves),
                "lineStyle": style,
                "edgeLabel": label,
                "tooltip": tip,
            }
        )
        canvas.link_targets.append(target)


def _style(measure: str, stub: str | None, flow: Any, theme: str) -> dict[str, Any]:
    if measure == "people":
        return {"color": STUBS[stub] if stub else STAGE[theme], "opacity": 0.5 if stub else _SOFT[theme]}
    if stub and stub not in ("exit", "back"):
        return {"color": UNKNOWN, "opacity": 0.25}
    level = level_of(measure, None if flow is None or flow.hidden else _value(measure, flow))
    return {"color": UNKNOWN if level is None else SCALE[level], "opacity": 0.25 if level is None else 0.62}


def _value(measure: str, flow: Any) -> float:
    return float(flow.median_days if measure == "days" else flow.vanished)


def level_of(measure: str, value: float | None) -> int | None:
    """The class, 0 (good) to 4 (bad), of a waiting time or a share; None when it is unknown."""
    if value is None or isnan(value):
        return None
    return sum(value > limit for limit in (DAYS if measure == "days" else SHARES))


def _edge_label(measure: str, flow: Any, words: Texts, theme: str) -> dict[str, Any]:
    value = None if measure == "people" or flow is None or flow.hidden else _value(measure, flow)
    if value is None or isnan(value):
        return {"show": False}
    text = (
        words("keten.days_short", days=number(value, words.language))
        if measure == "days"
        else percentage(value, words.language)
    )
    return {
        "show": True,
        "formatter": text,
        "fontSize": 15,
        "fontWeight": "bold",
        "color": _INK[theme],
        "textBorderColor": _PAPER[theme],
        "textBorderWidth": 3,
    }


def _option(canvas: _Canvas, theme: str) -> dict[str, Any]:
    series = {
        "type": "sankey",
        "selectedMode": "single",
        "draggable": False,
        "layoutIterations": 32,
        "nodeGap": 10,
        "nodeWidth": 22,
        "left": f"{_LEFT}%",
        "right": f"{_RIGHT}%",
        "top": 104,
        "bottom": 8,
        "data": canvas.nodes,
        "links": canvas.links,
        "label": {
            "position": "top",
            "align": "center",
            "textBorderColor": _PAPER[theme],
            "textBorderWidth": 3,
        },
        "lineStyle": {"curveness": 0.5},
        "emphasis": {"focus": "none", "lineStyle": {"opacity": 0.75}},
        "select": {"itemStyle": {"borderColor": _INK[theme], "borderWidth": 3}, "lineStyle": {"opacity": _LIT}},
    }
    upright = {
        "orient": "vertical",
        "layoutIterations": 0,
        "left": 4,
        "right": 10,
        "top": 26,
        "bottom": 8,
        "nodeGap": 5,
        "nodeWidth": 14,
        "label": {"position": [0, -20], "align": "left"},
        "data": [_upright(node, dict(canvas.lanes)) for node in canvas.nodes],
    }
    headers = _headers(canvas, theme)
    rows = [max((one["text"].count("\n") + 1 for one in some), default=1) for some in (headers[::2], headers[1::2])]
    second = rows[0] * _LINE + 6
    narrow = [
        {**one, "top": 0 if at % 2 == 0 else second, "textStyle": {"fontSize": 13}} for at, one in enumerate(headers)
    ]
    return {
        "baseOption": {"animation": False, "tooltip": {"confine": True}, "title": headers, "series": [series]},
        "media": [
            {
                "query": {"minWidth": 641, "maxWidth": 1180},
                "option": {"title": narrow, "series": [{"top": second + rows[1] * _LINE + 28}]},
            },
            {"query": {"maxWidth": 640}, "option": {"title": [{"show": False}] * len(headers), "series": [upright]}},
        ],
    }
