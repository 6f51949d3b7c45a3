"""Which municipalities border on each other: facts of ``data/reference``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from graph.schema import DATA


@cache
def neighbours() -> Mapping[str, frozenset[str]]:
    """The codes of the municipalities that each one borders on (CBS, borders of 2023)."""
    found: dict[str, set[str]] = {}
    with (DATA / "reference" / "gemeente_buren.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["gm_a"], set()).add(row["gm_b"])
            found.setdefault(row["gm_b"], set()).add(row["gm_a"])
    return MappingProxyType({code: frozenset(others) for code, others in found.items()})
