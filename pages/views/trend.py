"""Routes over time: whether it gets better in a sentence, a chart with intervals, and tables."""

from __future__ import annotations

import altair as alt
import pandas as pd

from graph.analysis.control import Measure
from graph.analysis.referrals import By
from graph.analysis.trend import Part, RouteTrend, Trends, trends
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.drawn_svg import ALARM, INK, STEPS
from pages.views.words import number, percentage

SIGNS = {"better": "▼", "worse": "▲", "same": "●", "short": "–"}


def over_time(network: Network, measure: Measure, by: By) -> Trends:
    """The routes that are shown, per quarter."""
    return trends(network, measure, by)


def identity(route: RouteTrend) -> str:
    """What a route is called in a link: as in the funnel plot."""
    return f"{route.source}~{route.target}"


def summary(found: Trends, say: Texts) -> str:
    """On how many routes it gets better."""
    if not found.routes:
        return say("control.none")
    counts = {word: sum(one.verdict == word for one in found.routes) for word in SIGNS}
    told = {word: number(count, say.language) for word, count in counts.items() if word != "same"}
    return say("control.trend_summary", all=number(len(found.routes), say.language), **told)


def told(network: Network, found: Trends, one: RouteTrend, say: Texts) -> str:
    """A route in a sentence or two."""
    ends = {side: _name(network, found, getattr(one, side), say.language) for side in ("source", "target")}
    said = say("control.trend_of", **ends, verdict=say(f"control.trend_{one.verdict}"))
    if one.slope is None:
        return said
    return f"{said} {say('control.trend_change', change=_points(one.slope, say.language))}"


def quarter_name(part: Part) -> str:
    """A quarter, or the first and last of several."""
    first, last = (f"{year} Q{number_}" for year, number_ in (part.first, part.last))
    return first if first == last else f"{first} - {last}"


def parts_table(one: RouteTrend, say: Texts) -> pd.DataFrame:
    """A row per quarter, the newest first."""
    parts, language = list(reversed(one.parts)), say.language
    return pd.DataFrame(
        {
            say("control.trend_quarter"): [quarter_name(part) for part in parts],
            say("control.referrals"): [part.referrals for part in parts],
            say("control.share"): [percentage(part.share, language) for part in parts],
            say("control.trend_interval"): [
                f"{percentage(part.low, language)} - {percentage(part.high, language)}" for part in parts
            ],
            say("control.trend_wait"): [_days(part.median_days, say) for part in parts],
            say("control.trend_wait_interval"): [
                f"{_days(part.median_low, say)} - {_days(part.median_high, say)}" for part in parts
            ],
        }
    )


def table(network: Network, found: Trends, say: Texts) -> pd.DataFrame:
    """Every route with its verdict, those that change most surely first."""
    rows = sorted(found.routes, key=lambda one: (one.q is None, one.q if one.q is not None else 1.0))
    return pd.DataFrame(
        {
            say("control.source"): [_name(network, found, one.source, say.language) for one in rows],
            say("control.target"): [_name(network, found, one.target, say.language) for one in rows],
            say("control.trend_verdict"): [
                f"{SIGNS[one.verdict]} {say(f'control.trend_{one.verdict}')}" for one in rows
            ],
            say("control.trend_slope"): [
                say("control.trend_unknown") if one.slope is None else _points(one.slope, say.language) for one in rows
            ],
        },
        index=[identity(one) for one in rows],
    )


def chart(one: RouteTrend, language: str, theme: str) -> alt.LayerChart:
    """The share per quarter as dots on a line, with the interval of each as a bar."""
    say, ink = texts(language), INK[theme]
    rows = pd.DataFrame(
        {
            "quarter": [quarter_name(part) for part in one.parts],
            "share": [part.share for part in one.parts],
            "low": [part.low for part in one.parts],
            "high": [part.high for part in one.parts],
            "told": [percentage(part.share, language) for part in one.parts],
            "referrals": [part.referrals for part in one.parts],
        }
    )
    bottom = alt.Axis(labelColor=ink, labelFontSize=14, labelAngle=0, title=None, ticks=False)
    side = alt.Axis(labelColor=ink, labelFontSize=14, title=None, format="%", tickCount=5)
    colour = ALARM[theme] if one.verdict == "worse" else STEPS[theme][4]
    base = alt.Chart(rows).encode(x=alt.X("quarter:N", sort=None, axis=bottom))
    tips = [
        alt.Tooltip("quarter:N", title=say("control.trend_quarter")),
        alt.Tooltip("told:N", title=say("control.share")),
        alt.Tooltip("referrals:Q", title=say("control.referrals")),
    ]
    scale = alt.Scale(domainMin=0)
    bars = base.mark_rule(color=colour, strokeWidth=3, opacity=0.45).encode(
        y=alt.Y("low:Q", axis=side, scale=scale), y2="high:Q", tooltip=tips
    )
    line = base.mark_line(color=colour, point=alt.OverlayMarkDef(color=colour, size=90)).encode(
        y=alt.Y("share:Q", axis=side, scale=scale), tooltip=tips
    )
    return alt.LayerChart(layer=[bars, line]).properties(height=240)


def _name(network: Network, found: Trends, code: str, language: str) -> str:
    return network.schema.entities[code].label[language] if found.by == "kind" else network.entity(code).name


def _points(slope: float, language: str) -> str:
    return f"{'+' if slope > 0 else ''}{number(100 * slope, language, 1)}"


def _days(days: float | None, say: Texts) -> str:
    return "?" if days is None else number(days, say.language)
