"""Results as plain data for JSON: stable keys, a version, no NaN, no count of a few people.

``docs/command-line.md`` describes every answer. A key may be added; a key that changes its meaning or
goes away makes a new ``VERSION``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.chain import CAUSES, Chain
from graph.analysis.conformance import Conformance, conformance
from graph.analysis.coverage import STATES, WHITE, Coverage, who_could, who_serves
from graph.analysis.event_log import EventLog, moves, referral_log
from graph.analysis.funnel import Step, funnel
from graph.analysis.measures import Measures
from graph.analysis.paths import Connectors, Paths
from graph.analysis.process import ProcessGraph, process_graph
from graph.analysis.referrals import referrals
from graph.analysis.rework import Rework, rework
from graph.analysis.sankey import balanced
from graph.analysis.serving import CODE_LISTS, DIMENSIONS, Lines
from graph.analysis.variants import Variants, variants
from graph.analysis.waits import waits
from graph.gaps.agreement import agreement
from graph.gaps.rule import Finding
from graph.gaps.words import explain
from graph.network import Network
from graph.privacy import suppress_number
from graph.schema import Schema
from graph.texts import Texts

VERSION = 1


def plain(value: Any) -> Any:
    """``value`` in types that JSON has: NaN, NaT and NA become None, dates ISO text, arrays lists."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(part) for part in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def scope_answer(network: Network) -> dict[str, Any]:
    """Which part of the graph an answer is about."""
    scope = network.scope
    return {
        "regions": list(scope.regions),
        "municipalities": list(scope.municipalities),
        "from": plain(scope.start),
        "to": plain(scope.end),
        "as_of": plain(network.as_of),
        "revision": network.revision,
        "fictitious": network.fictitious,
    }


def measures_answer(network: Network, found: Measures) -> dict[str, Any]:
    """The measures of the collaboration network, and of each organisation in it."""
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"ties": found.rule},
        "summary": plain(found.figures() | {"sampled_sources": found.sampled_sources}),
        "organisations": plain(found.table()),
    }


def paths_answer(
    network: Network, ways: Paths | None, common: Iterable[str] | None, found: Connectors
) -> dict[str, Any]:
    """The ways between two organisations (None: between two groups), and who connects the two sides."""

    def named(one: str) -> dict[str, str]:
        return {"id": one, "name": network.entity(one).name}

    return {
        "version": VERSION,
        "scope": scope_answer(network)
        | {"ties": found.rule, "a": list(found.group_a), "b": list(found.group_b), "slack": ways and ways.slack},
        "summary": {
            "length": ways and ways.length,
            "ways": ways and ways.total,
            "pairs": found.pairs,
            "direct": found.direct,
            "near": found.near,
            "connected": found.connected,
        },
        "ways": None if ways is None else [[named(one) for one in way] for way in ways.ways],
        "common": None if common is None else [named(one) for one in common],
        "connectors": [named(row["id"]) | row for row in plain(found.table())],
    }


def chain_answer(network: Network, found: Chain) -> dict[str, Any]:
    """The chain: stages, flows, a Sankey that adds up, what becomes of people per stage, and the process."""
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
        "conformance": _conformance(conformance(network, agreement(), selection)),
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


def coverage_answer(network: Network, found: Coverage, lines: Lines) -> dict[str, Any]:
    """The cells of a coverage matrix: who serves each, and who could serve the white spots."""
    cells = []
    for row, row_code in enumerate(found.row_codes):
        for column, column_code in enumerate(found.column_codes):
            asked, white = found.asked_in(row_code, column_code), found.state[row, column] == WHITE
            could = who_could(network, asked, lines) if white else ()
            cells.append(
                {
                    "row": row_code,
                    "column": column_code,
                    "state": found.state[row, column],
                    "organisations": [vars_of(one) for one in who_serves(network, asked, lines)],
                    "capacity": found.capacity[row, column],
                    "capacity_stated_by": found.stated[row, column],
                    "waiting_days": found.waiting_days[row, column],
                    "soonest_days": found.soonest_days[row, column],
                    "nearest_km": found.nearest_km[row, column],
                    "could": [vars_of(one) for one in could],
                }
            )
    asked_for = {dimension: found.asked.code(dimension) for dimension in DIMENSIONS}
    names = {code: {"nl": e.name, "en": e.name} for code, e in network.municipalities.items()}
    for listed in CODE_LISTS.values():
        names |= {c: {"nl": x.label.nl, "en": x.label.en} for c, x in network.schema.codes[listed].codes.items()}
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"rows": found.rows, "columns": found.columns, "asked": asked_for},
        "summary": {state: int((found.state == state).sum()) for state in STATES},
        "cells": plain(cells),
        "labels": {code: names[code] for code in (*found.row_codes, *found.column_codes)},
    }


def vars_of(record: Any) -> dict[str, Any]:
    """The fields of a frozen record."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def gaps_answer(network: Network, found: Iterable[Finding], say: Texts) -> dict[str, Any]:
    """The gaps in order of rank, each with its evidence, and in the words of ``say.language``."""
    findings = list(found)
    return {
        "version": VERSION,
        "scope": scope_answer(network),
        "summary": {"gaps": len(findings), "by_code": dict(Counter(f.code for f in findings))},
        "gaps": [_gap(network, f, say) for f in findings],
    }


def _gap(network: Network, found: Finding, say: Texts) -> dict[str, Any]:
    words = explain(found, network, say)
    return {
        "id": found.id,
        "code": found.code,
        "name": words.title,
        "severity": found.severity,
        "score": found.score,
        "parties": [{"id": party, "name": network.entity(party).name} for party in found.parties],
        "municipality": found.municipality,
        "subject": found.subject,
        "people": found.people,
        "found": words.found,
        "why": words.why,
        "action": words.action,
        "evidence": [
            {
                "key": e.key,
                "value": plain(e.value),
                "bound": e.bound,
                "text": line.text,
                "records": list(e.records),
            }
            for e, line in zip(found.evidence, words.evidence, strict=True)
        ],
    }
