"""Lanes: a column per stage with the organisations in it, and the flows of people between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from textwrap import shorten, wrap
from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.flows import Flows, shown_flows
from graph.analysis.referrals import Referrals, Selection, referrals
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.keten_drawing import _INK, _PAPER, SCALE, STAGE, UNKNOWN, Drawing, level_of
from pages.views.keten_words import count_text, place_label, road, share_text
from pages.views.words import number, percentage

MOST_IN_LANE = 7
MOST_FLOWS = 60
_RIGHT = 11.0  # margin for the names in the last lane, per cent of the width
_BETWEEN = "|"  # between stage and organisation; no id of a record has it


def lane_flows(network: Network) -> Flows:
    """The flows between organisations in their stages, small ones hidden as one table."""
    staged, placed = referrals(network, "stage"), referrals(network, "organisation")
    return shown_flows(_in_lanes(staged, placed), Selection())


def _in_lanes(staged: Referrals, placed: Referrals) -> Referrals:
    """The same referrals, with a node for every organisation in every stage where it sends or receives."""
    width = len(placed.ids)
    ends = [staged.source * width + placed.source, staged.target * width + placed.target]
    place = {int(node): at for at, node in enumerate(np.unique(np.concatenate(ends)))}
    ids = tuple(f"{staged.ids[node // width]}{_BETWEEN}{placed.ids[node % width]}" for node in place)
    source, target = (np.array([place[int(node)] for node in end], dtype=np.int64) for end in ends)
    return replace(staged, by="organisation", ids=ids, source=source, target=target)


def drawn_flows(network: Network, found: Flows) -> tuple[pd.DataFrame, Mapping[str, list[str]]]:
    """The flows that are drawn, from a stage of the road to a later one, and the organisations in each lane.

    The ``MOST_FLOWS`` of most people between the ``MOST_IN_LANE`` busiest organisations of each stage.
    """
    table = found.table[~found.table["hidden"].astype(bool)]
    order = {stage: at for at, stage in enumerate(road(network.schema))}
    source, target = (table[side].str.partition(_BETWEEN)[0].map(order) for side in ("source", "target"))
    table = table[(source < target).to_numpy()].sort_values("people", ascending=False, kind="stable")
    weight: dict[str, int] = {}
    for side in ("source", "target"):
        for end, people in zip(table[side], table["people"].tolist(), strict=True):
            weight[str(end)] = weight.get(str(end), 0) + int(people)
    busiest: dict[str, list[str]] = {stage: [] for stage in order}
    for node in sorted(weight, key=lambda one: (-weight[one], one)):
        busiest[node.partition(_BETWEEN)[0]].append(node)
    inside = {node for lane in busiest.values() for node in lane[:MOST_IN_LANE]}
    shown = table[table["source"].isin(inside) & table["target"].isin(inside)].head(MOST_FLOWS)
    ends = {*shown["source"], *shown["target"]}
    lanes = {stage: [node for node in lane if node in ends] for stage, lane in busiest.items()}
    return shown, {stage: lane for stage, lane in lanes.items() if lane}


def drawing(network: Network, found: Flows, measure: str, language: str, theme: str) -> Drawing:
    """The lanes for ECharts; the width of a flow is people, its colour the ``measure``."""
    words = texts(language)
    shown, lanes = drawn_flows(network, found)
    nodes = [_node(network, node, depth, theme) for depth, lane in enumerate(lanes.values()) for node in lane]
    links = [_link(network, words, measure, row, theme) for row in shown.itertuples()]
    heads = [place_label(network.schema, words, stage) for stage in lanes]
    targets = tuple(f"{a}>{b}" for a, b in zip(shown["source"], shown["target"], strict=True))
    return Drawing(_option(nodes, links, heads, theme), tuple(str(node["name"]) for node in nodes), targets)


def organisation_of(node: str) -> str:
    """The organisation of a node of the picture."""
    return node.partition(_BETWEEN)[2]


def summary(network: Network, found: Flows, language: str) -> str:
    """What is drawn of how much."""
    words = texts(language)
    shown, lanes = drawn_flows(network, found)
    return words(
        "keten.lanes_summary",
        shown=number(len(shown), language),
        all=number(int((~found.table["hidden"].astype(bool)).sum()), language),
        organisations=number(len({organisation_of(node) for lane in lanes.values() for node in lane}), language),
    )


def table(network: Network, flows: Flows, language: str) -> pd.DataFrame:
    """The twin: every flow between organisations in their stages, most people first."""
    words = texts(language)
    found = flows.table.sort_values("people", ascending=False, kind="stable", na_position="last")

    def apart(side: str) -> tuple[list[str], list[str]]:
        halves = [str(node).partition(_BETWEEN) for node in found[side]]
        stages = [place_label(network.schema, words, stage) for stage, _, _ in halves]
        return stages, [network.entity(one).name if one in network.index else "–" for _, _, one in halves]

    (stage_from, name_from), (stage_to, name_to) = apart("source"), apart("target")
    return pd.DataFrame(
        {
            words("keten.people"): [count_text(n, words) for n in found["people"]],
            words("keten.from"): name_from,
            words("keten.from_stage"): stage_from,
            words("keten.to"): name_to,
            words("keten.to_stage"): stage_to,
            words("keten.median_days"): found["median_days"].to_numpy(dtype=float),
            words("keten.share_vanished"): [share_text(value, language) for value in found["vanished"]],
        }
    )


def _name(network: Network, node: str) -> str:
    one = organisation_of(node)
    return network.entity(one).name if one in network.index else "–"


def _node(network: Network, node: str, depth: int, theme: str) -> dict[str, Any]:
    name = _name(network, node)
    return {
        "name": node,
        "depth": depth,
        "itemStyle": {"color": STAGE[theme]},
        "label": {"formatter": "\n".join(wrap(shorten(name, 34, placeholder="…"), 17)[:2])},
        "tooltip": {"formatter": escape(name)},
    }


def _link(network: Network, words: Texts, measure: str, row: Any, theme: str) -> dict[str, Any]:
    language = words.language
    value = {"people": float("nan"), "days": row.median_days, "vanished": row.vanished}[measure]
    level = level_of(measure, value) if measure != "people" else None
    colour = STAGE[theme] if measure == "people" else UNKNOWN if level is None else SCALE[level]
    source, target = (_name(network, str(node)) for node in (row.source, row.target))
    tip = words("keten.flow_tip", source=source, target=target, people=number(int(row.people), language))
    if row.median_days == row.median_days:
        tip += " · " + words("keten.days", days=number(row.median_days, language))
    if row.vanished == row.vanished:
        tip += " · " + words("keten.vanished_share", share=percentage(row.vanished, language))
    return {
        "source": row.source,
        "target": row.target,
        "value": int(row.people),
        "lineStyle": {"color": colour, "opacity": 0.35 if measure == "people" else 0.6},
        "tooltip": {"formatter": escape(tip)},
    }


def _option(nodes: list[dict[str, Any]], links: list[dict[str, Any]], heads: list[str], theme: str) -> dict[str, Any]:
    outline = {"textBorderColor": _PAPER[theme], "textBorderWidth": 3}
    last = max(len(heads) - 1, 1)
    titles = [
        {
            "text": "\n".join(wrap(name, 15, break_long_words=False)),
            "left": f"{at / last * (100 - _RIGHT):.2f}%",
            "top": 0,
            "padding": 0,
            "textStyle": {"fontSize": 14, "fontWeight": 600, "lineHeight": 18, "color": _INK[theme]},
        }
        for at, name in enumerate(heads)
    ]
    series = {
        "type": "sankey",
        "selectedMode": "single",
        "draggable": False,
        "layoutIterations": 48,
        "nodeGap": 18,
        "nodeWidth": 12,
        "left": 0,
        "right": f"{_RIGHT}%",
        "top": 74,
        "bottom": 8,
        "data": nodes,
        "links": links,
        "label": {"position": "right", "fontSize": 12, "lineHeight": 14, "color": _INK[theme], **outline},
        "lineStyle": {"curveness": 0.5},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.8}},
        "select": {"itemStyle": {"borderColor": _INK[theme], "borderWidth": 3}, "lineStyle": {"opacity": 0.92}},
    }
    upright = {"orient": "vertical", "label": {"show": False}, "top": 8, "right": 4, "nodeGap": 6}
    small = {"title": [{"show": False}] * len(titles), "series": [upright]}
    return {
        "baseOption": {"animation": False, "tooltip": {"confine": True}, "title": titles, "series": [series]},
        "media": [{"query": {"maxWidth": 640}, "option": small}],
    }
