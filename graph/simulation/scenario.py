"""What is simulated: employers, preconditions, and who shares what with whom. Frozen, no numbers drawn yet.

A scenario is a partition of the employers into groups (methods: a partition makes "alone", "joint"
and every sub-chain the same model). A group says which of the four mechanisms it has: shared places,
a shared coach, warm handovers, a joint second chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graph.simulation.parameters import Values
from graph.simulation.profiles import Profile

RUNGS = ("first", "stepping", "regular")
PRECONDITIONS = ("wonen", "financien", "psychisch")
ARMS = ("alone", "case_manager", "joint")
SOCIAL_RETURN = "sroi"

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


@dataclass(frozen=True, slots=True)
class Precondition:
    """A life domain that must be in order before work; ``slots``: people helped at the same time."""

    code: str
    slots: int


@dataclass(frozen=True, slots=True)
class Group:
    """Employers that work together, and how. One employer without any mechanism is "alone".

    ``handover``: between organisations on the way to work; "now" is the region's present mix of warm
    and cold. ``move``: from one employer of the group to another.
    """

    employers: tuple[str, ...]
    share_places: bool = False
    share_coach: bool = False
    handover: Handover = "now"
    move: Handover = "cold"
    rematch: Rematch = "alone"
    coordination: Coordination = "none"


@dataclass(frozen=True)
class Context:
    """What the region brings, whoever works together: the people. Nothing in it differs between arms.

    ``profiles``: sorts of candidates; none for people of whom nothing is known but the parameters.
    """

    profiles: tuple[Profile, ...] = ()


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

    @property
    def rungs(self) -> int:
        """Number of rungs, the regular job included."""
        return len(self.employers[0].places) + 1


def alone(employers: Sequence[Employer]) -> tuple[Group, ...]:
    """Arm A: every employer for itself, as it is now."""
    return tuple(Group((employer.id,)) for employer in employers)


def case_manager(employers: Sequence[Employer]) -> tuple[Group, ...]:
    """Arm B: a case manager moves people between employers, cold; nothing else is shared.

    It shows how much of the gain does not need a chain.
    """
    return (Group(tuple(e.id for e in employers), share_places=True, coordination="case_manager"),)


def joint(employers: Sequence[Employer]) -> tuple[Group, ...]:
    """Arm C: one chain with all four mechanisms."""
    return (Group(tuple(e.id for e in employers), True, True, "warm", "warm", "joint", "joint"),)


def arm_groups(arm: str, employers: Sequence[Employer]) -> tuple[Group, ...]:
    """The groups of an arm of :data:`ARMS`. Raises KeyError."""
    return {"alone": alone, "case_manager": case_manager, "joint": joint}[arm](employers)


def scenario(
    employers: Sequence[Employer], groups: Sequence[Group], values: Values, context: Context | None = None
) -> Scenario:
    """A scenario whose sizes and slots come from a parameter set, in a region as ``context`` says."""
    return Scenario(
        employers=tuple(employers),
        preconditions=tuple(Precondition(code, int(values[f"slots_{code}"])) for code in PRECONDITIONS),
        groups=tuple(groups),
        candidates=int(values["candidates"]),
        arrive_weeks=int(values["arrive_weeks"]),
        horizon_weeks=int(values["horizon_weeks"]),
        attempts=int(values["attempts"]),
        context=context or Context(),
    )
