"""From claims to ties: confirmed, one-sided, unknown; and how fresh they are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from graph.analysis.dates import months_before
from graph.analysis.ties import collaboration_ties
from tests.support.networks import both, claim, network


def statuses(region):
    ties = collaboration_ties(region)
    return {(ties.ids[a], ties.ids[b]): s for a, b, s in zip(ties.a, ties.b, ties.status, strict=True)}


def test_a_claim_from_both_sides_is_confirmed():
    assert statuses(network("ab", both("a", "b"))) == {("a", "b"): "confirmed"}


def test_a_claim_that_a_responding_partner_does_not_make_is_one_sided():
    found = statuses(network("abc", [claim("b", "a"), *both("a", "c")]))
    assert found == {("a", "b"): "one_sided", ("a", "c"): "confirmed"}


def test_a_claim_about_a_partner_who_reported_nothing_is_unknown():
    assert statuses(network("ab", [claim("b", "a")])) == {("a", "b"): "unknown"}


def test_each_side_keeps_its_own_judgement():
    ties = collaboration_ties(
        network("ab", [claim("a", "b", trust=4, frequency=12), claim("b", "a", trust=2, formal=True)])
    )
    assert ties.trust.tolist() == [[4, 2]]
    np.testing.assert_array_equal(ties.frequency, [[12, np.nan]])
    np.testing.assert_array_equal(ties.formal, [[np.nan, 1]])
    assert ties.claims == (("samenwerking|a|b", "samenwerking|b|a"),)


@pytest.mark.parametrize(("contact", "stale"), [(date(2024, 5, 31), True), (date(2024, 6, 1), False), (None, False)])
def test_a_tie_is_stale_when_the_last_contact_is_a_year_ago(contact, stale):
    ties = collaboration_ties(network("ab", both("a", "b", last_contact=contact)), on=date(2025, 6, 1))
    assert ties.stale.tolist() == [stale]


def test_the_latest_contact_of_either_side_counts():
    claims = [claim("a", "b", last_contact=date(2020, 1, 1)), claim("b", "a", last_contact=date(2025, 1, 1))]
    ties = collaboration_ties(network("ab", claims))
    assert (ties.on, ties.stale.tolist()) == (date(2025, 1, 1), [False])


def test_a_claim_that_has_ended_does_not_count():
    ended = claim("a", "b")
    ended = type(ended)(ended.id, ended.kind, "a", "b", {}, None, date(2020, 1, 1))
    region = network("ab", [ended])
    assert len(collaboration_ties(region, on=date(2020, 1, 1))) == 1
    assert len(collaboration_ties(region, on=date(2020, 1, 2))) == 0


def test_graphs_are_made_by_either_rule_with_every_organisation_in_them():
    ties = collaboration_ties(network("abcd", [*both("a", "b"), claim("c", "a")]))
    assert sorted(ties.to_networkx().edges) == [("a", "b")]
    assert sorted(map(sorted, ties.to_networkx("reported").edges)) == [["a", "b"], ["a", "c"]]
    assert ties.to_igraph().vcount() == ties.to_networkx().number_of_nodes() == 4
    with pytest.raises(ValueError, match="confirmed or reported"):
        ties.edges("maybe")


def test_the_table_has_one_row_per_pair():
    table = collaboration_ties(network("abc", [*both("a", "b", frequency=4), claim("c", "a", formal=True)])).table()
    assert table[["a", "b", "status", "formal"]].to_numpy().tolist() == [
        ["a", "b", "confirmed", False],
        ["a", "c", "one_sided", True],
    ]
    assert table["frequency"].tolist()[0] == 4


def test_months_are_calendar_months():
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2025, 1, 15), 13) == date(2023, 12, 15)
