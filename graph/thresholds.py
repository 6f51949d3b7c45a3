"""The limits of ``data/thresholds.yaml``, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from graph.schema import DATA, read_data


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Whole numbers, all at least 1; see the file for what each means and where it comes from."""

    min_people: int
    stale_months: int
    exact_up_to: int
    sampled_sources: int
    warm_days: int
    feedback_days: int
    enough_people: int
    estimate_months: int


@cache
def thresholds(path: Path | None = None) -> Thresholds:
    """Read the limits. Raises ValueError naming every key that is missing, unknown or not a whole number."""
    source = path or DATA / "thresholds.yaml"
    raw = read_data(source)
    if not isinstance(raw, dict):
        raise ValueError(f"{source.name}: expected names with numbers")
    known = {field.name for field in fields(Thresholds)}
    faults = [f"{name} is missing" for name in sorted(known - set(raw))]
    faults += [f"{name} is not a known threshold" for name in sorted(set(raw) - known)]
    faults += [
        f"{name} must be a whole number of at least 1"
        for name, value in raw.items()
        if name in known and (isinstance(value, bool) or not isinstance(value, int) or value < 1)
    ]
    if faults:
        raise ValueError(f"{source.name}: {'; '.join(faults)}")
    return Thresholds(**raw)
