"""The lines of the map: what organisations say of each other, and the other relations between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from graph.analysis.ties import Ties
from graph.network import Network
from graph.texts import Texts
from pages.views.tie_looks import LINES, STATUSES
from pages.views.words import day

_DASHES: tuple[list[int], ...] = ([12, 4, 2, 4, 2, 4], [4, 4], [20, 6], [1, 4], [8, 3, 8, 10], [14, 3])
_WIDTH = 2.2


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of relation is drawn."""

    colour: str
    dashes: list[int]
    width: float = _WIDTH


def strengths(ties: Ties) -> list[float | None]:
    """Contacts a year of each tie, as the side says that says most; None where neither says."""
    known = ~np.isnan(ties.frequency)
    most = np.where(known, ties.frequency, -1.0).max(axis=1, initial=-1.0)
    return [float(value) if value >= 0 else None for value in most]


def looks(network: Network) -> Mapping[str, Look]:
    """How each kind of relation between organisations is drawn; next to each other no two have the same dashes."""
    here = network.schema.organisations
    kinds = [kind for kind in network.schema.relations.values() if kind.sources & here and kind.targets & here]
    plain = [kind for kind in kinds if not kind.claim]
    found = {kind.code: Look(kind.colour, []) for kind in kinds if kind.claim}
    return found | {kind.code: Look(kind.colour, _DASHES[at % len(_DASHES)]) for at, kind in enumerate(plain)}


def tie_edges(network: Network, ties: Ties, keep: np.ndarray[Any, Any], words: Texts) -> list[dict[str, Any]]:
    """An edge per tie of collaboration that is kept."""
    status, strength = ties.standing, strengths(ties)
    claim = next(code for code, kind in network.schema.relations.items() if kind.claim)
    told = {one: words(f"netwerk.brief_{one}") for one in STATUSES}
    found = []
    for at in np.flatnonzero(keep):
        line, dashes, width = LINES[status[at]]
        a, b, last = ties.ids[ties.a[at]], ties.ids[ties.b[at]], ties.last_contact[at]
        on = None if np.isnat(last) else last.astype("datetime64[D]").item()
        found.append(
            {
                "id": f"{a}|{b}",
                "from": a,
                "to": b,
                "color": {"color": line},
                "dashes": list(dashes) or False,
                "width": width,
                "status": status[at],
                "kind": claim,
                "claim": True,
                "strength": strength[at],
                "told": told[status[at]] + (f" · {day(on, words.language)}" if isinstance(on, date) else ""),
            }
        )
    return found


def other_edges(network: Network, words: Texts) -> list[dict[str, Any]]:
    """An edge per pair of organisations and kind of relation that is no claim of collaboration."""
    known, n, found = looks(network), network.n_organisations, {}
    source, target = network.source, network.target
    for at in np.flatnonzero((source < n) & (target < n)) if len(source) else ():
        held = network.relations[at]
        kind = network.schema.relations[held.kind]
        key = f"{held.source}|{held.target}|{held.kind}"
        if kind.claim or held.source == held.target or key in found:
            continue
        look = known[held.kind]
        found[key] = {
            "id": key,
            "from": held.source,
            "to": held.target,
            "color": {"color": look.colour},
            "dashes": look.dashes,
            "width": look.width,
            "kind": held.kind,
            "claim": False,
            "told": kind.title[words.language],
        }
    return list(found.values())
