"""Ways between organisations and who connects two groups, in words and tables."""

from __future__ import annotations

import pandas as pd

from graph.analysis.paths import Connectors, Paths
from graph.network import Network
from graph.texts import texts
from pages.views.words import counted, number

ARROW = " → "


def group(
    network: Network, kinds: tuple[str, ...], sectors: tuple[str, ...], places: tuple[str, ...]
) -> tuple[str, ...]:
    """The ids of the organisations of these kinds or sectors in these municipalities; no choice means any."""
    schema = network.schema

    def wanted(kind: str) -> bool:
        return kind in kinds or schema.entities[kind].sector in sectors or not (kinds or sectors)

    return tuple(
        e.id for e in network.organisations if wanted(e.kind) and (not places or e.properties.get("gm_code") in places)
    )


def named(network: Network, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The names of organisations."""
    return tuple(network.entity(one).name for one in ids)


def ways_table(network: Network, found: Paths, language: str) -> pd.DataFrame:
    """A row per way, shortest first: who is on it, and how many steps it takes. Index: the number of the way."""
    words = texts(language)
    return pd.DataFrame(
        {
            words("netwerk.way"): [ARROW.join(named(network, way)) for way in found.ways],
            words("netwerk.steps"): [len(way) - 1 for way in found.ways],
        }
    )


def ways_told(found: Paths, language: str) -> str:
    """How far apart the two are, and how many ways there are, of which how many are shown."""
    words = texts(language)
    if found.length is None:
        return words("netwerk.no_way")
    told = counted(words, "netwerk.way_length_one", "netwerk.way_length_many", found.length)
    longest = found.length + found.slack
    if found.total is None:
        return told + " " + words("netwerk.ways_uncounted", longest=longest, shown=len(found.ways))
    total, shown = number(found.total, language), number(len(found.ways), language)
    return told + " " + words("netwerk.ways_counted", total=total, longest=longest, shown=shown)


def connectors_table(network: Network, found: Connectors, language: str) -> pd.DataFrame:
    """A row per organisation that connects the two groups, most important first; index: the ids."""
    words, schema = texts(language), network.schema
    return pd.DataFrame(
        {
            words("netwerk.organisation"): list(named(network, found.ids)),
            words("netwerk.kind"): [schema.entities[network.entity(one).kind].label[language] for one in found.ids],
            words("netwerk.through"): found.through.astype(int),
            words("netwerk.lost"): found.lost.astype(int),
        },
        index=list(found.ids),
    )


def connectors_told(network: Network, found: Connectors, language: str) -> str:
    """How the groups hang together, and what is lost when the most important connector stops."""
    words = texts(language)
    told = words(
        "netwerk.between",
        pairs=number(found.pairs, language),
        direct=number(found.direct, language),
        near=number(found.near, language),
    )
    if len(found.ids):
        worst = int(found.lost.argmax())
        key = "netwerk.stops" if found.lost[worst] else "netwerk.stops_none"
        told += " " + words(
            key,
            name=network.entity(found.ids[worst]).name,
            lost=number(int(found.lost[worst]), language),
            near=number(found.near, language),
        )
    return told
