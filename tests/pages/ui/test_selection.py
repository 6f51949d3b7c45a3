"""The selection in the URL: what is written can be read back, what is hostile is ignored."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.network import Scope
from graph.schema import load_schema
from pages.ui.selection import KEYS, STATUSES, Selection, parse, to_params
from pages.views.map_view import LEAST

SCHEMA = load_schema()


def several(options: list[str]) -> some.SearchStrategy[tuple[str, ...]]:
    return some.lists(some.sampled_from(options), unique=True, max_size=4).map(tuple)


days = some.dates(date(1900, 1, 1), date(2100, 12, 31))
selections = some.builds(
    Selection,
    region=some.none() | some.sampled_from(["AM27", "RMC36"]),
    start=some.none() | days,
    end=some.none() | days,
    target_group=some.none() | some.sampled_from(sorted(SCHEMA.codes["target_groups"].codes)),
    kinds=several(sorted(SCHEMA.organisations)),
    municipalities=several(["GM0828", "GM0796", "GM1721"]),
    life_domains=several(sorted(SCHEMA.codes["life_domains"].codes)),
    stages=several(sorted(SCHEMA.codes["stages"].codes)),
    statuses=several(list(STATUSES)),
    relations=several(sorted(SCHEMA.relations)),
    least=some.sampled_from(LEAST),
    focus=some.none() | some.text(some.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=200),
    language=some.sampled_from(["nl", "en"]),
).filter(lambda s: not (s.start and s.end and s.start > s.end))


@given(selections)
def test_what_is_written_in_a_url_is_read_back(selection: Selection) -> None:
    assert parse(to_params(selection)) == selection


@given(some.dictionaries(some.sampled_from(KEYS), some.text()))
def test_any_text_gives_a_selection_that_a_url_can_hold(params: dict[str, str]) -> None:
    read = parse(params)
    assert parse(to_params(read)) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("regio", "AM27'; DROP TABLE entities; --"),
        ("regio", "../../etc/passwd"),
        ("van", "gisteren"),
        ("van", "9999-01-01"),
        ("doelgroep", "<script>alert(1)</script>"),
        ("soort", "kandidaat"),
        ("soort", "onzin"),
        ("gemeente", "GM08280"),
        ("status", "denied"),
        ("leefgebied", "onzin"),
        ("fase", "onzin"),
        ("relatie", "haat"),
        ("sterkte", "5"),
        ("layout", "spiraal"),
        ("grootte", "__class__"),
        ("stappen", "4"),
        ("uit", "kandidaat"),
        ("verborgen", "a" * 201),
        ("org", "a" * 201),
        ("org", "two\nlines"),
        ("taal", "fr"),
    ],
)
def test_what_is_unknown_or_hostile_is_ignored(name: str, value: str) -> None:
    assert parse({name: value}) == Selection()


def test_a_bad_part_leaves_the_good_parts_alone() -> None:
    assert parse({"soort": "mbo|onzin|pro", "taal": "xx"}) == Selection(kinds=("mbo", "pro"))


def test_a_period_that_runs_backwards_is_ignored() -> None:
    assert parse({"van": "2025-02-01", "tot": "2025-01-01"}) == Selection()


def test_nothing_chosen_leaves_the_url_empty() -> None:
    assert to_params(Selection()) == {}


def test_the_store_is_asked_for_region_and_period_only() -> None:
    chosen = Selection(region="AM27", start=date(2025, 1, 1), kinds=("mbo",), target_group="pro", focus="x")
    assert chosen.scope == Scope(regions=("AM27",), start=date(2025, 1, 1))
