"""Walks over relations, for any store that can take one step from many entities at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice

LONGEST = 6  # relations in a path
Steps = Callable[[Collection[str]], Iterable[tuple[str, str]]]
"""From ids to pairs (one of them, an id one relation further), in either direction."""


def within(start: str, depth: int, limit: int, steps: Steps) -> tuple[str, ...]:
    """``start`` and what is within ``depth`` steps of it: nearest first, then by id, at most ``limit``."""
    found = {start: None} if limit > 0 else {}
    frontier: Collection[str] = list(found)
    for _ in range(depth):
        beyond = {there for _, there in steps(frontier)} - found.keys() if frontier else set()
        frontier = sorted(beyond)[: limit - len(found)]
        if not frontier:
            break
        found |= dict.fromkeys(frontier)
    return tuple(found)


def shortest_paths(a: str, b: str, limit: int, steps: Steps) -> tuple[tuple[str, ...], ...]:
    """The first ``limit`` of the shortest paths from ``a`` to ``b``, in order of ids, at most LONGEST steps.

    Searched from both ends at once, the smaller side first, so that no more of the graph is read than
    the two halves of a path need.
    """
    if limit < 1:
        return ()
    if a == b:
        return ((a,),)
    sides: dict[str, list[set[str]]] = {a: [{a}], b: [{b}]}
    seen = {a: {a}, b: {b}}
    onward: dict[str, set[str]] = {}
    while not sides[a][-1] & sides[b][-1]:
        side = a if len(sides[a][-1]) <= len(sides[b][-1]) else b
        if len(sides[a]) + len(sides[b]) - 2 == LONGEST or not sides[side][-1]:
            return ()
        pairs = [(u, v) for u, v in steps(sides[side][-1]) if v not in seen[side]]
        for u, v in pairs:
            first, second = (u, v) if side == a else (v, u)
            onward.setdefault(first, set()).add(second)
        sides[side].append({v for _, v in pairs})
        seen[side] |= sides[side][-1]
    levels = [*sides[a][:-1], sides[a][-1] & sides[b][-1], *reversed(sides[b][:-1])]
    return tuple(islice(_walks((a,), _useful(levels, onward)), limit))


def _useful(levels: list[set[str]], onward: Mapping[str, set[str]]) -> list[dict[str, list[str]]]:
    """For each level the steps to the next one that go on to the end, in order of id."""
    kept: list[dict[str, list[str]]] = []
    after = levels[-1]
    for level in reversed(levels[:-1]):
        steps = {u: sorted(onward.get(u, set()) & after) for u in level}
        kept.append({u: found for u, found in steps.items() if found})
        after = set(kept[-1])
    return kept[::-1]


def _walks(path: tuple[str, ...], steps: list[dict[str, list[str]]]) -> Iterator[tuple[str, ...]]:
    """Every walk through the levels, in order of ids."""
    if len(path) > len(steps):
        yield path
        return
    for after in steps[len(path) - 1].get(path[-1], ()):
        yield from _walks((*path, after), steps)
