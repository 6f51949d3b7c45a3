"""What every test stands on: the real Neo4j fixtures, and no setting of the person who runs the tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

import loaders  # noqa: F401 - says how workbooks are read, before a test imports openpyxl

pytest_plugins = ["tests.support.neo4j_server"]

# No deadline (the machine may be busy). CI takes fewer examples, and the same in every run; who runs the tests at home
# looks further, and elsewhere each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True, scope="session")
def no_personal_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never read or write the store of whoever runs them."""
    os.environ.pop("KETENKAART_STORE", None)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        os.environ[name] = str(tmp_path_factory.mktemp("data-home"))
