"""The steps of a scenario. Each supposes one thing; what it means exactly stands with it."""

from __future__ import annotations

from dataclasses import dataclass

MAX_STEPS = 20
"""Steps in one scenario; more tell no story that anybody can follow."""


@dataclass(frozen=True, slots=True)
class AddTie:
    """Suppose ``a`` and ``b`` work together.

    Both say so, and were last in touch on the last recorded day, so that the tie is confirmed and fresh. What a
    side said of the tie before (how often, how formal) stays. Nobody is referred over it: there is no log of it.
    """

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class StopOrganisation:
    """Suppose ``organisation`` stops.

    With it go its ties, services and duties, the referrals from and to it (nobody takes them over), and what
    was joined to it alone: its contact points, vacancies and notes.
    """

    organisation: str


@dataclass(frozen=True, slots=True)
class MergeOrganisations:
    """Suppose ``other`` goes on in ``organisation``.

    The ties, services, duties, memberships and referrals of both are those of ``organisation`` from then on;
    what was between the two falls away. Where both had the same tie or service, ``organisation`` has the word:
    contacts and places are added up, an agreement of either holds, the last contact is the later one. It keeps
    its name, kind and address. There it does what either did: its life domains and stages are those of both
    together, and working for all target groups stays working for all. Elsewhere a merger serves nobody new: what
    either delivered in another municipality, ``other`` also in its own, is delivered there still, and no more
    than that. (A service that must be spelled out for that, in as many relations as it takes, no longer states
    how many places it has.) Distances are measured from the address of ``organisation``.
    """

    organisation: str
    other: str


@dataclass(frozen=True, slots=True)
class ServeAlso:
    """Suppose ``organisation`` also delivers to ``municipality`` (a code such as GM0757).

    For one life domain, target group or stage where given; what is left out, the organisation says of itself.
    """

    organisation: str
    municipality: str
    life_domain: str | None = None
    target_group: str | None = None
    stage: str | None = None


Step = AddTie | StopOrganisation | MergeOrganisations | ServeAlso
Steps = tuple[Step, ...]
