"""Gaps around leaving school: the handover starts late, nobody follows up, a border lies in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.analysis.referrals import Ints
from graph.gaps.region import Bools, Log, Region
from graph.gaps.rule import Evidence, Finding, Rule, finding, groups, people_above, people_share
from graph.gaps.settings import RuleSettings

_HAND_OVER_EARLY = ("pro", "vso")
_FOLLOW_UP = ("pro", "vso", "mbo")
_SCHOOLS = ("pro", "vso", "vo", "mbo")
_NONE: frozenset[str] = frozenset()
_PUBLIC = ("gemeente", "sociale_dienst", "jongerenloket", "doorstroompunt")  # each works for its own inhabitants


def _late(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Schools for PrO and VSO that mostly refer leavers for the first time shortly before they leave, or after.

    The first referral of a person by the school stands for the start of the handover. Only leavers of
    whom the log says when they left school count, and only those who had left by the last recorded day:
    of who is still there, the late ones are not known yet.
    """
    if region.network.referrals["left_school_on"].isna().all():
        return
    log = region.log(rule["months"])
    chosen = log.chosen
    left = _by_school(region, log, _HAND_OVER_EARLY)
    for school, rows in groups(chosen.source, left, rule["min_people"]):
        case, leaving, sent = _per_person(log, rows)
        gone = (leaving <= log.last) & (leaving - rule["days"] >= chosen.day.min())
        late = np.zeros(len(chosen.cases), dtype=bool)
        late[case[gone]] = (leaving - sent < rule["days"])[gone]
        rows = rows[np.isin(chosen.case[rows], case[gone])]
        people = len(case[gone])
        if people < rule["min_people"] or not people_above(rule, log, rows, late[chosen.case]):
            continue
        evidence = (
            Evidence("leavers", people, records=log.records(rows)),
            people_share("late_share", log, rows, late[chosen.case]),
            Evidence("early_days", int(rule["days"])),
        )
        yield finding(rule, (chosen.ids[school],), people, evidence, subject="transitie")


def _no_aftercare(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Schools that were mostly not in touch with their leavers any more after they left.

    Only leavers of at least ``days`` ago count. A log without any after-care at all was kept without
    that column, and says nothing.
    """
    if region.network.referrals["aftercare_on"].isna().all():
        return
    log = region.log(rule["months"])
    chosen = log.chosen
    left = _by_school(region, log, _FOLLOW_UP)
    after = ~np.isnan(log.aftercare) & ~(log.aftercare <= log.left_school)
    cared = np.isin(chosen.case, chosen.case[after])
    for school, rows in groups(chosen.source, left, rule["min_people"]):
        case, leaving, _ = _per_person(log, rows)
        rows = rows[np.isin(chosen.case[rows], case[leaving + rule["days"] <= log.last])]
        people = log.people(rows)
        if people < rule["min_people"] or not people_above(rule, log, rows, ~cared):
            continue
        evidence = (
            Evidence("leavers", people, records=log.records(rows)),
            people_share("no_aftercare_share", log, rows, ~cared),
            Evidence("left_days", int(rule["days"])),
        )
        yield finding(rule, (chosen.ids[school],), people, evidence)


def _by_school(region: Region, log: Log, kinds: tuple[str, ...]) -> Bools:
    """Referrals by a school of these kinds that say when the person leaves or left school."""
    return np.isin(region.network.kinds[log.chosen.source].astype(str), kinds) & ~np.isnan(log.left_school)


def _per_person(log: Log, rows: Ints) -> tuple[Ints, NDArray[np.float64], Ints]:
    """Each person behind ``rows``, the last day given for leaving school, and the first day of a referral."""
    case, at = np.unique(log.chosen.case[rows], return_inverse=True)
    leaving = np.full(len(case), -np.inf)
    np.maximum.at(leaving, at, log.left_school[rows])
    sent = np.full(len(case), np.iinfo(np.int64).max)
    np.minimum.at(sent, at, log.chosen.day[rows])
    return case, leaving, sent


def _border(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Schools that refer to public services of another labour-market or Doorstroompunt region without agreement.

    A service of a municipality or a Doorstroompunt works for inhabitants, so a referral to it tells in
    which region people live. No agreement: neither side says that one is laid down, at least one of
    them reported its ties and says nothing or no, they share no network or covenant, and the service
    does not deliver to the school's municipality or region. Municipalities of which the regions are
    not in the snapshot are left alone.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    kinds = region.network.kinds.astype(str)
    across = np.isin(kinds[chosen.source], _SCHOOLS) & np.isin(kinds[chosen.target], _PUBLIC)
    members, served = _targets(region, "lid_van"), _targets(region, "levert_aan")
    for pair, rows in groups(chosen.source * len(chosen.ids) + chosen.target, across, rule["min_people"]):
        school, service = divmod(pair, len(chosen.ids))
        people = log.people(rows)
        if people < rule["min_people"] or not _apart(region, school, service):
            continue
        if not _known_without(region, school, service):
            continue
        mine, theirs = chosen.ids[school], chosen.ids[service]
        home = str(region.municipality[school])
        reached = {mine, home} | region.parents[home]
        if members.get(mine, _NONE) & members.get(theirs, _NONE) or served.get(theirs, _NONE) & reached:
            continue
        tie = region.ties.position.get((min(school, service), max(school, service)))
        evidence = (
            Evidence("border_referrals", len(rows), records=log.records(rows)),
            Evidence("agreements", 0, records=() if tie is None else region.ties.claims[tie]),
        )
        yield finding(rule, (mine, theirs), people, evidence, str(region.municipality[service]))


def _apart(region: Region, one: int, other: int) -> bool:
    """Whether the municipalities of both lie in different regions of a kind of which both have one."""
    kinds = []
    for at in (one, other):
        code = str(region.municipality[at])
        above = region.parents.get(code, frozenset()) - {code}
        kinds.append({region.network.entity(place).kind: place for place in above if place in region.network.index})
    return any(kinds[0][kind] != kinds[1][kind] for kind in kinds[0].keys() & kinds[1].keys())


def _targets(region: Region, kind: str) -> Mapping[str, frozenset[str]]:
    """Where the relations of a kind lead from each organisation."""
    found: dict[str, set[str]] = {}
    for relation in region.network.relations_of(kind):
        found.setdefault(relation.source, set()).add(relation.target)
    return {key: frozenset(targets) for key, targets in found.items()}


def _known_without(region: Region, school: int, service: int) -> bool:
    """Whether what the two report says that no agreement is laid down between them."""
    ties = region.ties
    tie = ties.position.get((min(school, service), max(school, service)))
    if tie is None:
        return bool(ties.responded[school] or ties.responded[service])
    return not np.isnan(ties.formal[tie]).all() and not (ties.formal[tie] == 1).any()


RULES = (
    Rule("late_start_overdracht", ("months", "min_people", "days", "share"), _late),
    Rule("geen_nazorg", ("months", "min_people", "days", "share"), _no_aftercare),
    Rule("grensverkeer", ("months", "min_people"), _border),
)
