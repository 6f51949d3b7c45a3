"""One organisation: its properties with their source, its partners, and the people who come and go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from graph.analysis.flows import Flows
from graph.analysis.ties import Ties, collaboration_ties
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import texts
from pages.views.words import day, number, value_text

_NOT_LISTED = frozenset({"provenance", "reference_date", "fictitious", "lat", "lon", "gm_code"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an organisation, in words. ``facts``: (label, value), in the order of the schema."""

    name: str
    kind: str
    place: str | None
    facts: tuple[tuple[str, str], ...]
    source: str | None
    reference_date: str | None


def profile(network: Network, organisation: str, language: str) -> Profile:
    """The properties of an organisation. Raises KeyError for an unknown id."""
    entity = network.entity(organisation)
    kind = network.schema.entities[entity.kind]
    words, known = texts(language), entity.properties
    facts = []
    for name, prop in kind.properties.items():
        value = known.get(name)
        if value is None or value == () or prop.sensitive or name in _NOT_LISTED:
            continue
        unit = f" {prop.unit[language]}" if prop.unit else ""
        facts.append((prop.label[language], value_text(network.schema, prop.codes, value, words) + unit))
    extra = {name: value for name, value in known.items() if name not in kind.properties and value not in (None, ())}
    facts += [(name, value_text(network.schema, None, value, words)) for name, value in extra.items()]
    place = network.municipalities.get(str(known.get("gm_code")))
    on = known.get("reference_date")
    return Profile(
        name=entity.name,
        kind=kind.label[language],
        place=place.name if place else None,
        facts=tuple(facts),
        source=str(known["provenance"]) if known.get("provenance") else None,
        reference_date=day(on, language) if isinstance(on, date) else None,
    )


def partners(network: Network, ties: Ties, organisation: str, language: str) -> pd.DataFrame:
    """The ties of an organisation: name of the partner, status, last contact; index: ids of the partners."""
    words, at, status = texts(language), network.index[organisation], ties.standing
    rows = [
        (
            ties.ids[other],
            network.entities[other].name,
            words(f"netwerk.brief_{status[row]}"),
            None if pd.isna(ties.last_contact[row]) else ties.last_contact[row].astype("datetime64[D]").item(),
        )
        for row in ((ties.a == at) | (ties.b == at)).nonzero()[0]
        for other in [int(ties.b[row] if ties.a[row] == at else ties.a[row])]
    ]
    columns = ["id", words("netwerk.partner"), words("netwerk.status"), words("netwerk.last_contact")]
    table = pd.DataFrame(rows, columns=columns).set_index("id")
    return table.sort_values(columns[1], kind="stable")


def traffic(network: Network, between: Flows, organisation: str, language: str) -> pd.DataFrame:
    """People referred from and to an organisation, by partner, out of the flows ``between``
    organisations; few people are never counted out.
    """
    words, table = texts(language), between.table
    at_it = (table["source"] == organisation) | (table["target"] == organisation)
    table = table[at_it].sort_values("people", ascending=False, kind="stable", na_position="last")
    rows = []
    for row in table.itertuples():
        going = row.source == organisation
        other = str(row.target if going else row.source)
        rows.append(
            (
                words("netwerk.goes_to" if going else "netwerk.comes_from"),
                network.entity(other).name if other in network.index else other,
                words("common.few", minimum=MIN_PEOPLE) if row.hidden else number(int(str(row.people)), language),
            )
        )
    return pd.DataFrame(
        rows, columns=[words("netwerk.direction"), words("netwerk.organisation"), words("netwerk.people")]
    )


def most_connected(network: Network, most: int) -> tuple[tuple[str, str, int], ...]:
    """Id, name and number of ties of the organisations with most ties, at most ``most``."""
    ties = collaboration_ties(network)
    degree = np.bincount(np.concatenate([ties.a, ties.b]), minlength=len(ties.ids))
    first = np.argsort(-degree, kind="stable")[:most]
    return tuple((ties.ids[at], network.entities[at].name, int(degree[at])) for at in first if degree[at])
