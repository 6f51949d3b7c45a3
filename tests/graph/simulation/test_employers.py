"""Employers from the graph: what the region knows about their places, and what it does not."""

from __future__ import annotations

import pytest

from graph.network import Network, Scope, build_network
from graph.records import Entity, Relation, relation
from graph.simulation.employers import NoEmployers, UnknownEmployer, employers_from, section
from graph.simulation.scenario import Employer
from graph.texts import texts

STAGES = ("opstap", "werkend_leren")


def network(*relations: Relation, jobs: dict[str, dict[str, object]] | None = None, **properties: object) -> Network:
    """Bakery ``b`` with these properties, garage ``g``, school ``s``, and jobs."""
    entities = [Entity("b", "werkgever", "Bakkerij", properties), Entity("g", "werkgever", "Garage")]
    entities += [Entity("s", "pro", "School"), Entity("k1", "kandidaat", "k1")]
    entities += [Entity(name, "plek", name, made) for name, made in (jobs or {}).items()]
    return build_network(Scope(), entities, relations, [])


def bakery(*relations: Relation, **properties: object) -> Employer:
    return employers_from(network(*relations, **properties), ["b"])[0]


def test_an_employer_of_which_nothing_is_known_is_all_defaults() -> None:
    found = bakery()
    assert (found.places, found.vacancies_year) == ((1, 1), 2.0)
    assert found.defaults == ("first", "stepping", "regular", "coach")


def test_jobs_on_offer_count_first() -> None:
    jobs = {
        "p1": {"stage": "opstap", "places": 3},
        "p2": {"stage": "baan_met_steun"},
        "p3": {"stage": "opstap", "places": 2},
    }
    offers = [relation("biedt", "b", name) for name in jobs]
    agreed = relation("plaatsing", "s", "b", {"stage": "opstap", "capacity": 9})
    found = employers_from(network(*offers, agreed, jobs=jobs), ["b"])[0]
    assert (found.places, found.vacancies_year) == ((1, 5), 1.0)
    assert found.defaults == ("first", "coach")


def test_agreed_placements_count_next() -> None:
    agreed = [
        relation("plaatsing", "s", "b", {"stage": stage, "capacity": 4}) for stage in ("werkend_leren", "duurzaam_werk")
    ]
    found = bakery(*agreed, capacity=10, stages=STAGES)
    assert (found.places, found.vacancies_year) == ((4, 5), 4.0)


def test_the_placement_of_a_person_is_not_capacity() -> None:
    assert "first" in bakery(relation("plaatsing", "k1", "b", {"stage": "werkend_leren", "capacity": 4})).defaults


@pytest.mark.parametrize(
    ("stages", "capacity", "places", "vacancies"),
    [
        (STAGES, 5, (3, 2), 0.0),
        ((*STAGES, "baan_met_steun"), 5, (3, 2), 2.0),
        (("opstap",), 5, (0, 5), 0.0),
        (("duurzaam_werk",), 5, (0, 0), 5.0),
        (("in_beeld",), 5, (1, 1), 2.0),
    ],
)
def test_capacity_is_spread_over_the_standing_stages(
    stages: tuple[str, ...], capacity: int, places: tuple[int, ...], vacancies: float
) -> None:
    found = bakery(stages=stages, capacity=capacity)
    assert (found.places, found.vacancies_year) == (places, vacancies)


@pytest.mark.parametrize(("size", "vacancies"), [(0, 0.0), (50, 1.0), (10_000, 6.0)])
def test_vacancies_follow_from_size_up_to_a_limit(size: int, vacancies: float) -> None:
    found = bakery(size=size)
    assert found.vacancies_year == vacancies
    assert "regular" not in found.defaults


def test_a_stepping_stone_to_another_employer_in_the_chain_is_kept() -> None:
    stone = relation("opstap", "b", "g")
    assert employers_from(network(stone), ["b", "g"])[0].leads_to == ("g",)
    assert employers_from(network(stone), ["b"])[0].leads_to == ()


def test_sector_and_municipality_come_along() -> None:
    found = bakery(sbi_code="10711", gm_code="GM0828")
    assert (found.sector, found.municipality) == ("C", "GM0828")


@pytest.mark.parametrize(
    ("sbi", "letter"), [("01", "A"), ("33", "C"), ("35", "D"), ("8810", "Q"), ("99", "U"), ("g", "G"), ("47", "G")]
)
def test_sections_are_those_of_cbs(sbi: str, letter: str) -> None:
    assert section(sbi) == letter


def test_each_is_taken_once_in_the_order_given() -> None:
    assert [e.id for e in employers_from(network(), ["g", "b", "g"])] == ["g", "b"]


def test_any_organisation_can_be_an_employer() -> None:
    assert employers_from(network(), ["s"])[0].name == "School"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("ids", "error"), [([], NoEmployers), (["x"], UnknownEmployer), (["b", "k1"], UnknownEmployer)]
)
def test_who_is_no_employer_is_refused_in_words(ids: list[str], error: type, language: str) -> None:
    with pytest.raises(error) as caught:
        employers_from(network(), ids)
    assert ids == [] or ids[-1] in texts(language).error(caught.value)
