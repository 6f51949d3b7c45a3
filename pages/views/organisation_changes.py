"""What changed about an organisation, in words: property by property, from what to what."""

from __future__ import annotations

from dataclasses import dataclass

from graph.network import Network
from graph.records import Entity, Record, Relation
from graph.schema import Property, Schema, load_schema
from graph.store.contract import Change, ChangedRecord, ChangeOf
from graph.texts import Texts
from pages.views.words import value_text

_FEW = 6
"""Records up to which a change may be undone from here; a whole import is undone where it is told in full."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change and its lines. ``undoable``: it is small, and still stands."""

    change: Change
    lines: tuple[str, ...]
    undoable: bool


def told(network: Network, organisation: str, changes: tuple[ChangeOf, ...], words: Texts) -> tuple[Told, ...]:
    """Changes in words, in the same order. Relations with a candidate are left out."""
    answer = []
    for one in changes:
        records = [record for record in one.records if not _about_candidate(record, network)]
        if records:
            size = one.change.inserted + one.change.updated + one.change.removed
            lines = tuple(line for record in records for line in _lines(record, network, organisation, words))
            answer.append(Told(one.change, lines, size <= _FEW and one.change.undone_by is None))
    return tuple(answer)


def _about_candidate(record: ChangedRecord, network: Network) -> bool:
    schema, link = network.schema, record.before or record.after
    if not isinstance(link, Relation) or link.kind not in schema.relations:
        return False
    sources = schema.relations[link.kind].sources
    return link.source not in network.index and any(schema.entities[kind].cls.pseudonymous for kind in sources)


def _lines(record: ChangedRecord, network: Network, organisation: str, words: Texts) -> list[str]:
    schema, one = network.schema, record.after or record.before
    if one is None:  # it came and went in between: nothing to tell
        return []
    if isinstance(one, Relation):
        kind = schema.relations.get(one.kind)
        label = kind.title[words.language] if kind else one.kind
        other = one.target if one.source == organisation else one.source
        name = network.entity(other).name if other in network.index else other
        arrow = "→" if one.source == organisation else "←"
        what = f"{label} {arrow} {name}"
    else:
        what = words("organisatie.itself")
    if record.before is None:
        return [words("organisatie.was_added", what=what)]
    if record.after is None:
        return [words("organisatie.was_removed", what=what)]
    parts = _differences(record.before, record.after, schema, words)
    return [f"{what}: {part}" if isinstance(one, Relation) else part for part in parts]


def _differences(before: Record, after: Record, schema: Schema, words: Texts) -> list[str]:
    declared = _declared(after, schema)
    rows = []
    if isinstance(before, Entity) and isinstance(after, Entity) and before.name != after.name:
        rows.append((schema.columns["organisaties"]["name"].label[words.language], before.name, after.name))
    for name in ("valid_from", "valid_to"):
        old, new = getattr(before, name, None), getattr(after, name, None)
        if old != new:
            label = schema.columns["organisaties"][name].label[words.language]
            rows.append((label, _value(old, None, words), _value(new, None, words)))
    for name in (*declared, *sorted({*before.properties, *after.properties} - set(declared))):
        prop = declared.get(name)
        if prop is not None and prop.sensitive:
            continue
        was, now = before.properties.get(name), after.properties.get(name)
        if was != now:
            codes = prop.codes if prop else None
            label = prop.label[words.language] if prop else name
            rows.append((label, _value(was, codes, words), _value(now, codes, words)))
    return [words("organisatie.was_changed", what=label, before=old, after=new) for label, old, new in rows]


def _declared(record: Record, schema: Schema) -> dict[str, Property]:
    if isinstance(record, Entity) and record.kind in schema.entities:
        return dict(schema.entities[record.kind].properties)
    if isinstance(record, Relation) and record.kind in schema.relations:
        return dict(schema.relations[record.kind].properties)
    return {}


def _value(value: object, codes: str | None, words: Texts) -> str:
    if value is None or value == ():
        return words("organisatie.nothing")
    return value_text(load_schema(), codes, value, words)
