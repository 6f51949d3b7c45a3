"""The actions of a region as a list to work down, and what was laid aside; in words, for a screen, a file or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.follow.identity import identity, region_of
from graph.follow.monitor import is_overdue
from graph.follow.record import Action, Dismissal, Followed
from graph.follow.sightings import Seen, Standing
from graph.gaps.rule import Finding
from graph.gaps.settings import every_setting
from graph.gaps.words import explain
from graph.network import Network
from graph.texts import Texts


@dataclass(frozen=True, slots=True)
class Listed:
    """A gap about which something was said. ``name``: of its rule; ``found``: what is seen ("" when it is closed).

    ``parties`` and ``owner`` are names of organisations; ids where the network no longer has them.
    """

    gap: str
    code: str
    name: str
    found: str
    parties: tuple[str, ...]
    standing: Standing
    action: Action | None
    owner: str
    overdue: bool
    dismissal: Dismissal | None


def of_region(
    known: Mapping[str, Followed], findings: Iterable[Finding], seen: Seen, network: Network
) -> tuple[Followed, ...]:
    """What people do about the gaps of a region: of those that are found, and of those that were seen before."""
    here = {identity(finding, region_of(network.scope)) for finding in findings} | set(seen.gaps)
    return tuple(one for gap, one in sorted(known.items()) if gap in here)


def listed(
    network: Network, findings: Iterable[Finding], followed: Iterable[Followed], seen: Seen, on: date, say: Texts
) -> tuple[Listed, ...]:
    """Every gap with an action or a dismissal: what runs late first, then by day, then in the order of the gaps."""
    region = region_of(network.scope)
    at = {identity(finding, region): (rank, finding) for rank, finding in enumerate(findings)}
    rows = [
        (_listed(network, at[one.gap][1] if one.gap in at else None, one, seen, on, say), at.get(one.gap))
        for one in followed
        if one.action or one.dismissal
    ]

    def order(row: tuple[Listed, tuple[int, Finding] | None]) -> tuple[bool, bool, date, int, str]:
        action = row[0].action
        due = action.due if action and action.due else date.max
        done = action is not None and action.status == "done"
        return not row[0].overdue, done, due, row[1][0] if row[1] else len(at), row[0].gap

    return tuple(row for row, _ in sorted(rows, key=order))


def actions(rows: Iterable[Listed]) -> tuple[Listed, ...]:
    """Those that have an action and were not laid aside."""
    return tuple(row for row in rows if row.action and not row.dismissal)


def _listed(network: Network, finding: Finding | None, one: Followed, seen: Seen, on: date, say: Texts) -> Listed:
    rule = every_setting().get(one.code)
    sighting = seen.gaps.get(one.gap)
    standing: Standing = sighting.standing if sighting else "open" if finding else "closed"
    return Listed(
        gap=one.gap,
        code=one.code,
        name=rule.label[say.language] if rule else one.code,
        found=explain(finding, network, say).found if finding else "",
        parties=tuple(_name(network, party) for party in one.parties),
        standing=standing,
        action=one.action,
        owner=_name(network, one.action.owner) if one.action and one.action.owner else "",
        overdue=standing != "closed" and is_overdue(one, seen, on),
        dismissal=one.dismissal,
    )


def _name(network: Network, identifier: str) -> str:
    return network.entity(identifier).name if identifier in network.index else identifier
