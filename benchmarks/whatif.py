"""How long a scenario takes: 1,000 organisations with 10,000 referrals, played and compared.

Run: ``python -m benchmarks.whatif``. Prints per scenario seconds and the processor's seconds (which a busy machine
does not stretch). "The region as it is" is worked out once per revision of the store, the rest at every change of
the scenario. The goal is 2 s for a scenario with what it is compared with.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.gaps import filled
from graph.analysis.ties import collaboration_ties
from graph.gaps.find import find_gaps
from graph.network import Network
from graph.store.embedded import EmbeddedStore
from graph.whatif.compare import base, outcome
from graph.whatif.steps import AddTie, MergeOrganisations, ServeAlso, Steps, StopOrganisation
from loaders.generate.region import generate


def region() -> Network:
    """AM22 as generated, with the optional columns of the log filled, so that every rule has work."""
    import numpy as np

    with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder) / "region.sqlite") as store:
        for batch in generate(("AM22",), 1000, 4000, 10_000):
            store.write(batch, who="benchmark", why="benchmark")
        return filled(store.snapshot(), np.random.default_rng(1))


def scenarios(network: Network) -> dict[str, Steps]:
    """One of each step at the organisation with most ties, and all of them together."""
    ties = collaboration_ties(network)
    degree = ties.to_igraph("reported").degree()
    order = sorted(range(len(degree)), key=lambda at: -degree[at])
    hub, second, last, other = (network.ids[at] for at in (order[0], order[1], order[-1], order[-2]))
    municipality = sorted(network.municipalities)[0]
    tie, stop = AddTie(last, other), StopOrganisation(hub)
    merge, serve = MergeOrganisations(second, last), ServeAlso(second, municipality, "wonen")
    parts: dict[str, Steps] = {"a tie": (tie,), "a stop": (stop,), "a merger": (merge,), "a service": (serve,)}
    return {**parts, "all four": (tie, serve, merge, stop)}


def timed(name: str, work: Callable[[], object]) -> None:
    """Print what it took."""
    started, working = time.perf_counter(), time.process_time()
    work()
    spent, worked = time.perf_counter() - started, time.process_time() - working
    print(f"{name:24}{spent:8.2f}{worked:8.2f}", flush=True)


def main() -> None:
    """Print one line for the region as it is, and one per scenario."""
    network = region()
    print(f"{network.n_organisations} organisations, {len(network.referrals)} referrals{'s':>8}{'cpu s':>8}")
    found = find_gaps(network)
    timed("gaps of the region", lambda: find_gaps(network))
    timed("the region as it is", lambda: base(network, findings=found))
    start = base(network, findings=found)
    for name, steps in scenarios(network).items():
        assert outcome(start, steps).problems == (None,) * len(steps)
        timed(name, lambda steps=steps: outcome(start, steps))  # type: ignore[misc]


if __name__ == "__main__":
    main()
