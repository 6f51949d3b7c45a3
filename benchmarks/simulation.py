"""How quick the simulation is: 300 candidates, 36 months and 12 employers, 10,000 times, beside SimPy and Mesa.

Run: ``python -m benchmarks.simulation [--replications 10000] [--others 30]``; SimPy and Mesa come with
``pip install -r benchmarks/requirements.txt``. All in one run, the others with fewer replications (their time per
replication does not depend on how many there are). Every replication has the same people and luck in all three, and
must give the same numbers. Prints the load of the machine too: "processor" does not count what others do on it.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.simulation.luck import Luck, draw_luck
from graph.simulation.model import replicate, warm_up
from graph.simulation.parameters import centre, load_parameters, sample_sets
from graph.simulation.preconditions import load_preconditions
from graph.simulation.rules import Rules, build_rules
from graph.simulation.run import Job, Settings
from graph.simulation.scenario import Context, Employer, Scenario, joint, scenario
from graph.simulation.trial import Variant, trial

SIZE = {"candidates": 300.0, "horizon_weeks": 156.0, "return_alone": 0.0, "return_joint": 0.0}
"""The models in SimPy and Mesa know nobody who comes back after not showing up."""
EMPLOYERS = tuple(Employer(f"e{at}", f"e{at}", (2, 2), 2.0, 3.0, sector="CFGHQ"[at % 5]) for at in range(12))
RUNS = 50
BEFORE_WORK = Context(supports=tuple(replace(one, timing="before") for one in load_preconditions().values()))
"""Nor do they know help beside work, so that it comes first in all three."""


def chain() -> tuple[Scenario, dict[str, float]]:
    """The joint chain: the arm with most to choose from, so the slowest."""
    values = centre(load_parameters(), SIZE)
    return scenario(EMPLOYERS, joint(EMPLOYERS), values, BEFORE_WORK), values


def timed(name: str, work: Callable[[], object], count: int, note: str = "") -> float:
    """Print milliseconds per replication, by the clock and of the processor; answer the latter."""
    begin, worked = time.perf_counter(), time.process_time()
    work()
    clock, processor = time.perf_counter() - begin, time.process_time() - worked
    each = 1000 / count
    print(f"| {name} | {count:,} | {each * clock:.3f} | {each * processor:.3f} | {note} |", flush=True)
    return each * processor


def same(ours: Sequence[Luck], rules: Rules, models: dict[str, Callable[[Luck], object]]) -> None:
    """Raises AssertionError when a replication has other numbers in another model."""
    for luck in ours:
        tally = replicate(luck, rules, True)
        mine = (
            int((tally.first_work >= 0).sum()), int(tally.sustained.sum()), int((tally.left_at >= 0).sum()),
            int(tally.hires[:, -1].sum()), int(tally.work_weeks.sum()),
        )  # fmt: skip
        for name, model in models.items():
            found = model(luck)
            its = tuple(getattr(found, field) for field in ("placed", "sustained", "out", "hires", "worked"))
            assert mine == its, (name, mine, its)


def beside(lucks: Sequence[Luck], rules: Rules) -> None:
    """One thread: the engine alone, SimPy and Mesa on the same luck."""
    try:
        from benchmarks.simulation_models import MesaModel, SimpyModel
    except ImportError:
        print("SimPy and Mesa are not here: pip install -r benchmarks/requirements.txt")
        return
    models: dict[str, Callable[[Luck], object]] = {
        "SimPy": lambda luck: SimpyModel(luck, rules).run(),
        "Mesa": lambda luck: MesaModel(luck, rules).run(),
    }
    same(lucks[:5], rules, models)
    many = [*lucks] * 20
    engine = timed("engine, one thread", lambda: [replicate(luck, rules, True) for luck in many], len(many))
    for name, model in models.items():
        each = timed(name, lambda model=model: [model(luck) for luck in lucks], len(lucks))  # type: ignore[misc]
        print(f"| {name} / engine | | | {each / engine:.0f} times | same numbers in 5 replications |", flush=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--replications", type=int, default=10_000)
    asked.add_argument("--others", type=int, default=30, help="replications of SimPy and Mesa")
    given = asked.parse_args(argv)
    sets = max(given.replications // RUNS, 1)
    warm_up()
    one, values = chain()
    rules = build_rules(one, values)
    lucks = [draw_luck(one, values, (1, 0, s)) for s in range(given.others)]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("| | replications | ms each, clock | ms each, processor | |\n|---|---|---|---|---|")
    beside(lucks, rules)
    drawn = sample_sets(load_parameters(), sets, 1, SIZE)
    variants = [Variant("joint", EMPLOYERS, joint(EMPLOYERS))]
    trial(variants, drawn[:2], 4, 1)
    count = sets * RUNS
    timed("one arm, with luck and measures, all threads", lambda: trial(variants, drawn, RUNS, 1), count)
    third = Settings(seed=1, sets=max(sets // 3, 1), runs=RUNS, values=SIZE)
    timed("three arms and the outcome", lambda: Job(EMPLOYERS, third).simulate(), 3 * third.sets * RUNS)
    same = Job(EMPLOYERS, third, context=BEFORE_WORK)
    timed("the same, help before work as in SimPy and Mesa", same.simulate, 3 * third.sets * RUNS)
    begin = time.perf_counter()
    steps = Job(EMPLOYERS, third).sharpen()
    next(steps)
    print(f"\nfirst picture: {time.perf_counter() - begin:.2f} s")
    steps.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {memory:.0f} MiB\nload {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
