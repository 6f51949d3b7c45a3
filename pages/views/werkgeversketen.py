"""The employer chain: the outcome of the simulation in words, tables and lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from graph.network import Network
from graph.simulation import money
from graph.simulation.employers import employers_from
from graph.simulation.measure import measures
from graph.simulation.outcome import Interval, Outcome
from graph.simulation.scenario import ARMS
from graph.simulation.story import HEADLINE, story
from graph.texts import Texts, texts
from pages.views.words import number, percentage

MAIN = ("placed_any", "placed_regular", "sustained_expected", "weeks_to_work")
COLOURS = {
    "light": {"alone": "#6B7783", "case_manager": "#C98A00", "joint": "#0072B2"},
    "dark": {"alone": "#A3AEBB", "case_manager": "#E69F00", "joint": "#56B4E9"},
}
DASHES = {"alone": "dashed", "case_manager": "dotted", "joint": "solid"}
PARTIES = tuple(f"money_{party}" for party in money.PARTIES)


def offers(network: Network, chosen: tuple[str, ...], language: str) -> pd.DataFrame:
    """What each employer offers, and whether the map says so or we assume it."""
    words = texts(language)
    rows = [
        (
            one.name,
            *one.places,
            one.vacancies_year,
            words("werkgeversketen.assumed" if {*one.defaults} - {"coach"} else "werkgeversketen.from_map"),
        )
        for one in employers_from(network, chosen)
    ]
    names = ("employer", "first", "stepping", "vacancies", "basis")
    return pd.DataFrame(rows, columns=[words(f"werkgeversketen.{name}") for name in names])


def headline(outcome: Outcome, words: Texts) -> str:
    """The outcome in one sentence, with its interval; and the chance that joint is better."""
    better = outcome.difference("joint", "alone").measures[HEADLINE].better
    chance = words("werkgeversketen.chance_sentence", chance=chance_text(better, words))
    return f"{story(outcome)[0].say(words)} {chance}"


def chance_text(chance: float | None, words: Texts) -> str:
    """A chance from a number of runs: never certain, whatever the runs say."""
    if chance is None:
        return "–"
    if chance > 0.99:
        return words("werkgeversketen.almost_sure")
    return words("werkgeversketen.almost_never") if chance < 0.01 else percentage(chance, words.language)


def told(outcome: Outcome, words: Texts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What else the outcome says, and what to keep in mind."""
    rest = story(outcome)[1:]
    said = tuple(one.say(words) for one in rest if not one.caution)
    return said, tuple(one.say(words) for one in rest if one.caution)


def arm_figures(outcome: Outcome, words: Texts) -> tuple[tuple[str, str, str, str], ...]:
    """Per arm: its name, how many are in lasting work, the interval, and what the arm means."""
    return tuple(
        (
            words(f"simulation.arm_{arm}"),
            number(found.mean, words.language),
            span(found, words.language),
            words(f"simulation.arm_{arm}_help"),
        )
        for arm in ARMS
        for found in [outcome.arm(arm).measures[HEADLINE]]
    )


def span(found: Interval, language: str, decimals: int = 0) -> str:
    """An interval as text."""
    if isnan(found.mean):
        return "–"
    low, high = (number(round(value, decimals) + 0.0, language, decimals) for value in (found.low, found.high))
    return texts(language)("werkgeversketen.span", low=low, high=high)


