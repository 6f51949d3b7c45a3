"""The chain as a Sankey diagram that adds up, and in which nobody can be singled out.

Links of fewer than ``MIN_PEOPLE`` people, and those from which such a link could be computed, run
through one node "other"; places with too few people are taken into it. Nothing is left out, so inflow
still equals outflow at every place that is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.journeys import ENDS, ENTRIES, LOST_ENDS, OPEN_ENDS, Moves, journeys
from graph.analysis.referrals import By, Ints, Referrals, distinct_people
from graph.privacy import MIN_PEOPLE, Cell, hidden_cells, is_total

OTHER = "other"


@dataclass(frozen=True)
class Sankey:
    """``nodes``: id, role ("entry", "place", "end" or "other"), inflow, onward, completed, open, lost:
    counts of stays; for every place inflow = onward + completed + open + lost. ``other`` is in each of
    these where its part was merged: ``merged`` is the number of stays that leave for "other".

    ``links``: source, target (ids), moves, people (at least ``MIN_PEOPLE`` each), ordered by the
    order of the nodes. Moves within one place are not links. ``unrecorded`` is the share of the moves
    between places that no referral tells of; None when that concerns too few people.
    """

    by: By
    nodes: pd.DataFrame
    links: pd.DataFrame
    unrecorded: float | None


def sankey(chosen: Referrals) -> Sankey:
    """Draw the chosen referrals as balanced flows of journeys between places."""
    moves = journeys(chosen)
    links = _safe_links(moves)
    ids = (*moves.ids, OTHER)
    order = {name: at for at, name in enumerate(ids)}
    drawn = sorted({*links["source"], *links["target"]}, key=order.__getitem__)
    nodes = pd.DataFrame([_node(name, order[name], moves.places, links) for name in drawn], columns=_NODE_COLUMNS)
    between = (moves.source < moves.places) & (moves.target < moves.places) & (moves.source != moves.target)
    few = len(np.unique(moves.case[between & moves.unrecorded])) < MIN_PEOPLE and bool(moves.unrecorded.any())
    known = len(np.unique(moves.case[between])) >= MIN_PEOPLE and not few
    share = float(moves.unrecorded[between].mean()) if known else None
    return Sankey(chosen.by, nodes, links, share)


_NODE_COLUMNS = ["id", "role", "inflow", "onward", "completed", "open", "lost", "merged"]


def _node(name: str, at: int, places: int, links: pd.DataFrame) -> list[object]:
    out = links[links["source"] == name].set_index("target")["moves"]
    inflow = int(links.loc[links["target"] == name, "moves"].sum())

    def sent(targets: Iterable[str]) -> int:
        return int(out[out.index.isin(list(targets))].sum())

    if at == places + len(ENTRIES) + len(ENDS):
        role = OTHER
    elif at < places:
        role = "place"
    else:
        role = "entry" if at < places + len(ENTRIES) else "end"
    ends = sent([*ENDS])
    completed, still_open, lost, merged = sent(["completed"]), sent(OPEN_ENDS), sent(LOST_ENDS), sent([OTHER])
    return [name, role, inflow, int(out.sum()) - ends - merged, completed, still_open, lost, merged]


def _safe_links(moves: Moves) -> pd.DataFrame:
    """Links of enough people each, with the rest merged into "other"; see the module."""
    other = len(moves.ids)
    label = np.arange(other + 1)
    extra: set[tuple[int, int]] = set()
    while True:
        source, target = label[moves.source], label[moves.target]
        keep = source != target
        source, target, case = source[keep], target[keep], moves.case[keep]
        hidden, margins = _hidden(source, target, case, other, extra)
        if margins:
            label[list(margins)] = other
            continue
        through = np.array([(int(s), int(t)) in hidden for s, t in zip(source, target, strict=True)], dtype=bool)
        source, target, case = _rerouted(source, target, case, through, other)
        pairs, key = np.unique(source * (other + 1) + target, return_inverse=True)
        people = distinct_people(key, case, len(pairs))
        thin = np.flatnonzero(people < MIN_PEOPLE)
        if not len(thin):
            names = np.array([*moves.ids, OTHER], dtype=object)
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


def _hidden(
    source: Ints, target: Ints, case: Ints, other: int, extra: set[tuple[int, int]]
) -> tuple[set[tuple[int, int]], set[int]]:
    """The links that may not be drawn as they are, and the nodes that may not be drawn at all."""
    pairs, key = np.unique(source * (other + 1) + target, return_inverse=True)
    people = distinct_people(key, case, len(pairs))
    count = np.bincount(key, minlength=len(pairs))
    ends = [(int(p // (other + 1)), int(p % (other + 1))) for p in pairs]
    cells: dict[Cell, int] = dict(zip(ends, count.tolist(), strict=True))
    small: list[Cell] = [cell for cell, n in zip(ends, people, strict=True) if n < MIN_PEOPLE or cell in extra]
    rows, columns = (distinct_people(side, case, other + 1) for side in (source, target))
    found = hidden_cells(cells, small, _few(rows, other), _few(columns, other))
    links: set[tuple[int, int]] = set()
    nodes: set[int] = set()
    whole = False
    for row, column in found:
        if is_total(row) and is_total(column):
            whole = True
        elif is_total(row) or is_total(column):
            nodes.add(int(str(column if is_total(row) else row)))
        else:
            links.add((int(str(row)), int(str(column))))
    nodes.discard(other)
    if whole and not nodes:
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
