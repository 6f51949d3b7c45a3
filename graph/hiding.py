"""A table of counts with its totals, and which of its cells are hidden so far: see :mod:`graph.privacy`.

Cells are numbers here, the cheapest to hide first, and a line (a row or a column) keeps count of what is hidden in it:
a table of some thousands of routes is looked over many times before nothing follows from it any more.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Cell = tuple[Hashable, Hashable]
Ints = NDArray[np.int64]
_BATCH = 8  # exposed cells mended before looking again which ones are still exposed


class Hiding:
    """The cells of a table with its totals, numbered; and which of them are hidden so far.

    ``up`` is the edge of each cell in the direction in which its count can grow. A total stands with
    a minus sign in the equation of its own line, so its edge runs the other way than a cell's.
    """

    def __init__(
        self, cells: Mapping[Cell, int], total: Hashable, minimum: int, people: Mapping[Cell, int] | None
    ) -> None:
        """``total`` is the label of the row and the column of totals. Raises ValueError for a count under 1."""
        self._minimum, self._total = minimum, total
        value = np.fromiter(cells.values(), dtype=np.int64, count=len(cells))
        if len(value) and value.min() < 1:
            raise ValueError("a cell is at least 1; leave out what is zero")
        rows, row_names = _numbered([row for row, _ in cells])
        columns, column_names = _numbered([column for _, column in cells])
        # The cells of the table, then the totals of rows, of columns, and of all; each with its row and column.
        n, r, c = len(cells), len(row_names), len(column_names)
        row = np.concatenate([rows, np.arange(r), np.full(c, r), np.full(min(n, 1), r)])
        column = np.concatenate([columns, np.full(r, c), np.arange(c), np.full(min(n, 1), c)])
        behind = value if people is None else np.array([people[cell] for cell in cells], dtype=np.int64)
        order = self._order(rows, columns, value, row == r, column == c)
        self._row, self._column = row[order], column[order]
        names = ([*row_names, total], [*column_names, total])
        self._names = [
            (names[0][a], names[1][b]) for a, b in zip(self._row.tolist(), self._column.tolist(), strict=True)
        ]
        self._place = dict(zip(self._names, range(len(order)), strict=True))
        self._value = _with_totals(rows, columns, value, r, c)[order]
        self._people = _with_totals(rows, columns, behind, r, c)[order]
        self._margins = (self._row == r).astype(np.int64) + (self._column == c)
        self._costs = self._value + 10 * int(value.sum()) * self._margins
        self.hidden = np.zeros(len(order), dtype=bool)
        self._lines(r, c)
        self._edges(r, c)

    def hide(self, cells: Iterable[Cell]) -> None:
        """Hide cells by their labels; what the table does not have is passed over."""
        self._hide([self._place[cell] for cell in cells if cell in self._place])

    def hide_small(self, *, totals_only: bool) -> None:
        """Hide every count of fewer people than may be shown, or only such totals."""
        small = self._people < self._minimum
        self._hide(np.flatnonzero(small & (self._margins > 0) if totals_only else small).tolist())

    def answer(self) -> frozenset[Cell]:
        """The labels of what is hidden."""
        return frozenset(self._names[at] for at in np.flatnonzero(self.hidden).tolist())

    def fill_lines(self) -> None:
        """Guarantee 3, and the commonest breach of 2: one hidden cell in a line with its total shown."""
        changed = True
        while changed:
            changed = False
            for line, total in enumerate(self._line_total):
                n = self._line_hidden[line]
                if not n or self.hidden[total]:
                    continue
                if self._line_people[line] < self._minimum or n == 1:
                    changed = self._fill(line) or changed
                if self._line_hidden[line] == 1:  # alone in its line: the total is the same number
                    self._hide([total])
                    changed = True

    def _fill(self, line: int) -> bool:
        """Hide the cheapest cells of a line until what is hidden in it is enough; whether any was."""
        before = self._line_hidden[line]
        for at in self._line_cells[line]:
            if self._line_people[line] >= self._minimum and self._line_hidden[line] > 1:
                break
            self._hide([at])
        return self._line_hidden[line] > before

    def exposed(self) -> list[int]:
        """The hidden cells that can be computed: those on no cycle of the mixed graph."""
        found = np.flatnonzero(self.hidden)
        kept = np.flatnonzero(self.hidden[self._arc_cells]).tolist()
        graph = self._graph.subgraph_edges(kept, delete_vertices=False)
        strong = np.array(graph.connected_components(mode="strong").membership, dtype=np.int64)
        ends = self._up[found]
        inside = found[strong[ends[:, 0]] == strong[ends[:, 1]]]
        bridges = igraph.Graph(n=self._graph.vcount(), edges=self._up[inside].tolist()).bridges()
        safe = np.zeros(len(self.hidden), dtype=bool)
        safe[inside] = True
        safe[inside[bridges]] = False
        return [int(at) for at in found[~safe[found]]]

    def repair(self, exposed: list[int]) -> None:
        """Put the first exposed cells on the cycle that hides least; that often mends others too."""
        for at in exposed[:_BATCH]:
            self._hide(self._cycle(at))

    def _hide(self, numbers: Iterable[int]) -> None:
        """Hide cells by their numbers, and count them in their lines."""
        for at in numbers:
            if self.hidden[at]:
                continue
            self.hidden[at] = True
            for line in self._lines_of[at]:
                if line >= 0:
                    self._line_hidden[line] += 1
                    self._line_people[line] += self._people_list[at]

    def _cycle(self, cell: int) -> list[int]:
        """The cheapest way back from where the cell's edge ends (hidden cells cost nothing).

        There is always one: the cell, the totals of its row and column, and the grand total.
        """
        end, start = self._up[cell].tolist()
        weights = np.where(self.hidden, 0.0, self._costs)[self._arc_cells]
        weights[self._arc_cells == cell] = np.inf
        path = self._graph.get_shortest_paths(start, end, weights=weights.tolist(), output="epath")[0]
        return [int(self._arc_cells[arc]) for arc in path]

    @staticmethod
    def _order(rows: Ints, columns: Ints, value: Ints, in_totals: Ints, of_rows: Ints) -> Ints:
        """The cheapest to hide first: cells by their count, then totals; equal ones as they come in the table.

        A total comes after the first cell of its line.
        """
        n = len(rows)
        first_row = np.unique(rows, return_index=True)[1]
        first_column = np.unique(columns, return_index=True)[1]
        come = np.concatenate([4 * np.arange(n), 4 * first_row + 1, 4 * first_column + 2, np.full(min(n, 1), 3)])
        counts = _with_totals(rows, columns, value, len(first_row), len(first_column))
        costs = counts + 10 * int(value.sum()) * (in_totals.astype(np.int64) + of_rows.astype(np.int64))
        return np.lexsort((come, costs))

    def _lines(self, r: int, c: int) -> None:
        """Rows and columns in the order in which they come, each with its cells (without its total) and its total."""
        both = np.column_stack([self._row, r + 1 + self._column])
        both[self._column == c, 0] = -1  # a total is in no row of its own
        both[self._row == r, 1] = -1
        flat = both.ravel()
        known = flat >= 0
        numbers = np.full(len(flat), -1, dtype=np.int64)
        numbers[known], names = pd.factorize(flat[known])
        self._lines_of = [tuple(pair) for pair in numbers.reshape(-1, 2).tolist()]
        self._line_cells: list[list[int]] = [[] for _ in range(len(names))]
        for at, pair in enumerate(self._lines_of):
            for line in pair:
                if line >= 0:
                    self._line_cells[line].append(at)
        places = {(a, b): at for at, (a, b) in enumerate(zip(self._row.tolist(), self._column.tolist(), strict=True))
                  if a == r or b == c}  # fmt: skip
        self._line_total = [places[(name, c) if name <= r else (r, name - r - 1)] for name in names.tolist()]
        self._line_hidden, self._line_people = [0] * len(names), [0] * len(names)
        self._people_list = self._people.tolist()

    def _edges(self, r: int, c: int) -> None:
        """The graph: rows and columns as nodes, an arc for every way in which a count can still go."""
        nodes = np.column_stack([self._row, r + 1 + self._column]).ravel()
        numbers, names = pd.factorize(nodes)
        ends = np.asarray(numbers, dtype=np.int64).reshape(-1, 2)
        turned = (self._row == r) != (self._column == c)
        ends[turned] = ends[turned][:, ::-1]
        back = np.flatnonzero(self._value > 1)
        self._up = ends
        self._arc_cells = np.concatenate([np.arange(len(ends)), back])
        arcs = np.concatenate([ends, ends[back][:, ::-1]])
        self._graph = igraph.Graph(n=len(names), edges=arcs.tolist(), directed=True)


def _numbered(labels: list[Hashable]) -> tuple[Ints, list[Hashable]]:
    """Labels as numbers in the order in which they come, and the labels by number."""
    known: dict[Hashable, int] = {}
    numbers = np.array([known.setdefault(label, len(known)) for label in labels], dtype=np.int64)
    return numbers, list(known)


def _with_totals(rows: Ints, columns: Ints, values: Ints, r: int, c: int) -> Ints:
    """Values, then their sums by row, by column, and of all (nothing of an empty table)."""
    sums = [np.bincount(at, values, size).astype(np.int64) for at, size in ((rows, r), (columns, c))]
    return np.concatenate([values, *sums, np.array([values.sum()] if len(values) else [], dtype=np.int64)])
