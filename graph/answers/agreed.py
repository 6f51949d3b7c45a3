"""The agreed handovers beside what is there, as data."""

from __future__ import annotations

from typing import Any

import pandas as pd

from graph.analysis.agreed import STEPS, AgreedThere
from graph.answers.common import VERSION, plain, scope_answer
from graph.network import Network


def agreed_answer(network: Network, found: AgreedThere, pairs: pd.DataFrame) -> dict[str, Any]:
    """A cell per municipality and agreed handover, and the organisations, ties and people behind them."""
    by_code = {line.code: line for line in found.lines}

    def of(code: str) -> dict[str, Any]:
        line = by_code[code]
        return {"handover": line.handover, "kind": line.kind}

    cells = [
        {
            "municipality": place,
            **of(code),
            "stage": by_code[code].stage,
            "step": cell.step,
            "organisations": cell.organisations,
            "reached": dict(cell.reached),
        }
        for (place, code), cell in found.cells.items()
        if place
    ]
    tied = pairs.assign(tie=pairs["tie"].replace("", None), target_kind=pairs["kind"]).drop(columns="kind")
    return {
        "version": VERSION,
        "scope": scope_answer(network),
        "summary": {step: sum(cell["step"] == step for cell in cells) for step in STEPS},
        "cells": plain(cells),
        "organisations": [{**of(row.pop("line")), **row} for row in plain(found.senders)],
        "pairs": [{**of(row.pop("line")), **row} for row in plain(tied)],
    }
