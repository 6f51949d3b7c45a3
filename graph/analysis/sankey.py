"""The chain as a Sankey diagram that adds up, and in which nobody can be singled out.

Links of fewer than ``MIN_PEOPLE`` people, and those from which such a link could be computed, run
through one node ``OTHER``; places with too few people are taken into it. Nothing is left out, so inflow
still equals outflow at every place that is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.journeys import ENDS, ENTRIES, LOST_ENDS, OPEN_ENDS, Moves, journeys, unlike
from graph.analysis.referrals import Ints, Referrals, distinct_people
from graph.privacy import MIN_PEOPLE, Cell, hidden_cells, is_total

OTHER = "other"


@dataclass(frozen=True)
class Sankey:
    """``nodes``: id, role ("entry", "place", "end" or "other"), inflow, onward, completed, open, lost:
    counts of stays; for every place inflow = onward + completed + open + lost + merged. ``merged`` stays leave for
    ``OTHER``, where it is not told apart what became of them; they are in none of the other four.

    ``links``: source, target (ids), moves, people (at least ``MIN_PEOPLE`` each), ordered by the
    order of the nodes. Moves within one place are not links. ``unrecorded`` is the share of the moves
    between places that no referral tells of; None when that concerns too few people.
    """

    by: str
    nodes: pd.DataFrame
    links: pd.DataFrame
    unrecorded: float | None


def sankey(chosen: Referrals) -> Sankey:
    """Draw the chosen referrals as balanced flows of journeys between places."""
    return balanced(journeys(chosen), chosen.by)


def balanced(moves: Moves, by: str) -> Sankey:
    """Draw any moves as flows that add up; ``by`` says what the places are."""
    links = _safe_links(moves)
    nodes = _nodes(links, moves)
    between = (moves.source < moves.places) & (moves.target < moves.places) & (moves.source != moves.target)
    few = len(np.unique(moves.case[between & moves.unrecorded])) < MIN_PEOPLE and bool(moves.unrecorded.any())
    known = len(np.unique(moves.case[between])) >= MIN_PEOPLE and not few
    share = float(moves.unrecorded[between].mean()) if known else None
    return Sankey(by, nodes, links, share)


def _names(moves: Moves) -> list[str]:
    return [*moves.ids, unlike(OTHER, moves.ids)]


def _nodes(links: pd.DataFrame, moves: Moves) -> pd.DataFrame:
    """The nodes that are drawn, in order, with what goes in and what becomes of it."""
    names, k = _names(moves), moves.places
    order = {name: at for at, name in enumerate(names)}
    drawn = sorted({*links["source"], *links["target"]}, key=order.__getitem__)
    fate = ["completed", *["open"] * len(OPEN_ENDS), *["lost"] * len(LOST_ENDS)]
    leaving = dict(zip(names, ["onward"] * (k + len(ENTRIES)) + fate + ["merged"], strict=True))
    kinds = ["place"] * k + ["entry"] * len(ENTRIES) + ["end"] * len(ENDS) + ["other"]
    role = dict(zip(names, kinds, strict=True))
    fates = links["target"].map(leaving)
    out = links.groupby(["source", fates])["moves"].sum().unstack(fill_value=0)
    out = out.reindex(index=drawn, columns=["onward", "completed", "open", "lost", "merged"], fill_value=0)
    inflow = links.groupby("target")["moves"].sum().reindex(drawn, fill_value=0)
    head = {"id": drawn, "role": [role[name] for name in drawn], "inflow": inflow.to_numpy()}
    return pd.DataFrame(head | {name: out[name].to_numpy() for name in out.columns})


def _safe_links(moves: Moves) -> pd.DataFrame:
    """Links of enough people each, with the rest merged into "other"; see the module."""
    other = len(moves.ids)
    label = np.arange(other + 1)
    extra: set[tuple[int, int]] = set()
    while True:
        source, target = label[moves.source], label[moves.target]
        keep = source != target
        source, target, case = source[keep], target[keep], moves.case[keep]
        before, place = np.unique(source * (other + 1) + target, return_inverse=True)
        hidden, margins = _hidden(before, place, case, other, extra)
        if margins:
            label[list(margins)] = other
            continue
        through = np.isin(before, hidden)[place]
        source, target, case = _rerouted(source, target, case, through, other)
        pairs, key = np.unique(source * (other + 1) + target, return_inverse=True)
        people = distinct_people(key, case, len(pairs))
        thin = np.flatnonzero(people < MIN_PEOPLE)
        if not len(thin):
            names = np.array(_names(moves), dtype=object)
            return pd.DataFrame(
                {
                    "source": names[pairs // (other + 1)],
                    "target": names[pairs % (other + 1)],
                    "moves": np.bincount(key, minlength=len(pairs)),
                    "people": people,
                }
            )
        for at in thin:  # only links with "other" can be thin here
            ends = int(pairs[at] // (other + 1)), int(pairs[at] % (other + 1))
            node = ends[0] if ends[1] == other else ends[1]
            mine = pairs // (other + 1) == node if ends[1] == other else pairs % (other + 1) == node
            choice = np.flatnonzero(mine & (pairs // (other + 1) != other) & (pairs % (other + 1) != other))
            if len(choice):
                best = choice[np.argmin(people[choice])]
                extra.add((int(pairs[best] // (other + 1)), int(pairs[best] % (other + 1))))
            else:
                label[node] = other


def _hidden(pairs: Ints, key: Ints, case: Ints, other: int, extra: set[tuple[int, int]]) -> tuple[list[int], set[int]]:
    """The links (as in ``pairs``) that may not be drawn as they are, and the nodes not to be drawn at all."""
    width = other + 1
    people = distinct_people(key, case, len(pairs))
    count = np.bincount(key, minlength=len(pairs))
    ends = [(int(p) // width, int(p) % width) for p in pairs]
    cells: dict[Cell, int] = dict(zip(ends, count.tolist(), strict=True))
    small: list[Cell] = [cell for cell, n in zip(ends, people, strict=True) if n < MIN_PEOPLE or cell in extra]
    rows, columns = (distinct_people(side[key], case, width) for side in (pairs // width, pairs % width))
    behind: dict[Cell, int] = dict(zip(ends, people.tolist(), strict=True))
    found = hidden_cells(cells, small, _few(rows, other), _few(columns, other), behind)
    place = dict(zip(ends, pairs.tolist(), strict=True))
    links: list[int] = []
    nodes: set[int] = set()
    for cell in found:
        ends_shown = [int(str(end)) for end in cell if not is_total(end)]
        if len(ends_shown) == 2:
            links.append(place[ends_shown[0], ends_shown[1]])
        nodes.update(ends_shown if len(ends_shown) == 1 else ())
    nodes.discard(other)
    if any(is_total(row) and is_total(column) for row, column in found) and not nodes:
        nodes = {node for cell in ends for node in cell} - {other}
    return links, nodes


def _few(people: Ints, other: int) -> list[int]:
    few: NDArray[np.bool_] = (people > 0) & (people < MIN_PEOPLE)
    few[other] = False
    return [int(node) for node in np.flatnonzero(few)]


def _rerouted(
    source: Ints, target: Ints, case: Ints, through: NDArray[np.bool_], other: int
) -> tuple[Ints, Ints, Ints]:
    """Hidden links go to "other" and on from there; a link with "other" itself stays one link."""
    out = through & (source != other)
    back = through & (target != other)
    straight = ~through
    whole = np.full(len(source), other)
    return (
        np.concatenate([source[straight], source[out], whole[back]]),
        np.concatenate([target[straight], whole[out], target[back]]),
        np.concatenate([case[straight], case[out], case[back]]),
    )
