"""Open the store that the settings name: an argument, KETENKAART_STORE, secrets.toml or a default file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from graph.problems import BadAddress, StoreUnavailable
from graph.store.address import StoreAddress, default_file
from graph.store.contract import GraphStore

VARIABLE = "KETENKAART_STORE"
SECRETS = Path(".streamlit") / "secrets.toml"


def open_store(address: str | None = None) -> GraphStore:
    """Open the store at ``address``, or else at the one that :func:`store_address` finds.

    Raises BadAddress for an address that cannot be understood and StoreUnavailable for a store that
    cannot be opened.
    """
    where = StoreAddress.parse(address) if address else store_address()
    if where.path is not None:
        from graph.store.embedded import EmbeddedStore

        return EmbeddedStore(where.path)
    from graph.store.neo4j import Neo4jStore  # only who uses Neo4j waits for its driver to load

    return Neo4jStore(where)


def store_address() -> StoreAddress:
    """The address from KETENKAART_STORE; else ``store`` in .streamlit/secrets.toml (of the working
    folder, then of the home folder, as Streamlit reads them); else a file in the user's data folder."""
    configured = os.environ.get(VARIABLE, "").strip()
    for folder in (Path(), Path.home()):
        configured = configured or _secret(folder / SECRETS)
    if configured:
        return StoreAddress.parse(configured)
    path = default_file(dict(os.environ))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable("store.cannot_open", path=path) from error
    return StoreAddress("sqlite", path=path)


def _secret(path: Path) -> str:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("store", "")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError):  # the message may hold a line of the file
        raise BadAddress("store.bad_secrets", path=path) from None
    if not isinstance(found, str):
        raise BadAddress("store.bad_secrets", path=path)
    return found.strip()
