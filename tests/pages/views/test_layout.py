"""Where organisations stand: the same every time, apart from each other, and they stay."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from scipy.spatial.distance import pdist

from pages.views.layout import SPACING, Places, place

GRAPHS = some.integers(1, 25).flatmap(
    lambda n: some.tuples(
        some.just([f"o{at}" for at in range(n)]),
        some.lists(some.tuples(some.integers(0, n - 1), some.integers(0, n - 1)), max_size=3 * n),
    )
)


def spread(n: int = 120, edges: int = 300) -> tuple[list[str], list[tuple[int, int]]]:
    chance = random.Random(1)
    pairs = [(chance.randrange(n), chance.randrange(n)) for _ in range(edges)]
    return [f"o{at}" for at in range(n)], pairs


@given(GRAPHS)
def test_everyone_gets_a_place_of_its_own(graph: tuple[list[str], list[tuple[int, int]]]) -> None:
    ids, edges = graph
    places = place(ids, edges)
    assert set(places) == set(ids)
    assert len(set(places.values())) == len(ids)


@given(GRAPHS)
def test_the_order_of_the_rows_does_not_matter(graph: tuple[list[str], list[tuple[int, int]]]) -> None:
    ids, edges = graph
    last = len(ids) - 1
    turned = place(ids[::-1], [(last - b, last - a) for a, b in reversed(edges)])
    assert turned == place(ids, edges)


def test_organisations_keep_their_distance() -> None:
    places = place(*spread())
    assert pdist(np.array(list(places.values()))).min() > SPACING / 3


def test_partners_stand_nearer_than_strangers() -> None:
    """Two groups with many ties inside and one between: each group stands together."""
    chance = random.Random(4)
    edges = [(base + chance.randrange(15), base + chance.randrange(15)) for base in (0, 15) for _ in range(60)]
    at = np.array([*place([f"o{i:02}" for i in range(30)], [*edges, (0, 15)]).values()])
    apart = np.linalg.norm(at[:15].mean(axis=0) - at[15:].mean(axis=0))
    assert apart > np.linalg.norm(at[:15] - at[:15].mean(axis=0), axis=1).mean()


def test_a_newcomer_moves_nobody_and_stands_by_its_partner() -> None:
    ids, edges = spread()
    before = place(ids, edges)
    after = place([*ids, "new"], [*edges, (len(ids), 7)], before)
    assert {one: after[one] for one in ids} == before
    assert np.hypot(*np.subtract(after["new"], before["o7"])) < 5 * SPACING


def test_a_newcomer_without_partners_stands_apart_from_all() -> None:
    ids, edges = spread()
    before = place(ids, edges)
    after = place([*ids, "new"], edges, before)
    assert min(np.hypot(*np.subtract(after["new"], spot)) for spot in before.values()) >= SPACING * 2 / 3


def test_who_leaves_moves_nobody() -> None:
    ids, edges = spread()
    before = place(ids, edges)
    after = place(ids[:-1], [(a, b) for a, b in edges if len(ids) - 1 not in (a, b)], before)
    assert after == {one: before[one] for one in ids[:-1]}


def test_when_most_are_new_all_are_placed_afresh() -> None:
    ids, edges = spread()
    assert place(ids, edges, {"o1": (9e5, 9e5)}) == place(ids, edges)


def test_no_organisations_have_no_places() -> None:
    assert place([], []) == {}


def test_places_are_told_apart_by_their_digest() -> None:
    one, same, other = Places.of({"a": (0, 0)}), Places.of({"a": (0, 0)}), Places.of({"a": (0, 1)})
    assert one.digest == same.digest != other.digest
