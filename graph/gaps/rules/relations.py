"""Gaps in single relations: one-sided, on paper only, or without any agreement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.ties import ONE_SIDED
from graph.gaps.region import Region
from graph.gaps.rule import Evidence, Finding, Rule, finding
from graph.gaps.settings import RuleSettings

_POINTS = 100 / 3  # what one step on a scale of 1 to 4 is, from 0 to 100


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


def _perception(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Organisations that rate working with their partners much higher, or lower, than those partners do.

    A score of 1 to 4 (trust and value, their mean where a side gives both) counts as 0 to 100 points.
    Only ties that both sides rated on the same scales are compared, and the mean over all of them: one
    step on such a scale is 33 points and says nothing about a single tie.
    """
    ties = region.ties
    gap, rated = np.zeros(len(ties)), np.zeros(len(ties))
    for scores in (ties.trust, ties.value):
        both = ~np.isnan(scores).any(axis=1)
        gap[both] += (scores[both, 0] - scores[both, 1]) * _POINTS
        rated[both] += 1
    rows = np.flatnonzero(rated)
    more = gap[rows] / rated[rows]
    who, row = np.concatenate([ties.a[rows], ties.b[rows]]), np.concatenate([rows, rows])
    number = np.bincount(who, minlength=region.n)
    mean = np.bincount(who, np.concatenate([more, -more]), minlength=region.n) / np.maximum(number, 1)
    for at in np.flatnonzero((number >= rule["ties"]) & (np.abs(mean) > rule["points"])).tolist():
        mine = row[who == at]
        partners = np.where(ties.a[mine] == at, ties.b[mine], ties.a[mine])
        claims = tuple(claim for tie in mine for claim in ties.claims[tie])
        evidence = (
            Evidence("rated_ties", len(mine), records=claims),
            Evidence("points_higher" if mean[at] > 0 else "points_lower", round(abs(float(mean[at])))),
            Evidence("partners", len(partners), records=tuple(region.ids[p] for p in partners.tolist())),
        )
        yield finding(rule, (region.ids[at],), region.people_at([at]), evidence)


RULES = (
    Rule("eenzijdige_relatie", ("frequency",), _one_sided),
    Rule("papieren_relatie", (), _paper),
    Rule("stil_contact", ("frequency",), _informal),
    Rule("perceptiekloof", ("ties", "points"), _perception),
)
