"""Coverage: who serves what, where; where nobody does; and who could.

A cell of the matrix holds the organisations of which one statement (see :mod:`graph.analysis.serving`)
covers both its row and its column, within what was asked for in the other dimensions. Each
organisation counts once in a cell. Its capacity there is the sum of the capacities that its relations
state, or else the capacity it states as a whole; its waiting time the shortest of those that hold there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.analysis.distance import kilometres
from graph.analysis.places import centres, spots
from graph.analysis.serving import DIMENSIONS, Bools, Dimension, Floats, Ints, Lines, service_lines
from graph.network import Network

SERVED, WHITE, UNKNOWN = "served", "white", "unknown"
STATES = (SERVED, WHITE, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Asked:
    """A code for some of the dimensions; None means any."""

    municipality: str | None = None
    life_domain: str | None = None
    target_group: str | None = None
    stage: str | None = None

    def code(self, dimension: Dimension) -> str | None:
        found: str | None = getattr(self, dimension)
        return found

    def at(self, dimension: Dimension, code: str | None) -> Asked:
        """The same, with another code for a dimension."""
        return replace(self, **{dimension: code})


@dataclass(frozen=True)
class Coverage:
    """A matrix of r rows and c columns; all arrays have shape (r, c).

    ``organisations``: how many serve the cell. ``state``: "served"; "white" (a white spot: nobody, while
    the row and the column are served elsewhere); "unknown" (nobody in the snapshot says anything about
    the whole row, the whole column or what was asked for: not filled in, rather than absent).
    ``capacity``: places together, of those that state it (``stated``: how many do); NaN when none does.
    ``waiting_days``: the median over the organisations that state it; ``soonest_days``: the shortest; NaN.
    ``nearest_km``: in white cells of a municipality, the distance from its centre to the nearest
    organisation that serves the same elsewhere, ``nearest`` its position; NaN and -1 where there is none.
    """

    rows: Dimension
    columns: Dimension
    asked: Asked
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    organisations: Ints
    stated: Ints
    capacity: Floats
    waiting_days: Floats
    soonest_days: Floats
    state: NDArray[np.object_]
    nearest_km: Floats
    nearest: Ints

    def cell(self, row: str, column: str) -> tuple[int, int]:
        """Where a cell is. Raises ValueError for unknown codes."""
        return self.row_codes.index(row), self.column_codes.index(column)

    def asked_in(self, row: str, column: str) -> Asked:
        """What a cell is about, in all dimensions."""
        return self.asked.at(self.rows, row).at(self.columns, column)


@dataclass(frozen=True, slots=True)
class Service:
    """An organisation that serves what was asked. ``capacity`` and ``waiting_days`` None when not stated.

    ``relations``: ids of the relations that say so; ``own``: the organisation says so itself.
    ``shared``: its capacity is for more municipalities than one.
    """

    id: str
    capacity: int | None
    waiting_days: int | None
    relations: tuple[str, ...]
    own: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that could serve what was asked, since it serves nearly that.

    ``differs``: the one dimension in which it does not; ``serves``: the codes that it serves there now.
    ``km``: distance as the crow flies from the centre of the municipality asked for; None if not known.
    """

    id: str
    differs: Dimension
    serves: tuple[str, ...]
    km: float | None
    capacity: int | None
    waiting_days: int | None


def coverage(
    network: Network,
    rows: Dimension = "municipality",
    columns: Dimension = "life_domain",
    asked: Asked = Asked(),
    lines: Lines | None = None,
) -> Coverage:
    """The matrix of two dimensions; ``asked`` narrows the other two. Raises ValueError when they are the same."""
    if rows == columns:
        raise ValueError("rows and columns are two different dimensions")
    lines = lines or service_lines(network)
    asked = asked.at(rows, None).at(columns, None)
    of, to = lines.codes[rows], lines.codes[columns]
    inside = _matching(lines, asked)
    cell, line = _cells(lines.serves[rows] & inside[:, None], lines.serves[columns])
    shape, size = (len(of), len(to)), len(of) * len(to)
    at, _, capacity, waiting = _entries(lines, cell, line)
    count = np.bincount(at, minlength=size)
    has, waits = ~np.isnan(capacity), ~np.isnan(waiting)
    stated = np.bincount(at[has], minlength=size)
    total = np.bincount(at[has], capacity[has], minlength=size)
    named = np.outer(lines.serves[rows].any(axis=0), lines.serves[columns].any(axis=0))
    known = named & _known(lines, asked)
    state = np.where(count.reshape(shape) > 0, SERVED, np.where(known, WHITE, UNKNOWN)).astype(object)
    nearest_km, nearest = _nearest(network, lines, inside, rows, columns, state)
    return Coverage(
        rows=rows,
        columns=columns,
        asked=asked,
        row_codes=of,
        column_codes=to,
        organisations=count.reshape(shape),
        stated=stated.reshape(shape),
        capacity=np.where(stated > 0, total, np.nan).reshape(shape),
        waiting_days=_medians(at[waits], waiting[waits], size).reshape(shape),
        soonest_days=_least(at[waits], waiting[waits], size).reshape(shape),
        state=state,
        nearest_km=nearest_km,
        nearest=nearest,
    )


