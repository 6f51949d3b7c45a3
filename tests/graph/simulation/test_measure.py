"""What is measured, and the survival that counts those placed late."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from graph.simulation.count import counts_of
from graph.simulation.ledger import book, build_rates, stacked
from graph.simulation.luck import draw_luck
from graph.simulation.measure import KEPT, expected_sustained, job_survival, measure, measures
from graph.simulation.model import replicate
from graph.simulation.people import everyone_alike
from graph.simulation.rules import build_rules
from graph.simulation.scenario import joint
from graph.simulation.tally import SPELLS
from graph.texts import texts
from tests.graph.simulation.cases import EMPLOYERS, VALUES, of

CHAIN = of(EMPLOYERS, joint(EMPLOYERS))
TALLY = replicate(draw_luck(CHAIN, VALUES, (1,)), build_rules(CHAIN, VALUES), True)
BOOK = book(build_rates(CHAIN, VALUES), TALLY, everyone_alike(CHAIN, VALUES))
_EACH, _OF_EMPLOYERS = measure(CHAIN, counts_of(TALLY, CHAIN), stacked([BOOK]))
FOUND, PER_EMPLOYER = {name: float(one[0]) for name, one in _EACH.items()}, _OF_EMPLOYERS[0]


@given(
    st.lists(st.integers(1, 52), min_size=1, max_size=40),
    st.lists(st.integers(0, 53), max_size=40),
)
def test_survival_is_that_of_scipy(ended: list[int], still: list[int]) -> None:
    counts = [np.bincount(weeks, minlength=SPELLS) for weeks in (np.array(ended, int), np.array(still, int))]
    data = stats.CensoredData(uncensored=ended, right=still)
    expected = stats.ecdf(data).sf.evaluate(np.arange(53))
    assert job_survival(*counts) == pytest.approx(expected)


def test_survival_of_a_worked_case() -> None:
    """Ended after 6, 6, 6, 7 and 10 weeks; open after 6, 9 and 10; at risk 8, 4 and 2: by hand."""
    ended, still = np.zeros(SPELLS, int), np.zeros(SPELLS, int)
    np.add.at(ended, [6, 6, 6, 7, 10], 1)
    np.add.at(still, [6, 9, 10], 1)
    survival = job_survival(ended, still)
    assert survival[[5, 6, 7, 9, 10]] == pytest.approx([1, 5 / 8, 5 / 8 * 3 / 4, 5 / 8 * 3 / 4, 5 / 8 * 3 / 4 * 1 / 2])


def test_nobody_at_risk_is_no_news() -> None:
    assert job_survival(np.zeros(SPELLS, int), np.zeros(SPELLS, int)) == pytest.approx(np.ones(53))


def test_late_starters_count_by_their_chance() -> None:
    survival = np.linspace(1, 0.5, 53)
    pending = np.zeros((1, SPELLS))
    pending[0, 0], pending[0, 26] = 4, 3
    assert expected_sustained(np.array([10.0]), pending, survival) == pytest.approx([10 + 4 * 0.5 + 3 * 0.5 / 0.75])


def test_a_short_horizon_expects_what_a_long_one_sees() -> None:
    """Followed for 104 weeks, counting late starters; followed until everyone's year is over, counting nobody."""
    short, late = [], []
    for seed in range(40):
        for weeks, kept in ((104, short), (400, late)):
            one = of(EMPLOYERS, joint(EMPLOYERS), horizon_weeks=weeks)
            tally = replicate(draw_luck(one, VALUES, (seed,)), build_rules(one, VALUES), False)
            kept.append(tally)
    started = np.array([tally.spell_open.sum() + tally.spell_end.sum() for tally in short])
    survival = job_survival(sum(t.spell_end for t in short), sum(t.spell_open for t in short))
    true = job_survival(sum(t.spell_end for t in late), sum(t.spell_open for t in late))
    assert started.sum() > 500
    assert survival[52] == pytest.approx(true[52], abs=0.05)
    assert true[52] == pytest.approx(0.66, abs=0.03)


def test_counts_add_up() -> None:
    left = sum(value for name, value in FOUND.items() if name.startswith("left_"))
    assert left == TALLY.weekly[-1, 2]
    assert FOUND["placed_any"] >= max(FOUND["placed_first"], FOUND["placed_regular"])
    assert FOUND["sustained"] <= FOUND["placed_regular"]
    assert PER_EMPLOYER[0].sum() == TALLY.hires[:, 2].sum()


def test_use_is_a_share() -> None:
    assert all(0 <= value <= 1 for name, value in FOUND.items() if name.startswith("use_"))


def test_every_measure_has_a_value_a_name_and_a_unit_in_both_languages() -> None:
    assert {m.name for m in measures()} == {*FOUND, *(f"{name}_expected" for name in KEPT)}
    for m in measures():
        assert all(key in texts(language) for key in (m.text, m.unit_text, m.group_text) for language in ("nl", "en"))
