"""Too many organisations for one picture: put together per municipality and kind, and say so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from graph.network import Network, build_network
from graph.records import Entity, Relation, relation
from pages.views.layout import Places, Point

MOST = 5_000
"""Organisations that the map draws one by one: it moves so many, with 20,000 ties, at 20 frames a second or more
(``benchmarks/map_frames.py``)."""
_SEPARATOR = "|"


def grouped(network: Network, language: str, only: tuple[str, ...] | None = None) -> Network:
    """A snapshot in which a municipality's organisations of one kind are one organisation.

    ``only``: the municipalities that are folded up so, None for all. Group A names group B when anybody in
    A names anybody in B; the last contact is the latest one. Names say how many are in a group; who is the
    only one stays as it is. Ties within a group fall away, and so do referrals.
    """
    folded = [e for e in network.organisations if only is None or e.properties.get("gm_code") in only]
    sizes = Counter(_group(e) for e in folded)
    group = {e.id: e.id for e in network.organisations}
    group |= {e.id: _group(e) for e in folded if sizes[_group(e)] > 1}
    places, schema = network.municipalities, network.schema
    entities = [e for e in network.entities if e.id in places or group.get(e.id) == e.id]
    for one, size in sizes.items():
        if size == 1:
            continue
        code, kind = drill(one)
        plural = schema.entities[kind].plural[language]
        words = plural[0].lower() + plural[1:] if plural[1:2].islower() else plural
        place = f" {places[code].name}" if code in places else ""
        made = {"gm_code": code or None, "fictitious": network.fictitious or None}
        entities.append(Entity(one, kind, f"{size} {words}{place}", made))
    claims: dict[tuple[str, str], date | None] = {}
    kept: list[Relation] = []
    for held in network.relations:
        ends = group.get(held.source, held.source), group.get(held.target, held.target)
        if ends == (held.source, held.target) and only is not None:
            kept.append(held)
            continue
        if not schema.relations[held.kind].claim or ends[0] == ends[1]:
            continue
        last = held.properties.get("last_contact")
        known = claims.get(ends)
        newest = max((day for day in (last, known) if isinstance(day, date)), default=None)
        claims[ends] = newest
    relations = [_claim(network, a, b, last) for (a, b), last in claims.items()]
    found = build_network(network.scope, entities, kept + relations, (), as_of=network.as_of, revision=network.revision)
    return replace(found, outside=network.outside)


def middle(grouped: Network, network: Network, places: Places) -> Places:
    """The places of a snapshot in which some are folded up: a group stands in the middle of its members."""
    sums: dict[str, list[Point]] = {}
    for one in network.organisations:
        sums.setdefault(_group(one), []).append(places.at[one.id])
    at = {
        e.id: places.at[e.id]
        if e.id in places.at
        else (sum(x for x, _ in sums[e.id]) / len(sums[e.id]), sum(y for _, y in sums[e.id]) / len(sums[e.id]))
        for e in grouped.organisations
    }
    return Places.of(at, places.layout, places.groups, places.areas, places.frame)


def drill(group: str) -> tuple[str, str]:
    """The municipality ("" where unknown) and kind of a group."""
    code, _, kind = group.partition(_SEPARATOR)
    return code, kind


def is_group(identifier: str | None) -> bool:
    """Whether an id is that of a group; no organisation's id holds the separator."""
    return identifier is not None and _SEPARATOR in identifier


def _group(entity: Entity) -> str:
    return f"{entity.properties.get('gm_code') or ''}{_SEPARATOR}{entity.kind}"


def _claim(network: Network, a: str, b: str, last: date | None) -> Relation:
    kind = next(code for code, found in network.schema.relations.items() if found.claim)
    return relation(kind, a, b, {"last_contact": last} if last else {}, schema=network.schema)
