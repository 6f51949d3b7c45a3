"""The statutory minimum wage by day and age, from ``data/instruments/minimum_wage.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.instruments.case import BadCase
from graph.instruments.load import HOME, WAGES, label, read_checked
from graph.schema import Label, SchemaError


@dataclass(frozen=True, slots=True)
class WagePeriod:
    """Euro an hour by age, from ``valid_from``; who is older than the oldest age in ``regular`` earns as that age."""

    valid_from: date
    regular: Mapping[int, float]
    bbl: Mapping[int, float]
    source: Label
    mark: str


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """All periods, in order; ``known_until``: the last day for which the amounts are known."""

    periods: tuple[WagePeriod, ...]
    known_until: date
    holiday_pay: float
    adult: int
    shares: Mapping[str, Mapping[int, float]]

    def period(self, day: date) -> WagePeriod:
        """The period of ``day``, the newest one after :attr:`known_until`. Raises :class:`BadCase` before the first."""
        if day < self.periods[0].valid_from:
            raise BadCase("instruments.no_amounts", day=day, first=self.periods[0].valid_from)
        return next(one for one in reversed(self.periods) if one.valid_from <= day)


@cache
def load_minimum_wage(home: Path | None = None) -> MinimumWage:
    """Read and check the amounts. Raises :class:`SchemaError` with every fault found."""
    raw = read_checked((home or HOME) / WAGES, "minimum_wage.schema.json")
    periods = tuple(
        WagePeriod(
            date.fromisoformat(one["valid_from"]),
            _by_age(one["regular"]),
            _by_age(one["bbl"]),
            label(one["source"]),
            one["mark"],
        )
        for one in raw["periods"]
    )
    adult = int(raw["adult"])
    days = [one.valid_from for one in periods]
    known_until = date.fromisoformat(raw["known_until"])
    faults = [] if days == sorted(set(days)) else [f"{WAGES}: periods must be in order of date"]
    faults += [f"{WAGES}: known_until is before the last period"] if known_until < days[-1] else []
    faults += [f"{WAGES} {one.valid_from}: no wage from age {adult}" for one in periods if max(one.regular) != adult]
    if faults:
        raise SchemaError(faults)
    shares = {kind: _by_age(by_age) for kind, by_age in raw["shares"].items()}
    return MinimumWage(periods, known_until, float(raw["holiday_pay"]["share"]), adult, MappingProxyType(shares))


def hourly_wage(day: date, age: int, *, bbl: bool = False) -> float:
    """Minimum wage in euro an hour on ``day`` at ``age`` (whole years). Raises :class:`BadCase`."""
    wages = load_minimum_wage()
    period = wages.period(day)
    at = min(age, wages.adult)
    found = period.bbl.get(at) if bbl else None
    found = period.regular.get(at) if found is None else found
    if found is None:
        raise BadCase("instruments.bad_age", value=age, low=min(period.regular), high=67)
    return found


def newest_wage_day() -> date:
    """The first day of the newest amounts that are known."""
    return load_minimum_wage().periods[-1].valid_from


def _by_age(raw: Any) -> Mapping[int, float]:
    return MappingProxyType({int(age): float(amount) for age, amount in raw.items()})
