"""A scenario as data: what is supposed, and what would change."""

from __future__ import annotations

from typing import Any

from graph.answers.common import VERSION, named, plain, scope_answer
from graph.gaps.rule import Finding
from graph.gaps.settings import SEVERITIES
from graph.network import Network
from graph.texts import Texts
from graph.whatif.compare import MEASURES, Base, Outcome, Shift
from graph.whatif.form import Scenario, plain_step
from graph.whatif.words import change_text, gap_text, headline, step_text


def whatif_answer(start: Base, found: Outcome, scenario: Scenario, say: Texts) -> dict[str, Any]:
    """A scenario beside the network as it is, in the words of ``say.language``."""
    before, after = found.before, found.after
    return {
        "version": VERSION,
        "scope": scope_answer(start.network) | {"ties": start.rule, "name": scenario.name},
        "summary": {
            "sentence": headline(found, say),
            "gaps_before": sum(before.gaps.values()),
            "gaps_after": sum(after.gaps.values()),
            "gone": len(found.gaps.gone),
            "new": len(found.gaps.new),
            "changed": len(found.gaps.changed),
            "fingerprint_before": found.fingerprints[0],
            "fingerprint_after": found.fingerprints[1],
        },
        "steps": [
            {"step": plain_step(step), "text": step_text(step, start.network, say), "gain": gain}
            for step, gain in zip(found.steps, found.gains, strict=True)
        ],
        "measures": [
            plain({"measure": one, "before": before.values[one], "after": after.values[one]}) for one in MEASURES
        ],
        "severities": [{"severity": one, "before": before.gaps[one], "after": after.gaps[one]} for one in SEVERITIES],
        "gone": [_gap(start.network, one, say) for one in found.gaps.gone],
        "new": [_gap(found.network, one, say) for one in found.gaps.new],
        "changed": [
            _gap(found.network, one.after, say) | {"difference": change_text(one, say)} for one in found.gaps.changed
        ],
        "organisations": [
            {"measure": place} | _shift(start.network, one) for place, shifts in found.shifts.items() for one in shifts
        ],
    }


def _gap(network: Network, found: Finding, say: Texts) -> dict[str, Any]:
    _, title, seen = gap_text(found, network, say)
    return {
        "id": found.id,
        "code": found.code,
        "name": title,
        "severity": found.severity,
        "parties": [named(network, party) for party in found.parties],
        "municipality": found.municipality,
        "subject": found.subject,
        "found": seen,
    }


def _shift(network: Network, one: Shift) -> dict[str, Any]:
    return named(network, one.id) | {"before": one.before, "after": one.after}
