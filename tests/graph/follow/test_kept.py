"""What is kept of a gap: read as it was written, and nothing else is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.follow import kept
from graph.follow.identity import EVERYWHERE, followed_name, identity, is_whole, region_of, seen_prefix
from graph.follow.record import AGREEMENT, FUNCTION, NOTES, REASONS, STATUSES, Action, Dismissal, Event, Followed
from graph.gaps.rule import Finding
from graph.network import Scope
from graph.store.keeping import check_kept

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
ACTIONS = st.builds(
    Action,
    st.text(max_size=AGREEMENT),
    st.text(max_size=40),
    st.text(max_size=FUNCTION),
    st.none() | DAYS,
    st.sampled_from(STATUSES),
    st.text(max_size=NOTES),
)
DISMISSALS = st.builds(Dismissal, st.sampled_from(REASONS), DAYS, st.text(max_size=NOTES))
EVENTS = st.builds(Event, DAYS, st.sampled_from(["open", "changed", "done", "dropped", "dismissed", "restored"]))
FOLLOWED = st.builds(
    Followed,
    st.text(min_size=1, max_size=300),
    st.text(max_size=20),
    st.lists(st.text(max_size=20), max_size=3).map(tuple),
    st.none() | ACTIONS,
    st.none() | DISMISSALS,
    st.lists(EVENTS, max_size=4).map(tuple),
)
ONE = Followed("a|x", "a", ("x",)).agreed(Action("praten", "x"), date(2026, 1, 1))


def gap(form: str = "parties") -> Finding:
    return Finding("a|x", "a", "high", 1.0, ("x",), None, None, 0, (), form)  # type: ignore[arg-type]


@given(FOLLOWED)
def test_what_is_kept_is_read_again_as_it_was(one: Followed) -> None:
    name, text = followed_name(one.gap), kept.followed_text(one)
    check_kept(name, text)
    assert kept.followed(text) == one
    assert kept.following({name: text}).by_gap == {one.gap: one}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '{"version": 2}',
        '{"version": 1}',
        "[" * 100_000,
        *(
            json.dumps({**json.loads(kept.followed_text(ONE)), **wrong})
            for wrong in (
                {"gap": 3},
                {"parties": "x"},
                {"action": []},
                {"action": {"agreement": "x"}},
                {"trail": [["2026-01-01", "sung"]]},
                {"trail": [["01-01-2026", "open"]]},
                {"dismissal": {"reason": "bored", "on": "2026-01-01", "note": ""}},
            )
        ),
    ],
)
def test_a_broken_text_is_named_and_not_used(text: str) -> None:
    good, bad = followed_name(ONE.gap), followed_name("other")
    found = kept.following({good: kept.followed_text(ONE), bad: text})
    assert (dict(found.by_gap), found.broken) == ({ONE.gap: ONE}, (bad,))
    name = f"{seen_prefix('AM27')}a"
    assert kept.seen({name: text}, "AM27")[1] == (name,)


def test_a_text_under_the_name_of_another_gap_is_not_used() -> None:
    assert kept.following({followed_name("other"): kept.followed_text(ONE)}).broken == (followed_name("other"),)


def test_what_is_about_a_whole_region_is_another_gap_in_every_region() -> None:
    assert identity(gap(), "AM27") == identity(gap(), "AM5") == "a|x"
    assert identity(gap("region"), "AM27") != identity(gap("region"), "AM5")
    assert (region_of(Scope()), region_of(Scope(regions=("AM27",)))) == (EVERYWHERE, "AM27")


@pytest.mark.parametrize("narrow", [{"start": date(2026, 1, 1)}, {"municipalities": ("GM0828",)}, {"kinds": ("pro",)}])
def test_a_part_of_a_region_says_nothing_of_what_is_not_there(narrow: dict) -> None:
    assert is_whole(Scope(regions=("AM27",)))
    assert not is_whole(Scope(regions=("AM27",), **narrow))


def test_a_name_fits_the_store_however_long_the_gap_and_the_region() -> None:
    check_kept(followed_name("|".join(["x" * 200] * 9)), "")
    check_kept(seen_prefix("+".join(f"AM{n}" for n in range(99))) + "x" * 40, "")


def test_a_change_leaves_a_trail_and_no_change_leaves_none() -> None:
    day, later = date(2026, 1, 1), date(2026, 2, 1)
    same = ONE.agreed(ONE.action, later)
    assert same is ONE
    assert ONE.action is not None
    done = ONE.agreed(replace(ONE.action, status="done"), later)
    assert [(e.on, e.what) for e in done.trail] == [(day, "open"), (later, "done")]
    assert (done.status_at(day), done.status_at(later)) == ("open", "done")
    gone = done.agreed(None, later)
    assert (gone.action, gone.trail[-1].what, gone.status_at(later)) == (None, "dropped", None)
    assert gone.taken_back(later) is gone
