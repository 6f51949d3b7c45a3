"""The domain as data: ``data/schema/*.yaml`` read into frozen types, and checked.

Everything that depends on what kinds, relations, properties and codes exist asks this module:
loading, validation, storage constraints, forms, legends, export and the data dictionary.
Loading is in two phases: each file against its JSON Schema (unknown keys are refused), then the
references between files. All faults are collected before :class:`SchemaError` is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import yaml

DATA = Path(__file__).resolve().parent.parent / "data"
LANGUAGES = ("nl", "en")


class SchemaError(ValueError):
    """The YAML files in ``data/schema`` contradict their schema or each other; ``faults`` lists how."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults))


@dataclass(frozen=True, slots=True)
class Label:
    """A word or sentence in each interface language."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list; ``order`` is its place in the list, from 0."""

    code: str
    label: Label
    order: int
    exit: bool = False
    colour: str | None = None


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes, in a meaningful order where ``ordered``."""

    name: str
    label: Label
    codes: Mapping[str, Code]
    ordered: bool = False
    help: Label | None = None

    @cached_property
    def by_any_name(self) -> Mapping[str, str]:
        """Folded code or label, in either language, to the code."""
        return _names((c.code, (c.code, c.label.nl, c.label.en)) for c in self.codes.values())


@dataclass(frozen=True, slots=True)
class Property:
    """A typed property of an entity, a relation or a referral.

    ``after`` names a date that this date may not precede, ``requires`` a boolean property that must
    be true before this one may hold a value. ``min`` and ``max`` are inclusive, in ``unit``.
    """

    name: str
    type: str
    column: Label
    label: Label
    help: Label | None = None
    codes: str | None = None
    min: float | None = None
    max: float | None = None
    pattern: str | None = None
    unit: Label | None = None
    sensitive: bool = False
    after: str | None = None
    requires: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template that every row has, whatever the kind; ``also`` are accepted synonyms.

    ``after`` names the property that it follows in the template; without it, required columns come
    first and the others last. ``codes`` names the code list of its values.
    """

    name: str
    column: Label
    label: Label
    help: Label | None = None
    required: bool = False
    also: tuple[str, ...] = ()
    after: str | None = None
    codes: str | None = None


@dataclass(frozen=True)
class EntityClass:
    """Kinds that share properties. ``pseudonymous`` classes may hold no name of a person."""

    name: str
    label: Label
    properties: Mapping[str, Property]
    file: str | None = None
    pseudonymous: bool = False


@dataclass(frozen=True, slots=True)
class EntityKind:
    """One kind of thing in the graph, and how it looks. ``node`` is its label in Neo4j."""

    code: str
    cls: EntityClass
    label: Label
    plural: Label
    node: str
    shape: str
    icon: str
    sector: str | None = None
    also: tuple[str, ...] = ()

    @property
    def properties(self) -> Mapping[str, Property]:
        return self.cls.properties


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One kind of relation. ``sources`` and ``targets`` are the entity kinds that it may join.

    ``identity`` names the properties (or ``valid_from``) that, with kind, source and target, make
    two relations the same one. In a ``claim`` the source says so about the target.
    """

    code: str
    label: Label
    title: Label
    edge: str
    colour: str
    sources: frozenset[str]
    targets: frozenset[str]
    properties: Mapping[str, Property]
    identity: tuple[str, ...] = ()
    claim: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralKind:
    """The referral event: a candidate goes from one organisation to another."""

    label: Label
    node: str
    sources: frozenset[str]
    targets: frozenset[str]
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class Schema:
    """The whole domain. Mappings keep the order of the files."""

    codes: Mapping[str, CodeList]
    classes: Mapping[str, EntityClass]
    entities: Mapping[str, EntityKind]
    relations: Mapping[str, RelationKind]
    referral: ReferralKind
    columns: Mapping[str, Mapping[str, Column]]
    entity_names: Mapping[str, str] = field(repr=False)
    relation_names: Mapping[str, str] = field(repr=False)

    @cached_property
    def organisations(self) -> frozenset[str]:
        """Codes of the kinds that are organisations."""
        return self.kinds_of("organisation")

    def kinds_of(self, cls: str) -> frozenset[str]:
        """Codes of the kinds of class ``cls``."""
        return frozenset(k.code for k in self.entities.values() if k.cls.name == cls)

    @cached_property
    def relation_properties(self) -> Mapping[str, Property]:
        """Every property that any relation has, by name, in the order of the file."""
        return MappingProxyType({n: p for k in self.relations.values() for n, p in k.properties.items()})


def fold(text: str) -> str:
    """Fold case and white space, so that labels and column names match however they were typed."""
    return re.sub(r"[\s\-]+", "_", text.strip().casefold())


def _names(pairs: Iterator[tuple[str, tuple[str, ...]]] | Any) -> Mapping[str, str]:
    """Map every folded name to its code; a code always wins over another code's label."""
    names: dict[str, str] = {}
    rows = [(code, [fold(name) for name in all_names]) for code, all_names in pairs]
    for code, folded in rows:
        for name in folded:
            names.setdefault(name, code)
    for code, _ in rows:
        names[fold(code)] = code
    return MappingProxyType(names)


@cache
def load_schema(directory: Path | None = None) -> Schema:
    """Read and check the domain from ``directory`` (default: the project's ``data/schema``).

    Raises :class:`SchemaError` with every fault found.
    """
    home = directory or DATA / "schema"
    raw = {name: _read(home / f"{name}.yaml") for name in _FILES}
    faults = [fault for name in _FILES for fault in _faults(name, raw[name])]
    if faults:
        raise SchemaError(faults)
    schema = _build(raw)
    faults = list(_dangling(raw, schema))
    if faults:
        raise SchemaError(faults)
    return schema


_FILES = ("codes", "entities", "relations", "referrals", "files")


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader
    except (OSError, yaml.YAMLError) as error:
        raise SchemaError([f"{path.name}: {error}"]) from error


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that refuses a key that stands twice: YAML would silently keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"key stands twice: {sorted(map(str, twice))}{node.start_mark}")
        return dict(super().construct_mapping(node, deep=deep))


@cache
def _meta() -> dict[str, Any]:
    return dict(json.loads((DATA / "schema" / "meta" / "domain.schema.json").read_text(encoding="utf-8")))


def _faults(name: str, document: Any) -> Iterator[str]:
    meta = _meta()
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}_file", "$defs": meta["$defs"]})
    for error in validator.iter_errors(document):
        where = "/".join(str(part) for part in error.absolute_path)
        yield f"{name}.yaml {where}: {error.message}"


def _build(raw: Mapping[str, Any]) -> Schema:
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
        entity_names=_names((k.code, (k.code, k.label.nl, k.label.en, *k.also)) for k in entities.values()),
        relation_names=_names(
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


def _dangling(raw: Mapping[str, Any], schema: Schema) -> Iterator[str]:
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
