"""Check records against the schema: what may be stored, and why not.

Used by loaders on every row and by every store on every batch, so no path into the graph avoids it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from graph.problems import Problem
from graph.records import SEPARATOR, Batch, Entity, Properties, Record, Referral, Relation, referral, relation
from graph.schema import Property, Schema
from graph.values import CONTROL, MAX_TEXT, all_surely_right, storable, surely_right, value_problem

__all__ = [
    "MAX_TEXT",
    "batch_problems",
    "content_problems",
    "entity_problems",
    "property_problems",
    "referral_problems",
    "relation_problems",
    "value_problem",
]

MAX_ID = 200
MAX_NAME = 500


_RIGHT_ID = re.compile(rf"(?!\s)[^|\x00-\x1f\x7f\ud800-\udfff]{{1,{MAX_ID}}}(?<!\s)")


def batch_problems(
    batch: Batch, schema: Schema, stored_kinds: Callable[[Iterable[str]], Mapping[str, str]]
) -> tuple[Problem, ...]:
    """Everything that forbids storing ``batch``.

    ``stored_kinds`` gives the kinds of those ids that the store already has; it is asked once, for
    the ends and entities that the batch mentions.
    """
    wanted = {e.id for e in batch.entities}
    for links in (batch.relations, batch.referrals):
        for link in links:
            wanted.update((link.source, link.target))
    stored = stored_kinds(wanted)
    kinds = {**stored, **{e.id: e.kind for e in batch.entities}}
    return tuple(_batch_problems(batch, schema, stored, kinds))


def _batch_problems(
    batch: Batch, schema: Schema, stored: Mapping[str, str], kinds: Mapping[str, str]
) -> Iterator[Problem]:
    for entity in batch.entities:
        yield from entity_problems(entity, schema)
        if stored.get(entity.id, entity.kind) != entity.kind:
            yield Problem("problems.kind_changed", {"id": entity.id, "old": stored[entity.id], "new": entity.kind})
    for link in batch.relations:
        yield from relation_problems(link, schema, kinds)
    if not _right_referrals(batch.referrals, schema, kinds):
        for event in batch.referrals:
            yield from referral_problems(event, schema, kinds)
    for records in (batch.entities, batch.relations, batch.referrals):
        seen: set[str] = set()
        if len({record.id for record in records}) == len(records):
            continue
        for record in records:
            if record.id in seen:
                yield Problem("problems.duplicate_id", {"id": record.id})
            seen.add(record.id)


def entity_problems(entity: Entity, schema: Schema) -> Iterator[Problem]:
    """What is wrong with an entity by itself."""
    yield from _id_problems(entity.id)
    kind = schema.entities.get(entity.kind)
    if kind is None:
        yield Problem("problems.unknown_kind", {"id": entity.id}, value=entity.kind)
        return
    if not entity.name.strip():
        yield Problem("problems.empty_name", {"id": entity.id})
    elif len(entity.name) > MAX_NAME or CONTROL.search(entity.name):
        yield Problem("problems.bad_name", {"id": entity.id, "max": MAX_NAME})
    yield from _period_problems(entity.id, entity.valid_from, entity.valid_to)
    yield from property_problems(entity.id, entity.properties, kind.properties, schema)


def content_problems(record: Record, schema: Schema) -> Iterator[Problem]:
    """What is wrong with the values of a record by itself, whatever it is joined to."""
    if isinstance(record, Entity):
        yield from entity_problems(record, schema)
    elif isinstance(record, Relation):
        if record.kind in schema.relations:
            yield from _period_problems(record.id, record.valid_from, record.valid_to)
            yield from property_problems(record.id, record.properties, schema.relations[record.kind].properties, schema)
    else:
        yield from property_problems(record.id, record.properties, schema.referral.properties, schema, record.date)


def relation_problems(link: Relation, schema: Schema, kinds: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a relation, given the kinds of the entities that exist."""
    kind = schema.relations.get(link.kind)
    if kind is None:
        yield Problem("problems.unknown_relation", {"id": link.id}, value=link.kind)
        return
    yield from _end_problems(link, kind.sources, kind.targets, kind.title, schema, kinds)
    yield from content_problems(link, schema)
    made = relation(link.kind, link.source, link.target, link.properties, link.valid_from, schema=schema)
    if made.id != link.id:
        yield Problem("problems.relation_identity", {"id": link.id, "expected": made.id})