def who_serves(network: Network, asked: Asked, lines: Lines | None = None) -> tuple[Service, ...]:
    """The organisations behind a cell, shortest known waiting time first."""
    lines = lines or service_lines(network)
    line = np.flatnonzero(_matching(lines, asked))
    _, who, capacity, waiting = _entries(lines, np.zeros(len(line), dtype=np.int64), line)
    reach = _reach(lines)
    found = []
    for at, places, days in zip(who.tolist(), capacity, waiting, strict=True):
        mine = line[lines.organisation[line] == at]
        stated = mine[(lines.relation[mine] >= 0) & ~np.isnan(lines.capacity[mine])]
        shared = bool((lines.serves["municipality"][stated].sum(axis=1) > 1).any()) if len(stated) else reach[at] > 1
        found.append(
            Service(
                id=network.ids[at],
                capacity=_whole(places),
                waiting_days=_whole(days),
                relations=tuple(network.relations[r].id for r in lines.relation[mine].tolist() if r >= 0),
                own=bool((lines.relation[mine] < 0).any()),
                shared=bool(shared) and not np.isnan(places),
            )
        )
    return tuple(sorted(found, key=lambda s: (s.waiting_days is None, s.waiting_days or 0, s.id)))


def who_could(network: Network, asked: Asked, lines: Lines | None = None) -> tuple[Candidate, ...]:
    """Organisations that serve all that was asked but one dimension, and do not serve it yet.

    First those that do the same in another municipality; then those that do something near it there,
    of the kinds that serve this elsewhere (another life domain counts only then). Within each, nearest
    first by the crow's flight; without a known distance last.
    """
    lines = lines or service_lines(network)
    already = set(lines.organisation[_matching(lines, asked)].tolist())
    asked_in = [d for d in DIMENSIONS if asked.code(d) is not None]
    away = _away(network, asked.municipality)
    elsewhere = lines.organisation[_matching(lines, asked.at("municipality", None))]
    kinds = set(network.kinds[np.unique(elsewhere)])
    found: dict[int, tuple[tuple[float, ...], Candidate]] = {}
    for order, differs in enumerate(asked_in):
        line = np.flatnonzero(_matching(lines, asked.at(differs, None)))
        _, who, capacity, waiting = _entries(lines, np.zeros(len(line), dtype=np.int64), line)
        for at, places, days in zip(who.tolist(), capacity, waiting, strict=True):
            if at in already or at in found:
                continue
            if differs != "municipality" and (network.kinds[at] not in kinds if kinds else differs == "life_domain"):
                continue
            mine = line[lines.organisation[line] == at]
            now = np.flatnonzero(lines.serves[differs][mine].any(axis=0))
            if not len(now) and differs != "municipality":
                continue  # it names nothing in this dimension: not known to do something else
            km = float(away[at])
            one = Candidate(
                id=network.ids[at],
                differs=differs,
                serves=tuple(lines.codes[differs][code] for code in now.tolist()),
                km=None if np.isnan(km) else km,
                capacity=_whole(places),
                waiting_days=_whole(days),
            )
            found[at] = ((order, np.inf if np.isnan(km) else km, at), one)
    return tuple(one for _, one in sorted(found.values(), key=lambda pair: pair[0]))


def _matching(lines: Lines, asked: Asked) -> Bools:
    """The lines that serve what was asked."""
    inside = np.ones(len(lines), dtype=bool)
    for dimension in DIMENSIONS:
        code = asked.code(dimension)
        if code is not None:
            place = lines.codes[dimension]
            inside &= lines.serves[dimension][:, place.index(code)] if code in place else False
    return inside


