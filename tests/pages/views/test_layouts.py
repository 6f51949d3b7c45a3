"""Every layout keeps the law: same data, same place; a newcomer moves nobody; nobody on somebody else."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from itertools import pairwise
from math import atan2, hypot, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.spatial.distance import pdist

from graph.network import Network
from graph.records import Entity
from graph.schema import load_schema
from graph.texts import texts
from pages.views.layout import LAYOUTS, LEAST, Layout, Places, area_label, positions
from tests.support.networks import both, network, organisation

STAGES = tuple(load_schema().codes["stages"].codes)
DOMAINS = tuple(load_schema().codes["life_domains"].codes)
TOWNS = {"GM0828": ("Oss", 51.77, 5.52), "GM0796": ("Den Bosch", 51.69, 5.31), "GM1721": ("Bernheze", 51.68, 5.51)}
PLACES = [Entity(c, "gebied_gemeente", name, {"lat": lat, "lon": lon}) for c, (name, lat, lon) in TOWNS.items()]

members = some.lists(
    some.tuples(
        some.sampled_from(["werkgever", "pro", "uwv", "zorgaanbieder"]),
        some.sampled_from([*TOWNS, None]),
        some.lists(some.sampled_from(STAGES), max_size=3, unique=True),
        some.lists(some.sampled_from(DOMAINS), max_size=3, unique=True),
    ),
    min_size=1,
    max_size=40,
)
ties = some.lists(some.tuples(some.integers(0, 39), some.integers(0, 39)), max_size=60)
every_layout = pytest.mark.parametrize("layout", LAYOUTS)


def made(drawn, tied, *, name: str = "x", start: int = 0) -> Network:
    here = [
        organisation(f"o{at:03}", kind, f"{name}{at}", gm_code=town, stages=tuple(stages), life_domains=tuple(domains))
        for at, (kind, town, stages, domains) in enumerate(drawn, start)
    ]
    ids = [one.id for one in here]
    pairs = {tuple(sorted((ids[a % len(ids)], ids[b % len(ids)]))) for a, b in tied}
    return network([*here, *PLACES], [c for a, b in sorted(pairs) if a != b for c in both(a, b)])


def large(n: int, m: int, seed: int = 3) -> Network:
    chance = random.Random(seed)
    drawn = [
        (
            chance.choice(["werkgever", "pro", "uwv"]),
            chance.choice([*TOWNS, None]),
            [chance.choice(STAGES)],
            [chance.choice(DOMAINS)] * chance.randint(0, 1),
        )
        for _ in range(n)
    ]
    return made(drawn, [(chance.randrange(n), chance.randrange(n)) for _ in range(m)])


@every_layout
@settings(max_examples=40)
@given(members, ties)
def test_nobody_stands_on_somebody_else(layout: Layout, drawn, tied) -> None:
    spots = np.array(list(positions(made(drawn, tied), None, layout).at.values()))
    assert len(spots) == len(drawn)
    assert pdist(spots).min(initial=LEAST) >= LEAST - 1e-5


@every_layout
@settings(max_examples=25)
@given(members, ties, some.randoms(use_true_random=False))
def test_places_depend_on_content_and_not_on_names_or_the_order_of_rows(layout: Layout, drawn, tied, chance) -> None:
    region, renamed = made(drawn, tied), made(drawn, tied, name="another name ")
    mixed = list(renamed.entities), list(renamed.relations)
    chance.shuffle(mixed[0])
    chance.shuffle(mixed[1])
    assert positions(network(*mixed), None, layout) == positions(region, None, layout)


@every_layout
@settings(max_examples=40)
@given(members, ties, members, ties)
def test_newcomers_move_nobody_and_take_nobodys_place(layout: Layout, drawn, tied, more, more_ties) -> None:
    more = more[: len(drawn)]  # when most are new all are placed afresh
    before = positions(made(drawn, tied), None, layout)
    after = positions(made([*drawn, *more], [*tied, *more_ties]), before, layout)
    assert {one: after.at[one] for one in before.at} == dict(before.at)
    assert pdist(np.array(list(after.at.values()))).min(initial=LEAST) >= LEAST - 1e-5


@every_layout
@settings(max_examples=25)
@given(members, ties)
def test_what_was_kept_over_a_restart_gives_the_same_places(layout: Layout, drawn, tied) -> None:
    region = made(drawn, tied)
    first = positions(region, None, layout)
    kept = json.loads(json.dumps(first.plain()))
    assert positions(region, Places.from_plain(kept), layout) == first


@every_layout
def test_plain_positions_stay_where_they_are_too(layout: Layout) -> None:
    """Such as those that somebody dragged by hand."""
    region = large(20, 30)
    dragged = {one: (x + 7.0, y - 3.0) for one, (x, y) in positions(region, None, layout).at.items()}
    assert positions(region, dragged, layout).at == dragged


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "force"])
def test_places_of_another_layout_count_for_nothing(layout: Layout) -> None:
    region = large(20, 30)
    assert positions(region, positions(region), layout) == positions(region, None, layout)


def test_who_moves_to_another_municipality_moves_in_the_picture_and_nobody_else_does() -> None:
    region = large(30, 40)
    moving = next(e for e in region.organisations if e.properties["gm_code"] == "GM0828")
    moved = replace(moving, properties={**moving.properties, "gm_code": "GM0796"})
    after = network([moved, *(e for e in region.entities if e.id != moving.id)], region.relations)
    was = positions(region, None, "municipality")
    now = positions(after, was, "municipality")
    assert {one for one in was.at if now.at[one] != was.at[one]} == {moving.id}
    (x, y), (wide, high) = now.areas["GM0796"].at, now.areas["GM0796"].size
    assert abs(now.at[moving.id][0] - x) <= wide / 2
    assert abs(now.at[moving.id][1] - y) <= high / 2


def test_stages_are_rings_in_the_order_of_the_chain() -> None:
    places = positions(large(200, 300), None, "stage")
    out = {code: [hypot(*places.at[o]) for o, c in places.groups.items() if c == code] for code in places.areas}
    stages = [code for code in STAGES if code in out]
    assert all(max(out[inner]) < min(out[outer]) for inner, outer in pairwise(stages))
    for code, area in places.areas.items():
        assert area.size[0] - 1e-6 <= min(out[code]) <= max(out[code]) <= area.size[1] + 1e-6


def test_life_domains_are_sectors_that_do_not_overlap() -> None:
    places = positions(large(200, 300), None, "domain")
    assert set(places.areas) == set(places.groups.values())
    for one, code in places.groups.items():
        start, end, inner, outer = places.areas[code].size
        x, y = places.at[one]
        assert start - 1e-9 <= start + (atan2(y, x) - start) % (2 * pi) <= end + 1e-9
        assert inner <= hypot(x, y) <= outer


def test_municipalities_stand_as_they_lie() -> None:
    """Oss lies north of Bernheze, and 's-Hertogenbosch west of both; y points down."""
    areas = positions(large(120, 100), None, "geographic").areas
    assert areas["GM0828"].at[1] < areas["GM1721"].at[1]
    assert areas["GM0796"].at[0] < min(areas["GM0828"].at[0], areas["GM1721"].at[0])


