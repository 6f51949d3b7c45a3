"""Measures of the collaboration network: how it hangs together, and the place of each organisation in it.

igraph computes. Definitions are NetworkX's where it has the measure, and are tested equal to it:

* closeness is Wasserman & Faust's for graphs in several pieces: (r/(n-1)) * (r / sum of distances to the
  r organisations that can be reached), 0 for an organisation on its own;
* betweenness counts every pair once; normalised: divided by (n-1)(n-2)/2;
* constraint and effective size are Burt's (1992), unweighted; NaN for an organisation without ties;
* centralization is Freeman's (1979, Social Networks 1:215): the sum of the differences with the most
  central one, divided by that of a star of the same size. For a network in several pieces the
  closeness above is used, with which a star is still the most centralized;
* compactness is the mean of 1/distance over all pairs (global efficiency), fragmentation the share of
  pairs that cannot reach each other (Borgatti 2006).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.ties import TieRule, Ties, collaboration_ties
from graph.network import Network
from graph.thresholds import thresholds

Floats = NDArray[np.float64]
_CHUNK = 20  # sources whose distances are held in memory at once


@dataclass(frozen=True, slots=True)
class Summary:
    """The network as a whole. None where a measure is not defined (too few organisations or ties).

    ``reciprocity`` is the share of all claims that are answered, whatever the rule for ties.
    ``silent`` counts organisations that reported no partner at all.
    """

    n: int
    ties: int
    density: float | None
    mean_degree: float | None
    components: int
    largest_component: int
    isolates: int
    silent: int
    reciprocity: float | None
    transitivity: float | None
    degree_centralization: float | None
    betweenness_centralization: float | None
    closeness_centralization: float | None
    compactness: float | None
    fragmentation: float | None
    articulation_points: int


@dataclass(frozen=True)
class Measures:
    """Per organisation (arrays of length n, in the order of ``ids``), and for the whole network.

    ``sampled_sources`` is None when everything is exact; otherwise betweenness, closeness and
    compactness are estimates from shortest paths out of that many organisations (drawn with seed 0).
    """

    rule: TieRule
    summary: Summary
    ids: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    degree: NDArray[np.int64]
    betweenness: Floats
    betweenness_normalised: Floats
    closeness: Floats
    constraint: Floats
    effective_size: Floats
    core: NDArray[np.int64]
    articulation_point: NDArray[np.bool_]
    sampled_sources: int | None = None

    def table(self) -> pd.DataFrame:
        """One row per organisation, NaN where a measure is not defined."""
        names = ("degree", "betweenness", "betweenness_normalised", "closeness", "constraint", "effective_size")
        return pd.DataFrame(
            {"id": self.ids, "name": self.names, "kind": self.kinds}
            | {name: getattr(self, name) for name in (*names, "core", "articulation_point")}
        )

    def figures(self) -> dict[str, Any]:
        """The summary by name."""
        return asdict(self.summary)


def measures(network: Network, ties: TieRule = "confirmed", *, known: Ties | None = None) -> Measures:
    """Measure the collaboration network, with the ties that both sides confirm or that anybody reports.

    ``known`` saves the work of putting the ties together again. Exact up to ``exact_up_to``
    organisations (``data/thresholds.yaml``). About 60 ms for 500 organisations.
    """
    found = known or collaboration_ties(network)
    graph = found.to_igraph(ties)
    n, degree = graph.vcount(), np.array(graph.degree(), dtype=np.int64)
    components = graph.connected_components()
    sizes = np.array(components.sizes(), dtype=np.int64)
    limit = thresholds()
    sampled = None if n <= limit.exact_up_to else min(limit.sampled_sources, n)
    paths = _exact_paths(graph) if sampled is None else _sampled_paths(graph, components, sampled)
    betweenness, closeness, compactness = paths
    normalised = betweenness / ((n - 1) * (n - 2) / 2) if n > 2 else np.zeros(n)
    cut = np.zeros(n, dtype=bool)
    cut[graph.articulation_points()] = True
    summary = Summary(
        n=n,
        ties=graph.ecount(),
        density=2 * graph.ecount() / (n * (n - 1)) if n > 1 else None,
        mean_degree=float(degree.mean()) if n else None,
        components=len(sizes),
        largest_component=int(sizes.max(initial=0)),
        isolates=int((degree == 0).sum()),
        silent=int((~found.responded).sum()),
        reciprocity=found.reciprocity,
        transitivity=_number(graph.transitivity_undirected(mode="nan")) if n else None,
        degree_centralization=_centralization(degree, (n - 1) * (n - 2)),
        betweenness_centralization=_centralization(normalised, n - 1),
        closeness_centralization=_centralization(closeness, (n - 1) * (n - 2) / (2 * n - 3)),
        compactness=compactness if n > 1 else None,
        fragmentation=1 - float((sizes * (sizes - 1)).sum()) / (n * (n - 1)) if n > 1 else None,
        articulation_points=int(cut.sum()),
    )
    members = network.organisations
    return Measures(
        rule=ties,
        summary=summary,
        ids=found.ids,
        names=tuple(e.name for e in members),
        kinds=tuple(e.kind for e in members),
        degree=degree,
        betweenness=betweenness,
        betweenness_normalised=normalised,
        closeness=closeness,
        constraint=np.array(graph.constraint() if n else [], dtype=float),
        effective_size=_effective_size(graph, degree),
        core=np.array(graph.coreness(), dtype=np.int64),
        articulation_point=cut,
        sampled_sources=sampled,
    )


def _exact_paths(graph: igraph.Graph) -> tuple[Floats, Floats, float]:
    n = graph.vcount()
    if n == 0:
        return np.zeros(0), np.zeros(0), 0.0
    reached = np.zeros(n)
    for members in graph.connected_components():
        reached[members] = len(members) - 1
    inverse_mean = np.nan_to_num(np.array(graph.closeness(normalized=True), dtype=float))
    closeness = inverse_mean * reached / max(n - 1, 1)
    compactness = float(np.mean(graph.harmonic_centrality(normalized=True))) if n > 1 else 0.0
    return np.array(graph.betweenness(directed=False), dtype=float), closeness, compactness


def _sampled_paths(
    graph: igraph.Graph, components: igraph.VertexClustering, sources: int
) -> tuple[Floats, Floats, float]:
    """Estimates from ``sources`` random organisations (Brandes & Pich 2007; Eppstein & Wang 2004).

    Pieces of the network in which no source fell are computed exactly: they are small.
    """
    n = graph.vcount()
    chosen = np.sort(np.random.default_rng(0).choice(n, size=sources, replace=False))
    betweenness = np.array(graph.betweenness(directed=False, sources=chosen.tolist()), dtype=float) * (n / sources)
    total, seen, inverse = np.zeros(n), np.zeros(n), 0.0
    for start in range(0, sources, _CHUNK):
        distances = np.array(graph.distances(source=chosen[start : start + _CHUNK].tolist()), dtype=float)
        near = np.isfinite(distances) & (distances > 0)
        total += np.where(near, distances, 0).sum(axis=0)
        seen += near.sum(axis=0)
        inverse += float((1 / distances[near]).sum())
    reached = np.array(components.sizes(), dtype=float)[components.membership] - 1
    closeness = np.where(seen > 0, reached / (n - 1) * seen / np.maximum(total, 1), 0.0)
    unseen = np.flatnonzero((seen == 0) & (reached > 0))
    if len(unseen):
        exact = np.array(graph.closeness(vertices=unseen.tolist(), normalized=True), dtype=float)
        closeness[unseen] = exact * reached[unseen] / (n - 1)
    return betweenness, closeness, inverse / (sources * (n - 1))


def _effective_size(graph: igraph.Graph, degree: NDArray[np.int64]) -> Floats:
    """d - 2t/d, with t the ties among the d partners (Borgatti 1997); NaN without partners."""
    n = graph.vcount()
    clustering = np.array(graph.transitivity_local_undirected(mode="zero"), dtype=float) if n else np.zeros(0)
    among = clustering * degree * (degree - 1) / 2
    return np.where(degree > 0, degree - 2 * among / np.maximum(degree, 1), np.nan)


def _centralization(values: NDArray[Any], star: float) -> float | None:
    return float((values.max() - values).sum() / star) if len(values) > 2 else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
