"""Preconditions for work, from ``data/simulation/preconditions.yaml``, and what the region has for each of them.

What the graph tells of providers is read in :func:`supports_from`; what it does not tell is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from pathlib import Path
from types import MappingProxyType

from graph.network import Network
from graph.records import Entity, Relation
from graph.schema import Label
from graph.simulation.data_file import checked

SERVES = "levert_aan"
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Support:
    """A precondition and what there is for it.

    ``timing``: "before" work, "parallel" to it, or "skipped". ``life_domains``: codes of the schema that it belongs
    to. ``capacity``: places of all providers together, None when the map does not say (then the parameter
    ``slots_*`` holds). ``wait_weeks``: weeks between asking and help, by the lists of the providers.
    ``providers``: ids. ``defaults``: what of capacity and wait is not from the map.
    """

    code: str
    timing: str
    life_domains: tuple[str, ...]
    label: Label
    capacity: float | None = None
    wait_weeks: int = 0
    providers: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ("capacity", "wait")


@cache
def load_preconditions(path: Path | None = None) -> Mapping[str, Support]:
    """The preconditions by code, in their order. Raises :class:`graph.schema.SchemaError` with every fault found."""
    document = checked("preconditions", path)
    return MappingProxyType(
        {
            code: Support(code, spec["timing"], tuple(spec["life_domains"]), Label(**spec["label"]))
            for code, spec in document["preconditions"].items()
        }
    )


def supports_from(network: Network) -> tuple[Support, ...]:
    """What the organisations of ``network`` offer for each precondition, in order.

    A provider of a life domain says so in a relation ``levert_aan`` with that domain (its capacity and wait count
    there, those of the same provider for several areas together), or has the domain among its own. The wait is that of
    the providers, weighted by capacity where it is known.
    """
    offers: dict[str, dict[str, tuple[float | None, float | None]]] = {}
    for domain, provider, places, days in (*_served(network), *_own(network)):
        known = offers.setdefault(domain, {})
        if provider not in known:
            known[provider] = (places, days)
    return tuple(_filled(one, offers) for one in load_preconditions().values())


Offer = tuple[str, str, float | None, float | None]


def _served(network: Network) -> Iterator[Offer]:
    """Domain, provider, places and days of wait, from relations; areas of one provider added up."""
    found: dict[tuple[str, str], list[tuple[float | None, float | None]]] = {}
    for relation in network.relations:
        domain = relation.properties.get("life_domain")
        if relation.kind == SERVES and isinstance(domain, str):
            number = _number(relation, "capacity"), _number(relation, "waiting_days")
            found.setdefault((domain, relation.source), []).append(number)
    for (domain, provider), rows in found.items():
        places = [number for number, _ in rows if number is not None]
        days = [number for _, number in rows if number is not None]
        own = network.entity(provider)
        yield (
            domain,
            provider,
            sum(places) if places else _number(own, "capacity"),
            sum(days) / len(days) if days else _number(own, "waiting_days"),
        )


def _own(network: Network) -> Iterator[Offer]:
    """The same from organisations that have the domain among their own; their places spread evenly over those."""
    for entity in network.entities:
        domains = entity.properties.get("life_domains")
        if entity.kind in network.schema.organisations and isinstance(domains, tuple):
            places = _number(entity, "capacity")
            for domain in domains:
                share = None if places is None else places / len(domains)
                yield domain, entity.id, share, _number(entity, "waiting_days")


def _filled(one: Support, offers: Mapping[str, Mapping[str, tuple[float | None, float | None]]]) -> Support:
    here = [(who, *told) for domain in one.life_domains for who, told in offers.get(domain, {}).items()]
    providers = tuple(sorted({who for who, _, _ in here}))
    places = [number for _, number, _ in here if number is not None]
    waits = [(days, number or 1.0) for _, number, days in here if days is not None]
    weight = sum(number for _, number in waits)
    days = sum(days * number for days, number in waits) / weight if weight else None
    missing = tuple(name for name, known in (("capacity", places), ("wait", waits)) if not known)
    return replace(
        one,
        capacity=sum(places) if places else None,
        wait_weeks=0 if days is None else ceil(days / DAYS_A_WEEK),
        providers=providers,
        defaults=missing,
    )


def _number(record: Entity | Relation, name: str) -> float | None:
    value = record.properties.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
