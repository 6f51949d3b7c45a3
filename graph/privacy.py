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
from heapq import heappop, heappush
from itertools import count
from typing import Any

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.thresholds import thresholds

MIN_PEOPLE = thresholds().min_people
TOTAL = "total"
Cell = tuple[Hashable, Hashable]
_TOTAL = object()  # the row or column of totals, unlike any label


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


def hidden_cells(
    cells: Mapping[Cell, int],
    primary: Iterable[Cell] | None = None,
    primary_rows: Iterable[Hashable] = (),
    primary_columns: Iterable[Hashable] = (),
    minimum: int = MIN_PEOPLE,
) -> frozenset[Cell]:
    """Which cells of a table with totals must be hidden so that the guarantees above hold.

    ``cells`` maps (row, column) to a count of at least 1; absent cells are zero and visible.
    ``primary`` (and ``primary_rows``/``primary_columns`` for totals) are hidden at least; by default
    every count and every total under ``minimum``. In the answer a total has a label of its own as its
    row, its column or both: ask :func:`is_total`. Cost about linear in the number of cells, times the repairs needed.
    """
    table = _Table(dict(cells), minimum)
    if primary is not None:
        table.hide(primary)
        table.hide((row, _TOTAL) for row in primary_rows)
        table.hide((_TOTAL, column) for column in primary_columns)
    table.hide(cell for cell, value in table.values.items() if value < minimum and (primary is None or _margin(cell)))
    while True:
        table.fill_lines()
        exposed = table.exposed()
        if not exposed:
            return frozenset(table.hidden)
        table.repair(exposed)


def is_total(label: Hashable) -> bool:
    """Whether a row or column label of :func:`hidden_cells` stands for the totals."""
    return label is _TOTAL


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
    hidden = hidden_cells(cells, primary=small, minimum=minimum)
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


def _margin(cell: Cell) -> bool:
    return cell[0] is _TOTAL or cell[1] is _TOTAL


class _Table:
    """The cells of a table with its totals, and which of them are hidden so far."""

    def __init__(self, cells: dict[Cell, int], minimum: int) -> None:
        self.minimum = minimum
        self.values: dict[Cell, int] = {}
        for (row, column), value in cells.items():
            if value < 1:
                raise ValueError("a cell is at least 1; leave out what is zero")
            for cell in ((row, column), (row, _TOTAL), (_TOTAL, column), (_TOTAL, _TOTAL)):
                self.values[cell] = self.values.get(cell, 0) + value
        self.hidden: set[Cell] = set()
        self.lines: dict[tuple[str, Hashable], list[Cell]] = {}
        for cell in sorted(self.values, key=self._cost):
            if cell[1] is not _TOTAL:
                self.lines.setdefault(("row", cell[0]), []).append(cell)
            if cell[0] is not _TOTAL:
                self.lines.setdefault(("column", cell[1]), []).append(cell)

    def hide(self, cells: Iterable[Cell]) -> None:
        self.hidden.update(cell for cell in cells if cell in self.values)

    def fill_lines(self) -> None:
        """Guarantee 3, and its commonest breach of 2: one hidden cell in a line with its total shown."""
        changed = True
        while changed:
            changed = False
            for (kind, label), line in self.lines.items():
                total = (label, _TOTAL) if kind == "row" else (_TOTAL, label)
                if total in self.hidden:
                    continue
                hidden = [cell for cell in line if cell in self.hidden]
                if not hidden:
                    continue
                known = sum(self.values[cell] for cell in hidden)
                for cell in line:  # cheapest first
                    if known >= self.minimum and len(hidden) > 1:
                        break
                    if cell not in self.hidden:
                        self.hidden.add(cell)
                        hidden.append(cell)
                        known += self.values[cell]
                        changed = True
                if len(hidden) == 1:  # alone in its line: the total is the same number
                    self.hidden.add(total)
                    changed = True

    def exposed(self) -> list[Cell]:
        """The hidden cells that can be computed: those on no cycle of the mixed graph."""
        cells = sorted(self.hidden, key=self._cost)
        nodes: dict[tuple[str, Hashable], int] = {}
        ends = [self._ends(cell, nodes) for cell in cells]
        both = [self.values[cell] > 1 for cell in cells]
        arcs = [
            pair for (u, v), free in zip(ends, both, strict=True) for pair in ([(u, v), (v, u)] if free else [(u, v)])
        ]
        strong = igraph.Graph(n=len(nodes), edges=arcs, directed=True).connected_components(mode="strong").membership
        inside = [at for at, (u, v) in enumerate(ends) if strong[u] == strong[v]]
        within = igraph.Graph(n=len(nodes), edges=[ends[at] for at in inside])
        bridges = {inside[at] for at in within.bridges()}
        fixed = (set(range(len(cells))) - set(inside)) | bridges
        return [cells[at] for at in sorted(fixed)]

    def repair(self, exposed: list[Cell]) -> None:
        """Put the first exposed cell on the cycle that hides least (Dijkstra; hidden cells cost nothing)."""
        cell = exposed[0]
        nodes: dict[tuple[str, Hashable], int] = {}
        out: dict[int, list[tuple[int, Cell]]] = {}
        start = end = -1
        for other in self.values:
            u, v = self._ends(other, nodes)
            if other == cell:
                start, end = v, u
                continue
            out.setdefault(u, []).append((v, other))
            if self.values[other] > 1:
                out.setdefault(v, []).append((u, other))
        order = count()
        queue: list[tuple[float, int, int, Cell | None, int]] = [(0.0, next(order), start, None, -1)]
        came: dict[int, tuple[int, Cell | None]] = {}
        while queue:
            cost, _, node, by, before = heappop(queue)
            if node in came:
                continue
            came[node] = (before, by)
            if node == end:
                break
            for step, other in out.get(node, ()):
                if step not in came:
                    price = 0.0 if other in self.hidden else self._cost(other)[0]
                    heappush(queue, (cost + price, next(order), step, other, node))
        node = end
        while node != start:
            node, by = came[node]
            if by is not None:
                self.hidden.add(by)

    def _cost(self, cell: Cell) -> tuple[float, str]:
        """What is lost by hiding a cell: its count; totals only when nothing else will do."""
        margin = (cell[0] is _TOTAL) + (cell[1] is _TOTAL)
        return (self.values[cell] + margin * 10.0 * self.values[_TOTAL, _TOTAL], repr(cell) if not margin else "")

    @staticmethod
    def _ends(cell: Cell, nodes: dict[tuple[str, Hashable], int]) -> tuple[int, int]:
        """The two ends of a cell, in the direction in which its count goes up.

        A total stands with a minus sign in the equation of its own line, so that its edge, like a
        cell's, runs from its row to its column only when it is turned around; see the tests, which
        check the answer against linear programming.
        """
        row = nodes.setdefault(("row", cell[0]), len(nodes))
        column = nodes.setdefault(("column", cell[1]), len(nodes))
        return (column, row) if (cell[0] is _TOTAL) != (cell[1] is _TOTAL) else (row, column)
