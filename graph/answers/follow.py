"""What people do about gaps as data: actions, what was laid aside, and the quarters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from graph.answers.common import VERSION, plain, scope_answer, vars_of
from graph.follow.identity import identity, region_of
from graph.follow.kept import Following
from graph.follow.listed import Listed, actions, listed, of_region
from graph.follow.monitor import is_overdue, monitor
from graph.follow.record import Action, Dismissal
from graph.follow.sightings import Seen
from graph.gaps.rule import Finding
from graph.network import Network
from graph.texts import Texts


def actions_answer(
    network: Network, found: Iterable[Finding], known: Following, seen: Seen, on: date, say: Texts
) -> dict[str, Any]:
    """The actions of a region, what was laid aside, and the quarters until ``on``."""
    findings = tuple(found)
    followed = of_region(known.by_gap, findings, seen, network)
    rows = listed(network, findings, followed, seen, on, say)
    todo = actions(rows)
    aside = [row for row in rows if row.dismissal]
    quarters = monitor(seen, followed, on)
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"on": plain(on), "since": plain(seen.since)},
        "summary": {
            "gaps": len(findings),
            "actions": len(todo),
            "overdue": sum(row.overdue for row in todo),
            "dismissed": len(aside),
            "unreadable": len(known.broken),
        },
        "actions": [_action(row, row.action) for row in todo if row.action],
        "dismissals": [_dismissal(row, row.dismissal) for row in aside if row.dismissal],
        "quarters": [{"quarter": one.name} | vars_of(one) for one in quarters],
    }


def standing_answer(network: Network, finding: Finding, known: Following, seen: Seen, on: date) -> dict[str, Any]:
    """How a gap stands: what people do about it, and since when it is seen."""
    gap = identity(finding, region_of(network.scope))
    one, sighting = known.by_gap.get(gap), seen.gaps.get(gap)
    return {
        "status": one.action.status if one and one.action else None,
        "due": plain(one.action.due) if one and one.action else None,
        "overdue": one is not None and is_overdue(one, seen, on),
        "dismissed": one.dismissal.reason if one and one.dismissal else None,
        "first_seen": plain(sighting.first) if sighting else None,
        "back": plain(sighting.back[-1]) if sighting and sighting.back else None,
    }


def _gap(row: Listed) -> dict[str, Any]:
    return {
        "gap": row.gap,
        "code": row.code,
        "name": row.name,
        "found": row.found or None,
        "parties": list(row.parties),
        "standing": row.standing,
    }


def _action(row: Listed, action: Action) -> dict[str, Any]:
    return _gap(row) | {
        "agreement": action.agreement,
        "owner": {"id": action.owner, "name": row.owner} if action.owner else None,
        "function": action.function or None,
        "due": plain(action.due),
        "status": action.status,
        "overdue": row.overdue,
        "notes": action.notes or None,
    }


def _dismissal(row: Listed, dismissal: Dismissal) -> dict[str, Any]:
    return _gap(row) | {"reason": dismissal.reason, "on": plain(dismissal.on), "note": dismissal.note or None}
