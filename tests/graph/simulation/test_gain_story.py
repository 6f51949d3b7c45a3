"""What the answers about the gain say: sentences with intervals, in both languages, and the same as plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.simulation.breakeven import Breakeven, Condition, MustBeTrue
from graph.simulation.gain import GAINS, Case, Work
from graph.simulation.gain_ask import QUESTIONS, gain_answer
from graph.simulation.gain_best import Choice, by_number
from graph.simulation.gain_levers import offer_levers
from graph.simulation.gain_stay import PUBLIC, Payments, Stay
from graph.simulation.gain_story import breakeven_story, choice_story, must_story, party_name, stay_story
from graph.simulation.gain_sure import levers_of, point_of
from graph.simulation.gain_words import amount, level, listed, said, span, words
from graph.simulation.outcome import Interval
from graph.simulation.story import Statement
from graph.texts import texts
from tests.graph.simulation.cases import employer

NL, EN = texts("nl"), texts("en")
CHAIN = (employer("a", (3, 0), 0.0), employer("b", (0, 2), 0.5), employer("c", (1, 1), 3.0))
CASE = Case(CHAIN, fixed={"candidates": 30, "horizon_weeks": 100}, seed=5)
NAMES = {"a": "Bakkerij", "b": "Garage", "c": "Hovenier"}
MORE = Interval(5.23, 1.0, 9.96, 0.2, 0.97)


def dutch(told: tuple[Statement, ...]) -> list[str]:
    return [one.say(NL) for one in told]


# words


def test_amounts_are_written_as_the_language_does() -> None:
    assert amount(12345.0, "money_public").nl == "+12.300 euro per jaar voor gemeente, UWV en Rijk"
    assert amount(-5.26, "sustained_expected").en == "−5.3 people at work after 12 months"
    assert amount(0.04, "sustained_expected").nl == "0,0 mensen na 12 maanden aan het werk"
    assert amount(900.0, "money of a", signed=False).en == "900 euro a year"
    assert span(-1200.0, 3400.0, "money").nl == "−1.200 tot +3.400"


def test_levels_have_their_unit() -> None:
    levers = {lever.name: lever for lever in levers_of(CASE)}
    assert level(levers["loss_cold"], 0.123).nl == "12%"
    assert level(levers["give_up"], 0.0123).nl == "0,0123 kans per week"
    assert level(levers["coord_year"], 40_000.4).en == "40,000 euro a year"
    assert level(levers["places_first"], 4.0).nl == "4 plekken"
    assert level(levers["weeks_stepping"], 26.0).en == "26 weeks"


def test_names_in_a_row() -> None:
    assert listed(["a", "b", words("games.player_public")]).nl == "a, b en Gemeente, UWV en Rijk"
    assert (listed(["a"]).en, listed([]).en) == ("a", "")


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (MORE, "more"),
        (replace(MORE, better=0.8), "likely_more"),
        (replace(MORE, mean=-5.2, better=0.02), "fewer"),
        (replace(MORE, error=4.0), "unclear"),
        (replace(MORE, mean=0.02, error=0.001), "little"),
        (Interval(0.0, 0.0, 0.0, 0.0, 0.5), "none"),
    ],
)
def test_every_difference_is_said_with_its_interval(one: Interval, key: str) -> None:
    sentence = said(words("games.whole"), one, GAINS[0])
    assert sentence.key == f"games.said_{key}"
    assert key == "none" or "+1,0 tot +10,0" in sentence.say(NL)


def test_what_cannot_be_told_from_zero_is_said_so() -> None:
    sentence = said(words("games.whole"), replace(MORE, error=4.0), GAINS[0])
    assert "niet te onderscheiden van nul" in sentence.say(NL)
    assert "+5,2" not in sentence.say(NL), "a mean that says nothing is not shown"


# stories


def test_break_even_in_words() -> None:
    lever = {one.name: one for one in offer_levers(point_of(CASE), wide=True)}["places_stepping"]
    one = Breakeven(lever, "money_society", "above", 4.0, 3.0, None, 1, MORE, MORE)
    first, *_, last = dutch(breakeven_story(one, words("games.party_society")))
    assert first.startswith("Voor de samenleving loont de keten vanaf 4 plekken: Opstapbanen")
    assert "3 plekken tot (verder dan we keken)" in first
    assert last == "Dit geldt als al het andere is zoals nu."
    assert dutch(breakeven_story(one))[0] == first
    assert dutch(breakeven_story(replace(one, measure="money of a")))[0].startswith("Voor deze werkgever loont")
    never = replace(one, kind="never", value=None, low=None)
    assert "bij geen enkele waarde van 0 plekken tot" in dutch(breakeven_story(never, "Garage"))[0]
    twice = dutch(breakeven_story(replace(one, crossings=3), "Garage"))
    assert any("3 keer van teken" in sentence for sentence in twice)


def test_what_must_be_true_in_words() -> None:
    lever = {one.name: one for one in levers_of(CASE)}["vacancy_value"]
    lost = Interval(-3000.0, -4000.0, -2000.0, 100.0, 0.0)
    told = MustBeTrue("money of b", lost, False, (Condition(lever, 4200.0, 0.15, MORE),))
    sentences = dutch(must_story(told, party_name("money of b", NAMES)))
    assert sentences[0].startswith("Nu, voor Garage: naar schatting −3.000 euro per jaar")
    assert sentences[1].startswith(f"Wel winst voor Garage: {lever.label.nl} van 3.000 euro naar 4.200 euro. Dan")
    none = dutch(must_story(replace(told, conditions=()), "Garage"))
    assert "Geen van deze getallen brengt in zijn eentje winst voor Garage" in none[1]
    gains = dutch(must_story(replace(told, gains_now=True), "Garage"))
    assert gains[1].startswith("Geen winst meer voor Garage")


def test_parties_have_names() -> None:
    assert party_name("money of c", NAMES) == "Hovenier"
    for measure in GAINS:
        party = party_name(measure, NAMES)
        assert not isinstance(party, str)
        assert party.nl != party.en


def test_payments_in_words() -> None:
    paid, nothing = Interval(1200.0, 500.0, 2000.0, 90.0), Interval(0.0, 0.0, 0.0, 0.0)
    gives = Interval(-1200.0, -2000.0, -500.0, 90.0)
    pays = Payments("nobody_loses", (paid, nothing, gives), paid, nothing)
    free = Payments("nobody_leaves", (nothing,) * 3, nothing, nothing)
    one = Stay(("a", "b", PUBLIC), (MORE,) * 3, ("a",), paid, False, 0.25, MORE, (MORE,) * 3, (pays, free))
    told = dutch(stay_story(one, NAMES))
    assert told[0].startswith("Beter af zonder de rest: Bakkerij. Hun winst als zij weggaan")
    assert "In 25% van de doorgerekende gevallen lukt dat niet." in told[1]
    assert "Bakkerij krijgt 1.200 euro per jaar (90% van de gevallen: 500 tot 2.000)." in told
    assert "Gemeente, UWV en Rijk betaalt 1.200 euro per jaar (90% van de gevallen: 500 tot 2.000)." in told
    assert not any(sentence.startswith("Garage") for sentence in told), "who neither pays nor gets is not named"
    assert told[-1].startswith("Er hoeft niets betaald te worden: gemiddeld wil geen groep weg")
    outside = replace(pays, outside=paid)
    assert any("van buiten" in sentence for sentence in dutch(stay_story(replace(one, payments=(outside,)), NAMES)))
    assert dutch(stay_story(replace(one, leaving=(), leaving_gain=None), NAMES))[0].startswith("Geen groep")


def test_the_best_chain_in_words() -> None:
    gain = dict.fromkeys(GAINS, MORE)
    found = Choice(("a", "c"), gain, False, 7.5, 41, None)
    told = dutch(choice_story(found, NAMES))
    assert told[0].startswith("De beste keten die past, is Bakkerij en Hovenier: naar schatting +5,2 mensen")
    assert "41 ketens bekeken" in told[1]
    assert "+7,5 mensen" in told[1]
    assert dutch(choice_story(None, NAMES)) == ["Hier past geen keten van twee of meer werkgevers in."]


# everything at once


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    return gain_answer(CASE, effort=Work(6, 2), levers=("coord_year",), budgets={"two": by_number(CHAIN, 2)})


def sentences(found: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from value if key == "story" else sentences(value)
    elif isinstance(found, list):
        for value in found:
            yield from sentences(value)


def test_every_question_is_answered_as_json(answer: dict[str, Any]) -> None:
    assert tuple(answer) == QUESTIONS
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert len(answer["must_be_true"]) == len(GAINS) + len(CHAIN)
    assert answer["mechanisms"]["work"] == answer["coalitions"]["work"] == {"sets": 6, "runs": 2}
    assert set(answer["coalitions"]["stay"]) == {"employers", "authorities"}
    assert set(answer["coalitions"]["choices"]) == {"two"}


def test_every_sentence_is_whole_in_both_languages(answer: dict[str, Any]) -> None:
    told = list(sentences(answer))
    assert len(told) > 60
    for one in told:
        for language in ("nl", "en"):
            assert not re.search(r"[{}]|Label\(|\bnan\b", one[language]), one
            assert re.match(r"[A-Z\d]|[abc] ", one[language]), one
            assert one[language].endswith(".")


def test_no_estimate_without_its_interval(answer: dict[str, Any]) -> None:
    """A sentence that names a gain in people or euro names the range as well."""
    for one in sentences(answer):
        if re.search(r"naar schatting|gemiddeld\b", one["nl"]):
            assert "90%" in one["nl"], one["nl"]


def test_only_what_was_asked_and_progress_to_the_end() -> None:
    seen: list[float] = []
    asked = ("mechanisms", "breakeven")
    found = gain_answer(CASE, asked, effort=Work(2, 2), levers=("coord_year",), progress=seen.append)
    assert tuple(found) == asked
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1)
    with pytest.raises(ValueError, match="unknown questions"):
        gain_answer(CASE, ("future",))


def test_more_than_ten_employers_are_searched() -> None:
    many = tuple(employer(f"e{at:02d}", (1, 1), float(at % 3)) for at in range(11))
    case = Case(many, fixed={"candidates": 20, "horizon_weeks": 80})
    found = gain_answer(case, ("coalitions",), effort=Work(2, 1), budgets={"two": by_number(many, 2)})["coalitions"]
    assert (found["work"], found["employers"]) == (None, [])
    assert found["choices"]["two"]["exact"] is False
    assert len(found["choices"]["two"]["employers"]) == 2
    assert np.isfinite(found["choices"]["two"]["bound"])
