"""The stages of the chain in words: the road, what leaves it, and what a click on it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from graph.analysis.chain import Chain
from graph.analysis.journeys import COMPLETED, HERE, REFUSED, UNDER_WAY, VANISHED
from graph.analysis.referrals import UNKNOWN as UNKNOWN_STAGE
from graph.analysis.sankey import OTHER
from graph.privacy import MIN_PEOPLE
from graph.schema import Schema
from graph.texts import Texts
from pages.views.words import number, percentage

STUBS: Mapping[str, str] = {
    "under_way": "#E69F00",
    "refused": "#CC79A7",
    "vanished": "#D55E00",
    "exit": "#009E73",
    "back": "#56B4E9",
    "other": "#7A8794",
}
"""What leaves the road at a stage, in the order of drawing, with its colour (Okabe and Ito 2008)."""
ENDS = {UNDER_WAY: "under_way", REFUSED: "refused", VANISHED: "vanished"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a click means: a stage (``target`` None), a flow between stages, or an end of it (a stub)."""

    source: str
    target: str | None = None

    def __str__(self) -> str:
        return f"{self.source}>{self.target}" if self.target else self.source


def parse(text: str | None, schema: Schema) -> Target | None:
    """Read a target from a link; None when it is no target."""
    source, _, target = (text or "").partition(">")
    codes = schema.codes["stages"].codes
    known = {*codes, *ENDS, UNKNOWN_STAGE, OTHER}
    if source not in road(schema) or (target and target not in known):
        return None
    return Target(source, target or None)


def target_label(target: Target, schema: Schema, words: Texts) -> str:
    """A target in words."""
    source = place_label(schema, words, target.source)
    if target.target is None:
        return source
    return words("keten.from_to", source=source, target=place_label(schema, words, target.target))


def road(schema: Schema) -> tuple[str, ...]:
    """The stages of the road itself, in order; the others are ways out of it."""
    return tuple(code for code, stage in schema.codes["stages"].codes.items() if not stage.exit)


def stub_of(schema: Schema, source: str, target: str) -> str | None:
    """Which stub a link of the chain ends in; None when it goes on to a later stage."""
    stages = road(schema)
    if target in ENDS:
        return ENDS[target]
    if target in stages:
        return None if stages.index(target) > stages.index(source) else "back"
    return "exit" if target in schema.codes["stages"].codes else "other"


def drawn(target: str) -> bool:
    """Whoever stays or is done is the part of a stage from which nothing leaves."""
    return target not in (HERE, COMPLETED)


def place_label(schema: Schema, words: Texts, code: str) -> str:
    """What a stage, a stub or an end of the chain is called."""
    stages = schema.codes["stages"].codes
    if code in stages:
        return stages[code].label[words.language]
    return words(f"keten.place_{code.rpartition('|')[2]}")


def tip_of(schema: Schema, words: Texts, row: Any, flow: Any) -> str:
    """What the pointer reads on a flow."""
    language = words.language
    text = words(
        "keten.flow_tip",
        source=place_label(schema, words, str(row.source)),
        target=place_label(schema, words, str(row.target)),
        people=number(int(row.people), language),
    )
    if flow is not None and not flow.hidden and not isnan(flow.median_days):
        text += " · " + words("keten.days", days=number(flow.median_days, language))
    if flow is not None and not flow.hidden and not isnan(flow.vanished):
        text += " · " + words("keten.vanished_share", share=percentage(flow.vanished, language))
    return text


def count_text(value: Any, words: Texts) -> str:
    return words("common.few", minimum=MIN_PEOPLE) if pd.isna(value) else number(int(value), words.language)


def share_text(value: Any, language: str) -> str:
    return "–" if pd.isna(value) else percentage(float(value), language)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, and how it was counted."""

    label: str
    value: str
    help: str


def targets(chain: Chain, schema: Schema) -> tuple[Target, ...]:
    """Everything that can be chosen, in the order of the road: each stage, then the flows out of it."""
    found: list[Target] = []
    links = chain.sankey.links
    for code in road(schema):
        if any(stage.code == code and stage.active for stage in chain.stages):
            found.append(Target(code))
        out = links.loc[links["source"] == code, "target"]
        found += [Target(code, str(target)) for target in out if drawn(str(target))]
    return tuple(found)
