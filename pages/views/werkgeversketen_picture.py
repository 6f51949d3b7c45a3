"""Alone, with a case manager and together in one picture: every number with its interval, every mark with its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, isnan, log10

import pandas as pd

from graph.simulation.outcome import Interval, Outcome
from graph.simulation.scenario import ARMS
from graph.simulation.story import HEADLINE
from graph.texts import Texts
from pages.views import html
from pages.views.werkgeversketen import COLOURS, chance_text, span
from pages.views.words import number

GAIN_COLOUR = {"light": "#0B6E4F", "dark": "#57C79B"}
LOSS_COLOUR = {"light": "#A8321A", "dark": "#F08A4B"}
STYLE = """<style>
.kk-iv { margin: 0 0 0.4rem; font-size: 1.02rem; }
.kk-iv h4 { margin: 0.5rem 0 0.3rem; padding: 0; font-size: 1.05rem; font-weight: 650; }
.kk-iv ul { list-style: none; margin: 0; padding: 0; }
.kk-iv li { display: grid; grid-template-columns: 12rem 1fr 13rem; gap: 0 0.9rem; align-items: center;
  margin: 0; padding: 0.28rem 0; }
.kk-iv-name { font-weight: 600; line-height: 1.25; overflow-wrap: anywhere; }
.kk-iv-track { position: relative; height: 1.7rem; border-radius: 0.25rem;
  background: linear-gradient(currentColor, currentColor) center/100% 1px no-repeat;
  background-color: color-mix(in srgb, currentColor 5%, transparent); }
.kk-iv-track i { position: absolute; top: 0.35rem; height: 1rem; border-radius: 0.25rem; opacity: 0.55; }
.kk-iv-track b { position: absolute; top: 0.12rem; width: 0.42rem; height: 1.46rem; margin-left: -0.21rem;
  border-radius: 0.15rem; outline: 2px solid var(--kk-paper); }
.kk-iv-track s { position: absolute; top: -0.2rem; bottom: -0.2rem; width: 2px; margin-left: -1px;
  background: currentColor; }
