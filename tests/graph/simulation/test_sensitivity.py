"""Tornado and Sobol against closed forms, and against what the simulation must do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from graph.simulation.gain import GAINS, Case, Work, measured, own_money
from graph.simulation.gain_levers import Point, offer_levers, parameter_levers
from graph.simulation.gain_run import Stopped, gain_at
from graph.simulation.gain_sure import levers_of, point_of, sobol_of, tornado_of
from graph.simulation.parameters import load_parameters
from graph.simulation.profiles import Profile
from graph.simulation.scenario import Context, alone, joint
from graph.simulation.sensitivity import Gain, Numbers, sobol, sobol_indices, tornado
from graph.simulation.trial import trial
from tests.graph.simulation.cases import employer
from tests.support.published import reference_values

CHAIN = (employer("a", (3, 0), 0.0), employer("b", (0, 2), 0.5), employer("c", (1, 1), 3.0))
CASE = Case(CHAIN, fixed={"candidates": 30, "horizon_weeks": 100}, seed=5)
PARAMETERS = load_parameters()


def of(function: object) -> Gain:
    """A gain from a function of the parameter values, with two runs that differ by 2."""

    def gain(points: Sequence[Point]) -> Mapping[str, Numbers]:
        means = np.array([function(p.values) for p in points])  # type: ignore[operator]
        return {name: np.stack([means - 1, means + 1], axis=1) for name in GAINS}

    return gain


def ishigami(x: Numbers) -> Numbers:
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


FIRST = (0.3139051912, 0.4424111448, 0.0)
TOTAL = (0.5575888552, 0.4424111448, 0.2436836641)
"""Closed form of Ishigami and Homma (1990), a = 7, b = 0.1."""


def test_ishigami() -> None:
    ((*found,),) = sobol_indices(ishigami, [stats.uniform(-np.pi, 2 * np.pi)] * 3, 4096, 1)
    assert [first.mean for first, _ in found] == pytest.approx(FIRST, abs=0.02)
    assert [total.mean for _, total in found] == pytest.approx(TOTAL, abs=0.02)
    inside = sum(one.low <= true <= one.high for (one, _), true in zip(found, FIRST, strict=True))
    assert inside >= 2
    assert all(one.error > 0 for pair in found for one in pair)
    own = stats.sobol_indices(
        func=ishigami, n=4096, dists=[stats.uniform(-np.pi, 2 * np.pi)] * 3, rng=np.random.default_rng(1)
    )
    assert [first.mean for first, _ in found] == pytest.approx(own.first_order)
    assert [total.mean for _, total in found] == pytest.approx(own.total_order)


def test_the_values_of_ishigami_are_those_kept_beside_the_project() -> None:
    kept = reference_values()["ishigami"]
    assert (pytest.approx(FIRST), pytest.approx(TOTAL)) == (kept["S1"], kept["ST"])


def test_an_output_that_does_not_vary_has_no_cause() -> None:
    found = sobol_indices(lambda x: np.stack([x[0], 0 * x[0] + 3]), [stats.uniform()] * 2, 256, 1)
    assert [round(first.mean, 2) for first, _ in found[0]] == [1, 0]
    assert [(first.mean, total.mean) for first, total in found[1]] == [(0, 0), (0, 0)]


def test_parameters_vary_as_their_own_distributions_say() -> None:
    """Of a sum the index is the share of the variance: a gamma of hours and a pert of euro, by hand from scipy."""
    chosen = [PARAMETERS[name] for name in ("weeks_wonen", "delay_cold")]
    spread = [float(np.var(p.quantile((np.arange(20000) + 0.5) / 20000))) for p in chosen]
    gain = of(lambda v: v["weeks_wonen"] + 2 * v["delay_cold"])
    found = sobol(point_of(CASE), chosen, gain, 1024, 3)
    shares = np.array([spread[0], 4 * spread[1]]) / (spread[0] + 4 * spread[1])
    assert [one.first.mean for one in found.indices["money_public"]] == pytest.approx(shares, abs=0.03)
    assert [one.name for one in found.indices["money_public"]] == ["weeks_wonen", "delay_cold"]
    assert found.points == 1024 * 4


def test_tornado_of_a_known_function() -> None:
    """gain = 100 give_up - coord_year / 10,000; 0.004 to 0.02 around 0.01, and 20,000 to 80,000 around 40,000."""
    levers = [lever for lever in levers_of(CASE) if lever.name in ("give_up", "coord_year", "loss_cold")]
    found = tornado(point_of(CASE), levers, of(lambda v: 100 * v["give_up"] - v["coord_year"] / 10_000))
    bars = {bar.lever.name: bar for bar in found.bars}
    assert found.gain["money_public"].mean == pytest.approx(1 - 4)
    assert bars["give_up"].at_low["money_public"].mean == pytest.approx(-0.6)
    assert bars["give_up"].at_high["money_public"].mean == pytest.approx(1.0)
    assert bars["coord_year"].at_low["money_public"].mean == pytest.approx(2)
    assert bars["coord_year"].at_high["money_public"].mean == pytest.approx(-4)
    assert [bar.lever.name for bar in found.ordered("money_public")] == ["coord_year", "give_up", "loss_cold"]
    assert found.runs == 2


def test_levers_are_what_is_not_known_and_what_employers_offer() -> None:
    names = [lever.name for lever in levers_of(CASE)]
    assert names[:4] == ["places_first", "places_stepping", "vacancies", "coach"]
    assert {"give_up", "coord_year"} <= set(names)
    assert "wage_hour" not in names, "it is known"
    fixed = {lever.name for lever in parameter_levers(PARAMETERS, {"give_up": 0.02})}
    assert "give_up" not in fixed


def test_places_are_spread_in_proportion_and_nobody_moves_house() -> None:
    point = point_of(CASE)
    lever = {one.name: one for one in offer_levers(point)}["places_first"]
    more = lever.at(point, 8).employers
    assert [e.places[0] for e in more] == [6, 0, 2]
    assert [e.intake for e in more] == [(3.0, 0.0), (0.0, 2.0), (1.0, 1.0)]
    assert sum(e.places[0] for e in lever.at(point, 5).employers) == 5
    assert (lever.now, lever.low, lever.high, lever.whole) == (4, 2, 6, True)
    wide = {one.name: one for one in offer_levers(point, wide=True)}["places_first"]
    assert (wide.low, wide.high) == (0, 10)


def test_vacancies_and_coach_follow_as_well() -> None:
    point = point_of(CASE)
    levers = {one.name: one for one in offer_levers(point)}
    assert [e.vacancies_year for e in levers["vacancies"].at(point, 7).employers] == [0, 1, 6]
    assert [e.coach for e in levers["coach"].at(point, 3).employers] == [1, 1, 1]
    nobody = Point(tuple(employer(one, (0, 0), 0.0) for one in "ab"), point.values)
    even = {one.name: one for one in offer_levers(nobody)}["places_stepping"].at(nobody, 3)
    assert sorted(e.places[1] for e in even.employers) == [1, 2]


# in the simulation


def test_every_point_has_the_same_luck() -> None:
    """A parameter that only the case manager pays changes nothing; one that each member pays changes just that."""
    point, values = point_of(CASE), CASE.centre
    other = Point(point.employers, {**values, "case_manager_year": 1.0})
    dear = Point(point.employers, {**values, "coord_member": values["coord_member"] + 1000})
    drawn = gain_at(CASE, 6)([point, other, dear])
    for name, draws in drawn.items():
        assert np.array_equal(draws[0], draws[1]), name
    assert drawn["money_employers"][2] == pytest.approx(drawn["money_employers"][0] - 3000)
    assert drawn[own_money("b")][2] == pytest.approx(drawn[own_money("b")][0] - 1000)
    assert np.array_equal(drawn["sustained_expected"][2], drawn["sustained_expected"][0])


def test_more_points_than_fit_at_once_are_the_same_points() -> None:
    point, seen = point_of(CASE), []
    many = [Point(point.employers, {**point.values, "coord_year": float(at)}) for at in range(60)]
    drawn = gain_at(CASE, 2, seen.append)(many)
    assert drawn["money_public"][59] == pytest.approx(gain_at(CASE, 2)([many[59]])["money_public"][0])
    assert seen == [48 / 60, 1.0]
    with pytest.raises(Stopped):
        gain_at(CASE, 2, stop=lambda: True)(many)


def test_the_tornado_of_a_chain() -> None:
    found = tornado_of(CASE, Work(1, 6))
    bars = {bar.lever.name: bar for bar in found.bars}
    assert len(bars) == len(levers_of(CASE))
    assert bars["coord_year"].at_high["money_society"].mean == pytest.approx(-40_000)
    assert bars["coord_year"].at_high["sustained_expected"].mean == 0
    widths = [bar.width("sustained_expected") for bar in found.ordered("sustained_expected")]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0


def test_sobol_of_a_chain_is_of_its_widest_bars() -> None:
    seen: list[float] = []
    bars = tornado_of(CASE, Work(1, 2))
    found = sobol_of(CASE, bars, "money_society", Work(1, 2), seen.append)
    names = [one.name for one in found.indices["money_society"]]
    widest = [bar.lever.name for bar in bars.ordered("money_society") if bar.lever.name in PARAMETERS]
    assert names == widest[: len(names)]
    assert seen[-1] == 1
    assert sum(one.total.mean for one in found.indices["money_society"]) > 0.8


def test_the_people_of_the_region_take_part_in_every_question() -> None:
    """A profile of people who all need help with debts, against everyone as the parameters say."""
    needy = replace(CASE, context=Context((Profile("needy", needs={"financien": 1.0}),)))
    assert needy.variant("alone", alone(CHAIN)).context == needy.context
    drawn, plain = (gain_at(case, 4)([point_of(case)])["money_society"] for case in (needy, CASE))
    assert not np.array_equal(drawn, plain)
    both = [needy.variant(arm, groups(CHAIN)) for arm, groups in (("alone", alone), ("joint", joint))]
    found = trial(both, [needy.centre], 4, needy.seed).draws
    apart, together = (measured(found[arm])["money_society"][0] for arm in ("alone", "joint"))
    assert drawn[0] == pytest.approx(together - apart)
