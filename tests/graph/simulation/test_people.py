"""Who the candidates are: by profile, by the numbers set by hand, and as the referral log has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import Scope, build_network
from graph.records import Entity, Relation, referral
from graph.simulation.luck import draw, draw_luck
from graph.simulation.motives import load_motives
from graph.simulation.parameters import load_parameters
from graph.simulation.people import neighbours, towns
from graph.simulation.people_from_graph import people_from
from graph.simulation.preconditions import load_preconditions, supports_from
from graph.simulation.profiles import BadProfile, Profile, by_numbers, load_profiles, profile_of
from graph.simulation.scenario import LEVERS, PRECONDITIONS, Context, alone
from tests.graph.simulation.cases import EMPLOYERS, VALUES, employer, of

PROFILES = load_profiles()
OSS, BUREN, GRONINGEN = "GM0828", "GM0844", "GM0014"


def test_profiles_name_known_preconditions_and_every_number_has_its_parameters() -> None:
    for profile in PROFILES:
        assert set(profile.needs) <= set(PRECONDITIONS)
    names = {f"{what}_{code}" for what in ("need", "weeks", "slots") for code in PRECONDITIONS}
    names |= {motive.willing for motive in load_motives().values()} | {f"yes_{lever}" for lever in LEVERS}
    assert names <= set(load_parameters())
    assert all(set(motive.moved_by) <= set(LEVERS) for motive in load_motives().values())


def test_numbers_by_hand_are_met_exactly() -> None:
    mix = by_numbers(PROFILES, {"pro": 7, "vso": 0, "vsv": 13})
    one = replace(of(EMPLOYERS, alone(EMPLOYERS), candidates=20), context=Context(mix))
    people, _ = draw(one, VALUES, (1,))
    assert np.bincount(people.profile).tolist() == [7, 13]


@pytest.mark.parametrize("numbers", [{"nobody": 3}, {"pro": -1}, {"pro": 0}])
def test_numbers_that_cannot_be_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(BadProfile):
        by_numbers(PROFILES, numbers)


@pytest.mark.parametrize(
    "wrong",
    [{"hours": [40, 30]}, {"work_capacity": [0.9, 0.2]}, {"arrivals": [0.0, 0.0]}, {"share": -1}, {"travel": "far"}],
)
def test_a_profile_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadProfile):
        profile_of("x", wrong)


@given(st.integers(0, 2**32))
def test_everyone_is_as_the_profile_says(seed: int) -> None:
    one = of(EMPLOYERS, alone(EMPLOYERS), candidates=60, context=Context(PROFILES))
    people, luck = draw(one, VALUES, (seed,))
    for at, profile in enumerate(PROFILES):
        mine = people.profile == at
        for name in ("work_capacity", "hours"):
            low, high = getattr(profile, name)
            assert ((getattr(people, name)[mine] >= low) & (getattr(people, name)[mine] <= high)).all()
        assert (people.level[mine] == profile.level).all()
    assert (np.diff(luck.arrive) >= 0).all()


def test_people_come_in_the_months_of_their_profile() -> None:
    late = Profile("late", arrivals=(0, 0, 0, 1))
    one = of(EMPLOYERS, alone(EMPLOYERS), candidates=200, context=Context((late,)))
    assert draw_luck(one, VALUES, (1,)).arrive.min() >= 39


def test_the_chance_of_a_need_is_that_of_the_profile_and_moves_with_the_parameter() -> None:
    sort = Profile("x", needs={"wonen": 0.8})
    one = of(EMPLOYERS, alone(EMPLOYERS), candidates=20_000, context=Context((sort,)))
    usual = VALUES["need_wonen"]
    at = PRECONDITIONS.index("wonen")
    for value, expected in ((usual, 0.8), (1.0, 1.0), (0.0, 0.0)):
        found = draw_luck(one, VALUES | {"need_wonen": value}, (1,)).need[:, at].mean()
        assert found == pytest.approx(expected, abs=0.015)
    assert draw_luck(one, VALUES | {"need_wonen": 0.6}, (1,)).need[:, at].mean() > 0.82


def test_travel_and_sector_decide_where_else_somebody_fits() -> None:
    some = tuple(
        employer(name, municipality=town, sector=sector)
        for name, town, sector in (("a", OSS, "C"), ("b", OSS, "Q"), ("c", GRONINGEN, "C"))
    )
    sort = Profile("x", travel="own", sectors=("C",), municipalities=((OSS, 1.0),))
    one = of(some, alone(some), candidates=500, context=Context((sort,)))
    luck = draw_luck(one, VALUES | {"fit_other": 1.0}, (1,))
    assert set(luck.home.tolist()) == {0}
    assert luck.fits.all(axis=0).tolist() == [True, False, False]


def test_municipalities_border_on_each_other_both_ways() -> None:
    beside = neighbours()
    assert np.array_equal(beside, beside.T)
    assert beside.diagonal().all()
    assert not beside[towns().index(OSS), towns().index(GRONINGEN)]


def test_providers_of_the_map_give_slots_and_wait() -> None:
    entities = [
        Entity("debt", "schuldhulp", "Debt", {"capacity": 90, "waiting_days": 10}),
        Entity("home", "woningcorporatie", "Home", {"life_domains": ("wonen", "werk"), "capacity": 20}),
        Entity("town", "gemeente", "Town"),
    ]
    served = {"life_domain": "financien", "capacity": 40, "waiting_days": 21}
    region = build_network(Scope(), entities, [Relation("r", "levert_aan", "debt", "town", served)], [])
    found = {s.code: s for s in supports_from(region)}
    debts, housing = found["financien"], found["wonen"]
    assert (debts.capacity, debts.wait_weeks, debts.providers, debts.defaults) == (40.0, 3, ("debt",), ())
    assert (housing.capacity, housing.wait_weeks, housing.defaults) == (10.0, 0, ("wait",))
    assert found["vervoer"].defaults == ("capacity", "wait")
    assert list(found) == list(load_preconditions())


def test_the_mix_is_that_of_the_log() -> None:
    start = date(2025, 9, 1)
    entities = [Entity("school", "pro", "School", {"gm_code": OSS}), Entity("desk", "uwv", "UWV")]
    log = []
    for n in range(90):
        group = "pro" if n < 60 else "vsv" if n < 86 else "vso"
        day = start + timedelta(31 * (n % 3))
        log.append(referral(f"c{n}", day, "school", "desk", {"target_group": group}))
        if group == "pro" and n % 2:
            later = {"target_group": group, "life_domain": "financien"}
            log.append(referral(f"c{n}", day + timedelta(9), "school", "desk", later))
    mix = people_from(build_network(Scope(), entities, [], log))
    assert mix is not None
    assert {p.code: p.share for p in mix.profiles} == {"pro": 60.0, "vsv": 26.0}
    pro = next(p for p in mix.profiles if p.code == "pro")
    usual = next(p for p in PROFILES if p.code == "pro")
    assert pro.needs["financien"] == pytest.approx((10 * usual.needs["financien"] + 30) / 70)
    assert pro.needs["wonen"] == usual.needs["wonen"]
    assert pro.arrivals[:3] == (20.0, 20.0, 20.0)
    assert pro.municipalities == ((OSS, 60.0),)
    assert (mix.cases, mix.per_year) == (86, 86.0)


def test_a_log_that_is_too_small_says_nothing() -> None:
    entities = [Entity("school", "pro", "School"), Entity("desk", "uwv", "UWV")]
    few = [referral(f"c{n}", date(2026, 1, 5), "school", "desk", {"target_group": "pro"}) for n in range(29)]
    assert people_from(build_network(Scope(), entities, [], few)) is None
