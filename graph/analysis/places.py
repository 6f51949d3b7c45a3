"""Where things are: centres of municipalities, spots of organisations, and what is part of what."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.network import Network
from graph.records import Entity

Spot = tuple[float, float]


def centres(network: Network) -> Mapping[str, Spot]:
    """Latitude and longitude (degrees, WGS 84) of the centre of each municipal area that has them."""
    return {code: spot for code, area in network.municipalities.items() if (spot := spot_of(area)) is not None}


def spots(network: Network) -> NDArray[np.float64]:
    """Latitude and longitude of each organisation, or else of its municipality; shape (n, 2), NaN if neither."""
    known, nowhere = centres(network), (np.nan, np.nan)
    found = [spot_of(e) or known.get(str(e.properties.get("gm_code")), nowhere) for e in network.organisations]
    return np.array(found, dtype=float).reshape(-1, 2)


def parents(network: Network) -> Mapping[str, frozenset[str]]:
    """For each municipal area: itself and the regions that it is part of."""
    above: dict[str, set[str]] = {code: {code} for code in network.municipalities}
    for relation in network.relations:
        if relation.kind == "onderdeel_van" and relation.source in above:
            above[relation.source].add(relation.target)
    return {code: frozenset(places) for code, places in above.items()}


def spot_of(entity: Entity) -> Spot | None:
    """Latitude and longitude of an entity, None when it has no coordinates of its own."""
    lat, lon = entity.properties.get("lat"), entity.properties.get("lon")
    return (float(lat), float(lon)) if isinstance(lat, int | float) and isinstance(lon, int | float) else None
