"""The chain as tables: the twin of the drawing, the balance of every stage, and the organisations behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from graph.analysis.chain import Chain
from graph.analysis.flows import flows
from graph.analysis.journeys import REFUSED, UNDER_WAY, VANISHED
from graph.network import Network
from graph.schema import load_schema
from graph.texts import texts
from pages.views.keten_words import count_text, place_label, share_text

_ENDS = (UNDER_WAY, REFUSED, VANISHED)
_MOMENTS = (90, 180, 365)


def flow_table(chain: Chain, language: str) -> pd.DataFrame:
    """The twin of the drawing: a row per flow between stages; what may not be shown is empty."""
    schema, words = load_schema(), texts(language)
    table = chain.flows.table
    return pd.DataFrame(
        {
            words("keten.from"): [place_label(schema, words, str(code)) for code in table["source"]],
            words("keten.to"): [place_label(schema, words, str(code)) for code in table["target"]],
            words("keten.people"): [count_text(n, words) for n in table["people"]],
            words("keten.median_days"): table["median_days"].astype(float),
            **{
                words(f"keten.share_{name}"): [share_text(value, language) for value in table[name]]
                for name in ("refused", "vanished", "open", "warm", "feedback")
            },
        }
    )


def balance(chain: Chain, language: str) -> pd.DataFrame:
    """Per stage: what came in, and what became of it. Every row adds up."""
    schema, words = load_schema(), texts(language)
    stages = schema.codes["stages"].codes
    nodes = chain.sankey.nodes
    nodes = nodes[nodes["role"] == "place"]
    nodes = nodes.assign(order=[stages[c].order if c in stages else len(stages) for c in nodes["id"]])
    nodes = nodes.sort_values("order")
    parts = ("inflow", "onward", "completed", "open", "lost", "merged")
    return pd.DataFrame(
        {
            words("keten.stage"): [place_label(schema, words, str(code)) for code in nodes["id"]],
            **{words(f"keten.part_{part}"): nodes[part].to_numpy() for part in parts},
        }
    )


def organisations(network: Network, chain: Chain, stage: str, language: str) -> pd.DataFrame:
    """Who works in a stage, by their own word or by the referrals; index: the ids."""
    words, schema = texts(language), network.schema
    found = next(one for one in chain.stages if one.code == stage)
    active, members = {*found.active}, {*found.members}
    ids = sorted(active | members, key=lambda one: (one not in active, network.entity(one).name))

    def basis(one: str) -> str:
        both = one in active and one in members
        return words("keten.basis_both" if both else "keten.basis_active" if one in active else "keten.basis_member")

    return pd.DataFrame(
        {
            words("keten.organisation"): [network.entity(one).name for one in ids],
            words("keten.kind"): [schema.entities[network.entity(one).kind].label[language] for one in ids],
            words("keten.basis"): [basis(one) for one in ids],
        },
        index=ids,
    )


def organisation_flows(network: Network, source: str, target: str, language: str) -> pd.DataFrame:
    """The organisations behind a flow between two stages, most people first, protected as one table."""
    words, frame = texts(language), network.referrals
    inside = (frame["stage_from"] == source) & (frame["stage_to"] == target)
    table = flows(replace(network, referrals=frame[inside]), "organisation").table
    table = table.sort_values("people", ascending=False, kind="stable", na_position="last")

    def name(code: Any) -> str:
        return network.entity(str(code)).name if code in network.index else words("keten.place_unknown")

    return pd.DataFrame(
        {
            words("keten.people"): [count_text(n, words) for n in table["people"]],
            words("keten.from"): [name(code) for code in table["source"]],
            words("keten.to"): [name(code) for code in table["target"]],
            words("keten.median_days"): table["median_days"].astype(float),
            words("keten.share_vanished"): [share_text(value, language) for value in table["vanished"]],
        },
        index=[f"{a}>{b}" for a, b in zip(table["source"], table["target"], strict=True)],
    )


def only(chain: Chain, side: str, code: str) -> Chain:
    table = chain.flows.table
    rows = table[table[side] == code].sort_values("people", ascending=False, kind="stable", na_position="last")
    return replace(chain, flows=replace(chain.flows, table=rows))
