"""An estimated number of people with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

from graph.records import Entity

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """So many young people neither work nor go to school. ``given``: the limits came with it, and are not computed."""

    people: int
    low: int
    high: int
    given: bool


def estimate_of(place: Entity) -> Estimate | None:
    """The estimate that was imported for a municipality; None where there is none.

    Without limits of its own those of a Poisson count hold, as if it had been counted in one of many like years.
    """
    people, low, high = (place.properties.get(name) for name in ("neet", "neet_low", "neet_high"))
    if not isinstance(people, int):
        return None
    if isinstance(low, int) and isinstance(high, int):
        return Estimate(people, min(low, people), max(high, people), True)
    least, most = poisson_limits(people)
    return Estimate(people, int(least), int(-(-most // 1)), False)


def poisson_limits(count: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of the mean of a Poisson count (Garwood 1936, Biometrika 28:437)."""
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(stats.chi2.ppf(tail, 2 * count) / 2)
    return low, float(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2)
