"""The region at a glance: how many of what, who is where, and how sure we are of their ties."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from graph.analysis.ties import CONFIRMED, collaboration_ties
from graph.network import Network
from graph.privacy import suppress_number
from graph.texts import texts
from pages.views.netwerk import STALE, colour, statuses


@dataclass(frozen=True, slots=True)
class Glance:
    """Counts of a snapshot. ``people`` is None when it is too small to be shown."""

    organisations: int
    ties: int
    confirmed: int
    stale: int
    alone: int
    people: int | None


def glance(network: Network) -> Glance:
    """Count organisations, ties by status, organisations without a tie, and people referred."""
    ties = collaboration_ties(network)
    status = statuses(ties)
    tied = np.unique(np.concatenate([ties.a, ties.b]))
    return Glance(
        organisations=network.n_organisations,
        ties=len(ties),
        confirmed=int((status == CONFIRMED).sum()),
        stale=int((status == STALE).sum()),
        alone=network.n_organisations - len(tied),
        people=suppress_number(network.referrals["case"].nunique()),
    )


def kinds(network: Network, language: str) -> pd.DataFrame:
    """Organisations per kind, in the order of the schema: kind, sector, colour, count."""
    found = Counter(entity.kind for entity in network.organisations)
    sectors = network.schema.codes["sectors"].codes
    rows = [
        (kind.plural[language], sectors[kind.sector].label[language] if kind.sector else "–", kind.code, found[code])
        for code, kind in network.schema.entities.items()
        if found[code]
    ]
    table = pd.DataFrame(rows, columns=["kind", "sector", "code", "count"])
    table["colour"] = [colour(network.schema, code) for code in table.pop("code")]
    return table


def kinds_chart(network: Network, language: str) -> alt.LayerChart:
    """A bar per kind of organisation, in the colour of its sector, with its count beside it."""
    words, table = texts(language), kinds(network, language)
    base = alt.Chart(table).encode(
        y=alt.Y("kind:N", sort=None, axis=None),
        x=alt.X("count:Q", axis=None),
        tooltip=[alt.Tooltip("kind:N", title=words("regio.kind")), alt.Tooltip("count:Q", title=words("regio.count"))],
    )
    # Names as text, not as the labels of an axis: those get a grey of too little contrast.
    names = base.mark_text(align="right", dx=-10, fontSize=15).encode(x=alt.value(0), text="kind:N")
    bars = base.mark_bar(cornerRadiusEnd=3).encode(color=alt.Color("colour:N", scale=None))
    counts = base.mark_text(align="left", dx=5, fontSize=15, fontWeight=600).encode(text="count:Q")
    return alt.layer(bars, names, counts).properties(height=30 * len(table))


def municipalities(network: Network, language: str) -> pd.DataFrame:
    """A row per municipality: organisations, and inhabitants where known; most organisations first."""
    words = texts(language)
    found = Counter(str(entity.properties.get("gm_code") or "") for entity in network.organisations)
    places = network.municipalities
    rows = [
        (place.name, found[code], place.properties.get("inhabitants")) for code, place in places.items() if found[code]
    ]
    elsewhere = sum(count for code, count in found.items() if code not in places)
    if elsewhere:
        rows.append((words("regio.no_municipality"), elsewhere, None))
    columns = [words("regio.municipality"), words("regio.organisations"), words("regio.inhabitants")]
    table = pd.DataFrame(rows, columns=columns).astype({columns[1]: "Int64", columns[2]: "Int64"})
    return table.sort_values(columns[1], ascending=False, kind="stable", ignore_index=True)
