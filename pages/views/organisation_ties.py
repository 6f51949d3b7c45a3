"""What an organisation says of its partners and what they say of it, side by side; and its other relations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from graph.analysis.ties import Ties
from graph.network import Network
from graph.records import Properties
from graph.texts import texts
from pages.views.words import number, value_text

DUTIES, SERVICES = "plicht_voor", "levert_aan"
_GAP = 1
"""Points of difference in trust or value from which two sides see a collaboration differently."""


@dataclass(frozen=True, slots=True)
class Said:
    """A mean of what was said, on the scale of 1 to 4, and how many said it; None when nobody did."""

    mean: float | None
    sayers: int


@dataclass(frozen=True, slots=True)
class Regard:
    """Trust and value: what an organisation says of its partners, and what they say of it."""

    trust: Said
    trust_in_it: Said
    value: Said
    value_of_it: Said
    differences: int


def _rows(ties: Ties, at: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the ties of an organisation, and on which side it stands in each."""
    rows = np.flatnonzero((ties.a == at) | (ties.b == at))
    return rows, (ties.b[rows] == at).astype(np.int64)


def regard(network: Network, ties: Ties, organisation: str) -> Regard:
    """How an organisation and its partners regard each other. In PARTNER the others rate; here both do."""
    rows, own = _rows(ties, network.index[organisation])
    sides = [(name[rows, own], name[rows, 1 - own]) for name in (ties.trust, ties.value)]

    def said(values: np.ndarray) -> Said:
        known = values[~np.isnan(values)]
        return Said(float(known.mean()) if len(known) else None, len(known))

    apart = np.zeros(len(rows), dtype=bool)
    for mine, theirs in sides:
        apart |= np.nan_to_num(np.abs(mine - theirs)) >= _GAP
    (trust, trust_in_it), (value, value_of_it) = sides
    return Regard(said(trust), said(trust_in_it), said(value), said(value_of_it), int(apart.sum()))


def side_by_side(network: Network, ties: Ties, organisation: str, language: str) -> pd.DataFrame:
    """A row per partner: what each side says of trust, value and contacts; index: ids of the partners."""
    words, at = texts(language), network.index[organisation]
    rows, own = _rows(ties, at)
    status = ties.standing
    found = []
    for row, mine in zip(rows.tolist(), own.tolist(), strict=True):
        theirs = 1 - mine
        other = int(ties.a[row] if mine else ties.b[row])
        pairs = [(sides[row, mine], sides[row, theirs]) for sides in (ties.trust, ties.value)]
        found.append(
            (
                ties.ids[other],
                network.entities[other].name,
                words(f"netwerk.brief_{status[row]}"),
                _difference([here - there for here, there in pairs], language),
                *(_shown(value, language) for pair in pairs for value in pair),
                None if pd.isna(ties.last_contact[row]) else ties.last_contact[row].astype("datetime64[D]").item(),
            )
        )
    names = ("partner", "status", "difference", "trust_own", "trust_other", "value_own", "value_other", "last_contact")
    columns = ["id", *(words(f"organisatie.tie_{name}") for name in names)]
    return pd.DataFrame(found, columns=columns).set_index("id").sort_values(columns[1], kind="stable")


def _shown(value: float, language: str) -> str:
    return "–" if np.isnan(value) else number(value, language, 0 if float(value).is_integer() else 1)


def _difference(gaps: list[float], language: str) -> str:
    """Which of trust and value the two sides see differently, and by how much (own minus other)."""
    words = texts(language)
    told = [
        words(f"organisatie.differs_{name}", points=f"{'+' if gap > 0 else '−'}{_shown(abs(gap), language)}")
        for name, gap in zip(("trust", "value"), gaps, strict=True)
        if not np.isnan(gap) and abs(gap) >= _GAP
    ]
    return ", ".join(told)


def relations(network: Network, organisation: str, kind: str, language: str) -> pd.DataFrame:
    """The relations of one kind that start at an organisation: the other end, and a column for each property
    that any of them has; index: ids of the other ends."""
    words, schema = texts(language), network.schema
    found = [link for link in network.relations if link.source == organisation and link.kind == kind]
    columns: dict[str, list[str]] = {
        words("organisatie.relation_end"): [network.entity(link.target).name for link in found]
    }
    for name, prop in schema.relations[kind].properties.items():
        values = [link.properties.get(name) for link in found]
        if any(value is not None for value in values) and not prop.sensitive:
            label = prop.label[language] + (f" ({prop.unit[language]})" if prop.unit else "")
            columns[label] = ["" if v is None else value_text(schema, prop.codes, v, words) for v in values]
    return pd.DataFrame(columns, index=[link.target for link in found])


def others(network: Network, organisation: str, language: str) -> pd.DataFrame:
    """Every other relation at an organisation, from or to it; notes and collaboration have places of their own."""
    schema = network.schema
    about = {kind.code for kind in schema.relations.values() if kind.sources <= schema.kinds_of("note")}
    claims = {kind.code for kind in schema.relations.values() if kind.claim}
    left = tuple(code for code in schema.relations if code not in {*about, *claims})
    outgoing = _relations(
        network, organisation, tuple(c for c in left if c not in (DUTIES, SERVICES)), language, outgoing=True
    )
    return pd.concat([outgoing, _relations(network, organisation, left, language, outgoing=False)])


def _relations(
    network: Network, organisation: str, kinds: tuple[str, ...], language: str, *, outgoing: bool
) -> pd.DataFrame:
    words, schema = texts(language), network.schema
    rows = []
    for link in network.relations:
        end, other = (link.source, link.target) if outgoing else (link.target, link.source)
        if end != organisation or link.kind not in kinds:
            continue
        kind = schema.relations[link.kind]
        known = [
            f"{prop.label[language].lower()}: {value_text(schema, prop.codes, link.properties[name], words)}"
            for name, prop in kind.properties.items()
            if link.properties.get(name) is not None and name != "provenance" and not prop.sensitive
        ]
        known += [
            words(f"organisatie.{name}", day=value_text(schema, None, day, words))
            for name, day in (("valid_from", link.valid_from), ("valid_to", link.valid_to))
            if isinstance(day, date)
        ]
        label = kind.label[language]
        name = network.entity(other).name
        rows.append((other, label if outgoing else f"← {label}", name, ", ".join(known), _source(link.properties)))
    columns = ["id", *(words(f"organisatie.relation_{name}") for name in ("kind", "end", "what", "source"))]
    return pd.DataFrame(rows, columns=columns).set_index("id")


def _source(properties: Properties) -> str:
    value = properties.get("provenance")
    return str(value) if value else ""
