"""Likely partners: the parts of the score equal NetworkX and counting by hand; the reasons are true."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from graph.analysis.distance import kilometres
from graph.analysis.likely import likely_partners
from graph.analysis.pair_score import _fitted, pair_score
from graph.gaps.agreement import needed_pairs
from tests.support.networks import both, claim, network, organisation, tied

KINDS = ("pro", "jongerenloket", "werkgever", "werkcentrum")


def edges_of(n: int, m: int, seed: int) -> np.ndarray:
    pairs = np.column_stack(np.triu_indices(n, 1)).astype(np.int32)
    return pairs[np.sort(np.random.default_rng(seed).choice(len(pairs), m, replace=False))]


def groups_of(n: int, seed: int) -> list[str]:
    return np.random.default_rng(seed).choice(["x", "y", "z"], n).tolist()


def region(n: int = 30, m: int = 70, seed: int = 1):
    ids, kinds = [f"o{at:03}" for at in range(n)], [KINDS[at % 4] for at in range(n)]
    members = [organisation(one, kind) for one, kind in zip(ids, kinds, strict=True)]
    ties = [claim for a, b in edges_of(n, m, seed) for claim in both(ids[a], ids[b])]
    return network(members, ties)


@given(st.integers(4, 14), st.integers(0, 30))
def test_shared_partners_are_those_of_networkx(n: int, seed: int) -> None:
    edges = edges_of(n, n, seed)
    score, graph = pair_score(edges, groups_of(n, seed)), nx.Graph(edges.tolist())
    graph.add_nodes_from(range(n))
    a, b = np.triu_indices(n, 1)
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))
    assert score.shared(a, b).tolist() == [len(list(nx.common_neighbors(graph, i, j))) for i, j in pairs]
    adamic_adar = [value for _, _, value in nx.adamic_adar_index(graph, pairs)]
    usual = np.mean([1 / np.log(max(k, 2)) for _, k in graph.degree if k])
    chance = score.shared_value_by_chance(a, b)
    assert np.exp(score.parts(a, b)[:, 2]) == pytest.approx((np.array(adamic_adar) + usual) / (chance + usual))
    assert score.has_tie(a, b).tolist() == [graph.has_edge(i, j) for i, j in pairs]


def test_shared_partners_by_chance_are_a_sum_over_all_others() -> None:
    score = pair_score(edges_of(12, 25, 4), ["x"] * 12)
    p = score.model.probability[np.ix_(score.model.of, score.model.of)]
    for i, j in ((0, 1), (3, 9)):
        others = [k for k in range(12) if k not in (i, j)]
        assert score.shared_by_chance(np.array([i]), np.array([j]))[0] == pytest.approx(
            sum(p[i, k] * p[k, j] for k in others)
        )


def test_ties_between_groups_are_counted_once() -> None:
    edges, groups = edges_of(15, 40, 2), groups_of(15, 2)
    score = pair_score(edges, groups)
    at = {"x": 0, "y": 1, "z": 2}
    for one in "xyz":
        for other in "xyz":
            expected = sum({groups[i], groups[j]} == {one, other} for i, j in edges)
            assert score.ties[at[one], at[other]] == expected
    assert np.triu(score.chance).sum() == pytest.approx(40)


def test_the_weights_are_those_of_logistic_regression_held_near_one() -> None:
    """The loss written out, and made small by SciPy."""
    chance = np.random.default_rng(3)
    parts, counts = chance.normal(size=(80, 3)), chance.integers(1, 5, 80).astype(float)
    tie = (chance.random(80) < 1 / (1 + np.exp(2 - parts @ [1, 0.2, 2]))).astype(float)

    def loss(w: np.ndarray) -> float:
        likelihood = 1 / (1 + np.exp(-(w[0] + parts @ w[1:])))
        told = np.log(np.where(tie == 1, likelihood, 1 - likelihood))
        return float(-(counts * told).sum() + ((w[1:] - 1) ** 2).sum() / (2 * 0.5**2))

    assert _fitted(parts, tie, counts) == pytest.approx(optimize.minimize(loss, np.ones(4)).x[1:], abs=1e-4)


def test_without_anything_to_learn_from_every_part_counts_the_same() -> None:
    assert pair_score(np.zeros((0, 2), dtype=np.int32), ["x", "y"]).weights == (1, 1, 1)
    everyone = np.column_stack(np.triu_indices(5, 1)).astype(np.int32)
    assert pair_score(everyone, ["x"] * 5).weights == (1, 1, 1)


def test_partners_matter_more_where_ties_come_in_triangles() -> None:
    rings = [(10 * r + i, 10 * r + j) for r in range(6) for i in range(6) for j in range(i + 1, 6)]
    rings += [(10 * r, 10 * (r + 1)) for r in range(5)]
    used = {at: row for row, at in enumerate(sorted({at for pair in rings for at in pair}))}
    clustered = np.array([(used[a], used[b]) for a, b in rings], dtype=np.int32)
    loose = edges_of(36, len(rings), 8)
    assert pair_score(clustered, ["x"] * 36).weights[2] > pair_score(loose, ["x"] * 36).weights[2] + 0.5


def test_the_pair_that_misses_one_tie_in_a_clique_comes_first_with_its_reason() -> None:
    clique = [(a, b) for a in range(6) for b in range(a + 1, 6) if (a, b) != (0, 1)]
    found = likely_partners(tied([*clique, (5, 6), (6, 7), (7, 8), (8, 9)]))
    first = found.pairs[0]
    assert (first.a, first.b, first.shared, first.partners) == ("0", "1", 4, (4, 4))
    assert first.shared > first.shared_by_chance
    assert first.sectors == ("verbinding", "verbinding")
    assert first.times == pytest.approx(1)
    assert first.km is None
    assert found.candidates == 45 - 18


def test_only_pairs_without_a_tie_that_the_chain_needs() -> None:
    snapshot, needed = region(), needed_pairs()
    tied_pairs = {frozenset((r.source, r.target)) for r in snapshot.relations}
    every, some = likely_partners(snapshot, limit=1000), likely_partners(snapshot, needed, limit=1000)
    assert len(every.pairs) == every.candidates == 30 * 29 // 2 - 70
    assert not {frozenset((p.a, p.b)) for p in every.pairs} & tied_pairs
    kinds = [tuple(sorted(snapshot.entity(end).kind for end in (p.a, p.b))) for p in some.pairs]
    assert set(kinds) <= needed
    alike = [replace(p, gain=None) for p in some.pairs]
    assert [p for p in every.pairs if tuple(sorted(snapshot.entity(e).kind for e in (p.a, p.b))) in needed] == alike


@pytest.mark.parametrize("limit", [0, 1, 7, 100])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(limit: int) -> None:
    everything = likely_partners(region(), limit=10_000)
    found = likely_partners(region(), limit=limit)
    assert found.pairs == everything.pairs[:limit]
    assert found.candidates == everything.candidates
    ranks = [(-pair.score, pair.a, pair.b) for pair in everything.pairs]
    assert ranks == sorted(ranks)


def test_the_list_depends_neither_on_the_order_of_rows_nor_on_names() -> None:
    snapshot = region()
    turned = network(
        [organisation(e.id, e.kind, name="other") for e in reversed(snapshot.entities)], snapshot.relations[::-1]
    )
    assert likely_partners(turned) == likely_partners(snapshot)


def test_a_tie_that_one_side_reports_is_not_missing_and_silence_is_not_a_no() -> None:
    members = [organisation(one) for one in "abcd"]
    snapshot = network(members, [claim("a", "b"), claim("a", "c")])
    found = {(p.a, p.b) for p in likely_partners(snapshot).pairs}
    assert found == {("a", "d")}  # b, c and d reported nothing: what is between them was never told
    assert ("a", "b") in {(p.a, p.b) for p in likely_partners(snapshot, rule="confirmed").pairs}


def test_the_distance_is_as_the_crow_flies() -> None:
    oss, boxtel = (51.765, 5.518), (51.59, 5.33)
    members = [organisation("a", lat=oss[0], lon=oss[1]), organisation("b", lat=boxtel[0], lon=boxtel[1]), "c"]
    snapshot = network(members, [*both("a", "c"), *both("b", "c")])
    (pair,) = likely_partners(snapshot).pairs
    assert pair.km == pytest.approx(kilometres(oss, [boxtel])[0])
    assert pair.shared == 1


def test_few_organisations_give_a_short_list() -> None:
    assert likely_partners(network([])).pairs == ()
    assert likely_partners(network(["a"])).pairs == ()
    with pytest.raises(ValueError, match="limit"):
        likely_partners(network([]), limit=-1)


@pytest.mark.slow
def test_a_large_region_is_ranked_while_one_waits() -> None:
    """Within 0.3 s on an idle machine; the limit here leaves room for a busy one."""
    snapshot = region(1000, 4000)
    started = time.perf_counter()
    likely_partners(snapshot, needed_pairs())
    assert time.perf_counter() - started < 2


def test_what_a_tie_would_add_is_the_reach_with_it_less_that_without_by_networkx() -> None:
    one, needed = region(), {("pro", "werkgever"), ("jongerenloket", "werkcentrum")}
    kinds = [e.kind for e in one.organisations]

    def reached(graph: nx.Graph) -> float:
        near = dict(nx.all_pairs_shortest_path_length(graph))
        pairs = combinations(range(len(kinds)), 2)
        wanted = [(a, b) for a, b in pairs if {(kinds[a], kinds[b]), (kinds[b], kinds[a])} & needed]
        return sum(1 / near[a][b] for a, b in wanted if b in near[a])

    graph = nx.Graph(edges_of(30, 70, 1).tolist())
    graph.add_nodes_from(range(30))
    for pair in likely_partners(one, needed, 5).pairs:
        a, b = one.index[pair.a], one.index[pair.b]
        more = graph.copy()
        more.add_edge(a, b)
        assert pair.gain == pytest.approx(reached(more) - reached(graph))


def test_without_needs_there_is_nothing_to_gain() -> None:
    assert {pair.gain for pair in likely_partners(region(), None, 5).pairs} == {None}
