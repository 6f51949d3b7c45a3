"""Routes in a funnel plot: a sign per verdict, limits by chance, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from graph.analysis.control import LIMITS, Control, Measure, Route, control, limits
from graph.analysis.referrals import By
from graph.network import Network
from graph.texts import Texts
from pages.views.drawn_svg import ALARM, INK, LINE, PAPER, STEPS, Picture, drawing, legend, mark, shortened, text
from pages.views.words import number, percentage

SIGNS = {1: "▲", -1: "▼", 0: "●"}
_VERDICTS = {1: "more", -1: "less", 0: "same"}
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _FOOT = 900.0, 470.0, 64.0, 44.0, 24.0, 56.0
_POINTS = 80  # of each curve


def compared(network: Network, measure: Measure, by: By) -> Control:
    """The routes that are shown."""
    return control(network, measure, by)


def name(network: Network, found: Control, code: str, language: str) -> str:
    """An end of a route in words."""
    if found.by == "kind":
        return network.schema.entities[code].label[language]
    return network.entity(code).name


def told(network: Network, found: Control, route: Route, say: Texts) -> str:
    """A route in a sentence."""
    return say(
        "control.tip",
        source=name(network, found, route.source, say.language),
        target=name(network, found, route.target, say.language),
        share=percentage(route.share, say.language),
        count=number(route.referrals, say.language),
        others=percentage(route.others, say.language),
        verdict=verdict(route, say).capitalize(),
    )


def verdict(route: Route, say: Texts) -> str:
    return say(f"control.{_VERDICTS[route.differs]}")


def summary(found: Control, say: Texts) -> str:
    """How many stand out."""
    if found.share is None or not found.routes:
        return say("control.none")
    counts = {word: sum(route.differs == sign for route in found.routes) for sign, word in _VERDICTS.items()}
    return say(
        "control.summary",
        all=number(len(found.routes), say.language),
        more=number(counts["more"], say.language),
        less=number(counts["less"], say.language),
        share=percentage(found.share, say.language),
    )


def identity(route: Route) -> str:
    """What a dot is called in the picture and in a link."""
    return f"{route.source}~{route.target}"


def table(network: Network, found: Control, say: Texts) -> pd.DataFrame:
    """The twin: every route that may be shown, those that stand out first."""
    rows = sorted(found.routes, key=lambda one: (one.q, -one.referrals))
    ends = {side: [name(network, found, getattr(one, side), say.language) for one in rows] for side in _SIDES}
    return pd.DataFrame(
        {
            say("control.source"): ends["source"],
            say("control.target"): ends["target"],
            say("control.referrals"): [one.referrals for one in rows],
            say("control.share"): [percentage(one.share, say.language) for one in rows],
            say("control.others"): [percentage(one.others, say.language) for one in rows],
            say("control.verdict"): [f"{SIGNS[one.differs]} {verdict(one, say)}" for one in rows],
        },
        index=[identity(one) for one in rows],
    )


_SIDES = ("source", "target")


def picture(network: Network, found: Control, theme: str, title: str, caption: str, say: Texts) -> Picture:
    """The funnel plot: referrals from left to right on a scale of tens, shares upward."""
    share, sizes = found.share or 0.0, [one.referrals for one in found.routes]
    least, most = min(sizes, default=10), max(sizes, default=100)
    low, high = np.log10(least * 0.85), np.log10(most * 1.2)
    grid = np.unique(np.geomspace(least * 0.9, most * 1.15, _POINTS).round().astype(np.int64))
    curves = [limits(share, grid, level) for level in LIMITS]
    top = min(1.0, 1.08 * max([float(curves[-1][1].max()), *(one.share for one in found.routes)]))

    def x(count: float) -> float:
        return _LEFT + (float(np.log10(count)) - float(low)) / float(high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(part: float) -> float:
        return _TOP + (1 - part / top) * (_HEIGHT - _TOP - _FOOT)

    parts = [text(12, 20, shortened(title, _WIDTH - 24, 18), 18, INK[theme], "start", 650)]
    parts += _axes(x, y, least, most, top, theme, say)
    for (under, over), dash in zip(curves, ("6 4", ""), strict=True):
        for edge in (under, over):
            points = " ".join(f"{x(int(n)):.1f},{y(float(v)):.1f}" for n, v in zip(grid, edge, strict=True))
            more = f' stroke-dasharray="{dash}"' if dash else ""
            parts.append(f'<polyline points="{points}" fill="none" stroke="{LINE[theme]}" stroke-width="2"{more}/>')
    parts.append(
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(share):.1f}" y2="{y(share):.1f}" '
        f'stroke="{INK[theme]}" stroke-width="1.5"/>'
    )
    marks = []
    for one in sorted(found.routes, key=lambda route: abs(route.differs)):  # those that stand out come on top
        marks.append(identity(one))
        dot = _dot(x(one.referrals), y(one.share), one, theme)
        parts.append(mark(marks[-1], told(network, found, one, say), [dot]))
    entries = [("", "", f"{SIGNS[sign]} {say(f'control.{word}')}") for sign, word in _VERDICTS.items()]
    entries += [("", "", f"- - {say('control.legend_inner')}"), ("", "", f"— {say('control.legend_outer')}")]
    told_legend, room = legend(entries, _HEIGHT + 6, _WIDTH, theme)
    height = _HEIGHT + room + 36
    parts += [*told_legend, text(12, height - 12, shortened(caption, _WIDTH - 24, 13), 13, INK[theme], "start")]
    return drawing(_WIDTH, height, title, theme, parts, marks)


def _dot(x: float, y: float, one: Route, theme: str) -> str:
    """A triangle up or down for what stands out, a dot for the others."""
    if not one.differs:
        look = f'fill="{STEPS[theme][2]}" stroke="{PAPER[theme]}"'
        return f'<circle class="frame" cx="{x:.1f}" cy="{y:.1f}" r="6" {look}/>'
    tip, base = y - 10 * one.differs, y + 7 * one.differs
    points = f"{x:.1f},{tip:.1f} {x - 9:.1f},{base:.1f} {x + 9:.1f},{base:.1f}"
    fill = ALARM[theme] if one.differs > 0 else STEPS[theme][4]
    return f'<polygon class="frame" points="{points}" fill="{fill}" stroke="{PAPER[theme]}"/>'


def _axes(
    x: Callable[[float], float], y: Callable[[float], float], least: int, most: int, top: float, theme: str, say: Texts
) -> list[str]:
    parts = []
    step = 0.1 if top <= 0.6 else 0.2
    for at in range(int(top / step) + 1):
        words = percentage(at * step, say.language)
        parts.append(text(_LEFT - 8, y(at * step), words, 14, INK[theme], "end"))
    counts = [one for one in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000) if least <= one <= most]
    under = _HEIGHT - _FOOT + 16
    parts += [text(x(one), under, number(one, say.language), 14, INK[theme]) for one in counts]
    parts.append(text(_WIDTH - _RIGHT, _HEIGHT - 14, say("control.axis"), 14, INK[theme], "end"))
    return parts
