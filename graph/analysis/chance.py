"""igraph draws its chances from one generator per process: here it is seeded, for the time of one call."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import igraph

_LOCK = threading.Lock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw the same chances every time; other threads wait their turn."""
    with _LOCK:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a drawing, not a secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
