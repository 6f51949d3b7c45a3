"""What is simulated: employers, preconditions, and who shares what with whom. Frozen, no numbers drawn yet.

A scenario is a partition of the employers into groups (methods: a partition makes "alone", "joint"
and every sub-chain the same model). A group says which of the four mechanisms it has: shared places,
a shared coach, warm handovers, a joint second chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graph.simulation.motives import load_motives
from graph.simulation.parameters import Values
from graph.simulation.preconditions import Support, load_preconditions
from graph.simulation.profiles import Profile

RUNGS = ("first", "stepping", "regular")
PRECONDITIONS = tuple(load_preconditions())
TIMINGS = ("before", "parallel", "skipped")
"""When a precondition is met: before work, beside it, or never."""
LEVERS = ("information", "incentive", "example", "coach")
"""What raises the chance that an employer says yes; the example is that of another employer of the group."""
ARMS = ("alone", "case_manager", "joint")
SOCIAL_RETURN = "sroi"

Chains = Sequence[Sequence[str]]
"""The ids of employers, sub-chain by sub-chain."""
Handover = Literal["now", "cold", "warm"]
Rematch = Literal["alone", "joint"]
Coordination = Literal["none", "case_manager", "joint"]


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer and what it offers.

    ``places``: standing places in the first step and in the stepping-stone job. ``vacancies_year``:
    regular jobs that open per year (a flow: a job once filled stays filled). ``coach``: units of
    coaching at this employer. ``leads_to``: employers to whom people from here certainly fit.
    ``defaults``: the fields that the graph did not tell. ``intake``: weight, for each rung where a
    candidate can start, by which candidates come to this employer (default: its places there).

    Limits, all of them off unless given. ``at_once``: people whom it can supervise at the same time, over all places
    (a rung counts as the parameters say). ``levels``: lowest level asked, per rung (position in
    :data:`~graph.simulation.profiles.LEVELS`). ``capacity_asked``: lowest work capacity in an ordinary place, per
    rung. ``hours``: a week, least and most. ``weeks``: length of the first step and of the stepping-stone job, 0 as
    the parameters say. ``carved``: extra standing places per rung made to measure for a low work capacity.
    ``part_places``: standing part-time places per rung of ``part_hours`` a week each. ``willing``: chance to say
    yes to a candidate, before anything raises it; None for always, or in a context with cold feet as the
    parameters say of its motive. ``stops_week``: week in which it stops taking part.
    """

    id: str
    name: str
    places: tuple[int, ...]
    vacancies_year: float
    coach: float
    sector: str | None = None
    motive: str | None = None
    municipality: str | None = None
    leads_to: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    intake: tuple[float, ...] = ()
    at_once: float | None = None
    levels: tuple[int, ...] = ()
    capacity_asked: tuple[float, ...] = ()
    hours: tuple[float, float] | None = None
    weeks: tuple[int, ...] = ()
    carved: tuple[int, ...] = ()
    part_places: tuple[int, ...] = ()
    part_hours: float = 16.0
    willing: float | None = None
    stops_week: int | None = None


@dataclass(frozen=True, slots=True)
class Precondition:
    """Something that must be in order for work; ``slots``: people helped at the same time.

    ``timing``: one of :data:`TIMINGS`. ``wait_weeks``: nobody is helped sooner after asking, whatever the slots.
    ``providers``: ids of the organisations that help.
    """

    code: str
    slots: int
    timing: str = "before"
    wait_weeks: int = 0
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Employers that work together, and how. One employer without any mechanism is "alone".

    ``handover``: between organisations on the way to work; "now" is the region's present mix of warm
    and cold. ``move``: from one employer of the group to another. The rest works only in a group of two or more that
    shares places. ``overlap``: weeks before the planned end of a step in which the next place may be kept.
    ``combine``: part-time places at two or three employers are joined into one job. ``takes_over``: people of an
    employer that stops look for a place in the group as if nothing had broken off. ``levers``: what raises the chance
    of a yes, of :data:`LEVERS`.
    """

    employers: tuple[str, ...]
    share_places: bool = False
    share_coach: bool = False
    handover: Handover = "now"
    move: Handover = "cold"
    rematch: Rematch = "alone"
    coordination: Coordination = "none"
    overlap: int = 0
    combine: bool = False
    takes_over: bool = False
    levers: tuple[str, ...] = ()

    @property
    def together(self) -> bool:
        """Whether people can go from one employer to another here."""
        return self.share_places and len(self.employers) > 1


@dataclass(frozen=True, slots=True)
class Ways:
    """What a joint chain does beside its four mechanisms, when it is asked for. Fields as of :class:`Group`."""

    overlap: int = 0
    combine: bool = False
    takes_over: bool = False
    levers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What the region brings, whoever works together: people and support. Nothing in it differs between arms.

    ``profiles``: sorts of candidates; none for people of whom nothing is known but the parameters. ``supports``: what
    there is for each precondition, in order; None for all of :data:`PRECONDITIONS` as the parameters say.
    ``cold_feet``: employers without ``willing`` hesitate as the parameters say, instead of never.
    """

    profiles: tuple[Profile, ...] = ()
    supports: tuple[Support, ...] | None = None
    cold_feet: bool = False