def outcomes(outcome: Outcome, language: str, names: tuple[str, ...] = MAIN) -> pd.DataFrame:
    """A row per measure: every arm, the difference of joint and alone, its interval, and the chance."""
    words = texts(language)
    unit = {measure.name: measure.unit for measure in measures()}
    difference = outcome.difference("joint", "alone").measures
    rows = []
    for name in names:
        decimals = 1 if unit[name] == "weeks" else 0
        share = unit[name] == "share"

        def shown(value: float, decimals: int = decimals, share: bool = share) -> str:
            return percentage(None if isnan(value) else value, language) if share else number(value, language, decimals)

        gain = difference[name]
        rows.append(
            (
                words(f"simulation.{name}"),
                *(shown(outcome.arm(arm).measures[name].mean) for arm in ARMS),
                ("+" if gain.mean > 0 else "") + shown(gain.mean),
                "–" if isnan(gain.mean) else words("werkgeversketen.span", low=shown(gain.low), high=shown(gain.high)),
                chance_text(gain.better, words),
            )
        )
    columns = [
        words("werkgeversketen.measure"),
        *(words(f"simulation.arm_{arm}") for arm in ARMS),
        words("werkgeversketen.difference"),
        words("werkgeversketen.interval"),
        words("werkgeversketen.chance"),
    ]
    return pd.DataFrame(rows, columns=columns)


def groups(outcome: Outcome) -> Mapping[str, tuple[str, ...]]:
    """The measures by group, without those that nobody reached in any arm."""
    found: dict[str, list[str]] = {}
    for measure in measures():
        means = [outcome.arm(arm).measures[measure.name].mean for arm in ARMS]
        if any(not isnan(mean) and mean != 0 for mean in means):
            found.setdefault(measure.group, []).append(measure.name)
    return {group: tuple(names) for group, names in found.items()}


def sources(outcome: Outcome, words: Texts) -> tuple[str, ...]:
    """Where the gain comes from, in sentences: what a case manager reaches too, and where fewer people leave."""
    language = words.language
    shared = outcome.difference("case_manager", "alone").measures[HEADLINE]
    chain = outcome.difference("joint", "case_manager").measures[HEADLINE]
    sentences = [
        words(
            "werkgeversketen.source_shared",
            gain=_signed(shared.mean, language),
            interval=span(shared, language),
            chance=chance_text(shared.better, words),
        ),
        words(
            "werkgeversketen.source_chain",
            gain=_signed(chain.mean, language),
            interval=span(chain, language),
            chance=chance_text(chain.better, words),
        ),
    ]
    left = outcome.difference("joint", "alone").measures
    stops = sorted((left[m.name].mean, m.name) for m in measures() if m.group == "left" and m.good < 0)
    fewer = [(mean, name) for mean, name in stops if mean <= -0.5][:3]
    more = [(mean, name) for mean, name in reversed(stops) if mean >= 0.5][:2]
    sentences += [
        words(f"werkgeversketen.stop_{way}", stop=words(f"simulation.{name}"), people=number(abs(mean), language, 1))
        for way, found in (("fewer", fewer), ("more", more))
        for mean, name in found
    ]
    return tuple(sentences)


def lines(outcome: Outcome, words: Texts, theme: str) -> dict[str, Any]:
    """An ECharts option: people in a regular job per month since the start, with the 5-95 % band, per arm."""
    months = range(round(outcome.horizon_weeks * 12 / 52) + 1)
    series: list[dict[str, Any]] = []
    ink = {"light": "#12212E", "dark": "#F1F5F8"}[theme]
    grid = {"light": "#D5DEE6", "dark": "#33434F"}[theme]
    for arm in ARMS:
        line, colour = outcome.arm(arm).weekly["regular"], COLOURS[theme][arm]
        weeks = [min(max(round(month * 52 / 12) - 1, 0), len(line.mean) - 1) for month in months]
        low, high = ([values[week] for week in weeks] for values in (line.low, line.high))
        hidden = {"type": "line", "stack": arm, "symbol": "none", "silent": True, "lineStyle": {"opacity": 0}}
        hidden |= {"tooltip": {"show": False}}
        series += [
            {**hidden, "data": low},
            {
                **hidden,
                "data": [round(top - bottom, 3) for top, bottom in zip(high, low, strict=True)],
                "areaStyle": {"color": colour, "opacity": 0.16},
            },
            {
                "type": "line",
                "name": words(f"simulation.arm_{arm}"),
                "data": [line.mean[week] for week in weeks],
                "symbol": "none",
                "lineStyle": {"color": colour, "width": 3, "type": DASHES[arm]},
                "itemStyle": {"color": colour},
                "tooltip": {"valueFormatter": "%.0f"},
            },
        ]
    axis = {"nameTextStyle": {"color": ink, "fontSize": 14}, "axisLabel": {"color": ink, "fontSize": 14}}
    return {
        "legend": {"top": 0, "textStyle": {"color": ink, "fontSize": 15}, "data": [s["name"] for s in series[2::3]]},
        "tooltip": {"trigger": "axis", "confine": True},
        "grid": {"left": 48, "right": 24, "top": 64, "bottom": 56},
        "xAxis": {
            **axis,
            "type": "category",
            "data": [str(month) for month in months],
            "name": words("werkgeversketen.months"),
            "nameLocation": "middle",
            "nameGap": 34,
            "boundaryGap": False,
            "axisLabel": {**axis["axisLabel"], "interval": 5},
        },
        "yAxis": {**axis, "type": "value", "splitLine": {"lineStyle": {"color": grid}}},
        "series": series,
        "media": [{"query": {"maxWidth": 480}, "option": {"grid": {"top": 110, "left": 36, "right": 12}}}],
    }


