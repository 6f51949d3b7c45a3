"""Run the questions about how sure the gain is: tornado, Sobol, break-even and what must be true, for a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from graph.simulation.breakeven import Breakeven, Curve, MustBeTrue, break_even_on, what_must_be_true
from graph.simulation.gain import GAINS, Case, Effort, Work
from graph.simulation.gain_levers import Lever, Point, offer_levers, parameter_levers
from graph.simulation.gain_run import gain_at
from graph.simulation.sensitivity import Gain, Numbers, Sobol, Tornado, sobol, tornado
from graph.simulation.trial import Progress, Stop

_RUNS = {"first": 8, "full": 50}
_ROOT_RUNS = {"first": 25, "full": 100}
_SOBOL = {"first": (4, 32, 8), "full": (8, 64, 8)}
"""How many parameters, the size of the design (a power of 2), and runs per point."""
_ROOT_CALLS = 16
_TURN_CALLS = 80

PAYS = ("money_society", "money_employers")
"""Of whom break-even is looked for when nobody names others."""

Answer = TypeVar("Answer")


def point_of(case: Case) -> Point:
    """The case as it is: every parameter at its value."""
    return Point(case.employers, case.centre)


def levers_of(case: Case, *, wide: bool = False) -> tuple[Lever, ...]:
    """Everything that can be set higher or lower: what employers offer, and the parameters that are not known.

    ``wide``: what employers offer from nothing to twice as much, instead of half less to half more.
    """
    return (*offer_levers(point_of(case), wide=wide), *parameter_levers(case.parameters, case.fixed))


def tornado_of(
    case: Case, effort: Effort = "full", progress: Progress | None = None, stop: Stop | None = None
) -> Tornado:
    """The tornado of a case over all its levers. Raises :class:`~graph.simulation.gain_run.Stopped` after a stop."""
    return tornado(point_of(case), levers_of(case), gain_at(case, _runs(_RUNS, effort), progress, stop))


def sobol_of(
    case: Case,
    bars: Tornado,
    measure: str = GAINS[0],
    effort: Effort = "full",
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Sobol:
    """Sobol indices of the parameters with the widest bars for ``measure``; the others keep their value.

    Raises :class:`~graph.simulation.gain_run.Stopped` after a stop.
    """
    count, size, runs = _SOBOL["first"] if isinstance(effort, Work) else _SOBOL[effort]
    runs = effort.runs if isinstance(effort, Work) else runs
    known = [bar.lever.name for bar in bars.ordered(measure) if bar.lever.name in case.parameters]
    chosen = [case.parameters[name] for name in known[:count]]
    gain = _in_turns(gain_at(case, runs, None, stop), 3, progress)
    return sobol(point_of(case), chosen, gain, size, case.seed)


def break_evens(
    case: Case,
    levers: Sequence[str],
    measures: Sequence[str] = PAYS,
    effort: Effort = "full",
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> tuple[Breakeven, ...]:
    """Where the chain pays off along each of these levers (by name), for each of the measures.

    Raises KeyError for an unknown lever, and :class:`~graph.simulation.gain_run.Stopped` after a stop.
    """
    known = {lever.name: lever for lever in levers_of(case, wide=True)}
    chosen = [known[name] for name in levers]
    gain = _in_turns(gain_at(case, _runs(_ROOT_RUNS, effort), None, stop), _ROOT_CALLS * len(chosen), progress)
    curves = [Curve(point_of(case), lever, gain) for lever in chosen]
    found = [break_even_on(curve, measure) for curve in curves for measure in measures]
    return _done(tuple(found), progress)


def must_be_true(
    case: Case,
    bars: Tornado,
    measure: str,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> MustBeTrue:
    """Which single changes make the party of ``measure`` gain, or stop gaining. ``bars``: the tornado of the case.

    The gain is followed with as many runs as the tornado had, so that both tell the same. Raises
    :class:`~graph.simulation.gain_run.Stopped` after a stop.
    """
    gain = _in_turns(gain_at(case, bars.runs, None, stop), _TURN_CALLS, progress)
    return _done(what_must_be_true(point_of(case), bars, measure, gain), progress)


def _runs(usual: Mapping[str, int], effort: Effort) -> int:
    return effort.runs if isinstance(effort, Work) else usual[effort]


def _in_turns(gain: Gain, expected: int, progress: Progress | None) -> Gain:
    """``gain`` that reports the part of the calls expected at most that are done."""
    calls = [0]

    def counted(points: Sequence[Point]) -> Mapping[str, Numbers]:
        found = gain(points)
        calls[0] += 1
        if progress is not None:
            progress(min(calls[0] / expected, 1.0))
        return found

    return counted


def _done(found: Answer, progress: Progress | None) -> Answer:
    if progress is not None:
        progress(1.0)
    return found
