"""The gaps of a region as a list to work through: filtered, summed up, and each with what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from graph.gaps.adjusted import USUAL, Adjusted
from graph.gaps.certainty import certainty
from graph.gaps.closing import who_could_close
from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.settings import OPPORTUNITIES, SEVERITIES, every_setting
from graph.gaps.words import certainty_text, explain
from graph.network import Network
from graph.schema import load_schema
from graph.texts import Texts, texts
from pages.views.dekking import Served, candidates_table
from pages.views.words import number

COLOURS = {"high": "red", "middle": "orange", "low": "blue"}
PROMISING = "green"
ICONS = {"high": ":material/error:", "middle": ":material/warning:", "low": ":material/info:"}
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def plain(text: str) -> str:
    """Text from data in a place that reads Markdown: nothing in it is taken for a mark."""
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))


def chosen(
    network: Network,
    findings: Iterable[Finding],
    severities: Iterable[str] = (),
    codes: Iterable[str] = (),
    municipalities: Iterable[str] = (),
    kinds: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """The findings that answer a selection, in the same order; empty means no restriction.

    A finding is in a municipality when it is about that place or about an organisation there, and of a
    kind when one of its parties is. What is about the whole region is in every municipality.
    """
    severities, codes, municipalities, kinds = set(severities), set(codes), set(municipalities), set(kinds)

    def stays(finding: Finding) -> bool:
        if severities and finding.severity not in severities:
            return False
        if codes and finding.code not in codes:
            return False
        parties = [network.entity(one) for one in finding.parties if one in network.index]
        if municipalities and finding.form != "region":
            places = {finding.municipality, *(party.properties.get("gm_code") for party in parties)}
            if not places & municipalities:
                return False
        return not kinds or any(party.kind in kinds for party in parties)

    return tuple(finding for finding in findings if stays(finding))


def by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """How many gaps of each severity, the heaviest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found.get(severity, 0) for severity in SEVERITIES}


def by_code(findings: Iterable[Finding]) -> dict[str, int]:
    """How many gaps of each type that occurs, in the order of the rules."""
    found = Counter(finding.code for finding in findings)
    return {code: found[code] for code in every_setting() if code in found}


def summary(findings: tuple[Finding, ...], words: Texts) -> str:
    """The list in one or two sentences."""
    if not findings:
        return words("hiaten.summary_none")
    count = by_severity(findings)
    parts = [
        words("hiaten.summary_part", count=number(n, words.language), severity=words(f"gaps.severity_{one}").lower())
        for one, n in count.items()
        if n
    ]
    code, most = max(by_code(findings).items(), key=lambda pair: pair[1])
    key = "hiaten.summary_one" if len(findings) == 1 else "hiaten.summary"
    return words(
        key,
        count=number(len(findings), words.language),
        parts=", ".join(parts),
        most=every_setting()[code].label[words.language].lower(),
        times=number(most, words.language),
    )


def label(finding: Finding, network: Network, words: Texts) -> str:
    """A gap on a button, in Markdown: severity, type, what is seen and whom it touches."""
    told = explain(finding, network, words)
    return (
        f":{_colour(finding)}-badge[{plain(told.severity)}] **{plain(told.title)}** "
        f"&nbsp; {plain(told.found)} &nbsp; *{plain(told.people)}*"
    )


def _colour(finding: Finding) -> str:
    """Of the badge: an opportunity is green, whatever its weight."""
    return PROMISING if is_opportunity(finding) else COLOURS[finding.severity]


def is_opportunity(finding: Finding) -> bool:
    """Whether a finding is of something that could be used, and not of something that is missing."""
    return every_setting()[finding.code].theme == OPPORTUNITIES


def certain(region: Region, finding: Finding, language: str, settings: Adjusted = USUAL) -> str:
    """How certain a finding is, and why not more."""
    return certainty_text(certainty(region, finding, settings), finding, region.network, texts(language))


def closers(region: Served, finding: Finding, language: str) -> pd.DataFrame:
    """Who could close a gap in coverage, best first, and why; index: ids. Empty for other gaps."""
    found = who_could_close(region.network, finding, region.lines)
    return candidates_table(region.network, found, texts(language))


def parties(finding: Finding, network: Network, language: str) -> tuple[tuple[str, str, str], ...]:
    """Who is concerned: id, name and kind."""
    return tuple(
        (one, entity.name, network.schema.entities[entity.kind].label[language])
        for one in finding.parties
        if one in network.index
        for entity in [network.entity(one)]
    )


def table(findings: tuple[Finding, ...], network: Network, language: str) -> pd.DataFrame:
    """The twin of the list: a row per gap."""
    words = texts(language)
    told = [explain(finding, network, words) for finding in findings]
    return pd.DataFrame(
        {
            words("hiaten.rank"): range(1, len(told) + 1),
            words("hiaten.severity"): [one.severity for one in told],
            words("hiaten.type"): [one.title for one in told],
            words("hiaten.found"): [one.found for one in told],
            words("hiaten.people"): [one.people for one in told],
            words("hiaten.action"): [one.action for one in told],
        },
        index=[finding.id for finding in findings],
    )


def records(network: Network, ids: tuple[str, ...], language: str) -> pd.DataFrame:
    """The records behind a piece of evidence, in words: organisations, relations and referrals."""
    words, schema = texts(language), load_schema()
    relations = {relation.id: relation for relation in network.relations}
    wanted = set(ids)
    frame = network.referrals
    events = frame[frame["id"].isin(wanted)].set_index("id")
    rows: list[tuple[Any, ...]] = []
    for one in ids:
        if one in network.index:
            entity = network.entity(one)
            rows.append((schema.entities[entity.kind].label[language], entity.name, "", None, ""))
        elif one in relations:
            found = relations[one]
            title = schema.relations[found.kind].title[language]
            last = found.properties.get("last_contact")
            rows.append((title, _name(network, found.source), _name(network, found.target), last, ""))
        elif one in events.index:
            row = events.loc[one]
            ends = (network.entities[int(str(row[side]))].name for side in ("source", "target"))
            rows.append((schema.referral.label[language], *ends, row["date"].date(), str(row["case"])))
    names = ("record", "who", "to_whom", "date", "case")
    found_table = pd.DataFrame(rows, columns=[words(f"hiaten.{name}") for name in names])
    empty = [name for name in found_table.columns if found_table[name].isin(["", None]).all()]
    return found_table.drop(columns=empty)


def _name(network: Network, identifier: str) -> str:
    return network.entity(identifier).name if identifier in network.index else identifier
