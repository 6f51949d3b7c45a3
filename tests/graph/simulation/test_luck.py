"""Luck: keyed by person and event, so that arms and variants share it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from graph.simulation.luck import NEVER, draw_luck
from graph.simulation.scenario import alone, joint
from tests.graph.simulation.cases import EMPLOYERS, TOY, VALUES, employer, of

MANY = of(EMPLOYERS, alone(EMPLOYERS), candidates=20_000)


def test_the_groups_do_not_touch_luck() -> None:
    one, other = (draw_luck(of(EMPLOYERS, kind(EMPLOYERS)), VALUES, (3, 1)) for kind in (alone, joint))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_another_key_is_other_luck() -> None:
    one, other = (draw_luck(MANY, VALUES, key).break_weeks for key in ((3, 1), (3, 2)))
    assert (one != other).mean() > 0.9


def test_leaving_an_employer_out_leaves_the_luck_of_the_others() -> None:
    fewer = EMPLOYERS[1:]
    all_of, without = (
        draw_luck(MANY, VALUES, (1,)),
        draw_luck(replace(MANY, employers=fewer, groups=alone(fewer)), VALUES, (1,)),
    )
    stayed = all_of.home != 0
    assert np.array_equal(all_of.home[stayed] - 1, without.home[stayed])
    assert np.array_equal(all_of.prefers[:, 1:], without.prefers)
    assert np.array_equal(all_of.job_weeks, without.job_weeks)


def test_candidates_come_in_order_and_evenly() -> None:
    arrive = draw_luck(MANY, VALUES, (1,)).arrive
    assert (np.diff(arrive) >= 0).all()
    assert stats.chisquare(np.bincount(arrive, minlength=52)).pvalue > 1e-4


def test_homes_follow_the_places_of_the_rung_where_one_starts() -> None:
    some = (employer("few", (1, 6)), employer("many", (3, 0)), employer("none", (0, 0)))
    luck = draw_luck(of(some, alone(some), candidates=40_000), VALUES, (2,))
    first, later = (np.bincount(luck.home[luck.start == r], minlength=3) for r in (0, 1))
    assert stats.chisquare(first[:2], first.sum() * np.array([0.25, 0.75])).pvalue > 1e-4
    assert first[2] == 0
    assert later.tolist() == [later.sum(), 0, 0]


def test_when_nobody_takes_anyone_in_everyone_is_as_likely() -> None:
    some = (employer("a", (0, 0)), employer("b", (0, 0)))
    homes = np.bincount(draw_luck(of(some, alone(some), candidates=10_000), VALUES, (2,)).home)
    assert stats.binomtest(int(homes[0]), 10_000).pvalue > 1e-4


@pytest.mark.parametrize(("rung", "name"), [(0, "first"), (1, "stepping"), (2, "regular")])
def test_weeks_until_a_break_off_are_geometric(rung: int, name: str) -> None:
    weeks = draw_luck(MANY, TOY, (4,)).break_weeks[:, rung, 0]
    chance = 1 - np.exp(-TOY[f"break_{name}"])
    assert weeks.min() == 1
    assert abs(weeks.mean() * chance - 1) < 4 / np.sqrt(weeks.size)
    assert abs((weeks > 20).mean() - (1 - chance) ** 20) < 4 * 0.5 / np.sqrt(weeks.size)


def test_fit_elsewhere_has_its_chance_whatever_one_prefers() -> None:
    some = tuple(employer(f"e{at}") for at in range(3))
    luck = draw_luck(of(some, alone(some), candidates=20_000), VALUES | {"fit_other": 0.3}, (5,))
    elsewhere = luck.home[:, None] != np.arange(3)
    fits, prefers = luck.fits[elsewhere], luck.prefers[elsewhere]
    assert abs(fits.mean() - 0.3) < 4 * np.sqrt(0.3 * 0.7 / fits.size)
    assert abs(np.corrcoef(fits, prefers)[0, 1]) < 4 / np.sqrt(fits.size)


def test_nobody_gives_up_when_the_chance_is_nil() -> None:
    luck = draw_luck(MANY, VALUES | {"give_up": 0.0}, (1,))
    assert luck.help_patience.min() == NEVER
    assert luck.job_patience.min() == NEVER


def test_fit_is_certain_at_home_in_the_same_sector_and_along_a_stepping_stone() -> None:
    some = (
        employer("a", sector="C", leads_to=("d",)),
        employer("b", sector="C"),
        employer("c", sector="Q"),
        employer("d"),
    )
    luck = draw_luck(of(some, alone(some), candidates=2000), VALUES | {"fit_other": 0.0}, (1,))
    assert luck.fits[luck.home == 0].all(axis=0).tolist() == [True, True, False, True]
    assert luck.fits[luck.home == 0].any(axis=0).tolist() == [True, True, False, True]
    assert luck.fits[luck.home == 3].any(axis=0).tolist() == [False, False, False, True]
