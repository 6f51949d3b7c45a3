"""Run the simulation: the same people with the same luck through every arm, many times.

``sets`` parameter sets stand for what is not known, ``runs`` replications of each for chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from graph.network import Network
from graph.problems import KetenkaartError
from graph.simulation.answer import outcome_answer
from graph.simulation.bottleneck import one_more
from graph.simulation.calibrate import calibrated
from graph.simulation.collect import difference
from graph.simulation.employers import employers_from
from graph.simulation.outcome import Extra, Outcome, interval
from graph.simulation.parameters import Parameter, Values, centre, load_parameters, sample_sets
from graph.simulation.scenario import ARMS, Chains, Context, Employer, Group, Ways, arm_groups
from graph.simulation.story import HEADLINE
from graph.simulation.surroundings import BY_HAND, context_of
from graph.simulation.trial import Progress, Stop, Trial, Variant, trials

__all__ = [
    "BadSetting",
    "Job",
    "Settings",
    "outcome_answer",
    "sharpen",
    "simulate",
    "steps",
]

FIRST, GROWTH = 8, 4
"""Replications of each arm in the first outcome of :func:`sharpen`, and how many times as many are in the next."""
_EXTRA = "extra "
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


@dataclass(frozen=True)
class Job:
    """What to simulate, and how: employers of a region, changed ones, or those that were made by hand.

    ``chains``: the ids of employers per sub-chain, when the joint arm is not one chain of all of them; together
    they hold each employer once, and one that stands alone shares nothing. ``context``: what the region brings.
    ``ways``: what the joint arm does beside its four mechanisms.
    """

    employers: tuple[Employer, ...]
    settings: Settings = Settings()
    parameters: Mapping[str, Parameter] = field(default_factory=load_parameters)
    fictitious: bool = False
    chains: Chains = ()
    context: Context = BY_HAND
    ways: Ways = Ways()

    def simulate(self, progress: Progress | None = None, stop: Stop | None = None) -> Outcome:
        """The outcome, as :func:`simulate`."""
        *_, last = self._outcomes(progress, stop, sharpening=False)
        return last

    def sharpen(self, progress: Progress | None = None, stop: Stop | None = None) -> Iterator[Outcome]:
        """The same outcome after others that come sooner, as :func:`sharpen`."""
        return self._outcomes(progress, stop, sharpening=True)

    def groups(self, arm: str) -> tuple[Group, ...]:
        """The groups of an arm: the joint one in the sub-chains that were asked for."""
        return arm_groups(arm, self.employers, self.ways, self.chains)

    def _outcomes(self, progress: Progress | None, stop: Stop | None, *, sharpening: bool) -> Iterator[Outcome]:
        wanted = self.settings
        sets = sample_sets(self.parameters, wanted.sets, wanted.seed, wanted.values)
        sizes = steps(wanted.sets, wanted.runs) if sharpening else ((wanted.sets, wanted.runs),)
        for found in trials(_variants(self), sets, wanted.runs, wanted.seed, sizes, progress=progress, stop=stop):
            yield _outcome(self, found)


def simulate(
    network: Network,
    employers: Sequence[str],
    settings: Settings | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome:
    """Simulate the organisations ``employers`` (ids) of ``network`` as a chain, beside each of them alone.

    ``progress`` is called with the part done, from 0 to 1. When ``stop`` answers True, the outcome is that of the
    parameter sets done by then (``outcome.sets``). Pure: the same arguments give the same outcome, to the bit.
    Raises :class:`~graph.simulation.employers.NoEmployers`,
    :class:`~graph.simulation.employers.UnknownEmployer`, :class:`~graph.simulation.parameters.BadParameter`.
    """
    return _job(network, employers, settings or Settings()).simulate(progress, stop)


def sharpen(
    network: Network,
    employers: Sequence[str],
    settings: Settings | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Iterator[Outcome]:
    """As :func:`simulate`, with an outcome soon and then better ones; the last is that of :func:`simulate`.

    After a stop comes at most one more: what was done by then.
    """
    return _job(network, employers, settings or Settings()).sharpen(progress, stop)


def steps(sets: int, runs: int) -> tuple[tuple[int, int], ...]:
    """Sizes (sets, runs) at which to show an outcome: eight sets, then four times as many replications each time.

    More sets come first and more runs of each later, so that the first picture has the whole range of the
    parameters. The last is all of them.
    """
    found = []
    count = FIRST
    while 2 * count <= sets * runs:
        found.append((min(count, sets), max(count // sets, 1)))
        count *= GROWTH
    return (*found, (sets, runs))


def _job(network: Network, employers: Sequence[str], settings: Settings) -> Job:
    parameters = calibrated(network, load_parameters()) if settings.calibrate else load_parameters()
    chosen = employers_from(network, employers, centre(parameters, settings.values))
    surroundings = context_of(network, settings.values)
    return Job(chosen, settings, parameters, network.fictitious, context=surroundings)


def _variants(job: Job) -> list[Variant]:
    """The three arms, and with extras the joint chain with one unit more of each resource."""
    chain = job.employers
    arms = [Variant(arm, chain, job.groups(arm), context=job.context) for arm in ARMS]
    more = one_more() if job.settings.extras else {}
    extras = [
        Variant(_EXTRA + what, chain, job.groups("joint"), change=change, brief=True, context=job.context)
        for what, change in more.items()
    ]
    return arms + extras


def _outcome(job: Job, found: Trial) -> Outcome:
    """What the arms and the extras gave, summarised."""
    employers, settings = job.employers, job.settings
    draws = {arm: found.draws[arm] for arm in ARMS}
    measured = {arm: draws[arm].measured() for arm in ARMS}
    base = measured["joint"][HEADLINE]
    gains = {
        code.removeprefix(_EXTRA): more.expected(draws["joint"])[HEADLINE] - base
        for code, more in found.draws.items()
        if code.startswith(_EXTRA)
    }
    return Outcome(
        employers=employers,
        arms=tuple(draws[arm].arm(arm, employers, measured[arm]) for arm in ARMS),
        differences=tuple(difference(arm, against, draws, measured, employers) for arm, against in PAIRS),
        extras=tuple(Extra(what, interval(gain, 1)) for what, gain in gains.items()),
        parameters=tuple(job.parameters.values()),
        fixed=MappingProxyType(dict(settings.values)),
        candidates=found.size.candidates,
        horizon_weeks=found.size.horizon_weeks,
        seed=settings.seed,
        sets=found.sets,
        runs=found.runs,
        conserved=all(kept.conserved for kept in draws.values()),
        fictitious=job.fictitious,
    )
