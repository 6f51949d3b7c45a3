"""Measures equal NetworkX's on random graphs, and the values that others published."""

from __future__ import annotations

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis import measures as module
from graph.analysis.measures import measures
from graph.analysis.ties import collaboration_ties
from graph.network import build_network
from graph.thresholds import thresholds
from tests.support.networks import by_id, claim, network, tied
from tests.support.published import reference_values, ties_of

graphs = st.integers(1, 12).flatmap(
    lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
)


def random_graph(n: int, pairs: set[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(str(i) for i in range(n))
    graph.add_edges_from((str(a), str(b)) for a, b in pairs if a != b)
    return graph


def freeman(values: dict[str, float], star: dict[str, float]) -> float:
    def spread(v: dict[str, float]) -> float:
        return sum(max(v.values()) - x for x in v.values())

    return spread(values) / spread(star)


@given(graphs)
def test_every_measure_of_an_organisation_equals_networkx(drawn):
    graph = random_graph(*drawn)
    result = measures(tied(graph.edges, graph.nodes))
    expected = {
        "degree": dict(graph.degree()),
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "betweenness_normalised": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "constraint": nx.constraint(graph),
        "effective_size": nx.effective_size(graph),
        "core": nx.core_number(graph),
        "articulation_point": {node: node in set(nx.articulation_points(graph)) for node in graph},
    }
    for name, values in expected.items():
        found = by_id(result.ids, getattr(result, name))
        assert found == pytest.approx(values, nan_ok=True), name


@given(graphs)
def test_every_measure_of_the_whole_equals_networkx(drawn):
    graph = random_graph(*drawn)
    n = len(graph)
    summary = measures(tied(graph.edges, graph.nodes)).summary
    assert (summary.n, summary.ties) == (n, graph.number_of_edges())
    assert summary.components == nx.number_connected_components(graph)
    assert summary.isolates == nx.number_of_isolates(graph)
    if n > 1:
        assert summary.density == pytest.approx(nx.density(graph))
        assert summary.compactness == pytest.approx(nx.global_efficiency(graph))
        apart = sum(not nx.has_path(graph, a, b) for a in graph for b in graph if a != b)
        assert summary.fragmentation == pytest.approx(apart / (n * (n - 1)))
    if n > 2:
        star = nx.star_graph(n - 1)
        assert summary.degree_centralization == pytest.approx(freeman(dict(graph.degree()), dict(star.degree())))
        for name, centrality in (("betweenness", nx.betweenness_centrality), ("closeness", nx.closeness_centrality)):
            found = getattr(summary, f"{name}_centralization")
            assert found == pytest.approx(freeman(centrality(graph), centrality(star))), name


@given(st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), min_size=1))
def test_reciprocity_is_the_share_of_claims_that_are_answered(pairs):
    arcs = [(a, b) for a, b in pairs if a != b]
    graph = nx.DiGraph(arcs)
    found = measures(network("abcdef", [claim(a, b) for a, b in arcs])).summary.reciprocity
    assert found == (pytest.approx(nx.overall_reciprocity(graph)) if arcs else None)


@given(graphs, st.randoms(use_true_random=False))
def test_names_and_the_order_of_rows_make_no_difference(drawn, random):
    graph = random_graph(*drawn)
    labels = list(graph.nodes)
    random.shuffle(labels)
    renamed = dict(zip(graph.nodes, labels, strict=True))
    before = measures(tied(graph.edges, graph.nodes)).table().set_index("id")
    after = measures(tied(nx.relabel_nodes(graph, renamed).edges, labels)).table().set_index("id")
    numbers = ["degree", "betweenness", "closeness", "constraint", "effective_size", "core"]
    expected = before.loc[list(graph.nodes), numbers].to_numpy()
    np.testing.assert_allclose(after.loc[[renamed[n] for n in graph.nodes], numbers].to_numpy(), expected)


def test_the_anabaptist_leaders_have_the_published_whole_network_values():
    published, summary = reference_values()["anabaptist"], measures(tied(*ties_of("anabaptist67"))).summary
    found = {
        "n": summary.n,
        "m": summary.ties,
        "density": summary.density,
        "mean_degree": summary.mean_degree,
        "transitivity": summary.transitivity,
        "compactness": summary.compactness,
        "cent_degree": summary.degree_centralization,
        "cent_betweenness": summary.betweenness_centralization,
        "cent_closeness": summary.closeness_centralization,
    }
    assert found == pytest.approx({name: published[name] for name in found})


def test_the_strike_network_has_the_published_cutpoints_and_constraint():
    published, result = reference_values()["strike"], measures(tied(*ties_of("strike")))
    assert (result.summary.n, result.summary.ties) == (published["nodes"], published["edges"])
    assert sorted(np.array(result.ids)[result.articulation_point]) == published["cutpoints"]
    constraint = by_id(result.ids, result.constraint)
    assert {n: constraint[n] for n in published["constraint"]} == pytest.approx(published["constraint"], abs=5e-5)


