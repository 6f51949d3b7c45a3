"""Too many organisations for one picture: groups per municipality and kind."""

from __future__ import annotations

from datetime import date

import pytest

from graph.analysis.ties import collaboration_ties
from graph.network import Network
from graph.records import Entity
from pages.views.grouping import drill, grouped, is_group, middle
from pages.views.layout import positions
from tests.support.networks import claim, network, organisation

OLD, NEW = date(2024, 1, 1), date(2025, 1, 1)


@pytest.fixture
def region() -> Network:
    oss = {"gm_code": "GM0828"}
    return network(
        [
            organisation("b1", "werkgever", **oss),
            organisation("b2", "werkgever", **oss),
            organisation("b3", "werkgever", gm_code="GM0796"),
            organisation("s1", "mbo", "Het college", **oss),
            organisation("x1", "overig"),
            organisation("x2", "overig"),
            Entity("GM0828", "gebied_gemeente", "Oss"),
            Entity("GM0796", "gebied_gemeente", "'s-Hertogenbosch"),
        ],
        [
            claim("b1", "s1", last_contact=OLD),
            claim("b2", "s1", last_contact=NEW),
            claim("s1", "b2", last_contact=OLD),
            claim("b1", "b2"),
            claim("b3", "x1"),
        ],
    )


def test_one_node_per_municipality_and_kind_with_its_size(region: Network) -> None:
    names = {e.id: e.name for e in grouped(region, "nl").organisations}
    assert names == {
        "GM0828|werkgever": "2 werkgevers Oss",
        "b3": "Name of b3",
        "s1": "Het college",
        "|overig": "2 overige organisaties",
    }


def test_everybody_is_in_exactly_one_group(region: Network) -> None:
    sizes = [int(e.name.split()[0]) if is_group(e.id) else 1 for e in grouped(region, "nl").organisations]
    assert sum(sizes) == region.n_organisations


def test_groups_are_tied_when_their_members_are(region: Network) -> None:
    ties = collaboration_ties(grouped(region, "nl"))
    found = {
        (ties.ids[a], ties.ids[b]): (str(status), str(last))
        for a, b, status, last in zip(ties.a, ties.b, ties.status, ties.last_contact, strict=True)
    }
    assert found == {("GM0828|werkgever", "s1"): ("confirmed", "2025-01-01"), ("b3", "|overig"): ("unknown", "NaT")}


def test_a_group_says_what_to_open(region: Network) -> None:
    assert drill("GM0828|werkgever") == ("GM0828", "werkgever")
    assert drill("|overig") == ("", "overig")
    assert not is_group("s1")
    assert not is_group(None)


def test_the_names_speak_the_language(region: Network) -> None:
    assert "2 employers Oss" in {e.name for e in grouped(region, "en").organisations}


def test_only_the_municipalities_that_are_folded_up_become_groups(region: Network) -> None:
    found = grouped(region, "nl", ("GM0828",))
    assert {e.id for e in found.organisations} == {"GM0828|werkgever", "b3", "s1", "x1", "x2"}
    assert [(r.source, r.target) for r in found.relations if "b3" in (r.source, r.target)] == [("b3", "x1")]


def test_a_group_stands_in_the_middle_of_its_members(region: Network) -> None:
    places = positions(region)
    found = middle(grouped(region, "nl", ("GM0828",)), region, places)
    (ax, ay), (bx, by) = places.at["b1"], places.at["b2"]
    assert found.at["GM0828|werkgever"] == pytest.approx(((ax + bx) / 2, (ay + by) / 2))
    assert found.at["s1"] == places.at["s1"]
