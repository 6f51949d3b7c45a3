"""Up to four scenarios side by side: what each asks and what it brings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan
from graph.texts import Texts
from pages.views import werkgeversketen as view
from pages.views.words import number

MOST = 4
MEASURES = ("sustained_expected", "placed_regular", "weeks_to_work", "money_employers", "money_public", "money_society")


def beside(found: Mapping[str, tuple[Plan, Outcome]], words: Texts) -> pd.DataFrame:
    """A column per scenario: how many employers and candidates, and of each measure the mean with its interval."""
    columns: dict[str, list[str]] = {
        words("werkgeversketen.measure"): [
            words("werkgeversketen_beside.employers"),
            words("werkgeversketen.candidates"),
            words("werkgeversketen_beside.own_values"),
            *(words("werkgeversketen_beside.together", measure=words(f"simulation.{one}")) for one in MEASURES),
            *(words("werkgeversketen_beside.gain", measure=words(f"simulation.{one}")) for one in MEASURES),
        ]
    }
    for name, (plan, outcome) in found.items():
        cells = [
            number(len(plan.members), words.language),
            number(outcome.candidates, words.language),
            number(len(plan.values), words.language),
        ]
        together, gain = outcome.arm("joint").measures, outcome.difference("joint", "alone").measures
        for measures in (together, gain):
            for one in MEASURES:
                told = number(measures[one].mean, words.language, 1 if one == "weeks_to_work" else 0)
                told = f"+{told}" if measures is gain and measures[one].mean > 0 else told
                cells.append(f"{told} ({view.span(measures[one], words.language)})")
        columns[name] = cells
    return pd.DataFrame(columns)
