"""The funnel on the screen: per stage what became of people, and how that went over time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.chain import CAUSES
from graph.analysis.funnel import GRID, Step, funnel
from graph.analysis.referrals import referrals
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import Texts, texts
from pages.views.keten_bars import Part, stacked
from pages.views.keten_drawing import _INK
from pages.views.keten_words import place_label, road, share_text
from pages.views.words import number, percentage

MOMENTS = (30, 90, 180, 360, 730)
COLOURS = {"next_step": "#0B6EA8", "staying": "#66727E", "vanished": "#B84A00", "refused": "#A24A82"}
PARTS = ("next_step", "staying", "refused", "vanished")


def steps(network: Network) -> tuple[Step, ...]:
    """The stages of the road that anybody came into and must go on from: all but the last."""
    stages = road(network.schema)[:-1]
    found = {step.stage: step for step in funnel(referrals(network, "stage"))}
    return tuple(found[code] for code in stages if code in found)


def bars(network: Network, found: tuple[Step, ...], moment: int, language: str) -> str:
    """A bar per stage, in HTML."""
    words = texts(language)
    rows = []
    for step in found:
        shares = parts_at(step, moment)
        note = _note(step, shares, moment, words)
        parts: list[Part] = [
            (shares[name], COLOURS[name], percentage(shares[name], language), words(f"keten.fate_{name}"))
            for name in PARTS
            if shares[name] == shares[name]
        ]
        rows.append((place_label(network.schema, words, step.stage), note, parts))
    return stacked(rows)


def parts_at(step: Step, moment: int) -> dict[str, float]:
    """The shares after so many days, by name; together 1, or NaN."""
    at = int(np.searchsorted(GRID, moment, side="right")) - 1
    return {"staying": float(step.staying[at])} | {c: float(step.ended[n, at]) for n, c in enumerate(CAUSES)}


def table(network: Network, found: tuple[Step, ...], moment: int, language: str) -> pd.DataFrame:
    """The twin of the bars."""
    words = texts(language)
    shares = [parts_at(step, moment) for step in found]
    few = words("common.few", minimum=MIN_PEOPLE)
    return pd.DataFrame(
        {
            words("keten.stage"): [place_label(network.schema, words, step.stage) for step in found],
            words("keten.people"): [few if s.people is None else number(s.people, language) for s in found],
            **{words(f"keten.fate_{name}"): [share_text(one[name], language) for one in shares] for name in PARTS},
            words("keten.stay_median"): [np.nan if s.median_days is None else s.median_days for s in found],
            words("keten.at_risk"): [_at_risk(step, moment, words) for step in found],
        }
    )


def curve(found: tuple[Step, ...], stage: str, language: str, theme: str) -> dict[str, Any]:
    """The shares of one stage over time, stacked, for ECharts."""
    words = texts(language)
    step = next(one for one in found if one.stage == stage)
    known = ~np.isnan(step.staying)
    days = [int(day) for day in step.days[known]]
    values = {"staying": step.staying} | {cause: step.ended[at] for at, cause in enumerate(CAUSES)}
    series = [
        {
            "name": words(f"keten.fate_{name}"),
            "type": "line",
            "stack": "all",
            "step": "end",
            "symbol": "none",
            "lineStyle": {"width": 0},
            "itemStyle": {"color": COLOURS[name]},
            "areaStyle": {"color": COLOURS[name], "opacity": 0.9},
            "data": [[day, round(100 * float(v), 1)] for day, v in zip(days, values[name][known], strict=True)],
        }
        for name in PARTS
    ]
    ink = {"color": _INK[theme], "fontSize": 13}
    return {
        "animation": False,
        "tooltip": {"trigger": "axis", "confine": True},
        "legend": {"bottom": 0, "textStyle": ink},
        "grid": {"left": 48, "right": 16, "top": 16, "bottom": 84},
        "xAxis": {
            "type": "value", "max": days[-1] if days else 0, "name": words("keten.axis_days"),
            "nameLocation": "middle", "nameGap": 28, "nameTextStyle": ink, "axisLabel": ink,
        },
        "yAxis": {"type": "value", "max": 100, "axisLabel": {**ink, "formatter": "{value}%"}},
        "series": series,
    }  # fmt: skip


def curve_table(found: tuple[Step, ...], stage: str, language: str) -> pd.DataFrame:
    """The twin of the curves: the shares at a few moments."""
    words = texts(language)
    step = next(one for one in found if one.stage == stage)
    moments = [moment for moment in MOMENTS if parts_at(step, moment)["staying"] == parts_at(step, moment)["staying"]]
    shares = [parts_at(step, moment) for moment in moments]
    return pd.DataFrame(
        {
            words("keten.axis_days"): moments,
            **{words(f"keten.fate_{name}"): [share_text(one[name], language) for one in shares] for name in PARTS},
            words("keten.at_risk"): [_at_risk(step, moment, words) for moment in moments],
        }
    )


def _at_risk(step: Step, moment: int, words: Texts) -> str:
    at = int(np.searchsorted(GRID, moment, side="right")) - 1
    followed = int(step.at_risk[at])
    return number(followed, words.language) if followed else words("common.few", minimum=MIN_PEOPLE)


def _note(step: Step, shares: dict[str, float], moment: int, words: Texts) -> str:
    if step.people is None:
        return words("common.few", minimum=MIN_PEOPLE)
    told = words("keten.funnel_people", people=number(step.people, words.language))
    if shares["staying"] != shares["staying"]:
        return told + " " + words("keten.funnel_short", days=moment)
    if step.median_days is None:
        return told
    return told + " " + words("keten.funnel_median", days=number(step.median_days, words.language))
