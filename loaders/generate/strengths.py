"""How strong planted defects are: ``data/demo/strengths.yaml``, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from graph.schema import DATA, read_data

Strength = Literal["just", "clear", "strong"]
STRENGTHS: tuple[Strength, ...] = ("just", "clear", "strong")
Level = Mapping[str, float]


@cache
def load_strengths() -> Mapping[str, Mapping[str, Level]]:
    """By gap type and strength what is planted. Raises ValueError for a gap type that misses a strength."""
    raw = read_data(DATA / "demo" / "strengths.yaml")
    wrong = [code for code, levels in raw.items() if tuple(levels) != STRENGTHS]
    wrong += [code for code, levels in raw.items() if len({frozenset(level) for level in levels.values()}) > 1]
    if wrong:
        raise ValueError(f"strengths.yaml: {', '.join(wrong)} must give the same numbers for {', '.join(STRENGTHS)}")
    return MappingProxyType(raw)
