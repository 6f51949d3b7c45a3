"""Gaps in what there is: stages without anybody, handovers that nobody makes, life domains out of reach."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.distance import kilometres
from graph.gaps.region import Region
from graph.gaps.rule import Evidence, Finding, Rule, finding
from graph.gaps.settings import RuleSettings
from graph.gaps.template import Handover, StageTemplate


def _missing(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """A stage that nobody works in where it is needed, or an organisation that hands over to nobody."""
    template = region.chain
    if any(e.properties.get("stages") for e in region.network.organisations):
        for stage in template.stages:
            yield from _empty_stage(region, rule, stage)
    for handover in template.handovers:
        yield from _no_handover(region, rule, handover)


def _empty_stage(region: Region, rule: RuleSettings, stage: StageTemplate) -> Iterator[Finding]:
    members = [
        at for at, e in enumerate(region.network.organisations) if stage.code in _codes(e.properties.get("stages"))
    ]
    if stage.level == "region":
        if not members and not region.serving("stage", stage.code):
            yield finding(rule, (), 0, (Evidence("members", 0),), subject=stage.code, form="region")
        return
    here = {str(region.municipality[at]) for at in members}
    for code in sorted(region.network.municipalities):
        if code in here or code not in region.settled or region.serving("stage", stage.code) & region.parents[code]:
            continue
        evidence = [Evidence("members", 0), Evidence("served_by", 0)]
        around = tuple(region.ids[at] for at in members)
        evidence.append(Evidence("members_elsewhere", len(members), records=around))
        yield finding(rule, (), region.people_from(code), evidence, code, stage.code, "place")


def _no_handover(region: Region, rule: RuleSettings, handover: Handover) -> Iterator[Finding]:
    """Organisations of a kind with ties or referrals, none of them to where the agreed chain leads."""
    for at in np.flatnonzero(np.isin(region.kinds.astype(str), sorted(handover.sources))):
        partners = region.partners[at]
        groups = _codes(region.network.entities[at].properties.get("target_groups"))
        if not handover.concerns(groups):
            continue
        if not partners or any(region.kinds[p] in handover.targets for p in partners):
            continue
        evidence = (
            Evidence("partners", len(partners), records=tuple(region.ids[p] for p in sorted(partners))),
            Evidence("duty", handover.duty),
        )
        where = region.municipality[at]
        yield finding(rule, (region.ids[at],), region.people_at([int(at)]), evidence, where, handover.stage)


def _blank(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """A municipality from which no provider for a life domain is within reach, and which none serves.

    Distance is as the crow flies from the centre of the municipality; an organisation without
    coordinates counts as standing in the centre of its own. Only life domains that at least one
    organisation of the snapshot works in are looked at: what nobody has filled in is not known.
    """
    places = region.network.municipalities
    for domain in region.network.schema.codes["life_domains"].codes:
        providers = [
            at
            for at, e in enumerate(region.network.organisations)
            if domain in _codes(e.properties.get("life_domains"))
        ]
        if not providers:
            continue
        served = region.serving("life_domain", domain)
        spots = region.spots[providers]
        for code in sorted(places):
            centre = region.centres.get(code)
            if centre is None or code not in region.settled or served & region.parents[code]:
                continue
            away = kilometres(centre, spots)
            if not np.isfinite(away).any() or np.nanmin(away) <= rule["reach_km"]:
                continue
            nearest = int(np.nanargmin(away))
            yield finding(
                rule,
                (),
                region.people_from(code, domain),
                (
                    Evidence("nearest_km", round(float(away[nearest]), 1), records=(region.ids[providers[nearest]],)),
                    Evidence("reach_km", int(rule["reach_km"])),
                    Evidence("providers", len(providers), records=tuple(region.ids[p] for p in providers)),
                ),
                municipality=code,
                subject=domain,
                form="place",
            )


def _codes(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


RULES = (
    Rule("ontbrekende_schakel", (), _missing),
    Rule("witte_vlek", ("reach_km",), _blank),
)
