"""A file of ``data/simulation``, read and checked against the schema beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from graph.schema import DATA, SchemaError, read_data

HOME = DATA / "simulation"


def checked(name: str, path: Path | None = None) -> Any:
    """What stands in ``NAME.yaml``, or in ``path`` in its stead. Raises :class:`SchemaError` with every fault found."""
    source = path or HOME / f"{name}.yaml"
    document = read_data(source)
    form = json.loads((HOME / f"{name}.schema.json").read_text(encoding="utf-8"))
    found = jsonschema.Draft202012Validator(form).iter_errors(document)
    if faults := [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in found]:
        raise SchemaError(faults)
    return document
