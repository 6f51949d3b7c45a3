"""The assumptions of the generator use only codes that the domain has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.schema import DATA
from loaders.generate.settings import load_settings


def test_every_kind_that_can_be_made_is_an_organisation_of_the_schema_and_the_other_way_round() -> None:
    settings = load_settings()
    assert set(settings.kinds) == settings.schema.organisations


def test_shares_of_organisations_leave_room_for_employers() -> None:
    settings = load_settings()
    assert sum(kind.share for code, kind in settings.kinds.items() if code != "werkgever") < 0.7


def test_every_life_domain_of_support_has_words_for_names() -> None:
    settings = load_settings()
    assert set(settings.support) == set(settings.words["support"])


def test_a_code_that_the_domain_does_not_have_is_refused_by_name(tmp_path: Path) -> None:
    for name in ("parameters.yaml", "walks.yaml", "words.yaml"):
        shutil.copy(DATA / "demo" / name, tmp_path / name)
    walks = tmp_path / "walks.yaml"
    walks.write_text(walks.read_text(encoding="utf-8").replace("matching, 25, werk", "koppelen, 25, werk"), "utf-8")
    with pytest.raises(ValueError, match=r"koppelen \(stages\)"):
        load_settings(tmp_path)