@dataclass(frozen=True)
class Scenario:
    """Employers, preconditions in their order, the partition into groups, and the size of the run.

    Raises ValueError when the groups are not a partition of the employers or a number is negative.
    """

    employers: tuple[Employer, ...]
    preconditions: tuple[Precondition, ...]
    groups: tuple[Group, ...]
    candidates: int = 120
    arrive_weeks: int = 52
    horizon_weeks: int = 156
    attempts: int = 3
    context: Context = Context()

    def __post_init__(self) -> None:
        ids = [employer.id for employer in self.employers]
        members = [member for group in self.groups for member in group.employers]
        if not ids or len(set(ids)) != len(ids) or sorted(ids) != sorted(members):
            raise ValueError("groups must hold every employer exactly once")
        if len({len(e.places) for e in self.employers} | {len(e.intake or e.places) for e in self.employers}) != 1:
            raise ValueError("every employer has the same number of rungs")
        if not self.employers[0].places:
            raise ValueError("there is at least one rung before the regular job")
        sizes = [self.candidates, self.arrive_weeks, self.horizon_weeks, self.attempts]
        if min(sizes) < 1 or any(p.slots < 0 for p in self.preconditions):
            raise ValueError("sizes must be at least 1, slots at least 0")
        for e in self.employers:
            if min(*e.places, *e.intake, e.vacancies_year, e.coach) < 0:
                raise ValueError(f"employer {e.id}: places, intake, vacancies and coach must not be negative")
            _check_limits(e, self.rungs)
        if any(p.timing not in TIMINGS or p.wait_weeks < 0 for p in self.preconditions):
            raise ValueError("a precondition has a timing and no negative wait")
        if any(g.overlap < 0 or set(g.levers) - set(LEVERS) for g in self.groups):
            raise ValueError("a group has known levers and no negative overlap")

    @property
    def rungs(self) -> int:
        """Number of rungs, the regular job included."""
        return len(self.employers[0].places) + 1


def _check_limits(e: Employer, rungs: int) -> None:
    """Raise ValueError when the limits of an employer cannot be."""
    rows = {rungs: (e.levels, e.capacity_asked, e.carved, e.part_places), rungs - 1: (e.weeks,)}
    if any(row and len(row) != length for length, some in rows.items() for row in some):
        raise ValueError(f"employer {e.id}: a limit per rung has as many numbers as there are rungs")
    numbers = [*e.levels, *e.capacity_asked, *e.carved, *e.part_places, *e.weeks, *(e.hours or ())]
    numbers += [0.0 if number is None else number for number in (e.at_once, e.willing, e.stops_week)]
    if min(numbers) < 0 or e.part_hours <= 0 or (e.willing or 0) > 1:
        raise ValueError(f"employer {e.id}: limits must not be negative, and a chance is at most 1")
    if e.motive is not None and e.motive not in load_motives():
        raise ValueError(f"employer {e.id}: unknown motive {e.motive!r}")


def alone(employers: Sequence[Employer]) -> tuple[Group, ...]:
    """Arm A: every employer for itself, as it is now."""
    return tuple(Group((employer.id,)) for employer in employers)


def case_manager(employers: Sequence[Employer]) -> tuple[Group, ...]:
    """Arm B: a case manager moves people between employers, cold; nothing else is shared.

    It shows how much of the gain does not need a chain.
    """
    return (Group(tuple(e.id for e in employers), share_places=True, coordination="case_manager"),)


def joint(employers: Sequence[Employer], ways: Ways = Ways()) -> tuple[Group, ...]:
    """Arm C: one chain with all four mechanisms, and the other ``ways`` that are asked for."""
    return (
        Group(
            employers=tuple(e.id for e in employers),
            share_places=True,
            share_coach=True,
            handover="warm",
            move="warm",
            rematch="joint",
            coordination="joint",
            overlap=ways.overlap,
            combine=ways.combine,
            takes_over=ways.takes_over,
            levers=ways.levers,
        ),
    )


def joint_in(chains: Chains, employers: Sequence[Employer], ways: Ways = Ways()) -> tuple[Group, ...]:
    """Arm C in sub-chains: of each of ``chains`` (ids) those who are among ``employers`` work together.

    Who is left alone in its chain is alone. Without chains everybody is in one. Raises ValueError when somebody of
    ``employers`` is in no chain.
    """
    if not chains:
        return joint(employers, ways)
    own = {one.id: one for one in employers}
    if strange := own.keys() - {one for chain in chains for one in chain}:
        raise ValueError(f"in no chain: {sorted(strange)}")
    parts = [[own[one] for one in chain if one in own] for chain in chains]
    return tuple(group for part in parts for group in (joint(part, ways) if len(part) > 1 else alone(part)))


def arm_groups(arm: str, employers: Sequence[Employer], ways: Ways = Ways(), chains: Chains = ()) -> tuple[Group, ...]:
    """The groups of an arm of :data:`ARMS`; ``ways`` and ``chains`` are those of the joint one. Raises KeyError."""
    if arm == "joint":
        return joint_in(chains, employers, ways)
    return {"alone": alone, "case_manager": case_manager}[arm](employers)


def scenario(
    employers: Sequence[Employer], groups: Sequence[Group], values: Values, context: Context | None = None
) -> Scenario:
    """A scenario whose sizes and slots come from a parameter set, in a region as ``context`` says."""
    context = context or Context()
    supports = tuple(load_preconditions().values()) if context.supports is None else context.supports
    return Scenario(
        employers=tuple(employers),
        preconditions=tuple(_precondition(one, values) for one in supports),
        groups=tuple(groups),
        candidates=int(values["candidates"]),
        arrive_weeks=int(values["arrive_weeks"]),
        horizon_weeks=int(values["horizon_weeks"]),
        attempts=int(values["attempts"]),
        context=context,
    )


def _precondition(support: Support, values: Values) -> Precondition:
    """Slots from the capacity of the providers, of which a share is for these candidates; else from the parameters."""
    code, capacity = support.code, support.capacity
    if capacity is None:
        slots = values[f"slots_{code}"]
    else:
        slots = max(round(capacity * values["provider_share"]), 1 if capacity > 0 else 0)
    return Precondition(code, int(slots), support.timing, support.wait_weeks, support.providers)
