"""Findings in words, in both languages, and the short list of what needs attention."""

from __future__ import annotations

import pytest

from graph.gaps.attention import attention
from graph.gaps.find import find_gaps
from graph.gaps.rule import Evidence
from graph.gaps.words import evidence_text, explain
from graph.texts import texts
from tests.graph.gaps.parts import Records, core
from tests.graph.gaps.regions import CASES, eenzijdige_relatie, koude_overdracht
from tests.support.networks import claim


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_every_finding_can_be_said_in_both_languages(make, language):
    region = (core() + make().with_gap).network()
    (found,) = find_gaps(region)
    words = explain(found, region, texts(language))
    whole = " ".join((words.title, words.found, words.why, words.action, words.rank, *(e.text for e in words.evidence)))
    assert "{" not in whole
    assert all(region.entity(party).name in words.found for party in found.parties[:1])


def test_evidence_keeps_the_way_from_a_number_to_its_records():
    region = (core() + koude_overdracht().with_gap).network()
    (found,) = find_gaps(region)
    line = explain(found, region, texts("en")).evidence[0]
    assert line.text == "Referrals: 20"
    assert len(line.records) == 20


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (Evidence("cold_share", 0.914), "Koud of nooit bevestigd: 91%"),
        (Evidence("cold_share", 0.9, "at_least"), "Koud of nooit bevestigd: minstens 90%"),
        (Evidence("cold_share", None), "Koud of nooit bevestigd: niet te tonen (minder dan 5 mensen)"),
        (Evidence("nearest_km", 25.7), "Dichtstbijzijnde hulp (km, hemelsbreed): 25,7"),
    ],
)
def test_numbers_are_written_as_in_the_language(evidence, text):
    assert evidence_text(evidence, texts("nl")) == text


def test_one_type_of_gap_does_not_fill_the_short_list():
    region = core() + eenzijdige_relatie().with_gap + koude_overdracht().with_gap
    region += Records(relations=[claim("z-a", other, frequency=24) for other in ("third", "k-a", "k-b")])
    found = find_gaps(region.network())
    short = attention(found)
    assert len(found) == 5
    assert [f.code for f in short] == ["koude_overdracht", "eenzijdige_relatie", "eenzijdige_relatie"]
    assert attention(found, limit=1) == found[:1]
