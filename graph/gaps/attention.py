"""What needs attention first: the top of the ranked gaps, spread over the gap types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.gaps.rule import Finding


def attention(findings: Iterable[Finding], limit: int = 5, per_type: int = 2) -> tuple[Finding, ...]:
    """The first ``limit`` findings in their order, at most ``per_type`` of one gap type.

    One type of which there are many would otherwise fill the list; all of them stand in the full list.
    """
    seen: Counter[str] = Counter()
    chosen: list[Finding] = []
    for found in findings:
        if len(chosen) < limit and seen[found.code] < per_type:
            seen[found.code] += 1
            chosen.append(found)
    return tuple(chosen)
