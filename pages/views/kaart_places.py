"""The municipalities of a region, all of them: also those in which the store has nobody yet."""

from __future__ import annotations

from collections.abc import Mapping

from graph.network import Network, build_network, referral_frame
from graph.records import Batch, Entity
from loaders.reference import municipalities_of, places_of


def region_places(network: Network) -> Mapping[str, Entity]:
    """The municipal areas to show, by code: those of the snapshot, and the rest of the regions it was asked for."""
    return {e.id: e for e in _rest(network).entities if e.kind == "gebied_gemeente"} | dict(network.municipalities)


def serving_network(network: Network, kinds: tuple[str, ...] = ()) -> Network:
    """The snapshot with all municipalities of its regions, only organisations of ``kinds``, and no referrals.

    Organisations elsewhere in the region stay, since they may serve a municipality that was selected.
    """
    rest, organisations = _rest(network), network.schema.organisations
    stay = [e for e in network.entities if not kinds or e.kind not in organisations or e.kind in kinds]
    here = {e.id for e in stay}
    known = {r.id for r in network.relations}
    return build_network(
        network.scope,
        [*stay, *(e for e in rest.entities if e.id not in here)],
        [*network.relations, *(r for r in rest.relations if r.id not in known)],
        referral_frame((), network.schema),
        as_of=network.as_of,
        revision=network.revision,
        outside=network.outside,
        schema=network.schema,
    )


def _rest(network: Network) -> Batch:
    """The municipalities of the regions of the scope that the snapshot does not have, as the reference knows them."""
    missing = {code for region in network.scope.regions for code in municipalities_of(region)} - set(network.index)
    return places_of(missing)
