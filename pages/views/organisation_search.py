"""Finding an organisation by a name that was typed with a mistake in it."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher, get_close_matches

from graph.network import Network
from graph.store.folding import folded_words

_ALIKE = 0.72
"""How much two words must look alike, from 0 to 1: one wrong letter in four, or two in eight."""


def vocabulary(network: Network) -> dict[str, tuple[int, ...]]:
    """The words in the names of organisations, each with the positions of the organisations that have it."""
    found: dict[str, set[int]] = defaultdict(set)
    for at, organisation in enumerate(network.organisations):
        for word in folded_words(organisation.name):
            found[word].add(at)
    return {word: tuple(sorted(places)) for word, places in found.items()}


def similar(network: Network, words: dict[str, tuple[int, ...]], text: str, most: int = 8) -> tuple[str, ...]:
    """Ids of organisations with, for every word of ``text``, a word like it in their name; the most alike first."""
    scores: dict[int, float] | None = None
    for asked in folded_words(text):
        near = [word for word in words if word.startswith(asked)]
        near += get_close_matches(asked, words, n=5, cutoff=_ALIKE)
        here: dict[int, float] = {}
        for word in near:
            alike = 1.0 if word.startswith(asked) else SequenceMatcher(None, asked, word).ratio()
            for at in words[word]:
                here[at] = max(here.get(at, 0.0), alike)
        scores = here if scores is None else {at: scores[at] + here[at] for at in scores.keys() & here.keys()}
    ranked = sorted((scores or {}).items(), key=lambda pair: (-pair[1], network.entities[pair[0]].name, pair[0]))
    return tuple(network.ids[at] for at, _ in ranked[:most])
