"""A back-test of the simulation's rates as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from graph.answers.common import VERSION, plain, scope_answer
from graph.network import Network
from graph.privacy import suppress_counts, suppress_number
from graph.schema import LANGUAGES
from graph.simulation.backtest import Backtest, Predicted
from graph.simulation.backtest_story import CALIBRATED, backtest_story
from graph.simulation.calibrate import calibrated
from graph.simulation.parameters import load_parameters
from graph.simulation.rates import arrivals, weeks_to_work
from graph.texts import texts


def backtest_answer(network: Network, found: Backtest) -> dict[str, Any]:
    """Predictions beside what happened, and the numbers that the log gives the simulation; small counts are None."""
    used = calibrated(network, load_parameters())
    coming, working = arrivals(network), weeks_to_work(network)
    shown = {name: _shown([one.actual for one in parts]) for name, parts in found.months.items()}
    return {
        "version": VERSION,
        "scope": scope_answer(network),
        "summary": {
            "enough": found.enough,
            "start": plain(found.start),
            "cut": plain(found.cut),
            "end": plain(found.end),
            "people": suppress_number(found.people),
            "referrals": found.referrals if suppress_number(found.people) is not None else None,
            "coverage": found.coverage,
            "arrivals_month": coming.value if coming.enough else None,
            "weeks_to_work": working.value if suppress_number(working.events) else None,
        },
        "totals": [
            _line(name, one, shown[name][-1] if name in shown else one.actual) for name, one in found.totals.items()
        ],
        "months": [
            {"month": at + 1, **_line(name, one, shown[name][at])}
            for name, parts in found.months.items()
            for at, one in enumerate(parts)
        ],
        "parameters": [
            {
                "name": name,
                "value": used[name].value,
                "low": used[name].low,
                "high": used[name].high,
                "mark": used[name].mark,
                "source": {language: used[name].source[language] for language in LANGUAGES},
            }
            for name in CALIBRATED
        ],
        "story": [
            {"key": one.key, "caution": one.caution} | {language: one.say(texts(language)) for language in LANGUAGES}
            for one in backtest_story(found, used)
        ],
    }


def _line(name: str, one: Predicted, actual: float | None) -> dict[str, Any]:
    known = actual is not None
    return {
        "measure": name,
        "mean": plain(one.mean),
        "low": plain(one.low),
        "high": plain(one.high),
        "actual": plain(actual),
        "error": plain(one.error) if known else None,
        "inside": bool(one.inside) if known else None,
        "fitted": one.fitted,
    }


def _shown(counts: Sequence[float]) -> list[float | None]:
    """The counts that may be shown, their total last."""
    table = suppress_counts(pd.Series([int(count) for count in counts]))
    return [None if pd.isna(count) else float(count) for count in table]
