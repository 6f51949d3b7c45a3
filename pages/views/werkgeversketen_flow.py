"""The way of people through the chain, week by week: how many stand where, in each of the three arms."""

from __future__ import annotations

from typing import Any

import pandas as pd

from graph.simulation.outcome import Outcome
from graph.simulation.scenario import ARMS
from graph.texts import Texts
from pages.views.werkgeversketen import COLOURS
from pages.views.words import number

STOPS = ("help", "waiting", "steps", "regular", "out")
"""The stops that are shown, in the order of the road. ``steps``: at work, but not yet in a regular job."""
QUARTER = 13  # weeks
Line = tuple[float, ...]


def stops(outcome: Outcome, arm: str) -> dict[str, tuple[Line, Line, Line]]:
    """Mean, low and high per week of every stop of an arm. Who is not in the chain yet is at no stop."""
    lines = outcome.arm(arm).weekly
    return {name: (lines[name].mean, lines[name].low, lines[name].high) for name in STOPS}


def flow(outcome: Outcome, words: Texts, theme: str) -> dict[str, Any]:
    """What the moving picture needs: names, colours, and people per week, stop and arm, to one decimal."""
    return {
        "weeks": outcome.horizon_weeks,
        "candidates": outcome.candidates,
        "stops": [{"code": one, "name": words(f"werkgeversketen_flow.stop_{one}")} for one in STOPS],
        "arms": [
            {
                "name": words(f"simulation.arm_{arm}"),
                "colour": COLOURS[theme][arm],
                "people": {
                    stop: [[round(value, 1) for value in line] for line in lines]
                    for stop, lines in stops(outcome, arm).items()
                },
            }
            for arm in ARMS
        ],
        "words": {
            name: words(f"werkgeversketen_flow.{name}")
            for name in ("play", "pause", "back", "further", "week", "of", "month", "dot", "dots", "label", "range")
        },
    }


def quarters(outcome: Outcome, words: Texts) -> pd.DataFrame:
    """The same as a table: a row per quarter and arm, people per stop with the middle 90 %."""
    rows = []
    for week in range(0, outcome.horizon_weeks + 1, QUARTER):
        at = min(max(week, 1), outcome.horizon_weeks) - 1
        for arm in ARMS:
            lines = stops(outcome, arm)
            cells = [_told(words, *(line[at] for line in lines[stop])) for stop in STOPS]
            rows.append((at + 1, words(f"simulation.arm_{arm}"), *cells))
    names = [words("werkgeversketen_flow.week"), words("werkgeversketen_flow.way")]
    return pd.DataFrame(rows, columns=[*names, *(words(f"werkgeversketen_flow.stop_{stop}") for stop in STOPS)])


def _told(words: Texts, mean: float, low: float, high: float) -> str:
    least, middle, most = (number(value, words.language) for value in (low, mean, high))
    return f"{middle} ({words('werkgeversketen.span', low=least, high=most)})"
