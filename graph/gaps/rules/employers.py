"""Gaps in the employer chain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.referrals import Ints
from graph.gaps.region import Log, Region
from graph.gaps.rule import Evidence, Finding, Rule, finding, share_evidence, sure_share
from graph.gaps.settings import RuleSettings

PLACEMENT_STAGES = ("opstap", "baan_met_steun", "duurzaam_werk")


def _concentrated(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Placements that hang on a few employers: of one organisation, and of all together.

    A placement is a referral to an employer, into a stage of paid work, that was accepted or completed.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    employer = region.network.kinds == "werkgever"
    placed = chosen.arrived & employer[chosen.target] & np.isin(log.stage_to.astype(str), PLACEMENT_STAGES)
    for source in np.unique(chosen.source[placed & ~employer[chosen.source]]):
        rows = np.flatnonzero(placed & (chosen.source == source))
        people = log.people(rows)
        _, count = _counts(chosen.target[rows])
        hhi = float(((count / len(rows)) ** 2).sum())
        if people >= rule["min_people"] and rule.reached("hhi", hhi, _shown(hhi)):
            yield _found(region, rule, log, rows, (chosen.ids[source],), hhi, 1)
    rows = np.flatnonzero(placed)
    if len(rows) == 0 or log.people(rows) < rule["region_people"]:
        return
    employers, count = _counts(chosen.target[rows])
    hhi = float(((count / len(rows)) ** 2).sum())
    top = np.isin(chosen.target, employers[:3])
    concentrated = rule.reached("region_hhi", hhi, _shown(hhi))
    if concentrated or rule.reached("region_top3", float(top[rows].mean()), sure_share(log, rows, top)):
        yield _found(region, rule, log, rows, (), hhi, 3)


def _found(
    region: Region, rule: RuleSettings, log: Log, rows: Ints, source: tuple[str, ...], hhi: float, top: int
) -> Finding:
    at, _ = _counts(log.chosen.target[rows])
    names = tuple(region.ids[int(e)] for e in at[:top])
    evidence = [
        Evidence("placements", len(rows), records=log.records(rows)),
        share_evidence(f"top{top}_share", log, rows, np.isin(log.chosen.target, at[:top])),
        Evidence("employers", len(at)),
        Evidence("hhi", round(hhi, 1)),
    ]
    return finding(rule, (*source, *names), log.people(rows), evidence, form="parties" if source else "region")


def _shown(hhi: float) -> float:
    """The least that the index can be when it is shown with one decimal."""
    return round(hhi, 1) - 0.05


def _counts(targets: Ints) -> tuple[Ints, Ints]:
    """Employers and their placements, most first."""
    names, count = np.unique(targets, return_counts=True)
    order = np.lexsort((names, -count))
    return names[order], count[order]


RULES = (
    Rule(
        "concentratie_werkgevers",
        ("months", "min_people", "hhi", "region_hhi", "region_top3", "region_people"),
        _concentrated,
    ),
)
