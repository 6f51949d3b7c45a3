"""Change: what differs between two snapshots: two moments, two periods, or two scenarios.

Organisations are the same when their id is, ties when they join the same two. A swap of the two
snapshots swaps added and removed, and before and after in what changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from graph.analysis.dates import last_recorded
from graph.analysis.ties import Ties, collaboration_ties
from graph.network import Network
from graph.records import Entity, Relation

STATUS = "status"
STALE = "stale"
SIDES = ("frequency", "trust", "value", "formal")
"""What each side of a tie says about it; before and after are (first side, second side)."""
_OWN = ("name", "kind")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: the name of a property (or "name", "kind"; of a tie "status", "stale" or one
    of SIDES), and its value in both snapshots; None where a snapshot has none."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """What differs, in order of ids. A tie is the pair of its ids, the smaller first.

    ``organisations_kept`` and ``ties_kept``: how many are in both, changed ones included. A tie that
    was added or removed with an organisation counts as added or removed too.
    """

    before: date | None
    after: date | None
    organisations_added: tuple[str, ...]
    organisations_removed: tuple[str, ...]
    organisations_changed: Mapping[str, tuple[Difference, ...]]
    organisations_kept: int
    ties_added: tuple[Pair, ...]
    ties_removed: tuple[Pair, ...]
    ties_changed: Mapping[Pair, tuple[Difference, ...]]
    ties_kept: int

    @property
    def nothing(self) -> bool:
        """Whether the two are the same."""
        parts = (self.organisations_added, self.organisations_removed, self.organisations_changed)
        return not any((*parts, self.ties_added, self.ties_removed, self.ties_changed))


def change(
    before: Network, after: Network, *, ties_before: Ties | None = None, ties_after: Ties | None = None
) -> Change:
    """What differs between two snapshots; all reported ties count, as each holds on its own day.

    Numbers about people and what is sensitive are not compared.
    """
    was, now = ({e.id: e for e in of.organisations} for of in (before, after))
    both = sorted(was.keys() & now.keys())
    altered = {one: found for one in both if (found := _entity(before, was[one], now[one]))}
    had = _ties(ties_before or collaboration_ties(before))
    have = _ties(ties_after or collaboration_ties(after))
    joint = sorted(had.keys() & have.keys())
    turned = {pair: found for pair in joint if (found := _tie(had[pair], have[pair]))}
    return Change(
        before=before.as_of or last_recorded(before),
        after=after.as_of or last_recorded(after),
        organisations_added=tuple(sorted(now.keys() - was.keys())),
        organisations_removed=tuple(sorted(was.keys() - now.keys())),
        organisations_changed=altered,
        organisations_kept=len(both),
        ties_added=tuple(sorted(have.keys() - had.keys())),
        ties_removed=tuple(sorted(had.keys() - have.keys())),
        ties_changed=turned,
        ties_kept=len(joint),
    )


def years(network: Network) -> tuple[int, ...]:
    """The years about which a snapshot (of all dates) knows something: from the first to the last, without gaps.

    Read from the validity of organisations and claims, and from their last contacts and the referrals.
    """
    held: list[Entity | Relation] = [*network.organisations]
    held += [r for r in network.relations if network.schema.relations[r.kind].claim]
    days = [day for one in held for day in (one.valid_from, one.valid_to) if day]
    days += [day for one in held if isinstance(day := one.properties.get("last_contact"), date)]
    sent = network.referrals["date"].to_numpy().astype("datetime64[D]")
    if len(sent := sent[~np.isnat(sent)]):
        days += [sent.min().astype(date), sent.max().astype(date)]
    latest = last_recorded(network)
    if not days:
        return ()
    last = max(latest.year, min(days).year) if latest else max(days).year
    return tuple(range(min(day.year for day in days), last + 1))


def _entity(network: Network, was: Entity, now: Entity) -> tuple[Difference, ...]:
    properties = network.schema.entities[now.kind].properties
    names = sorted(
        name
        for name in was.properties.keys() | now.properties.keys()
        if not (name in properties and properties[name].sensitive)
    )
    found = [Difference(name, getattr(was, name), getattr(now, name)) for name in _OWN]
    found += [Difference(name, was.properties.get(name), now.properties.get(name)) for name in names]
    return tuple(one for one in found if not _same(one.before, one.after))


def _same(before: Any, after: Any) -> bool:
    return before == after or (before in (None, ()) and after in (None, ()))


def _ties(ties: Ties) -> dict[Pair, dict[str, Any]]:
    """What is known of each tie, by its pair of ids; sides in the order of that pair."""
    sides = {name: getattr(ties, name) for name in SIDES}
    found: dict[Pair, dict[str, Any]] = {}
    for row, (a, b) in enumerate(zip(ties.a.tolist(), ties.b.tolist(), strict=True)):
        one, other = ties.ids[a], ties.ids[b]
        turn = slice(None) if one < other else slice(None, None, -1)
        said = {name: tuple(None if np.isnan(v) else float(v) for v in sides[name][row][turn]) for name in SIDES}
        pair = (one, other) if one < other else (other, one)
        found[pair] = {STATUS: str(ties.status[row]), STALE: bool(ties.stale[row]), **said}
    return found


def _tie(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    return tuple(Difference(name, was[name], now[name]) for name in was if was[name] != now[name])
