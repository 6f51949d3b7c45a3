"""Numbers to words: pseudonyms that never clash, dates that are right."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.generate.columns import dates, pseudonyms
from loaders.generate.walks import day


@given(st.lists(st.integers(0, 2**24 - 1), unique=True, max_size=200), st.integers(0, 2**63))
def test_different_candidates_have_different_pseudonyms(cases: list[int], seed: int) -> None:
    names = pseudonyms(np.array(cases, dtype=np.int64), seed)
    assert len(set(names)) == len(cases)


def test_more_candidates_than_pseudonyms_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        pseudonyms(np.array([2**24]), 0)


@given(st.lists(st.one_of(st.none(), st.dates(date(1971, 1, 1), date(2100, 1, 1))), max_size=50))
def test_dates_come_back_as_they_went_in(given_dates: list[date | None]) -> None:
    days = np.array([-1 if on is None else day(on) for on in given_dates], dtype=np.int64)
    assert dates(days, lambda on: on, None) == given_dates
