"""The quarters: every gap is counted where it happened, and the books balance."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from graph.follow.monitor import monitor, quarter_of
from graph.follow.record import Action, Followed
from graph.follow.sightings import Seen, observe
from tests.graph.follow.test_sightings import LOOKS, D, looked


def test_a_quarter_is_that_of_the_calendar() -> None:
    """Checked against pandas over two years, a leap year among them."""
    for n in range(731):
        day = date(2027, 6, 1) + timedelta(days=n)
        period = pd.Period(day, freq="Q")
        assert quarter_of(day) == (period.year, period.quarter)


def test_what_opens_closes_and_returns_is_counted_in_its_quarter() -> None:
    seen = observe(Seen(), ["a", "b"], date(2026, 2, 1))
    seen = observe(seen, ["a", "c"], date(2026, 3, 31))
    seen = observe(seen, ["a", "b", "c"], date(2026, 7, 1))
    told = monitor(seen, (), date(2026, 8, 1))
    assert [(q.name, q.at_start, q.opened, q.closed, q.back, q.standing) for q in told] == [
        ("2026 Q1", 2, 1, 1, 0, 2),
        ("2026 Q2", 0, 0, 0, 0, 2),
        ("2026 Q3", 0, 0, 0, 1, 3),
    ]


@given(LOOKS, st.integers(0, 399))
def test_what_stands_at_the_end_is_what_stood_and_came_less_what_went(looks, today) -> None:
    before = 0
    told = monitor(looked(looks), (), D[today])
    for quarter in told:
        assert quarter.standing == before + quarter.at_start + quarter.opened + quarter.back - quarter.closed
        before = quarter.standing
    assert not told or told[-1].standing == len(looked(looks).present)


def test_nobody_looked_yet_so_there_is_nothing_to_tell() -> None:
    assert monitor(Seen(), (), D[0]) == ()


def test_an_action_is_overdue_from_the_day_after_until_it_is_done() -> None:
    seen = observe(Seen(), ["a"], date(2026, 1, 5))
    one = Followed("a", "a").agreed(Action("praten", due=date(2026, 3, 31)), date(2026, 1, 10))
    assert [one.overdue_at(date(2026, *day)) for day in ((3, 31), (4, 1))] == [False, True]
    assert [q.overdue for q in monitor(seen, [one], date(2026, 7, 2))] == [0, 1, 1]
    done = one.agreed(Action("praten", due=date(2026, 3, 31), status="done"), date(2026, 7, 1))
    assert [q.overdue for q in monitor(seen, [done], date(2026, 7, 2))] == [0, 1, 0]


def test_an_action_on_a_gap_that_is_gone_or_laid_aside_no_longer_runs_late() -> None:
    one = Followed("a", "a").agreed(Action("praten", due=date(2026, 1, 20)), date(2026, 1, 10))
    seen = observe(observe(Seen(), ["a"], date(2026, 1, 5)), [], date(2026, 5, 1))
    assert [q.overdue for q in monitor(seen, [one], date(2026, 5, 2))] == [1, 0]
    aside = one.laid_aside("accepted", "", date(2026, 2, 1))
    assert [q.overdue for q in monitor(seen, [aside], date(2026, 5, 2))] == [0, 0]


def test_laying_aside_counts_in_its_quarter_also_when_it_is_taken_back_later() -> None:
    seen = observe(Seen(), ["a"], date(2026, 1, 5))
    one = Followed("a", "a").laid_aside("accepted", "", date(2026, 2, 1)).taken_back(date(2026, 4, 2))
    assert [q.dismissed for q in monitor(seen, [one], date(2026, 4, 3))] == [1, 0]
