"""The frozen types of the domain: code lists, properties, kinds of entities and relations, the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType


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
        return names((c.code, (c.code, c.label.nl, c.label.en)) for c in self.codes.values())


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


def names(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, str]:
    """Map every folded name to its code; a code always wins over another code's label."""
    names: dict[str, str] = {}
    rows = [(code, [fold(name) for name in all_names]) for code, all_names in pairs]
    for code, folded in rows:
        for name in folded:
            names.setdefault(name, code)
    for code, _ in rows:
        names[fold(code)] = code
    return MappingProxyType(names)
