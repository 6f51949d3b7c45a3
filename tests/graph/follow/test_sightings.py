"""Gaps over time: they open, close and come back, by day, whatever the order in which they are found."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.follow import kept
from graph.follow.sightings import Seen, Sighting, observe, tells_more

D = [date(2026, 1, 1) + timedelta(days=n) for n in range(400)]
GAPS = st.frozensets(st.sampled_from(["a|x|y||", "a|x|z||", "b||GM0828|", "c|||matching@AM27"]))
LOOKS = st.lists(st.tuples(st.integers(0, 300), GAPS), max_size=12)


def looked(looks: list[tuple[int, frozenset[str]]]) -> Seen:
    seen = Seen()
    for revision, (day, gaps) in enumerate(sorted(looks, key=lambda look: look[0]), start=1):
        seen = observe(seen, gaps, D[day], revision)
    return seen


def test_a_gap_that_goes_is_closed_and_one_that_returns_is_back() -> None:
    seen = observe(Seen(), ["a"], D[0])
    assert seen.gaps["a"].standing == "open"
    seen = observe(seen, [], D[10])
    assert (seen.gaps["a"].standing, seen.gaps["a"].closed, seen.gaps["a"].last) == ("closed", (D[10],), D[0])
    seen = observe(seen, ["a"], D[20])
    assert seen.gaps["a"] == Sighting(D[0], D[20], (D[10],), (D[20],))
    assert seen.gaps["a"].standing == "back"
    assert observe(seen, [], D[30]).gaps["a"].standing == "closed"


def test_it_was_there_on_the_days_between() -> None:
    one = Sighting(D[0], D[20], (D[10],), (D[20],))
    assert [one.open_at(D[n]) for n in (0, 9, 10, 19, 20, 30)] == [True, True, False, False, True, True]
    assert not one.open_at(D[0] - timedelta(days=1))


def test_what_is_gone_and_there_again_within_a_day_was_never_gone() -> None:
    """A wrong import that is undone leaves no trace."""
    before = observe(Seen(), ["a", "b"], D[0])
    after = observe(observe(before, ["b"], D[5]), ["a", "b"], D[5])
    assert after == observe(before, ["a", "b"], D[5])


def test_a_clock_that_was_put_back_counts_as_the_last_day_that_is_known() -> None:
    seen = observe(observe(Seen(), ["a"], D[10]), [], D[3])
    assert seen.gaps["a"].closed == (D[10],)


@given(LOOKS, st.integers(0, 390), GAPS)
def test_observing_the_same_twice_is_observing_it_once(looks, day, gaps) -> None:
    once = observe(looked(looks), gaps, D[day], 50)
    assert observe(once, gaps, D[day], 50) == once


@given(LOOKS, st.integers(0, 390), GAPS, st.randoms())
def test_the_order_of_findings_does_not_matter(looks, day, gaps, luck) -> None:
    shuffled = sorted(gaps)
    luck.shuffle(shuffled)
    assert observe(looked(looks), shuffled, D[day]) == observe(looked(looks), gaps, D[day])


@given(LOOKS)
def test_what_is_there_is_what_was_found_last_and_nothing_is_forgotten(looks) -> None:
    seen = looked(looks)
    ordered = sorted(looks, key=lambda look: look[0])
    assert seen.present == (ordered[-1][1] if ordered else frozenset())
    assert set(seen.gaps) == {gap for _, gaps in looks for gap in gaps}
    for one in seen.gaps.values():
        assert 0 <= len(one.closed) - len(one.back) <= 1
        days = [one.first, *(day for pair in zip(one.closed, one.back, strict=False) for day in pair)]
        assert days == sorted(days)


@given(LOOKS)
def test_what_is_kept_is_read_again_as_it_was(looks) -> None:
    seen = looked(looks)
    texts = kept.seen_texts(seen, "AM27")
    assert kept.seen(texts, "AM27") == (seen, ())
    assert kept.seen(texts, "AM2")[0] == Seen()


def test_only_newer_data_or_other_rules_tell_more() -> None:
    seen = observe(Seen(), ["a"], D[0], 7)
    assert not tells_more(seen, ["a"], 7)
    assert tells_more(seen, ["a"], 8)
    assert tells_more(seen, ["a", "b"], 7)
    assert not tells_more(seen, ["a", "b"], 6)
    assert not tells_more(observe(Seen(), [], D[0], 3), [], 3)
