"""Ties: what organisations claim about each other, put together per pair.

A collaboration is stored as a claim, "source works with target". Two claims make a confirmed tie.
When the other side reported nothing at all, the tie is *unknown*, not denied: non-response is not a
"no" (see Stork & Richards 1992, Group Organ. Manag. 17:193, on reconstructing ties).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import igraph
import networkx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.dates import last_recorded, months_before
from graph.network import Network
from graph.records import Relation
from graph.thresholds import thresholds

TieRule = Literal["confirmed", "reported"]
TIE_RULES: tuple[TieRule, ...] = ("confirmed", "reported")
CONFIRMED, ONE_SIDED, UNKNOWN = "confirmed", "one_sided", "unknown"
STALE = "stale"
STANDINGS = (CONFIRMED, ONE_SIDED, UNKNOWN, STALE)
Sides = NDArray[np.float64]


@dataclass(frozen=True)
class Ties:
    """Ties among n organisations, one row per pair with at least one claim; m rows, ordered by (a, b).

    ``a`` and ``b`` are positions in ``ids`` with a < b. ``status`` is "confirmed" (both say so),
    "one_sided" (the other side reported its partners, but not this one) or "unknown" (the other side
    reported nothing). ``claimed``, ``frequency`` (contacts a year), ``trust`` and ``value`` (1-4) and
    ``formal`` have shape (m, 2): what a says, what b says; NaN where a side says nothing. ``stale``:
    the last contact that either side recorded is longer ago than ``stale_months`` before ``on``;
    where no contact was recorded ``last_contact`` is NaT and the tie is not called stale.
    ``claims`` holds, per tie, the ids of the claims it rests on.
    """

    ids: tuple[str, ...]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    status: NDArray[np.object_]
    claimed: NDArray[np.bool_]
    frequency: Sides
    trust: Sides
    value: Sides
    formal: Sides
    last_contact: NDArray[np.datetime64]
    stale: NDArray[np.bool_]
    claims: tuple[tuple[str, ...], ...]
    responded: NDArray[np.bool_]
    on: date | None

    def __len__(self) -> int:
        return len(self.a)

    def chosen(self, rule: TieRule) -> NDArray[np.bool_]:
        """Which ties count: those that both sides report, or all that anybody reports."""
        if rule not in TIE_RULES:
            raise ValueError(f"unknown rule {rule!r}: choose confirmed or reported")
        return self.status == CONFIRMED if rule == "confirmed" else np.ones(len(self), dtype=bool)

    def edges(self, rule: TieRule = "confirmed") -> NDArray[np.int32]:
        """The ties under ``rule`` as positions in ``ids``, shape (k, 2), ordered."""
        keep = self.chosen(rule)
        return np.column_stack([self.a[keep], self.b[keep]]).astype(np.int32)

    @cached_property
    def standing(self) -> NDArray[np.object_]:
        """Where each tie stands, one of ``STANDINGS``: stale goes before what both sides once said."""
        return np.where(self.stale, STALE, self.status).astype(object)

    def to_igraph(self, rule: TieRule = "confirmed") -> igraph.Graph:
        """An undirected simple graph; vertex i is ``ids[i]``."""
        return igraph.Graph(n=len(self.ids), edges=self.edges(rule).tolist())

    def to_networkx(self, rule: TieRule = "confirmed") -> networkx.Graph[str]:
        """The same graph with the ids as nodes."""
        graph: networkx.Graph[str] = networkx.Graph()
        graph.add_nodes_from(self.ids)
        graph.add_edges_from((self.ids[i], self.ids[j]) for i, j in self.edges(rule))
        return graph

    @cached_property
    def reciprocity(self) -> float | None:
        """Share of the claims that are answered by a claim the other way; None without claims."""
        claims = int(self.claimed.sum())
        return 2 * int(self.claimed.all(axis=1).sum()) / claims if claims else None

    @cached_property
    def position(self) -> Mapping[tuple[int, int], int]:
        """Row of each tie by its pair (a, b), a < b."""
        return {(int(i), int(j)): at for at, (i, j) in enumerate(zip(self.a, self.b, strict=True))}

    def table(self) -> pd.DataFrame:
        """The ties as a table: a, b (ids), status, stale, formal, frequency (mean), last_contact."""
        with np.errstate(invalid="ignore"):
            frequency = _mean(self.frequency)
        return pd.DataFrame(
            {
                "a": [self.ids[i] for i in self.a],
                "b": [self.ids[j] for j in self.b],
                "status": self.status,
                "stale": self.stale,
                "formal": (self.formal == 1).any(axis=1),
                "frequency": frequency,
                "trust_a": self.trust[:, 0],
                "trust_b": self.trust[:, 1],
                "value_a": self.value[:, 0],
                "value_b": self.value[:, 1],
                "last_contact": self.last_contact,
            }
        )


def collaboration_ties(network: Network, on: date | None = None) -> Ties:
    """Put the claims of collaboration that hold on ``on`` together per pair of organisations.

    ``on`` is by default the day the snapshot stands for, or else the last day recorded in it (never
    today: the same snapshot gives the same answer tomorrow). Claims that ended before ``on`` or start
    after it are left out.
    """
    day = on or network.as_of or last_recorded(network)
    held = [r for r in network.relations if network.schema.relations[r.kind].claim and _holds(r, day)]
    n = network.n_organisations
    index = network.index
    ends = np.array([(index[r.source], index[r.target]) for r in held], dtype=np.int64).reshape(-1, 2)
    low, high = ends.min(axis=1), ends.max(axis=1)
    pairs, row = np.unique(low * max(n, 1) + high, return_inverse=True)
    side = (ends[:, 0] > ends[:, 1]).astype(np.int64)  # 0: said by a, 1: said by b
    m = len(pairs)
    claimed = np.zeros((m, 2), dtype=bool)
    claimed[row, side] = True
    responded = np.zeros(n, dtype=bool)
    responded[ends[:, 0]] = True
    a, b = (pairs // max(n, 1)).astype(np.int32), (pairs % max(n, 1)).astype(np.int32)
    silent = np.where(claimed[:, 0], ~responded[b], ~responded[a]) if m else np.zeros(0, dtype=bool)
    status = np.where(claimed.all(axis=1), CONFIRMED, np.where(silent, UNKNOWN, ONE_SIDED)).astype(object)
    contact = np.full((m, 2), np.datetime64("NaT"), dtype="datetime64[D]")
    contact[row, side] = np.array([r.properties.get("last_contact") for r in held], dtype="datetime64[D]")
    last = np.fmax(contact[:, 0], contact[:, 1])
    limit = np.datetime64(months_before(day, thresholds().stale_months) if day else "NaT")
    ids: list[list[str]] = [[] for _ in range(m)]
    for at, claim in zip(row, held, strict=True):
        ids[at].append(claim.id)
    return Ties(
        ids=network.ids[:n],
        a=a,
        b=b,
        status=status,
        claimed=claimed,
        frequency=_sides(held, "frequency", row, side, m),
        trust=_sides(held, "trust", row, side, m),
        value=_sides(held, "value", row, side, m),
        formal=_sides(held, "formal", row, side, m),
        last_contact=last,
        stale=last < limit,
        claims=tuple(tuple(sorted(found)) for found in ids),
        responded=responded,
        on=day,
    )


def _holds(claim: Relation, day: date | None) -> bool:
    if day is None:
        return True
    return (claim.valid_from is None or claim.valid_from <= day) and (claim.valid_to is None or claim.valid_to >= day)


def _sides(held: list[Relation], name: str, row: Any, side: Any, m: int) -> Sides:
    values = np.full((m, 2), np.nan)
    said = [r.properties.get(name) for r in held]
    values[row, side] = [np.nan if v is None else float(v) for v in said]  # type: ignore[arg-type]
    return values


def _mean(sides: Sides) -> NDArray[np.float64]:
    known = ~np.isnan(sides)
    total = np.where(known, sides, 0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)
