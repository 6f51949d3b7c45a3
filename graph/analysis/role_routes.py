"""The roads that people really take through one organisation, and which of them have no other way.

A road *to* it: another organisation refers people to it for a stage, and they arrive. Another way is that
the same sender's people arrive elsewhere for that stage. A road *through* it: people arrive there from one
organisation, and the next referral from there that arrives takes them to another one. Another way leads
from the one to the other by at most ``STEPS`` referrals that people arrived by, past the organisation.
"""

from __future__ import annotations

from dataclasses import dataclass

import igraph
import numpy as np
import pandas as pd

from graph.analysis.referrals import Referrals, Selection, referrals, select
from graph.network import Network
from graph.privacy import MIN_PEOPLE

STEPS = 3
"""Referrals that another way may take at most."""


@dataclass(frozen=True, slots=True)
class Road:
    """A road from ``source`` (an id) to a ``stage`` of the organisation, or on to ``target`` (an id)."""

    source: str
    stage: str | None
    target: str | None
    lost: bool


@dataclass(frozen=True)
class Roads:
    """The roads to and through an organisation.

    ``count`` and ``lost`` count all of them; ``shown`` are those that at least ``MIN_PEOPLE`` people took, since
    the others would tell about a few.
    """

    organisation: str
    count: int
    lost: int
    shown: tuple[Road, ...]

    @property
    def hidden(self) -> int:
        """How many roads are counted and not shown."""
        return self.count - len(self.shown)


def roads(network: Network, organisation: str, selection: Selection = Selection()) -> Roads:
    """The roads to and through an organisation. Raises KeyError for an unknown id."""
    at = network.index[organisation]
    chosen = referrals(network, "organisation", selection)
    stage = select(network, selection)["stage_to"].astype(object).to_numpy()
    stage = np.where(pd.isna(stage), "", stage)
    found = [*_to(chosen, stage, at), *_through(chosen, at)]
    return Roads(
        organisation,
        count=len(found),
        lost=sum(road.lost for road, _ in found),
        shown=tuple(road for road, people in found if people >= MIN_PEOPLE),
    )


def _to(chosen: Referrals, stage: np.ndarray, at: int) -> list[tuple[Road, int]]:
    """Roads to the organisation, and how many people took each."""
    here = chosen.arrived & (chosen.target == at)
    elsewhere = chosen.arrived & (chosen.target != at)
    others = set(zip(chosen.source[elsewhere].tolist(), stage[elsewhere].tolist(), strict=True))
    people: dict[tuple[int, str], set[int]] = {}
    for source, code, case in zip(chosen.source[here].tolist(), stage[here], chosen.case[here].tolist(), strict=True):
        people.setdefault((source, code), set()).add(case)
    return [
        (Road(chosen.ids[source], code or None, None, (source, code) not in others), len(cases))
        for (source, code), cases in sorted(people.items())
    ]


def _through(chosen: Referrals, at: int) -> list[tuple[Road, int]]:
    """Roads through the organisation, and how many people took each."""
    came = np.flatnonzero(chosen.arrived & (chosen.target == at))
    went = np.flatnonzero(chosen.arrived & (chosen.source == at))
    if not len(came) or not len(went):
        return []
    following = np.searchsorted(went, came)
    inside = following < len(went)
    came, following = came[inside], went[following[inside]]
    same = chosen.case[came] == chosen.case[following]
    people: dict[tuple[int, int], set[int]] = {}
    for a, b in zip(came[same].tolist(), following[same].tolist(), strict=True):
        source, target = int(chosen.source[a]), int(chosen.target[b])
        if source != target:  # sent back: no road to anywhere
            people.setdefault((source, target), set()).add(int(chosen.case[a]))
    near = _within_steps(chosen, at, sorted({source for source, _ in people}))
    return [
        (Road(chosen.ids[source], None, chosen.ids[target], target not in near[source]), len(cases))
        for (source, target), cases in sorted(people.items())
    ]


def _within_steps(chosen: Referrals, at: int, sources: list[int]) -> dict[int, frozenset[int]]:
    """For each source, whom people reach from it by at most ``STEPS`` referrals past the organisation."""
    past = chosen.arrived & (chosen.source != at) & (chosen.target != at)
    arcs = np.unique(np.column_stack([chosen.source[past], chosen.target[past]]), axis=0)
    graph = igraph.Graph(n=len(chosen.ids), edges=arcs.tolist(), directed=True)
    found = graph.neighborhood(sources, order=STEPS, mode="out") if sources else []
    return {source: frozenset(near) for source, near in zip(sources, found, strict=True)}
