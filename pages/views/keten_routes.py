"""The most walked roads, as lanes and as a table."""

from __future__ import annotations

import pandas as pd

from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import Texts, texts
from pages.views.keten_bars import lanes
from pages.views.keten_drawing import STAGE
from pages.views.keten_walk import Walk, step_label
from pages.views.keten_words import STUBS
from pages.views.words import number, percentage


def roads(network: Network, walked: Walk, language: str) -> str:
    """The most walked roads as lanes, in HTML."""
    words, found = texts(language), walked.variants
    most = max((road.people for road in found.roads), default=1)
    rows = [
        (
            _told(words, at, road.people, road.median_days),
            road.people / most,
            [(step_label(network, words, walked.by, step), _colour(step)) for step in road.steps],
        )
        for at, road in enumerate(found.roads, start=1)
    ]
    return lanes(rows, words("keten.roads"))


def table(network: Network, walked: Walk, language: str) -> pd.DataFrame:
    """The same as a table, with all other roads in one row."""
    words, found = texts(language), walked.variants
    rows = [
        (
            at,
            " → ".join(step_label(network, words, walked.by, step) for step in road.steps),
            road.people,
            _days(road.median_days),
        )
        for at, road in enumerate(found.roads, start=1)
    ]
    columns = [words(f"keten.{name}") for name in ("road_number", "road", "people", "road_days")]
    shown = pd.DataFrame(rows, columns=columns)
    if found.other:
        told = words("keten.road_other", count=number(found.other_roads, language))
        last = pd.DataFrame([(len(rows) + 1, told, found.other, float("nan"))], columns=columns)
        shown = pd.concat([shown, last], ignore_index=True) if rows else last
    return shown


def summary(walked: Walk, language: str) -> str:
    """How many roads there are, and what part of the people walks the ones that are shown."""
    words, found = texts(language), walked.variants
    if found.people is None or not found.roads or found.other is None:
        return words("keten.roads_none", minimum=MIN_PEOPLE)
    together = found.people - found.other
    return words(
        "keten.roads_summary",
        people=number(found.people, language),
        different=number(found.different, language),
        count=number(len(found.roads), language),
        share=percentage(together / found.people, language),
    )


def _told(words: Texts, at: int, people: int, days: float) -> str:
    told = words("keten.road_people", at=at, people=number(people, words.language))
    return told + (words("keten.road_length", days=number(days, words.language)) if days > 0 else "")


def _days(days: float) -> float:
    return days if days > 0 else float("nan")


def _colour(step: str) -> str:
    return STUBS.get(step.rpartition("|")[2], STAGE["dark"])
