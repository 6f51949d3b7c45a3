"""What all questions about the gain of a chain share: which measures, how much work, and when something is sure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.simulation.collect import Draws
from graph.simulation.measure import EMPLOYER_MEASURES, Measure, measures
from graph.simulation.outcome import Interval
from graph.simulation.parameters import Parameter, Values, centre, load_parameters, sample_sets
from graph.simulation.scenario import Context, Employer, Group, joint
from graph.simulation.story import HEADLINE, SURE
from graph.simulation.trial import Change, Variant

GAINS = (HEADLINE, "money_candidates", "money_employers", "money_public", "money_society")
"""The measures of which the gain is explained: people still at work after 12 months, and euro a year per party."""

Together = Callable[[Sequence[Employer]], tuple[Group, ...]]
"""Makes employers a chain, or sub-chains: the groups in which they work together."""
Verdict = Literal["more", "fewer", "likely_more", "likely_fewer", "unclear", "none"]
_REPLICATIONS = {"first": 2_800, "full": 18_000}
"""Replications in all: about 3 and 16 processor seconds for 120 candidates followed for three years, on two threads."""
_RUNS = {"first": 4, "full": 10}
_MONEY_AT = [m.name for m in EMPLOYER_MEASURES].index("money")
_MONEY = EMPLOYER_MEASURES[_MONEY_AT]
_OWN = "money of "
_LEAST_SETS, _MOST_SETS = 6, 200
_USUAL_SIZE = 120
_ERRORS = 2.0
"""Standard errors from 0 below which a mean cannot be told from 0."""


@dataclass(frozen=True, slots=True)
class Work:
    """How much is simulated: ``sets`` parameter sets with ``runs`` replications of each."""

    sets: int
    runs: int


Effort = Literal["first", "full"] | Work
"""A first answer, the full one, or exactly this much work."""


def work_for(arms: int, effort: Effort, candidates: float = _USUAL_SIZE) -> Work:
    """The work that fits in the time: fewer parameter sets where there are more arms or more people.

    It depends on nothing but its arguments, so that an answer is the same on every machine.
    """
    if isinstance(effort, Work):
        return effort
    size = max(candidates / _USUAL_SIZE, 0.25)
    sets = int(_REPLICATIONS[effort] / (max(arms, 1) * size * _RUNS[effort]))
    return Work(min(max(sets, _LEAST_SETS), _MOST_SETS), _RUNS[effort])


@dataclass(frozen=True)
class Case:
    """What is asked about: employers as a chain or alone, the parameters, and the values that the user ``fixed``.

    ``context``: what the region brings, the same in every way of working together. ``together``: how employers
    become one chain, or the sub-chains of a plan.
    """

    employers: tuple[Employer, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=load_parameters)
    fixed: Values = field(default_factory=lambda: MappingProxyType({}))
    seed: int = 2026
    context: Context = Context()
    together: Together = joint

    def variant(self, code: str, groups: Sequence[Group], change: Change | None = None) -> Variant:
        """The employers working together as ``groups``, to be simulated under the name ``code``."""
        return Variant(code, self.employers, tuple(groups), change=change, context=self.context)

    @property
    def centre(self) -> Values:
        """One set: what the user fixed, and of the rest the parameter's own value."""
        return centre(self.parameters, self.fixed)

    def sets(self, count: int) -> list[dict[str, float]]:
        """Parameter sets, as the simulation draws them."""
        return sample_sets(self.parameters, count, self.seed, self.fixed)

    @property
    def candidates(self) -> float:
        """How many people come in."""
        return self.centre["candidates"]


def own_money(employer: str) -> str:
    """The name of the measure "euro a year of this employer"."""
    return _OWN + employer


def gain_measure(name: str) -> Measure:
    """The measure with this name: of an arm, "money" of any party, or of :func:`own_money`. Raises KeyError."""
    if name.startswith(_OWN) or name == _MONEY.name:
        return replace(_MONEY, name=name)
    return {m.name: m for m in measures()}[name]


def measured(draws: Draws, employers: Sequence[Employer] = ()) -> Mapping[str, NDArray[np.float64]]:
    """What is asked of one arm: each measure of :data:`GAINS`, and the own money of ``employers``, (sets, runs)."""
    found = draws.measured()
    own = {own_money(e.id): draws.employers[..., _MONEY_AT, at] for at, e in enumerate(employers)}
    return {name: found[name] for name in GAINS} | own


def verdict(one: Interval) -> Verdict:
    """What can be said of a difference.

    "more" or "fewer": in nine of ten runs it is so. "likely_...": the mean is, single runs may differ.
    "unclear": the mean cannot be told from 0 (two standard errors). "none": exactly 0 in every run.
    """
    if one.low == one.high == one.mean == 0:
        return "none"
    if math.isnan(one.error) or abs(one.mean) <= _ERRORS * one.error:
        return "unclear"
    better = 0.5 if one.better is None else one.better
    if one.mean > 0:
        return "more" if better >= SURE else "likely_more"
    return "fewer" if better <= 1 - SURE else "likely_fewer"
