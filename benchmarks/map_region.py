"""A made-up region of a given size with the app running on it, for the benchmarks of the map."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.store.embedded import EmbeddedStore
from loaders.generate.region import generate
from tests.browser.conftest import Server


@contextmanager
def region(folder: Path, organisations: int, relations: int) -> Iterator[Server]:
    """The app with a store of its own, that holds a region of about this size (seed 1)."""
    path = folder / f"{organisations}.db"
    with EmbeddedStore(path) as store:
        for batch in generate(("AM27",), organisations, relations, 2 * organisations, seed=1):
            store.write(batch, who="benchmark", why="benchmark")
    server = Server(path, folder / f"{organisations}.log")
    try:
        yield server
    finally:
        server.stop()
