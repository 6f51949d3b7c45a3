"""Event logs for tests: in a few words, generated, and published ones."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import strategies as st

from graph.analysis.event_log import EventLog, event_log
from loaders.event_log import Columns, read_event_log
from loaders.tables import Source
from tests.support.published import event_log_file

PUBLISHED = ("receipt.csv.gz", "running-example.csv", "roadtraffic100traces.csv")


def log_of(*cases: tuple[int, str]) -> EventLog:
    """``n`` cases that walk each road; a road is a word, an activity a letter, a day passes at every step."""
    rows = [
        (f"{road}-{at}-{n}", step, day)
        for at, (count, road) in enumerate(cases)
        for n in range(count)
        for day, step in enumerate(road)
    ]
    who, what, when = zip(*rows, strict=True) if rows else ((), (), ())
    return event_log(who, what, np.array(when, dtype=float))


@cache
def published(name: str) -> EventLog:
    """A published log, read as a user would read it."""
    source = Source(name.removesuffix(".gz"), data=event_log_file(name))
    return read_event_log(source, Columns("case:concept:name", "concept:name", "time:timestamp")).log


logs = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("ABCD"), st.integers(0, 30)), max_size=80).map(
    lambda rows: event_log(
        [f"c{c}" for c, _, _ in rows], [a for _, a, _ in rows], np.array([d for *_, d in rows], float)
    )
)
