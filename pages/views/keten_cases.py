"""The cases behind a flow, as pseudonyms: how long each waited, and the step each took next.

Shown from ``MIN_PEOPLE`` people up only. What is hidden of the flow (how many were refused, or handed over
cold) is not told case by case either, and a next step that few people took is called "other".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.chain import Chain
from graph.analysis.flows import cases_behind
from graph.analysis.referrals import UNKNOWN
from graph.network import Network
from graph.schema import Schema
from graph.texts import Texts, texts
from pages.views.keten_words import place_label

_OUTCOMES = ("refused", "vanished", "open")


@dataclass(frozen=True)
class Cases:
    """``table`` has a row per referral of the flow, newest first; ``people`` are behind it; ``hidden``: columns
    that are left out because a part of the flow is small.
    """

    table: pd.DataFrame
    people: int
    hidden: tuple[str, ...]


def cases(network: Network, chain: Chain, source: str, target: str, language: str) -> Cases | None:
    """The cases of a flow between two stages; None when the flow is hidden or does not exist."""
    found = cases_behind(network, "stage", source, target)
    if found is None:
        return None
    words, frame = texts(language), network.referrals.reset_index(drop=True)
    following = frame[["case", "date", "stage_to"]].shift(-1)
    same = following["case"] == frame["case"]
    inside = ((frame["stage_from"] == source) & (frame["stage_to"] == target)).to_numpy()
    flow = chain.flows.table
    shown = flow[(flow["source"] == source) & (flow["target"] == target)].iloc[0]
    rows = frame[inside]
    after = following["stage_to"].astype(object).where(same)[inside]
    days = (following["date"] - frame["date"]).dt.days.where(same)[inside]
    table = pd.DataFrame(
        {
            words("keten.case"): rows["case"].to_numpy(),
            words("keten.sent_on"): rows["date"].dt.date.to_numpy(),
            words("keten.waited"): (rows["first_contact_on"] - rows["date"]).dt.days.to_numpy(dtype=float),
            words("keten.handover"): _coded(network, "handovers", rows["handover"], words),
            words("keten.outcome"): _coded(network, "outcomes", rows["outcome"], words),
            words("keten.next_step"): _next(chain, target, after, same[inside], network.schema, words),
            words("keten.next_after"): days.to_numpy(dtype=float),
        }
    )
    hidden = []
    if any(shown[name] != shown[name] for name in _OUTCOMES):
        hidden.append(words("keten.outcome"))
    if shown["warm"] != shown["warm"]:
        hidden.append(words("keten.handover"))
    table = table.drop(columns=hidden).iloc[np.argsort(-rows["date"].astype("int64").to_numpy(), kind="stable")]
    return Cases(table.reset_index(drop=True), len(found), tuple(hidden))


def _coded(network: Network, codes: str, values: pd.Series[Any], words: Texts) -> list[str]:
    known = network.schema.codes[codes].codes
    return [known[value].label[words.language] if value in known else "–" for value in values.astype(object)]


def _next(
    chain: Chain, here: str, after: pd.Series[Any], known: pd.Series[Any], schema: Schema, words: Texts
) -> list[str]:
    """The next steps in words; what few people did from here is not told apart."""
    flow = chain.flows.table
    shown = flow[(flow["source"] == here) & ~flow["hidden"].astype(bool)]["target"]
    names = {str(code): place_label(schema, words, str(code)) for code in shown}
    none, other = words("keten.next_none"), words("keten.place_other")
    return [
        names.get(code if isinstance(code, str) else UNKNOWN, other) if yes else none
        for code, yes in zip(after, known, strict=True)
    ]
