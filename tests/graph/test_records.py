"""Identity of records: what makes two relations or referrals the same one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Batch, Entity, record_type, referral, relation


def test_a_collaboration_claim_is_identified_by_who_says_it_about_whom() -> None:
    assert relation("samenwerking", "a", "b").id == relation("samenwerking", "a", "b", {"trust": 4}).id
    assert relation("samenwerking", "a", "b").id != relation("samenwerking", "b", "a").id


def test_serving_two_life_domains_is_two_relations() -> None:
    housing = relation("levert_aan", "a", "GM0828", {"life_domain": "wonen"})
    debts = relation("levert_aan", "a", "GM0828", {"life_domain": "financien"})
    assert housing.id != debts.id


def test_two_memberships_at_different_times_are_two_relations() -> None:
    first = relation("lid_van", "a", "n", valid_from=date(2023, 1, 1))
    assert first.id != relation("lid_van", "a", "n", valid_from=date(2025, 1, 1)).id
    assert first.id != relation("lid_van", "a", "n").id


def test_an_unknown_kind_of_relation_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        relation("vriendschap", "a", "b")


plain = st.text("abc", min_size=1, max_size=3)


@given(plain, plain, plain, plain, plain, plain)
def test_referrals_are_the_same_exactly_when_case_day_and_ends_are(
    a: str, b: str, c: str, d: str, e: str, f: str
) -> None:
    day = date(2025, 5, 1)
    same = (a, b, c) == (d, e, f)
    assert (referral(a, day, b, c).id == referral(d, day, e, f).id) == same


def test_a_batch_gives_its_records_in_an_order_that_can_be_written() -> None:
    batch = Batch(
        (Entity("a", "mbo", "A"),), (relation("opstap", "a", "b"),), (referral("c", date(2025, 1, 1), "a", "b"),)
    )
    assert [record_type(record) for record in batch] == ["entity", "relation", "referral"]
    assert len(batch + batch) == 6
