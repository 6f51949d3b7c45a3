"""How firm a network is: published key players and indices, brute force, NetworkX, and laws."""

from __future__ import annotations

from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import key_players
from graph.analysis.core_periphery import core_periphery
from graph.analysis.fragility import fragility, lost_routes
from graph.analysis.key_players import fragmentation, greedy, keepers, reachers
from graph.analysis.role_routes import roads
from graph.analysis.silo import silos
from graph.analysis.structure import structure
from tests.graph.analysis.test_role import published
from tests.support.networks import network, organisation, sent, tied
from tests.support.published import reference_values

graphs = st.integers(2, 9).flatmap(
    lambda n: st.tuples(st.just(n), st.sets(st.sampled_from(list(combinations(range(n), 2))), max_size=20).map(sorted))
)


def strike():
    names, groups, edges = published("strike", "group")
    return names, groups, np.array(edges, dtype=np.int32).reshape(-1, 2)


def graph_of(edges, n) -> igraph.Graph:
    return igraph.Graph(n=n, edges=[tuple(map(int, pair)) for pair in edges])


def left(n, edges, gone) -> float:
    """Fragmentation without some, by NetworkX."""
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(n))
    graph.remove_nodes_from(gone)
    pairs = sum(len(c) * (len(c) - 1) for c in nx.connected_components(graph))
    return 1 - pairs / ((n - len(gone)) * (n - len(gone) - 1)) if n - len(gone) > 1 else 0.0


def test_who_keeps_the_strike_network_together_is_as_published():
    names, _, edges = strike()
    found = keepers(graph_of(edges, len(names)), 3)
    assert {names[at] for at in found.members} == {"Norm", "Bob", "Gill"}
    assert found.after == pytest.approx(reference_values()["strike"]["F_Norm_Bob_Gill"])
    others = [names.index(who) for who in ("Norm", "Eduardo", "John")]
    assert left(len(names), edges.tolist(), others) == pytest.approx(
        reference_values()["strike"]["F_Norm_Eduardo_John"]
    )
    assert found.exact


@pytest.mark.parametrize(("within", "reached"), [(1, 13), (2, 23)])
def test_who_reaches_most_of_the_strike_network_is_as_published(within, reached):
    names, _, edges = strike()
    found = reachers(graph_of(edges, len(names)), 2, within)
    assert {names[at] for at in found.members} == {"Bob", "Norm"}
    assert found.reached == reached


def test_growing_and_swapping_finds_what_trying_all_finds_in_the_strike_network(monkeypatch):
    names, _, edges = strike()
    graph = graph_of(edges, len(names))
    every = keepers(graph, 3), reachers(graph, 2)
    monkeypatch.setattr(key_players, "_EXHAUSTIVE", 0)
    quick = keepers(graph, 3), reachers(graph, 2)
    assert [one.members for one in quick] == [one.members for one in every]
    assert not any(one.exact for one in quick)


@given(graphs, st.integers(1, 3))
@settings(max_examples=60)
def test_the_best_set_is_that_of_brute_force_and_the_quick_one_is_close(drawn, k):
    n, edges = drawn
    graph, k = graph_of(edges, n), min(k, n)
    best = max(left(n, edges, gone) for gone in combinations(range(n), k))
    assert keepers(graph, k).after == pytest.approx(best)
    near = nx.Graph(edges)
    near.add_nodes_from(range(n))
    cover = max(len(set().union(*({v, *near[v]} for v in who))) for who in combinations(range(n), k))
    assert reachers(graph, k).reached == cover
    quick = greedy(n, k, lambda who: float(len(set().union(*({v, *near[v]} for v in who)))))
    reached = len(set().union(*({v, *near[v]} for v in quick)))
    assert reached >= (1 - 1 / np.e) * cover  # Nemhauser, Wolsey & Fisher (1978) for a greedy cover


@given(graphs)
def test_fragmentation_is_the_share_of_pairs_without_a_way(drawn):
    n, edges = drawn
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(n))
    apart = sum(not nx.has_path(graph, a, b) for a, b in combinations(range(n), 2))
    assert fragmentation(graph_of(edges, n)) == pytest.approx(apart / (n * (n - 1) / 2))


@given(graphs)
def test_one_more_key_player_never_reaches_fewer(drawn):
    n, edges = drawn
    graph = graph_of(edges, n)
    reached = [reachers(graph, k).reached for k in range(1, n + 1)]
    assert reached == sorted(reached)
    assert reached[-1] == n


def test_a_set_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        keepers(graph_of([], 3), 0)


def test_the_index_of_the_strike_network_is_as_published():
    _, groups, edges = strike()
    found = silos(edges, groups).all
    assert (found.external, found.internal) == (3, 35)
    assert found.index == pytest.approx(-0.842105, abs=1e-6)
    assert found.p == pytest.approx(1 / 1000)  # no deal of the groups is as closed as that


@given(graphs, st.data())
@settings(max_examples=40)
def test_the_index_by_chance_is_near_its_closed_form_and_ties_add_up(drawn, data):
    n, edges = drawn
    groups = data.draw(st.lists(st.sampled_from("ab"), min_size=n, max_size=n))
    found = silos(np.array(edges, dtype=np.int32).reshape(-1, 2), groups, times=199)
    assert sum(one.internal for one in found.sectors) == found.all.internal
    assert sum(one.external for one in found.sectors) == 2 * found.all.external
    if not edges:
        assert found.all.index is None
        return
    same = sum(groups.count(g) * (groups.count(g) - 1) for g in "ab") / (n * (n - 1))
    assert found.all.expected == pytest.approx(1 - 2 * same, abs=0.35)
    graph = nx.Graph(edges)
    nx.set_node_attributes(graph, dict(enumerate(groups)), "g")
    mixing = nx.attribute_mixing_matrix(graph, "g", normalized=False)
    assert found.all.internal == mixing.trace() / 2


