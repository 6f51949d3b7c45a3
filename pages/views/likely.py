"""Who could work together, in words: sets of ties that are surprisingly few, and likely partners with the reason."""

from __future__ import annotations

import pandas as pd

from graph.analysis.expected import Expected, TieSet, surprising_absence
from graph.analysis.likely import Likely, LikelyPartners, likely_partners
from graph.analysis.ties import collaboration_ties
from graph.gaps.agreement import needed_pairs
from graph.gaps.template import ChainTemplate
from graph.network import Network
from graph.texts import Texts, texts
from pages.views.words import counted, number


def chances(network: Network, chain: ChainTemplate | None = None) -> tuple[Expected, LikelyPartners]:
    """What is tested and what is ranked, of what the agreed chain needs. About 3 s for 300 organisations."""
    known, needed = collaboration_ties(network), needed_pairs(chain)
    return surprising_absence(network, needed, known=known), likely_partners(network, needed, known=known)


def few_told(network: Network, found: Expected, language: str) -> tuple[str, ...]:
    """A sentence per set with surprisingly few ties, those of the whole region first."""
    ordered = sorted(found.few, key=lambda one: one.place is not None)
    return tuple(_told(network, one, texts(language)) for one in ordered)


def sets_table(network: Network, found: Expected, language: str) -> pd.DataFrame:
    """A row per tested set, the most surprising first."""
    words, sets = texts(language), found.sets
    return pd.DataFrame(
        {
            words("likely.between"): [_between(network, one.groups, language) for one in sets],
            words("likely.where"): [_place(network, one.place) or words("likely.everywhere") for one in sets],
            words("likely.ties"): [one.ties for one in sets],
            words("likely.by_chance"): [one.expected for one in sets],
            words("likely.usual"): [_band(one, words) for one in sets],
            words("likely.few"): [words("common.answer_yes" if one.few else "common.answer_no") for one in sets],
        }
    )


def pairs_table(network: Network, found: LikelyPartners, language: str) -> pd.DataFrame:
    """A row per pair, best first: the two, the reason, and the distance. Index: the number of the pair."""
    words, pairs = texts(language), found.pairs
    return pd.DataFrame(
        {
            words("likely.one"): [network.entity(one.a).name for one in pairs],
            words("likely.other"): [network.entity(one.b).name for one in pairs],
            words("likely.why"): [reason(network, one, language) for one in pairs],
            words("likely.km"): pd.Series([one.km for one in pairs], dtype=float),
            words("likely.gain"): pd.Series([one.gain for one in pairs], dtype=float),
        }
    )


def reason(network: Network, one: Likely, language: str) -> str:
    """Why two organisations may be partners: shared partners, their sectors, and how many partners each has."""
    words = texts(language)
    parts = [
        counted(words, "likely.shared_one", "likely.shared_many", one.shared)
        + " "
        + words("likely.shared_by_chance", chance=number(one.shared_by_chance, language, 1))
    ]
    if one.times is not None:
        a, b = (_sector(network, code, language) for code in one.sectors)
        key = "likely.times_within" if a == b else "likely.times_between"
        parts.append(words(key, one=a, other=b, times=number(one.times, language, 1)))
    parts.append(
        words("likely.partners", one=number(one.partners[0], language), other=number(one.partners[1], language))
    )
    return "; ".join(parts)


def _told(network: Network, one: TieSet, words: Texts) -> str:
    a, b = (_sector(network, code, words.language) for code in one.groups)
    place = _place(network, one.place)
    where = words("likely.in_place", place=place) if place else words("likely.in_region")
    group = words("likely.within_sector", one=a) if a == b else words("likely.between_sectors", one=a, other=b)
    key = {0: "likely.told_none", 1: "likely.told_one"}.get(one.ties, "likely.told_many")
    told = words(key, where=where, group=group, count=number(one.ties, words.language))
    return (
        told + " " + words("likely.told_chance", expected=number(one.expected, words.language), usual=_band(one, words))
    )


def _between(network: Network, groups: tuple[str, str], language: str) -> str:
    a, b = (_sector(network, code, language) for code in groups)
    return a if a == b else f"{a} – {b}"


def _band(one: TieSet, words: Texts) -> str:
    return words("likely.band", low=number(one.low, words.language), high=number(one.high, words.language))


def _sector(network: Network, code: str, language: str) -> str:
    found = network.schema.codes["sectors"].codes.get(code)
    return found.label[language].lower() if found else code


def _place(network: Network, code: str | None) -> str | None:
    known = network.municipalities
    return known[code].name if code is not None and code in known else code
