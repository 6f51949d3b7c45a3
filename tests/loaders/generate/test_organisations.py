"""Organisations: as many as asked for, of every kind, where people live, and all marked as made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.generate.organisations import counts, divide, least, make_organisations
from loaders.generate.plan import Plan
from loaders.generate.reference import load_reference
from loaders.generate.settings import load_settings


@given(st.lists(st.tuples(st.floats(0.1, 1e6), st.integers(0, 50)), min_size=1, max_size=40), st.integers(0, 100_000))
def test_dividing_keeps_the_total_and_the_floors_and_is_within_one_of_proportional(
    rows: list[tuple[float, int]], more: int
) -> None:
    weights, floors = np.array([w for w, _ in rows]), np.array([f for _, f in rows])
    total = int(floors.sum()) + more
    parts = divide(total, weights, floors)
    assert parts.sum() == total
    assert (parts >= floors).all()
    assert (np.abs(parts - floors - weights / weights.sum() * more) < 1).all()


def test_fewer_organisations_than_the_regions_need_is_refused_with_the_number_needed() -> None:
    with pytest.raises(ValueError, match="at least 7"):
        divide(6, np.array([1.0, 1.0]), np.array([3, 4]))


@pytest.mark.parametrize("region", range(35))
@pytest.mark.parametrize("size", [0, 150, 2500])
def test_every_region_of_every_size_has_what_the_chain_needs(region: int, size: int) -> None:
    reference, settings = load_reference(), load_settings()
    total = least(reference, settings, region) + size
    made = counts(reference, settings, region, total)
    assert sum(made.values()) == total
    assert all(made[code] >= kind.minimum for code, kind in settings.kinds.items())
    assert made["gemeente"] == (reference.region == region).sum()
    assert made["doorstroompunt"] == made["uwv"] == made["werkcentrum"] == 1


def test_schools_are_no_more_than_there_are_in_reality() -> None:
    reference, settings = load_reference(), load_settings()
    made = make_organisations(reference, settings, tuple(range(35)), 100_000, np.random.default_rng(1))
    assert len(made) == 100_000
    # Netherlands, rounded: 175 PrO schools, 1,450 locations for secondary education (general knowledge).
    assert made.of("pro").sum() == pytest.approx(175, rel=0.15)
    assert made.of("vo").sum() == pytest.approx(1450, rel=0.15)
    assert made.of("gemeente").sum() == 342
    assert len(set(made.ids)) == 100_000


def test_organisations_follow_the_inhabitants(large: Plan) -> None:
    firms = np.bincount(large.made.municipality[large.made.of("werkgever")], minlength=342)
    people = large.reference.inhabitants
    here = firms > 0
    assert np.corrcoef(firms[here], people[here])[0, 1] > 0.95


def test_establishments_lie_near_the_centre_of_their_municipality(large: Plan) -> None:
    away = np.sqrt(((large.made.xy - large.reference.xy[large.made.municipality]) ** 2).sum(axis=1))
    assert away.max() < 6


def test_every_life_domain_is_somebodys_first_in_each_region(large: Plan) -> None:
    domains = large.settings.codes("life_domains")
    for region in np.unique(large.made.region):
        found = {domains[i] for i in large.made.domain[large.made.in_region(int(region))] if i >= 0}
        assert found >= {"wonen", "financien", *large.settings.support}


def test_names_occur_once_and_say_that_they_are_made_up(large: Plan) -> None:
    assert len(set(large.names)) == len(large.names)
    assert all(name.endswith(" (fictief)") for name in large.names)
    assert "Gemeente Oss (fictief)" in large.names


def test_only_employers_that_offer_something_have_stages_and_places(demo: Plan) -> None:
    made = demo.made
    firms = made.of("werkgever")
    assert not made.stages[firms & ~made.inclusive].any()
    assert (made.capacity[firms & made.stages.any(axis=1)] > 0).all()


def test_the_joint_employer_chain_finds_enough_to_start_with(demo: Plan) -> None:
    """At least 12 employers in different industries offer stepping stones or supported jobs, some of them linked."""
    made, stages = demo.made, demo.settings.codes("stages")
    offers = made.of("werkgever") & made.stages[:, [stages.index("opstap"), stages.index("baan_met_steun")]].any(axis=1)
    assert offers.sum() >= 12
    assert len(set(made.industry[offers].tolist())) >= 8
    linked = {end for row in demo.relations if row.kind == "opstap" for end in (row.source, row.target)}
    assert len(linked) >= 12
