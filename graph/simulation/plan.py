"""A plan of an employer chain: who takes part, what was changed or made by hand, and how it is run.

The screen, a link, a file and the command line all hold the same :class:`Plan`, and all of them run what
:func:`prepared` makes of it: so their numbers are the same. A plan names employers of the region by id, or
makes them by hand; one with only employers made by hand needs no region, and takes nothing from one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from graph.network import Network
from graph.problems import KetenkaartError
from graph.simulation.calibrate import calibrated
from graph.simulation.employers import employers_from
from graph.simulation.gain import Case
from graph.simulation.outcome import Outcome
from graph.simulation.parameters import Parameter, Values, centre, load_parameters
from graph.simulation.profiles import by_numbers, load_profiles
from graph.simulation.run import Job, Settings
from graph.simulation.scenario import (
    PRECONDITIONS,
    RUNGS,
    SOCIAL_RETURN,
    TIMINGS,
    Chains,
    Context,
    Employer,
    Ways,
    joint_in,
)
from graph.simulation.surroundings import BY_HAND, context_of, with_people, with_timings
from graph.simulation.trial import Progress, Stop

MOST_EMPLOYERS = 60
MOTIVES = ("staff", SOCIAL_RETURN, "team", "innovation", "tax")
"""Why an employer takes part: staff shortage, social return, quality of the team, innovation, tax."""
OWN = "own:"
"""What the id of an employer made by hand begins with; its name comes behind it."""


class BadPlan(KetenkaartError):
    """A plan that cannot be read or run; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class Member:
    """An employer of a plan: ``id`` of the region, or made by hand with only a ``name``.

    What is None or empty is as the region has it; of an employer made by hand, as the parameters assume.
    ``leads_to``: the :attr:`key` of members to whom people from here certainly fit. From ``at_once`` on: its limits,
    as of :class:`~graph.simulation.scenario.Employer`. Raises :class:`BadPlan`.
    """

    id: str | None = None
    name: str | None = None
    first: int | None = None
    stepping: int | None = None
    vacancies_year: float | None = None
    coach: float | None = None
    sector: str | None = None
    motive: str | None = None
    leads_to: tuple[str, ...] = ()
    at_once: float | None = None
    levels: tuple[int, ...] = ()
    hours: tuple[float, float] | None = None
    weeks: tuple[int, ...] = ()
    carved: tuple[int, ...] = ()
    part_places: tuple[int, ...] = ()
    part_hours: float | None = None
    willing: float | None = None
    stops_week: int | None = None

    def __post_init__(self) -> None:
        if self.hours is not None and self.hours[0] > self.hours[1]:
            raise BadPlan("plan.hours", name=self.name or self.id, low=self.hours[0], high=self.hours[1])

    @property
    def key(self) -> str:
        """What it is called within the plan, and its id in the simulation."""
        return self.id if self.id is not None else f"{OWN}{self.name}"

    @property
    def by_hand(self) -> bool:
        """Whether it was made by hand."""
        return self.id is None


LIMITS = ("at_once", "levels", "hours", "weeks", "carved", "part_places", "part_hours", "willing", "stops_week")
"""The fields of a member that limit or refine what it offers."""
CHANGES = ("first", "stepping", "vacancies_year", "coach", "sector", "motive", "leads_to", *LIMITS)
"""The fields of a member that say something else than the region does."""


