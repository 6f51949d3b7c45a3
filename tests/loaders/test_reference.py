"""A municipality code stands for an area with its region, as Statistics Netherlands has it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.schema import load_schema
from graph.validate import batch_problems
from loaders.reference import place_kind, place_names, places_of

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"


def test_oss_lies_in_noordoost_brabant() -> None:
    places = places_of(["GM0828"])
    assert {e.id: (e.kind, e.name) for e in places.entities} == {
        "GM0828": ("gebied_gemeente", "Oss"),
        "AM27": ("arbeidsmarktregio", "Noordoost-Brabant"),
        "RMC36": ("rmc_regio", "Noord-Oost-Brabant"),
    }
    assert {(r.kind, r.source, r.target) for r in places.relations} == {
        ("onderdeel_van", "GM0828", "AM27"),
        ("onderdeel_van", "GM0828", "RMC36"),
    }


def test_a_region_stands_by_itself_and_an_unknown_code_for_nothing() -> None:
    assert [e.id for e in places_of(["AM27", "GM9999"]).entities] == ["AM27"]
    assert place_kind("GM9999") is None


def test_all_places_may_be_stored() -> None:
    every = places_of([*(f"GM{n:04d}" for n in range(2000)), *(f"AM{n:02d}" for n in range(1, 40))])
    assert batch_problems(every, load_schema(), lambda _: {}) == ()
    kinds = [e.kind for e in every.entities]
    assert (kinds.count("gebied_gemeente"), kinds.count("arbeidsmarktregio")) == (342, 35)
    assert "'s-Hertogenbosch" in place_names()


@pytest.mark.skipif(not FACTS.is_dir(), reason="needs the facts beside the project to compare with")
def test_every_municipality_is_in_the_region_of_the_facts() -> None:
    with (FACTS / "gemeenten_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        facts = {row["gm_code"]: row["am_code"] for row in csv.DictReader(file)}
    ours = places_of(facts).relations
    assert {r.source: r.target for r in ours if r.target.startswith("AM")} == facts
