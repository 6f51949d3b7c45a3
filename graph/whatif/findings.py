"""Which gaps there would be, without telling anything about few people.

Gaps in coverage, structure and relations are looked for anew. Those that rest on the log of referrals are not:
a scenario does not rewrite what has happened, and taking one organisation's referrals out of a count that is
shown would give away how few they were. Such a gap goes along with the organisations that it is about: it goes
when one of them stops, it is about the merged one when two merge, and it is closed by a tie or a service that
its rule asks for. For the same reason no number of people stands with a gap that is found anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graph.gaps.find import find_gaps
from graph.gaps.rule import WEIGHTS, Finding
from graph.gaps.settings import SEVERITIES, rule_settings
from graph.gaps.template import ChainTemplate
from graph.network import Network
from graph.whatif.checking import play
from graph.whatif.steps import AddTie, ServeAlso, Steps
from graph.whatif.world import World

ON_LOG = ("handover", "employers", "cases")
"""The themes of which the rules read the log of referrals."""
Heir = Callable[[str], str | None]


@dataclass(frozen=True)
class Changed:
    """A gap that stays, with other evidence."""

    before: Finding
    after: Finding


@dataclass(frozen=True)
class GapsCompared:
    """The gaps ``gone`` (as they were), ``new`` and ``changed``, and ``after``: all there would be.

    The most serious first, equal ones by id; not by the number of people, which is not known any more.
    """

    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    changed: tuple[Changed, ...]
    after: tuple[Finding, ...]


def compare_gaps(
    network: Network,
    before: Iterable[Finding],
    world: World,
    after: Network,
    steps: Steps,
    chain: ChainTemplate | None = None,
) -> GapsCompared:
    """What becomes of the gaps ``before`` of ``network`` when the steps that can be are played (``world``).

    ``chain``: what was agreed there, beside which the gaps were found.
    """
    known = tuple(before)
    if after is network:
        return GapsCompared((), (), (), known)
    moved = [(one, _moved(network, after, one, world.goes_on_in)) for one in known]
    recorded = _as_recorded(network, known, world, after, steps)
    would_be = {one.id: one for one in (*_anew(after, chain), *recorded)}
    stays = {named.id: one for one, named in moved if named is not None and named.id in would_be}
    gone = [one for one, named in moved if named is None or named.id not in would_be]
    new = [one for one in would_be.values() if one.id not in stays]
    changed = [Changed(one, would_be[name]) for name, one in stays.items() if _differs(one, would_be[name], name)]
    return GapsCompared(
        gone=_ordered(gone),
        new=_ordered(new),
        changed=tuple(sorted(changed, key=lambda pair: _rank(pair.after))),
        after=_ordered(would_be.values()),
    )


def _anew(network: Network, chain: ChainTemplate | None) -> tuple[Finding, ...]:
    """Gaps that do not rest on the log, without their numbers of people."""
    codes = [code for code, rule in rule_settings().items() if rule.theme not in ON_LOG]
    found = find_gaps(network, codes, chain=chain)
    return tuple(replace(one, people=None, score=float(WEIGHTS[one.severity])) for one in found)


def _as_recorded(
    network: Network, before: tuple[Finding, ...], world: World, after: Network, steps: Steps
) -> tuple[Finding, ...]:
    """Gaps that rest on the log: what new ties and services leave of them, about whoever is there now."""
    codes = [code for code, rule in rule_settings().items() if rule.theme in ON_LOG]
    found: Iterable[Finding] = (one for one in before if one.code in codes)
    agreed = tuple(step for step in steps if isinstance(step, AddTie | ServeAlso))
    if agreed:
        tied, _ = play(network, agreed)
        found = find_gaps(tied.network(), codes)
    moved = (_moved(network, after, one, world.goes_on_in) for one in found)
    return tuple(one for one in moved if one is not None)


def _moved(network: Network, after: Network, finding: Finding, heir: Heir) -> Finding | None:
    """A finding about whoever goes on for its parties; None when it is about one that stopped, or two became one.

    What is about a place or the whole region stays when an organisation that it names stops.
    """
    now = tuple(heir(party) for party in finding.parties)
    if now == finding.parties:
        return finding
    kept = tuple(dict.fromkeys(party for party in now if party is not None))
    if finding.form == "parties" and len(kept) < len(now):
        return None
    place = finding.municipality
    if finding.form == "parties" and place is not None:
        place = _home(after, kept[0]) if place == _home(network, finding.parties[0]) else place
    name = "|".join((finding.code, *kept, place or "", finding.subject or ""))
    return replace(finding, id=name, parties=kept, municipality=place)


def _home(network: Network, organisation: str) -> str | None:
    found = network.entity(organisation).properties.get("gm_code")
    return found if isinstance(found, str) else None


def _differs(before: Finding, after: Finding, name: str) -> bool:
    """Whether a gap looks otherwise; that it is called otherwise (``name``) or touches other people does not count."""
    if before.id != name and rule_settings()[before.code].theme in ON_LOG:
        return False
    mine = [(e.key, e.value, e.bound) for e in before.evidence]
    theirs = [(e.key, e.value, e.bound) for e in after.evidence]
    return mine != theirs or before.severity != after.severity


def _ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=_rank))


def _rank(one: Finding) -> tuple[int, str]:
    return SEVERITIES.index(one.severity), one.id
