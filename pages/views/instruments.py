"""What somebody at an employer may get, gathered per instrument: the answer of the command line, to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from graph.instruments import PARTIES
from graph.texts import Texts

Answer = Mapping[str, Any]


def per_instrument(answer: Answer, words: Texts) -> pd.DataFrame:
    """A row per instrument, payer and kind: in which months, euro in all, who pays and who receives.

    What is paid for each month of illness is not added up over the months: it is the most of one month.
    """
    rows: dict[tuple[str, str, str, str], list[tuple[int, float | None]]] = {}
    for month in answer["months"]:
        for line in month["lines"]:
            key = (line["name"], line["kind"], line["payer"], line["payee"])
            rows.setdefault(key, []).append((month["month"], line["euro"]))
    columns = [words(f"instruments.column_{name}") for name in ("name", "months", "euro", "payer", "payee", "kind")]
    found = [
        (
            name,
            _months([month for month, _ in seen]),
            _euro(kind, [euro for _, euro in seen if euro is not None]),
            words(f"instruments.party_{payer}"),
            words(f"instruments.party_{payee}"),
            words(f"instruments.kind_{kind}"),
        )
        for (name, kind, payer, payee), seen in rows.items()
    ]
    return pd.DataFrame(found, columns=columns).astype({columns[2]: float})


def balance(answer: Answer, words: Texts) -> list[tuple[str, float]]:
    """What each party that takes part receives less what it pays, by its name, in euro over all months."""
    return [(words(f"instruments.party_{one}"), answer["summary"][one]) for one in PARTIES if one in answer["summary"]]


def _euro(kind: str, known: list[float]) -> float | None:
    if not known:
        return None
    return max(known) if kind == "risk" else sum(known)


def _months(months: list[int]) -> str:
    """Months as runs: "1-6, 9"."""
    runs: list[list[int]] = []
    for month in sorted(set(months)):
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