@pytest.mark.parametrize(
    ("removed", "key"),
    [(("Norm", "Bob", "Gill"), "F_Norm_Bob_Gill"), (("Norm", "Eduardo", "John"), "F_Norm_Eduardo_John")],
)
def test_the_strike_network_falls_apart_as_published(removed, key):
    pairs, nodes = ties_of("strike")
    rest = tied([p for p in pairs if not set(p) & set(removed)], [n for n in nodes if n not in removed])
    assert measures(rest).summary.fragmentation == pytest.approx(reference_values()["strike"][key])


def test_the_florentine_families_have_the_published_betweenness():
    pairs, nodes = ties_of("florentine")
    connected = [n for n in nodes if any(n in p for p in pairs)]
    result = measures(tied(pairs, connected))
    assert by_id(result.ids, result.betweenness)["Medici"] == pytest.approx(47.5)
    normalised = by_id(result.ids, result.betweenness_normalised)
    assert [normalised[n] for n in ("Medici", "Guadagni", "Albizzi")] == pytest.approx(
        [0.5220, 0.2546, 0.2125], abs=5e-5
    )
    assert result.summary.degree_centralization == pytest.approx(0.27473, abs=5e-6)
    assert result.summary.betweenness_centralization == pytest.approx(0.43681, abs=5e-6)
    assert sorted(np.array(result.ids)[result.articulation_point]) == ["Albizzi", "Guadagni", "Medici", "Salviati"]


def test_krackhardts_kite_has_the_published_centralities():
    graph = nx.krackhardt_kite_graph()
    result = measures(tied(graph.edges))
    betweenness = [0.023, 0.023, 0, 0.102, 0, 0.231, 0.231, 0.389, 0.222, 0]
    closeness = [0.529, 0.529, 0.500, 0.600, 0.500, 0.643, 0.643, 0.600, 0.429, 0.310]
    assert list(result.betweenness_normalised) == pytest.approx(betweenness, abs=5e-4)
    assert list(result.closeness) == pytest.approx(closeness, abs=5e-4)


def test_the_ego_network_of_burt_and_borgatti_has_the_published_constraint():
    pairs = ["A-B", "A-C", "A-E", "A-G", "B-G", "C-G", "D-E", "D-G", "E-G", "F-G"]
    graph = nx.Graph(pair.split("-") for pair in pairs)
    result = measures(tied(graph.edges))
    constraint, size = by_id(result.ids, result.constraint), by_id(result.ids, result.effective_size)
    assert constraint == pytest.approx(nx.constraint(graph))
    assert (round(constraint["G"], 3), round(size["G"], 2)) == (0.400, 4.67)


@pytest.mark.parametrize(
    ("graph", "expected"), [(nx.star_graph(6), 1), (nx.cycle_graph(7), 0), (nx.complete_graph(7), 0)]
)
def test_a_star_is_wholly_centralized_and_a_ring_not_at_all(graph, expected):
    summary = measures(tied(graph.edges)).summary
    for name in ("degree", "betweenness", "closeness"):
        assert getattr(summary, f"{name}_centralization") == pytest.approx(expected)


def test_the_rule_decides_whether_one_sided_claims_count():
    region = network("abc", [claim("a", "b"), claim("b", "a"), claim("a", "c")])
    assert measures(region).summary.ties == 1
    assert measures(region, "reported").summary.ties == 2


def test_an_empty_network_has_no_values_and_no_errors():
    summary = measures(build_network(network(()).scope, (), (), ())).summary
    assert summary.n == summary.ties == summary.components == 0
    assert summary.density is summary.reciprocity is summary.compactness is None


def test_above_the_limit_the_values_are_estimates_and_say_so(monkeypatch):
    graph = nx.connected_watts_strogatz_graph(300, 6, 0.2, seed=3)
    graph.add_edge("far", "away")
    region = tied(graph.edges)
    exact = measures(region)
    limit = thresholds()
    smaller = replace(limit, exact_up_to=100, sampled_sources=150)
    monkeypatch.setattr(module, "thresholds", lambda: smaller)
    estimate = measures(region)
    assert (exact.sampled_sources, estimate.sampled_sources) == (None, 150)
    assert np.corrcoef(exact.betweenness, estimate.betweenness)[0, 1] > 0.95
    assert list(estimate.closeness) == pytest.approx(list(exact.closeness), rel=0.15, abs=1e-3)
    assert estimate.summary.compactness == pytest.approx(exact.summary.compactness, rel=0.05)
    assert math.isclose(estimate.constraint.sum(), exact.constraint.sum())


def test_ties_that_are_known_already_are_not_put_together_again():
    region = tied([("a", "b")])
    ties = collaboration_ties(region)
    assert measures(region, known=ties).summary == measures(region).summary
