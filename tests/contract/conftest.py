"""The stores that the contract holds for: every test here runs against each of them, empty at the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.contract import GraphStore
from graph.store.open import open_store

STORES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(params=STORES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store."""
    if request.param == "embedded":
        return f"sqlite:///{tmp_path / 'graph.db'}"
    from tests.support.neo4j_server import empty

    server = request.getfixturevalue("neo4j_server")
    empty(server)
    return str(server.address)


@pytest.fixture
def store(address: str) -> Iterator[GraphStore]:
    """An empty store."""
    with open_store(address) as opened:
        yield opened
