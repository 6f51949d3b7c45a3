"""Gaps in how the network hangs together: pivots on which much depends, and islands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.cutpoints import cut_off
from graph.analysis.measures import measures
from graph.gaps.region import Region
from graph.gaps.rule import Evidence, Finding, Rule, finding
from graph.gaps.settings import RuleSettings


def _pivot(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Organisations without which others lose the rest; or much passed through with one contact point.

    Any report of a tie counts, also by one side only, so that what is found would really break. The
    people it touches are those at the organisations that would be cut off.
    """
    ties = region.ties
    lost = cut_off(ties.to_igraph("reported"))
    contacts = np.bincount(
        [region.network.index[r.target] for r in region.network.relations if r.kind == "contact_van"],
        minlength=len(region.network.entities),
    )
    single = [int(v) for v in np.flatnonzero(contacts[: region.n] == 1)]
    passing = measures(region.network, "reported", known=ties).betweenness_normalised if single else np.zeros(region.n)
    for at in range(region.n):
        gone = lost.get(at, [])
        thin = at in single and passing[at] >= rule["betweenness"]
        if len(gone) < rule["cut_off"] and not thin:
            continue
        evidence = []
        if gone:
            evidence.append(Evidence("cut_off", len(gone), records=tuple(region.ids[v] for v in gone)))
        if thin:
            evidence.append(Evidence("betweenness", round(float(passing[at]), 3)))
            evidence.append(Evidence("contact_points", 1))
        rows = region.ties_of[at]
        evidence.append(Evidence("ties", len(rows), records=tuple(claim for row in rows for claim in ties.claims[row])))
        yield finding(rule, (region.ids[at],), region.people_at([at] if thin else gone), evidence)


def _island(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Groups with ties among themselves and neither tie nor referral to the largest group."""
    groups = sorted(region.contact.connected_components(), key=lambda g: (-len(g), g))
    for group in groups[1:]:
        if len(group) < rule["size"]:
            continue
        inside = set(group)
        claims = [c for a, c in zip(region.ties.a, region.ties.claims, strict=True) if int(a) in inside]
        yield finding(
            rule,
            tuple(region.ids[v] for v in group),
            region.people_at(list(group)),
            (
                Evidence("organisations", len(group)),
                Evidence("ties_inside", len(claims), records=tuple(claim for found in claims for claim in found)),
                Evidence("core", len(groups[0])),
            ),
        )


RULES = (
    Rule("spil_kwetsbaar", ("cut_off", "betweenness"), _pivot),
    Rule("eiland", ("size",), _island),
)
