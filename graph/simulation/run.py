"""Run the simulation: the same people with the same luck through every arm, many times.

``sets`` parameter sets stand for what is not known, ``runs`` replications of each for chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from graph.network import Network
from graph.problems import KetenkaartError
from graph.simulation.answer import outcome_answer
from graph.simulation.bottleneck import one_more
from graph.simulation.calibrate import calibrated
from graph.simulation.collect import Draws, Lasting
from graph.simulation.employers import employers_from
from graph.simulation.ledger import book, build_rates
from graph.simulation.luck import draw
from graph.simulation.model import replicate
from graph.simulation.outcome import Extra, Outcome, interval
from graph.simulation.parameters import Parameter, Values, centre, load_parameters, sample_sets
from graph.simulation.rules import build_rules
from graph.simulation.scenario import ARMS, Employer, arm_groups, scenario

__all__ = ["BadSetting", "Settings", "outcome_answer", "simulate", "simulate_employers"]

Progress = Callable[[float], None]
PAIRS = (("joint", "alone"), ("joint", "case_manager"), ("case_manager", "alone"))
_LIMITS = {"sets": (1, 2000), "runs": (1, 1000), "seed": (0, 2**63 - 1)}
_SIZES = {"candidates": (1, 5000), "arrive_weeks": (1, 1040), "horizon_weeks": (2, 1040), "attempts": (1, 20)}


class BadSetting(KetenkaartError):
    """A setting of the simulation outside its limits."""


@dataclass(frozen=True)
class Settings:
    """How to run. ``values`` fixes parameters by name (they no longer vary), such as ``{"candidates": 80}``.

    ``extras``: also find what one unit more of each resource brings (seven times the work of one arm).
    ``calibrate``: take the handover parameters from the referral log where it is large enough.
    Raises :class:`BadSetting`.
    """

    seed: int = 2026
    sets: int = 60
    runs: int = 10
    values: Values = field(default_factory=lambda: MappingProxyType({}))
    extras: bool = False
    calibrate: bool = True

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in _LIMITS} | {n: v for n, v in self.values.items() if n in _SIZES}
        for name, value in given.items():
            low, high = (_LIMITS | _SIZES)[name]
            if not (isinstance(value, int | float) and low <= value <= high and value == int(value)):
                raise BadSetting("simulation.bad_setting", name=name, value=value, low=low, high=high)


def simulate(
    network: Network, employers: Sequence[str], settings: Settings | None = None, progress: Progress | None = None
) -> Outcome:
    """Simulate the organisations ``employers`` (ids) of ``network`` as a chain, beside each of them alone.

    ``progress`` is called with the part done, from 0 to 1. Pure: the same arguments give the same outcome.
    Raises :class:`~graph.simulation.employers.NoEmployers`,
    :class:`~graph.simulation.employers.UnknownEmployer`, :class:`~graph.simulation.parameters.BadParameter`.
    """
    settings = settings or Settings()
    parameters = calibrated(network, load_parameters()) if settings.calibrate else load_parameters()
    chosen = employers_from(network, employers, centre(parameters, settings.values))
    return simulate_employers(chosen, settings, progress, parameters, fictitious=network.fictitious)


def simulate_employers(
    employers: Sequence[Employer],
    settings: Settings,
    progress: Progress | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    *,
    fictitious: bool = False,
) -> Outcome:
    """As :func:`simulate`, for employers that were made by hand or changed."""
    parameters = load_parameters() if parameters is None else parameters
    sets = sample_sets(parameters, settings.sets, settings.seed, settings.values)
    plans = {arm: arm_groups(arm, employers) for arm in ARMS}
    variants = one_more() if settings.extras else {}
    draws = {arm: Draws(settings.sets, settings.runs, len(employers)) for arm in ARMS}
    gains = {what: Lasting(settings.sets, settings.runs) for what in variants}
    for m, values in enumerate(sets):
        arms = {arm: scenario(employers, groups, values) for arm, groups in plans.items()}
        rules = {arm: build_rules(one, values) for arm, one in arms.items()}
        rates = {arm: build_rates(one, values) for arm, one in arms.items()}
        more = {what: build_rules(change(arms["joint"], m), values) for what, change in variants.items()}
        for s in range(settings.runs):
            people, luck = draw(arms[ARMS[0]], values, (settings.seed, m, s))
            for arm, one in arms.items():
                tally = replicate(luck, rules[arm], True)
                draws[arm].add(m, s, one, tally, book(rates[arm], tally, people))
            for what, changed in more.items():
                gains[what].add(m, s, replicate(luck, changed, False))
        if progress is not None:
            progress((m + 1) / len(sets))
    base = draws["joint"].lasting
    sizes = scenario(employers, plans["alone"], sets[0])
    return Outcome(
        employers=tuple(employers),
        arms=tuple(draws[arm].arm(arm, employers) for arm in ARMS),
        differences=tuple(draws[arm].minus(draws[against], arm, against, employers) for arm, against in PAIRS),
        extras=tuple(Extra(what, interval(gain.expected(base) - base.expected(), 1)) for what, gain in gains.items()),
        parameters=tuple(parameters.values()),
        fixed=MappingProxyType(dict(settings.values)),
        candidates=sizes.candidates,
        horizon_weeks=sizes.horizon_weeks,
        seed=settings.seed,
        sets=settings.sets,
        runs=settings.runs,
        conserved=all(kept.conserved for kept in draws.values()),
        fictitious=fictitious,
    )
