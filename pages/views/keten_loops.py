"""Back and forth: where people come again, and who sends them back."""

from __future__ import annotations

import pandas as pd

from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import texts
from pages.views.keten_bars import stacked
from pages.views.keten_drawing import SCALE
from pages.views.keten_walk import Walk, step_label
from pages.views.keten_words import count_text
from pages.views.words import number, percentage

MOST = 12
AGAIN, THROUGH, APART_UNKNOWN = "#A85413", "#0B6EA8", "#66727E"


def bars(network: Network, walked: Walk, language: str) -> str:
    """The most walked ways there and back, as bars in HTML."""
    words, found = texts(language), walked.rework.returns.head(MOST)
    most = int(found["people"].max()) if len(found) else 1
    rows = []
    for a, b, people, days in zip(found["source"], found["via"], found["people"], found["median_days"], strict=True):
        source, via = (step_label(network, words, walked.by, str(code)) for code in (a, b))
        note = words("keten.loop_days", days=number(float(days), language)) if days == days else ""
        parts = [(float(people) / most, THROUGH, number(int(people), language), words("keten.people"))]
        rows.append((words("keten.loop", source=source, via=via), note, parts))
    return stacked(rows)


def repeats(network: Network, walked: Walk, language: str) -> str:
    """The places where most people come more than once, as bars in HTML; at once apart from later."""
    words, found = texts(language), walked.rework.activities.head(MOST)
    most = int(found["people"].max()) if len(found) else 1
    rows = []
    for people, at_once, name in zip(found["people"], found["at_once"], found["activity"], strict=True):
        told = step_label(network, words, walked.by, str(name))
        if pd.isna(at_once):
            parts = [(people / most, APART_UNKNOWN, number(int(people), language), words("keten.repeat_people"))]
        else:
            parts = [
                (at_once / most, SCALE[4], number(int(at_once), language), words("keten.repeat_at_once")),
                (
                    (people - at_once) / most,
                    AGAIN,
                    number(int(people - at_once), language),
                    words("keten.repeat_later"),
                ),
            ]
        rows.append((told, number(int(people), language), parts))
    return stacked(rows)


def returns_table(network: Network, walked: Walk, language: str) -> pd.DataFrame:
    """The twin: every way there and back that may be shown."""
    words, found = texts(language), walked.rework.returns
    return pd.DataFrame(
        {
            words("keten.from"): [step_label(network, words, walked.by, str(code)) for code in found["source"]],
            words("keten.via"): [step_label(network, words, walked.by, str(code)) for code in found["via"]],
            words("keten.people"): found["people"].to_numpy(),
            words("keten.times"): found["times"].to_numpy(),
            words("keten.loop_median"): found["median_days"].to_numpy(dtype=float),
        }
    )


def repeats_table(network: Network, walked: Walk, language: str) -> pd.DataFrame:
    """The twin: every place where people come more than once."""
    words, found = texts(language), walked.rework.activities
    return pd.DataFrame(
        {
            words("keten.place"): [step_label(network, words, walked.by, str(code)) for code in found["activity"]],
            words("keten.repeat_people"): found["people"].to_numpy(),
            words("keten.repeat_at_once"): [count_text(n, words) for n in found["at_once"]],
        }
    )


def summary(walked: Walk, language: str) -> str:
    """How many people came again anywhere."""
    words, found = texts(language), walked.rework
    if found.people is None or not found.of:
        return words("keten.loops_unknown", minimum=MIN_PEOPLE)
    return words(
        "keten.loops_summary",
        people=number(found.people, language),
        of=number(found.of, language),
        share=percentage(found.people / found.of, language),
    )
