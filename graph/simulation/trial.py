"""Try several ways of working together on the same people with the same luck, over many sets and runs, on threads.

Luck is drawn per set and run, keyed by person, event and employer id: variants with the same employers share
one draw, and variants with other employers differ in nothing but those. Every run writes in cells of its
own, so that the result is equal to the bit for any number of workers.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event
from types import MappingProxyType

from graph.simulation.collect import Draws
from graph.simulation.luck import draw
from graph.simulation.model import replicate
from graph.simulation.parameters import Values, check_values, load_parameters
from graph.simulation.rules import build_rules
from graph.simulation.scenario import Context, Employer, Group, Scenario, scenario

Progress = Callable[[float], object]
Stop = Callable[[], bool]
Change = Callable[[Scenario, int], Scenario]
BLOCK = 25
"""Runs that one worker does in one go: the shorter, the sooner a stop is heard."""


@dataclass(frozen=True)
class Variant:
    """One way of working together, called ``code``.

    ``values`` take the place of those of every parameter set. ``change`` alters the scenario of each set
    (given its number) without touching who comes in or their luck. ``brief``: keep only how many regular jobs
    last, without the other measures and lines; quicker and smaller. ``context``: the people of the region.
    Raises :class:`~graph.simulation.parameters.BadParameter`.
    """

    code: str
    employers: tuple[Employer, ...]
    groups: tuple[Group, ...]
    values: Values = field(default_factory=lambda: MappingProxyType({}))
    change: Change | None = None
    brief: bool = False
    context: Context = Context()

    def __post_init__(self) -> None:
        # What was taken from a region's own log is a mean, and seldom whole where the default is.
        check_values({name: replace(p, whole=False) for name, p in load_parameters().items()}, self.values)

    def same_luck(self, other: Variant) -> bool:
        """Whether chance has the same in store for both: everything but how employers work together is the same."""
        return (self.employers, dict(self.values), self.context) == (other.employers, dict(other.values), other.context)

    def plan(self, values: Values, turn: int) -> tuple[Scenario, Scenario, Values]:
        """For the set with number ``turn``: the scenario that luck is drawn for, the one that is run, its values."""
        mine = {**values, **self.values}
        base = scenario(self.employers, self.groups, mine, self.context)
        return base, self.change(base, turn) if self.change else base, mine


@dataclass(frozen=True)
class Trial:
    """What the variants gave, by code, over the first ``sets`` parameter sets with ``runs`` runs each.

    ``size``: the scenario of the first variant with the first set, for how many people and weeks there are.
    """

    variants: tuple[Variant, ...]
    draws: Mapping[str, Draws]
    sets: int
    runs: int
    size: Scenario


def trial(
    variants: Sequence[Variant],
    sets: Sequence[Values],
    runs: int,
    seed: int,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
    workers: int | None = None,
) -> Trial:
    """Run every variant ``runs`` times with each of the parameter ``sets`` (at least one of each).

    ``progress`` is called with the part done (0 to 1) and ``stop`` asked whether to stop, both by the caller's
    own thread. After a stop the answer has the sets that were done by then: what a call with only those
    gives. ``workers``: threads; by default one per processor. Raises ValueError for two variants of one code.
    """
    *_, last = trials(variants, sets, runs, seed, ((len(sets), runs),), progress=progress, stop=stop, workers=workers)
    return last


def trials(
    variants: Sequence[Variant],
    sets: Sequence[Values],
    runs: int,
    seed: int,
    sizes: Sequence[tuple[int, int]],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
    workers: int | None = None,
) -> Iterator[Trial]:
    """As :func:`trial`, with an answer at each of ``sizes``: (sets, runs), neither ever less than before.

    What was done is never done again. After a stop comes one answer more, if that holds more than the one before.
    """
    codes = [variant.code for variant in variants]
    if not codes or len(set(codes)) != len(codes):
        raise ValueError("variants need codes, each another")
    work = _Work(tuple(variants), sets, runs, seed)
    whole = sum(len(unit.cells) for unit in _units((0, 0), sizes[-1]))
    done, have = 0, (0, 0)
    with _Workers(workers) as pool:
        for size in sizes:
            full: dict[int, int] = {}  # runs done in this step, by set, in order
            for unit in pool.in_order(work.run, _units(have, size)):
                done += len(unit.cells)
                full[unit.set] = unit.cells.stop
                if progress is not None:
                    progress(done / whole)
                if done < whole and stop is not None and stop():
                    reached = _reached(have, size, full)
                    if reached != have:
                        yield work.answer(*reached)
                    return
            have = size
            yield work.answer(*size)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Runs ``cells`` of set ``set``."""

    set: int
    cells: range


