"""The process that people walk, computed once for all its pictures, with names for what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis.event_log import referral_log
from graph.analysis.process import ProcessGraph, process_graph
from graph.analysis.referrals import referrals
from graph.analysis.rework import Rework, rework
from graph.analysis.sankey import sankey
from graph.analysis.variants import Variants, variants
from graph.network import Network
from graph.texts import Texts
from pages.views.keten_words import place_label

VIEWS = ("stage", "kind", "organisation")
"""What a step of the process can be: from stage to stage, kind to kind, or organisation to organisation."""


@dataclass(frozen=True)
class Walk:
    """The process by stage, kind or organisation (``by``)."""

    by: str
    graph: ProcessGraph
    variants: Variants
    rework: Rework


def walk(network: Network, by: str) -> Walk:
    """Read the referrals of a snapshot as a process."""
    chosen = referrals(network, by)  # type: ignore[arg-type]
    log = referral_log(chosen)
    return Walk(by, process_graph(log, sankey(chosen)), variants(log), rework(log))


def step_label(network: Network, words: Texts, by: str, code: str) -> str:
    """What a step of the process is called: a stage, a kind, an organisation, or a way to be lost."""
    schema = network.schema
    if by == "kind" and code in schema.entities:
        return schema.entities[code].label[words.language]
    if by == "organisation" and code in network.index:
        return network.entity(code).name
    return place_label(schema, words, code)
