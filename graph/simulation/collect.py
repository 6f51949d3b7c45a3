"""Collect what the runs of one arm gave, and summarise it: means, intervals, differences, lines per week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.simulation.ledger import Book
from graph.simulation.measure import EMPLOYER_MEASURES, expected_sustained, kaplan_meier, measure, measures
from graph.simulation.model import SPELLS
from graph.simulation.outcome import Arm, Difference, Interval, interval, series
from graph.simulation.scenario import PRECONDITIONS, RUNGS, Employer, Scenario
from graph.simulation.tally import Tally, state_names


class Lasting:
    """How long regular jobs lasted, run by run: what is needed to count those placed late."""

    def __init__(self, sets: int, runs: int) -> None:
        self.sustained = np.zeros((sets, runs))
        self.pending = np.zeros((sets, runs, SPELLS), np.int64)
        self.spells = np.zeros((sets, 2, SPELLS), np.int64)

    def add(self, m: int, s: int, tally: Tally) -> None:
        """Keep run ``s`` of parameter set ``m``."""
        self.sustained[m, s] = tally.sustained.sum()
        self.pending[m, s] = tally.pending
        self.spells[m] += np.stack([tally.spell_end, tally.spell_open])

    def expected(self, survival_of: Lasting | None = None) -> NDArray[np.float64]:
        """Sustained jobs (sets, runs), late ones by the survival of their parameter set, here or in another."""
        chances = [kaplan_meier(ended, still) for ended, still in (survival_of or self).spells]
        rows = zip(self.sustained, self.pending, chances, strict=True)
        return np.stack([expected_sustained(done, pending, chance) for done, pending, chance in rows])


class Draws:
    """What one arm gave, run by run; ``values`` by measure are (sets, runs)."""

    def __init__(self, sets: int, runs: int, employers: int) -> None:
        shape = (sets, runs)
        self.values = {m.name: np.full(shape, np.nan) for m in measures()}
        self.employers = np.zeros((*shape, len(EMPLOYER_MEASURES), employers))
        self.lasting = Lasting(sets, runs)
        self.weekly: list[NDArray[np.int32]] = []
        self.conserved = True

    def add(self, m: int, s: int, one: Scenario, tally: Tally, booked: Book) -> None:
        """Keep run ``s`` of parameter set ``m``, with its ledger."""
        found, self.employers[m, s] = measure(one, tally, booked)
        for name, value in found.items():
            self.values[name][m, s] = value
        self.lasting.add(m, s, tally)
        self.weekly.append(tally.weekly)
        self.conserved &= bool((tally.weekly.sum(axis=1) == one.candidates).all())

    def measured(self) -> Mapping[str, NDArray[np.float64]]:
        """Every measure, (sets, runs)."""
        return self.values | {"sustained_expected": self.lasting.expected()}

    def arm(self, code: str, employers: Sequence[Employer]) -> Arm:
        """The summary of this arm."""
        return Arm(
            code,
            MappingProxyType({name: interval(draws) for name, draws in self.measured().items()}),
            MappingProxyType({name: series(name, people) for name, people in self._lines().items()}),
            MappingProxyType({e.id: self._employer(self.employers[..., j], False) for j, e in enumerate(employers)}),
        )

    def minus(self, other: Draws, arm: str, against: str, employers: Sequence[Employer]) -> Difference:
        """This arm minus another, run by run, so that shared luck cancels."""
        mine, theirs = self.measured(), other.measured()
        employer_draws = self.employers - other.employers
        return Difference(
            arm,
            against,
            MappingProxyType({m.name: interval(mine[m.name] - theirs[m.name], m.good) for m in measures()}),
            MappingProxyType({e.id: self._employer(employer_draws[..., j], True) for j, e in enumerate(employers)}),
        )

    def _employer(self, draws: NDArray[np.float64], compare: bool) -> Mapping[str, Interval]:
        pairs = enumerate(EMPLOYER_MEASURES)
        return MappingProxyType({m.name: interval(draws[..., at], m.good if compare else None) for at, m in pairs})

    def _lines(self) -> dict[str, NDArray[np.int64]]:
        """People per week, (runs, weeks): at work, in a regular job, getting support, waiting, left."""
        people = np.stack(self.weekly).astype(np.int64)
        column = {name: at for at, name in enumerate(state_names(PRECONDITIONS, RUNGS))}

        def total(*names: str) -> NDArray[np.int64]:
            return np.asarray(people[:, :, [column[name] for name in names]].sum(axis=2))

        return {
            "work": total(*(f"work_{rung}" for rung in RUNGS)),
            "regular": total("work_regular"),
            "help": total(*(f"help_{code}" for code in PRECONDITIONS)),
            "waiting": total("handover", *(f"wait_{queue}" for queue in (*PRECONDITIONS, *RUNGS))),
            "out": total("out"),
        }
