"""Opportunities in what there is: room near a wait, help next door, places that nobody comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from graph.analysis.distance import kilometres
from graph.analysis.neighbours import neighbours
from graph.gaps.region import Bools, Log, Region
from graph.gaps.rule import Evidence, Finding, finding
from graph.gaps.rules.employers import PLACEMENT_STAGES
from graph.gaps.settings import RuleSettings
from graph.privacy import MIN_PEOPLE, suppress_number

_YEAR = 365
Gaps = Mapping[str, tuple[Finding, ...]]


def room_near_a_wait(region: Region, rule: RuleSettings, gaps: Gaps) -> Iterator[Finding]:
    """Organisations with free places, of the same kind and for the same help as one with a waiting list near by.

    Free is what an organisation states as capacity, less everybody who was referred to it in the last year, as if
    nobody had left by now: so rather too few places than too many. The same help: a life domain of both, or, where one
    of them names none, a stage.
    """
    log = region.log(rule["months"])
    last_year = log.chosen.day > log.last - _YEAR
    for gap in gaps.get("wachtlijst", ()):
        full = region.network.index[gap.parties[0]]
        away = kilometres(tuple(region.spots[full]), region.spots)
        for at in np.flatnonzero((region.kinds == region.kinds[full]) & (away <= rule["reach_km"])).tolist():
            capacity = region.network.entities[at].properties.get("capacity")
            if at == full or not isinstance(capacity, int) or not _same_help(region, at, full):
                continue
            here = np.flatnonzero((log.chosen.target == at) & last_year)
            inflow = log.people(here)
            exact = suppress_number(inflow) is not None
            shown = inflow if exact else MIN_PEOPLE - 1
            if capacity - shown < rule["free"] or _waits_long(log, at, rule["norm_days"]):
                continue
            evidence = (
                Evidence("free_places", capacity - shown, "exact" if exact else "at_least", (region.ids[at],)),
                Evidence("capacity", capacity, records=(region.ids[at],)),
                Evidence("inflow_people", inflow if exact else None, records=log.records(here)),
                Evidence("distance_km", round(float(away[at]), 1)),
                *(one for one in gap.evidence if one.key == "p75_days"),
            )
            parties = (region.ids[at], region.ids[full])
            yield finding(rule, parties, _touched(gap), evidence, _place(region, at))


def _waits_long(log: Log, at: int, days: float) -> bool:
    """Whether an organisation itself lets wait: a quarter or more of who was referred to it, for longer than this."""
    rows = np.flatnonzero((log.chosen.target == at) & ~np.isnan(log.chosen.waited))
    return log.people(rows) >= MIN_PEOPLE and float((log.chosen.waited[rows] > days).mean()) >= 0.25


def _same_help(region: Region, one: int, other: int) -> bool:
    for name in ("life_domains", "stages"):
        mine, theirs = (_codes(region, at, name) for at in (one, other))
        if mine and theirs:
            return bool(mine & theirs)
    return False


def serves_next_door(region: Region, rule: RuleSettings, _gaps: Gaps) -> Iterator[Finding]:
    """Municipalities where nobody helps in a life domain, and an organisation that delivers that to a neighbour.

    Of several the one that serves most neighbours, then the nearest. Only municipalities with an organisation in the
    snapshot are looked at, and only deliveries to single municipalities: who serves a whole region does so for all.
    """
    around, where = neighbours(), defaultdict[tuple[str, str], set[str]](set)
    for relation in region.network.relations_of("levert_aan"):
        domain = relation.properties.get("life_domain")
        domains = [domain] if isinstance(domain, str) else sorted(_codes_of(region, relation.source))
        for code in domains:
            where[code, relation.source].add(relation.target)
    for domain in region.network.schema.codes["life_domains"].codes:
        offers = [(one, there) for (code, one), there in where.items() if code == domain]
        own = {region.municipality[at] for at in range(region.n) if domain in _codes(region, at, "life_domains")}
        for place in sorted(region.settled & region.network.municipalities.keys()):
            if place in own or any(there & region.parents[place] for _, there in offers):
                continue
            near = [(one, sorted(there & around.get(place, frozenset()))) for one, there in offers]
            best = min((pair for pair in near if pair[1]), key=lambda pair: _order(region, place, *pair), default=None)
            if best is None:
                continue
            provider, served = best
            evidence = [Evidence("serves_neighbours", len(served), records=tuple(served))]
            away = _away(region, place, provider)
            if away is not None:
                evidence.append(Evidence("distance_km", round(away, 1)))
            evidence.append(Evidence("members_here", 0))
            yield finding(rule, (provider,), region.people_from(place, domain), evidence, place, domain)


def _order(region: Region, place: str, one: str, served: list[str]) -> tuple[int, float, str]:
    away = _away(region, place, one)
    return -len(served), np.inf if away is None else away, one


def _away(region: Region, place: str, one: str) -> float | None:
    centre = region.centres.get(place)
    if centre is None:
        return None
    away = float(kilometres(centre, region.spots[[region.network.index[one]]])[0])
    return None if np.isnan(away) else away


def places_for_nobody(region: Region, rule: RuleSettings, _gaps: Gaps) -> Iterator[Finding]:
    """Employers with places at a level (a stage of paid work) to which nobody was referred, while people look for work.

    Places: what they offer as jobs of that stage, or else their capacity where they say that they work in it. Looking:
    who arrived in the stage of matching at an organisation within reach in the last ``months`` and was not referred
    into paid work since. A log that nowhere says into which stage, tells nothing.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    staged = log.stage_to.astype(str)
    into_work = np.isin(staged, PLACEMENT_STAGES)
    if not into_work.any():
        return
    looking = chosen.arrived & (log.stage_to == "matching") & ~_placed_later(log, into_work)
    spots = region.spots[np.minimum(chosen.target, region.n - 1)]
    for at, stage, places in _offered(region, rule["places"]):
        if ((chosen.target == at) & ((staged == stage) | (log.stage_to == None))).any():  # noqa: E711 - an array
            continue
        rows = np.flatnonzero(looking & (kilometres(tuple(region.spots[at]), spots) <= rule["reach_km"]))
        people = log.people(rows)
        if people < rule["min_people"]:
            continue
        evidence = (
            Evidence("offered_places", places, records=(region.ids[at],)),
            Evidence("matched", 0),
            Evidence("looking_near", people, records=log.records(rows)),
            Evidence("looking_months", int(rule["months"])),
            Evidence("reach_km", int(rule["reach_km"])),
        )
        yield finding(rule, (region.ids[at],), people, evidence, _place(region, at), stage)


