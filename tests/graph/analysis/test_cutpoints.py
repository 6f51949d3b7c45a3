"""Who is cut off when an organisation falls away, against NetworkX taking it out."""

from __future__ import annotations

import igraph
import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.cutpoints import cut_off

graphs = st.integers(1, 14).flatmap(
    lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=18))
)


@given(graphs)
def test_those_cut_off_are_all_but_the_largest_piece_that_is_left(drawn):
    n, pairs = drawn
    edges = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]})
    graph = nx.Graph(edges)
    found = cut_off(igraph.Graph(n=n, edges=edges))
    assert set(found) == set(nx.articulation_points(graph))
    for point, lost in found.items():
        inside = nx.node_connected_component(graph, point)
        rest = graph.subgraph(inside - {point})
        pieces = sorted(map(len, nx.connected_components(rest)))
        assert len(lost) == sum(pieces[:-1])
        remaining = nx.connected_components(rest)
        assert all(piece <= set(lost) or not piece & set(lost) for piece in remaining)
