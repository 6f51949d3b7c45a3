"""An outcome as plain data for JSON: stable keys, a version, no NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from graph.schema import LANGUAGES
from graph.simulation.measure import EMPLOYER_MEASURES, measures
from graph.simulation.outcome import HIGH, LOW, Interval, Outcome
from graph.simulation.scenario import Employer
from graph.simulation.story import story
from graph.texts import texts

VERSION = 1


def outcome_answer(outcome: Outcome) -> dict[str, Any]:
    """The outcome as dictionaries, lists, numbers, texts and None, ready for ``json.dumps``.

    Every number of the result is ``{"mean", "low", "high", "error"}`` and, in a difference, ``"better"``
    (share of paired runs in which the arm is the better one). Unknown is None.
    """
    return {
        "version": VERSION,
        "scope": {
            "employers": [_employer(e) for e in outcome.employers],
            "candidates": outcome.candidates,
            "horizon_weeks": outcome.horizon_weeks,
            "fictitious": outcome.fictitious,
        },
        "method": {
            "seed": outcome.seed,
            "sets": outcome.sets,
            "runs": outcome.runs,
            "interval": [LOW / 100, HIGH / 100],
            "conserved": outcome.conserved,
        },
        "measures": [
            {"name": m.name, "unit": m.unit, "group": m.group, "good": m.good}
            for m in (*measures(), *EMPLOYER_MEASURES)
        ],
        "arms": [
            {
                "arm": arm.code,
                "measures": _intervals(arm.measures),
                "employers": {one: _intervals(found) for one, found in arm.employers.items()},
                "weekly": {
                    name: {"mean": list(line.mean), "low": list(line.low), "high": list(line.high)}
                    for name, line in arm.weekly.items()
                },
            }
            for arm in outcome.arms
        ],
        "differences": [
            {
                "arm": difference.arm,
                "against": difference.against,
                "measures": _intervals(difference.measures, compare=True),
                "employers": {one: _intervals(found, compare=True) for one, found in difference.employers.items()},
            }
            for difference in outcome.differences
        ],
        "story": [
            {"key": one.key, "caution": one.caution} | {language: one.say(texts(language)) for language in LANGUAGES}
            for one in story(outcome)
        ],
        "extras": [
            {"what": extra.what, "sustained": interval_answer(extra.gain, compare=True)} for extra in outcome.extras
        ],
        "parameters": [
            {
                "name": p.name,
                "value": outcome.fixed.get(p.name, p.value),
                "low": None if p.name in outcome.fixed else p.low,
                "high": None if p.name in outcome.fixed else p.high,
                "distribution": "fixed" if p.name in outcome.fixed else p.distribution,
                "mark": "user" if p.name in outcome.fixed else p.mark,
                "source": {"nl": p.source.nl, "en": p.source.en},
            }
            for p in outcome.parameters
        ],
    }


def _employer(employer: Employer) -> dict[str, Any]:
    return {
        "id": employer.id,
        "name": employer.name,
        "places": list(employer.places),
        "vacancies_year": number_answer(employer.vacancies_year),
        "coach": number_answer(employer.coach),
        "sector": employer.sector,
        "motive": employer.motive,
        "municipality": employer.municipality,
        "defaults": list(employer.defaults),
    }


def _intervals(found: Mapping[str, Interval], compare: bool = False) -> dict[str, Any]:
    return {name: interval_answer(one, compare) for name, one in found.items()}


def interval_answer(one: Interval, compare: bool = False) -> dict[str, Any]:
    """An interval as plain numbers; of a difference (``compare``) with "better", the share of runs that say so."""
    numbers = {name: number_answer(getattr(one, name)) for name in ("mean", "low", "high", "error")}
    return numbers | {"better": number_answer(one.better)} if compare else numbers


def number_answer(value: float | None) -> float | None:
    """A number for JSON: six decimals at most, None for what is unknown."""
    return None if value is None or math.isnan(value) else round(float(value), 6)
