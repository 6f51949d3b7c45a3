"""Routes of handing over as data: which differ from the others, and whether each gets better."""

from __future__ import annotations

from typing import Any

from graph.analysis.control import FALSE_SHARE, Control
from graph.analysis.trend import Part, RouteTrend, Trends
from graph.answers.common import VERSION, plain, scope_answer
from graph.network import Network

_VERDICTS = {1: "more", -1: "less", 0: "same"}


def control_answer(network: Network, found: Control, over_time: Trends, target_group: str | None) -> dict[str, Any]:
    """The funnel plot and the trends of the same routes."""
    trends = {(one.source, one.target): one for one in over_time.routes}
    asked = {"measure": found.measure, "by": found.by, "target_group": target_group, "false_share": FALSE_SHARE}
    return {
        "version": VERSION,
        "scope": scope_answer(network) | asked,
        "summary": {
            "share": plain(found.share),
            "routes": len(found.routes),
            "hidden": found.hidden,
            "more": sum(one.differs > 0 for one in found.routes),
            "less": sum(one.differs < 0 for one in found.routes),
            "better": sum(one.verdict == "better" for one in over_time.routes),
            "worse": sum(one.verdict == "worse" for one in over_time.routes),
        },
        "routes": [
            {
                "source": one.source,
                "target": one.target,
                "referrals": one.referrals,
                "count": one.count,
                "share": plain(one.share),
                "others": one.others,
                "p": plain(one.p),
                "q": plain(one.q),
                "verdict": _VERDICTS[one.differs],
                **_trend(trends[one.source, one.target]),
            }
            for one in found.routes
        ],
    }


def _trend(one: RouteTrend) -> dict[str, Any]:
    return {
        "trend": one.verdict,
        "trend_slope": plain(one.slope),
        "trend_p": plain(one.p),
        "trend_q": plain(one.q),
        "quarters": [_part(part) for part in one.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "from": f"{part.first[0]}-Q{part.first[1]}",
        "to": f"{part.last[0]}-Q{part.last[1]}",
        "referrals": part.referrals,
        "count": part.count,
        "share": plain(part.share),
        "low": plain(part.low),
        "high": plain(part.high),
        "median_days": part.median_days,
        "median_low": part.median_low,
        "median_high": part.median_high,
    }
