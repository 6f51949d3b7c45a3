"""Communities: published values, NetworkX's modularity, and the same answer every time."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.community import communities
from graph.network import build_network
from tests.support.networks import network, tied

graphs = st.integers(1, 14).flatmap(
    lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
)


def random_graph(n, pairs):
    graph = nx.Graph()
    graph.add_nodes_from(str(i) for i in range(n))
    graph.add_edges_from((str(a), str(b)) for a, b in pairs if a != b)
    return graph


def groups(found):
    made = [set() for _ in range(found.count)]
    for one, community in zip(found.ids, found.membership, strict=True):
        made[community].add(one)
    return made


def test_the_karate_club_has_its_best_known_division():
    """0.4198, proven the largest possible (Brandes et al. 2008, IEEE TKDE 20:172), in four communities."""
    found = communities(tied(nx.karate_club_graph().edges), "confirmed")
    assert found.modularity == pytest.approx(0.4198, abs=1e-4)
    assert found.count == 4


@given(graphs)
def test_modularity_equals_networkx_and_everybody_is_in_one_community(drawn):
    graph = random_graph(*drawn)
    found = communities(tied(graph.edges, graph.nodes))
    made = groups(found)
    assert set().union(*made) == set(graph)
    assert sum(map(len, made)) == len(graph)
    if graph.number_of_edges():
        assert found.modularity == pytest.approx(nx.community.modularity(graph, made))
    else:
        assert found.modularity is None


@given(graphs)
def test_no_community_falls_apart_and_the_largest_goes_first(drawn):
    graph = random_graph(*drawn)
    made = groups(communities(tied(graph.edges, graph.nodes)))
    assert all(nx.is_connected(graph.subgraph(group)) for group in made)
    assert [(-len(g), min(g, key=lambda i: sorted(graph).index(i))) for g in made] == sorted(
        (-len(g), min(g)) for g in made
    )


@given(graphs, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(drawn, chance):
    graph = random_graph(*drawn)
    region = tied(graph.edges, graph.nodes)
    relations = list(region.relations)
    chance.shuffle(relations)
    mixed = build_network(region.scope, region.entities[::-1], relations, ())
    assert communities(mixed).membership.tolist() == communities(region).membership.tolist()


def test_an_empty_snapshot_has_no_communities():
    assert communities(network([])).count == 0
