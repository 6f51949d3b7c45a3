"""What comes along in the drawing of the map: lines of every kind, figures, choices, and who stands where."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import networkx
import pytest

from graph.analysis.ties import collaboration_ties
from graph.network import Network
from graph.records import Entity, relation
from pages.views import netwerk
from pages.views.layout import positions
from pages.views.netwerk_lines import looks
from pages.views.netwerk_measures import PEOPLE_UP_TO, column, label, offered
from tests.support.networks import both, claim, network, organisation, sent


@pytest.fixture
def region() -> Network:
    oss = {"gm_code": "GM0828"}
    return network(
        [
            organisation("a", "gemeente", capacity=3, **oss),
            organisation("b", "mbo", **oss),
            organisation("c", "werkgever"),
            organisation("d", "werkgever"),
            Entity("GM0828", "gebied_gemeente", "Oss"),
        ],
        [
            *both("a", "b", frequency=12.0, last_contact=date(2025, 6, 1)),
            claim("b", "c", frequency=2.0),
            *both("a", "c"),
            relation("lid_van", "d", "a", {}),
            relation("levert_aan", "a", "GM0828", {}),
        ],
        [sent(f"k{at}", "2025-01-01", "b", "c") for at in range(6)]
        + [sent(f"m{at}", "2025-01-01", "a", "b") for at in range(5)],
        as_of=date(2025, 7, 1),
    )


def drawn(region: Network, **more: Any) -> Any:
    return json.loads(gzip.decompress(netwerk.picture(region, positions(region), (), "nl", **more).body))


def test_other_relations_between_organisations_are_lines_as_well(region: Network) -> None:
    others = [edge for edge in drawn(region)["edges"] if not edge["claim"]]
    assert [(edge["from"], edge["to"], edge["kind"], edge["told"]) for edge in others] == [
        ("d", "a", "lid_van", "Lidmaatschap")
    ]


def test_a_tie_says_how_often_there_is_contact(region: Network) -> None:
    assert {edge["id"]: edge["strength"] for edge in drawn(region)["edges"] if edge["claim"]} == {
        "a|b": 12.0,
        "a|c": None,
        "b|c": 2.0,
    }


def test_no_two_kinds_of_relation_are_told_apart_by_colour_alone(region: Network) -> None:
    dashes = [tuple(look.dashes) for look in looks(region).values()]
    plain = [one for one in dashes if one]
    assert len(plain) - len(set(plain)) <= 2  # eight kinds share six patterns


@pytest.mark.parametrize(
    ("name", "oracle"),
    [
        ("degree", lambda graph: dict(graph.degree)),
        ("betweenness", networkx.betweenness_centrality),
        ("closeness", networkx.closeness_centrality),
        ("core", networkx.core_number),
    ],
)
def test_measures_equal_those_of_networkx(region: Network, name: str, oracle: Any) -> None:
    ties = collaboration_ties(region)
    found = column(region, ties, name, "nl").values
    assert dict(zip(ties.ids, found, strict=True)) == pytest.approx(oracle(ties.to_networkx("reported")))


def test_constraint_is_unknown_without_ties(region: Network) -> None:
    assert column(region, collaboration_ties(region), "constraint", "nl").values[3] is None


def test_a_property_is_a_figure_where_it_is_known(region: Network) -> None:
    found = column(region, collaboration_ties(region), "capacity", "nl")
    assert found.values == (3.0, None, None, None)
    assert found.told == ("3", "–", "–", "–")


def test_people_are_counted_only_where_there_are_enough(region: Network) -> None:
    ties = collaboration_ties(region)
    assert column(region, ties, "referred_to", "nl").values == (None, 5.0, 6.0, None)
    assert column(region, ties, "referred_from", "nl").values == (5.0, 6.0, None, None)


def test_few_people_are_in_no_sum() -> None:
    few = [sent(f"k{at}", "2025-01-01", "a", "b") for at in range(4)]
    region = network("ab", both("a", "b"), few)
    assert column(region, collaboration_ties(region), "referred_to", "nl").values == (None, None)


def test_what_nobody_knows_is_not_offered(region: Network) -> None:
    assert "capacity" in offered(region)
    assert "waiting_days" not in offered(region)
    assert "referred_to" not in offered(network(["a", "b"]))
    assert PEOPLE_UP_TO >= 500


def test_figures_have_names_in_both_languages(region: Network) -> None:
    assert label(region, "capacity", "nl") == "Capaciteit (plaatsen)"
    assert label(region, "betweenness", "en").startswith("Bridging")


def test_only_the_figures_that_are_asked_for_come_along(region: Network) -> None:
    assert set(drawn(region)["measures"]) == {"degree"}
    assert set(drawn(region, figures=("core", "capacity"))["measures"]) == {"core", "capacity"}


def test_municipalities_have_colours_and_a_legend(region: Network) -> None:
    found = drawn(region)
    assert found["places_legend"][0]["label"] == "Oss"
    assert found["nodes"][0]["paint"] == found["places_legend"][0]["colour"]
    assert found["nodes"][2]["paint"] == found["places_legend"][-1]["colour"]


def test_areas_of_a_layout_have_their_names(region: Network) -> None:
    picture = netwerk.picture(region, positions(region, layout="municipality"), (), "nl")
    areas = json.loads(gzip.decompress(picture.body))["areas"]
    assert {area["label"] for area in areas} == {"Oss", "Zonder gemeente"}


def test_the_table_leaves_out_rare_contact_as_the_map_does(region: Network) -> None:
    assert netwerk.organisations(region, (), "nl", 12)["Samenwerkingen"].to_dict() == {"a": 1, "b": 1, "c": 0, "d": 0}
