"""The domain as data: ``data/schema/*.yaml`` read into frozen types, and checked.

Everything that depends on what kinds, relations, properties and codes exist asks this package:
loading, validation, storage constraints, forms, legends, export and the data dictionary.
Loading is in two phases: each file against its JSON Schema (unknown keys are refused), then the
references between files. All faults are collected before :class:`SchemaError` is raised.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from graph.schema.build import build
from graph.schema.files import DATA, FILES, SchemaError, faults, read_data
from graph.schema.references import dangling
from graph.schema.types import (
    Code,
    CodeList,
    Column,
    EntityClass,
    EntityKind,
    Label,
    Property,
    ReferralKind,
    RelationKind,
    Schema,
    fold,
)

LANGUAGES = ("nl", "en")

__all__ = [
    "DATA",
    "LANGUAGES",
    "Code",
    "CodeList",
    "Column",
    "EntityClass",
    "EntityKind",
    "Label",
    "Property",
    "ReferralKind",
    "RelationKind",
    "Schema",
    "SchemaError",
    "fold",
    "load_schema",
    "read_data",
]


@cache
def load_schema(directory: Path | None = None) -> Schema:
    """Read and check the domain from ``directory`` (default: the project's ``data/schema``).

    Raises :class:`SchemaError` with every fault found.
    """
    home = directory or DATA / "schema"
    raw = {name: read_data(home / f"{name}.yaml") for name in FILES}
    found = [fault for name in FILES for fault in faults(name, raw[name])]
    if found:
        raise SchemaError(found)
    schema = build(raw)
    found = list(dangling(raw, schema))
    if found:
        raise SchemaError(found)
    return schema
