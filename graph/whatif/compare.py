"""Before and after: the measures of the network, the place of each organisation, and the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.analysis.measures import Floats, Measures, measures
from graph.analysis.reach import Reach, reach
from graph.analysis.ties import CONFIRMED, TieRule, Ties, collaboration_ties
from graph.gaps.agreement import needed_pairs
from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from graph.gaps.settings import SEVERITIES
from graph.gaps.template import ChainTemplate
from graph.network import Network
from graph.problems import Problem
from graph.whatif.checking import play
from graph.whatif.findings import GapsCompared, compare_gaps
from graph.whatif.fingerprint import fingerprint
from graph.whatif.steps import AddTie, Steps

Number = int | float | None
Place = Literal["betweenness", "constraint"]
PLACES: tuple[Place, ...] = ("betweenness", "constraint")
MEASURES = (
    "organisations", "ties", "confirmed", "reported", "density", "components", "largest_component", "isolates",
    "articulation_points", "compactness", "reach",
)  # fmt: skip
"""What is measured of the whole, in the order in which it is shown."""
SHOWN = 10  # organisations of which the place changes most
_DIGITS = 9  # of a measure that count: what differs beyond these is rounding


@dataclass(frozen=True)
class State:
    """A network as it is or would be. ``values`` by the names of ``MEASURES``, ``gaps`` by severity.

    ``ties`` counts those that make up the network under the chosen rule, ``confirmed`` and ``reported`` those
    of both rules. ``compactness`` is the mean of 1/distance over all pairs, ``reach`` over those that need each
    other (:mod:`graph.analysis.reach`); None where not defined or not computed.
    """

    values: Mapping[str, Number]
    gaps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """A measure of one organisation before and after; None where it is not defined."""

    id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Base:
    """What every scenario on a snapshot is compared with, worked out once."""

    network: Network
    rule: TieRule
    ties: Ties
    measured: Measures
    findings: tuple[Finding, ...]
    state: State
    fingerprint: str
    chain: ChainTemplate | None = None


@dataclass(frozen=True)
class Outcome:
    """What a scenario changes. ``problems`` has for each step what is wrong with it, or None.

    Steps that cannot be supposed are left out. ``gains``: for each step that adds a tie, what that tie alone
    adds to the reach of the network as it is; None for other steps, and where it is not known. ``shifts``: per
    measure the organisations of which it changes most, the largest change first. ``fingerprints`` of the
    network that it starts from: before, and after the scenario was played.
    """

    network: Network
    steps: Steps
    problems: tuple[Problem | None, ...]
    before: State
    after: State
    gaps: GapsCompared
    gains: tuple[float | None, ...]
    shifts: Mapping[Place, tuple[Shift, ...]]
    fingerprints: tuple[str, str]


def base(
    network: Network,
    rule: TieRule = "confirmed",
    findings: Iterable[Finding] | None = None,
    chain: ChainTemplate | None = None,
) -> Base:
    """Work out the network as it is. ``findings`` saves looking for gaps again; ``chain``: what was agreed there."""
    found = tuple(find_gaps(network, chain=chain) if findings is None else findings)
    ties = collaboration_ties(network)
    measured = measures(network, rule, known=ties)
    state = _state(network, ties, measured, _reach(network, ties, rule, (), chain), found)
    return Base(network, rule, ties, measured, found, state, fingerprint(network), chain)


def outcome(start: Base, steps: Steps) -> Outcome:
    """Play a scenario and compare. About 1 s of work for 1,000 organisations with 10,000 referrals."""
    network, rule = start.network, start.rule
    world, problems = play(network, steps)
    played = tuple(step for step, wrong in zip(steps, problems, strict=True) if wrong is None)
    after = world.network()
    gaps = compare_gaps(network, start.findings, world, after, played, start.chain)
    if after is network:
        state = start.state
        shifts: dict[Place, tuple[Shift, ...]] = dict.fromkeys(PLACES, ())
    else:
        ties = collaboration_ties(after)
        measured = measures(after, rule, known=ties)
        state = _state(after, ties, measured, _reach(after, ties, rule, (), start.chain), gaps.after)
        shifts = {place: _shifts(start.measured, measured, place) for place in PLACES}
    return Outcome(
        network=after,
        steps=steps,
        problems=problems,
        before=start.state,
        after=state,
        gaps=gaps,
        gains=_gains(start, steps, problems),
        shifts=shifts,
        fingerprints=(start.fingerprint, fingerprint(network)),
    )


def _state(network: Network, ties: Ties, measured: Measures, reached: Reach | None, found: Iterable[Finding]) -> State:
    whole = measured.summary
    values: dict[str, Number] = {
        "organisations": network.n_organisations,
        "ties": whole.ties,
        "confirmed": int((ties.status == CONFIRMED).sum()),
        "reported": len(ties),
        "density": whole.density,
        "components": whole.components,
        "largest_component": whole.largest_component,
        "isolates": whole.isolates,
        "articulation_points": whole.articulation_points,
        "compactness": whole.compactness,
        "reach": None if reached is None else reached.share,
    }
    count = Counter(one.severity for one in found)
    return State(values, {severity: count[severity] for severity in SEVERITIES})


def _reach(
    network: Network,
    ties: Ties,
    rule: TieRule,
    added: list[tuple[int, int]] | tuple[()],
    chain: ChainTemplate | None,
) -> Reach | None:
    kinds = [e.kind for e in network.organisations]
    return reach(ties.to_igraph(rule), kinds, needed_pairs(chain), added)


def _gains(start: Base, steps: Steps, problems: tuple[Problem | None, ...]) -> tuple[float | None, ...]:
    """Per step what its tie alone adds to the sum of reach, between organisations of the network as it is."""
    index = start.network.index
    asked = {
        at: (index[step.a], index[step.b])
        for at, (step, wrong) in enumerate(zip(steps, problems, strict=True))
        if isinstance(step, AddTie) and wrong is None
    }
    if not asked:
        return (None,) * len(steps)
    found = _reach(start.network, start.ties, start.rule, list(asked.values()), start.chain)
    gained = {} if found is None else dict(zip(asked, found.gains, strict=True))
    return tuple(gained.get(at) for at in range(len(steps)))


def _shifts(before: Measures, after: Measures, place: Place) -> tuple[Shift, ...]:
    """The largest changes among organisations that are in both; a measure that comes or goes counts as from 0."""
    here = {one: at for at, one in enumerate(after.ids)}
    both = np.array([(at, here[one]) for at, one in enumerate(before.ids) if one in here], dtype=np.int64).reshape(
        -1, 2
    )
    was, now = _values(before, place)[both[:, 0]], _values(after, place)[both[:, 1]]
    size = np.round(np.abs(np.nan_to_num(now) - np.nan_to_num(was)), _DIGITS)
    largest = [int(at) for at in np.argsort(-size, kind="stable")[:SHOWN] if size[at] > 0]  # ids are in order
    return tuple(Shift(before.ids[both[at, 0]], _known(was[at]), _known(now[at])) for at in largest)


def _values(found: Measures, place: Place) -> Floats:
    return found.betweenness_normalised if place == "betweenness" else found.constraint


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
