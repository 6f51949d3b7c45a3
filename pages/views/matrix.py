"""The network as a matrix: who has ties with whom, ordered by community, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any, Literal, get_args

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.community import communities, divide
from graph.analysis.ties import CONFIRMED, ONE_SIDED, STALE, UNKNOWN, collaboration_ties
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.picture.looks import FAINT, INK, PAPER, shortened
from pages.views.tie_looks import LINES, STATUSES
from pages.views.words import counted, number

By = Literal["organisations", "kinds", "places"]
BYS: tuple[By, ...] = get_args(By)
MOST = 600
"""Organisations that one matrix can show: more rows are thinner than a line on a wall screen."""
SYMBOLS: Mapping[str, str] = {CONFIRMED: "circle", ONE_SIDED: "triangle", UNKNOWN: "emptyCircle", STALE: "diamond"}
SIGNS: Mapping[str, str] = {CONFIRMED: "●", ONE_SIDED: "▲", UNKNOWN: "○", STALE: "◆"}
_NAMES = 70  # rows up to which every name is written
_LABEL = 28


@dataclass(frozen=True)
class Matrix:
    """Rows and columns as (code, name), in order; ``row_blocks``/``column_blocks``: the community of each.

    ``cells``: one row per pair with a tie: ``row`` and ``column`` (positions), ``ties``, the number of
    each status (``confirmed``, ``one_sided``, ``unknown``, ``stale``) and ``status``, the one that most
    of them have. Ties within a group count on the diagonal; a matrix by organisations or kinds is
    symmetric and holds both halves. ``ties``: how many there are in all, each counted once.
    """

    by: By
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    row_blocks: tuple[int, ...]
    column_blocks: tuple[int, ...]
    ties: int
    cells: pd.DataFrame = field(repr=False)

    def code(self, row: int, column: int) -> tuple[str, str]:
        return self.rows[row][0], self.columns[column][0]


def matrix(network: Network, by: By, language: str, shown: tuple[str, ...] = ()) -> Matrix:
    """Ties between organisations, kinds, or municipalities (rows) and kinds (columns).

    ``shown``: statuses that count, empty for all. Rows and columns stand by community (of all reported
    ties among those shown), the largest first, and in it by the number of their ties. Raises ValueError for an
    unknown ``by``, and by organisations above ``MOST`` of them.
    """
    if by not in BYS:
        raise ValueError(f"unknown matrix {by!r}: choose one of {', '.join(BYS)}")
    if by == "organisations" and network.n_organisations > MOST:
        raise ValueError(f"at most {MOST} organisations")
    ties = collaboration_ties(network)
    status = ties.standing
    keep = np.isin(status, list(shown)) if shown else np.ones(len(ties), dtype=bool)
    a, b = ties.a[keep].astype(np.int64), ties.b[keep].astype(np.int64)
    kind = [e.kind for e in network.organisations]
    row_group = list(ties.ids) if by == "organisations" else kind if by == "kinds" else _towns(network)
    column_group = row_group if by != "places" else kind
    rows, columns = _codes(row_group), _codes(column_group)
    row_of, column_of = _positions(row_group, rows), _positions(column_group, columns)
    one, other = np.stack([row_of[a], column_of[b]]), np.stack([row_of[b], column_of[a]])
    twice = (one != other).any(axis=0)  # within one cell a tie counts once
    cells = _count(np.hstack([one, other[:, twice]]), np.concatenate([status[keep], status[keep][twice]]))
    row_block = communities(network, known=ties).membership if by == "organisations" else None
    row_blocks, row_order = _order(cells, "row", "column", len(rows), row_block, square=by != "places")
    if by == "places":
        column_blocks, column_order = _order(cells, "column", "row", len(columns), None, square=False)
    else:
        column_blocks, column_order = row_blocks, row_order
    cells = cells.assign(
        row=_inverse(row_order)[cells["row"].to_numpy()], column=_inverse(column_order)[cells["column"].to_numpy()]
    ).sort_values(["row", "column"], ignore_index=True)
    return Matrix(
        by=by,
        rows=tuple((rows[at], _name(network, rows[at], by, language)) for at in row_order),
        columns=tuple(
            (columns[at], _name(network, columns[at], "kinds" if by == "places" else by, language))
            for at in column_order
        ),
        row_blocks=tuple(int(row_blocks[at]) for at in row_order),
        column_blocks=tuple(int(column_blocks[at]) for at in column_order),
        ties=len(a),
        cells=cells,
    )


def drawing(found: Matrix, language: str, theme: str) -> dict[str, Any]:
    """The matrix as an ECharts option: a mark per cell, its shape and colour by status.

    Points carry ``name`` "row|column" (positions in the matrix), so that a click can be understood.
    """
    words = texts(language)
    row_at, rows = _spaced([name for _, name in found.rows], found.row_blocks)
    column_at, columns = _spaced([name for _, name in found.columns], found.column_blocks)
    most = float(found.cells["ties"].max()) if len(found.cells) else 1.0
    small = max(4.0, min(26.0, 620 / max(len(rows), len(columns), 1)))
    series = []
    for status in STATUSES:
        here = found.cells[found.cells["status"] == status]
        series.append(
            {
                "type": "scatter",
                "selectedMode": "single",
                "name": words(f"netwerk.status_{status}"),
                "symbol": SYMBOLS[status],
                "itemStyle": {"color": LINES[status][0], "borderWidth": 2},
                "data": [
                    _point(found, row, (column_at, row_at), small, most, words) for row in here.itertuples(index=False)
                ],
                "label": {
                    "show": found.by != "organisations",
                    "position": "right",
                    "color": INK[theme],
                    "fontSize": 13,
                    "textBorderColor": PAPER[theme],
                    "textBorderWidth": 2,
                },
            }
        )
    wide = 12 + 7 * min(_LABEL, max((len(name) for name in rows), default=0))
    return {
        "animation": False,
        "tooltip": {"confine": True},
        "grid": {"left": min(wide, 230), "right": 24, "top": 24, "bottom": 150, "containLabel": False},
        "xAxis": _axis(columns, theme, upright=True),
        "yAxis": _axis(rows, theme, upright=False) | {"inverse": True},
        "dataZoom": [
            {"type": "inside", "xAxisIndex": 0, "filterMode": "none"},
            {"type": "inside", "yAxisIndex": 0, "filterMode": "none"},
        ],
        "series": series,
    }


def table(found: Matrix, language: str) -> pd.DataFrame:
    """The twin of the drawing: every cell once, most ties first; a symmetric matrix without its other half."""
    words = texts(language)
    cells = found.cells if found.by == "places" else found.cells[found.cells["row"] <= found.cells["column"]]
    names = [words("matrix.row"), words("matrix.column")]
    made = {
        names[0]: [found.rows[at][1] for at in cells["row"]],
        names[1]: [found.columns[at][1] for at in cells["column"]],
    }
    if found.by == "organisations":
        made[words("netwerk.status")] = [f"{SIGNS[s]} {words(f'netwerk.status_{s}')}" for s in cells["status"]]
        return pd.DataFrame(made)
    made[words("netwerk.ties")] = cells["ties"].tolist()
    made |= {words(f"netwerk.status_{status}"): cells[status].tolist() for status in STATUSES}
    return pd.DataFrame(made).sort_values(words("netwerk.ties"), ascending=False, kind="stable", ignore_index=True)


def described(found: Matrix, language: str) -> str:
    """The matrix in words: how large, how full, and where most ties are."""
    words = texts(language)
    half = found.cells if found.by == "places" else found.cells[found.cells["row"] <= found.cells["column"]]
    size = words("matrix.size", rows=number(len(found.rows), language), columns=number(len(found.columns), language))
    if len(half) == 0:
        return f"{size} {words('matrix.nothing')}"
    told = [size, words("matrix.filled", cells=number(len(half), language), ties=number(found.ties, language))]
    if found.by == "organisations":
        blocks = pd.Series(found.row_blocks).value_counts()
        told.append(counted(words, "matrix.blocks_one", "matrix.blocks_many", int((blocks > 1).sum())))
    else:
        top = half.sort_values("ties", ascending=False, kind="stable").iloc[0]
        row, column = found.rows[int(top["row"])][1], found.columns[int(top["column"])][1]
        told.append(words("matrix.most", row=row, column=column, ties=number(int(top["ties"]), language)))
    return " ".join(told)


def picked(found: Matrix, name: str) -> tuple[str, str] | None:
    """The codes of row and column behind the ``name`` of a point; None for anything else."""
    row, _, column = name.partition("|")
    if not (row.isdigit() and column.isdigit()):
        return None
    at = int(row), int(column)
    return found.code(*at) if at[0] < len(found.rows) and at[1] < len(found.columns) else None


def behind(network: Network, by: By, codes: tuple[str, str], language: str) -> pd.DataFrame:
    """The ties behind a cell: both organisations, status, last contact; index: the id of the first."""
    words = texts(language)
    ties = collaboration_ties(network)
    status = ties.standing
    kind = [e.kind for e in network.organisations]
    row_group = list(ties.ids) if by == "organisations" else kind if by == "kinds" else _towns(network)
    column_group = row_group if by != "places" else kind
    found: list[tuple[str, str, str, str, date | None]] = []
    for at, (a, b) in enumerate(zip(ties.a.tolist(), ties.b.tolist(), strict=True)):
        for one, other in ((a, b), (b, a)):
            if (row_group[one], column_group[other]) == codes:
                last = ties.last_contact[at]
                day = None if np.isnat(last) else last.astype("datetime64[D]").item()
                names = network.entities[one].name, network.entities[other].name
                sign = f"{SIGNS[status[at]]} {words(f'netwerk.status_{status[at]}')}"
                found.append((ties.ids[one], *names, sign, day))
                break
    columns = [words("matrix.row"), words("matrix.column"), words("netwerk.status"), words("netwerk.last_contact")]
    return pd.DataFrame(found, columns=["id", *columns]).set_index("id")


def _towns(network: Network) -> list[str]:
    known = network.municipalities
    codes = [str(e.properties.get("gm_code") or "") for e in network.organisations]
    return [code if code in known else "" for code in codes]


def _codes(groups: Sequence[str]) -> list[str]:
    return sorted(set(groups))


def _positions(groups: Sequence[str], codes: Sequence[str]) -> NDArray[np.int64]:
    place = {code: at for at, code in enumerate(codes)}
    return np.array([place[group] for group in groups], dtype=np.int64)


def _count(pairs: NDArray[np.int64], status: NDArray[np.object_]) -> pd.DataFrame:
    """Ties per cell and status. The status of a cell: the one that most have, the worst of equals."""
    flat = pd.DataFrame({"row": pairs[0], "column": pairs[1], "status": status})
    wide = flat.groupby(["row", "column", "status"]).size().unstack("status", fill_value=0)
    wide = wide.reindex(columns=list(STATUSES), fill_value=0).astype(int)
    worst_first = list(reversed(STATUSES))
    made = wide.assign(ties=wide.sum(axis=1), status=wide[worst_first].idxmax(axis=1) if len(wide) else [])
    return made.reset_index()


def _order(
    cells: pd.DataFrame, axis: str, across: str, n: int, block: NDArray[np.int64] | None, *, square: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The block of each row, and the rows in order: by block, then most ties first, then by code."""
    ties = np.bincount(cells[axis], weights=cells["ties"], minlength=n)
    if block is None and square:
        half = cells[cells[axis] < cells[across]]
        graph = igraph.Graph(n=n, edges=list(zip(half[axis].tolist(), half[across].tolist(), strict=True)))
        block = divide(graph, half["ties"].tolist())
    block = np.zeros(n, dtype=np.int64) if block is None else block
    return block, np.lexsort((np.arange(n), -ties, block))


