"""How firm the network is: key players, silos, core and periphery, and what hangs on one organisation or two."""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis.core_periphery import CorePeriphery, core_periphery
from graph.analysis.fragility import Fragility, fragility
from graph.analysis.key_players import Keepers, Reachers, keepers, reachers
from graph.analysis.silo import Silos, silos
from graph.analysis.ties import TieRule, Ties, collaboration_ties
from graph.network import Network

SIZE = 3


@dataclass(frozen=True, slots=True)
class Structure:
    """The answers of one snapshot; positions are those of ``network.organisations``."""

    rule: TieRule
    keepers: Keepers
    reachers: Reachers
    silos: Silos
    core: CorePeriphery
    fragility: Fragility


def structure(network: Network, rule: TieRule = "reported", size: int = SIZE, known: Ties | None = None) -> Structure:
    """Answer them all. Raises ValueError for a ``size`` below 1.

    A tie that one side reports counts by default: what breaks then really breaks.
    """
    ties = known or collaboration_ties(network)
    edges, graph = ties.edges(rule), ties.to_igraph(rule)
    sectors = [network.schema.entities[e.kind].sector or "" for e in network.organisations]
    return Structure(
        rule,
        keepers(graph, size),
        reachers(graph, size),
        silos(edges, sectors),
        core_periphery(edges, network.n_organisations),
        fragility(network),
    )
