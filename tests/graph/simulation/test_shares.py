"""Shares: the published generator, even, and belonging to their key."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from graph.simulation.shares import numbers, shares, shares_beside

WHOLE = st.integers(0, 2**64 - 1)


def test_it_is_the_published_generator() -> None:
    """Five numbers after seed 1234567, as its other implementations give them (rosettacode.org, Splitmix64)."""
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert numbers(np.uint64(1234567), 5).tolist() == [*published, 16408922859458223821]


@given(st.lists(WHOLE, min_size=1, max_size=4), st.integers(1, 50), st.integers(1, 5))
def test_more_of_them_leave_the_first_as_they_were(key: list[int], rows: int, columns: int) -> None:
    assert np.array_equal(shares(key, (rows + 7, columns))[:rows], shares(key, (rows, columns)))


@given(st.lists(WHOLE, min_size=1, max_size=4), st.lists(WHOLE, min_size=1, max_size=4))
def test_another_key_is_another_sequence(key: list[int], other: list[int]) -> None:
    assert (key == other) == np.array_equal(shares(key, (4,)), shares(other, (4,)))


@given(st.lists(WHOLE, max_size=3), st.lists(WHOLE, max_size=4), st.integers(1, 9), st.integers(1, 3))
def test_keys_side_by_side_give_what_each_gives(key: list[int], ends: list[int], rows: int, columns: int) -> None:
    found = shares_beside(key, ends, (rows, columns))
    assert found.shape == (rows, len(ends), columns)
    for j, end in enumerate(ends):
        assert np.array_equal(found[:, j], shares((*key, end), (rows, columns)))


def test_they_are_even_and_independent_from_one_to_the_next() -> None:
    drawn = shares((2026, 3), (200_000,))
    assert 0 <= drawn.min() < drawn.max() < 1
    assert stats.kstest(drawn, "uniform").pvalue > 1e-4
    for lag in (1, 2, 59):
        assert abs(np.corrcoef(drawn[:-lag], drawn[lag:])[0, 1]) < 4 / np.sqrt(drawn.size)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_neighbouring_keys_have_nothing_in_common(part: int) -> None:
    """Seed, set and run only ever go up by one."""
    keys = [[5, 5, 5] for _ in range(4000)]
    for at, key in enumerate(keys):
        key[part] = at
    first, second = np.array([shares(key, (2,)) for key in keys]).T
    assert stats.kstest(first, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(first[:-1], first[1:])[0, 1]) < 4 / np.sqrt(len(keys))
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(len(keys))
