"""Run what the questions about the gain need, on threads, with the same people and the same luck throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from graph.simulation.coalition import (
    MOST_EXHAUSTIVE,
    Numbers,
    Table,
    coalition_groups,
    real_coalitions,
    tabulate,
)
from graph.simulation.gain import GAINS, Case, Effort, Work, gain_measure, measured, work_for
from graph.simulation.gain_best import Budget, Choice, search
from graph.simulation.gain_levers import Point
from graph.simulation.mechanisms import Mechanisms, explain, mechanism_arms, mechanisms_of
from graph.simulation.outcome import interval
from graph.simulation.scenario import alone
from graph.simulation.sensitivity import Gain
from graph.simulation.trial import Progress, Stop, Trial, Variant, trial

_ALONE = "alone"
_POINTS_AT_ONCE = 48
"""Points simulated together: more takes memory, fewer leaves threads idle."""


def explain_gain(
    case: Case, effort: Effort = "full", progress: Progress | None = None, stop: Stop | None = None
) -> Mechanisms:
    """Where the gain of the chain comes from. ``progress`` and ``stop`` as in :func:`~graph.simulation.trial.trial`.

    After a stop: from the parameter sets done by then (``work`` says how many).
    """
    arms = mechanism_arms(case.employers, case.together)
    work = work_for(len(arms), effort, case.candidates)
    variants = [case.variant(name, groups) for name, groups in arms.items()]
    found = trial(variants, case.sets(work.sets), work.runs, case.seed, progress=progress, stop=stop)
    drawn = {name: measured(found.draws[name]) for name in arms}
    return explain(mechanisms_of(case.employers, case.together), drawn, Work(found.sets, found.runs))


def coalition_table(
    case: Case, effort: Effort = "full", progress: Progress | None = None, stop: Stop | None = None
) -> Table:
    """What every coalition of the employers brings. Raises ValueError for more than ten employers.

    ``progress`` and ``stop`` as in :func:`~graph.simulation.trial.trial`.
    """
    if len(case.employers) > MOST_EXHAUSTIVE:
        raise ValueError(f"every coalition is simulated for at most {MOST_EXHAUSTIVE} employers")
    coalitions = real_coalitions(len(case.employers))
    work = work_for(len(coalitions) + 1, effort, case.candidates)
    found = _coalitions(case, coalitions, work, progress, stop)
    return tabulate(case.employers, _drawn(found, _ALONE), {c: _drawn(found, str(c)) for c in coalitions})


def best_by_search(
    case: Case,
    budget: Budget,
    measure: str = GAINS[0],
    effort: Effort = "full",
    progress: Progress | None = None,
) -> Choice | None:
    """The best coalition under a budget among too many employers to look at all; see :func:`~.gain_best.search`.

    The search uses one half of the parameter sets; what it found is measured in the other half. ``progress``
    is called before each round with the part of the rounds expected at most that are done. None when the
    budget allows no pair.
    """
    count = len(case.employers)
    work = work_for(6 * count * count, effort, case.candidates)
    sets = case.sets(2 * work.sets)
    rounds = [0]

    def worth(coalitions: Sequence[int]) -> Mapping[int, float]:
        if progress is not None:
            progress(min(rounds[0] / (count + 1), 0.9))
        rounds[0] += 1
        found = _coalitions(case, coalitions, work, None, None, sets[0::2])
        base = measured(found.draws[_ALONE])[measure]
        return {c: float((measured(found.draws[str(c)])[measure] - base).mean()) for c in coalitions}

    def saved(size: int) -> float:
        return (count - size) * case.centre["coord_member"] if gain_measure(measure).unit == "euro_year" else 0.0

    ids = [e.id for e in case.employers]
    found = search(ids, budget, worth, saved)
    if found is None:
        return None
    measuring = Work(work.sets, max(work.runs, 10))
    last = _coalitions(case, [found.coalition], measuring, None, None, sets[1::2])
    base, chosen = measured(last.draws[_ALONE]), measured(last.draws[str(found.coalition)])
    gain = {name: interval(chosen[name] - base[name], gain_measure(name).good) for name in GAINS}
    if progress is not None:
        progress(1.0)
    members = tuple(one for at, one in enumerate(ids) if found.coalition >> at & 1)
    return Choice(members, gain, False, found.bound, found.looked_at)


def gain_at(case: Case, runs: int, progress: Progress | None = None, stop: Stop | None = None) -> Gain:
    """A function from points to joint minus alone there, (points, runs) per measure and per employer's money.

    Every point has the same people and the same luck. ``progress`` goes from 0 to 1 in every call.
    """

    def gain(points: Sequence[Point]) -> Mapping[str, Numbers]:
        parts: list[Mapping[str, Numbers]] = []
        rest, done = iter(points), 0
        while chunk := list(islice(rest, _POINTS_AT_ONCE)):
            parts.append(_gain_of(case, chunk, runs))
            done += len(chunk)
            if progress is not None:
                progress(done / len(points))
            if stop is not None and done < len(points) and stop():
                raise Stopped
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    return gain


class Stopped(Exception):
    """The user stopped a question that has no answer half way."""


def _gain_of(case: Case, points: Sequence[Point], runs: int) -> Mapping[str, Numbers]:
    variants = [
        Variant(f"{at} {arm}", point.employers, groups(point.employers), point.values, context=case.context)
        for at, point in enumerate(points)
        for arm, groups in (("alone", alone), ("joint", case.together))
    ]
    found = trial(variants, [case.centre], runs, case.seed)
    each = []
    for at, point in enumerate(points):
        apart, together = (measured(found.draws[f"{at} {arm}"], point.employers) for arm in ("alone", "joint"))
        each.append({name: (together[name] - apart[name])[0] for name in together})
    return {name: np.stack([one[name] for one in each]) for name in each[0]}


def _coalitions(
    case: Case,
    coalitions: Sequence[int],
    work: Work,
    progress: Progress | None,
    stop: Stop | None,
    sets: Sequence[dict[str, float]] | None = None,
) -> Trial:
    variants = [case.variant(_ALONE, alone(case.employers))]
    variants += [case.variant(str(c), coalition_groups(case.employers, c, case.together)) for c in coalitions]
    chosen = case.sets(work.sets) if sets is None else sets
    return trial(variants, chosen, work.runs, case.seed, progress=progress, stop=stop)


def _drawn(found: Trial, code: str) -> tuple[dict[str, Any], Numbers]:
    draws = found.draws[code]
    every = measured(draws, found.size.employers)
    own = [values for name, values in every.items() if name not in GAINS]
    return {name: every[name] for name in GAINS}, np.stack(own, axis=-1)
