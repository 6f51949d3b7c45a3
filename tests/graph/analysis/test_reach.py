"""The need-weighted reach: equal to NetworkX, and the gain of a tie equal to measuring everything again."""

from __future__ import annotations

import itertools

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.reach import reach

NEEDED = {("a", "b"), ("c", "b")}


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 9))
    pairs = list(itertools.combinations(range(n), 2))
    edges = sorted(draw(st.sets(st.sampled_from(pairs))))
    return n, edges, [draw(st.sampled_from("abc")) for _ in range(n)], draw(st.sampled_from(pairs))


def by_hand(n, edges, kinds):
    """Straight from the definition, with the distances of NetworkX."""
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(n))
    far = dict(nx.all_pairs_shortest_path_length(graph))
    needed = [
        (u, v) for u, v in itertools.combinations(range(n), 2) if {kinds[u], kinds[v]} in ({"a", "b"}, {"b", "c"})
    ]
    return sum(1 / far[u][v] for u, v in needed if v in far[u]), len(needed)


@given(graphs())
@settings(max_examples=60)
def test_reach_is_the_sum_over_pairs_that_need_each_other(drawn):
    n, edges, kinds, _ = drawn
    found = reach(igraph.Graph(n=n, edges=edges), kinds, NEEDED)
    total, pairs = by_hand(n, edges, kinds)
    assert (found.total, found.pairs) == (pytest.approx(total), pairs)


@given(graphs())
@settings(max_examples=60)
def test_what_a_tie_adds_is_what_measuring_again_gives_and_never_less_than_nothing(drawn):
    n, edges, kinds, pair = drawn
    before = reach(igraph.Graph(n=n, edges=edges), kinds, NEEDED, [pair])
    after, _ = by_hand(n, [*edges, pair], kinds)
    assert before.gains == (pytest.approx(after - before.total, abs=1e-9),)
    assert before.gains[0] >= 0


def test_reach_is_whole_when_all_who_need_each_other_have_a_tie_and_none_without_anybody():
    assert reach(igraph.Graph(n=3, edges=[(0, 1), (1, 2)]), [*"abc"], NEEDED).share == 1
    assert reach(igraph.Graph(n=3), [*"abc"], NEEDED).share == 0
    assert reach(igraph.Graph(n=2, edges=[(0, 1)]), [*"aa"], NEEDED).share is None
    assert reach(igraph.Graph(), [], NEEDED).share is None


def test_a_star_of_hundreds_is_summed_in_parts():
    n = 600  # more than are held in memory at once
    found = reach(igraph.Graph.Star(n), ["a", *"b" * (n - 1)], NEEDED, [(1, 2)])
    assert (found.total, found.pairs, found.gains) == (n - 1, n - 1, (0.0,))


def test_above_the_limit_it_is_not_known(monkeypatch):
    from graph.thresholds import thresholds

    assert reach(igraph.Graph(n=thresholds().exact_up_to + 1), [], NEEDED) is None
