"""Every problem that code can raise has its sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.schema import load_schema
from graph.texts import texts

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = load_schema()
TYPES = sorted({p.type for cls in SCHEMA.classes.values() for p in cls.properties.values()})


def raised() -> set[str]:
    """The keys named in the code, with those made from the type of a property."""
    sources = [
        *(ROOT / "loaders").rglob("*.py"),
        *(ROOT / "graph").glob("*.py"),
        *(ROOT / "graph" / "store").glob("*.py"),
    ]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = {key for key in re.findall(r"[\"'](problems\.[a-z0-9_]+)[\"']", code) if not key.endswith("_")}
    return found | {f"problems.not_{kind}" for kind in TYPES} | {"problems.bad_municipality", "problems.bad_url"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_problem_has_a_sentence(language: str) -> None:
    assert sorted(key for key in raised() if key not in texts(language)) == []


def test_every_sentence_about_a_problem_is_raised_somewhere() -> None:
    said = {key for key in texts("nl").sentences if key.startswith("problems.") and not key.startswith("problems.at_")}
    assert sorted(said - raised() - {"problems.bad_pattern"}) == []
