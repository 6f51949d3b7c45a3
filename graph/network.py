"""Network: an immutable snapshot of a part of the graph, the one thing that analysis reads.

It holds columns, not objects: entity columns (organisations first, then the rest), relation columns
with integer ends, and the referrals as a table. Nothing in it may be changed by its reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.records import Entity, Referral, Relation
from graph.schema import Schema, load_schema


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the graph. Empty means everything.

    ``regions``: codes of labour-market (AM27) or Doorstroompunt (RMC36) regions; ``municipalities``:
    codes such as GM0828; ``kinds`` and ``relation_kinds``: codes of the schema; ``start`` and ``end``:
    the period of referrals, both inclusive.
    """

    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    relation_kinds: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What was left out because one end is outside the scope: counts, so that nothing vanishes silently."""

    relations: int = 0
    referrals: int = 0


@dataclass(frozen=True)
class Network:
    """A snapshot. ``entities`` and ``relations`` are in a fixed order (by id, organisations first).

    ``source`` and ``target`` are positions in ``entities``, int32, one per relation.
    ``referrals`` is a DataFrame of :func:`referral_frame`, ordered by case, date, id; its ``source``
    and ``target`` columns are positions in ``entities``.
    """

    scope: Scope
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    referrals: pd.DataFrame
    as_of: date | None = None
    revision: int = 0
    outside: Outside = Outside()
    schema: Schema = field(default_factory=load_schema, repr=False, compare=False)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(e.id for e in self.entities)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position in ``entities`` by id."""
        return {entity.id: at for at, entity in enumerate(self.entities)}

    @cached_property
    def n_organisations(self) -> int:
        return sum(entity.kind in self.schema.organisations for entity in self.entities)

    @property
    def organisations(self) -> tuple[Entity, ...]:
        """The organisations: the first ``n_organisations`` entities."""
        return self.entities[: self.n_organisations]

    @cached_property
    def kinds(self) -> NDArray[np.object_]:
        """Kind of each entity."""
        return np.array([e.kind for e in self.entities], dtype=object)

    @cached_property
    def source(self) -> NDArray[np.int32]:
        return np.array([self.index[r.source] for r in self.relations], dtype=np.int32)

    @cached_property
    def target(self) -> NDArray[np.int32]:
        return np.array([self.index[r.target] for r in self.relations], dtype=np.int32)

    @cached_property
    def fictitious(self) -> bool:
        """True when anything in it is example data."""
        return any(e.properties.get("fictitious") for e in self.entities)

    @cached_property
    def municipalities(self) -> Mapping[str, Entity]:
        """The municipal areas in the snapshot, by code."""
        return {e.id: e for e in self.entities if e.kind == "gebied_gemeente"}

    def relations_of(self, kind: str) -> tuple[Relation, ...]:
        return tuple(r for r in self.relations if r.kind == kind)

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id. Raises KeyError."""
        return self.entities[self.index[entity_id]]


def build_network(
    scope: Scope,
    entities: Iterable[Entity],
    relations: Iterable[Relation],
    referrals: Iterable[Referral] | pd.DataFrame,
    *,
    as_of: date | None = None,
    revision: int = 0,
    outside: Outside | None = None,
    schema: Schema | None = None,
) -> Network:
    """Put a snapshot together: order it, and drop (and count) what has an end outside it.

    ``referrals`` may be records, or a frame of :func:`referral_frame` whose ends are still ids.
    """
    schema = schema or load_schema()
    ordered = tuple(sorted(entities, key=lambda e: (e.kind not in schema.organisations, e.id)))
    index = {e.id: at for at, e in enumerate(ordered)}
    all_relations = sorted(relations, key=lambda r: r.id)
    inside = tuple(r for r in all_relations if r.source in index and r.target in index)
    table = referrals if isinstance(referrals, pd.DataFrame) else referral_frame(referrals, schema)
    ends = {name: table[name].map(index) for name in ("source", "target")}
    known = (ends["source"].notna() & ends["target"].notna()).to_numpy()
    table = table.assign(source=ends["source"], target=ends["target"])[known]
    table = table.astype({"source": "int32", "target": "int32"})
    table = table.sort_values(["case", "date", "id"], kind="stable", ignore_index=True)
    before = outside or Outside()
    return Network(
        scope=scope,
        entities=ordered,
        relations=inside,
        referrals=table,
        as_of=as_of,
        revision=revision,
        outside=Outside(
            before.relations + len(all_relations) - len(inside),
            before.referrals + int((~known).sum()),
        ),
        schema=schema,
    )


def referral_columns(schema: Schema) -> tuple[str, ...]:
    """The columns of a referral table, in order."""
    return ("id", "case", "date", "source", "target", *schema.referral.properties)


def referral_frame(referrals: Iterable[Referral], schema: Schema | None = None) -> pd.DataFrame:
    """Referral records as a table: see :func:`typed_referrals` for the types."""
    schema = schema or load_schema()
    names = tuple(schema.referral.properties)
    rows = [(r.id, r.case, r.date, r.source, r.target, *(r.properties.get(name) for name in names)) for r in referrals]
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * (5 + len(names))
    return typed_referrals(dict(zip(referral_columns(schema), columns, strict=True)), schema)


def typed_referrals(columns: Mapping[str, Sequence[Any]], schema: Schema) -> pd.DataFrame:
    """A referral table from plain columns (dates as date or ISO text, codes as text, None for unknown).

    ``id``, ``case``, ``source``, ``target``: text; dates: datetime64[s], NaT where unknown; codes:
    categoricals with *all* codes of the schema as categories, in order (so group by with
    ``observed=True``).
    """
    data: dict[str, Any] = {}
    for name in referral_columns(schema):
        prop = schema.referral.properties.get(name)
        values = columns[name]
        if name == "date" or (prop is not None and prop.type == "date"):
            data[name] = np.array([v if v is not None else "NaT" for v in values], dtype="datetime64[s]")
        elif prop is not None and prop.codes:
            codes = schema.codes[prop.codes]
            place = {code: at for at, code in enumerate(codes.codes)}
            places = np.array([place.get(v, -1) for v in values], dtype=np.int16)
            categories = pd.CategoricalDtype(list(codes.codes), ordered=codes.ordered)
            data[name] = pd.Categorical.from_codes(places, dtype=categories)
        else:
            data[name] = pd.Series(list(values), dtype="str")
    return pd.DataFrame(data)
