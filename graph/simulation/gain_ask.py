"""Ask everything about the gain of a chain at once, as plain data: what the command line prints and a script reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.simulation.coalition import MOST_EXHAUSTIVE, joining, pairs
from graph.simulation.gain import GAINS, Case, Effort, own_money
from graph.simulation.gain_answer import (
    breakeven_answer,
    coalition_answer,
    mechanisms_answer,
    must_answer,
    next_answer,
    sobol_answer,
    tornado_answer,
)
from graph.simulation.gain_best import Budget, Choice, best_exactly, by_number
from graph.simulation.gain_next import next_units
from graph.simulation.gain_run import best_by_search, coalition_table, explain_gain
from graph.simulation.gain_stay import stay
from graph.simulation.gain_story import party_name
from graph.simulation.gain_sure import PAYS, break_evens, must_be_true, sobol_of, tornado_of
from graph.simulation.questions import QUESTIONS
from graph.simulation.trial import Progress, Stop

BREAK_EVEN_AT = ("places_stepping", "vacancies", "break_stepping", "rematch_joint", "coord_year")
"""Levers along which break-even is looked for when nobody names others."""


def gain_answer(
    case: Case,
    questions: Sequence[str] = QUESTIONS,
    measure: str = GAINS[0],
    effort: Effort = "full",
    budgets: Mapping[str, Budget] | None = None,
    levers: Sequence[str] = BREAK_EVEN_AT,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> dict[str, Any]:
    """The answers to ``questions`` (some of :data:`QUESTIONS`) by name, each as in :mod:`.gain_answer`.

    ``measure``: one of :data:`~graph.simulation.gain.GAINS`, of which is told and by which the best coalition
    is chosen, within each of ``budgets`` (by default: at most three employers). "must_be_true" answers for
    every party and every employer. Pure: the same arguments give the same answer. Raises ValueError for an
    unknown question, and :class:`~graph.simulation.gain_run.Stopped` after a stop.
    """
    unknown = set(questions) - set(QUESTIONS)
    if unknown:
        raise ValueError(f"unknown questions: {sorted(unknown)}; known: {QUESTIONS}")
    budgets = {"three": by_number(case.employers, 3)} if budgets is None else budgets
    names = {e.id: e.name for e in case.employers}
    part = _parts(progress, len(questions))
    found: dict[str, Any] = {}
    if "mechanisms" in questions:
        found["mechanisms"] = mechanisms_answer(explain_gain(case, effort, next(part), stop), measure)
    if "next_units" in questions:
        found["next_units"] = next_answer(next_units(case, effort, progress=next(part), stop=stop), measure)
    if "coalitions" in questions:
        found["coalitions"] = _coalitions(case, names, measure, effort, budgets, next(part), stop)
    if not {"sensitivity", "sobol", "must_be_true"} & set(questions):
        bars = None
    else:
        bars = tornado_of(case, effort, next(part) if "sensitivity" in questions else None, stop)
    if bars is not None and "sensitivity" in questions:
        found["sensitivity"] = tornado_answer(bars, measure)
    if bars is not None and "sobol" in questions:
        found["sobol"] = sobol_answer(sobol_of(case, bars, measure, effort, next(part), stop), case.parameters, measure)
    if "breakeven" in questions:
        found["breakeven"] = breakeven_answer(break_evens(case, levers, PAYS, effort, next(part), stop), names)
    if bars is not None and "must_be_true" in questions:
        parties = [*GAINS, *(own_money(one) for one in names)]
        each = _parts(next(part), len(parties))
        found["must_be_true"] = [
            must_answer(must_be_true(case, bars, party, next(each), stop), party_name(party, names))
            for party in parties
        ]
    return found


def _coalitions(
    case: Case,
    names: Mapping[str, str],
    measure: str,
    effort: Effort,
    budgets: Mapping[str, Budget],
    progress: Progress | None,
    stop: Stop | None,
) -> dict[str, Any]:
    """Everything up to ten employers; above that only the best coalition under each budget, by search."""
    choices: dict[str, Choice | None]
    if len(case.employers) > MOST_EXHAUSTIVE:
        parts = _parts(progress, len(budgets))
        choices = {name: best_by_search(case, one, measure, effort, next(parts)) for name, one in budgets.items()}
        return coalition_answer((), (), choices, {}, names, None, measure)
    table = coalition_table(case, effort, progress, stop)
    choices = {name: best_exactly(table, one, measure) for name, one in budgets.items()}
    stays = {"employers": stay(table, "employers"), "authorities": stay(table, "authorities")}
    return coalition_answer(joining(table), pairs(table), choices, stays, names, table.work, measure)


def _parts(progress: Progress | None, count: int) -> Iterator[Progress | None]:
    """A progress for each of ``count`` questions in turn: its own part of the whole."""

    def part(at: int) -> Progress | None:
        return None if progress is None else lambda done: progress((at + done) / count)

    return (part(at) for at in range(count))
