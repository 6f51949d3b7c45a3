"""Small networks for tests, in a few words each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph.network import Network, Scope, build_network
from graph.records import Entity, Referral, Relation, referral, relation

DAY = date(2025, 1, 1)


def organisation(identifier: str, kind: str = "overig", name: str | None = None, **properties: Any) -> Entity:
    """An organisation, named after its id unless told otherwise."""
    return Entity(identifier, kind, name or f"Name of {identifier}", properties)


def claim(source: str, target: str, **properties: Any) -> Relation:
    """``source`` says that it works with ``target``."""
    return relation("samenwerking", source, target, properties)


def both(a: str, b: str, **properties: Any) -> list[Relation]:
    """Both sides say that they work together."""
    return [claim(a, b, **properties), claim(b, a, **properties)]


def sent(case: str, on: date | str, source: str, target: str, **properties: Any) -> Referral:
    """A referral; a date may be ISO text."""
    return referral(case, _day(on), source, target, {k: _value(k, v) for k, v in properties.items()})


def network(
    entities: Iterable[Entity | str],
    relations: Iterable[Relation] = (),
    referrals: Iterable[Referral] = (),
    as_of: date | None = None,
    scope: Scope = Scope(),
) -> Network:
    """A snapshot; an id alone becomes an organisation of kind "overig"."""
    made = [organisation(e) if isinstance(e, str) else e for e in entities]
    return build_network(scope, made, relations, list(referrals), as_of=as_of)


def tied(pairs: Iterable[tuple[Any, Any]], nodes: Iterable[Any] = ()) -> Network:
    """A network of confirmed ties among ``nodes`` and whoever occurs in ``pairs``."""
    pairs = [(str(a), str(b)) for a, b in pairs]
    names = {str(n) for n in nodes} | {n for pair in pairs for n in pair}
    return network(sorted(names), [c for a, b in {tuple(sorted(p)) for p in pairs} for c in both(a, b)])


def by_id(ids: Iterable[str], values: Iterable[Any]) -> Mapping[str, Any]:
    """Values by the id beside them."""
    return dict(zip(ids, values, strict=True))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _value(name: str, value: Any) -> Any:
    return _day(value) if name.endswith("_on") and value is not None else value
