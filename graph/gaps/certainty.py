"""How certain a finding is: what in the data gives reason to doubt it.

A finding is as certain as the data behind it. Each doubt lowers it by a step: none is high, one is
middle, two or more is low. A doubt says nothing about how serious a gap is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.analysis.dates import last_recorded, months_before
from graph.analysis.ties import CONFIRMED
from graph.gaps.adjusted import USUAL, Adjusted, settings_of
from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.rules.sight import sights
from graph.gaps.settings import OPPORTUNITIES, every_setting
from graph.thresholds import thresholds

Level = Literal["high", "middle", "low"]
Doubt = Literal["few", "unconfirmed", "silent", "old", "one_rule", "unplaced", "old_estimate"]
_LEVELS: tuple[Level, ...] = ("high", "middle", "low")
_ON_PEOPLE = ("handover", "cases", "employers", OPPORTUNITIES)
_ON_TIES = ("structure",)
_PIVOT = "spil_kwetsbaar"
_SIGHT = "buiten_beeld"


@dataclass(frozen=True, slots=True)
class Certainty:
    """How certain a finding is, and why not more.

    ``few``: fewer people than ``enough_people`` are behind it. ``unconfirmed``: of the ties of its first
    party less than half is said by both sides of late. ``silent``: a party reported no tie itself, which
    is not the same as having none. ``old``: what a party told of itself is older than ``stale_months``.
    ``one_rule``: it holds when the report of one side counts as a tie, not when only confirmed ones do.
    ``unplaced``: it would not hold if the people of whom no home is known lived where the others do.
    ``old_estimate``: the estimate is of more than ``estimate_months`` before the last recorded day, or of no known day.
    """

    level: Level
    doubts: tuple[Doubt, ...]


def certainty(region: Region, finding: Finding, settings: Adjusted = USUAL) -> Certainty:
    """How certain ``finding`` is, that was found in this region with these thresholds."""
    doubts = tuple(_doubts(region, finding, settings))
    return Certainty(_LEVELS[min(len(doubts), 2)], doubts)


def _doubts(region: Region, finding: Finding, settings: Adjusted) -> Iterator[Doubt]:
    theme, limits = every_setting()[finding.code].theme, thresholds()
    parties = [at for party in finding.parties if (at := region.network.index.get(party, region.n)) < region.n]
    if theme in _ON_PEOPLE and (finding.people is None or finding.people < limits.enough_people):
        yield "few"
    if theme in _ON_TIES and parties:
        rows = region.ties_of[parties[0]]
        sure = sum(region.ties.status[row] == CONFIRMED and not region.ties.stale[row] for row in rows)
        if 2 * sure < len(rows):
            yield "unconfirmed"
        if not region.ties.responded[parties].all():
            yield "silent"
    if _old(region, parties, limits.stale_months):
        yield "old"
    if finding.code == _SIGHT:
        yield from _on_estimate(region, finding, settings)
    if finding.code == _PIVOT and parties and not _holds_confirmed(region, finding, parties[0], settings):
        yield "one_rule"


def _old(region: Region, parties: list[int], months: int) -> bool:
    """Whether a party gave its own data longer than this before the last recorded day."""
    last = last_recorded(region.network)
    if last is None:
        return False
    told = [region.network.entities[at].properties.get("reference_date") for at in parties]
    return any(isinstance(day, date) and day < months_before(last, months) for day in told)


def _on_estimate(region: Region, finding: Finding, settings: Adjusted) -> Iterator[Doubt]:
    """Reasons to doubt what rests on an estimate of a municipality."""
    limits, place = settings_of(settings)[_SIGHT], str(finding.municipality)
    here = next((one for one in sights(region, region.log(limits["months"])) if one.municipality == place), None)
    if here is None:
        return
    if here.unseen_when_spread < limits["share"]:
        yield "unplaced"
    last, on = last_recorded(region.network), region.network.entity(place).properties.get("neet_on")
    if last is None or not isinstance(on, date) or on < months_before(last, thresholds().estimate_months):
        yield "old_estimate"


def _holds_confirmed(region: Region, finding: Finding, at: int, settings: Adjusted) -> bool:
    """Whether an organisation is a pivot also when only ties that both sides report count."""
    limits, why = settings_of(settings)[_PIVOT], {evidence.key for evidence in finding.evidence}
    if "cut_off" in why and len(region.cut_off_confirmed.get(at, [])) >= limits["cut_off"]:
        return True
    return "betweenness" in why and bool(region.betweenness_confirmed[at] >= limits["betweenness"])
