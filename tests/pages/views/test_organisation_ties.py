"""What an organisation and its partners say of each other, side by side; and its other relations."""

from __future__ import annotations

import pytest

from graph.analysis.ties import collaboration_ties
from graph.network import Network
from graph.records import Entity, relation
from pages.views import organisation_ties as view
from tests.support.networks import claim, network, organisation


@pytest.fixture
def region() -> Network:
    return network(
        [
            organisation("m", "mbo", "Midden"),
            organisation("a", "werkgever", "Anders"),
            organisation("z", "werkgever", "Zonder"),
            Entity("GM0828", "gebied_gemeente", "Oss"),
            Entity("n", "notitie", "Notitie"),
        ],
        [
            claim("m", "a", trust=4, value=2),
            claim("a", "m", trust=2, value=2),
            claim("z", "m", trust=3),
            relation("plicht_voor", "m", "GM0828", {"target_group": "pro"}),
            relation("levert_aan", "m", "GM0828", {"life_domain": "werk", "waiting_days": 14}),
            relation("levert_aan", "a", "m", {"stage": "matching", "provenance": "DUO"}),
            relation("gaat_over", "n", "m"),
        ],
    )


def test_means_are_said_with_how_many_said_them(region: Network) -> None:
    found = view.regard(region, collaboration_ties(region), "m")
    assert found.trust == view.Said(4.0, 1)
    assert found.trust_in_it == view.Said(2.5, 2)
    assert found.value_of_it == view.Said(2.0, 1)
    assert found.differences == 1


def test_an_organisation_without_ties_has_no_means(region: Network) -> None:
    lonely = network(["x"])
    assert view.regard(lonely, collaboration_ties(lonely), "x").trust == view.Said(None, 0)


@pytest.mark.parametrize(("one", "own", "other", "sign"), [("m", "4", "2", "+2"), ("a", "2", "4", "−2")])
def test_each_side_sees_its_own_words_first(region: Network, one: str, own: str, other: str, sign: str) -> None:
    row = view.side_by_side(region, collaboration_ties(region), one, "nl").loc["a" if one == "m" else "m"]
    assert (row["Vertrouwen zelf"], row["Vertrouwen ander"], row["Verschil"]) == (own, other, f"vertrouwen {sign}")
    assert row["Stand"] == "Bevestigd"


def test_what_a_side_did_not_say_is_a_dash(region: Network) -> None:
    row = view.side_by_side(region, collaboration_ties(region), "m", "en").loc["z"]
    assert (row["Trust itself"], row["Trust other"], row["Difference"]) == ("–", "3", "")


def test_duties_and_services_have_a_column_for_each_property_that_occurs(region: Network) -> None:
    duties = view.relations(region, "m", view.DUTIES, "nl")
    assert duties.loc["GM0828"].to_dict() == {"Met": "Oss", "Doelgroep": "Jongeren van praktijkonderwijs"}
    services = view.relations(region, "m", view.SERVICES, "nl")
    assert services.loc["GM0828"].to_dict() == {"Met": "Oss", "Leefgebied": "Werk", "Wachttijd (dagen)": "14"}


def test_other_relations_leave_out_what_is_told_elsewhere(region: Network) -> None:
    rest = view.others(region, "m", "nl")
    assert list(rest.index) == ["a"]
    assert list(rest.loc["a"]) == ["← levert aan", "Anders", "fase: Toeleiding en matching", "DUO"]
