"""Young people who are in nobody's view: those who are known beside an estimated number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.analysis.estimate import Estimate, estimate_of
from graph.analysis.referrals import Ints
from graph.gaps.region import Log, Region
from graph.gaps.rule import Bound, Evidence, Finding, Rule, finding, lower_end
from graph.gaps.settings import RuleSettings
from graph.privacy import MIN_PEOPLE, suppress_number


@dataclass(frozen=True, slots=True)
class Sight:
    """A municipality: how many are estimated, how many are known, and in how many cases the home is not known.

    ``rows``: positions in the log of the referrals of who is known. ``everyone``: people in the log in that time.
    """

    municipality: str
    estimate: Estimate
    known: int
    rows: Ints
    unplaced: int
    everyone: int

    @property
    def unseen(self) -> float:
        """The share in nobody's view that is sure: see :func:`sure_unseen`."""
        return sure_unseen(self.estimate, self.known)

    @property
    def unseen_when_spread(self) -> float:
        """The same share if the people without a known home lived where the others do."""
        placed = self.everyone - self.unplaced
        return sure_unseen(self.estimate, round(self.known * self.everyone / placed)) if placed else 0.0


def sights(region: Region, log: Log) -> tuple[Sight, ...]:
    """Every municipality of which an estimate was imported, in order of code; **not** suppressed.

    Known is who was referred in the time of ``log``. The home is that of :func:`graph.analysis.homes.homes`. A
    municipality that is nobody's home in the whole log is left out: its schools and services handed in nothing, or
    stand elsewhere.
    """
    chosen = log.chosen
    everyone = np.unique(chosen.case)
    unplaced = int(sum(region.homes[case] is None for case in everyone.tolist()))
    home, seen = region.homes[chosen.case], {*region.homes.tolist()}
    found = []
    for code, place in sorted(region.network.municipalities.items()):
        estimate = estimate_of(place)
        if estimate is not None and code in seen:
            rows = np.flatnonzero(home == code)
            found.append(Sight(code, estimate, log.people(rows), rows, unplaced, len(everyone)))
    return tuple(found)


def sure_unseen(estimate: Estimate, known: int) -> float:
    """The lower end of the share of who is not known, of an estimate that is as low as it may be."""
    return lower_end(max(estimate.low - known, 0), estimate.low)


def _unseen(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Municipalities where many more young people are estimated to be without work and school than anybody refers.

    Known is who was referred in the last ``months``; who is known and has work or school by now counts as
    well, so the share in nobody's view is rather too low than too high.
    """
    log = region.log(rule["months"])
    for one in sights(region, log):
        estimate, shown = one.estimate, _shown(one.known)
        if estimate.people < rule["estimated"]:
            continue
        if not rule.reached("share", one.unseen, sure_unseen(estimate, shown)):
            continue
        limits = ("estimate_low", "estimate_high") if estimate.given else ("chance_low", "chance_high")
        bound: Bound = "at_least" if suppress_number(one.known) is None else "exact"
        evidence = (
            Evidence("estimated", estimate.people, records=(one.municipality,)),
            Evidence(limits[0], estimate.low),
            Evidence(limits[1], estimate.high),
            Evidence("known_people", suppress_number(one.known), records=log.records(one.rows)),
            Evidence("unseen_share", max(1 - shown / estimate.people, 0.0), bound),
            Evidence("known_months", int(rule["months"])),
            Evidence("unplaced_people", suppress_number(one.unplaced)),
        )
        people = max(estimate.people - shown, 0)
        yield finding(rule, (), people, evidence, one.municipality, form="place")


def _shown(known: int) -> int:
    """The number known, or the most that it can be where it may not be shown."""
    return known if suppress_number(known) is not None else MIN_PEOPLE - 1


RULES = (Rule("buiten_beeld", ("months", "estimated", "share"), _unseen),)
