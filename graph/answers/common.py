"""What all answers have: a version, a scope, and values that JSON has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from graph.network import Network

VERSION = 1


def plain(value: Any) -> Any:
    """``value`` in types that JSON has: NaN, NaT and NA become None, dates ISO text, arrays lists."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(part) for part in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def scope_answer(network: Network | None) -> dict[str, Any]:
    """Which part of the graph an answer is about; None: an answer that needed no graph."""
    if network is None:
        nowhere = dict.fromkeys(("from", "to", "as_of", "revision"))
        return {"regions": [], "municipalities": [], **nowhere, "fictitious": False}
    scope = network.scope
    return {
        "regions": list(scope.regions),
        "municipalities": list(scope.municipalities),
        "from": plain(scope.start),
        "to": plain(scope.end),
        "as_of": plain(network.as_of),
        "revision": network.revision,
        "fictitious": network.fictitious,
    }


def vars_of(record: Any) -> dict[str, Any]:
    """The fields of a frozen record."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def named(network: Network, identifier: str) -> dict[str, str]:
    """An entity as its id and name."""
    return {"id": identifier, "name": network.entity(identifier).name}
