"""Flows of referrals: how many people go from where to where, how long they wait, who bounces or vanishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.referrals import By, Ints, Referrals, Selection, distinct_people, referrals
from graph.analysis.survival import medians
from graph.network import Network
from graph.privacy import MIN_PEOPLE, Cell, hidden_cells, is_total, suppress_flows, suppress_number

ENDS = ("refused", "vanished", "open")
SHARES = (*ENDS, "warm", "feedback")


@dataclass(frozen=True)
class Flows:
    """Flows that may be shown: those of few people are hidden, and cannot be computed from the rest.

    ``table`` has one row per (source, target), ordered by them: ids of the nodes ``by``; ``people``,
    ``referrals``; ``median_days`` (Kaplan-Meier median from referral to first contact: who still
    waits counts; NaN where fewer than half were seen); shares of the referrals that were ``refused``,
    ``vanished``, are still ``open``, were handed over ``warm`` (of those known), came with
    ``feedback``; ``hidden``. A share is NaN as well when the number of people behind it is small.
    ``people`` and ``referrals`` of the whole are None when small. ``until`` is the day up to which
    things are known.
    """

    by: By
    selection: Selection
    table: pd.DataFrame
    people: int | None
    referrals: int | None
    until: date | None


def flows(network: Network, by: By = "stage", selection: Selection = Selection()) -> Flows:
    """Count the flows between stages, organisations, kinds or municipalities, small ones hidden."""
    return shown_flows(referrals(network, by, selection), selection)


def shown_flows(chosen: Referrals, selection: Selection) -> Flows:
    """As :func:`flows`, for referrals that were chosen already."""
    raw, key = _table(chosen)
    shown = suppress_flows(raw, also=("median_days", *SHARES))
    hidden = shown["hidden"].to_numpy()
    shown["median_days"] = shown["median_days"].mask(_few_met(chosen, key, len(raw)))
    for names, masks in _parts(chosen).items():
        small = _hidden_parts(chosen, key, masks, hidden)
        for at, name in enumerate(names):
            shown[name] = shown[name].mask(small[:, at])
    everyone = len(chosen.cases)
    total = len(chosen) if suppress_number(everyone) is not None else None
    return Flows(chosen.by, selection, shown, suppress_number(everyone), total, chosen.until)


def shown_ends(chosen: Referrals) -> pd.DataFrame:
    """Of the flows of :func:`shown_flows` source, target, people, referrals, hidden, and ``ends_hidden``.

    ``ends_hidden``: a share that was refused, vanished or is open is hidden there (NaN). The same as in the whole
    table, at a third of the work.
    """
    width = len(chosen.ids)
    pairs, key = np.unique(chosen.source * width + chosen.target, return_inverse=True)
    names = np.array(chosen.ids, dtype=object)
    raw = pd.DataFrame(
        {
            "source": names[pairs // width],
            "target": names[pairs % width],
            "people": distinct_people(key, chosen.case, len(pairs)),
            "referrals": np.bincount(key, minlength=len(pairs)),
        }
    )
    shown = suppress_flows(raw)
    hidden = shown["hidden"].to_numpy()
    small = _hidden_parts(chosen, key, _parts(chosen)[ENDS], hidden)
    return shown.assign(ends_hidden=hidden | small[:, : len(ENDS)].any(axis=1))


def _parts(chosen: Referrals) -> dict[tuple[str, ...], list[NDArray[np.bool_]]]:
    """In what the referrals of a flow fall apart, by the names of the shares that are shown of it."""
    return {
        ENDS: [chosen.refused, chosen.vanished, chosen.open, chosen.arrived],
        ("warm",): [chosen.warm, chosen.cold, ~(chosen.warm | chosen.cold)],
        ("feedback",): [chosen.feedback, ~chosen.feedback],
    }


def flow_table(chosen: Referrals) -> pd.DataFrame:
    """The flows with every number in them, **not** suppressed: for rules and checks, never for a screen."""
    return _table(chosen)[0]


def cases_behind(
    network: Network, by: By, source: str, target: str, selection: Selection = Selection()
) -> tuple[str, ...] | None:
    """The pseudonyms of the people in a flow, ordered; None when the flow is hidden or does not exist."""
    chosen = referrals(network, by, selection)
    table = shown_flows(chosen, selection).table
    row = table[(table["source"] == source) & (table["target"] == target)]
    if row.empty or row["hidden"].iloc[0]:
        return None
    place = {name: at for at, name in enumerate(chosen.ids)}
    inside = (chosen.source == place[source]) & (chosen.target == place[target])
    return tuple(sorted(chosen.cases[np.unique(chosen.case[inside])]))


def _table(chosen: Referrals) -> tuple[pd.DataFrame, Ints]:
    """The raw flows, and for each referral the row it is in."""
    width = len(chosen.ids)
    pairs, key = np.unique(chosen.source * width + chosen.target, return_inverse=True)
    n = len(pairs)
    count = np.bincount(key, minlength=n)

    def share(part: NDArray[np.bool_], of: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        whole = count if of is None else np.bincount(key[of], minlength=n)
        return np.where(whole > 0, np.bincount(key[part], minlength=n) / np.maximum(whole, 1), np.nan)

    names = np.array(chosen.ids, dtype=object)
    table = pd.DataFrame(
        {
            "source": names[pairs // width],
            "target": names[pairs % width],
            "people": distinct_people(key, chosen.case, n),
            "referrals": count,
            "median_days": medians(key, chosen.waited, chosen.met, n),
            "refused": share(chosen.refused),
            "vanished": share(chosen.vanished),
            "open": share(chosen.open),
            "warm": share(chosen.warm, chosen.warm | chosen.cold),
            "feedback": share(chosen.feedback),
        }
    )
    return table, key


def _few_met(chosen: Referrals, key: Ints, n: int) -> NDArray[np.bool_]:
    """Flows whose waiting time rests on fewer people than may be shown."""
    counts = ~np.isnan(chosen.waited)
    return distinct_people(key[counts], chosen.case[counts], n) < MIN_PEOPLE


def _hidden_parts(
    chosen: Referrals, key: Ints, masks: list[NDArray[np.bool_]], hidden: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which parts of which flows stand for too few people, or would give another part away."""
    n, k = len(hidden), len(masks)
    part = np.argmax(np.array(masks), axis=0) if len(key) else key
    cell = key * k + part
    count = np.bincount(cell, minlength=n * k)
    people = distinct_people(cell, chosen.case, n * k)
    some = np.flatnonzero(count)
    at_cell: list[Cell] = list(zip((some // k).tolist(), (some % k).tolist(), strict=True))
    cells = dict(zip(at_cell, count[some].tolist(), strict=True))
    behind = dict(zip(at_cell, people[some].tolist(), strict=True))
    small = [cell for cell, few in behind.items() if few < MIN_PEOPLE]
    answer = np.zeros((n, k), dtype=bool)
    rows = [int(row) for row in np.flatnonzero(hidden)]
    for row, column in hidden_cells(cells, primary=small, primary_rows=rows, people=behind):
        if not is_total(row) and not is_total(column):
            at: tuple[int, int] = (row, column)  # type: ignore[assignment]
            answer[at] = True
    return answer