.kk-iv-value b { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.kk-iv-value { line-height: 1.15; white-space: nowrap; } .kk-iv-value small { font-size: 0.92rem; opacity: 0.9; }
.kk-iv-axis { position: relative; height: 1.3rem; margin: 0 13.9rem 0 12.9rem; font-size: 0.88rem; opacity: 0.9; }
.kk-iv-axis span { position: absolute; transform: translateX(-50%); font-variant-numeric: tabular-nums; }
.kk-iv p { margin: 0.3rem 0 0; font-size: 0.95rem; opacity: 0.9; }
.kk-whole .kk-table { max-height: none; }
.kk-whole .kk-table th, .kk-whole .kk-table td { overflow-wrap: break-word; font-variant-numeric: tabular-nums; }
@media (max-width: 900px) { .kk-iv li { grid-template-columns: 1fr; gap: 0.1rem; padding: 0.4rem 0; }
  .kk-iv-axis { margin: 0 0.2rem; } }
</style>"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture: what it is, its interval, its colour, and what stands behind it."""

    name: str
    interval: Interval
    colour: str
    more: str = ""


def arms_picture(outcome: Outcome, words: Texts, theme: str) -> str:
    """The three arms and the difference between them, as HTML: people still at work after 12 months."""
    arms = [
        Bar(words(f"simulation.arm_{arm}"), outcome.arm(arm).measures[HEADLINE], COLOURS[theme][arm]) for arm in ARMS
    ]
    return (
        f"{STYLE}{_bars(words('werkgeversketen_picture.arms'), arms, words, theme)}{differences(outcome, words, theme)}"
    )


def differences(outcome: Outcome, words: Texts, theme: str) -> str:
    """How much more together brings, run by run with the same luck."""
    pairs = (("joint", "alone"), ("joint", "case_manager"))
    bars = []
    for arm, against in pairs:
        found = outcome.difference(arm, against).measures[HEADLINE]
        name = words(f"werkgeversketen_picture.minus_{against}")
        colour = (GAIN_COLOUR if found.mean >= 0 else LOSS_COLOUR)[theme]
        more = words("werkgeversketen_picture.chance", chance=chance_text(found.better, words))
        bars.append(Bar(name, found, colour, more))
    title = words("werkgeversketen_picture.differences")
    return _bars(title, bars, words, theme, signed=True) + _read(words("werkgeversketen_picture.read"))


def scenarios_picture(outcomes: Sequence[tuple[str, Outcome]], words: Texts, theme: str) -> str:
    """Scenarios side by side: together, and how much more that is than each alone. The names are text."""
    together = [
        Bar(name, outcome.arm("joint").measures[HEADLINE], COLOURS[theme]["joint"]) for name, outcome in outcomes
    ]
    gains = []
    for name, outcome in outcomes:
        found = outcome.difference("joint", "alone").measures[HEADLINE]
        more = words("werkgeversketen_picture.chance", chance=chance_text(found.better, words))
        gains.append(Bar(name, found, (GAIN_COLOUR if found.mean >= 0 else LOSS_COLOUR)[theme], more))
    first = _bars(words("werkgeversketen_picture.together"), together, words, theme)
    second = _bars(words("werkgeversketen_picture.gains"), gains, words, theme, signed=True)
    return f"{STYLE}{first}{second}{_read(words('werkgeversketen_picture.read_scenarios'))}"


def bars_picture(
    title: str, bars: Sequence[Bar], words: Texts, theme: str, read: str = "", *, signed: bool = False
) -> str:
    """Any bars with their intervals under a title."""
    return f"{STYLE}{_bars(title, bars, words, theme, signed=signed)}{_read(read) if read else ''}"


def whole_table(data: pd.DataFrame, language: str, caption: str) -> str:
    """A small table as HTML that is seen at once: words wrap, nothing is cut off."""
    return f'{STYLE}<div class="kk-whole">{html.table(data, language, caption)}</div>'


def _bars(title: str, bars: Sequence[Bar], words: Texts, theme: str, *, signed: bool = False) -> str:
    known = [bar for bar in bars if not isnan(bar.interval.mean)]
    ends = [0.0, *(end for bar in known for end in (bar.interval.low, bar.interval.high, bar.interval.mean))]
    low, high, ticks = axis(min(ends), max(ends))
    paper = {"light": "#FFFFFF", "dark": "#0E1822"}[theme]
    rows = "".join(_bar(bar, low, high, words, signed) for bar in bars)
    marks = "".join(
        f'<span style="left:{_at(tick, low, high):.2f}%">{escape(number(tick, words.language))}</span>'
        for tick in ticks
    )
    axis_line = f'<div class="kk-iv-axis" aria-hidden="true">{marks}</div>'
    return (
        f'<div class="kk-iv" style="--kk-paper:{paper}"><h4>{escape(title)}</h4>'
        f'<ul aria-label="{escape(title)}">{rows}</ul>{axis_line}</div>'
    )


def _bar(bar: Bar, low: float, high: float, words: Texts, signed: bool) -> str:
    found = bar.interval
    if isnan(found.mean):
        track, told = "", "–"
    else:
        start, end, middle = (_at(value, low, high) for value in (found.low, found.high, found.mean))
        zero = f'<s style="left:{_at(0, low, high):.2f}%"></s>' if signed else ""
        track = (
            f'{zero}<i style="left:{start:.2f}%;width:{max(end - start, 0.4):.2f}%;background:{bar.colour}"></i>'
            f'<b style="left:{middle:.2f}%;background:{bar.colour}"></b>'
        )
        told = number(found.mean, words.language, 0 if abs(found.mean) >= 10 or not signed else 1)
        told = f"+{told}" if signed and found.mean > 0 else told
    more = f"<br><small>{escape(bar.more)}</small>" if bar.more else ""
    value = f"<b>{escape(told)}</b> <small>({escape(span(found, words.language))})</small>{more}"
    return (
        f'<li><span class="kk-iv-name">{escape(bar.name)}</span>'
        f'<span class="kk-iv-track" aria-hidden="true">{track}</span><span class="kk-iv-value">{value}</span></li>'
    )


def axis(low: float, high: float) -> tuple[float, float, tuple[float, ...]]:
    """Round ends around two values, and the marks between them: three to seven, at 1, 2 or 5 times a power of ten."""
    if high - low < 1e-6 * max(abs(low), 1.0):
        low, high = low - 0.5, low + 0.5
    width = high - low
    step = 10.0 ** floor(log10(width / 3))
    step = next(step * factor for factor in (1, 2, 5, 10) if width / (step * factor) <= 6)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return first * step, last * step, tuple(step * at for at in range(first, last + 1))


def _at(value: float, low: float, high: float) -> float:
    return min(max(100 * (value - low) / (high - low), 0.0), 100.0)


def _read(sentence: str) -> str:
    return f'<div class="kk-iv"><p>{escape(sentence)}</p></div>'
