"""What is kept beside the graph as a file, and back: every text under its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from graph.problems import KetenkaartError
from graph.store.contract import GraphStore
from graph.store.keeping import check_kept

KEPT_FILE = "bewaard.json"
VERSION = 1


class BadKeptFile(KetenkaartError):
    """A file of kept texts that cannot be read, or holds what no store keeps."""


def write_kept(store: GraphStore, folder: Path) -> Path | None:
    """Write every kept text; None, and no file, without any. A file that is there already is written over."""
    path, texts = folder / KEPT_FILE, dict(store.kept())
    if not texts and not path.exists():
        return None
    path.write_text(json.dumps({"version": VERSION, "kept": texts}, ensure_ascii=True, indent=1), encoding="utf-8")
    return path


def read_kept(path: Path) -> Mapping[str, str]:
    """The texts in a file by their names; none when there is no file. Raises BadKeptFile, OSError."""
    if not path.exists():
        return {}
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(raw, dict) or raw["version"] != VERSION or not isinstance(raw["kept"], dict):
            raise BadKeptFile("loaders.bad_kept", name=path.name)
        for name, text in raw["kept"].items():
            if not isinstance(text, str):
                raise BadKeptFile("loaders.bad_kept", name=path.name)
            check_kept(name, text)
    except (KeyError, ValueError, RecursionError) as error:
        raise BadKeptFile("loaders.bad_kept", name=path.name) from error
    return dict(raw["kept"])
