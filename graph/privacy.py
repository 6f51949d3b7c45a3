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

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.thresholds import thresholds

MIN_PEOPLE = thresholds().min_people
TOTAL = "total"
Cell = tuple[Hashable, Hashable]
_TOTAL = object()  # the row or column of totals, unlike any label
_BATCH = 8  # exposed cells mended before looking again which ones are still exposed


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
    table = _Table(dict(cells), minimum, people)
    if primary is not None:
        table.hide(primary)
        table.hide((row, _TOTAL) for row in primary_rows)
        table.hide((_TOTAL, column) for column in primary_columns)
    table.hide(
        cell
        for cell, n in zip(table.cells, table.people, strict=True)
        if n < minimum and (primary is None or _margin(cell))
    )
    while True:
        table.fill_lines()
        exposed = table.exposed()
        if not exposed:
            return table.answer()
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


def _margin(cell: Cell) -> bool:
    return cell[0] is _TOTAL or cell[1] is _TOTAL


class _Table:
    """The cells of a table with its totals, numbered; and which of them are hidden so far.

    ``up`` is the edge of each cell in the direction in which its count can grow. A total stands with
    a minus sign in the equation of its own line, so its edge runs the other way than a cell's.
    """

    def __init__(self, cells: dict[Cell, int], minimum: int, people: Mapping[Cell, int] | None) -> None:
        self.minimum = minimum
        values: dict[Cell, int] = {}
        for (row, column), value in cells.items():
            if value < 1:
                raise ValueError("a cell is at least 1; leave out what is zero")
            for cell in ((row, column), (row, _TOTAL), (_TOTAL, column), (_TOTAL, _TOTAL)):
                values[cell] = values.get(cell, 0) + value
        whole = values.get((_TOTAL, _TOTAL), 0)
        margins = [(cell[0] is _TOTAL) + (cell[1] is _TOTAL) for cell in values]
        # What is lost by hiding a cell: its count; totals only when nothing else will do.
        costs = [value + 10 * whole * margin for value, margin in zip(values.values(), margins, strict=True)]
        order = sorted(range(len(costs)), key=costs.__getitem__)
        named = list(values.items())
        self.cells = [named[at][0] for at in order]
        self.values = [named[at][1] for at in order]
        self.costs = [costs[at] for at in order]
        self.people = self.values if people is None else self._added(people)
        self.place = {cell: at for at, cell in enumerate(self.cells)}
        self.hidden = np.zeros(len(self.cells), dtype=bool)
        self.lines: dict[tuple[str, Hashable], list[int]] = {}  # cheapest first, without the line's total
        nodes: dict[tuple[str, Hashable], int] = {}
        self.up: list[tuple[int, int]] = []
        back: list[int] = []
        for at, (row, column) in enumerate(self.cells):
            start, end = (nodes.setdefault(line, len(nodes)) for line in (("row", row), ("column", column)))
            if (row is _TOTAL) != (column is _TOTAL):
                start, end = end, start
            self.up.append((start, end))
            if self.values[at] > 1:
                back.append(at)
            if column is not _TOTAL:
                self.lines.setdefault(("row", row), []).append(at)
            if row is not _TOTAL:
                self.lines.setdefault(("column", column), []).append(at)
        self.arc_cells = np.array([*range(len(self.cells)), *back], dtype=np.int64)
        arcs = [*self.up, *(self.up[at][::-1] for at in back)]
        self.graph = igraph.Graph(n=len(nodes), edges=arcs, directed=True)

    def _added(self, people: Mapping[Cell, int]) -> list[int]:
        """People behind each cell; for a total the sum, which is not less than how many different ones."""
        added: dict[Cell, int] = {}
        for (row, column), n in people.items():
            for cell in ((row, column), (row, _TOTAL), (_TOTAL, column), (_TOTAL, _TOTAL)):
                added[cell] = added.get(cell, 0) + n
        return [added[cell] for cell in self.cells]

    def hide(self, cells: Iterable[Cell]) -> None:
        self.hidden[[self.place[cell] for cell in cells if cell in self.place]] = True

    def answer(self) -> frozenset[Cell]:
        return frozenset(self.cells[at] for at in np.flatnonzero(self.hidden))

    def fill_lines(self) -> None:
        """Guarantee 3, and the commonest breach of 2: one hidden cell in a line with its total shown."""
        changed = True
        while changed:
            changed = False
            for (kind, label), line in self.lines.items():
                total = self.place[(label, _TOTAL) if kind == "row" else (_TOTAL, label)]
                inside = [at for at in line if self.hidden[at]]
                if not inside or self.hidden[total]:
                    continue
                known, n = sum(self.people[at] for at in inside), len(inside)
                for at in line:
                    if known >= self.minimum and n > 1:
                        break
                    if not self.hidden[at]:
                        self.hidden[at] = changed = True
                        known, n = known + self.people[at], n + 1
                if n == 1:  # alone in its line: the total is the same number
                    self.hidden[total] = changed = True

    def exposed(self) -> list[int]:
        """The hidden cells that can be computed: those on no cycle of the mixed graph."""
        found = np.flatnonzero(self.hidden).tolist()
        graph = self.graph.subgraph_edges(np.flatnonzero(self.hidden[self.arc_cells]).tolist(), delete_vertices=False)
        strong = graph.connected_components(mode="strong").membership
        inside = [at for at in found if strong[self.up[at][0]] == strong[self.up[at][1]]]
        bridges = igraph.Graph(n=self.graph.vcount(), edges=[self.up[at] for at in inside]).bridges()
        safe = set(inside) - {inside[at] for at in bridges}
        return [at for at in found if at not in safe]

    def repair(self, exposed: list[int]) -> None:
        """Put the first exposed cells on the cycle that hides least; that often mends others too."""
        for at in exposed[:_BATCH]:
            self.hidden[self._cycle(at)] = True

    def _cycle(self, cell: int) -> list[int]:
        """The cheapest way back from where the cell's edge ends (hidden cells cost nothing).

        There is always one: the cell, the totals of its row and column, and the grand total.
        """
        end, start = self.up[cell]
        weights = np.where(self.hidden, 0.0, self.costs)[self.arc_cells]
        weights[self.arc_cells == cell] = np.inf
        path = self.graph.get_shortest_paths(start, end, weights=weights.tolist(), output="epath")[0]
        return [int(self.arc_cells[arc]) for arc in path]
