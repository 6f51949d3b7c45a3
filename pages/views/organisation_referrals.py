"""The people who are referred to and from an organisation, with how long they wait; few are never counted out."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from graph.analysis.flows import Flows
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import texts
from pages.views.words import number, percentage

Direction = Literal["in", "out"]
_SHARES = ("warm", "refused", "vanished")


def referred(network: Network, between: Flows, organisation: str, direction: Direction, language: str) -> pd.DataFrame:
    """Per partner the people, the median days to the first contact, and what became of them; index: ids.

    ``between`` are the flows between organisations. Most people first; what is hidden is last.
    """
    words, table = texts(language), between.table
    own, other = ("target", "source") if direction == "in" else ("source", "target")
    table = table[table[own] == organisation].sort_values("people", ascending=False, kind="stable", na_position="last")
    few = words("common.few", minimum=MIN_PEOPLE)
    rows = [
        (
            str(row[other]),
            network.entity(str(row[other])).name if row[other] in network.index else str(row[other]),
            few if row["hidden"] else number(int(row["people"]), language),
            number(row["median_days"], language),
            *(percentage(None if pd.isna(row[name]) else float(row[name]), language) for name in _SHARES),
        )
        for row in table.to_dict("records")
    ]
    names = ("from" if direction == "in" else "to", "people", "days", *_SHARES)
    return pd.DataFrame(rows, columns=["id", *(words(f"organisatie.ref_{name}") for name in names)]).set_index("id")
