"""Kaplan-Meier and Aalen-Johansen against textbook values and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.survival import aalen_johansen, kaplan_meier, medians
from tests.support.published import reference_values

# Remission of 21 patients on 6-mercaptopurine (Freireich et al. 1963), weeks; True: relapse was seen.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
SEEN = [w in (7, 13, 16, 22, 23) for w in WEEKS]
SEEN[:3] = [True] * 3
SEEN[6] = True
followed = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), min_size=1, max_size=40)


def test_freireichs_patients_have_the_published_curve_and_median():
    curve = kaplan_meier(WEEKS, SEEN)
    at = [6, 7, 10, 13, 16, 22, 23]
    published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curve.at(at).survival == pytest.approx(published, abs=5e-5)
    assert curve.median == 23


def test_aalen_johansen_gives_the_published_incidence():
    published = reference_values()["aalen_johansen"]
    curves = aalen_johansen(published["T"], published["E"])
    assert curves.at([6]).incidence[1, 0] == pytest.approx(published["CIF2_at_6"], abs=1e-12)


@given(followed)
def test_what_stays_and_what_ended_add_up_to_one(drawn):
    times, causes = zip(*drawn, strict=True)
    curves = aalen_johansen(times, causes, 3)
    assert curves.survival + curves.incidence.sum(axis=0) == pytest.approx(np.ones(len(curves.times)))


@given(followed)
def test_without_loss_from_view_the_curves_are_plain_shares(drawn):
    times = np.array([t for t, _ in drawn])
    causes = np.array([max(c, 1) for _, c in drawn])
    curves = aalen_johansen(times, causes, 3)
    for at, time in enumerate(curves.times):
        shares = [np.mean((times <= time) & (causes == c)) for c in (1, 2, 3)]
        assert curves.incidence[:, at] == pytest.approx(shares)


@given(st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 9)), st.booleans()), max_size=40))
def test_medians_by_group_are_the_median_of_each_group(drawn):
    groups = np.array([g for g, _, _ in drawn], dtype=int)
    times = np.array([np.nan if t is None else t for _, t, _ in drawn], dtype=float)
    ended = np.array([e for _, _, e in drawn], dtype=bool)
    found = medians(groups, times, ended, 4)
    for g in range(4):
        mine = (groups == g) & ~np.isnan(times)
        expected = kaplan_meier(times[mine], ended[mine]).median
        assert found[g] == expected or (expected is None and np.isnan(found[g]))


def test_a_median_that_is_never_reached_is_unknown():
    assert kaplan_meier([1, 2, 3], [False, False, True]).median == 3
    assert kaplan_meier([1, 2, 3], [True, False, False]).median is None


def test_a_negative_time_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier([-1], [True])