def referral_problems(event: Referral, schema: Schema, kinds: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a referral, given the kinds of the entities that exist."""
    yield from _id_problems(event.case)
    kind = schema.referral
    yield from _end_problems(event, kind.sources, kind.targets, kind.label, schema, kinds)
    yield from content_problems(event, schema)
    made = referral(event.case, event.date, event.source, event.target)
    if made.id != event.id:
        yield Problem("problems.relation_identity", {"id": event.id, "expected": made.id})


def _right_referrals(events: Sequence[Referral], schema: Schema, kinds: Mapping[str, str]) -> bool:
    """Whether referrals surely have no problem; a region has so many that asking this first pays."""
    kind = schema.referral
    days = {day: day.isoformat() for day in {event.date for event in events}}
    return (
        all(kinds.get(source) in kind.sources for source in {event.source for event in events})
        and all(kinds.get(target) in kind.targets for target in {event.target for event in events})
        and all(_RIGHT_ID.fullmatch(case) for case in {event.case for event in events})
        and all(
            event.source != event.target
            and event.id
            == f"{event.case}{SEPARATOR}{days[event.date]}{SEPARATOR}{event.source}{SEPARATOR}{event.target}"
            for event in events
        )
        and all_surely_right([e.properties for e in events], kind.properties, schema, [e.date for e in events])
    )


def _end_problems(
    link: Relation | Referral,
    sources: frozenset[str],
    targets: frozenset[str],
    label: object,
    schema: Schema,
    kinds: Mapping[str, str],
) -> Iterator[Problem]:
    for end, allowed in ((link.source, sources), (link.target, targets)):
        kind = kinds.get(end)
        if kind is None:
            yield Problem("problems.unknown_end", {"id": end})
        elif kind not in allowed:
            yield Problem("problems.wrong_end", {"id": end, "kind": schema.entities[kind].label, "relation": label})
    if link.source == link.target:
        yield Problem("problems.same_ends", {"id": link.source})


def _id_problems(identifier: str) -> Iterator[Problem]:
    if not identifier.strip() or identifier != identifier.strip() or len(identifier) > MAX_ID:
        yield Problem("problems.bad_id", {"max": MAX_ID}, value=identifier[:40])
    elif SEPARATOR in identifier or CONTROL.search(identifier):
        yield Problem("problems.bad_id_character", {}, value=identifier[:40])


def _period_problems(identifier: str, start: date | None, end: date | None) -> Iterator[Problem]:
    if start and end and end < start:
        yield Problem("problems.period_reversed", {"id": identifier, "start": start, "end": end})


def property_problems(
    identifier: str, values: Properties, declared: Mapping[str, Property], schema: Schema, on: date | None = None
) -> Iterator[Problem]:
    """What is wrong with the property values of a record; ``on`` is the date of a referral."""
    if surely_right(values, declared, schema, on):
        return
    for name, value in values.items():
        if value is None:
            continue
        prop = declared.get(name)
        if prop is None:
            if not storable(name, value):
                yield Problem("problems.bad_extra", {"id": identifier, "property": name, "max": MAX_TEXT})
            continue
        problem = value_problem(value, prop, schema)
        if problem is not None:
            yield problem
        elif prop.after:
            first = on if prop.after == "date" else values.get(prop.after)
            if isinstance(value, date) and isinstance(first, date) and value < first:
                yield Problem(
                    "problems.date_too_early", {"property": prop.label, "first": first}, value=value.isoformat()
                )
        if prop.requires and values.get(prop.requires) is not True:
            yield Problem("problems.requires", {"property": prop.label, "other": declared[prop.requires].label})
