"""Export: a part of the graph as files that others can open. What is about candidates stays out.

Organisations and relations leave as our own templates, so they can be read again; referrals only as
flows between organisations, with the flows of few people hidden. Properties that the schema calls
sensitive stay out. A full copy, with the referrals themselves, is :mod:`loaders.backup`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import pandas as pd

from graph.analysis.flows import flows
from graph.network import Network
from graph.texts import texts
from loaders.graph_files import gexf_bytes, graphml_bytes
from loaders.writing import cell_text, csv_bytes, layouts, table_bytes

Form = Literal["csv", "graphml", "gexf"]
FORMS: tuple[Form, ...] = ("csv", "graphml", "gexf")


def export_files(network: Network, form: Form, language: str = "nl") -> Mapping[str, bytes]:
    """A snapshot as files: their names with their bytes. Raises KeyError for an unknown form."""
    makers: Mapping[Form, Callable[[Network, str], Mapping[str, bytes]]] = {
        "csv": _csv,
        "graphml": lambda n, _: {"netwerk.graphml": graphml_bytes(n)},
        "gexf": lambda n, _: {"netwerk.gexf": gexf_bytes(n)},
    }
    return makers[form](network, language)


def _csv(network: Network, language: str) -> Mapping[str, bytes]:
    entities, relations, _ = layouts(network.schema, language, public=True)
    return {
        "organisaties.csv": table_bytes(entities, network.entities),
        "relaties.csv": table_bytes(relations, network.relations),
        "stromen.csv": _flows(network, language),
    }


def _flows(network: Network, language: str) -> bytes:
    """How many went from one organisation to another, small numbers hidden: see ``graph.privacy``."""
    say = texts(language)
    header = [say(f"loaders.flow_{name}") for name in ("source", "target", "referrals", "people", "hidden")]
    table = flows(network, "organisation").table
    columns = [table[name] for name in ("source", "target", "referrals", "people", "hidden")]
    rows = ([_shown(value, language) for value in row] for row in zip(*columns, strict=True))
    return csv_bytes(header, rows)


def _shown(value: object, language: str) -> str:
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, str):
        return cell_text(value, language)
    return str(int(value))  # type: ignore[call-overload]
