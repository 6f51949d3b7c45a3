"""Figures per organisation that the map can show by size, colour and name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analysis.flows import flows
from graph.analysis.measures import measures
from graph.analysis.ties import Ties
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import texts
from pages.views.map_view import SIZES
from pages.views.words import number

PEOPLE_UP_TO = 600
"""Organisations up to which the people between all of them are counted with the small numbers protected:
with more that takes seconds."""
_MEASURED = {
    "betweenness": "betweenness_normalised",
    "closeness": "closeness",
    "constraint": "constraint",
    "core": "core",
}
_DECIMALS = {"betweenness": 3, "closeness": 3, "constraint": 2}
_PROPERTIES = ("capacity", "waiting_days", "size")
_PEOPLE = {"referred_to": "target", "referred_from": "source"}


@dataclass(frozen=True, slots=True)
class Column:
    """A figure per organisation, in the order of the network; None where it is not known or not defined."""

    label: str
    values: tuple[float | None, ...]
    told: tuple[str, ...]


def offered(network: Network) -> tuple[str, ...]:
    """The figures that there are for a network: properties that somebody has, people when they can be counted."""
    known = {name for e in network.organisations for name in _PROPERTIES if e.properties.get(name) is not None}
    people = network.n_organisations <= PEOPLE_UP_TO and len(network.referrals) > 0
    return tuple(
        name
        for name in SIZES
        if not (name in _PROPERTIES and name not in known) and not (name in _PEOPLE and not people)
    )


def column(network: Network, ties: Ties, name: str, language: str) -> Column:
    """One figure of every organisation. Ties that anybody reports count, as on the map.

    People referred are added up over the partners with whom there are enough people to show
    (:data:`~graph.privacy.MIN_PEOPLE`), so that the sum tells nothing that the table of flows does not.
    """
    n = network.n_organisations
    if name == "degree":
        found: list[float | None] = [float(v) for v in np.bincount(np.concatenate([ties.a, ties.b]), minlength=n)[:n]]
    elif name in _MEASURED:
        values = getattr(measures(network, "reported", known=ties), _MEASURED[name])
        found = [None if np.isnan(v) else float(v) for v in values.astype(float)]
    elif name in _PEOPLE:
        found = _people(network, _PEOPLE[name])
    else:
        held = [e.properties.get(name) for e in network.organisations]
        found = [float(v) if isinstance(v, int | float) else None for v in held]
    told = tuple(number(value, language, _DECIMALS.get(name, 0)) for value in found)
    return Column(label(network, name, language), tuple(found), told)


def label(network: Network, name: str, language: str) -> str:
    """What a figure is called."""
    properties = {code: prop for kind in network.schema.entities.values() for code, prop in kind.properties.items()}
    if name in _PROPERTIES:
        prop = properties[name]
        return f"{prop.label[language]} ({prop.unit[language]})" if prop.unit else prop.label[language]
    return texts(language)(f"netwerk_map.measure_{name}", minimum=MIN_PEOPLE)


def _people(network: Network, end: str) -> list[float | None]:
    table = flows(network, "organisation").table
    shown = table[~table["hidden"].astype(bool)]
    sums = shown.groupby(end)["people"].sum()
    return [float(sums[one]) if one in sums.index else None for one in network.ids[: network.n_organisations]]
