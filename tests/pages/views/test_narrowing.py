"""Narrowing a snapshot to kinds, a target group and municipalities."""

from __future__ import annotations

import pytest

from graph.network import Network
from graph.records import Entity
from pages.views.narrowing import narrow
from tests.support.networks import both, network, organisation, sent


@pytest.fixture
def region() -> Network:
    return network(
        [
            organisation("oss", "gemeente", gm_code="GM0828"),
            organisation("pro", "pro", gm_code="GM0828", target_groups=("pro",)),
            organisation("boss", "werkgever", gm_code="GM0796", target_groups=("vso",)),
            Entity("GM0828", "gebied_gemeente", "Oss"),
        ],
        [*both("oss", "pro"), *both("pro", "boss")],
        [
            sent("c1", "2025-01-01", "pro", "oss", target_group="pro"),
            sent("c2", "2025-01-02", "pro", "boss", target_group="vso"),
        ],
    )


def ids(found: Network) -> set[str]:
    return {e.id for e in found.organisations}


def test_nothing_chosen_leaves_everything(region: Network) -> None:
    assert narrow(region).entities == region.entities


def test_kinds_leave_only_those_kinds_and_what_is_among_them(region: Network) -> None:
    found = narrow(region, kinds=("gemeente", "pro"))
    assert ids(found) == {"oss", "pro"}
    assert {r.target for r in found.relations} == {"oss", "pro"}
    assert list(found.referrals["case"]) == ["c1"]


def test_a_target_group_leaves_who_works_for_it_or_for_everybody(region: Network) -> None:
    found = narrow(region, target_group="pro")
    assert ids(found) == {"oss", "pro"}
    assert list(found.referrals["case"]) == ["c1"]


def test_municipalities_leave_who_is_established_there(region: Network) -> None:
    assert ids(narrow(region, municipalities=("GM0796",))) == {"boss"}


def test_places_stay(region: Network) -> None:
    assert "GM0828" in narrow(region, kinds=("werkgever",)).municipalities


def test_life_domains_and_stages_leave_who_names_one_or_none() -> None:
    region = network(
        [
            organisation("a", life_domains=("wonen", "geld"), stages=("in_beeld",)),
            organisation("b", life_domains=("werk",)),
            organisation("c"),
        ]
    )
    assert ids(narrow(region, life_domains=("wonen",))) == {"a", "c"}
    assert ids(narrow(region, stages=("in_beeld",))) == {"a", "b", "c"}
    assert ids(narrow(region, life_domains=("werk",), stages=("elders",))) == {"b", "c"}
