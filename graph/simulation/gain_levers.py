"""Levers: what can be set higher or lower to see whether the chain still pays, parameters and what employers offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.schema import Label
from graph.simulation.parameters import Parameter, Values
from graph.simulation.scenario import RUNGS, Employer
from graph.texts import texts

OFFERS = (*(f"places_{rung}" for rung in RUNGS[:-1]), "vacancies", "coach")
"""What employers offer together: standing places per rung, vacancies a year, units of coaching."""
_SHARE, _LEAST = 0.5, 2.0
_WIDE_SHARE, _WIDE_LEAST = 1.0, 6.0


@dataclass(frozen=True)
class Point:
    """What is simulated in both ways of working: employers, and one value for every parameter."""

    employers: tuple[Employer, ...]
    values: Values


@dataclass(frozen=True)
class Lever:
    """Something with a value ``now`` that can lie from ``low`` to ``high``; ``whole``: in whole steps."""

    name: str
    now: float
    low: float
    high: float
    whole: bool
    label: Label
    unit: Label
    set: Callable[[Point, float], Point]

    def at(self, point: Point, value: float) -> Point:
        """The point with this lever at ``value``, rounded where it is whole."""
        return self.set(point, self.rounded(value))

    def rounded(self, value: float) -> float:
        """``value`` as the lever can have it."""
        return float(round(value)) if self.whole else float(value)

    def step(self, value: float) -> float:
        """How far ``value`` is from now, as a share of the range."""
        return abs(value - self.now) / (self.high - self.low)


def parameter_levers(parameters: Mapping[str, Parameter], fixed: Values) -> tuple[Lever, ...]:
    """The parameters that are not known exactly, over their own range; those that the user fixed are left out."""
    return tuple(
        _parameter_lever(p, p.value, float(p.low), float(p.high))
        for p in parameters.values()
        if p.low is not None and p.high is not None and p.name not in fixed
    )


def offer_levers(point: Point, *, wide: bool = False) -> tuple[Lever, ...]:
    """What the employers of ``point`` offer together: half of it less or more (two at least).

    ``wide``: from nothing to twice as much (six more at least). More or less goes to the employers in
    proportion to what each offers now (evenly when none offers any); who comes where does not change.
    """
    return tuple(_offer_lever(point, name, wide) for name in OFFERS)


def _parameter_lever(parameter: Parameter, now: float, low: float, high: float) -> Lever:
    name = parameter.name

    def put(point: Point, value: float) -> Point:
        return replace(point, values={**point.values, name: value})

    return Lever(name, now, low, high, parameter.whole, parameter.label, parameter.unit, put)


def _offer_lever(point: Point, name: str, wide: bool) -> Lever:
    now = sum(_offered(e, name) for e in point.employers)
    whole = name.startswith("places_")
    room = max(_WIDE_SHARE * now, _WIDE_LEAST) if wide else max(_SHARE * now, _LEAST)
    room = float(np.ceil(room)) if whole else room

    def put(at: Point, value: float) -> Point:
        shares = _spread([_offered(e, name) for e in at.employers], value, whole=whole)
        return replace(at, employers=tuple(_offer(e, name, n) for e, n in zip(at.employers, shares, strict=True)))

    label, unit = _words(f"games.lever_{name}"), _words(f"games.lever_unit_{name}")
    return Lever(name, now, max(now - room, 0.0), now + room, whole, label, unit, put)


def _words(key: str) -> Label:
    return Label(texts("nl")(key), texts("en")(key))


def _offered(employer: Employer, name: str) -> float:
    if name == "vacancies":
        return employer.vacancies_year
    return employer.coach if name == "coach" else float(employer.places[_rung(name)])


def _offer(employer: Employer, name: str, number: float) -> Employer:
    intake = employer.intake or tuple(map(float, employer.places))
    if name == "vacancies":
        return replace(employer, vacancies_year=number)
    if name == "coach":
        return replace(employer, coach=number)
    places = tuple(int(number) if at == _rung(name) else n for at, n in enumerate(employer.places))
    return replace(employer, places=places, intake=intake)


def _rung(name: str) -> int:
    return RUNGS.index(name.removeprefix("places_"))


def _spread(now: Sequence[float], total: float, *, whole: bool) -> list[float]:
    """``total`` in proportion to ``now``; whole numbers by largest remainder."""
    weights = np.array(now, dtype=float)
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), 1 / len(weights))
    shares = weights * total
    if whole:
        down = np.floor(shares + 1e-9)
        rest = round(total - down.sum())
        down[np.argsort(-(shares - down), kind="stable")[:rest]] += 1
        shares = down
    return [float(share) for share in shares]
