"""A snapshot narrowed to what the user selected, in memory: no store is asked again."""

from __future__ import annotations

from dataclasses import replace

from graph.network import Network, build_network
from graph.records import Entity


def narrow(
    network: Network,
    kinds: tuple[str, ...] = (),
    target_group: str | None = None,
    municipalities: tuple[str, ...] = (),
    life_domains: tuple[str, ...] = (),
    stages: tuple[str, ...] = (),
) -> Network:
    """The organisations of ``kinds`` in ``municipalities`` that work for ``target_group``, on one of
    ``life_domains`` and in one of ``stages``, and what is among them.

    Empty means no restriction. An organisation that names no target group, life domain or stage works for
    all of them; one without a municipality is left out when municipalities are chosen. Referrals are those
    of the target group, where they say which. Whatever is no organisation stays.
    """
    organisations = network.schema.organisations

    def stays(entity: Entity) -> bool:
        if entity.kind not in organisations:
            return True
        if kinds and entity.kind not in kinds:
            return False
        if not _names(entity, "target_groups", (target_group,) if target_group else ()):
            return False
        if not _names(entity, "life_domains", life_domains) or not _names(entity, "stages", stages):
            return False
        return not municipalities or entity.properties.get("gm_code") in municipalities

    referrals = network.referrals
    if target_group:
        referrals = referrals[referrals["target_group"] == target_group]
    ids = dict(enumerate(network.ids))
    table = referrals.assign(source=referrals["source"].map(ids), target=referrals["target"].map(ids))
    narrowed = build_network(
        network.scope,
        [entity for entity in network.entities if stays(entity)],
        network.relations,
        table,
        as_of=network.as_of,
        revision=network.revision,
        schema=network.schema,
    )
    return replace(narrowed, outside=network.outside)


def _names(entity: Entity, name: str, wanted: tuple[str, ...]) -> bool:
    """Whether an organisation names one of the codes that are wanted, or none at all."""
    named = entity.properties.get(name)
    return not wanted or not named or not set(wanted).isdisjoint(named)  # type: ignore[arg-type]
