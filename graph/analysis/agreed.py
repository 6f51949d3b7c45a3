"""What was agreed beside what is there: of every agreed handover, per municipality, how far it has come.

A handover that was agreed takes four steps. It is *agreed* and nothing of it is seen; it is *present*: the
organisation that hands over has a tie with, or referred somebody to, one that it was agreed to hand over to;
it is *confirmed*: both sides say that they work together, and not too long ago; it is *working*: at least
``MIN_PEOPLE`` people that it referred there came to a first contact (fewer could be told apart).

A municipality has come as far as the organisation there that has come least far: when one school of three hands over
to nobody, its young people find nobody. The four steps are ours; that a chain is asked for what its parts agreed, and
not for what is common, is the idea of conformance checking (see :mod:`graph.analysis.conformance`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.flows import shown_ends
from graph.analysis.referrals import Ints, Referrals, Selection, distinct_people, referrals, select
from graph.analysis.ties import CONFIRMED, Ties, collaboration_ties
from graph.network import Network
from graph.privacy import MIN_PEOPLE, suppress_part

Step = Literal["agreed", "present", "confirmed", "working"]
STEPS: tuple[Step, ...] = ("agreed", "present", "confirmed", "working")
AGREED, PRESENT, WORKING = STEPS[0], STEPS[1], STEPS[3]


@dataclass(frozen=True, slots=True)
class Line:
    """An agreed handover: ``kind`` hands over, into ``stage``, to at least one of a kind in ``targets``.

    ``groups``: the target groups that it is about; empty means all.
    """

    handover: str
    kind: str
    targets: frozenset[str]
    stage: str
    duty: str | None
    groups: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        return f"{self.handover}.{self.kind}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One handover in one municipality: how far it is (None: nobody there who should hand over).

    ``organisations`` counts those that should hand over; ``reached`` how many have come to each step or further.
    """

    step: Step | None
    organisations: int
    reached: Mapping[Step, int]


@dataclass(frozen=True)
class AgreedThere:
    """Every agreed handover beside what is there.

    ``senders``: line (code), municipality ("" where not known), id, step; a row per organisation that should hand
    over. ``municipalities``: the codes of all in which an organisation of the snapshot is established.
    """

    lines: tuple[Line, ...]
    municipalities: tuple[str, ...]
    senders: pd.DataFrame

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Cell]:
        """By municipality and code of the line; only where somebody should hand over."""
        found = {}
        for (place, line), rows in self.senders.groupby(["municipality", "line"], sort=True):
            ranks = [STEPS.index(step) for step in rows["step"]]
            reached = {step: sum(rank >= at for rank in ranks) for at, step in enumerate(STEPS)}
            found[str(place), str(line)] = Cell(STEPS[min(ranks)], len(ranks), reached)
        return found

    def cell(self, municipality: str, line: str) -> Cell:
        """One cell, also where nobody should hand over."""
        return self.cells.get((municipality, line), Cell(None, 0, dict.fromkeys(STEPS, 0)))


def agreed_there(
    network: Network, lines: Iterable[Line], selection: Selection = Selection(), known: Ties | None = None
) -> AgreedThere:
    """Lay ties and referrals beside the agreed handovers.

    Of the referrals those of ``selection`` count, to whatever stage: few logs say it. Of a line about some target
    groups only referrals of those count, and only organisations that work for them (or name none) should hand over;
    it is left out when another group is selected. ``known``: the ties, when they are at hand.
    """
    lines = tuple(line for line in lines if _asked(line, selection))
    seen = _Seen(network, selection, known)
    place = [str(e.properties.get("gm_code") or "") for e in network.organisations]
    rows = []
    for line in lines:
        arrived = seen.arrived(line)
        for at, there in seen.beside(line):
            step = _step([seen.standing.get((at, p), "") for p in there], bool(there), int(arrived[at]))
            rows.append((line.code, place[at], network.ids[at], step))
    return AgreedThere(
        lines,
        tuple(sorted({code for code in place if code})),
        pd.DataFrame(rows, columns=["line", "municipality", "id", "step"]),
    )


