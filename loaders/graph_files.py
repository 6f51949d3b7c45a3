"""A snapshot as GraphML or GEXF, for Gephi and other programs; written by NetworkX.

Both formats know neither "unknown" nor lists: an absent value is left out, several codes are joined
with ``|``. Types follow the schema, so that one attribute has one type in the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import networkx as nx

from graph.network import Network
from graph.records import Entity, Properties, Relation
from graph.schema import Property

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAKEN = frozenset({"id", "label", "kind", "type", "weight", "start", "end", "pid", "viz", "key", "source", "target"}
                   | {"parents", "slices", "spells", "valid_from", "valid_to", "timestamp", "class"})  # fmt: skip


def to_networkx(network: Network) -> nx.MultiDiGraph:
    """The snapshot as a NetworkX graph with plain values: nodes by id, an edge for each relation.

    Nodes and edges have ``label``, ``kind``, ``valid_from`` and ``valid_to`` where known, and their
    properties without those that the schema calls sensitive.
    """
    schema = network.schema
    graph = nx.MultiDiGraph()
    for entity in network.entities:
        kind = schema.entities[entity.kind]
        attributes = {"label": _xml(entity.name), "kind": entity.kind, "class": kind.cls.name}
        graph.add_node(_xml(entity.id), **attributes, **_period(entity), **_plain(entity.properties, kind.properties))
    for link in network.relations:
        relation = schema.relations[link.kind]
        graph.add_edge(
            _xml(link.source),
            _xml(link.target),
            key=_xml(link.id),
            label=relation.label.nl,
            kind=link.kind,
            **_period(link),
            **_plain(link.properties, relation.properties),
        )
    return graph


def graphml_bytes(network: Network) -> bytes:
    """The snapshot as GraphML."""
    file = BytesIO()
    nx.write_graphml(to_networkx(network), file, encoding="utf-8")
    return file.getvalue()


def gexf_bytes(network: Network) -> bytes:
    """The snapshot as GEXF 1.3."""
    file = BytesIO()
    nx.write_gexf(to_networkx(network), file, encoding="utf-8", version="1.3")
    return file.getvalue()


def _period(record: Entity | Relation) -> dict[str, str]:
    dates = {"valid_from": record.valid_from, "valid_to": record.valid_to}
    return {name: day.isoformat() for name, day in dates.items() if day}


def _plain(properties: Properties, declared: Mapping[str, Property]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in properties.items():
        prop = declared.get(name)
        if value is None or (prop is not None and prop.sensitive):
            continue
        if prop is not None and prop.type == "number":
            value = float(value)  # type: ignore[arg-type]
        elif prop is None or not isinstance(value, bool | int):
            value = _xml(_text(value))
        safe = _xml(name)
        plain[f"extra_{safe}" if safe in _TAKEN else safe] = value
    return plain


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
