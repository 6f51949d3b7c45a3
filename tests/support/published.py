"""Published networks and values, kept beside the project; tests that need them skip where they are absent."""

from __future__ import annotations

import csv
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("KETENKAART_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")


def reference_values() -> dict[str, Any]:
    """The published values by network."""
    return dict(json.loads(_file("methods/reference_values.json").read_text(encoding="utf-8")))


def ties_of(name: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The pairs and the nodes of a published network, by name."""
    with _file(f"networks/{name}_nodes.csv").open(encoding="utf-8", newline="") as handle:
        names = {row["id"]: row.get("name") or row["id"] for row in csv.DictReader(handle)}
    with _file(f"networks/{name}_edges.csv").open(encoding="utf-8", newline="") as handle:
        pairs = [(names[row["source"]], names[row["target"]]) for row in csv.DictReader(handle)]
    return pairs, list(names.values())


def event_log_file(name: str) -> bytes:
    """A published event log as CSV."""
    path = _file(f"eventlogs/{name}")
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _file(name: str) -> Path:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the published networks are not here: {name} is expected in a folder 'shared' beside the project")
    return path
