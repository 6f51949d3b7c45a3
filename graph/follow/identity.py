"""Which gap is which, over imports and regions, and under which names what is said of it is kept.

Names in the store: ``gaps/follow/<digest>`` for what people do about one gap, ``gaps/seen/<region>/<rule>``
for when the gaps of one rule were seen in one region. Kept texts make no new revision: an action changes no
finding, so nothing has to be computed again (docs/decisions/0011-actions-are-kept-texts.md).
"""

from __future__ import annotations

from hashlib import sha256

from graph.gaps.rule import Finding
from graph.network import Scope

KEPT = "gaps/"
FOLLOWED, SEEN = f"{KEPT}follow/", f"{KEPT}seen/"
EVERYWHERE = "*"
_LONGEST = 80  # characters of a region in a name of the store, which has room for 200


def region_of(scope: Scope) -> str:
    """The region of a scope as a word: its codes, or ``*`` for everything in the store."""
    return "+".join(sorted(scope.regions)) or EVERYWHERE


def is_whole(scope: Scope) -> bool:
    """Whether a scope is whole regions over all time: only then does a gap that is not found not exist."""
    return not (scope.municipalities or scope.kinds or scope.relation_kinds or scope.start or scope.end)


def identity(finding: Finding, region: str) -> str:
    """Which gap a finding is. What is about a whole region is another gap in every region."""
    return f"{finding.id}@{region}" if finding.form == "region" else finding.id


def code_of(gap: str) -> str:
    """The rule that found a gap."""
    return gap.partition("|")[0]


def followed_name(gap: str) -> str:
    """Under which name it is kept what people do about a gap."""
    return FOLLOWED + _digest(gap)


def seen_prefix(region: str) -> str:
    """With what the names begin under which it is kept when the gaps of a region were seen."""
    return f"{SEEN}{region if len(region) <= _LONGEST and region.isprintable() else _digest(region)}/"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
