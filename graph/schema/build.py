"""Plain data of the YAML files -> the frozen types."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

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
    names,
)


def build(raw: Mapping[str, Any]) -> Schema:
    codes = {name: _code_list(name, spec) for name, spec in raw["codes"].items()}
    classes = {
        name: EntityClass(
            name=name,
            label=_label(spec["label"]),
            properties=_properties(spec["properties"]),
            file=spec.get("file"),
            pseudonymous=spec.get("pseudonymous", False),
        )
        for name, spec in raw["entities"]["classes"].items()
    }
    entities = {
        code: EntityKind(
            code=code,
            cls=classes[spec["class"]],
            label=_label(spec["label"]),
            plural=_label(spec["plural"]),
            node=spec["node"],
            shape=spec["shape"],
            icon=spec["icon"],
            sector=spec.get("sector"),
            also=tuple(spec.get("also", ())),
        )
        for code, spec in raw["entities"]["kinds"].items()
        if spec["class"] in classes
    }
    pool = _properties(raw["relations"]["properties"])
    relations = {
        code: RelationKind(
            code=code,
            label=_label(spec["label"]),
            title=_label(spec["title"]),
            edge=spec["edge"],
            colour=spec["colour"],
            sources=_kinds(spec["from"], entities),
            targets=_kinds(spec["to"], entities),
            properties=MappingProxyType({name: pool[name] for name in spec["properties"] if name in pool}),
            identity=tuple(spec.get("identity", ())),
            claim=spec.get("claim", False),
            also=tuple(spec.get("also", ())),
        )
        for code, spec in raw["relations"]["kinds"].items()
    }
    event = raw["referrals"]
    return Schema(
        codes=MappingProxyType(codes),
        classes=MappingProxyType(classes),
        entities=MappingProxyType(entities),
        relations=MappingProxyType(relations),
        referral=ReferralKind(
            label=_label(event["label"]),
            node=event["node"],
            sources=_kinds(event["from"], entities),
            targets=_kinds(event["to"], entities),
            properties=_properties(event["properties"]),
        ),
        columns=MappingProxyType({file: _columns(spec) for file, spec in raw["files"].items()}),
        entity_names=names((k.code, (k.code, k.label.nl, k.label.en, *k.also)) for k in entities.values()),
        relation_names=names(
            (k.code, (k.code, k.label.nl, k.label.en, k.title.nl, k.title.en, *k.also)) for k in relations.values()
        ),
    )


def _label(spec: Mapping[str, str]) -> Label:
    return Label(spec["nl"], spec["en"])


def _optional(spec: Mapping[str, str] | str | None) -> Label | None:
    if spec is None:
        return None
    return Label(spec, spec) if isinstance(spec, str) else _label(spec)


def _code_list(name: str, spec: Mapping[str, Any]) -> CodeList:
    codes = {
        code: Code(code, _label(c["label"]), order, c.get("exit", False), c.get("colour"))
        for order, (code, c) in enumerate(spec["codes"].items())
    }
    ordered = spec.get("ordered", False)
    return CodeList(name, _label(spec["label"]), MappingProxyType(codes), ordered, _optional(spec.get("help")))


def _properties(specs: Mapping[str, Any]) -> Mapping[str, Property]:
    return MappingProxyType({name: _property(name, spec) for name, spec in specs.items()})


def _property(name: str, spec: Mapping[str, Any]) -> Property:
    return Property(
        name=name,
        type=spec["type"],
        column=_label(spec["column"]),
        label=_label(spec["label"]),
        help=_optional(spec.get("help")),
        codes=spec.get("codes"),
        min=spec.get("min"),
        max=spec.get("max"),
        pattern=spec.get("pattern"),
        unit=_optional(spec.get("unit")),
        sensitive=spec.get("sensitive", False),
        after=spec.get("after"),
        requires=spec.get("requires"),
    )


def _columns(specs: Mapping[str, Any]) -> Mapping[str, Column]:
    return MappingProxyType(
        {
            name: Column(
                name=name,
                column=_label(spec["column"]),
                label=_label(spec["label"]),
                help=_optional(spec.get("help")),
                required=spec.get("required", False),
                also=tuple(spec.get("also", ())),
                after=spec.get("after"),
                codes=spec.get("codes"),
            )
            for name, spec in specs.items()
        }
    )


def _kinds(names: list[str], entities: Mapping[str, EntityKind]) -> frozenset[str]:
    return frozenset(k.code for k in entities.values() if k.code in names or k.cls.name in names)
