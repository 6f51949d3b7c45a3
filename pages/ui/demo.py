"""The example region, into the store with one click."""

from __future__ import annotations

from graph.schema import DATA
from graph.store.contract import GraphStore
from loaders.importing import accept, read_files

DEMO = DATA / "demo"


def load_demo(store: GraphStore, language: str) -> None:
    """Import the files of ``data/demo`` as a user would. Loading it twice changes nothing."""
    preview = read_files(sorted(DEMO.glob("*.csv")), store, language)
    accept(preview, store, who="demo")
