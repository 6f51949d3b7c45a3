"""Ways between organisations equal NetworkX's; who connects two groups equals counting by hand."""

from __future__ import annotations

from itertools import product

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.paths import WITHIN, common_neighbours, connectors, pairs_through, short_paths
from tests.support.networks import both, by_id, claim, network, tied

graphs = st.integers(2, 9).flatmap(
    lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=22))
)
groups = st.tuples(graphs, st.sets(st.integers(0, 8), max_size=5), st.sets(st.integers(0, 8), max_size=5))


def random_graph(n, pairs):
    graph = nx.Graph()
    graph.add_nodes_from(str(i) for i in range(n))
    graph.add_edges_from((str(a), str(b)) for a, b in pairs if a != b)
    return graph


def ways_of(graph, a, b, most):
    found = [tuple(way) for way in nx.all_simple_paths(graph, a, b, cutoff=most)]
    return sorted(found, key=lambda way: (len(way), way))


@given(graphs, st.integers(0, 3))
def test_all_short_ways_are_found_in_order(drawn, slack):
    graph = random_graph(*drawn)
    found = short_paths(tied(graph.edges, graph.nodes), "0", "1", limit=1000, slack=slack)
    if not nx.has_path(graph, "0", "1"):
        assert (found.length, found.ways, found.total) == (None, (), 0)
        return
    shortest = nx.shortest_path_length(graph, "0", "1")
    expected = ways_of(graph, "0", "1", shortest + slack)
    assert found.length == shortest
    assert list(found.ways) == expected
    assert found.total == len(expected)


@given(graphs)
def test_without_slack_they_are_the_shortest_ways(drawn):
    graph = random_graph(*drawn)
    found = short_paths(tied(graph.edges, graph.nodes), "0", "1", limit=1000, slack=0)
    expected = nx.all_shortest_paths(graph, "0", "1") if nx.has_path(graph, "0", "1") else ()
    assert list(found.ways) == sorted(map(tuple, expected))


def test_what_is_not_listed_is_counted():
    middle = [(end, f"m{i}") for i in range(20) for end in "ab"]
    found = short_paths(tied(middle), "a", "b", limit=3)
    assert found.ways == (("a", "m0", "b"), ("a", "m1", "b"), ("a", "m10", "b"))
    assert found.total == 20


def test_many_ways_are_counted_without_listing_them():
    """A chain of 40 diamonds has 2**40 shortest ways."""
    pairs = [(f"{i:02}", f"{i:02}{s}") for i in range(40) for s in "xy"]
    pairs += [(f"{i:02}{s}", f"{i + 1:02}") for i in range(40) for s in "xy"]
    assert short_paths(tied(pairs), "00", "40", limit=1, slack=0).total == 2**40


def test_ways_too_many_to_list_are_not_counted():
    whole = nx.complete_graph(16)
    assert short_paths(tied(whole.edges), "0", "1", slack=4).total is None


def test_an_organisation_is_its_own_way():
    found = short_paths(tied([("a", "b")]), "a", "a")
    assert (found.length, found.ways, found.total) == (0, (("a",),), 1)


def test_ways_lead_over_confirmed_ties_unless_asked_otherwise():
    region = network("abc", [*both("a", "b"), claim("b", "c")])
    assert short_paths(region, "a", "c").length is None
    assert short_paths(region, "a", "c", rule="reported").ways == (("a", "b", "c"),)


@pytest.mark.parametrize("wrong", ["nobody", "GM0828"])
def test_ways_are_between_organisations_of_the_snapshot(wrong):
    from graph.records import Entity

    region = network(["a", Entity("GM0828", "gebied_gemeente", "Oss")])
    with pytest.raises(KeyError, match=wrong):
        short_paths(region, "a", wrong)


@given(graphs)
def test_common_neighbours_equal_networkx(drawn):
    graph = random_graph(*drawn)
    expected = sorted(nx.common_neighbors(graph, "0", "1"))
    assert list(common_neighbours(tied(graph.edges, graph.nodes), "0", "1")) == expected


def by_counting(graph, group_a, group_b):
    """The definitions, one pair and one organisation at a time."""
    pairs = {tuple(sorted(p)) for p in product(group_a, group_b) if p[0] != p[1]}
    through, lost = dict.fromkeys(graph, 0), dict.fromkeys(graph, 0)
    for a, b in pairs:
        if not nx.has_path(graph, a, b):
            continue
        inner = {v for way in nx.all_shortest_paths(graph, a, b) for v in way[1:-1]}
        for v in set(graph) - {a, b}:
            through[v] += v in inner
            without = graph.subgraph(set(graph) - {v})
            near = nx.shortest_path_length(graph, a, b) <= WITHIN
            left = nx.has_path(without, a, b) and nx.shortest_path_length(without, a, b) <= WITHIN
            lost[v] += near and not left
    return pairs, {v: (through[v], lost[v]) for v in graph if through[v]}


@given(groups)
def test_connectors_equal_counting_one_by_one(drawn):
    (n, edges), a, b = drawn
    graph = random_graph(n, edges)
    group_a, group_b = ({str(i) for i in group if i < n} for group in (a, b))
    pairs, expected = by_counting(graph, group_a, group_b)
    found = connectors(tied(graph.edges, graph.nodes), group_a, group_b)
    lengths = [nx.shortest_path_length(graph, *p) for p in pairs if nx.has_path(graph, *p)]
    assert (found.pairs, found.connected) == (len(pairs), len(lengths))
    assert (found.direct, found.near) == (lengths.count(1), sum(x <= WITHIN for x in lengths))
    assert by_id(found.ids, zip(found.through, found.lost, strict=True)) == expected
    assert by_id(found.ids, found.inside) == {v: v in group_a | group_b for v in expected}


@given(groups)
def test_the_first_connects_most_and_ties_are_broken_by_id(drawn):
    (n, edges), a, b = drawn
    graph = random_graph(n, edges)
    group_a, group_b = ([str(i) for i in group if i < n] for group in (a, b))
    table = connectors(tied(graph.edges, graph.nodes), group_a, group_b).table()
    ranks = [(-row.through, -row.lost, row.id) for row in table.itertuples()]
    assert ranks == sorted(ranks)


@given(groups)
def test_behind_every_number_are_the_pairs(drawn):
    (n, edges), a, b = drawn
    graph = random_graph(n, edges)
    region = tied(graph.edges, graph.nodes)
    found = connectors(region, *([str(i) for i in group if i < n] for group in (a, b)))
    for one, through, lost in zip(found.ids, found.through, found.lost, strict=True):
        pairs = pairs_through(region, found, one)
        assert (len(pairs), pairs["lost"].sum()) == (through, lost)
        assert all(nx.shortest_path_length(graph, p.a, p.b) == p.length for p in pairs.itertuples())


def test_the_bridge_between_schools_and_employers_is_named_first():
    schools, employers = ["s1", "s2"], ["w1", "w2", "w3"]
    ties = [(s, "loket") for s in schools] + [("loket", w) for w in employers] + [("s1", "coach"), ("coach", "w1")]
    found = connectors(tied(ties), schools, employers)
    assert found.table().to_numpy().tolist() == [["loket", 6, 5, False], ["coach", 1, 0, False]]
