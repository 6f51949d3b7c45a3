"""What the gap rules look at: a snapshot with what several rules need worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import igraph
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis import places
from graph.analysis.cutpoints import cut_off
from graph.analysis.dates import months_before
from graph.analysis.homes import homes
from graph.analysis.measures import measures
from graph.analysis.places import Spot
from graph.analysis.referrals import Ints, Referrals, referrals
from graph.analysis.serving import stated_codes
from graph.analysis.ties import Ties, collaboration_ties
from graph.gaps.template import ChainTemplate, chain_template
from graph.network import Network
from graph.privacy import MIN_PEOPLE

Bools = NDArray[np.bool_]
CHAIN_DOMAINS = ("werk", "onderwijs")
"""School to work is the chain itself; the other life domains are its preconditions and need attuning to it."""


@dataclass(frozen=True)
class Log:
    """The referrals of the last months between organisations, with the columns that rules need.

    Arrays of length r beside ``chosen``; ``stage_to``, ``life_domain``, ``target_group``, ``direction``
    and ``instruments`` hold codes or None. Dates (``ended``, ``left_school``, ``aftercare``) are days since
    1970, NaN where unknown.
    """

    chosen: Referrals
    ids: NDArray[np.object_]
    received: Bools
    feedback_after: NDArray[np.float64]
    stage_to: NDArray[np.object_]
    life_domain: NDArray[np.object_]
    target_group: NDArray[np.object_]
    direction: NDArray[np.object_]
    instruments: NDArray[np.object_]
    ended: NDArray[np.float64]
    left_school: NDArray[np.float64]
    aftercare: NDArray[np.float64]

    @property
    def last(self) -> int:
        """The last recorded day, in days since 1970; what would show later only is not known yet."""
        return int(np.datetime64(self.chosen.until, "D").astype(np.int64)) if self.chosen.until else 0

    @cached_property
    def begun(self) -> Ints:
        """Day of the first contact, or of the referral where no contact was recorded."""
        chosen = self.chosen
        return chosen.day + np.where(chosen.met, np.nan_to_num(chosen.waited), 0).astype(np.int64)

    def take(self, rows: Bools) -> Log:
        """The same with these rows only; people keep their numbers."""
        columns = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "chosen"}
        return Log(chosen=self.chosen.take(rows), **columns)

    def people(self, rows: Bools | Ints) -> int:
        """How many different people stand behind these rows."""
        return len(np.unique(self.chosen.case[rows]))

    def records(self, rows: Bools | Ints) -> tuple[str, ...]:
        """Ids of these referrals; none when they would point at fewer people than may be shown."""
        return tuple(self.ids[rows]) if self.people(rows) >= MIN_PEOPLE else ()


class Region:
    """A snapshot, read once. Positions are those of the network's organisations."""

    def __init__(self, network: Network, chain: ChainTemplate | None = None) -> None:
        """``chain``: what was agreed there; the national base when it is left out."""
        self.network = network
        self.chain = chain or chain_template()
        self.n = network.n_organisations
        self.ids = network.ids[: self.n]
        self.kinds = network.kinds[: self.n]
        self._logs: dict[int, Log] = {}

    @cached_property
    def ties(self) -> Ties:
        return collaboration_ties(self.network)

    @cached_property
    def cut_off_confirmed(self) -> Mapping[int, list[int]]:
        """Who loses the rest when an organisation goes, counting only ties that both sides report."""
        return cut_off(self.ties.to_igraph("confirmed"))

    @cached_property
    def betweenness_confirmed(self) -> NDArray[np.float64]:
        """Normalised betweenness over ties that both sides report."""
        return measures(self.network, "confirmed", known=self.ties).betweenness_normalised

    @cached_property
    def municipality(self) -> NDArray[np.object_]:
        """Code of the municipality of each organisation, or None."""
        return np.array([e.properties.get("gm_code") for e in self.network.organisations], dtype=object)

    def log(self, months: float) -> Log:
        """The referrals of the last ``months`` before the last recorded day."""
        if int(months) not in self._logs:
            whole = self._whole_log
            until = whole.chosen.until
            since = np.datetime64(months_before(until, int(months)) if until else "NaT", "D")
            late = whole.chosen.day.astype("datetime64[D]") >= since
            self._logs[int(months)] = whole if late.all() else whole.take(late)
        return self._logs[int(months)]

    @cached_property
    def homes(self) -> NDArray[np.object_]:
        """Code of the home municipality of each person of the log by number, or None."""
        return homes(self.network, self._whole_log.chosen)

    @cached_property
    def _whole_log(self) -> Log:
        frame = self.network.referrals
        reference = frame["first_contact_on"].where(frame["first_contact_on"].notna(), frame["date"])
        after = (frame["feedback_on"].to_numpy() - reference.to_numpy()).astype("timedelta64[D]")
        return Log(
            chosen=referrals(self.network, "organisation"),
            ids=frame["id"].to_numpy(dtype=object),
            received=frame["received_on"].notna().to_numpy(),
            feedback_after=np.where(np.isnat(after), np.nan, after.astype(float)),
            stage_to=_codes(frame["stage_to"]),
            life_domain=_codes(frame["life_domain"]),
            target_group=_codes(frame["target_group"]),
            direction=_codes(frame["direction"]),
            instruments=_codes(frame["instruments"]),
            ended=_days(frame["ended_on"]),
            left_school=_days(frame["left_school_on"]),
            aftercare=_days(frame["aftercare_on"]),
        )

    @cached_property
    def contact(self) -> igraph.Graph:
        """Organisations joined by any reported tie or any referral of the snapshot: the widest view."""
        frame = self.network.referrals
        sent = np.column_stack([frame["source"].to_numpy(), frame["target"].to_numpy()]).astype(np.int64)
        pairs = np.vstack([self.ties.edges("reported").astype(np.int64), sent])
        unique = np.unique(np.sort(pairs, axis=1), axis=0) if len(pairs) else pairs
        return igraph.Graph(n=self.n, edges=unique.tolist())

    @cached_property
    def rows_between(self) -> Mapping[tuple[int, int], list[int]]:
        """Rows of the referral table per pair of organisations (smaller position first), either way."""
        frame = self.network.referrals
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, pair in enumerate(zip(frame["source"].tolist(), frame["target"].tolist(), strict=True)):
            found[(min(pair), max(pair))].append(row)
        return found

    def people_between(self, a: int, b: int) -> int:
        """How many different people were referred between two organisations, either way."""
        rows = self.rows_between.get((min(a, b), max(a, b)), [])
        return int(self.network.referrals["case"].iloc[rows].nunique()) if rows else 0

    def referred_after(self, a: int, b: int, day: np.datetime64) -> bool:
        """Whether anybody was referred between two organisations after ``day``."""
        rows = self.rows_between.get((min(a, b), max(a, b)), [])
        return bool((self.network.referrals["date"].to_numpy()[rows] > day).any())

    def people_at(self, members: list[int]) -> int:
        """How many different people were referred from or to any of these organisations."""
        frame = self.network.referrals
        inside = np.zeros(len(self.network.entities), dtype=bool)
        inside[members] = True
        rows = inside[frame["source"].to_numpy()] | inside[frame["target"].to_numpy()]
        return int(frame["case"][rows].nunique())

    def people_from(self, municipality: str, domain: str | None = None) -> int:
        """How many different people organisations of a municipality referred (for a life domain)."""
        frame = self.network.referrals
        rows = (
            np.append(self.municipality, [None] * (len(self.network.entities) - self.n))[frame["source"]]
            == municipality
        )
        if domain is not None:
            rows &= (frame["life_domain"] == domain).to_numpy()
        return int(frame["case"][rows].nunique())

    @cached_property
    def partners(self) -> tuple[frozenset[int], ...]:
        """With whom each organisation has any reported tie or any referral, either way."""
        return tuple(frozenset(near) for near in self.contact.get_adjlist())

    @cached_property
    def partners_named(self) -> Ints:
        """How many partners each organisation reported itself."""
        ties = self.ties
        said = np.concatenate([ties.a[ties.claimed[:, 0]], ties.b[ties.claimed[:, 1]]])
        return np.bincount(said, minlength=self.n)

    @cached_property
    def ties_of(self) -> Mapping[int, list[int]]:
        """Rows of the ties that each organisation has a side in."""
        rows: dict[int, list[int]] = defaultdict(list)
        for row, pair in enumerate(zip(self.ties.a.tolist(), self.ties.b.tolist(), strict=True)):
            for end in pair:
                rows[end].append(row)
        return rows

    @cached_property
    def settled(self) -> frozenset[str]:
        """Codes of the municipalities in which any organisation of the snapshot is established."""
        return frozenset(str(code) for code in self.municipality if code is not None)

    @cached_property
    def _served(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Places that an organisation delivers to, by property (stage or life domain) and code."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for relation in self.network.relations:
            if relation.kind == "levert_aan":
                for name in ("stage", "life_domain"):
                    for code in stated_codes(name, self.network.entity(relation.source), relation):
                        found[name, code].add(relation.target)
        return {key: frozenset(places) for key, places in found.items()}

    def serving(self, name: str, code: str) -> frozenset[str]:
        """Places that an organisation delivers to for a stage or life domain (``name``) called ``code``."""
        return self._served.get((name, code), frozenset())

    @cached_property
    def centres(self) -> Mapping[str, Spot]:
        """Latitude and longitude of the centre of each municipal area that has them."""
        return places.centres(self.network)

    @cached_property
    def spots(self) -> NDArray[np.float64]:
        """Latitude and longitude of each organisation, or else of its municipality; shape (n, 2), NaN if neither."""
        return places.spots(self.network)

    @cached_property
    def parents(self) -> Mapping[str, frozenset[str]]:
        """For each municipal area: itself and the regions that it is part of."""
        return places.parents(self.network)


def _codes(column: pd.Series[Any]) -> NDArray[np.object_]:
    """The code in each row, or None: the categories, and None for the place -1."""
    return np.array([*column.cat.categories, None], dtype=object)[column.cat.codes.to_numpy()]


def _days(column: pd.Series[Any]) -> NDArray[np.float64]:
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(float))
