"""What a person typed in the form of an organisation becomes a change, or sentences about what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.problems import Problem
from graph.records import Entity, Value
from graph.schema import Property, Schema
from graph.validate import entity_problems
from loaders.values import BadValue, clean, converter

Typed = str | bool | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Edit:
    """The change: an entity with only the properties that changed (None clears), or None when nothing did.

    With ``problems`` there is no change.
    """

    entity: Entity | None
    problems: tuple[Problem, ...] = ()


def editable(schema: Schema, kind: str) -> tuple[Property, ...]:
    """The properties that the form shows, in the order of the schema."""
    return tuple(prop for prop in schema.entities[kind].properties.values() if not prop.sensitive)


def typed_as(prop: Property, value: Value) -> Typed:
    """How a stored value stands in its field of the form: a choice as it is, anything else as text."""
    if prop.type in ("code", "codes", "boolean", "date", "municipality"):
        return value  # type: ignore[return-value]
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(entity: Entity, name: str, typed: Mapping[str, Typed], schema: Schema) -> Edit:
    """Compare what was typed with what is stored, and check it as a file would be checked."""
    problems: list[Problem] = []
    changed: dict[str, Value] = {}
    for prop in editable(schema, entity.kind):
        if prop.name not in typed:
            continue
        given = typed[prop.name]
        if given == typed_as(prop, entity.properties.get(prop.name)):
            continue  # as it was shown: a number is not rounded by having been looked at
        try:
            value = _value(prop, given, schema)
        except BadValue as error:
            problems.append(error.problem)
            continue
        if value != entity.properties.get(prop.name):
            changed[prop.name] = value
    name = entity.name if name == entity.name else clean(name)
    if not problems and (changed or name != entity.name):
        after = {**entity.properties, **changed}
        whole = Entity(entity.id, entity.kind, name, after, entity.valid_from, entity.valid_to)
        problems += entity_problems(whole, schema)
    if problems:
        return Edit(None, tuple(problems))
    if not changed and name == entity.name:
        return Edit(None)
    return Edit(Entity(entity.id, entity.kind, name, changed))


def _value(prop: Property, given: Typed, schema: Schema) -> Value:
    if isinstance(given, tuple):
        return tuple(sorted(given)) or None
    if not isinstance(given, str):
        return given
    text = clean(given)
    return converter(prop, schema)(text) if text else None
