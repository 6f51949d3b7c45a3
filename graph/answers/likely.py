"""Who could work together as data: sets of ties that are surprisingly few, and likely partners."""

from __future__ import annotations

from typing import Any

from graph.analysis.expected import Expected, TieSet
from graph.analysis.likely import Likely, LikelyPartners
from graph.answers.common import VERSION, named, scope_answer
from graph.network import Network


def likely_answer(network: Network, expected: Expected, found: LikelyPartners) -> dict[str, Any]:
    """The tested sets, the most surprising first, and the likely partners, best first."""
    partners, sectors, shared = found.weights
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"ties": found.rule},
        "summary": {
            "sets": len(expected.sets),
            "few": len(expected.few),
            "samples": expected.samples,
            "candidates": found.candidates,
            "weight_partners": partners,
            "weight_sectors": sectors,
            "weight_shared": shared,
        },
        "sets": [_set(one) for one in expected.sets],
        "pairs": [_pair(network, one) for one in found.pairs],
    }


def _set(one: TieSet) -> dict[str, Any]:
    return {
        "sectors": list(one.groups),
        "municipality": one.place,
        "organisations": list(one.sizes),
        "ties": one.ties,
        "expected": one.expected,
        "low": one.low,
        "high": one.high,
        "p": one.p,
        "q": one.q,
        "few": one.few,
    }


def _pair(network: Network, one: Likely) -> dict[str, Any]:
    return {
        "a": named(network, one.a),
        "b": named(network, one.b),
        "score": one.score,
        "shared": one.shared,
        "shared_by_chance": one.shared_by_chance,
        "sectors": list(one.sectors),
        "times": one.times,
        "partners": list(one.partners),
        "km": one.km,
        "gain": one.gain,
    }
