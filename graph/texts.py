"""Every sentence that a user sees, by key, in Dutch and English: ``data/texts/<language>/<area>.yaml``.

A key is ``area.name``; placeholders are ``{name}``. Plural forms are separate keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from graph.problems import KetenkaartError, Problem
from graph.schema import DATA, LANGUAGES, read_data


@dataclass(frozen=True)
class Texts:
    """The texts of one language. ``texts("regio.title")`` gives a sentence."""

    language: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence for ``key`` with ``values`` filled in. Raises KeyError for an unknown key."""
        sentence = self.sentences[key]
        return sentence.format(**values) if values else sentence

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def problem(self, problem: Problem) -> str:
        """A problem in one line: where it is, what was found, what was expected and what to do."""
        place = problem.place
        where = [str(place.file)] if place.file else []
        for part in ("sheet", "row", "column"):
            value = getattr(place, part)
            if value is not None:
                where.append(self(f"problems.at_{part}", value=value))
        if problem.value is not None:
            where.append(self("problems.at_value", value=problem.value))
        sentence = self(problem.key, **self._spoken(problem.values))
        return f"{', '.join(where)}: {sentence}" if where else sentence

    def error(self, error: KetenkaartError) -> str:
        """The sentence for an error."""
        return self(error.key, **self._spoken(error.values))

    def _spoken(self, values: Mapping[str, object]) -> dict[str, object]:
        """Labels speak the language; lists become words with commas."""
        spoken: dict[str, object] = {}
        for name, value in values.items():
            if hasattr(value, "nl"):
                value = value[self.language]  # type: ignore[index]
            elif isinstance(value, tuple | list):
                value = ", ".join(map(str, value))
            spoken[name] = value
        return spoken


@cache
def texts(language: str, directory: Path | None = None) -> Texts:
    """Read the texts of ``language`` ("nl" or "en"); any other language falls back to Dutch."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    home = (directory or DATA / "texts") / chosen
    sentences: dict[str, str] = {}
    for path in sorted(home.glob("*.yaml")):
        area = read_data(path) or {}
        sentences |= {f"{path.stem}.{name}": str(sentence) for name, sentence in area.items()}
    return Texts(chosen, MappingProxyType(sentences))


def number(value: float, language: str, decimals: int = 0, *, trim: bool = False) -> str:
    """A number with the separators of a language (1.234,5 in Dutch, 1,234.5 in English).

    ``trim`` leaves out zeros at the end of the decimals.
    """
    text = f"{value:z,.{decimals}f}"  # z: what rounds to nothing has no sign
    if trim and decimals:
        text = text.rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(_DUTCH)


_DUTCH = str.maketrans(",.", ".,")
