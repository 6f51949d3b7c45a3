"""The region at a glance: how many of what, who is where, and how sure we are of their ties."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from graph.analysis.overview import Figure, Overview
from graph.analysis.ties import CONFIRMED, STALE, collaboration_ties
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import texts
from pages.views.drawn_svg import INK
from pages.views.tie_looks import colour
from pages.views.words import number, percentage


@dataclass(frozen=True, slots=True)
class Glance:
    """Counts of organisations and ties."""

    organisations: int
    ties: int
    confirmed: int
    stale: int
    alone: int


def glance(network: Network) -> Glance:
    """Count organisations, ties by status, and organisations without a tie."""
    ties = collaboration_ties(network)
    status = ties.standing
    tied = np.unique(np.concatenate([ties.a, ties.b]))
    return Glance(
        organisations=network.n_organisations,
        ties=len(ties),
        confirmed=int((status == CONFIRMED).sum()),
        stale=int((status == STALE).sum()),
        alone=network.n_organisations - len(tied),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is shown; ``change`` (since the year before) is None when it is not known."""

    label: str
    value: str
    change: str | None
    colour: Literal["normal", "inverse", "off"]
    help: str | None = None


def figures(year: Overview, language: str) -> tuple[Shown, ...]:
    """The referrals of the last twelve months: people, waiting time, warm handovers, those that vanished."""
    words = texts(language)

    def shown(figure: Figure, key: str, colour: Literal["normal", "inverse", "off"], share: bool = False) -> Shown:
        few = words("common.few", minimum=MIN_PEOPLE)
        if figure.now is None:
            value = few
        else:
            value = percentage(figure.now, language) if share else number(figure.now, language)
        change = None
        if figure.change is not None:
            points = round(100 * figure.change) if share else round(figure.change)
            told = words("regio.points", count=abs(points)) if share else number(abs(points), language)
            change = f"{'-' if points < 0 else '+'}{told}" if points else None
        return Shown(words(f"regio.{key}"), value, change, colour, words(f"regio.{key}_help"))

    return (
        shown(year.people, "people", "off"),
        shown(year.wait, "wait", "inverse"),
        shown(year.warm, "warm", "normal", share=True),
        shown(year.refused, "refused", "inverse", share=True),
        shown(year.vanished, "vanished", "inverse", share=True),
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


def kinds_chart(network: Network, language: str, theme: str = "light") -> alt.LayerChart:
    """A bar per kind of organisation, in the colour of its sector, with its count beside it."""
    ink = INK[theme]
    words, table = texts(language), kinds(network, language)
    table = table.assign(shown=[number(count, language) for count in table["count"]])
    base = alt.Chart(table).encode(
        y=alt.Y("kind:N", sort=None, axis=None),
        x=alt.X("count:Q", axis=None),
        tooltip=[alt.Tooltip("kind:N", title=words("regio.kind")), alt.Tooltip("count:Q", title=words("regio.count"))],
    )
    # Names as text, not as the labels of an axis: those get a grey of too little contrast.
    names = base.mark_text(align="right", dx=-10, fontSize=15, color=ink).encode(x=alt.value(0), text="kind:N")
    bars = base.mark_bar(cornerRadiusEnd=3).encode(color=alt.Color("colour:N", scale=None))
    counts = base.mark_text(align="left", dx=5, fontSize=15, fontWeight=600, color=ink).encode(text="shown:N")
    return alt.LayerChart(layer=[bars, names, counts]).properties(height=30 * len(table))


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
