"""Gaps in single relations: one-sided, on paper only, or without any agreement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.ties import ONE_SIDED
from graph.gaps.region import Region
from graph.gaps.rule import Evidence, Finding, Rule, finding
from graph.gaps.settings import RuleSettings


def _contacts(region: Region, at: int) -> float | None:
    """Contacts a year: the mean of what the sides say; None when neither says."""
    said = region.ties.frequency[at]
    return float(np.nanmean(said)) if not np.isnan(said).all() else None


def _one_sided(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """A reports frequent contact with B, and B, who did report its partners, does not name A."""
    ties = region.ties
    for at in np.flatnonzero(ties.status == ONE_SIDED).tolist():
        contacts = _contacts(region, at)
        if contacts is None or contacts < rule["frequency"]:
            continue
        a, b = int(ties.a[at]), int(ties.b[at])
        says, silent = (a, b) if ties.claimed[at, 0] else (b, a)
        yield finding(
            rule,
            (region.ids[says], region.ids[silent]),
            region.people_between(a, b),
            (
                Evidence("contacts", round(contacts), records=ties.claims[at]),
                Evidence("partners_named", int(region.partners_named[silent])),
            ),
        )


def _paper(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """An agreement is laid down, but the last contact is long ago and nobody was referred since."""
    ties = region.ties
    for at in np.flatnonzero(ties.stale & (ties.formal == 1).any(axis=1)).tolist():
        a, b = int(ties.a[at]), int(ties.b[at])
        if region.referred_after(a, b, ties.last_contact[at]):
            continue
        last = ties.last_contact[at].astype(object)
        yield finding(
            rule,
            (region.ids[a], region.ids[b]),
            region.people_between(a, b),
            (Evidence("last_contact", last, records=ties.claims[at]),),
        )


def _informal(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Contact about weekly, and both who say anything about it say that nothing is laid down."""
    ties = region.ties
    known = ~np.isnan(ties.formal).all(axis=1)
    for at in np.flatnonzero(known & ~(ties.formal == 1).any(axis=1)).tolist():
        contacts = _contacts(region, at)
        if contacts is None or contacts < rule["frequency"]:
            continue
        a, b = int(ties.a[at]), int(ties.b[at])
        yield finding(
            rule,
            (region.ids[a], region.ids[b]),
            region.people_between(a, b),
            (Evidence("contacts", round(contacts), records=ties.claims[at]),),
        )


RULES = (
    Rule("eenzijdige_relatie", ("frequency",), _one_sided),
    Rule("papieren_relatie", (), _paper),
    Rule("stil_contact", ("frequency",), _informal),
)
