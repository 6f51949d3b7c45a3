"""Presets: seats that the region fills, and what is said of those it cannot fill."""

from __future__ import annotations

import pytest

from graph.network import Network
from graph.records import relation
from graph.simulation.presets import NobodyFits, fill, presets
from graph.texts import texts
from tests.support.networks import network, organisation


@pytest.fixture(scope="module")
def region() -> Network:
    return network(
        [
            organisation("hospital", "werkgever", "Ziekenhuis", sbi_code="8610", size=3000),
            organisation("clinic", "werkgever", "Kliniek", sbi_code="86", size=40),
            organisation("university", "ho", "Universiteit"),
            organisation("town", "gemeente", "Gemeente"),
            organisation("school", "pro", "School"),
            organisation("depot", "werkgever", "Depot", sbi_code="52", capacity=8, stages=("opstap",), size=90),
            organisation("baker", "werkgever", "Bakker", sbi_code="10", capacity=4, stages=("werkend_leren",), size=9),
            organisation("garage", "werkgever", "Garage", sbi_code="45"),
        ],
        [relation("samenwerking", "school", "baker")],
    )


def test_a_region_that_has_them_gives_hospital_university_and_municipality(region: Network) -> None:
    picked = fill(presets()["hospital"], region)
    assert picked.plan.keys == ("hospital", "university", "town")
    assert picked.lacking == ()


def test_what_a_region_lacks_is_said_with_who_came_instead() -> None:
    small = network(
        [
            organisation("clinic", "werkgever", "Kliniek", sbi_code="86", size=40),
            organisation("garage", "werkgever", "Garage", sbi_code="45", size=400),
            organisation("town", "gemeente", "Gemeente"),
        ]
    )
    picked = fill(presets()["hospital"], small)
    hospital, university = picked.lacking
    # Its sector weighs more than its size.
    assert (hospital.fitting, hospital.count, hospital.taken) == (0, 1, ("Kliniek",))
    assert university.taken == ("Garage",)
    assert picked.plan.keys == ("clinic", "garage", "town")


def test_the_transition_coach_begins_with_employers_that_the_school_knows(region: Network) -> None:
    picked = fill(presets()["transition_coach"], region)
    assert picked.plan.keys[0] == "baker"
    assert picked.plan.candidates == 40
    assert picked.plan.values["start_first"] == 0.95
    assert picked.lacking[0].fitting == 1


def test_when_one_stops_the_chain_without_it_lies_beside(region: Network) -> None:
    picked = fill(presets()["one_stops"], region)
    assert picked.stopped == "Depot"
    assert picked.beside is not None
    assert picked.beside.keys == picked.plan.keys[1:]
    assert picked.plan.keys[0] == "depot"


def test_nobody_sits_on_two_seats_and_only_the_chosen_place_counts(region: Network) -> None:
    for preset in presets().values():
        keys = fill(preset, region).plan.keys
        assert len(set(keys)) == len(keys)
    with pytest.raises(NobodyFits):
        fill(presets()["one_stops"], region, ("GM9999",))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_preset_speaks_both_languages(language: str) -> None:
    said = [text[language] for one in presets().values() for text in (one.label, one.help)]
    assert len(set(said)) == len(said) >= 8
    assert texts(language)("werkgeversketen.preset_nobody")