def _inverse(order: NDArray[np.int64]) -> NDArray[np.int64]:
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def _name(network: Network, code: str, by: str, language: str) -> str:
    if by == "organisations":
        return network.entity(code).name
    if by == "kinds":
        return network.schema.entities[code].label[language]
    return network.municipalities[code].name if code else texts(language)("picture.no_municipality")


def _spaced(names: Sequence[str], blocks: Sequence[int]) -> tuple[list[int], list[str]]:
    """Where each name stands on the axis, and the axis: an empty place between communities."""
    sizes = pd.Series(blocks).value_counts()
    places: list[int] = []
    axis: list[str] = []
    for at, name in enumerate(names):
        large = at and blocks[at] != blocks[at - 1] and (sizes[blocks[at - 1]] > 1 or sizes[blocks[at]] > 1)
        if large:
            axis.append("")
        places.append(len(axis))
        axis.append(shortened(name.removesuffix(" (fictief)"), _LABEL))
    return places, axis


def _point(
    found: Matrix, cell: Any, at: tuple[list[int], list[int]], small: float, most: float, words: Texts
) -> dict[str, Any]:
    row, column = found.rows[cell.row][1], found.columns[cell.column][1]
    parts = [(status, getattr(cell, status)) for status in STATUSES]
    told = ", ".join(
        f"{words(f'netwerk.status_{status}')}: {number(count, words.language)}" for status, count in parts if count
    )
    if found.by == "organisations":
        told = words(f"netwerk.status_{cell.status}")
    # A name in curly brackets would be filled in by ECharts.
    tip = escape(f"{row} × {column}: {told}").replace("{", "&#123;")
    size = small * 0.8 if found.by == "organisations" else small * (0.45 + 0.55 * (cell.ties / most) ** 0.5)
    return {
        "name": f"{cell.row}|{cell.column}",
        "value": [at[0][cell.column], at[1][cell.row]],
        "symbolSize": round(float(size), 1),
        "tooltip": {"formatter": tip},
        "label": {"formatter": number(cell.ties, words.language)},
    }


def _axis(names: Sequence[str], theme: str, *, upright: bool) -> dict[str, Any]:
    every = len(names) <= _NAMES
    return {
        "type": "category",
        "data": [{"value": name, "textStyle": {"color": INK[theme]}} for name in names],
        "axisLabel": {
            "interval": 0 if every else "auto",
            "rotate": 55 if upright else 0,
            "fontSize": 13 if every else 11,
            "color": INK[theme],
            "width": 210,
            "overflow": "truncate",
        },
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": FAINT[theme]}},
        "splitLine": {"show": every, "lineStyle": {"color": FAINT[theme], "opacity": 0.35}},
    }
