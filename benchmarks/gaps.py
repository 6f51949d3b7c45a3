"""How long all gap rules take on a large region: 5,000 organisations with 50,000 referrals.

Run: ``python -m benchmarks.gaps``. Prints per rule and for all of them seconds, the processor's seconds (which
a busy machine does not stretch) and findings. The generator leaves the optional columns of the log empty, with
which some rules have nothing to do; here they are filled at random, so that the findings mean nothing.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from graph.gaps.find import RULES, find_gaps
from graph.network import Network
from graph.store.embedded import EmbeddedStore
from loaders.generate.region import generate

SCHOOLS = ("pro", "vso", "vo", "mbo")


def region() -> Network:
    """AM22 as generated, with the optional columns of the log filled."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder) / "region.sqlite") as store:
        for batch in generate(("AM22",), 5000, 20_000, 50_000):
            store.write(batch, who="benchmark", why="benchmark")
        return filled(store.snapshot(), np.random.default_rng(1))


def filled(network: Network, rng: np.random.Generator) -> Network:
    """Half of all cases directed, half of all placements ended, half of the schools' leavers late and cared for."""
    frame = network.referrals.copy()
    n, day = len(frame), frame["date"].to_numpy().astype("datetime64[D]")
    half = rng.random((3, n)) < 0.5
    school = np.isin(network.kinds[frame["source"]].astype(str), SCHOOLS)
    left = day + rng.integers(0, 360, n).astype("timedelta64[D]")
    for name, rows, dates in (
        ("ended_on", half[0], day + rng.integers(30, 400, n).astype("timedelta64[D]")),
        ("left_school_on", school, left),
        ("aftercare_on", school & half[1], left + np.timedelta64(200, "D")),
    ):
        frame[name] = np.where(rows, dates, np.datetime64("NaT", "D")).astype("datetime64[s]")
    for name in ("direction", "instruments"):
        codes = frame[name].cat.categories
        frame[name] = pd.Categorical(np.where(half[2], codes[0], codes[1]), dtype=frame[name].dtype)
    return replace(network, referrals=frame)


def main() -> None:
    """Print one line per rule, each alone on a fresh snapshot, and one for all of them together."""
    network = region()
    print(f"{'':24}{'s':>8}{'cpu s':>8}{'findings':>10}")
    for name, codes in (*((rule.code, [rule.code]) for rule in RULES), ("all rules", None)):
        fresh = replace(network)
        started, working = time.perf_counter(), time.process_time()
        found = find_gaps(fresh, codes)
        spent, worked = time.perf_counter() - started, time.process_time() - working
        print(f"{name:24}{spent:8.2f}{worked:8.2f}{len(found):10,}", flush=True)


if __name__ == "__main__":
    main()
