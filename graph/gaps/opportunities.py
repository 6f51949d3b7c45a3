"""Find the opportunities of a region: what is there already and fits a gap. In the form of gaps, counted apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.rules import chances, examples
from graph.gaps.settings import OPPORTUNITIES, RuleError, RuleSettings, opportunity_settings
from graph.network import Network

Gaps = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One type of opportunity; ``find`` looks through a region and its gaps by code, heaviest first."""

    code: str
    thresholds: tuple[str, ...]
    find: Callable[[Region, RuleSettings, Gaps], Iterable[Finding]]


KINDS: tuple[Opportunity, ...] = (
    Opportunity("kans_ruimte", ("months", "reach_km", "free", "norm_days"), chances.room_near_a_wait),
    Opportunity("kans_buurgemeente", (), chances.serves_next_door),
    Opportunity("kans_plek", ("months", "reach_km", "places", "min_people"), chances.places_for_nobody),
    Opportunity("kans_voorbeeld", ("months", "min_people", "share"), examples.good_examples),
)


def find_opportunities(network: Network, gaps: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every opportunity in a snapshot, the most promising for most people first; equal ones by id.

    ``gaps``: what :func:`graph.gaps.find.find_gaps` found there. Raises RuleError when ``opportunities.yaml`` and
    the rules do not fit.
    """
    check_opportunities()
    by_code: dict[str, list[Finding]] = {}
    for gap in gaps:
        by_code.setdefault(gap.code, []).append(gap)
    known = {code: tuple(found) for code, found in by_code.items()}
    region, limits = Region(network), opportunity_settings()
    found = [one for kind in KINDS for one in kind.find(region, limits[kind.code], known)]
    return tuple(sorted(found, key=lambda one: (-one.score, one.id)))


@cache
def check_opportunities() -> None:
    """The rules and ``opportunities.yaml`` name the same codes and thresholds. Raises RuleError otherwise."""
    limits, faults = opportunity_settings(), []
    faults += [f"{code}: no such opportunity" for code in limits if code not in {kind.code for kind in KINDS}]
    faults += [f"{code}: another theme" for code, one in limits.items() if one.theme != OPPORTUNITIES]
    for kind in KINDS:
        if kind.code not in limits or set(limits[kind.code].thresholds) != set(kind.thresholds):
            faults.append(f"{kind.code}: thresholds must be {', '.join(kind.thresholds) or 'none'}")
    if faults:
        raise RuleError(f"opportunities.yaml: {'; '.join(faults)}")
