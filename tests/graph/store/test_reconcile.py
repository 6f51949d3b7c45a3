"""The merge rule: absent keeps, None clears, an open date keeps the stored one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given

from graph.records import Entity, Record, referral, relation
from graph.schema import load_schema
from graph.store.reconcile import merge, merged_problems, reconcile
from tests.support.records import records

SCHOOL = Entity("s", "pro", "School", {"capacity": 3, "kleur": "rood"}, date(2020, 1, 1), None)


def test_a_record_that_is_not_stored_is_new() -> None:
    found = reconcile({}, [SCHOOL])
    assert (found.statuses, found.inserted, found.updated) == (("new",), (SCHOOL,), ())


def test_an_absent_property_keeps_its_value() -> None:
    after = merge(SCHOOL, Entity("s", "pro", "School", {"size": 9}))
    assert after.properties == {"capacity": 3, "kleur": "rood", "size": 9}


def test_none_clears_a_property() -> None:
    assert merge(SCHOOL, Entity("s", "pro", "School", {"capacity": None})).properties == {"kleur": "rood"}


def test_none_is_not_stored_with_a_new_record() -> None:
    assert reconcile({}, [replace(SCHOOL, properties={"size": None})]).inserted[0].properties == {}


def test_clearing_what_is_not_there_changes_nothing() -> None:
    assert reconcile({"s": SCHOOL}, [replace(SCHOOL, properties={"size": None})]).statuses == ("unchanged",)


def test_the_name_comes_from_the_batch_and_an_open_date_keeps_the_stored_one() -> None:
    after = merge(SCHOOL, Entity("s", "pro", "De School", {}, None, date(2030, 1, 1)))
    assert after == replace(SCHOOL, name="De School", valid_to=date(2030, 1, 1))


def test_relations_and_referrals_follow_the_same_rule() -> None:
    claim = relation("samenwerking", "a", "b", {"trust": 3}, date(2020, 1, 1))
    move = referral("k", date(2024, 1, 1), "a", "b", {"outcome": "open", "handover": "warm"})
    assert merge(claim, replace(claim, properties={"value": 2}, valid_from=None)) == replace(
        claim, properties={"trust": 3, "value": 2}
    )
    assert merge(move, replace(move, properties={"outcome": "afgerond", "handover": None})).properties == {
        "outcome": "afgerond"
    }


def test_statuses_are_in_the_order_of_the_batch() -> None:
    stored = {"s": SCHOOL, "t": replace(SCHOOL, id="t")}
    batch = [replace(SCHOOL, id="u"), SCHOOL, replace(SCHOOL, id="t", name="Anders")]
    found = reconcile(stored, batch)
    assert found.statuses == ("new", "unchanged", "changed")
    assert found.unchanged == 1
    assert found.updated == ((stored["t"], batch[2]),)


def test_two_right_halves_that_make_a_wrong_whole_are_reported() -> None:
    found = reconcile({"s": SCHOOL}, [Entity("s", "pro", "School", {}, None, date(2019, 1, 1))])
    assert [problem.key for problem in merged_problems(found, load_schema())] == ["problems.period_reversed"]


@given(records())
def test_writing_again_changes_nothing(record: Record) -> None:
    stored = {r.id: r for r in reconcile({}, [record]).inserted}
    assert reconcile(stored, [record]).statuses == ("unchanged",)


@given(records(), records())
def test_merging_the_same_record_twice_is_merging_it_once(a: Record, b: Record) -> None:
    if type(a) is type(b):
        incoming = replace(b, id=a.id)
        once = merge(a, incoming)
        assert merge(once, incoming) == once