def _offered(region: Region, least: float) -> Iterator[tuple[int, str, int]]:
    """Each employer, a stage of paid work, and its places there; of one number for all stages the highest stage."""
    jobs: dict[tuple[int, str], int] = defaultdict(int)
    for relation in region.network.relations_of("biedt"):
        job = region.network.entity(relation.target).properties
        stage, places = job.get("stage"), job.get("places")
        if isinstance(stage, str) and stage in PLACEMENT_STAGES and isinstance(places, int):
            jobs[region.network.index[relation.source], stage] += places
    said = {at for at, _ in jobs}
    for at in np.flatnonzero(region.kinds == "werkgever").tolist():
        capacity = region.network.entities[at].properties.get("capacity")
        stages = [stage for stage in PLACEMENT_STAGES if stage in _codes(region, at, "stages")]
        if at not in said and isinstance(capacity, int) and stages:
            jobs[at, stages[-1]] = capacity
    yield from ((at, stage, places) for (at, stage), places in sorted(jobs.items()) if places >= least)


def _placed_later(log: Log, into_work: Bools) -> Bools:
    """Rows of people who were referred into paid work on that day or later."""
    last = np.full(len(log.chosen.cases), -1, dtype=np.int64)
    np.maximum.at(last, log.chosen.case[into_work], log.chosen.day[into_work])
    return np.asarray(last[log.chosen.case] >= log.chosen.day)


def _touched(gap: Finding) -> int:
    """How many people a gap touches, as it may be shown."""
    return MIN_PEOPLE - 1 if gap.people is None else gap.people


def _place(region: Region, at: int) -> str | None:
    code = region.municipality[at]
    return None if code is None else str(code)


def _codes(region: Region, at: int, name: str) -> frozenset[str]:
    value = region.network.entities[at].properties.get(name)
    return frozenset(value) if isinstance(value, tuple) else frozenset()


def _codes_of(region: Region, identifier: str) -> frozenset[str]:
    return _codes(region, region.network.index[identifier], "life_domains")
