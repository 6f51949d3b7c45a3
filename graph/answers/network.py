"""The collaboration network as data: its measures, the ways in it, and the role of one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.analysis.measures import Measures
from graph.analysis.paths import Connectors, Paths
from graph.analysis.role import STEPS, Role
from graph.analysis.role_routes import Roads
from graph.answers.common import VERSION, named, plain, scope_answer, vars_of
from graph.network import Network


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
        "ways": None if ways is None else [[named(network, one) for one in way] for way in ways.ways],
        "common": None if common is None else [named(network, one) for one in common],
        "connectors": [named(network, row["id"]) | row for row in plain(found.table())],
    }


def role_answer(network: Network, found: Role, roads: Roads) -> dict[str, Any]:
    """The role of one organisation: whom it brings together, and what breaks when it stops."""
    place, ids = found.position, found.ids
    reach = place.reach
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"ties": found.rule, "organisation": roads.organisation, "steps": STEPS},
        "summary": {
            "partners": len(place.partners),
            "pairs": len(reach.pairs),
            "pairs_lost": int(reach.lost.sum()),
            "cut_off": len(place.cut_off),
            "roads": roads.count,
            "roads_lost": roads.lost,
        },
        "brokerage": vars_of(place.brokerage),
        "between": [
            {"one": one.groups[0], "other": one.groups[1], "pairs": len(one.pairs), "only": int(one.only.sum())}
            for one in place.between
        ],
        "groups_apart": [list(pair) for pair in place.groups_apart],
        "cut_off": [ids[at] for at in place.cut_off.tolist()],
        "pairs_lost": [[ids[a], ids[b]] for a, b in reach.pairs[reach.lost].tolist()],
        "roads": plain([vars_of(road) for road in roads.shown]),
    }
