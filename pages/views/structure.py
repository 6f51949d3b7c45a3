"""How firm the network is, in plain sentences, with the numbers in tables behind them."""

from __future__ import annotations

import pandas as pd

from graph.analysis.fragility import Fragility
from graph.analysis.silo import Silo
from graph.analysis.structure import Structure, structure
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.words import number, percentage

_CLEAR, _SOME = 0.5, 0.3
"""From which fit a core is called clear, and loose (large and medium correlations, Cohen 1988)."""


def worked_out(network: Network) -> Structure:
    """Everything that the panel shows."""
    return structure(network)


def sentences(network: Network, found: Structure, language: str) -> tuple[str, ...]:
    """What it comes down to."""
    say = texts(language)
    keep, reach = found.keepers, found.reachers
    told = []
    if keep.after > keep.before:
        shares = {"before": percentage(1 - keep.before, language), "after": percentage(1 - keep.after, language)}
        told.append(say("structure.keepers", names=_names(network, keep.members), **shares))
    else:
        told.append(say("structure.keepers_none"))
    counts = {"reached": number(reach.reached, language), "all": number(network.n_organisations, language)}
    told.append(say("structure.reachers", names=_names(network, reach.members), **counts))
    inward = [one for one in found.silos.sectors if one.inward]
    for one in inward:
        whole = one.external + one.internal
        shares = {
            "share": percentage(one.internal / whole, language),
            "expected": percentage((1 - (one.expected or 0)) / 2, language),  # the index is 1 - 2 x the share inside
        }
        name = _sector(network, one, say)
        told.append(say("structure.silo_inward", sector=name, whole=number(whole, language), **shares))
    if not inward:
        told.append(say("structure.silo_none"))
    told.append(_core(network, found, say))
    return (*told, *_routes(network, found.fragility, say))


def players_table(network: Network, found: Structure, say: Texts) -> pd.DataFrame:
    """Who holds together, who reaches most, who is in the core; index: ids."""
    roles = (
        ("keeper", found.keepers.members),
        ("reacher", found.reachers.members),
        ("core", found.core.core if _has_core(found) else ()),
    )
    rows = [(network.ids[at], network.entities[at].name, say(f"structure.role_{r}")) for r, who in roles for at in who]
    table = pd.DataFrame(rows, columns=["id", say("structure.organisation"), say("structure.role")])
    return table.set_index("id")


def silos_table(network: Network, found: Structure, say: Texts) -> pd.DataFrame:
    """The index of all sectors together and of each, with what chance gives."""
    rows = [
        (
            _sector(network, one, say),
            one.organisations,
            one.external,
            one.internal,
            _decimals(one.index, say),
            _decimals(one.expected, say),
            _decimals(one.q, say, 3),
        )
        for one in (found.silos.all, *found.silos.sectors)
    ]
    names = ("sector", "members", "external", "internal", "index", "expected", "q")
    return pd.DataFrame(rows, columns=[say(f"structure.{name}") for name in names])


def routes_table(network: Network, found: Structure, say: Texts) -> pd.DataFrame:
    """Which losses are felt most, of one organisation and of two; index: the first that stops."""
    losses = sorted((*found.fragility.ones, *found.fragility.twos), key=lambda one: (-one.routes, one.members))
    rows = [
        (
            one.members[0],
            " + ".join(network.entity(each).name for each in one.members),
            one.routes,
            one.together if len(one.members) > 1 else None,
        )
        for one in losses
    ]
    names = [say(f"structure.{name}") for name in ("stops", "lost", "together")]
    return pd.DataFrame(rows, columns=["id", *names]).set_index("id").astype({names[2]: "Int64"})


def origin(found: Structure, language: str) -> str:
    """How it was worked out."""
    say = texts(language)
    fit = "–" if found.core.fit is None else number(found.core.fit, language, 2)
    return say("structure.origin_text", times=number(found.silos.times, language), fit=fit)


def _core(network: Network, found: Structure, say: Texts) -> str:
    fit, size = found.core.fit or 0.0, len(found.core.core)
    if not _has_core(found):
        return say("structure.core_none")
    key = "structure.core_clear" if fit >= _CLEAR else "structure.core_some"
    others = number(network.n_organisations - size, say.language)
    return say(key, size=number(size, say.language), others=others)


def _has_core(found: Structure) -> bool:
    return (found.core.fit or 0.0) >= _SOME


def _routes(network: Network, found: Fragility, say: Texts) -> list[str]:
    told = []
    if found.ones:
        first = found.ones[0]
        counts = {"routes": found.routes, "single": found.single, "lost": first.routes}
        numbers = {name: number(n, say.language) for name, n in counts.items()}
        told.append(say("structure.routes_one", name=network.entity(first.members[0]).name, **numbers))
    if found.twos:
        one = found.twos[0]
        names = [network.entity(each).name for each in one.members]
        counts = {"double": found.double, "lost": one.routes}
        numbers = {name: number(n, say.language) for name, n in counts.items()}
        told.append(say("structure.routes_two", first=names[0], second=names[1], **numbers))
    return told or [say("structure.routes_none")]


def _names(network: Network, positions: tuple[int, ...]) -> str:
    return ", ".join(network.entities[at].name for at in positions)


def _sector(network: Network, one: Silo, say: Texts) -> str:
    if one.sector is None:
        return say("structure.all_sectors")
    return network.schema.codes["sectors"].codes[one.sector].label[say.language]


def _decimals(value: float | None, say: Texts, decimals: int = 2) -> str:
    return "–" if value is None else number(value, say.language, decimals)
