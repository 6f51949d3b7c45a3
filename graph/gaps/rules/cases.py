"""Gaps around one case: several organisations doing the same, several life domains and nobody who directs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from graph.analysis.referrals import Ints
from graph.gaps.region import CHAIN_DOMAINS, Bools, Log, Region
from graph.gaps.rule import Evidence, Finding, Rule, finding, groups, people_above, people_share
from graph.gaps.settings import RuleSettings
from graph.privacy import MIN_PEOPLE

_NOT_AT_ONCE = "werkgever"  # one job after the other is the road through work, not double work
_DIRECTED, _UNDIRECTED = "belegd", "niet_belegd"


def _double(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """People whom several organisations of one kind took on for the same life domain within ``days``.

    Per organisation the first time counts. Who left the one before the next began is not there at the
    same time, as far as the log says when it ended; people of whom it says that somebody directs
    their case are left out.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    if not len(chosen):
        return
    kinds, names = pd.factorize(region.network.kinds)
    domains, _ = pd.factorize(log.life_domain)
    directed = np.isin(chosen.case, chosen.case[log.direction == _DIRECTED])
    counted = chosen.arrived & (domains >= 0) & ~directed & (region.network.kinds[chosen.target] != _NOT_AT_ONCE)
    rows = np.flatnonzero(counted)
    rows = rows[np.lexsort((log.begun[rows], chosen.target[rows], domains[rows], chosen.case[rows]))]
    kind = kinds.astype(np.int64)[chosen.target]
    rows = rows[_changes(chosen.case[rows], domains[rows], chosen.target[rows])]
    rows = rows[np.lexsort((log.begun[rows], domains[rows], kind[rows], chosen.case[rows]))]
    double = np.zeros(len(chosen), dtype=bool)
    double[_at_once(log, rows, (chosen.case, kind, domains), int(rule["organisations"]), rule["days"])] = True
    for at, found in groups(kind, double, rule["min_people"]):
        people = log.people(found)
        if people < rule["min_people"]:
            continue
        targets = [
            t for t, behind in groups(chosen.target, _marked(len(chosen), found)) if log.people(behind) >= MIN_PEOPLE
        ]
        yield finding(
            rule,
            (),
            people,
            (
                Evidence("double_cases", people, records=log.records(found)),
                Evidence("double_organisations", int(rule["organisations"])),
                Evidence("within_half_year", int(rule["days"])),
                Evidence("involved", len(targets), records=tuple(chosen.ids[t] for t in targets)),
            ),
            subject=str(names[at]),
            form="region",
        )


def _at_once(log: Log, rows: Ints, same: tuple[Ints, Ints, Ints], many: int, days: float) -> Ints:
    """Rows of each run of ``many`` in a row of the same person, kind and domain that were there together."""
    n = len(rows) - many + 1
    if n <= 0:
        return rows[:0]
    last = rows[many - 1 :]
    together = log.begun[last] - log.begun[rows[:n]] <= days
    for step in range(many - 1):
        one = rows[step : step + n]
        together &= ~(log.ended[one] < log.begun[last])
        for column in same:
            together &= column[one] == column[last]
    starts = np.flatnonzero(together)
    return np.unique(rows[(starts[:, None] + np.arange(many)).ravel()])


def _undirected(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Municipalities whose organisations refer people for several life domains, mostly with nobody who directs.

    Several: at least two, one of them beside work and school. Only people of whom the log says anything
    about direction count, and one word that somebody directs is enough. Where people live is not in
    the log; the municipality is that of who refers them.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    said = np.isin(log.direction.astype(str), (_DIRECTED, _UNDIRECTED))
    if not said.any():
        return
    domains, names = pd.factorize(log.life_domain)
    stated = domains >= 0
    asked = np.zeros((len(chosen.cases), len(names)), dtype=bool)
    asked[chosen.case[stated], domains[stated]] = True
    beside = ~np.isin(names.astype(str), CHAIN_DOMAINS)
    several = (asked.sum(axis=1) >= 2) & asked[:, beside].any(axis=1)
    known, directed = (
        np.bincount(chosen.case[at], minlength=len(chosen.cases)) > 0 for at in (said, log.direction == _DIRECTED)
    )
    counted = (several & known)[chosen.case] & (chosen.source < region.n)
    places, codes = pd.factorize(region.municipality)
    place = np.append(places, -1)[np.minimum(chosen.source, region.n)]
    without = ~directed[chosen.case]
    for at, rows in groups(place.astype(np.int64), counted & (place >= 0), rule["min_people"]):
        people = log.people(rows)
        if people < rule["min_people"] or not people_above(rule, log, rows, without):
            continue
        senders = np.unique(chosen.source[rows])
        evidence = (
            Evidence("several_domains", people, records=log.records(rows)),
            people_share("undirected_share", log, rows, without),
            Evidence("senders", len(senders), records=tuple(chosen.ids[s] for s in senders)),
        )
        yield finding(rule, (), people, evidence, str(codes[at]), form="place")


def _changes(*columns: Ints) -> Bools:
    """Where a row differs in any column from the row before it."""
    fresh = np.ones(len(columns[0]), dtype=bool)
    fresh[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return fresh


def _marked(n: int, rows: Ints) -> Bools:
    marks = np.zeros(n, dtype=bool)
    marks[rows] = True
    return marks


RULES = (
    Rule("dubbel_werk", ("months", "min_people", "organisations", "days"), _double),
    Rule("geen_regie", ("months", "min_people", "share"), _undirected),
)
