"""The region at a glance: who is there, how referrals go, and how that compares with a year before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.dates import last_recorded, months_before
from graph.analysis.referrals import Referrals, Selection, distinct_people, referrals
from graph.analysis.survival import kaplan_meier
from graph.analysis.ties import STANDINGS, Ties, collaboration_ties
from graph.network import Network
from graph.privacy import MIN_PEOPLE, Cell, hidden_cells, is_total, suppress_number

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """A value over the last twelve months, and over the twelve before.

    None when few people are behind it, or when the log does not reach back that far.
    """

    now: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """``now`` minus ``before``; None when either is."""
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True)
class Overview:
    """What the screen of a region shows.

    ``organisations``: counts by kind (rows) and municipality (columns, "" where unknown); organisations
    are not people, so nothing is hidden. ``months``: month (first day), referrals and people, NA where
    few, over the last ``MONTHS`` whole or begun months. ``referrals`` and ``people`` are counts; ``warm``
    (of handovers recorded as warm or cold), ``refused``, ``vanished`` shares; ``wait`` the Kaplan-Meier
    median in days from referral to first contact. ``ties`` counts by status; those too long ago are "stale"
    instead, so that the four add up.
    """

    organisations: pd.DataFrame
    ties: dict[str, int]
    months: pd.DataFrame
    referrals: Figure
    people: Figure
    warm: Figure
    refused: Figure
    vanished: Figure
    wait: Figure
    until: date | None


def overview(network: Network, known: Ties | None = None) -> Overview:
    """Sum up a snapshot. The years compared end on the last day recorded in it."""
    ties = known or collaboration_ties(network)
    until = last_recorded(network)
    years = _years(network, until)
    return Overview(
        organisations=_organisations(network),
        ties={one: int((ties.standing == one).sum()) for one in STANDINGS},
        months=_months(network, until),
        referrals=_figure(years, lambda y: len(y) if len(y.cases) >= MIN_PEOPLE or not len(y) else None),
        people=_figure(years, lambda y: suppress_number(len(y.cases))),
        warm=_figure(years, lambda y: _share(y, y.warm, y.warm | y.cold)),
        refused=_figure(years, lambda y: _share(y, y.refused)),
        vanished=_figure(years, lambda y: _share(y, y.vanished)),
        wait=_figure(years, _wait),
        until=until,
    )


def _years(network: Network, until: date | None) -> tuple[Referrals, Referrals | None]:
    """The last year and the one before; the second is None when the log does not reach back that far."""
    if until is None:
        return referrals(network, "organisation"), None
    start, earlier = (months_before(until, m) + timedelta(days=1) for m in (12, 24))
    last = referrals(network, "organisation", Selection(start=start, end=until))
    first = network.referrals["date"].min()
    if pd.isna(first) or first.date() > earlier + timedelta(days=31):
        return last, None
    return last, referrals(network, "organisation", Selection(start=earlier, end=start - timedelta(days=1)))


def _figure(years: tuple[Referrals, Referrals | None], value: Callable[[Referrals], float | None]) -> Figure:
    return Figure(*(None if year is None else value(year) for year in years))


def _share(year: Referrals, part: NDArray[np.bool_], of: NDArray[np.bool_] | None = None) -> float | None:
    """A share, unless the people in it or in the rest are too few."""
    whole = np.ones(len(year), dtype=bool) if of is None else of
    sides = [len(np.unique(year.case[rows])) for rows in (part & whole, whole & ~part)]
    if not whole.any() or any(0 < people < MIN_PEOPLE for people in sides):
        return None
    return float(part[whole].mean())


def _wait(year: Referrals) -> float | None:
    rows = ~np.isnan(year.waited)
    if len(np.unique(year.case[rows])) < MIN_PEOPLE:
        return None
    return kaplan_meier(year.waited[rows], year.met[rows]).median


def _organisations(network: Network) -> pd.DataFrame:
    kinds = [e.kind for e in network.organisations]
    places = [str(e.properties.get("gm_code") or "") for e in network.organisations]
    order = [code for code in network.schema.entities if code in set(kinds)]
    table = pd.crosstab(pd.Series(kinds, dtype=object), pd.Series(places, dtype=object)).reindex(order)
    return table.rename_axis(index="kind", columns="municipality")


def _months(network: Network, until: date | None) -> pd.DataFrame:
    if until is None:
        return pd.DataFrame({"month": [], "referrals": [], "people": []})
    first = np.datetime64(months_before(until.replace(day=1), MONTHS - 1), "M")
    chosen = referrals(network, "organisation", Selection(start=first.astype("datetime64[D]").astype(date)))
    month = chosen.day.astype("datetime64[D]").astype("datetime64[M]")
    at = (month - first).astype(np.int64)
    count = np.bincount(at, minlength=MONTHS)[:MONTHS]
    people = distinct_people(at, chosen.case, MONTHS)
    cells: dict[Cell, int] = {(int(m), "all"): int(count[m]) for m in np.flatnonzero(count)}
    small: list[Cell] = [(int(m), "all") for m in np.flatnonzero((people > 0) & (people < MIN_PEOPLE))]
    hidden = np.zeros(MONTHS, dtype=bool)
    behind: dict[Cell, int] = {cell: int(people[int(str(cell[0]))]) for cell in cells}
    for row, column in hidden_cells(cells, primary=small, people=behind):
        if not is_total(row) and not is_total(column):
            hidden[int(str(row))] = True
    return pd.DataFrame(
        {
            "month": (first + np.arange(MONTHS)).astype("datetime64[s]"),
            "referrals": pd.arrays.IntegerArray(count.astype(np.int64), hidden),
            "people": pd.arrays.IntegerArray(people, hidden.copy()),
        }
    )