def bottlenecks(outcome: Outcome, language: str) -> pd.DataFrame:
    """What one unit more brings in the joint chain, most first; empty when that was not computed."""
    words = texts(language)
    rows = [
        (
            words(f"simulation.extra_{extra.what}"),
            _signed(extra.gain.mean, language, 2),
            span(extra.gain, language, 1),
            chance_text(extra.gain.better, words),
        )
        for extra in sorted(outcome.extras, key=lambda extra: -extra.gain.mean)
    ]
    names = ("more_of", "gain", "interval", "chance")
    return pd.DataFrame(rows, columns=[words(f"werkgeversketen.{name}") for name in names])


def per_employer(outcome: Outcome, language: str) -> pd.DataFrame:
    """Each employer alone beside the joint chain: people hired in a regular job, and euro a year."""
    words = texts(language)
    alone, joint = outcome.arm("alone").employers, outcome.arm("joint").employers
    difference = outcome.difference("joint", "alone").employers
    rows = [
        (
            one.name,
            number(alone[one.id]["hires"].mean, language, 1),
            number(joint[one.id]["hires"].mean, language, 1),
            _signed(difference[one.id]["money"].mean, language),
            span(difference[one.id]["money"], language),
            chance_text(difference[one.id]["money"].better, words),
        )
        for one in outcome.employers
    ]
    names = ("employer", "hires_alone", "hires_joint", "money_gain", "interval", "chance")
    return pd.DataFrame(rows, columns=[words(f"werkgeversketen.{name}") for name in names])


def _signed(value: float, language: str, decimals: int = 1) -> str:
    told = number(value, language, decimals if abs(value) < 1000 else 0)
    return f"+{told}" if value > 0 else told


@dataclass(frozen=True, slots=True)
class Assumption:
    """A parameter as the screen shows it. ``mark`` is the key of its badge; ``range`` is empty when it is fixed."""

    name: str
    label: str
    help: str
    unit: str
    value: float
    range: str
    source: str
    mark: str
    whole: bool


def assumptions(outcome: Outcome, group: str, language: str) -> tuple[Assumption, ...]:
    """The parameters of a group as they were used in this outcome."""
    return tuple(
        Assumption(
            name=one.name,
            label=one.label[language],
            help=one.help[language],
            unit=one.unit[language],
            value=float(outcome.fixed.get(one.name, one.value)),
            range=""
            if one.low is None or one.high is None or one.name in outcome.fixed
            else texts(language)(
                "werkgeversketen.span",
                low=number(one.low, language, _decimals(one.low)),
                high=number(one.high, language, _decimals(one.high)),
            ),
            source=one.source[language],
            mark="user" if one.name in outcome.fixed else one.mark,
            whole=one.whole,
        )
        for one in outcome.parameters
        if one.group == group
    )


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 3 if value < 0.1 else 2
