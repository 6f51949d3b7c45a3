"""The texts: both languages say the same things, with the same blanks, in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

from graph.schema import DATA
from graph.texts import texts

ROOT = Path(__file__).resolve().parent.parent
KEYS = sorted({*texts("nl").sentences, *texts("en").sentences})


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(texts("nl").sentences) == set(texts("en").sentences)


@pytest.mark.parametrize("area", sorted(p.stem for p in (DATA / "texts" / "nl").glob("*.yaml")))
def test_both_languages_have_the_same_blanks(area: str) -> None:
    nl, en = texts("nl"), texts("en")
    wrong = [key for key in KEYS if key.startswith(f"{area}.") and blanks(nl(key)) != blanks(en(key))]
    assert wrong == []


def test_no_key_stands_twice() -> None:
    for path in (DATA / "texts").glob("*/*.yaml"):
        keys = re.findall(r"^([a-z][\w]*):", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert len(keys) == len(set(keys)) == len(yaml.safe_load(path.read_text(encoding="utf-8")) or {}), path.name


def test_no_key_is_a_word_that_yaml_reads_as_yes_or_no() -> None:
    for path in (DATA / "texts").glob("*/*.yaml"):
        assert all(isinstance(key, str) for key in yaml.safe_load(path.read_text(encoding="utf-8")) or {}), path.name


def test_every_sentence_is_used() -> None:
    """A sentence that no code names is dead. Keys made from a prefix count as named by that prefix."""
    sources = [p for d in ("graph", "loaders", "pages") for p in (ROOT / d).rglob("*.py")]
    sources += [ROOT / "app.py", *(DATA / "gaps").rglob("*.yaml"), *(DATA / "simulation").rglob("*.yaml")]
    code = "\n".join(p.read_text(encoding="utf-8") for p in sources if p.exists())
    named = set(re.findall(r"[\"']([a-z0-9_]+\.[a-z0-9_]+)[\"']", code))
    prefixes = tuple(set(re.findall(r"f[\"']([a-z0-9_]+\.[a-z0-9_]*)\{", code)))
    dead = [key for key in KEYS if key not in named and not (prefixes and key.startswith(prefixes))]
    assert dead == []


def test_an_unknown_language_falls_back_to_dutch() -> None:
    assert texts("fr").language == "nl"
