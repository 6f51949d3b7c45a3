"""What may be shown: counts of people under the threshold never leave, not even by subtraction.

A table of counts with its totals is a set of equations. Hiding only the small cells lets a reader
compute them back. The hidden cells are therefore seen as edges between the row and the column they
stand in (the totals are a row and a column of their own): a cell follows exactly when its edge lies
on no cycle (Gusfield 1988, SIAM J. Comput. 17:552; Boesch & Tindell 1980 for one-way edges). Zeros
stay visible, so a hidden cell is known to be at least 1; a hidden 1 can only go up, which makes it a
one-way edge.

What is guaranteed for one table shown with its totals:

1. no count from 1 up to the threshold is shown;
2. for every hidden cell at least two whole numbers fit everything that is shown;
3. the hidden cells of a row or column whose total is shown add up to at least the threshold.

It does not reach across tables: two tables of the same people, cut differently, must be protected
together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.hiding import Cell as Cell
from graph.hiding import Hiding
from graph.thresholds import thresholds

MIN_PEOPLE = thresholds().min_people
TOTAL = "total"
TOTAL_LINE = object()  # the row or column of totals, unlike any label


def suppress_table(counts: pd.DataFrame, totals: bool = True, minimum: int = MIN_PEOPLE) -> pd.DataFrame:
    """Hide the small counts of people in a table, and as few others as needed to keep them hidden.

    ``counts`` holds whole numbers, 0 or more. With ``totals`` the answer has one more row and column,
    both called ``TOTAL``, and hidden cells cannot be computed from them; without, totals may be shown
    nowhere. Types are Int64, with NA where hidden. Raises ValueError for what is not a count.
    """
    values = _whole(counts)
    if not totals:
        return _masked(values, (values > 0) & (values < minimum), counts.index, counts.columns)
    for axis, labels in (("row", counts.index), ("column", counts.columns)):
        if TOTAL in labels or not labels.is_unique:
            raise ValueError(f"{axis} labels must be unique and may not be {TOTAL!r}")
    rows, columns = values.shape
    cells = {(i, j): int(values[i, j]) for i, j in zip(*np.nonzero(values), strict=True)}
    full = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    full[:rows, :columns] = values
    full[:rows, columns] = values.sum(axis=1)
    full[rows] = full[:rows].sum(axis=0)
    mask = np.zeros(full.shape, dtype=bool)
    for row, column in hidden_cells(cells, minimum=minimum):
        at: Any = (rows if is_total(row) else row, columns if is_total(column) else column)
        mask[at] = True
    return _masked(full, mask, [*counts.index, TOTAL], [*counts.columns, TOTAL])


def suppress_counts(counts: pd.Series, totals: bool = True, minimum: int = MIN_PEOPLE) -> pd.Series:
    """As :func:`suppress_table` for one column of counts; with ``totals`` its last entry is ``TOTAL``."""
    table = suppress_table(counts.to_frame(name="count"), totals=totals, minimum=minimum)
    column: pd.Series = table["count"]
    column.name = counts.name
    return column


def suppress_number(people: int, minimum: int = MIN_PEOPLE) -> int | None:
    """A count of people by itself: None when it is too small to be shown."""
    return None if 0 < people < minimum else people


def suppress_part(table: pd.DataFrame, whole: str, part: str) -> pd.DataFrame:
    """Hide, row by row, a part of few people, a part that all but a few are in, and a whole of few people.

    A whole that is hidden already hides its part.
    """
    wholes, parts = table[whole].astype("Int64"), table[part].astype("Int64")
    rest = wholes - parts
    small = ((wholes > 0) & (wholes < MIN_PEOPLE)).fillna(True)
    few = [((n > 0) & (n < MIN_PEOPLE)).fillna(True) for n in (parts, rest)]
    hidden = small.to_numpy(dtype=bool) | few[0].to_numpy(dtype=bool) | few[1].to_numpy(dtype=bool)
    return table.assign(**{whole: wholes.mask(small.to_numpy(dtype=bool)), part: parts.mask(hidden)})


def hidden_cells(
    cells: Mapping[Cell, int],
    primary: Iterable[Cell] | None = None,
    primary_rows: Iterable[Hashable] = (),
    primary_columns: Iterable[Hashable] = (),
    people: Mapping[Cell, int] | None = None,
    minimum: int = MIN_PEOPLE,
) -> frozenset[Cell]:
    """Which cells of a table with totals must be hidden so that the guarantees above hold.

    ``cells`` maps (row, column) to a count of at least 1; absent cells are zero and visible.
    ``primary`` (and ``primary_rows``/``primary_columns`` for totals) are hidden at least; by default
    every count and every total under ``minimum``. Where the counts are not of people (referrals, of
    which one person may have several), ``people`` says how many people stand behind each cell, and
    what is hidden in a line must add up to ``minimum`` of those. In the answer a total has a label of its own as its
    row, its column or both: ask :func:`is_total`. Cost about linear in the number of cells, times the repairs needed.
    """
    table = Hiding(cells, TOTAL_LINE, minimum, people)
    if primary is not None:
        table.hide(primary)
        table.hide((row, TOTAL_LINE) for row in primary_rows)
        table.hide((TOTAL_LINE, column) for column in primary_columns)
    table.hide_small(totals_only=primary is not None)
    while True:
        table.fill_lines()
        exposed = table.exposed()
        if not exposed:
            return table.answer()
        table.repair(exposed)


def is_total(label: Hashable) -> bool:
    """Whether a row or column label of :func:`hidden_cells` stands for the totals."""
    return label is TOTAL_LINE


def suppress_flows(
    flows: pd.DataFrame,
    *,
    source: str = "source",
    target: str = "target",
    people: str = "people",
    referrals: str = "referrals",
    also: Iterable[str] = (),
    minimum: int = MIN_PEOPLE,
) -> pd.DataFrame:
    """Hide the flows of few people: people, referrals and every measure in ``also`` go together.

    One row per (source, target), with at least one referral. What a source sends out and a target
    takes in may be shown beside it: no hidden number of referrals follows from those. The answer has
    an extra column ``hidden``; hidden numbers are NA or NaN.
    """
    keys = list(zip(flows[source], flows[target], strict=True))
    if len(set(keys)) != len(keys):
        raise ValueError("a flow may stand in the table once")
    small = [key for key, n in zip(keys, flows[people], strict=True) if n < minimum]
    cells = {key: int(n) for key, n in zip(keys, flows[referrals], strict=True)}
    behind = {key: int(n) for key, n in zip(keys, flows[people], strict=True)}
    hidden = hidden_cells(cells, primary=small, people=behind, minimum=minimum)
    mask = np.array([key in hidden for key in keys], dtype=bool)
    answer = flows.copy()
    for name in (people, referrals):
        answer[name] = answer[name].astype("Int64").mask(mask)
    for name in also:
        answer[name] = answer[name].mask(mask)
    answer["hidden"] = mask
    return answer


def _masked(values: NDArray[np.int64], mask: NDArray[np.bool_], index: Any, columns: Any) -> pd.DataFrame:
    arrays = [pd.arrays.IntegerArray(values[:, j], mask[:, j]) for j in range(values.shape[1])]
    return pd.DataFrame(dict(enumerate(arrays)), index=index).set_axis(columns, axis=1)


def _whole(counts: pd.DataFrame) -> NDArray[np.int64]:
    values = counts.to_numpy(dtype=float)
    if not np.all(np.isfinite(values)) or np.any(values < 0) or np.any(values != np.floor(values)):
        raise ValueError("counts of people are whole numbers of 0 or more")
    return values.astype(np.int64)
