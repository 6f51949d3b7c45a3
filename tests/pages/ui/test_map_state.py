"""The state of the map and the selection of the address say the same, and a browser cannot say more than an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.schema import load_schema
from pages.ui.map_state import selection_of, state_of
from pages.ui.selection import STATUSES, Selection
from pages.views import map_view
from pages.views.layout import LAYOUTS
from pages.views.map_view import MapView

SCHEMA = load_schema()
ids = some.text(some.sampled_from("abc-01"), min_size=1, max_size=8)


def several(options: list[str]) -> some.SearchStrategy[tuple[str, ...]]:
    return some.lists(some.sampled_from(options), unique=True, max_size=4).map(tuple)


views = some.builds(
    MapView,
    layout=some.sampled_from(LAYOUTS),
    size=some.sampled_from(map_view.SIZES),
    colour=some.sampled_from(map_view.COLOURS),
    text=some.sampled_from(map_view.TEXTS),
    lines=some.sampled_from(map_view.LINES),
    steps=some.integers(0, 3),
    off=several(sorted(SCHEMA.organisations)),
    hidden=some.lists(ids, unique=True, max_size=4).map(tuple),
    pinned=some.lists(ids, unique=True, max_size=4).map(tuple),
    route=some.lists(ids, unique=True, max_size=4).map(tuple),
    large=some.booleans(),
)
selections = some.builds(
    Selection,
    region=some.none() | some.just("AM27"),
    kinds=several(sorted(SCHEMA.organisations)),
    statuses=several(list(STATUSES)),
    relations=several(sorted(SCHEMA.relations)),
    least=some.sampled_from(map_view.LEAST),
    focus=some.none() | ids,
    map=views,
)


@given(selections)
def test_there_and_back_is_the_same(selection: Selection) -> None:
    assert selection_of(state_of(selection, selection.focus), selection) == selection


@given(selections)
def test_what_the_map_does_not_say_stays_as_it_was(selection: Selection) -> None:
    found = selection_of({}, selection)
    assert (found.region, found.kinds) == (selection.region, selection.kinds)
    assert (found.focus, found.map) == (None, MapView())


@pytest.mark.parametrize(
    "told",
    [
        {"off": "mbo"},
        {"off": ["<script>"]},
        {"steps": 99},
        {"steps": "x"},
        {"layout": "../secret"},
        {"size": None},
        {"hidden": [None, 1.5, "a" * 300]},
        {"least": -1},
        {"chosen": "two\nlines"},
    ],
)
def test_what_is_malformed_is_read_as_little(told: dict[str, object]) -> None:
    found = selection_of(told, Selection())
    assert found.focus is None
    assert found.map == MapView(hidden=found.map.hidden)
    assert all(len(one) <= 200 for one in found.map.hidden)
