"""Opportunities to learn: the same kinds of organisation that do well what elsewhere is a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from graph.analysis.distance import kilometres
from graph.analysis.referrals import Ints
from graph.gaps.region import Bools, Log, Region
from graph.gaps.rule import Evidence, Finding, finding, groups, share_above, share_evidence, sure_share
from graph.gaps.settings import RuleSettings
from graph.privacy import MIN_PEOPLE
from graph.thresholds import thresholds

Gaps = Mapping[str, tuple[Finding, ...]]
Good = tuple[tuple[int, ...], Ints]
"""Organisations that do it well, and the rows of the log that show it."""


def good_examples(region: Region, rule: RuleSettings, gaps: Gaps) -> Iterator[Finding]:
    """For each gap in handing over, organisations of the same kinds of which surely most handovers go well.

    Of several the one of which most surely goes well, then the nearest. Of a cold handover the example is a pair of the
    same two kinds; of missing feedback a receiver of the same kind.
    """
    log = region.log(rule["months"])
    for code, (found, part) in _GOOD.items():
        wanted = gaps.get(code, ())
        if not wanted:
            continue
        good, well = part(log)
        known = list(found(region, rule, log, good, well))
        for gap in wanted:
            about = [region.network.index[party] for party in gap.parties]
            kinds = [region.kinds[at] for at in about]
            fits = [one for one in known if [region.kinds[at] for at in one[0]] == kinds and not {*one[0]} & {*about}]
            if not fits:
                continue
            example, rows = min(fits, key=lambda one: _order(region, log, well, one, about[0]))
            evidence = (
                Evidence("example_handovers", len(rows), records=log.records(rows)),
                share_evidence(f"{code}_good_share", log, rows, well),
            )
            parties = (*(region.ids[at] for at in example), *gap.parties)
            people = MIN_PEOPLE - 1 if gap.people is None else gap.people
            yield finding(rule, parties, people, evidence, gap.municipality, code)


def _warm(log: Log) -> tuple[Bools, Bools]:
    """Referrals of which it is known how they were handed over, and those that went warmly and were confirmed."""
    chosen = log.chosen
    return ~chosen.open, chosen.warm & log.received


def _told(log: Log) -> tuple[Bools, Bools]:
    """Referrals that were answered long enough ago, and those with feedback in time."""
    limit, chosen = thresholds().feedback_days, log.chosen
    return (chosen.arrived | chosen.refused) & (log.begun + limit < log.last), log.feedback_after <= limit


def _pairs(region: Region, rule: RuleSettings, log: Log, known: Bools, well: Bools) -> Iterator[Good]:
    chosen = log.chosen
    for pair, rows in groups(chosen.source * len(chosen.ids) + chosen.target, known, rule["min_people"]):
        source, target = divmod(pair, len(chosen.ids))
        if max(source, target) < region.n and _goes_well(rule, log, rows, well):
            yield (source, target), rows


def _receivers(region: Region, rule: RuleSettings, log: Log, known: Bools, well: Bools) -> Iterator[Good]:
    for receiver, rows in groups(log.chosen.target, known, rule["min_people"]):
        if receiver < region.n and _goes_well(rule, log, rows, well):
            yield (receiver,), rows


def _goes_well(rule: RuleSettings, log: Log, rows: Ints, well: Bools) -> bool:
    return log.people(rows) >= rule["min_people"] and share_above(rule, log, rows, well)


def _order(region: Region, log: Log, well: Bools, one: Good, about: int) -> tuple[float, float, tuple[int, ...]]:
    away = kilometres(tuple(region.spots[about]), region.spots[[one[0][0]]])
    return -round(sure_share(log, one[1], well), 2), float(np.nan_to_num(away[0], nan=np.inf)), one[0]


_Find = Callable[[Region, RuleSettings, Log, Bools, Bools], Iterator[Good]]
_GOOD: Mapping[str, tuple[_Find, Callable[[Log], tuple[Bools, Bools]]]] = {
    "koude_overdracht": (_pairs, _warm),
    "geen_terugkoppeling": (_receivers, _told),
}
"""The gaps of which good examples are looked for: who, and what goes well."""
