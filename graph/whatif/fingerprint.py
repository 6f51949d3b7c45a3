"""A short sign of what is in a snapshot: the same content has the same one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd

from graph.network import Network
from graph.records import Entity, Relation

LENGTH = 12  # hexadecimal digits that are shown: 48 bits, so that two snapshots do not meet by accident


def fingerprint(network: Network) -> str:
    """The first digits of the SHA-256 of all entities, relations and referrals, and of the day they stand for.

    The order of properties does not matter, nor how or at which revision of the store the snapshot was asked for.
    """
    whole = hashlib.sha256(repr(network.as_of).encode())
    for line in (*_lines(network.entities), *_lines(network.relations)):
        whole.update(line.encode())
    frame = network.referrals
    whole.update(repr(tuple(frame.columns)).encode())
    whole.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return whole.hexdigest()[:LENGTH]


def _lines(records: Iterable[Entity | Relation]) -> Iterable[str]:
    for one in records:
        ends = (one.source, one.target) if isinstance(one, Relation) else (one.name,)
        properties = sorted((name, repr(value)) for name, value in one.properties.items())
        yield repr((one.id, one.kind, ends, properties, one.valid_from, one.valid_to))
