"""Names of organisations that do not exist, from ``words.yaml``; each ends in "(fictief)" and occurs once."""

from __future__ import annotations

import numpy as np

from loaders.generate.organisations import Organisations
from loaders.generate.reference import Reference
from loaders.generate.settings import EMPLOYER, Settings

MARK = "(fictief)"


def make_names(made: Organisations, reference: Reference, settings: Settings, rng: np.random.Generator) -> list[str]:
    """One name per organisation, in order."""
    words = settings.words
    sounds = [a + b for a in words["first"] for b in words["second"]]
    order = [sounds[i] for i in np.argsort(rng.random(len(sounds)), kind="stable")]
    domains = settings.codes("life_domains")
    taken: set[str] = set()
    names = []
    picks = (rng.random(len(made)) * len(order)).astype(np.int64).tolist()
    columns = zip(made.kind.tolist(), made.municipality.tolist(), made.region.tolist(), strict=True)
    more = zip(made.industry.tolist(), made.domain.tolist(), picks, strict=True)
    for (kind, place, region), (industry, domain, pick) in zip(columns, more, strict=True):
        code = made.kinds[kind]
        if code == EMPLOYER:
            choice = words["industries"][industry]["words"]
            patterns = [f"{word} {{klank}} {{plaats}}" for word in choice]
        else:
            # Youth work and neighbourhood centres do more than their life domain tells: half keep a general name.
            special = domain >= 0 and not (code == "maatschappelijk" and pick % 2)
            patterns = words["support"].get(domains[domain], []) if special else []
            patterns = patterns or words["kinds"][code]
        filled = {"plaats": reference.names[place], "regio": reference.region_names[region]}
        names.append(_free(patterns, filled, order, pick, taken))
    return names


def _free(patterns: list[str], filled: dict[str, str], order: list[str], pick: int, taken: set[str]) -> str:
    """The first name that nobody has: another invented word first, then a number."""
    for turn in range(len(order)):
        at = pick + turn
        name = patterns[at % len(patterns)].format(klank=order[at % len(order)], **filled)
        if name not in taken:
            break
        if turn == 40 or (turn >= len(patterns) and "{klank}" not in "".join(patterns)):
            number = 2
            while f"{name} {number}" in taken:
                number += 1
            name = f"{name} {number}"
            break
    taken.add(name)
    return f"{name} {MARK}"
