"""The answers about the gain as plain data for JSON: stable keys, a version, no NaN; each with its sentences.

An interval is ``{"mean", "low", "high", "error", "better"}``, as in :mod:`graph.simulation.answer`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.schema import LANGUAGES, Label
from graph.simulation import gain_story
from graph.simulation.answer import interval_answer, number_answer
from graph.simulation.breakeven import Breakeven, MustBeTrue
from graph.simulation.coalition import Joining, Pair
from graph.simulation.gain import GAINS, Work
from graph.simulation.gain_best import Choice
from graph.simulation.gain_levers import Lever
from graph.simulation.gain_next import NextUnits
from graph.simulation.gain_stay import Stay
from graph.simulation.mechanisms import Mechanisms
from graph.simulation.outcome import Interval
from graph.simulation.parameters import Parameter
from graph.simulation.sensitivity import Sobol, Tornado
from graph.simulation.story import Statement
from graph.texts import texts

VERSION = 1
Answer = dict[str, Any]


def mechanisms_answer(result: Mechanisms, measure: str = GAINS[0]) -> Answer:
    """Shares by mechanism; ``total`` is their sum plus ``organising``, and ``case_manager`` plus ``needs_chain``."""
    parts = ("total", "organising", "case_manager", "needs_chain")
    return {
        "version": VERSION,
        "work": work_answer(result.work),
        "mechanisms": [
            {"mechanism": one.mechanism.code, "fields": list(one.mechanism.fields)}
            | {part: _by_measure(getattr(one, part)) for part in ("share", "first", "last")}
            for one in result.shares
        ],
        **{part: _by_measure(getattr(result, part)) for part in parts},
        "story": story_answer(gain_story.mechanism_story(result, measure)),
    }


def next_answer(result: NextUnits, measure: str = GAINS[0]) -> Answer:
    """What the first, second, ... unit more of each resource brings, and all of them together."""
    return {
        "version": VERSION,
        "work": work_answer(result.work),
        "resources": [
            {
                "what": one.what,
                "each": {name: [_difference(step) for step in steps] for name, steps in one.each.items()},
                "all": _by_measure(one.all),
            }
            for one in result.resources
        ],
        "story": story_answer(gain_story.next_story(result, measure)),
    }


def coalition_answer(
    each: Sequence[Joining],
    pairs: Sequence[Pair],
    choices: Mapping[str, Choice | None],
    stays: Mapping[str, Stay],
    names: Mapping[str, str],
    work: Work | None,
    measure: str = GAINS[0],
) -> Answer:
    """Employers, pairs, best coalitions (by budget) and whether the whole holds together (by who plays).

    ``work`` is None when there were too many employers to look at every coalition.
    """
    told = [
        *gain_story.joining_story(each, names, measure),
        *gain_story.pair_story(pairs, names, measure),
        *(one for choice in choices.values() for one in gain_story.choice_story(choice, names, measure)),
        *(one for stay in stays.values() for one in gain_story.stay_story(stay, names)),
    ]
    return {
        "version": VERSION,
        "work": work and work_answer(work),
        "measure": measure,
        "employers": [
            {"employer": one.employer, "brings": _by_measure(one.brings), "missed": _by_measure(one.missed)}
            | {"own": _difference(one.own), "fair": _difference(one.fair)}
            for one in each
        ],
        "pairs": [{"pair": [p.first, p.second], "together": _by_measure(p.together)} for p in pairs],
        "choices": {name: choice and _choice(choice) for name, choice in choices.items()},
        "stay": {name: _stay(one) for name, one in stays.items()},
        "story": story_answer(told),
    }


def tornado_answer(result: Tornado, measure: str = GAINS[0]) -> Answer:
    """Bars, widest first for ``measure``; each the change of the gain with the lever low and high."""
    return {
        "version": VERSION,
        "work": work_answer(Work(1, result.runs)),
        "measure": measure,
        "gain": _by_measure(result.gain),
        "bars": [
            lever_answer(bar.lever) | {"at_low": _by_measure(bar.at_low), "at_high": _by_measure(bar.at_high)}
            for bar in result.ordered(measure)
        ],
        "story": story_answer(gain_story.tornado_story(result, measure)),
    }


def sobol_answer(result: Sobol, parameters: Mapping[str, Parameter], measure: str = GAINS[0]) -> Answer:
    """Sobol indices per measure, with bootstrap bounds; ``points`` at which the gain was computed."""
    return {
        "version": VERSION,
        "points": result.points,
        "measure": measure,
        "indices": {
            name: [
                {"parameter": one.name, "first": interval_answer(one.first), "total": interval_answer(one.total)}
                for one in indices
            ]
            for name, indices in result.indices.items()
        },
        "story": story_answer(gain_story.sobol_story(result, parameters, measure)),
    }


def breakeven_answer(found: Sequence[Breakeven], names: Mapping[str, str]) -> Answer:
    """Break-even per lever and measure; the values are None where there is none within the range."""
    return {
        "version": VERSION,
        "breakeven": [
            lever_answer(one.lever)
            | {"measure": one.measure, "kind": one.kind, "crossings": one.crossings}
            | {"breakeven": {name: number_answer(getattr(one, name)) for name in ("value", "low", "high")}}
            | {"at_low": _difference(one.at_low), "at_high": _difference(one.at_high)}
            | {"story": story_answer(gain_story.breakeven_story(one, gain_story.party_name(one.measure, names)))}
            for one in found
        ],
    }


def must_answer(result: MustBeTrue, party: str | Label) -> Answer:
    """Which single changes make ``party`` gain (or stop gaining), smallest first."""
    return {
        "version": VERSION,
        "measure": result.measure,
        "now": _difference(result.now),
        "gains_now": result.gains_now,
        "conditions": [
            lever_answer(one.lever)
            | {"value": number_answer(one.value), "change": number_answer(one.change), "gain": _difference(one.gain)}
            for one in result.conditions
        ],
        "story": story_answer(gain_story.must_story(result, party)),
    }


def work_answer(work: Work) -> Answer:
    """How many parameter sets, and runs of each."""
    return {"sets": work.sets, "runs": work.runs}


def lever_answer(lever: Lever) -> Answer:
    """A lever: its name, label and unit, its value now and its range."""
    return {
        "lever": lever.name,
        "label": {"nl": lever.label.nl, "en": lever.label.en},
        "unit": {"nl": lever.unit.nl, "en": lever.unit.en},
        "now": number_answer(lever.now),
        "range": [number_answer(lever.low), number_answer(lever.high)],
    }


def story_answer(told: Sequence[Statement]) -> list[Answer]:
    """Sentences in both languages."""
    return [
        {"key": one.key, "caution": one.caution} | {language: one.say(texts(language)) for language in LANGUAGES}
        for one in told
    ]


def _choice(choice: Choice) -> Answer:
    return {
        "employers": list(choice.employers),
        "gain": _by_measure(choice.gain),
        "exact": choice.exact,
        "bound": number_answer(choice.bound),
        "looked_at": choice.looked_at,
        "beside": choice.beside and _difference(choice.beside),
    }


def _stay(one: Stay) -> Answer:
    return {
        "players": list(one.players),
        "own": [_difference(x) for x in one.own],
        "leaving": list(one.leaving),
        "leaving_gain": one.leaving_gain and _difference(one.leaving_gain),
        "core_empty": one.core_empty,
        "empty_share": number_answer(one.empty_share),
        "epsilon": interval_answer(one.epsilon),
        "sharing": [interval_answer(x) for x in one.sharing],
        "payments": [
            {"goal": paid.goal, "possible": paid.possible, "amounts": [interval_answer(x) for x in paid.amounts]}
            | {"moved": interval_answer(paid.moved), "outside": interval_answer(paid.outside)}
            for paid in one.payments
        ],
    }


def _by_measure(found: Mapping[str, Interval]) -> Answer:
    return {name: _difference(one) for name, one in found.items()}


def _difference(one: Interval) -> Answer:
    return interval_answer(one, compare=True)