def test_discs_of_municipalities_do_not_overlap_and_hold_their_organisations() -> None:
    places = positions(large(120, 100), None, "geographic")
    discs = list(places.areas.values())
    for at, one in enumerate(discs):
        for other in discs[at + 1 :]:
            apart = hypot(one.at[0] - other.at[0], one.at[1] - other.at[1])
            assert apart >= one.size[0] + other.size[0] - 1e-6
    for one, code in places.groups.items():
        x, y = places.areas[code].at
        assert hypot(places.at[one][0] - x, places.at[one][1] - y) <= places.areas[code].size[0]


def test_blocks_of_municipalities_do_not_overlap() -> None:
    blocks = list(positions(large(120, 100), None, "municipality").areas.values())
    for at, one in enumerate(blocks):
        for other in blocks[at + 1 :]:
            wide, high = (abs(a - b) for a, b in zip(one.at, other.at, strict=True))
            assert wide >= (one.size[0] + other.size[0]) / 2 or high >= (one.size[1] + other.size[1]) / 2


def test_who_has_no_group_has_a_place_all_the_same() -> None:
    region = network([organisation("a"), organisation("b")])
    for layout in LAYOUTS:
        assert set(positions(region, None, layout).at) == {"a", "b"}


def test_areas_are_called_by_the_words_of_the_reader() -> None:
    region = large(10, 5)
    assert area_label(region, "in_beeld", "stage", texts("en")) == "In view"
    assert area_label(region, "wonen", "domain", texts("nl")) == "Wonen"
    assert area_label(region, "GM0828", "municipality", texts("nl")) == "Oss"
    assert area_label(region, "", "geographic", texts("en")) != ""


def test_an_empty_snapshot_has_no_places() -> None:
    assert all(positions(network([]), None, layout).at == {} for layout in LAYOUTS)


def test_a_layout_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of force, stage"):
        positions(large(2, 1), None, "spiral")  # type: ignore[arg-type]


@pytest.mark.slow
@every_layout
def test_five_thousand_organisations_are_placed_within_seconds(layout: Layout) -> None:
    region = large(5000, 20_000)
    start = time.process_time()
    positions(region, None, layout)
    assert time.process_time() - start < 6  # 3 on an idle machine
