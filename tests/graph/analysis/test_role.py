"""The role of an organisation: against published values, against NetworkX, and by brute force."""

from __future__ import annotations

import csv
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.role import STEPS, Position, gould_fernandez, position, role
from tests.support.networks import both, claim, network, organisation
from tests.support.published import SHARED, reference_values

GROUPS = "abc"


def published(name: str, column: str) -> tuple[list[str], list[str], np.ndarray]:
    """Names, groups and edges (positions) of a published network."""
    files = [SHARED / "networks" / f"{name}_{part}.csv" for part in ("nodes", "edges")]
    if not all(file.is_file() for file in files):
        pytest.skip("the published networks are not here: see tests/support/published.py")
    nodes, edges = (list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) for file in files)
    place = {row["id"]: at for at, row in enumerate(nodes)}
    ends = np.array([(place[row["source"]], place[row["target"]]) for row in edges])
    return [row["name"] for row in nodes], [row[column] for row in nodes], ends


def test_brokerage_in_the_strike_network_is_as_published() -> None:
    names, groups, edges = published("strike", "group")
    values = reference_values()["strike"]
    found = {}
    for at, name in enumerate(names):
        one = position(edges, groups, at).brokerage
        found[name] = [one.coordinator, one.itinerant, one.representative, one.gatekeeper, one.liaison]
    assert {name: found[name] for name in values["gf"]} == values["gf"]
    assert [sum(column) for column in zip(*found.values(), strict=True)] == values["gf_total"]


def test_the_cutpoints_of_the_strike_network_are_as_published() -> None:
    names, groups, edges = published("strike", "group")
    cut = [name for at, name in enumerate(names) if len(position(edges, groups, at).cut_off)]
    assert sorted(cut) == reference_values()["strike"]["cutpoints"]


def test_brokerage_with_directions_is_as_published() -> None:
    """The network of messages among 32 researchers tells a gatekeeper from a representative."""
    names, groups, arcs = published("eies", "Discipline")
    values = reference_values()["eies"]
    found = {name: gould_fernandez(arcs, groups, at) for at, name in enumerate(names)}
    rows = {
        name: [one.coordinator, one.itinerant, one.gatekeeper, one.representative, one.liaison]
        for name, one in found.items()
    }
    for name in ("Lin Freeman", "Doug White", "Ev Rogers"):
        assert rows[name] == values[name]
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == values["total"]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[nx.Graph, list[str]]:
    n = draw(st.integers(1, 9))
    pairs = list(combinations(range(n), 2))
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])
    return graph, draw(st.lists(st.sampled_from(GROUPS), min_size=n, max_size=n))


def placed(graph: nx.Graph, groups: list[str]) -> Position:
    return position(np.array(list(graph.edges), dtype=np.int32).reshape(-1, 2), groups, 0)


def without_it(graph: nx.Graph) -> nx.Graph:
    rest = graph.copy()
    rest.remove_node(0)
    return rest


def near(graph: nx.Graph, a: int, b: int) -> bool:
    return b in nx.single_source_shortest_path_length(graph, a, cutoff=STEPS)


@given(graphs())
def test_what_is_lost_is_what_is_further_apart_without_it(drawn: tuple[nx.Graph, list[str]]) -> None:
    graph, groups = drawn
    found, rest = placed(graph, groups), without_it(graph)
    ways = nx.single_source_shortest_path_length(graph, 0)
    through = {
        (a, b) for a, b in combinations(sorted(rest), 2) if a in ways and b in ways and ways[a] + ways[b] <= STEPS
    }
    pairs = [tuple(sorted(pair)) for pair in found.reach.pairs.tolist()]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == through
    lost = {pair for pair, gone in zip(pairs, found.reach.lost, strict=True) if gone}
    assert lost == {pair for pair in through if not near(rest, *pair)}
    everywhere = {p for p in combinations(sorted(rest), 2) if near(graph, *p) and not near(rest, *p)}
    assert lost == everywhere


@given(graphs())
def test_pairs_that_it_brings_together_are_open_and_only_means_no_other_partner_of_both(
    drawn: tuple[nx.Graph, list[str]],
) -> None:
    graph, groups = drawn
    expected: dict[tuple[str, str], dict[tuple[int, int], bool]] = {}
    for a, b in combinations(sorted(graph[0]), 2):
        if not graph.has_edge(a, b):
            only = set(graph[a]) & set(graph[b]) == {0}
            kinds = tuple(sorted((groups[a], groups[b])))
            expected.setdefault(kinds, {})[a, b] = only  # type: ignore[index]
    found = {
        one.groups: {
            tuple(sorted(pair)): bool(o)  # type: ignore[misc]
            for pair, o in zip(one.pairs.tolist(), one.only, strict=True)
        }
        for one in placed(graph, groups).between
    }
    assert found == expected


@given(graphs())
def test_the_five_types_of_brokerage_follow_from_the_pairs_of_groups(drawn: tuple[nx.Graph, list[str]]) -> None:
    graph, groups = drawn
    found = placed(graph, groups)
    counts = found.brokerage
    by_groups = {one.groups: len(one.pairs) for one in found.between}
    assert counts.coordinator == 2 * by_groups.get((groups[0], groups[0]), 0)
    assert counts.gatekeeper == counts.representative
    assert sum(by_groups.values()) * 2 == sum(
        (counts.coordinator, counts.itinerant, counts.gatekeeper, counts.representative, counts.liaison)
    )


@given(graphs())
def test_only_a_cutpoint_cuts_others_off(drawn: tuple[nx.Graph, list[str]]) -> None:
    graph, groups = drawn
    cut = placed(graph, groups).cut_off
    assert bool(len(cut)) == (0 in set(nx.articulation_points(graph)))
    pieces = [piece for piece in nx.connected_components(without_it(graph)) if piece & set(graph[0])]
    assert len(cut) == sum(map(len, pieces)) - max(map(len, pieces), default=0)


@given(graphs())
def test_groups_come_apart_when_no_two_of_them_are_near_any_more(drawn: tuple[nx.Graph, list[str]]) -> None:
    graph, groups = drawn

    def together(of: nx.Graph, a: str, b: str) -> bool:
        return any(near(of, u, v) for u in of for v in of if groups[u] == a and groups[v] == b)

    # The organisation itself counts with, as one that nobody reaches.
    alone = without_it(graph)
    alone.add_node(0)
    expected = tuple(
        (a, b) for a, b in combinations(sorted(set(groups)), 2) if together(graph, a, b) and not together(alone, a, b)
    )
    assert placed(graph, groups).groups_apart == expected


def test_the_role_of_an_organisation_counts_what_one_side_says_unless_asked_otherwise() -> None:
    members = [
        organisation(i, kind) for i, kind in zip("spwx", ("pro", "vso", "werkgever", "werkcentrum"), strict=True)
    ]
    region = network(members, [*both("s", "x"), claim("x", "w"), *both("p", "x")])
    found = role(region, "x")
    named = {one.groups: [[found.ids[v] for v in pair] for pair in one.pairs] for one in found.position.between}
    assert named == {("onderwijs", "onderwijs"): [["p", "s"]], ("onderwijs", "werkgevers"): [["p", "w"], ["s", "w"]]}
    assert len(role(region, "x", "confirmed").position.partners) == 2


def test_a_place_has_no_role() -> None:
    from graph.records import Entity

    region = network(["a", Entity("GM0828", "gebied_gemeente", "Oss")])
    with pytest.raises(KeyError):
        role(region, "GM0828")
