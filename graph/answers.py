"""Results as plain data for JSON: stable keys, a version, no NaN, no count of a few people.

``docs/command-line.md`` describes every answer. A key may be added; a key that changes its meaning or
goes away makes a new ``VERSION``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.chain import CAUSES, Chain
from graph.analysis.measures import Measures
from graph.analysis.paths import Connectors, Paths
from graph.gaps.rule import Finding
from graph.gaps.words import explain
from graph.network import Network
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
    """The chain: stages, flows, a Sankey that adds up, and what becomes of people per stage."""
    schema = network.schema
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
        "labels": _labels(schema, found.by),
    }


def _labels(schema: Schema, by: str) -> dict[str, dict[str, str]]:
    """What codes in the answer are called."""
    names = {code: {"nl": c.label.nl, "en": c.label.en} for code, c in schema.codes["stages"].codes.items()}
    if by == "kind":
        names |= {code: {"nl": k.label.nl, "en": k.label.en} for code, k in schema.entities.items()}
    return names


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
