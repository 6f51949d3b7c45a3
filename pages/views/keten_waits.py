"""Waiting times by route on the screen: warm beside cold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.referrals import referrals
from graph.analysis.waits import QUANTILES, WITHIN, waits
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.keten_bars import ranges
from pages.views.keten_words import place_label, share_text
from pages.views.words import number

MOST = 12
COLOURS = {"all": "#66727E", "warm": "#C25A00", "cold": "#0B6EA8"}


def found(network: Network) -> pd.DataFrame:
    """The waits of all routes that may be shown."""
    return waits(referrals(network, "stage")).table


def lines(network: Network, rows: pd.DataFrame, language: str) -> str:
    """The most walked routes with a line for warm and one for cold, in HTML."""
    words = texts(language)
    routes = rows[["source", "target"]].drop_duplicates().head(MOST)
    known = rows.merge(routes, on=["source", "target"])
    most = float(np.nanmax([1.0, *known[[*QUANTILES]].to_numpy(dtype=float).ravel()]))
    told = []
    for _, route in known.groupby(["source", "target"], sort=False):
        apart = route[route["handover"] != "all"] if len(route) > 1 else route
        for at, row in enumerate(apart.itertuples()):
            name = _route(network, words, row) if at == 0 else ""
            days = tuple(float(getattr(row, one)) for one in QUANTILES)
            told.append((name, words(f"keten.handover_{row.handover}"), COLOURS[str(row.handover)], days))
    return ranges(told, most)  # type: ignore[arg-type]


def table(network: Network, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """The twin: every route and handover that may be shown."""
    words = texts(language)
    names = {code: place_label(network.schema, words, code) for code in {*rows["source"], *rows["target"]}}
    return pd.DataFrame(
        {
            words("keten.from"): [names[code] for code in rows["source"]],
            words("keten.to"): [names[code] for code in rows["target"]],
            words("keten.handover"): [words(f"keten.handover_{one}") for one in rows["handover"]],
            words("keten.people_route"): rows["people"].to_numpy(),
            words("keten.share"): [share_text(one, language) for one in rows["share"]],
            **{words(f"keten.{name}"): rows[name].to_numpy(dtype=float) for name in QUANTILES},
            **{words("keten.within", days=day): _within(rows, day, words) for day in WITHIN},
        }
    )


def summary(network: Network, rows: pd.DataFrame, language: str) -> str:
    """What a warm handover makes of the wait, on the route where most people go."""
    words = texts(language)
    both = rows.pivot_table(index=["source", "target"], columns="handover", values="median_days", sort=False)
    if not {"warm", "cold"} <= set(both.columns) or both[["warm", "cold"]].dropna().empty:
        return words("keten.waits_none")
    both = both[["warm", "cold"]].dropna()
    quicker = int((both["warm"] < both["cold"]).sum())
    source, target = both.index[0]
    first = both.iloc[0]
    return words(
        "keten.waits_summary",
        quicker=quicker,
        count=len(both),
        source=place_label(network.schema, words, str(source)),
        target=place_label(network.schema, words, str(target)),
        warm=number(float(first["warm"]), language),
        cold=number(float(first["cold"]), language),
    )


def _route(network: Network, words: Texts, row: Any) -> str:
    source, target = (place_label(network.schema, words, str(code)) for code in (row.source, row.target))
    people = number(int(row.people), words.language)
    return words("keten.flow_tip", source=source, target=target, people=people)


def _within(rows: pd.DataFrame, day: int, words: Texts) -> list[str]:
    """The share met by then; where hardly anybody waits longer it is not told how few do."""
    known = rows["p25_days"].notna()
    return [
        share_text(share, words.language) if share == share or not told else words("keten.nearly_all")
        for share, told in zip(rows[f"within_{day}"], known, strict=True)
    ]
