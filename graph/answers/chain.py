"""The chain as data, and the process in an event log of somebody else."""

from __future__ import annotations

from typing import Any

from graph.analysis.chain import CAUSES, Chain
from graph.analysis.conformance import Conformance, conformance
from graph.analysis.event_log import EventLog, moves, referral_log
from graph.analysis.funnel import Step, funnel
from graph.analysis.process import ProcessGraph, process_graph
from graph.analysis.referrals import referrals
from graph.analysis.rework import Rework, rework
from graph.analysis.sankey import balanced
from graph.analysis.variants import Variants, variants
from graph.analysis.waits import waits
from graph.answers.common import VERSION, plain, scope_answer
from graph.gaps.agreement import agreement
from graph.gaps.template import ChainTemplate
from graph.network import Network
from graph.privacy import suppress_number
from graph.schema import Schema


def chain_answer(network: Network, found: Chain, agreed: ChainTemplate | None = None) -> dict[str, Any]:
    """The chain: stages, flows, a Sankey that adds up, what becomes of people per stage, and the process.

    ``agreed``: what the region agreed itself.
    """
    schema, selection = network.schema, found.selection
    chosen, staged = referrals(network, found.by, selection), referrals(network, "stage", selection)
    log = referral_log(chosen)
    return {
        "version": VERSION,
        "scope": scope_answer(network)
        | {
            "by": found.by,
            "target_group": found.selection.target_group,
            "until": plain(found.until),
        },
        "summary": {"people": found.flows.people, "referrals": found.flows.referrals},
        "stages": [
            {"stage": stage.code, "organisations": list(stage.members), "active": list(stage.active)}
            for stage in found.stages
        ],
        "flows": plain(found.flows.table),
        "sankey": {
            "nodes": plain(found.sankey.nodes),
            "links": plain(found.sankey.links),
            "unrecorded": plain(found.sankey.unrecorded),
        },
        "courses": {
            code: {"people": course.people, "days": plain(course.days), "staying": plain(course.staying)}
            | {cause: plain(getattr(course, cause)) for cause in CAUSES}
            for code, course in found.courses.items()
        },
        "process": _process(process_graph(log, found.sankey)),
        "variants": _variants(variants(log)),
        "rework": _rework(rework(log)),
        "conformance": _conformance(conformance(network, agreement(agreed), selection)),
        "funnel": [_step(step) for step in funnel(staged)],
        "waits": plain(waits(chosen, selection).table),
        "labels": _labels(schema, found.by),
    }


def log_answer(log: EventLog, name: str) -> dict[str, Any]:
    """The process in an event log of somebody else, called ``name``; few people hidden as in a chain."""
    drawn = balanced(moves(log), "activity")
    return {
        "version": VERSION,
        "scope": {"file": name},
        "summary": {"people": suppress_number(len(log.cases)), "events": None if _few(log) else len(log)},
        "process": _process(process_graph(log, drawn)),
        "variants": _variants(variants(log)),
        "rework": _rework(rework(log)),
    }


def _few(log: EventLog) -> bool:
    return suppress_number(len(log.cases)) is None


def _process(found: ProcessGraph) -> dict[str, Any]:
    return {"nodes": plain(found.nodes), "arcs": plain(found.arcs)}


def _variants(found: Variants) -> dict[str, Any]:
    return {
        "people": found.people,
        "different": found.different,
        "roads": [
            {"steps": list(r.steps), "people": r.people, "median_days": plain(r.median_days)} for r in found.roads
        ],
        "other": found.other,
        "other_roads": found.other_roads,
    }


def _rework(found: Rework) -> dict[str, Any]:
    return {
        "people": found.people,
        "of": found.of,
        "activities": plain(found.activities),
        "returns": plain(found.returns),
    }


def _conformance(found: Conformance) -> dict[str, Any]:
    return {
        "fitness": found.fitness,
        "received": found.received,
        "steps": plain(found.steps),
        "receivers": plain(found.receivers),
        "passed": plain(found.passed),
        "handovers": plain(found.handovers),
    }


def _step(found: Step) -> dict[str, Any]:
    return {
        "stage": found.stage,
        "people": found.people,
        "median_days": found.median_days,
        "days": plain(found.days),
        "at_risk": plain(found.at_risk),
        "staying": plain(found.staying),
    } | {cause: plain(found.ended[at]) for at, cause in enumerate(CAUSES)}


def _labels(schema: Schema, by: str) -> dict[str, dict[str, str]]:
    """What codes in the answer are called."""
    names = {code: {"nl": c.label.nl, "en": c.label.en} for code, c in schema.codes["stages"].codes.items()}
    if by == "kind":
        names |= {code: {"nl": k.label.nl, "en": k.label.en} for code, k in schema.entities.items()}
    return names
