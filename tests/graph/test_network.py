"""The snapshot: its order, and that nothing vanishes from it silently."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from graph.network import Network, Outside, Scope, build_network
from graph.records import Entity, referral, relation

ENTITIES = [Entity("b", "mbo", "B"), Entity("GM0828", "gebied_gemeente", "Oss"), Entity("a", "pro", "A")]
RELATIONS = [relation("samenwerking", "a", "b"), relation("samenwerking", "b", "a"), relation("samenwerking", "a", "z")]
REFERRALS = [
    referral("k2", date(2025, 3, 1), "a", "b", {"outcome": "open", "stage_to": "transitie"}),
    referral("k1", date(2025, 2, 1), "a", "b", {"received_on": date(2025, 2, 3)}),
    referral("k1", date(2025, 1, 1), "b", "z"),
]


def network() -> Network:
    return build_network(Scope(), ENTITIES, RELATIONS, REFERRALS)


def test_organisations_come_first_and_everything_is_ordered_by_id() -> None:
    net = network()
    assert net.ids == ("a", "b", "GM0828")
    assert [e.id for e in net.organisations] == ["a", "b"]


def test_ends_are_positions() -> None:
    net = network()
    assert [(net.ids[s], net.ids[t]) for s, t in zip(net.source, net.target, strict=True)] == [("a", "b"), ("b", "a")]


def test_what_leads_outside_is_counted() -> None:
    assert network().outside == Outside(relations=1, referrals=1)


def test_referrals_are_a_typed_table_ordered_by_case_and_date() -> None:
    table = network().referrals
    assert list(table["case"]) == ["k1", "k2"]
    assert str(table["received_on"].dtype) == "datetime64[s]"
    assert pd.isna(table["received_on"].iloc[1])
    assert table["stage_to"].cat.ordered


def test_an_empty_network_has_the_same_columns() -> None:
    empty = build_network(Scope(), [], [], [])
    assert list(empty.referrals.columns) == list(network().referrals.columns)
    assert (empty.referrals.dtypes == network().referrals.dtypes).all()


@given(st.permutations(ENTITIES), st.permutations(RELATIONS), st.permutations(REFERRALS))
def test_the_order_of_the_input_does_not_matter(entities: list, relations: list, referrals: list) -> None:
    net, reference = build_network(Scope(), entities, relations, referrals), network()
    assert (net.entities, net.relations) == (reference.entities, reference.relations)
    pd.testing.assert_frame_equal(net.referrals, reference.referrals)


def test_example_data_are_recognised() -> None:
    assert not network().fictitious
    assert build_network(Scope(), [Entity("a", "mbo", "A", {"fictitious": True})], [], []).fictitious
