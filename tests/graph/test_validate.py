"""Validation: every rule of the schema refuses what breaks it, and says so in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from graph.problems import Problem
from graph.records import Batch, Entity, Referral, Relation, referral, relation
from graph.schema import load_schema
from graph.texts import texts
from graph.validate import batch_problems

SCHEMA = load_schema()
ENDS = (Entity("s", "pro", "School"), Entity("w", "werkgever", "Bedrijf"), Entity("GM0828", "gebied_gemeente", "Oss"))


def problems(*records: Entity | Relation | Referral, stored: Mapping[str, str] | None = None) -> list[Problem]:
    batch = Batch(
        ENDS + tuple(r for r in records if isinstance(r, Entity)),
        tuple(r for r in records if isinstance(r, Relation)),
        tuple(r for r in records if isinstance(r, Referral)),
    )
    return list(batch_problems(batch, SCHEMA, lambda ids: stored or {}))


def test_a_good_batch_has_no_problems() -> None:
    good = Entity("x", "mbo", "Mbo", {"gm_code": "GM0828", "lat": 51.7, "stages": ("orientatie",), "kleur": "rood"})
    claim = relation("samenwerking", "x", "s", {"trust": 3, "formal": True, "frequency": 12})
    move = referral("k-1", date(2025, 1, 1), "s", "w", {"outcome": "open", "received_on": date(2025, 1, 1)})
    assert problems(good, claim, move) == []


def org(**properties: object) -> Entity:
    return Entity("x", "mbo", "Mbo", properties)  # type: ignore[arg-type]


CASES = [
    (Entity("x", "roc2", "Mbo"), "unknown_kind"),
    (Entity("x", "mbo", "  "), "empty_name"),
    (Entity("x", "mbo", "M\x07"), "bad_name"),
    (Entity("", "mbo", "Mbo"), "bad_id"),
    (Entity("a|b", "mbo", "Mbo"), "bad_id_character"),
    (Entity("s", "pro", "Twice"), "duplicate_id"),
    (Entity("x", "mbo", "Mbo", {}, date(2025, 2, 1), date(2025, 1, 1)), "period_reversed"),
    (org(capacity=-1), "out_of_range"),
    (org(capacity=True), "not_integer"),
    (org(capacity=1.5), "not_integer"),
    (org(lat=float("nan")), "not_number"),
    (org(stages=("in_beeld", "klaar")), "unknown_code"),
    (org(stages="in_beeld"), "not_codes"),
    (org(gm_code="0828"), "bad_municipality"),
    (org(kvk_number="1234567"), "bad_pattern"),
    (org(website="geen adres"), "bad_url"),
    (org(reference_date="2025-01-01"), "not_date"),
    (org(extra=("a", "b")), "bad_extra"),
    (Entity("x", "contactpunt", "Balie", {"person_name": "Naam"}), "requires"),
    (relation("samenwerking", "s", "s"), "same_ends"),
    (relation("samenwerking", "s", "GM0828"), "wrong_end"),
    (relation("samenwerking", "s", "nobody"), "unknown_end"),
    (Relation("x", "vriendschap", "s", "w"), "unknown_relation"),
    (Relation("zomaar", "opstap", "s", "w"), "relation_identity"),
    (relation("samenwerking", "s", "w", {"trust": 5}), "out_of_range"),
    (referral("k", date(2025, 1, 2), "s", "w", {"received_on": date(2025, 1, 1)}), "date_too_early"),
    (referral("k", date(2025, 1, 2), "s", "w", {"outcome": "weg"}), "unknown_code"),
    (referral("k", date(2025, 1, 2), "s", "GM0828"), "wrong_end"),
]


@pytest.mark.parametrize(("record", "key"), CASES, ids=[f"{key}-{at}" for at, (_, key) in enumerate(CASES)])
def test_what_breaks_a_rule_is_refused_by_that_rule(record: Entity | Relation | Referral, key: str) -> None:
    found = problems(record)
    assert [p.key for p in found] == [f"problems.{key}"]
    for language in ("nl", "en"):
        sentence = texts(language).problem(found[0])
        assert not re.search(r"[{}]", sentence)


def test_a_stored_organisation_keeps_its_kind() -> None:
    assert [p.key for p in problems(Entity("x", "mbo", "X"), stored={"x": "werkgever"})] == ["problems.kind_changed"]


def test_ends_may_be_in_the_store_already() -> None:
    assert problems(relation("opstap", "w", "w2"), stored={"w2": "werkgever"}) == []


def test_none_clears_a_property_and_is_never_wrong() -> None:
    assert problems(org(capacity=None, stages=None, onbekend=None)) == []