def _known(lines: Lines, asked: Asked) -> bool:
    """Whether anybody says anything about each of the codes asked for."""
    return all(
        asked.code(dimension) is None or bool(_matching(lines, Asked().at(dimension, asked.code(dimension))).any())
        for dimension in DIMENSIONS
    )


def _cells(rows: Bools, columns: Bools) -> tuple[Ints, Ints]:
    """For every cell and every line that covers it: the number of the cell, and the line."""
    line, row = np.nonzero(rows)
    wide = columns.sum(axis=1)
    times = wide[line]
    of, column = np.nonzero(columns)
    start = np.searchsorted(of, np.arange(len(columns)))
    ends = np.cumsum(times)
    within = np.arange(int(times.sum())) - np.repeat(ends - times, times)
    line, row = np.repeat(line, times), np.repeat(row, times)
    return row * columns.shape[1] + column[start[line] + within], line


def _entries(lines: Lines, cell: Ints, line: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Each organisation once in each cell: the cell, the organisation, its capacity and waiting days there."""
    n = max(len(lines.own_capacity), 1)
    key, entry = np.unique(cell * n + lines.organisation[line], return_inverse=True)
    who = key % n
    stated = (lines.relation[line] >= 0) & ~np.isnan(lines.capacity[line])
    added = np.bincount(entry[stated], lines.capacity[line][stated], minlength=len(key))
    by_relation = np.bincount(entry[stated], minlength=len(key)) > 0
    capacity = np.where(by_relation, added, lines.own_capacity[who])
    days = np.where(np.isnan(lines.waiting[line]), lines.own_waiting[lines.organisation[line]], lines.waiting[line])
    told = ~np.isnan(days)
    return key // n, who, capacity, _least(entry[told], days[told], len(key))


def _least(at: Ints, values: Floats, size: int) -> Floats:
    least = np.full(size, np.inf)
    np.minimum.at(least, at, values)
    return np.where(np.isinf(least), np.nan, least)


def _medians(at: Ints, values: Floats, size: int) -> Floats:
    """The median of the values at each place; NaN where there are none."""
    order = np.lexsort((values, at))
    count = np.bincount(at, minlength=size)
    first = np.cumsum(count) - count
    answer = np.full(size, np.nan)
    some = count > 0
    low, high = first[some] + (count[some] - 1) // 2, first[some] + count[some] // 2
    answer[some] = (values[order][low] + values[order][high]) / 2
    return answer


def _nearest(
    network: Network, lines: Lines, inside: Bools, rows: Dimension, columns: Dimension, state: NDArray[np.object_]
) -> tuple[Floats, Ints]:
    """For white cells of municipalities: how far away, and who, serves the same elsewhere."""
    km, who = np.full(state.shape, np.nan), np.full(state.shape, -1, dtype=np.int64)
    if "municipality" not in (rows, columns):
        return km, who
    turned = rows != "municipality"
    other = rows if turned else columns
    there, shown_km, shown_who = spots(network), km.T if turned else km, who.T if turned else who
    white = (state.T if turned else state) == WHITE
    providers = [np.unique(lines.organisation[inside & column]) for column in lines.serves[other].T]
    middle = centres(network)
    for at, code in enumerate(lines.codes["municipality"]):
        if code not in middle or not white[at].any():
            continue
        away = kilometres(middle[code], there)
        for column in np.flatnonzero(white[at]).tolist():
            some = providers[column]
            some = some[~np.isnan(away[some])]
            if len(some):
                best = int(some[np.argmin(away[some])])
                shown_km[at, column], shown_who[at, column] = away[best], best
    return km, who


def _away(network: Network, municipality: str | None) -> Floats:
    """Distance of each organisation from the centre of a municipality; NaN where not known."""
    middle = centres(network).get(municipality or "")
    if middle is None:
        return np.full(network.n_organisations, np.nan)
    return kilometres(middle, spots(network))


def _reach(lines: Lines) -> Ints:
    """In how many municipalities each organisation serves anything."""
    n = len(lines.own_capacity)
    line, place = np.nonzero(lines.serves["municipality"])
    width = max(len(lines.codes["municipality"]), 1)
    return np.bincount(np.unique(lines.organisation[line] * width + place) // width, minlength=n)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
