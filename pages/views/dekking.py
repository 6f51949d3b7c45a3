"""Coverage for the screen: the matrix with its words, its twin as a table, and what is behind a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from graph.analysis.coverage import SERVED, UNKNOWN, WHITE, Asked, Candidate, Coverage, coverage, who_could, who_serves
from graph.analysis.serving import CODE_LISTS, DIMENSIONS, Dimension, Lines, service_lines
from graph.network import Network
from graph.records import Value
from graph.texts import Texts, texts
from loaders.writing import cell_text, csv_bytes
from pages.views.kaart_places import serving_network
from pages.views.words import counted, number

Measure = Literal["organisations", "capacity", "waiting"]
_EXPORTED = ("state", "organisations", "capacity", "stated", "waiting", "soonest", "km", "nearest")
MEASURES: tuple[Measure, ...] = ("organisations", "capacity", "waiting")


@dataclass(frozen=True)
class Served:
    """A region as coverage looks at it: every municipality, and the statements of who serves what."""

    network: Network
    lines: Lines


@dataclass(frozen=True)
class Board:
    """A matrix with its labels, rows and columns in the order in which they are shown."""

    found: Coverage
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    labels: Mapping[str, str]

    def at(self, row: str, column: str) -> tuple[int, int]:
        return self.found.cell(row, column)

    def count(self, state: str) -> int:
        """How many of the cells shown are in this state."""
        return sum(self.found.state[self.at(r, c)] == state for r in self.rows for c in self.columns)


def served(network: Network, kinds: tuple[str, ...] = ()) -> Served:
    """Read the statements of a region once."""
    whole = serving_network(network, kinds)
    return Served(whole, service_lines(whole))


def board(
    region: Served,
    rows: Dimension,
    columns: Dimension,
    asked: Asked,
    selected: Mapping[Dimension, tuple[str, ...]],
    language: str,
) -> Board:
    """The matrix of two dimensions; of a dimension with something ``selected`` only that is shown."""
    found = coverage(region.network, rows, columns, asked, region.lines)
    labels = labels_of(region.network, rows, language) | labels_of(region.network, columns, language)

    def shown(dimension: Dimension, codes: tuple[str, ...]) -> tuple[str, ...]:
        some = tuple(code for code in codes if code in selected.get(dimension, ())) or codes
        return tuple(sorted(some, key=lambda c: labels[c].casefold())) if dimension == "municipality" else some

    return Board(found, shown(rows, found.row_codes), shown(columns, found.column_codes), labels)


def labels_of(network: Network, dimension: Dimension, language: str) -> dict[str, str]:
    """What the codes of a dimension are called."""
    if dimension == "municipality":
        return {code: area.name for code, area in network.municipalities.items()}
    codes = network.schema.codes[CODE_LISTS[dimension]].codes
    return {code: one.label[language] for code, one in codes.items()}


def summary(shown: Board, say: Texts) -> str:
    """The matrix in a few sentences."""
    total = len(shown.rows) * len(shown.columns)
    white, unknown = shown.count(WHITE), shown.count(UNKNOWN)
    parts = [
        say("dekking.summary", served=number(shown.count(SERVED), say.language), total=number(total, say.language))
    ]
    parts.append(counted(say, "dekking.summary_white_one", "dekking.summary_white_many", white))
    if white > 1:
        parts.append(_worst(shown, say))
    if unknown:
        parts.append(counted(say, "dekking.summary_unknown_one", "dekking.summary_unknown_many", unknown))
    return " ".join(parts)


def _worst(shown: Board, say: Texts) -> str:
    """Which column has most white spots."""
    counts = {c: sum(shown.found.state[shown.at(r, c)] == WHITE for r in shown.rows) for c in shown.columns}
    most = max(counts, key=lambda code: counts[code])
    return say("dekking.summary_most", name=shown.labels[most], count=number(counts[most], say.language))


def value(shown: Board, row: str, column: str, measure: Measure) -> float:
    """What a measure says of a cell; NaN where nothing is stated, or nobody serves."""
    found, at = shown.found, shown.at(row, column)
    if found.state[at] != SERVED:
        return np.nan
    arrays = {"organisations": found.organisations, "capacity": found.capacity, "waiting": found.waiting_days}
    return float(arrays[measure][at])


def told(shown: Board, row: str, column: str, say: Texts) -> str:
    """A cell in one sentence: for a tooltip, and for who does not see it."""
    found, at = shown.found, shown.at(row, column)
    names = {"row": shown.labels[row], "column": shown.labels[column]}
    state = found.state[at]
    if state == UNKNOWN:
        return say("dekking.tip_unknown", **names)
    if state == WHITE:
        km = found.nearest_km[at]
        far = "" if np.isnan(km) else " " + say("dekking.tip_nearest", km=number(float(km), say.language))
        return say("dekking.tip_white", **names) + far
    parts = [counted(say, "dekking.organisations_one", "dekking.organisations_many", int(found.organisations[at]))]
    if found.stated[at]:
        parts.append(say("dekking.places", count=number(float(found.capacity[at]), say.language)))
    if not np.isnan(found.waiting_days[at]):
        parts.append(say("dekking.days", count=number(float(found.waiting_days[at]), say.language)))
    return say("dekking.tip_served", what=", ".join(parts), **names)


def word(shown: Board, row: str, column: str, say: Texts) -> str:
    """What stands in a cell that is not served, or whose measure is not stated."""
    state = shown.found.state[shown.at(row, column)]
    return say({WHITE: "dekking.none", UNKNOWN: "dekking.unknown", SERVED: "dekking.unstated"}[state])


def twin(shown: Board, measure: Measure, say: Texts) -> pd.DataFrame:
    """The matrix as a table of text: the same numbers and words as in the picture."""

    def cell(row: str, column: str) -> str:
        known = value(shown, row, column, measure)
        return word(shown, row, column, say) if np.isnan(known) else number(known, say.language)

    data = {shown.labels[c]: [cell(r, c) for r in shown.rows] for c in shown.columns}
    heading = say(f"dekking.dimension_{shown.found.rows}")
    return pd.DataFrame({heading: [shown.labels[r] for r in shown.rows], **data}, index=list(shown.rows))


def export(shown: Board, region: Served, language: str) -> bytes:
    """A row per cell as CSV: codes, names, state, numbers, and for white spots who is nearest."""
    say, found = texts(language), shown.found
    names = [say(f"dekking.dimension_{d}") for d in (found.rows, found.columns)]
    header = [x for name in names for x in (say("dekking.code_of", name=name), name)]
    header += [
        say(f"dekking.column_{n}") for n in ("state", "organisations", "capacity", "stated", "waiting", "soonest")
    ]
    header += [say("dekking.column_km"), say("dekking.column_nearest")]
    rows = []
    for r in shown.rows:
        for c in shown.columns:
            at = found.cell(r, c)
            nearest, km = int(found.nearest[at]), float(found.nearest_km[at])
            values: list[Value] = [r, shown.labels[r], c, shown.labels[c], say(f"dekking.state_{found.state[at]}")]
            values += [int(found.organisations[at]), _whole(found.capacity[at]), int(found.stated[at])]
            values += [_figure(found.waiting_days[at]), _whole(found.soonest_days[at])]
            values.append(None if np.isnan(km) else round(km, 1))
            values.append(region.network.entities[nearest].name if nearest >= 0 else None)
            rows.append([cell_text(v, language) for v in values])
    asked = [labels_of(region.network, d, language)[code] for d in DIMENSIONS if (code := found.asked.code(d))]
    if asked:
        header.append(say("dekking.column_only"))
        rows = [[*row, cell_text(", ".join(asked), language)] for row in rows]
    return csv_bytes(header, rows)


def services(region: Served, asked: Asked, say: Texts) -> pd.DataFrame:
    """Who serves what was asked: organisation, places, waiting days, how we know; index: ids."""
    rows = []
    for one in who_serves(region.network, asked, region.lines):
        known = [k for k, yes in (("relation", one.relations), ("own", one.own)) if yes]
        basis = say("dekking.basis_" + ("both" if len(known) == 2 else known[0]))
        if one.shared:
            basis += " · " + say("dekking.shared")
        rows.append((one.id, region.network.entity(one.id).name, one.capacity, one.waiting_days, basis))
    names = [say(f"dekking.{n}") for n in ("organisation", "capacity", "waiting", "basis")]
    table = pd.DataFrame(rows, columns=["id", *names]).set_index("id")
    return table.astype({names[1]: "Int64", names[2]: "Int64"})


def candidates(region: Served, asked: Asked, say: Texts) -> pd.DataFrame:
    """Who could serve what was asked, see :func:`candidates_table`."""
    return candidates_table(region.network, who_could(region.network, asked, region.lines), say)


def candidates_table(network: Network, found: Iterable[Candidate], say: Texts) -> pd.DataFrame:
    """Organisations that could serve something: why, distance, places, waiting days; index: ids."""
    rows = []
    for one in found:
        names = labels_of(network, one.differs, say.language)
        some = ", ".join(names[code] for code in one.serves[:3]) + (", …" if len(one.serves) > 3 else "")
        why = say(f"dekking.could_{one.differs}", names=some) if some else say("dekking.could_no_place")
        rows.append((one.id, network.entity(one.id).name, why, one.km, one.capacity, one.waiting_days))
    names_of = [say(f"dekking.{n}") for n in ("organisation", "why", "km", "capacity", "waiting")]
    table = pd.DataFrame(rows, columns=["id", *names_of]).set_index("id")
    return table.astype({names_of[2]: float, names_of[3]: "Int64", names_of[4]: "Int64"})


def _whole(known: float) -> int | None:
    return None if np.isnan(known) else int(known)


def _figure(known: float) -> int | float | None:
    return None if np.isnan(known) else (int(known) if float(known).is_integer() else float(known))
