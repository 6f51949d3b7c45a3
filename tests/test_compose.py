"""The compose file: no container engine runs it here, but a real Neo4j accepts every setting in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from tests.support.neo4j_server import Neo4jMissing, Neo4jServer

COMPOSE = yaml.safe_load((Path(__file__).resolve().parent.parent / "compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["neo4j"]


def settings() -> dict[str, str]:
    """The settings as the official image reads them from the environment: _ is a dot, __ an underscore."""
    names = {name: value for name, value in SERVICE["environment"].items() if name != "NEO4J_AUTH"}
    return {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in names.items()
    }


def test_it_is_a_version_that_the_store_accepts() -> None:
    assert SERVICE["image"] == "neo4j:5.26"


def test_it_opens_its_ports_to_this_computer_only() -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICE["ports"])


def test_it_holds_no_password() -> None:
    assert SERVICE["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")


@pytest.mark.neo4j
def test_a_real_server_knows_every_setting() -> None:
    try:
        with Neo4jServer(settings=settings()) as server:
            assert server.running
    except Neo4jMissing as missing:
        if os.environ.get("KETENKAART_REQUIRE_NEO4J") == "1":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))


@pytest.mark.neo4j
def test_a_setting_that_does_not_exist_would_be_noticed() -> None:
    try:
        with pytest.raises(RuntimeError, match=r"server\.memory\.heap\.size"):
            Neo4jServer(settings={"server.memory.heap.size": "1G"}).start()
    except Neo4jMissing as missing:
        pytest.skip(str(missing))
