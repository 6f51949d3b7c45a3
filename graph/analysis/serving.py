"""Who serves what, where, for whom: every statement about it in a snapshot as one line of arrays.

A statement is a relation ``levert_aan`` to a municipality or region, or what an organisation says of
itself, which holds for the municipality that it is established in. What a relation leaves out, the
organisation itself says. Who names no target group works for all of them; who names no life domain or
stage is not known to work in any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph.analysis.places import parents
from graph.network import Network
from graph.records import Entity, Properties, Relation

Dimension = Literal["municipality", "life_domain", "target_group", "stage"]
DIMENSIONS: tuple[Dimension, ...] = ("municipality", "life_domain", "target_group", "stage")
CODE_LISTS: Mapping[str, str] = {"life_domain": "life_domains", "target_group": "target_groups", "stage": "stages"}
"""The list of codes of each dimension but the municipality; also the property of organisations that holds them."""
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lines:
    """The statements, l of them. ``codes`` names what each dimension can be; n is the number of organisations.

    ``organisation``: positions of who serves, length l, from 0 to n - 1. ``relation``: positions of the
    relation in the network, -1 for what an organisation says of itself. ``serves[dimension]``: shape
    (l, number of codes). ``capacity`` (places) and ``waiting`` (days): as stated in the line, NaN where not;
    ``own_capacity`` and ``own_waiting``: what each organisation states of itself, length n.
    """

    codes: Mapping[Dimension, tuple[str, ...]]
    organisation: Ints
    relation: Ints
    serves: Mapping[Dimension, Bools]
    capacity: Floats
    waiting: Floats
    own_capacity: Floats
    own_waiting: Floats

    def __len__(self) -> int:
        return len(self.organisation)


def service_lines(network: Network) -> Lines:
    """Read all statements of a snapshot; first those of the organisations themselves, in their order."""
    n = network.n_organisations
    served = [
        (at, r)
        for at, r in enumerate(network.relations)
        if r.kind == "levert_aan" and network.entities[network.target[at]].kind not in network.schema.organisations
    ]
    owners = [*range(n), *(network.index[r.source] for _, r in served)]
    makers: list[tuple[Entity, Relation | None]] = [(e, None) for e in network.organisations]
    makers += [(network.entity(r.source), r) for _, r in served]
    codes: dict[Dimension, tuple[str, ...]] = {"municipality": tuple(sorted(network.municipalities))}
    serves: dict[Dimension, Bools] = {"municipality": _places(network, codes["municipality"], makers)}
    for dimension, listed in CODE_LISTS.items():
        codes[dimension] = tuple(network.schema.codes[listed].codes)  # type: ignore[index]
        stated = [stated_codes(dimension, maker, relation) for maker, relation in makers]
        serves[dimension] = _marked(codes[dimension], stated)  # type: ignore[index]
    serves["target_group"][~serves["target_group"].any(axis=1)] = True
    own = {name: _numbers([e.properties for e in network.organisations], name) for name in ("capacity", "waiting_days")}
    stated_in = [r.properties for _, r in served]
    return Lines(
        codes=codes,
        organisation=np.array(owners, dtype=np.int64),
        relation=np.array([-1] * n + [at for at, _ in served], dtype=np.int64),
        serves=serves,
        capacity=np.append(own["capacity"], _numbers(stated_in, "capacity")),
        waiting=np.append(own["waiting_days"], _numbers(stated_in, "waiting_days")),
        own_capacity=own["capacity"],
        own_waiting=own["waiting_days"],
    )


def stated_codes(dimension: str, organisation: Entity, relation: Relation | None = None) -> tuple[str, ...]:
    """The codes that a relation names, or else its organisation; for target groups none means all."""
    if relation is not None:
        named = relation.properties.get(dimension)
        if isinstance(named, str):
            return (named,)
    listed = organisation.properties.get(CODE_LISTS[dimension])
    return listed if isinstance(listed, tuple) else ()


def _places(network: Network, codes: tuple[str, ...], makers: list[tuple[Entity, Relation | None]]) -> Bools:
    """Which municipalities each line is about: the one it names, those of the region it names, or its own."""
    inside: dict[str, list[str]] = {}
    for code, above in parents(network).items():
        for place in above:
            inside.setdefault(place, []).append(code)
    reached = [
        tuple(inside.get(relation.target if relation else str(maker.properties.get("gm_code")), ()))
        for maker, relation in makers
    ]
    return _marked(codes, reached)


def _marked(codes: tuple[str, ...], named: list[tuple[str, ...]]) -> Bools:
    place = {code: at for at, code in enumerate(codes)}
    marks = np.zeros((len(named), len(codes)), dtype=bool)
    for at, some in enumerate(named):
        for code in some:
            if code in place:
                marks[at, place[code]] = True
    return marks


def _numbers(records: list[Properties], name: str) -> Floats:
    values = [r.get(name) for r in records]
    return np.array([v if isinstance(v, int | float) and not isinstance(v, bool) else np.nan for v in values], float)