@dataclass(frozen=True)
class Plan:
    """What to simulate.

    ``groups``: sub-chains that work together by themselves, as keys of members; who is in none of them is in
    one chain with the others that are in none. ``values``: parameters that were set by hand, by name.
    ``ways``: what the joint chain does beside its four mechanisms. ``people``: how many candidates of each profile
    come, by its code; empty: those of the region, or as the parameters say. With ``candidates`` beside it they are
    weights. ``timings``: when preconditions are met, by code, of :data:`~graph.simulation.scenario.TIMINGS`, where
    that is not as usual; it holds in every arm.
    Raises :class:`BadPlan`, and :class:`~graph.simulation.profiles.BadProfile` for people who cannot be.
    """

    members: tuple[Member, ...]
    candidates: int | None = None
    values: Values = field(default_factory=lambda: MappingProxyType({}))
    groups: tuple[tuple[str, ...], ...] = ()
    seed: int = Settings.seed
    sets: int = Settings.sets
    runs: int = Settings.runs
    name: str = ""
    ways: Ways = Ways()
    people: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    timings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        keys = [one.key for one in self.members]
        spoken = [key.removeprefix(OWN) for key in keys]
        if not keys:
            raise BadPlan("simulation.no_employers")
        if len(keys) > MOST_EMPLOYERS:
            raise BadPlan("plan.too_many", most=MOST_EMPLOYERS, found=len(keys))
        if twice := [key for key in dict.fromkeys(spoken) if spoken.count(key) > 1]:
            raise BadPlan("plan.twice", names=tuple(twice))
        grouped = [key for group in self.groups for key in group]
        if strange := [key for key in grouped if key not in keys]:
            raise BadPlan("plan.stranger", names=tuple(strange))
        if doubled := [key for key in dict.fromkeys(grouped) if grouped.count(key) > 1]:
            raise BadPlan("plan.two_groups", names=tuple(doubled))
        if "candidates" in self.values:
            raise BadPlan("plan.candidates_twice")
        if self.people:
            by_numbers(load_profiles(), self.people)
        for code, timing in self.timings.items():
            if code not in PRECONDITIONS or timing not in TIMINGS:
                raise BadPlan("plan.bad_timing", code=code, timing=timing, known=PRECONDITIONS, timings=TIMINGS)
        for one in self.members:
            if lost := [key for key in one.leads_to if key not in keys]:
                raise BadPlan("plan.stranger", names=tuple(lost))

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of every member, in order."""
        return tuple(one.key for one in self.members)

    @property
    def from_region(self) -> tuple[str, ...]:
        """The ids of the members that the region has."""
        return tuple(one.id for one in self.members if one.id is not None)

    @property
    def by_hand(self) -> bool:
        """Whether every employer was made by hand: then the plan stands by itself."""
        return not self.from_region

    @property
    def partition(self) -> tuple[tuple[str, ...], ...]:
        """The groups of the joint arm, with those that were left over as one."""
        grouped = {key for group in self.groups for key in group}
        rest = tuple(key for key in self.keys if key not in grouped)
        return (*self.groups, rest) if rest else self.groups

    @property
    def size(self) -> int | None:
        """How many candidates come, where the plan says so."""
        return (sum(self.people.values()) or None) if self.candidates is None else self.candidates

    @property
    def fixed(self) -> Values:
        """Every parameter that this plan fixes."""
        sized = {} if self.size is None else {"candidates": self.size}
        return MappingProxyType({**sized, **self.values})

    @property
    def settings(self) -> Settings:
        """How to run it. What was not set by hand keeps its uncertainty. Raises BadSetting."""
        return Settings(self.seed, self.sets, self.runs, self.fixed)

    def member(self, key: str) -> Member:
        """The member with this key. Raises KeyError."""
        return {one.key: one for one in self.members}[key]


@dataclass(frozen=True)
class Prepared:
    """What the simulation needs of a plan."""

    employers: tuple[Employer, ...]
    settings: Settings
    parameters: Mapping[str, Parameter]
    fictitious: bool
    chains: Chains = ()
    region: Network | None = None
    ways: Ways = Ways()
    people: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    timings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def context(self) -> Context:
        """What the region brings, with the people and the timings that were set by hand; only a run asks for it."""
        found = BY_HAND if self.region is None else context_of(self.region, self.settings.values)
        found = with_people(found, self.people) if self.people else found
        return with_timings(found, self.timings) if self.timings else found

    @property
    def case(self) -> Case:
        """What the questions about the gain of this plan are asked about."""
        settings = self.settings
        together = partial(joint_in, self.chains, ways=self.ways)
        return Case(self.employers, self.parameters, settings.values, settings.seed, self.context, together)

    def simulate(self, progress: Progress | None = None, *, extras: bool = False) -> Outcome:
        """The outcome; ``extras``: with what one unit more of each resource brings."""
        return self._job(replace(self.settings, extras=extras)).simulate(progress)

    def sharpen(self, progress: Progress | None = None, stop: Stop | None = None) -> Iterator[Outcome]:
        """The same outcome, after others that come sooner and are less sure."""
        return self._job(self.settings).sharpen(progress, stop)

    def _job(self, settings: Settings) -> Job:
        return Job(self.employers, settings, self.parameters, self.fictitious, self.chains, self.context, self.ways)


def prepared(plan: Plan, network: Network | None) -> Prepared:
    """The employers, settings and parameters of a plan.

    ``network`` is the region; a plan with employers by hand only does without and takes nothing from it.
    Raises :class:`BadPlan`, :class:`~graph.simulation.employers.UnknownEmployer`,
    :class:`~graph.simulation.parameters.BadParameter` and :class:`~graph.simulation.run.BadSetting`.
    """
    settings, parameters, found = plan.settings, load_parameters(), {}
    if not plan.by_hand:
        if network is None:
            raise BadPlan("plan.needs_region", names=plan.from_region)
        parameters = calibrated(network, parameters)
        values = centre(parameters, settings.values)
        found = {one.id: one for one in employers_from(network, plan.from_region, values)}
    values = centre(parameters, settings.values)
    start = {one.key: found[one.key] if one.key in found else _by_hand(one, values) for one in plan.members}
    employers = tuple(_changed(start[one.key], one) for one in plan.members)
    fictitious = bool(found) and network is not None and network.fictitious
    return Prepared(
        employers,
        settings,
        parameters,
        fictitious,
        plan.partition if plan.groups else (),
        None if plan.by_hand else network,
        plan.ways,
        plan.people,
        plan.timings,
    )


def run_plan(plan: Plan, network: Network | None, progress: Progress | None = None) -> Outcome:
    """Simulate a plan: :func:`prepared`, and then :meth:`Prepared.simulate`."""
    return prepared(plan, network).simulate(progress)


def asked_plan(asked: Plan | Sequence[str], sizes: Mapping[str, int], values: Values) -> Plan:
    """A plan, or the ids of employers, with other sizes (``seed``, ``sets``, ``runs``) and values."""
    plan = asked if isinstance(asked, Plan) else Plan(tuple(Member(id=one) for one in dict.fromkeys(asked)))
    if "candidates" in values:
        sizes = {**sizes, "candidates": _whole(values["candidates"])}
    others = {name: value for name, value in values.items() if name != "candidates"}
    changed: dict[str, Any] = {**sizes, "values": MappingProxyType({**plan.values, **others})}
    return replace(plan, **changed)


def _whole(value: float) -> int:
    """The number of candidates as a whole number, where it is one; what is not, Settings refuses."""
    return int(value) if value == int(value) else value  # type: ignore[return-value]


def _by_hand(member: Member, values: Values) -> Employer:
    """An employer of which nothing is known but its name."""
    return Employer(
        id=member.key,
        name=str(member.name),
        places=tuple(int(values[f"default_places_{rung}"]) for rung in RUNGS[:-1]),
        vacancies_year=values["default_vacancies"],
        coach=values["coach_units"],
        defaults=(*RUNGS, "coach"),
    )


def _changed(employer: Employer, member: Member) -> Employer:
    """An employer as the plan has it; what the plan says is no default any more."""
    given: dict[str, Any] = {name: getattr(member, name) for name in CHANGES if getattr(member, name) not in (None, ())}
    told = {"regular" if name == "vacancies_year" else name for name in given}
    places = tuple(given.pop(rung, now) for rung, now in zip(RUNGS[:-1], employer.places, strict=True))
    if "vacancies_year" in given:
        given["vacancies_year"] = float(given["vacancies_year"])
    if "coach" in given:
        given["coach"] = float(given["coach"])
    return replace(employer, places=places, defaults=tuple(d for d in employer.defaults if d not in told), **given)


def without(plan: Plan, key: str) -> Plan:
    """The same plan when one of its employers stops. Raises BadPlan when nobody is left."""
    members = tuple(
        replace(one, leads_to=tuple(to for to in one.leads_to if to != key)) for one in plan.members if one.key != key
    )
    groups = tuple(kept for group in plan.groups if (kept := tuple(one for one in group if one != key)))
    return replace(plan, members=members, groups=groups)
