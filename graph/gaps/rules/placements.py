"""Gaps around placements: preconditions open, no next step, too few places, instruments left unused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.distance import kilometres
from graph.analysis.referrals import Ints
from graph.gaps.region import CHAIN_DOMAINS, Bools, Region
from graph.gaps.rule import Evidence, Finding, Rule, finding, groups, share_above, share_evidence
from graph.gaps.rules.employers import PLACEMENT_STAGES
from graph.gaps.settings import RuleSettings

_ENDING = ("opstap", "baan_met_steun")
_ONWARD = (
    "werkend_leren",
    "matching",
    "opstap",
    "baan_met_steun",
    "duurzaam_werk",
    "vervolgonderwijs",
    "beschut_werk",
    "dagbesteding",
)
# Groups of Participatiewet art. 10c-10da and Ziektewet art. 29b: wage-cost subsidy, job coach, no-risk policy.
_ENTITLED = ("pro", "vso", "entree", "banenafspraak", "beperking")


def _broken(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Organisations whose placements mostly end without a next step within ``days``.

    A placement is a referral into a stepping-stone or supported job that arrived and of which the log
    says when it ended; without that day nothing is known. A next step is any later referral of the
    same person into a stage of work, learning or another destination (or an unknown stage) that was neither
    refused nor lost, also when it began before the end. Ends of the last ``days`` do not count yet.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    ended = chosen.arrived & np.isin(log.stage_to.astype(str), _ENDING) & (log.ended + rule["days"] < log.last)
    onward = ~(chosen.refused | chosen.vanished)
    onward &= np.isin(log.stage_to.astype(str), _ONWARD) | (log.stage_to == None)  # noqa: E711 - an array
    after = _next(chosen.case, onward)
    follows = np.zeros(len(chosen), dtype=bool)
    has = after >= 0
    follows[has] = chosen.day[after[has]] <= log.ended[has] + rule["days"]
    for source, rows in groups(chosen.source, ended, rule["min_people"]):
        people = log.people(rows)
        if people < rule["min_people"] or not share_above(rule, log, rows, ~follows):
            continue
        employers = np.unique(chosen.target[rows])
        evidence = (
            Evidence("ended_placements", len(rows), records=log.records(rows)),
            share_evidence("no_next_share", log, rows, ~follows),
            Evidence("next_within", int(rule["days"])),
            Evidence("employers", len(employers), records=tuple(chosen.ids[e] for e in employers)),
        )
        yield finding(rule, (chosen.ids[source],), people, evidence)


def _next(case: Ints, wanted: Bools) -> Ints:
    """For each row the first later row of the same case that is wanted; -1 where there is none."""
    n = len(case)
    at = np.where(wanted, np.arange(n), n)
    coming = np.minimum.accumulate(at[::-1])[::-1]
    after = np.append(coming[1:], n) if n else coming
    same = (after < n) & (case[np.minimum(after, n - 1)] == case) if n else np.zeros(0, dtype=bool)
    return np.where(same, after, -1)


def _precondition(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Organisations that place people who mostly still wait for help with a precondition.

    Looked at are people for whom help in a life domain beside work and school was asked within ``asked_days``
    before the placement began. The domain is open when no help in it had begun by then: no first
    contact yet, refused, or lost. Help that is under way is not open: it may go on beside the work.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    placed = np.flatnonzero(chosen.arrived & np.isin(log.stage_to.astype(str), PLACEMENT_STAGES))
    asked = np.flatnonzero((log.life_domain != None) & ~np.isin(log.life_domain.astype(str), CHAIN_DOMAINS))  # noqa: E711
    pairs = pd.DataFrame({"case": chosen.case[placed], "placed": placed}).merge(
        pd.DataFrame({"case": chosen.case[asked], "asked": asked}), on="case"
    )
    work, help_ = pairs["placed"].to_numpy(), pairs["asked"].to_numpy()
    before = log.begun[work] - chosen.day[help_]
    recent = (before >= 0) & (before <= rule["asked_days"])
    pairs = pairs[recent].assign(
        domain=log.life_domain[help_[recent]],
        helped=(chosen.arrived[help_] & (log.begun[help_] <= log.begun[work]))[recent],
    )
    helped = pairs.groupby(["placed", "domain"], sort=True)["helped"].any()
    still = (~helped).groupby(level="placed").any()
    rows, open_ = still.index.to_numpy(dtype=np.int64), np.zeros(len(chosen), dtype=bool)
    open_[rows[still.to_numpy(dtype=bool)]] = True
    waiting = np.zeros(len(chosen), dtype=bool)
    waiting[rows] = True
    for source, found in groups(chosen.source, waiting, rule["min_people"]):
        people = log.people(found)
        if people < rule["min_people"] or not share_above(rule, log, found, open_):
            continue
        yield finding(
            rule,
            (chosen.ids[source],),
            people,
            (
                Evidence("placements_asked", len(found), records=log.records(found)),
                share_evidence("open_share", log, found, open_),
                Evidence("asked_within", int(rule["asked_days"])),
            ),
        )


def _few_places(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Municipalities with fewer places at employers within reach than people who look for work there.

    People: those who arrived in the stage of matching in the last ``months``, at organisations established
    there. Places: what employers state as capacity, or offer as places, wherever they stand within
    ``reach_km`` (as the crow flies) of the centre; a place is reckoned to take one person in that time.
    Where fewer than ``stated`` of these employers say anything, places are not known.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    employers = np.flatnonzero(region.kinds == "werkgever")
    if not len(employers):
        return
    places = _places(region)[employers]
    codes, names = pd.factorize(region.municipality)
    looking = chosen.arrived & (log.stage_to == "matching") & (chosen.target < region.n)
    at = np.append(codes, -1).astype(np.int64)[np.minimum(chosen.target, region.n)]
    for code, rows in groups(at, looking & (at >= 0), rule["min_people"]):
        people, centre = log.people(rows), region.centres.get(str(names[code]))
        if centre is None or people < rule["min_people"]:
            continue
        near = kilometres(centre, region.spots[employers]) <= rule["reach_km"]
        said = near & ~np.isnan(places)
        room = int(places[said].sum())
        if not near.any() or said.sum() < rule["stated"] * near.sum() or room >= rule["ratio"] * people:
            continue
        evidence = (
            Evidence("looking", people, records=log.records(rows)),
            Evidence("looking_months", int(rule["months"])),
            Evidence("places", room, records=tuple(region.ids[e] for e in employers[said])),
            Evidence("places_each", round(room / people, 2)),
            Evidence("employers_near", int(near.sum()), records=tuple(region.ids[e] for e in employers[near])),
            Evidence("reach_km", int(rule["reach_km"])),
        )
        yield finding(rule, (), people, evidence, str(names[code]), "matching", "place")


def _places(region: Region) -> NDArray[np.float64]:
    """Places at each organisation: its capacity, or else the places that it offers; NaN where it says neither."""
    found = np.full(region.n, np.nan)
    for at, entity in enumerate(region.network.organisations):
        if isinstance(entity.properties.get("capacity"), int):
            found[at] = entity.properties["capacity"]
    stated = ~np.isnan(found)
    for relation in region.network.relations_of("biedt"):
        at = region.network.index[relation.source]
        offered = region.network.entity(relation.target).properties.get("places")
        if not stated[at] and isinstance(offered, int):
            found[at] = np.nan_to_num(found[at]) + offered
    return found


def _unused(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Organisations that mostly place people who are probably entitled to an instrument without any.

    Entitlement is for UWV and the municipality to assess; the target group only makes it likely. Placements
    of which the log does not say whether an instrument is in use do not count.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    placed = chosen.arrived & np.isin(log.stage_to.astype(str), PLACEMENT_STAGES)
    placed &= np.isin(log.target_group.astype(str), _ENTITLED)
    unused = log.instruments == "niet_ingezet"
    for source, rows in groups(chosen.source, placed & (unused | (log.instruments == "ingezet")), rule["min_people"]):
        people = log.people(rows)
        if people < rule["min_people"] or not share_above(rule, log, rows, unused):
            continue
        evidence = (
            Evidence("placements_entitled", len(rows), records=log.records(rows)),
            share_evidence("unused_share", log, rows, unused),
        )
        yield finding(rule, (chosen.ids[source],), people, evidence)


RULES = (
    Rule("keten_breuk", ("months", "min_people", "days", "share"), _broken),
    Rule("randvoorwaarde_open", ("months", "min_people", "asked_days", "share"), _precondition),
    Rule("te_weinig_werkgevers", ("months", "min_people", "reach_km", "stated", "ratio"), _few_places),
    Rule("onbenut_instrument", ("months", "min_people", "share"), _unused),
)
