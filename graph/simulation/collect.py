"""Collect what the runs of one variant gave, and summarise it: means, intervals, differences, lines per week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.simulation.count import KEPT, LINES, count, room_for
from graph.simulation.ledger import book, build_rates, stacked
from graph.simulation.measure import EMPLOYER_MEASURES, LATE, expected_kept, measure, measures
from graph.simulation.outcome import Arm, Difference, Interval, Series, intervals, series
from graph.simulation.parameters import Values
from graph.simulation.people import People
from graph.simulation.scenario import Employer, Scenario
from graph.simulation.tally import SPELLS, Tally

Measured = Mapping[str, NDArray[np.float64]]
"""Every measure by name, run by run: each (sets, runs)."""


class Draws:
    """What one variant gave, run by run; every array starts with (sets, runs).

    ``values`` by measure, ``employers`` (measures of an employer, J), ``people`` (lines, weeks) as in
    :data:`~graph.simulation.count.LINES`. Of a ``brief`` one only the jobs kept. Cells
    that were not added hold NaN or 0.
    """

    def __init__(self, sets: int, runs: int, size: Scenario, brief: bool = False) -> None:
        shape, employers = (sets, runs), 0 if brief else len(size.employers)
        names = list(KEPT) if brief else [m.name for m in measures() if not m.name.endswith(LATE)]
        lines, weeks = (0, 0) if brief else (len(LINES), size.horizon_weeks)
        self.brief = brief
        self.values = {name: np.full(shape, np.nan) for name in names}
        self.employers = np.full((*shape, len(EMPLOYER_MEASURES), employers), np.nan)
        self.people = np.zeros((*shape, lines, weeks), np.int16 if size.candidates < 2**15 else np.int32)
        self.late = np.zeros((*shape, len(KEPT), SPELLS), np.int32)
        self.spells = np.zeros((*shape, 2, SPELLS), np.int32)
        self.whole = np.ones(shape, np.bool_)

    def add(self, m: int, runs: range, one: Scenario, values: Values, done: Iterable[tuple[Tally, People]]) -> None:
        """Keep ``runs`` of parameter set ``m``, with the people of each. Threads may add at once, each other runs."""
        counts = None if self.brief else room_for(len(runs), one)
        rates = None if self.brief else build_rates(one, values)
        books = []
        for at, (tally, people) in enumerate(done):
            s = runs[at]
            self.late[m, s] = tally.late
            self.spells[m, s, 0], self.spells[m, s, 1] = tally.spell_end, tally.spell_open
            if counts is None or rates is None:
                for name, number in zip(KEPT, tally.kept.sum(axis=0), strict=True):
                    self.values[name][m, s] = number
            else:
                count(counts, at, tally)
                books.append(book(rates, tally, people))
        if counts is not None:
            here = slice(runs.start, runs.stop)
            found, self.employers[m, here] = measure(one, counts, stacked(books))
            for name, drawn in found.items():
                self.values[name][m, here] = drawn
            self.people[m, here], self.whole[m, here] = counts.people, counts.whole

    def first(self, sets: int, runs: int) -> Draws:
        """Only the first ``sets`` and ``runs``; the arrays are shared, not copied."""
        part = object.__new__(Draws)
        part.brief = self.brief
        part.values = {name: found[:sets, :runs] for name, found in self.values.items()}
        for name in ("employers", "people", "late", "spells", "whole"):
            setattr(part, name, getattr(self, name)[:sets, :runs])
        return part

    @property
    def conserved(self) -> bool:
        """Whether in every week of every run each candidate was in exactly one state."""
        return bool(self.whole.all())

    def expected(self, survival_of: Draws | None = None) -> Measured:
        """Jobs kept, with late ones by the survival of their parameter set, here or in another; each (sets, runs)."""
        spells = (survival_of or self).spells.sum(axis=1, dtype=np.int64)
        kept = np.stack([self.values[name] for name in KEPT], axis=-1)
        found = [expected_kept(*one, *both) for *one, both in zip(kept, self.late, spells, strict=True)]
        return {name: np.stack([one[name] for one in found]) for name in found[0]}

    def measured(self) -> Measured:
        """Every measure, (sets, runs)."""
        return {**self.values, **self.expected()}

    def arm(self, code: str, employers: Sequence[Employer], measured: Measured) -> Arm:
        """The summary of this arm. ``measured``: of :meth:`measured`."""
        return Arm(
            code,
            MappingProxyType(intervals(measured)),
            MappingProxyType(dict(self._lines())),
            _of_employers(self.employers, employers, compare=False),
        )

    def _lines(self) -> list[tuple[str, Series]]:
        weeks = self.people.shape[-1]
        return [(name, series(name, self.people[:, :, at].reshape(-1, weeks))) for at, name in enumerate(LINES)]


def difference(
    arm: str,
    against: str,
    draws: Mapping[str, Draws],
    measured: Mapping[str, Measured],
    employers: Sequence[Employer],
) -> Difference:
    """One arm minus another, run by run, so that shared luck cancels. ``draws`` and ``measured``: by arm."""
    good = {m.name: m.good for m in measures()}
    return Difference(
        arm,
        against,
        MappingProxyType(intervals({name: measured[arm][name] - measured[against][name] for name in good}, good)),
        _of_employers(draws[arm].employers - draws[against].employers, employers, compare=True),
    )


def _of_employers(
    draws: NDArray[np.float64], employers: Sequence[Employer], *, compare: bool
) -> Mapping[str, Mapping[str, Interval]]:
    """What is measured of each employer, from ``draws`` (sets, runs, measures, J); ``compare``: of a difference."""
    cells = {
        (e.id, m.name): draws[..., at, j] for j, e in enumerate(employers) for at, m in enumerate(EMPLOYER_MEASURES)
    }
    good = {(e.id, m.name): m.good for e in employers for m in EMPLOYER_MEASURES} if compare else None
    found = intervals(cells, good)
    names = [m.name for m in EMPLOYER_MEASURES]
    return MappingProxyType({e.id: MappingProxyType({name: found[e.id, name] for name in names}) for e in employers})
