"""Walks: the same answers as NetworkX on any graph."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.store.walking import LONGEST, Steps, shortest_paths, within

NAMES = "abcdefghij"
GRAPHS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda e: e[0] != e[1]), max_size=25)


def steps_of(graph: nx.Graph) -> Steps:
    def steps(ids: Collection[str]) -> list[tuple[str, str]]:
        return [(here, there) for here in ids for there in graph.neighbors(here)]

    return steps


def graph_of(edges: set[tuple[str, str]]) -> nx.Graph:
    graph = nx.Graph(sorted(edges))
    graph.add_nodes_from(NAMES)
    return graph


@given(GRAPHS, st.integers(1, 4))
def test_shortest_paths_are_those_of_networkx_in_order(edges: set[tuple[str, str]], limit: int) -> None:
    graph = graph_of(edges)
    expected: list[tuple[str, ...]] = []
    if nx.has_path(graph, "a", "b") and nx.shortest_path_length(graph, "a", "b") <= LONGEST:
        expected = sorted(map(tuple, nx.all_shortest_paths(graph, "a", "b")))
    assert list(shortest_paths("a", "b", limit, steps_of(graph))) == expected[:limit]


@given(GRAPHS, st.integers(0, 4), st.integers(0, 12))
def test_what_is_within_some_steps_comes_nearest_first(edges: set[tuple[str, str]], depth: int, limit: int) -> None:
    graph = graph_of(edges)
    distances = nx.single_source_shortest_path_length(graph, "a", cutoff=depth)
    nearest = sorted(distances, key=lambda name: (distances[name], name))
    found = within("a", depth, limit, steps_of(graph))
    # A limit cuts a ring short; what lies behind the part that was cut off is not walked to.
    whole = len(nearest) <= limit
    assert found == tuple(nearest if whole else islice(nearest, limit))


def test_a_path_longer_than_six_relations_is_not_one() -> None:
    line = nx.path_graph(list("abcdefgh"))
    assert shortest_paths("a", "g", 5, steps_of(line)) == (tuple("abcdefg"),)
    assert shortest_paths("a", "h", 5, steps_of(line)) == ()


def test_the_way_to_oneself_is_oneself() -> None:
    assert shortest_paths("a", "a", 5, steps_of(nx.Graph())) == (("a",),)
    assert shortest_paths("a", "a", 0, steps_of(nx.Graph())) == ()
