"""Out of sight: who is known beside an estimated number, and what may be shown of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.estimate import Estimate
from graph.gaps.adjusted import adjusted
from graph.gaps.certainty import certainty
from graph.gaps.find import find_gaps
from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.rules.sight import sights, sure_unseen
from graph.privacy import MIN_PEOPLE
from graph.records import Entity
from tests.graph.gaps.parts import GOOD, OSS, UNTIL, Records, core, many, tied_in
from tests.support.networks import both, organisation

CODE = "buiten_beeld"


def region(people: int, known: int, unplaced: int = 0, **properties: object) -> Records:
    """Oss with an estimate, so many who were referred by a school there, and others by an employer."""
    told = {"lat": 51.765, "lon": 5.518, "neet": people, "neet_on": UNTIL, **properties}
    here = Records([Entity(OSS, "gebied_gemeente", "Oss", told)])  # type: ignore[arg-type]
    here.entities += [organisation("z-a", "pro", gm_code=OSS), organisation("z-b", "jongerenloket", gm_code=OSS)]
    here.entities += [organisation("z-c", "werkgever", gm_code=OSS)]
    here.relations = [*tied_in("z-a", "z-b", "z-c"), *both("z-a", "z-b"), *both("z-c", "z-b")]
    here.referrals = many("z-a", "z-b", known, "z", **GOOD) + many("z-c", "z-b", unplaced, "u", **GOOD)
    return core() + here


def found(records: Records, **limits: float) -> Finding | None:
    changed = adjusted({f"{CODE}.{name}": value for name, value in limits.items()})
    return next(iter(find_gaps(records.network(), [CODE], settings=changed)), None)


def value(gap: Finding, key: str) -> object:
    return next(e for e in gap.evidence if e.key == key).value


def test_many_more_estimated_than_known_is_a_gap() -> None:
    gap = found(region(200, 20))
    assert gap is not None
    assert (gap.municipality, gap.parties, gap.form) == (OSS, (), "place")
    # the person of the core was referred by the municipality of Oss, and is known as well
    assert gap.people == 200 - 21
    assert value(gap, "known_people") == 21
    assert value(gap, "unseen_share") == pytest.approx(1 - 21 / 200)


@pytest.mark.parametrize(("people", "known"), [(200, 120), (30, 25), (19, 0), (50, 60)])
def test_enough_known_or_a_small_estimate_is_none(people: int, known: int) -> None:
    assert found(region(people, known)) is None


def test_without_an_estimate_nothing_is_known() -> None:
    records = region(200, 20)
    records.entities = [e for e in records.entities if e.id != OSS] + [Entity(OSS, "gebied_gemeente", "Oss")]
    assert found(records) is None


def test_a_municipality_that_nobody_hands_anything_in_for_is_none() -> None:
    records = region(200, 20)
    records.entities.append(Entity("GM9998", "gebied_gemeente", "Leeg", {"neet": 500}))
    gaps = find_gaps(records.network(), [CODE])
    assert [gap.municipality for gap in gaps] == [OSS]


def test_a_lower_limit_of_the_source_decides() -> None:
    assert found(region(60, 20)) is None  # 46 by chance, of whom 25 are not known: not surely half
    assert found(region(60, 20, neet_low=59, neet_high=61)) is not None
    assert found(region(100, 20, neet_low=30, neet_high=300)) is None


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 50))
def test_more_known_is_never_more_out_of_sight(low: int, known: int, more: int) -> None:
    estimate = Estimate(low, low, low, True)
    assert sure_unseen(estimate, known + more) <= sure_unseen(estimate, known) <= 1
    wider = Estimate(low, max(low - more, 0), low, True)
    assert sure_unseen(wider, known) <= sure_unseen(estimate, known) + 1e-12


@given(st.integers(0, MIN_PEOPLE - 2))
@settings(max_examples=5)
def test_what_is_shown_is_the_same_for_every_few_people(known: int) -> None:
    """The person of the core is one of them: all of 1 to 4 known give the same finding, but for records."""
    shown = [found(region(300, n)) for n in (known, 0)]
    assert shown[0] is not None
    assert value(shown[0], "known_people") is None
    assert shown[0] == shown[1]


def test_people_without_a_known_home_are_told_and_lower_the_certainty() -> None:
    sure, less = region(200, 60), region(200, 60, unplaced=60)
    for records, doubt in ((sure, False), (less, True)):
        gap = found(records)
        assert gap is not None
        assert ("unplaced" in certainty(Region(records.network()), gap).doubts) is doubt
    told = found(less)
    assert told is not None
    assert value(told, "unplaced_people") == 60


@pytest.mark.parametrize(
    ("on", "old"), [(UNTIL, False), (UNTIL - timedelta(days=365 * 4), True), (None, True), (date(2024, 1, 1), False)]
)
def test_an_old_estimate_or_one_without_a_day_lowers_the_certainty(on: date | None, old: bool) -> None:
    records = region(200, 20, neet_on=on)
    gap = found(records)
    assert gap is not None
    assert ("old_estimate" in certainty(Region(records.network()), gap).doubts) is old


def test_who_is_known_only_from_long_ago_does_not_count() -> None:
    records = region(200, 0)
    here = Region(records.network())
    assert [one.known for one in sights(here, here.log(12))] == [1]
    old = many("z-a", "z-b", 150, "old", **GOOD)
    moved = [type(r)(r.id, r.case, r.date - timedelta(days=900), r.source, r.target, {}) for r in old]
    again = Region((records + Records(referrals=moved)).network())
    assert [one.known for one in sights(again, again.log(12))] == [1]
    assert [one.known for one in sights(again, again.log(60))] == [151]