def agreed_pairs(
    network: Network, lines: Iterable[Line], selection: Selection = Selection(), known: Ties | None = None
) -> pd.DataFrame:
    """What is behind it: a row per organisation, and one that it has a tie with or referred to as was agreed.

    Columns: line, source, target (ids), kind (of the target), tie (where it stands, "" without one), people
    (referred), arrived (of these, who came to a first contact). Counts of few people are NA, as are those that
    would give them away, here or beside the flows between organisations.
    """
    seen = _Seen(network, selection, known)
    counts = _counts(seen.chosen, seen.came)
    rows = []
    for line in (line for line in lines if _asked(line, selection)):
        for at, there in seen.beside(line):
            for p in there:
                told = (seen.standing.get((at, p), ""), *counts.get((network.ids[at], network.ids[p]), (0, 0)))
                rows.append((line.code, network.ids[at], network.ids[p], str(network.kinds[p]), *told))
    table = pd.DataFrame(rows, columns=["line", "source", "target", "kind", "tie", "people", "arrived"])
    return table.astype({"people": "Int64", "arrived": "Int64"})


def _asked(line: Line, selection: Selection) -> bool:
    """Whether a line is about the people that were selected."""
    return not line.groups or selection.target_group is None or selection.target_group in line.groups


class _Seen:
    """Ties and referrals of a snapshot, by the positions of organisations."""

    def __init__(self, network: Network, selection: Selection, known: Ties | None) -> None:
        self.chosen = referrals(network, "organisation", selection)
        self.came: NDArray[np.bool_] = self.chosen.met | self.chosen.completed
        self.standing = _standing(known or collaboration_ties(network))
        self.kinds = np.array([*network.kinds, ""], dtype=object).astype(str)
        self.n = network.n_organisations
        self.group = select(network, selection)["target_group"].astype(object).to_numpy().astype(str)
        self._works_for = [frozenset(_codes(e.properties.get("target_groups"))) for e in network.organisations]
        sent = np.unique(np.column_stack([self.chosen.source, self.chosen.target]), axis=0).tolist()
        self._partners: list[set[int]] = [set() for _ in range(self.n)]
        for a, b in (*sent, *self.standing):
            if a < self.n and b < self.n and a != b:
                self._partners[a].add(b)

    def beside(self, line: Line) -> Iterator[tuple[int, list[int]]]:
        """Each organisation that should hand over, and who is there of those it was agreed to hand over to."""
        for at in np.flatnonzero(self.kinds[: self.n] == line.kind).tolist():
            if line.groups and self._works_for[at] and not line.groups & self._works_for[at]:
                continue
            yield at, sorted(p for p in self._partners[at] if self.kinds[p] in line.targets)

    def arrived(self, line: Line) -> Ints:
        """How many different people came to a first contact as was agreed, by the organisation that referred them."""
        rows = self.came & np.isin(self.kinds[self.chosen.target], sorted(line.targets))
        if line.groups:
            rows &= np.isin(self.group, sorted(line.groups))
        return distinct_people(self.chosen.source[rows], self.chosen.case[rows], len(self.chosen.ids))


def _codes(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _step(standings: list[str], present: bool, arrived: int) -> Step:
    if arrived >= MIN_PEOPLE:
        return "working"
    if CONFIRMED in standings:
        return "confirmed"
    return "present" if present else "agreed"


def _standing(ties: Ties) -> dict[tuple[int, int], str]:
    """Where each tie stands, both ways round."""
    found = {}
    for a, b, standing in zip(ties.a.tolist(), ties.b.tolist(), ties.standing, strict=True):
        found[a, b] = found[b, a] = str(standing)
    return found


def _counts(chosen: Referrals, came: NDArray[np.bool_]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """People referred and arrived by ids of source and target, few hidden as in the flows between organisations.

    Where those flows hide what became of some people, who arrived would give it away.
    """
    flows, width = shown_ends(chosen), len(chosen.ids)
    pairs, key = np.unique(chosen.source * width + chosen.target, return_inverse=True)
    flows["arrived"] = distinct_people(key[came], chosen.case[came], len(pairs))
    flows = suppress_part(flows, "people", "arrived")
    flows["arrived"] = flows["arrived"].mask(flows["ends_hidden"])
    columns = (flows[name] for name in ("source", "target", "people", "arrived"))
    return {(a, b): (people, arrived) for a, b, people, arrived in zip(*columns, strict=True)}
