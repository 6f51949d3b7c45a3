"""What differs between two snapshots: nothing from itself, mirrored when swapped, and complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.change import Difference, change, years
from graph.analysis.ties import collaboration_ties
from graph.network import Network
from tests.support.networks import both, claim, network, organisation, sent

IDS = "abcdef"


@st.composite
def regions(draw) -> Network:
    ids = draw(st.sets(st.sampled_from(IDS), min_size=1))
    here = [
        organisation(i, draw(st.sampled_from(["uwv", "pro"])), capacity=draw(st.sampled_from([None, 1, 2])))
        for i in sorted(ids)
    ]
    pairs = draw(st.sets(st.tuples(st.sampled_from(sorted(ids)), st.sampled_from(sorted(ids))), max_size=10))
    said = [claim(a, b, trust=draw(st.sampled_from([None, 1, 4]))) for a, b in sorted(pairs) if a != b]
    return network(here, said)


def pairs_of(region: Network) -> set[tuple[str, str]]:
    ties = collaboration_ties(region)
    return {(ties.ids[a], ties.ids[b]) for a, b in ties.edges("reported")}


@given(regions())
def test_a_snapshot_does_not_differ_from_itself(region):
    found = change(region, region)
    assert found.nothing
    assert (found.organisations_kept, found.ties_kept) == (region.n_organisations, len(collaboration_ties(region)))


@given(regions(), regions())
def test_swapping_the_two_swaps_added_and_removed(before, after):
    there, back = change(before, after), change(after, before)
    assert there.organisations_added == back.organisations_removed
    assert there.ties_added == back.ties_removed

    def turned(found):
        return {
            one: tuple(Difference(d.name, d.after, d.before) for d in differences) for one, differences in found.items()
        }

    assert turned(there.organisations_changed) == back.organisations_changed
    assert turned(there.ties_changed) == back.ties_changed


@given(regions(), regions())
def test_what_was_and_what_changed_make_what_is(before, after):
    found = change(before, after)
    was, now = (set(one.ids) for one in (before, after))
    assert was - set(found.organisations_removed) | set(found.organisations_added) == now
    assert pairs_of(before) - set(found.ties_removed) | set(found.ties_added) == pairs_of(after)
    assert found.ties_kept + len(found.ties_added) == len(pairs_of(after))


def test_a_tie_that_becomes_confirmed_or_stale_has_changed():
    on = date(2026, 1, 1)
    before = network(
        "abc", [claim("a", "b"), claim("b", "c"), *both("a", "c", last_contact=date(2025, 6, 1))], as_of=on
    )
    after = network(
        "abc",
        [*both("a", "b"), claim("b", "c"), *both("a", "c", last_contact=date(2025, 6, 1))],
        as_of=date(2026, 9, 1),
    )
    found = change(before, after)
    assert found.ties_changed == {
        ("a", "b"): (Difference("status", "one_sided", "confirmed"),),
        ("a", "c"): (Difference("stale", False, True),),
    }
    assert (found.before, found.after) == (on, date(2026, 9, 1))


def test_it_says_which_side_changed_its_judgement():
    before = network("ab", [claim("a", "b", trust=4), claim("b", "a", trust=2)])
    after = network("ab", [claim("a", "b", trust=4), claim("b", "a", trust=3)])
    (differences,) = change(before, after).ties_changed.values()
    assert differences == (Difference("trust", (4.0, 2.0), (4.0, 3.0)),)


def test_a_renamed_organisation_has_changed_and_says_how():
    before, after = network([organisation("a", name="Old")]), network([organisation("a", name="New", capacity=3)])
    assert change(before, after).organisations_changed == {
        "a": (Difference("name", "Old", "New"), Difference("capacity", None, 3))
    }


def test_an_unknown_value_that_becomes_an_empty_list_has_not_changed():
    assert change(network([organisation("a", stages=())]), network([organisation("a")])).nothing


def test_the_years_go_from_the_first_to_the_last_that_is_known():
    tie = replace(claim("a", "b", last_contact=date(2022, 5, 1)), valid_from=date(2019, 3, 1))
    region = network("ab", [tie], [sent("p", "2024-02-01", "a", "b")])
    assert years(region) == (2019, 2020, 2021, 2022, 2023, 2024)
    assert years(network("ab")) == ()