def test_the_mean_by_chance_is_the_closed_form_in_a_larger_network():
    graph = nx.gnm_random_graph(60, 200, seed=1)
    groups = ["a"] * 30 + ["b"] * 20 + ["c"] * 10
    found = silos(np.array(graph.edges, dtype=np.int32), groups).all
    same = sum(g * (g - 1) for g in (30, 20, 10)) / (60 * 59)
    assert found.expected == pytest.approx(1 - 2 * same, abs=0.005)
    assert found.p is not None and found.p > 0.05


def test_organisations_without_a_sector_do_not_count():
    edges = np.array([(0, 1), (0, 2), (2, 3)], dtype=np.int32)
    found = silos(edges, ["a", "a", "b", ""], times=9)
    assert (found.all.external, found.all.internal) == (1, 1)
    assert [one.sector for one in found.sectors] == ["a", "b"]


def test_sectors_that_only_work_with_themselves_are_called_inward():
    edges = np.array([*combinations(range(8), 2), *combinations(range(8, 16), 2)], dtype=np.int32)
    assert all(one.inward for one in silos(edges, ["a"] * 8 + ["b"] * 8).sectors)


@given(graphs)
def test_no_other_core_fits_better(drawn):
    n, edges = drawn
    found = core_periphery(np.array(edges, dtype=np.int32).reshape(-1, 2), n)

    def wrong(core: set[int]) -> int:
        ties = set(edges)
        pairs = ((pair in ties, {*pair} <= core, not {*pair} & core) for pair in combinations(range(n), 2))
        return sum((inside and not tie) or (outside and tie) for tie, inside, outside in pairs)

    assert found.misfits == wrong(set(found.core))
    assert found.misfits == min(wrong(set(core)) for k in range(n + 1) for core in combinations(range(n), k))


@given(graphs)
def test_the_fit_is_the_correlation_of_numpy(drawn):
    n, edges = drawn
    found = core_periphery(np.array(edges, dtype=np.int32).reshape(-1, 2), n)
    core, ties = set(found.core), set(edges)
    pairs = [p for p in combinations(range(n), 2) if {*p} <= core or not {*p} & core]
    pattern, there = [{*p} <= core for p in pairs], [p in ties for p in pairs]
    if len(set(pattern)) < 2 or len(set(there)) < 2:
        assert found.fit is None
    else:
        assert found.fit == pytest.approx(np.corrcoef(pattern, there)[0, 1])


def test_a_clique_with_others_hanging_on_it_is_a_pure_core():
    edges = [*combinations(range(4), 2), (0, 4), (1, 5), (2, 6), (3, 7)]
    found = core_periphery(np.array(edges, dtype=np.int32), 8)
    assert set(found.core) == {0, 1, 2, 3}
    assert (found.fit, found.misfits, found.inside, found.outside) == (pytest.approx(1), 0, 1, 0)


referred = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("defg"), st.sampled_from(["matching", "opstap"]), st.booleans()),
    max_size=14,
)


def snapshot(rows):
    log = [
        sent(f"p{at}", "2025-01-01", source, target, stage_to=stage, outcome="afgerond" if came else "verdwenen")
        for at, (source, target, stage, came) in enumerate(rows)
    ]
    return network([organisation(one) for one in "abcdefg"], [], log)


@given(referred)
def test_what_is_lost_is_what_would_not_arrive_any_more(rows):
    here = snapshot(rows)
    found = fragility(here)
    came = {(source, stage): {t for s, t, g, ok in rows if (s, g, ok) == (source, stage, True)}
            for source, _, stage, ok in rows if ok}  # fmt: skip
    assert found.routes == len(came)
    assert found.single == sum(len(who) == 1 for who in came.values())
    for loss in (*found.ones, *found.twos):
        expected = sum(who <= set(loss.members) for who in came.values())
        assert loss.routes == expected == lost_routes(here, frozenset(loss.members))
    for loss in found.twos:
        assert loss.together == loss.routes - sum(lost_routes(here, frozenset({one})) for one in loss.members) > 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("defg")), max_size=10))
def test_routes_that_hang_on_one_are_the_roads_to_it_without_another_way(pairs):
    """Where nobody refers on, all roads lead to an organisation and none through it."""
    here = snapshot([(source, target, "matching", True) for source, target in pairs])
    hanging = {loss.members[0]: loss.routes for loss in fragility(here).ones}
    assert {one: roads(here, one).lost for one in "defg" if roads(here, one).lost} == hanging


def test_all_of_it_of_an_empty_network_is_nothing():
    found = structure(network(()))
    assert (found.keepers.members, found.reachers.reached, found.core.core) == ((), 0, ())
    assert found.silos.all.index is None
    assert found.fragility.routes == 0


@given(st.permutations("abcdefgh"))
@settings(max_examples=20)
def test_numbers_do_not_depend_on_names(order):
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("c", "e"), ("e", "f"), ("g", "h")]
    rename = dict(zip("abcdefgh", order, strict=True))
    one, other = (structure(tied(these)) for these in (pairs, [(rename[a], rename[b]) for a, b in pairs]))
    assert one.keepers.after == pytest.approx(other.keepers.after)
    assert one.reachers.reached == other.reachers.reached
    assert one.core.misfits == other.core.misfits
