"""How a tie of collaboration and a kind of organisation look, in every picture the same."""

from __future__ import annotations

from collections.abc import Mapping

from graph.analysis.ties import CONFIRMED, ONE_SIDED, STALE, STANDINGS, UNKNOWN
from graph.schema import Schema

STATUSES = STANDINGS
LINES: Mapping[str, tuple[str, tuple[int, ...], float]] = {
    CONFIRMED: ("#5B7FA3", (), 2.6),
    ONE_SIDED: ("#C2570C", (9, 6), 2.4),
    UNKNOWN: ("#7A8794", (2, 6), 2.2),
    STALE: ("#A3762B", (16, 5, 3, 5), 2.4),
}
"""Colour, dashes and width of a tie by status; each colour has a contrast of 3 or more in light and dark."""
_GREY = "#6B7280"


def colour(schema: Schema, kind: str) -> str:
    """The colour of the sector of a kind."""
    sector = schema.entities[kind].sector
    found = schema.codes["sectors"].codes[sector].colour if sector else None
    return found or _GREY
