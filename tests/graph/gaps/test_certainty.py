"""How certain a finding is: every reason to doubt it lowers it by a step, and is said."""

from __future__ import annotations

from datetime import date

import pytest

from graph.gaps.certainty import certainty
from graph.gaps.find import find_gaps
from graph.gaps.region import Region
from graph.gaps.rule import Finding, finding
from graph.gaps.settings import rule_settings
from graph.gaps.words import certainty_text
from graph.network import Network
from graph.texts import texts
from graph.thresholds import thresholds
from tests.support.networks import both, claim, network, organisation, tied

ENOUGH = thresholds().enough_people
STAR = ("hub", ("a", "b", "c", "d"))


def gap(code: str, people: int, *parties: str) -> Finding:
    return finding(rule_settings()[code], parties, people, ())


def pivot(region: Network) -> Finding:
    return next(found for found in find_gaps(region, ["spil_kwetsbaar"]) if found.parties == ("hub",))


@pytest.fixture
def confirmed() -> Network:
    """A core of three, and four others that reach it through one organisation only; all sides say so."""
    return tied([("hub", other) for other in "abcd"] + [("hub", "x"), ("x", "y"), ("y", "z"), ("x", "z")])


@pytest.mark.parametrize(("people", "doubts"), [(ENOUGH, ()), (ENOUGH - 1, ("few",)), (2, ("few",))])
def test_few_people_are_a_reason_to_doubt(people: int, doubts: tuple[str, ...]) -> None:
    region = Region(network(["a", "b"]))
    found = certainty(region, gap("koude_overdracht", people, "a", "b"))
    assert found.doubts == doubts
    assert found.level == ("middle" if doubts else "high")


def test_a_structure_that_both_sides_confirm_is_certain(confirmed: Network) -> None:
    assert certainty(Region(confirmed), pivot(confirmed)).doubts == ()


def test_a_structure_that_rests_on_reports_of_one_side_is_not() -> None:
    relations = [claim("hub", other) for other in "abcd"]
    relations += [one for pair in (("hub", "x"), ("x", "y"), ("y", "z"), ("x", "z")) for one in both(*pair)]
    region = network(["hub", "a", "b", "c", "d", "x", "y", "z"], relations)
    found = certainty(Region(region), pivot(region))
    assert found.doubts == ("unconfirmed", "one_rule")
    assert found.level == "low"


def test_who_says_nothing_is_not_who_has_nothing() -> None:
    relations = [claim(other, "hub") for other in "abcdxy"]
    region = network(["hub", "a", "b", "c", "d", "x", "y"], relations)
    assert "silent" in certainty(Region(region), pivot(region)).doubts


@pytest.mark.parametrize(("told", "doubts"), [(date(2026, 1, 1), ()), (date(2024, 1, 1), ("old",))])
def test_old_words_of_a_party_are_a_reason_to_doubt(told: date, doubts: tuple[str, ...]) -> None:
    parties = [organisation("a", reference_date=told), organisation("b")]
    region = network(parties, both("a", "b", last_contact=date(2026, 6, 1)))
    assert certainty(Region(region), gap("papieren_relatie", 0, "a", "b")).doubts == doubts


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_doubt_can_be_said(language: str) -> None:
    region = network(["hub", "a", "b", "c", "d"], [claim(other, "hub") for other in "abcd"])
    found = certainty(Region(region), gap("spil_kwetsbaar", 0, "hub"))
    said = certainty_text(found, gap("spil_kwetsbaar", 0, "hub"), region, texts(language))
    assert "{" not in said
    assert said.count(".") >= 1 + len(found.doubts)
