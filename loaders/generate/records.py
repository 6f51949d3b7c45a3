"""Columns become records, late and in batches: places, organisations, relations, referrals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TypeVar

import numpy as np

from graph.records import Batch, Entity, Referral, Relation, Value, referral, relation
from loaders.generate.columns import (
    HANDOVERS,
    OUTCOMES,
    PROVENANCE,
    codes_of,
    dates,
    days_of,
    domains_of,
    groups_of,
    pseudonyms,
    stages_of,
    words,
)
from loaders.generate.plan import Plan
from loaders.reference import places_of

T = TypeVar("T")


def batches(plan: Plan, size: int = 20_000) -> Iterator[Batch]:
    """The plan as batches of at most ``size`` records; the ends of every record are in an earlier batch."""
    places = places_of([*area_codes(plan), *(row.to_place for row in plan.relations if row.to_place)])
    yield replace(places, entities=tuple(_estimated(plan, place) for place in places.entities))
    for some in _sliced(organisations(plan), size):
        yield Batch(entities=some)
    for links in _sliced(relations(plan), size):
        yield Batch(relations=links)
    for events in _sliced(referrals(plan), size):
        yield Batch(referrals=events)


def _estimated(plan: Plan, place: Entity) -> Entity:
    """A municipality with the estimate of young people without work and school, where there is one."""
    found = plan.estimates.get(place.id)
    if found is None:
        return place
    said: dict[str, Value] = {"neet": found.people, "neet_on": found.on, "neet_source": PROVENANCE}
    if found.low is not None and found.high is not None:
        said |= {"neet_low": found.low, "neet_high": found.high}
    return replace(place, properties={**place.properties, **said})


def area_codes(plan: Plan) -> list[str]:
    """The municipalities in which the plan has organisations."""
    return [plan.reference.codes[i] for i in np.unique(plan.made.municipality).tolist()]


def _sliced(records: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(records)
    while some := tuple(islice(rest, size)):
        yield some


def organisations(plan: Plan) -> Iterator[Entity]:
    """The organisations; what is not known of one is absent from its properties."""
    made = plan.made
    lat, lon = (np.round(values, 4).tolist() for values in made.lat_lon)
    industries = [row["sbi"] for row in plan.settings.words["industries"]]
    codes = [plan.reference.codes[i] for i in made.municipality.tolist()]
    offers = zip(domains_of(plan), groups_of(plan), stages_of(plan), strict=True)
    waits, waiting = np.round(made.wait).astype(int).tolist(), made.capacity > 0
    on = plan.settings.end
    for i, (domains, groups, stages) in enumerate(offers):
        properties: dict[str, Value] = {"gm_code": codes[i], "lat": lat[i], "lon": lon[i]}
        lists = {"life_domains": domains, "target_groups": groups, "stages": stages}
        properties |= {name: several for name, several in lists.items() if several}
        if made.capacity[i]:
            properties["capacity"] = int(made.capacity[i])
        if made.industry[i] >= 0:
            properties["sbi_code"] = industries[made.industry[i]]
            properties["size"] = int(made.size[i])
        elif waiting[i]:
            properties["waiting_days"] = waits[i]
        properties |= {"provenance": PROVENANCE, "reference_date": on, "fictitious": True}
        yield Entity(made.ids[i], made.kinds[made.kind[i]], plan.names[i], properties)


def relations(plan: Plan) -> Iterator[Relation]:
    """Services, duties, memberships, placements and stepping stones; then the claims of collaboration."""
    ids, schema = plan.made.ids, plan.settings.schema
    for row in plan.relations:
        properties: dict[str, Value] = {
            "stage": row.stage,
            "life_domain": row.domain,
            "target_group": row.group,
            "capacity": row.capacity,
            "waiting_days": row.waiting,
            "frequency": None if row.frequency is None else float(row.frequency),
            "last_contact": None if row.last_contact is None else _date(row.last_contact),
        }
        known = {name: value for name, value in properties.items() if value is not None}
        target = row.to_place or ids[row.target]
        since = None if row.valid_from is None else _date(row.valid_from)
        known["provenance"] = PROVENANCE
        yield relation(row.kind, ids[row.source], target, known, since, schema=schema)
    claims = plan.claims
    columns = [c.tolist() for c in (claims.source, claims.target, claims.frequency, claims.formal, claims.trust)]
    contact = dates(claims.last_contact, lambda on: on, None)
    for a, b, frequency, formal, trust, value, last, joint in zip(
        *columns, claims.value.tolist(), contact, claims.joint.tolist(), strict=True
    ):
        said: dict[str, Value] = {
            "frequency": float(frequency), "formal": bool(formal), "trust": trust, "value": value,
            "last_contact": last, "provenance": PROVENANCE,
        }  # fmt: skip
        yield relation("samenwerking", ids[a], ids[b], said, schema=schema)
        if joint:
            yield relation("samenwerking", ids[b], ids[a], said, schema=schema)


def _date(number: int) -> date:
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


def referrals(plan: Plan) -> Iterator[Referral]:
    """The referral log; a property that is not known (yet) is absent."""
    log, settings, ids = plan.referrals, plan.settings, plan.made.ids
    stages = settings.codes("stages")
    columns = zip(
        pseudonyms(log.case, plan.seed),
        dates(log.date, lambda on: on, settings.start),
        words(log.source, ids),
        words(log.target, ids),
        words(log.stage_from, stages),
        words(log.stage_to, stages),
        words(log.domain, settings.codes("life_domains")),
        words(log.group, settings.codes("target_groups")),
        words(log.warm, HANDOVERS),
        dates(log.received, lambda on: on, None),
        dates(log.contact, lambda on: on, None),
        words(log.outcome, OUTCOMES),
        dates(log.feedback, lambda on: on, None),
        strict=True,
    )
    beside = _beside(plan)
    for row, fields in enumerate(columns):
        case, on, source, target, left, arrived, domain, group, handover, received, contact, outcome, told = fields
        properties: dict[str, Value] = {
            "stage_from": left, "stage_to": arrived, "life_domain": domain, "target_group": group, "handover": handover,
        }  # fmt: skip
        if received is not None:
            properties["received_on"] = received
        if contact is not None:
            properties["first_contact_on"] = contact
        properties["outcome"] = outcome
        if told is not None:
            properties["feedback_on"] = told
        for name, values in beside.items():
            if values[row] is not None:
                properties[name] = values[row]
        yield referral(case, on, source, target, properties)


def _beside(plan: Plan) -> dict[str, list[Value | None]]:
    """The optional columns by property, None where nothing is recorded; empty when they are left out."""
    if plan.details is None:
        return {}
    found: dict[str, list[Value | None]] = {}
    for name, days in days_of(plan.details).items():
        found[name] = dates(days, _same, None)
    for name, (codes, numbers) in codes_of(plan, plan.details).items():
        found[name] = words(numbers, (*codes, None))  # type: ignore[assignment, arg-type]
    return found


def _same(on: date) -> Value | None:
    return on
