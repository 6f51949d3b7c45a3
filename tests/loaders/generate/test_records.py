"""Records: valid by the schema in every batch, in an order in which they can be stored, the same every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pytest

from graph.problems import Problem
from graph.records import Batch
from graph.schema import load_schema
from graph.validate import batch_problems
from loaders.generate.reference import load_reference
from loaders.generate.region import DEMO, generate


def problems(batches: Iterable[Batch]) -> list[Problem]:
    """What is wrong with each batch, given those before it."""
    kinds: dict[str, str] = {}

    def stored(ids: Iterable[str]) -> Mapping[str, str]:
        return {one: kinds[one] for one in ids if one in kinds}

    found: list[Problem] = []
    for batch in batches:
        found += batch_problems(batch, load_schema(), stored)
        kinds.update((entity.id, entity.kind) for entity in batch.entities)
    return found


@pytest.mark.parametrize("region", load_reference().region_codes)
def test_every_region_of_the_country_is_valid(region: str) -> None:
    assert problems(generate((region,), 130, 500, 300, seed=1, defects=True, batch_size=200)) == []


def test_the_demo_and_two_regions_together_are_valid() -> None:
    assert problems(generate(**DEMO)) == []  # type: ignore[arg-type]
    assert problems(generate(("AM27", "AM08"), 400, 1500, 2000, seed=2)) == []


def test_batches_are_no_larger_than_asked_and_in_order() -> None:
    batches = list(generate(("AM27",), 250, 900, 1000, batch_size=100))
    assert max(map(len, batches)) <= 100
    filled = [[bool(part) for part in (b.entities, b.relations, b.referrals)].index(True) for b in batches[1:]]
    assert filled == sorted(filled)


def test_numbers_are_those_asked_for_with_the_places_beside_them() -> None:
    batches = list(generate(("AM27",), 250, 900, 1000, batch_size=100))
    places, rest = batches[0], batches[1:]
    assert {entity.kind for entity in places.entities} == {"gebied_gemeente", "arbeidsmarktregio", "rmc_regio"}
    assert sum(len(b.entities) for b in rest) == 250
    assert sum(len(b.relations) for b in rest) == 900
    assert sum(len(b.referrals) for b in rest) == 1000


def test_the_same_seed_gives_the_same_records_and_another_seed_others() -> None:
    first, again = (list(generate(("AM20",), 120, 400, 300, seed=5, defects=True)) for _ in range(2))
    assert first == again
    assert first != list(generate(("AM20",), 120, 400, 300, seed=6, defects=True))


def test_no_two_records_have_one_id() -> None:
    batches = list(generate(**DEMO))  # type: ignore[arg-type]
    for part in ("entities", "relations", "referrals"):
        ids = [record.id for batch in batches for record in getattr(batch, part)]
        assert len(ids) == len(set(ids))


def test_all_organisations_are_marked_as_made_up_and_no_place_is() -> None:
    organisations = load_schema().organisations
    for batch in generate(**DEMO):  # type: ignore[arg-type]
        for entity in batch.entities:
            made_up = entity.kind in organisations
            assert entity.name.endswith("(fictief)") == made_up
            assert (entity.properties.get("fictitious") is True) == made_up


def test_candidates_are_pseudonyms_that_cannot_be_a_citizen_service_number() -> None:
    cases = {r.case for batch in generate(("AM27",), 250, 900, 5000) for r in batch.referrals}
    assert all(re.fullmatch(r"k-[0-9a-f]{6}", case) for case in cases)
    assert max(len(re.sub(r"\D", "", case)) for case in cases) <= 6  # a BSN has eight or nine digits
