"""The conditions that a rule may name, each a question about one month of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from graph.instruments.case import UWV_BENEFITS, Moment


def lks_group(now: Moment) -> bool:
    """The target group of the wage-cost subsidy: of the municipality, and below the minimum wage as far as known."""
    capacity = now.person.work_capacity
    return now.person.benefit not in UWV_BENEFITS and (capacity is None or capacity < 1)


def measured(now: Moment) -> bool:
    """The work capacity is known by now."""
    return now.person.work_capacity is not None and (now.employed or 0) >= now.job.measured_after


def lasting_no_risk(now: Moment) -> bool:
    """The grounds on which the no-risk cover lasts as long as the job."""
    return now.person.register or now.person.benefit == "wajong" or lks_group(now)


def limitation(now: Moment) -> bool:
    """Needs guidance or an adaptation to do the work."""
    return now.person.register or now.person.benefit in ("wajong", "wia") or lks_group(now)


CONDITIONS: Mapping[str, Callable[[Moment], bool]] = MappingProxyType(
    {
        "lks_group": lks_group,
        "measured": measured,
        "flat_rate": lambda now: not measured(now),
        "in_register": lambda now: now.person.register,
        "declared_register": lambda now: "register" in now.person.declarations,
        "declared_disabled": lambda now: "disabled" in now.person.declarations,
        "declared_returning": lambda now: "returning" in now.person.declarations,
        "lasting_no_risk": lasting_no_risk,
        "disability_benefit": lambda now: now.person.benefit == "wia",
        "assistance": lambda now: now.person.benefit == "bijstand",
        "uwv_benefit": lambda now: now.person.benefit in UWV_BENEFITS,
        "limitation": limitation,
        "coached": lambda now: now.job.coach and limitation(now),
        "learning_contract": lambda now: now.job.learning,
        "no_qualification": lambda now: not now.person.qualified,
        "public_contract": lambda now: now.job.public_contract,
    }
)
