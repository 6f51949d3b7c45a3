"""What the next units bring: one more place, slot, vacancy or unit of coaching in the chain, and the ones after it.

The first may bring much and the second little, or the other way round where one alone is too few; a mean
over units hides that. Units that belong to an employer go to each employer in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from graph.simulation.bottleneck import one_more
from graph.simulation.gain import GAINS, Case, Effort, Work, gain_measure, measured, work_for
from graph.simulation.outcome import Interval, interval
from graph.simulation.scenario import Scenario
from graph.simulation.trial import Change, Progress, Stop, trial

MOST = 5
_NOW = "now"


@dataclass(frozen=True)
class Next:
    """Units more of ``what`` in the joint chain.

    ``each``: what the first, second, ... unit brings on top of those before it, per measure; ``all``: what
    they bring together.
    """

    what: str
    each: Mapping[str, tuple[Interval, ...]]
    all: Mapping[str, Interval]

    @property
    def text(self) -> str:
        """Key of the name of one unit in the texts."""
        return f"games.unit_{self.what}"


@dataclass(frozen=True)
class NextUnits:
    """Per resource, the one whose first unit brings most people first."""

    resources: tuple[Next, ...]
    work: Work


def next_units(
    case: Case, effort: Effort = "full", most: int = MOST, progress: Progress | None = None, stop: Stop | None = None
) -> NextUnits:
    """Give the joint chain 1 to ``most`` units more of each resource, with the same people and the same luck.

    ``progress`` and ``stop`` as in :func:`~graph.simulation.trial.trial`.
    """
    changes = one_more()
    chain = case.together(case.employers)
    variants = [case.variant(_NOW, chain)]
    variants += [
        case.variant(f"{what} {count}", chain, _times(change, count))
        for what, change in changes.items()
        for count in range(1, most + 1)
    ]
    work = work_for(len(variants), effort, case.candidates)
    found = trial(variants, case.sets(work.sets), work.runs, case.seed, progress=progress, stop=stop)
    drawn = {code: measured(draws) for code, draws in found.draws.items()}
    resources = []
    for what in changes:
        steps = [drawn[_NOW], *(drawn[f"{what} {count}"] for count in range(1, most + 1))]
        each = {
            name: tuple(
                interval(after[name] - before[name], gain_measure(name).good) for before, after in pairwise(steps)
            )
            for name in GAINS
        }
        together = {name: interval(steps[-1][name] - steps[0][name], gain_measure(name).good) for name in GAINS}
        resources.append(Next(what, MappingProxyType(each), MappingProxyType(together)))
    ordered = sorted(resources, key=lambda one: -one.each[GAINS[0]][0].mean)
    return NextUnits(tuple(ordered), Work(found.sets, found.runs))


def _times(change: Change, count: int) -> Change:
    """The change ``count`` times: a unit at each employer in turn, from the one whose turn it is."""

    def changed(scenario: Scenario, turn: int) -> Scenario:
        for at in range(count):
            scenario = change(scenario, turn + at)
        return scenario

    return changed
