"""Plans: who takes part, by hand or from the region, and what becomes of them in the simulation."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from graph.network import Network
from graph.simulation.employers import UnknownEmployer, employers_from
from graph.simulation.parameters import load_parameters
from graph.simulation.plan import BadPlan, Member, Plan, asked_plan, prepared, run_plan, without
from graph.simulation.preconditions import load_preconditions
from graph.simulation.profiles import BadProfile
from graph.simulation.run import BadSetting, Settings, simulate
from tests.support.networks import network, organisation

A, B = Member(name="A"), Member(name="B")


@pytest.fixture(scope="module")
def region() -> Network:
    return network(
        [
            organisation("w1", "werkgever", "Bakker", sbi_code="10", size=200, fictitious=True),
            organisation("w2", "werkgever", "Drukker", capacity=6, stages=("opstap",)),
        ]
    )


def test_an_employer_of_the_region_is_as_the_region_has_it(region: Network) -> None:
    ready = prepared(Plan((Member(id="w1"), Member(id="w2"))), region)
    assert ready.employers == employers_from(region, ("w1", "w2"))
    assert ready.fictitious


def test_what_the_plan_says_goes_over_what_the_region_tells_and_is_no_default(region: Network) -> None:
    member = Member(id="w1", first=7, vacancies_year=3, coach=2, sector="Q", motive="sroi")
    (before,), (after,) = employers_from(region, ("w1",)), prepared(Plan((member,)), region).employers
    assert (after.places, after.vacancies_year, after.coach) == ((7, before.places[1]), 3.0, 2.0)
    assert (after.sector, after.motive) == ("Q", "sroi")
    assert "first" in before.defaults
    assert after.defaults == tuple(one for one in before.defaults if one not in ("first", "coach", "regular"))


def test_an_employer_by_hand_has_the_assumed_numbers_and_says_so() -> None:
    (made,) = prepared(Plan((A,), values=MappingProxyType({"coach_units": 5.0})), None).employers
    known = load_parameters()
    assert made.places == (known["default_places_first"].value, known["default_places_stepping"].value)
    assert made.vacancies_year == known["default_vacancies"].value
    assert made.coach == 5
    assert made.defaults == ("first", "stepping", "regular", "coach")
    assert (made.id, made.name) == ("own:A", "A")


def test_a_plan_by_hand_takes_nothing_from_a_region(region: Network) -> None:
    assert prepared(Plan((A, B)), region) == prepared(Plan((A, B)), None)


def test_a_plan_of_a_region_needs_that_region(region: Network) -> None:
    with pytest.raises(BadPlan):
        prepared(Plan((Member(id="w1"), A)), None)
    with pytest.raises(UnknownEmployer):
        prepared(Plan((Member(id="gone"),)), region)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"members": ()}, "simulation.no_employers"),
        ({"members": (A, A)}, "plan.twice"),
        ({"members": (A, Member(id="A"))}, "plan.twice"),
        ({"members": (A, B), "groups": (("own:C",),)}, "plan.stranger"),
        ({"members": (A, B), "groups": (("own:A",), ("own:A", "own:B"))}, "plan.two_groups"),
        ({"members": (replace(A, leads_to=("own:C",)),)}, "plan.stranger"),
        ({"members": (A,), "values": {"candidates": 3.0}}, "plan.candidates_twice"),
        ({"members": tuple(Member(name=str(at)) for at in range(61))}, "plan.too_many"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(given: dict[str, object], key: str) -> None:
    with pytest.raises(BadPlan) as refused:
        Plan(**given)  # type: ignore[arg-type]
    assert refused.value.key == key


def test_who_is_in_no_group_is_in_one_with_the_others() -> None:
    plan = Plan((A, B, Member(name="C")), groups=(("own:B",),))
    assert plan.partition == (("own:B",), ("own:A", "own:C"))
    assert Plan((A, B)).partition == (("own:A", "own:B"),)


def test_without_one_nobody_leads_to_it_and_no_group_holds_it() -> None:
    plan = Plan((replace(A, leads_to=("own:B",)), B), groups=(("own:A",), ("own:B",)))
    left = without(plan, "own:B")
    assert left.members == (A,)
    assert left.groups == (("own:A",),)


def test_a_plan_gives_what_the_simulation_gives(region: Network) -> None:
    values = {"candidates": 30.0, "loss_warm": 0.05}
    plan = Plan((Member(id="w1"), Member(id="w2")), 30, MappingProxyType({"loss_warm": 0.05}), seed=3, sets=3, runs=2)
    assert run_plan(plan, region) == simulate(region, ("w1", "w2"), Settings(3, 3, 2, values))


def test_people_by_hand_come_in_those_numbers(region: Network) -> None:
    people = MappingProxyType({"vsv": 13, "pro": 7})
    for plan, place in ((Plan((A, B), people=people), None), (Plan((Member(id="w1"),), people=people), region)):
        ready = prepared(plan, place)
        assert ready.settings.values["candidates"] == 20
        assert [(one.code, one.share) for one in ready.context.profiles] == [("pro", 7), ("vsv", 13)]
    weighed = prepared(Plan((A,), 60, people=people), None)
    assert weighed.settings.values["candidates"] == 60
    assert weighed.context.profiles == ready.context.profiles


def test_what_is_met_beside_work_or_never_is_so_in_every_arm(region: Network) -> None:
    timings = MappingProxyType({"wonen": "parallel", "zorg": "skipped"})
    usual = {one.code: one.timing for one in load_preconditions().values()}
    for plan, place in ((Plan((A,), timings=timings), None), (Plan((Member(id="w1"),), timings=timings), region)):
        supports = prepared(plan, place).context.supports
        assert supports is not None
        assert {one.code: one.timing for one in supports} == {**usual, **timings}
    with pytest.raises(BadPlan):
        Plan((A,), timings=MappingProxyType({"wonen": "later"}))


def test_skipping_what_is_needed_breaks_work_off_more_often() -> None:
    """With room for everyone and everybody in need: nobody is helped, and fewer keep their job."""
    wide = replace(A, first=400, stepping=400, vacancies_year=400.0, coach=400.0)
    values = MappingProxyType({"need_wonen": 1.0, "slots_wonen": 400.0, "open_need": 4.0})
    usual = Plan((wide,), 100, values, sets=4, runs=4)
    helped, skipped = (run_plan(replace(usual, timings=MappingProxyType(t)), None) for t in ({}, {"wonen": "skipped"}))
    name = "left_break_stepping"
    assert skipped.arm("alone").measures[name].mean > helped.arm("alone").measures[name].mean
    assert skipped.arm("alone").measures["wait_wonen"].mean != helped.arm("alone").measures["wait_wonen"].mean


@pytest.mark.parametrize("people", [{"nobody": 3}, {"pro": -1}, {"pro": 0}])
def test_people_that_cannot_be_are_refused(people: dict[str, int]) -> None:
    with pytest.raises(BadProfile):
        Plan((A,), people=MappingProxyType(people))


def test_sub_chains_of_one_are_everybody_alone() -> None:
    plan = Plan((A, B), 30, groups=(("own:A",), ("own:B",)), seed=3, sets=3, runs=2)
    found = run_plan(plan, None)
    assert found.arm("joint").measures == found.arm("alone").measures


def test_a_sub_chain_of_all_is_the_chain() -> None:
    plan = Plan((A, B), 30, seed=3, sets=3, runs=2)
    assert run_plan(replace(plan, groups=(("own:A", "own:B"),)), None) == run_plan(plan, None)


def test_the_last_of_the_better_outcomes_is_the_outcome() -> None:
    ready = prepared(Plan((A, B), 30, seed=3, sets=20, runs=2), None)
    *sooner, last = ready.sharpen()
    assert last == ready.simulate()
    assert all(one.sets * one.runs < 40 for one in sooner)


def test_what_is_asked_beside_a_file_goes_over_it() -> None:
    plan = Plan((A,), 30, MappingProxyType({"loss_warm": 0.05}), seed=3)
    asked = asked_plan(plan, {"seed": 4, "runs": 2}, {"candidates": 50.0, "fit_other": 1.0})
    assert (asked.candidates, asked.seed, asked.runs) == (50, 4, 2)
    assert asked.values == {"loss_warm": 0.05, "fit_other": 1.0}
    assert asked_plan(["x", "y", "x"], {}, {}).from_region == ("x", "y")
    with pytest.raises(BadSetting):
        _ = asked_plan(plan, {}, {"candidates": 2.5}).settings
