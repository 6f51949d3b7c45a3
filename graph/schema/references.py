"""References between the YAML files: that each leads somewhere, and that names are unique."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.schema.types import Property, Schema


def dangling(raw: Mapping[str, Any], schema: Schema) -> Iterator[str]:
    """Every reference between the files that leads nowhere, and every name that is not unique."""
    kinds = raw["entities"]["kinds"]
    for code, spec in kinds.items():
        if spec["class"] not in schema.classes:
            yield f"entities.yaml kinds/{code}: class {spec['class']!r} is not declared"
        if "sector" in spec and spec["sector"] not in schema.codes["sectors"].codes:
            yield f"entities.yaml kinds/{code}: sector {spec['sector']!r} is not a code of sectors"
    endpoints = {*schema.classes, *kinds}
    pool = raw["relations"]["properties"]
    specs = [("referrals.yaml", raw["referrals"])]
    specs += [(f"relations.yaml kinds/{code}", spec) for code, spec in raw["relations"]["kinds"].items()]
    for where, spec in specs:
        for name in (*spec["from"], *spec["to"]):
            if name not in endpoints:
                yield f"{where}: {name!r} is neither a class nor a kind"
    for code, spec in raw["relations"]["kinds"].items():
        known = {*pool, "valid_from"}
        for name in (*spec["properties"], *spec.get("identity", ())):
            if name not in known:
                yield f"relations.yaml kinds/{code}: property {name!r} is not declared"
    for where, properties in _all_properties(schema):
        for prop in properties.values():
            if prop.codes and prop.codes not in schema.codes:
                yield f"{where}: property {prop.name!r} names an unknown code list {prop.codes!r}"
            for other in (prop.after, prop.requires):
                if other and other not in properties and other != "date":
                    yield f"{where}: property {prop.name!r} refers to {other!r}, which is not declared"
    known = {name for _, properties in _all_properties(schema) for name in properties}
    for file, columns in schema.columns.items():
        for column in columns.values():
            if column.after and column.after not in known:
                yield f"files.yaml {file}/{column.name}: stands after {column.after!r}, which is not declared"
            if column.codes and column.codes not in schema.codes:
                yield f"files.yaml {file}/{column.name}: names an unknown code list {column.codes!r}"
    nodes = [spec["node"] for spec in kinds.values()] + [raw["referrals"]["node"]]
    edges = [spec["edge"] for spec in raw["relations"]["kinds"].values()]
    for what in {name for name in nodes if nodes.count(name) > 1} | {name for name in edges if edges.count(name) > 1}:
        yield f"node or edge name {what!r} is used twice"


def _all_properties(schema: Schema) -> Iterator[tuple[str, Mapping[str, Property]]]:
    for cls in schema.classes.values():
        yield f"entities.yaml classes/{cls.name}", cls.properties
    yield "relations.yaml", schema.relation_properties
    yield "referrals.yaml", schema.referral.properties