def _units(have: tuple[int, int], size: tuple[int, int]) -> Iterator[_Unit]:
    """What lies in ``size`` and not in ``have``, set by set."""
    for m in range(size[0]):
        first = have[1] if m < have[0] else 0
        for start in range(first, size[1], BLOCK):
            yield _Unit(m, range(start, min(start + BLOCK, size[1])))


def _reached(have: tuple[int, int], size: tuple[int, int], full: Mapping[int, int]) -> tuple[int, int]:
    """The largest (sets, runs) without holes after a stop in the step from ``have`` to ``size``."""
    sets = next((m for m in range(size[0]) if full.get(m, have[1] if m < have[0] else 0) < size[1]), size[0])
    options = [have, (sets, size[1] if sets else 0)]
    if have[0] == 0:
        options.append((1, full.get(0, 0)))
    return max(options, key=lambda one: one[0] * one[1])


class _Work:
    """The cells to fill, and how one is filled. Threads share it; no two fill the same cell."""

    def __init__(self, variants: tuple[Variant, ...], sets: Sequence[Values], runs: int, seed: int) -> None:
        self.variants, self.sets, self.seed = variants, sets, seed
        sizes = [variant.plan(sets[0], 0)[1] for variant in variants]
        self.size, shape = sizes[0], (len(sets), runs)
        self.draws = [Draws(*shape, one, v.brief) for one, v in zip(sizes, variants, strict=True)]
        self.sharing: list[list[int]] = []  # variants with the same luck
        for at, v in enumerate(variants):
            same = next((known for known in self.sharing if variants[known[0]].same_luck(v)), None)
            self.sharing.append([at]) if same is None else same.append(at)

    def run(self, unit: _Unit, stopped: Event) -> None:
        """Do the runs of ``unit``, or only a part of them after a stop."""
        m = unit.set
        for same in self.sharing:
            base, _, values = self.variants[same[0]].plan(self.sets[m], m)
            drawn = [draw(base, values, (self.seed, m, s)) for s in unit.cells]
            for at in same:
                if stopped.is_set():
                    return
                draws, one = self.draws[at], self.variants[at].plan(self.sets[m], m)[1]
                rules = build_rules(one, values)
                done = ((replicate(luck, rules, not draws.brief), people) for people, luck in drawn)
                draws.add(m, unit.cells, one, values, done)

    def answer(self, sets: int, runs: int) -> Trial:
        """What there is in the first ``sets`` and ``runs``."""
        codes = [variant.code for variant in self.variants]
        cut = [draws.first(sets, runs) for draws in self.draws]
        return Trial(self.variants, MappingProxyType(dict(zip(codes, cut, strict=True))), sets, runs, self.size)


class _Workers:
    """Workers that give their answers in the order of the questions; leaving stops them."""

    def __init__(self, workers: int | None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.stopped = Event()

    def __enter__(self) -> _Workers:
        self.pool = ThreadPoolExecutor(self.workers)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.pool.shutdown(wait=True, cancel_futures=True)

    def in_order(self, work: Callable[[_Unit, Event], None], units: Iterator[_Unit]) -> Iterator[_Unit]:
        """Each unit when it is done; no more than two a worker are under way."""
        under_way: deque[tuple[_Unit, Future[None]]] = deque()
        for unit in units:
            under_way.append((unit, self.pool.submit(work, unit, self.stopped)))
            if len(under_way) >= 2 * self.workers:
                oldest, future = under_way.popleft()
                future.result()
                yield oldest
        for unit, future in under_way:
            future.result()
            yield unit
