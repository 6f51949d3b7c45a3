"""A finding in words: what is seen, why it matters, what to do, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.gaps.certainty import Certainty
from graph.gaps.rule import WEIGHTS, Evidence, Finding
from graph.gaps.settings import OPPORTUNITIES, every_setting
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import Texts, number
from graph.thresholds import thresholds

_SHARES = ("_share",)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence, and the ids of the records behind it."""

    text: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding as a person reads it; every text is a whole sentence or a title."""

    title: str
    found: str
    why: str
    action: str
    severity: str
    people: str
    rank: str
    evidence: tuple[Line, ...]


def explain(finding: Finding, network: Network, say: Texts) -> Explained:
    """Put a finding in the words of ``say.language``; names come from ``network``."""
    names = [_name(network, party) for party in finding.parties]
    blanks = {
        "first": names[0] if names else "",
        "second": names[1] if len(names) > 1 else "",
        "all": ", ".join(names),
        "half": " > ".join(names[: len(names) // 2]),
        "place": _name(network, finding.municipality or ""),
        "subject": _subject(network, finding.subject, say.language),
    }
    rule = every_setting()[finding.code]
    word = "promise" if rule.theme == OPPORTUNITIES else "severity"
    severity = say(f"gaps.{word}_{finding.severity}")
    people = people_text(finding.people, say)
    score = number(finding.score, say.language, 3, trim=True)
    return Explained(
        title=rule.label[say.language],
        found=say(f"gaps.{finding.code}_found" + ("" if finding.form == "parties" else f"_{finding.form}"), **blanks),
        why=say(f"gaps.{finding.code}_why", **blanks),
        action=say(finding.action, **blanks),
        severity=severity,
        people=people,
        rank=say(f"gaps.rank_{word}", severity=severity, weight=WEIGHTS[finding.severity], people=people, score=score),
        evidence=tuple(Line(evidence_text(e, say), e.records) for e in finding.evidence),
    )


def certainty_text(found: Certainty, finding: Finding, network: Network, say: Texts) -> str:
    """How certain a finding is, and every reason why not more."""
    first = _name(network, finding.parties[0]) if finding.parties else ""
    limits = thresholds()
    blanks = {"first": first, "people": limits.enough_people, "months": limits.stale_months}
    blanks["estimate_months"] = limits.estimate_months
    doubts = (say(f"gaps.doubt_{doubt}", **blanks) for doubt in found.doubts)
    return " ".join([say("gaps.certainty", level=say(f"gaps.certainty_{found.level}")), *doubts])


def people_text(people: int | None, say: Texts) -> str:
    """How many people, in words that tell nothing about a few."""
    if people is None:
        return say("gaps.people_few", minimum=MIN_PEOPLE)
    return say("gaps.people_many", count=number(people, say.language)) if people else say("gaps.people_none")


def evidence_text(evidence: Evidence, say: Texts) -> str:
    """One piece of evidence as a sentence."""
    value = evidence.value
    if value is None:
        shown = say("gaps.hidden", minimum=MIN_PEOPLE)
    elif evidence.key.endswith(_SHARES) and isinstance(value, float):
        shown = f"{round(100 * value)}%"
    elif isinstance(value, float):
        shown = number(value, say.language, 3, trim=True)
    elif isinstance(value, date):
        shown = f"{value:%d-%m-%Y}" if say.language == "nl" else value.isoformat()
    elif isinstance(value, int):
        shown = number(value, say.language)
    else:
        shown = str(value)
    if evidence.bound != "exact" and value is not None:
        shown = say(f"gaps.{evidence.bound}", value=shown)
    return say(f"gaps.evidence_{evidence.key}", value=shown)


def _name(network: Network, identifier: str) -> str:
    at = network.index.get(identifier)
    return identifier if at is None else network.entities[at].name


def _subject(network: Network, code: str | None, language: str) -> str:
    for name in ("stages", "life_domains"):
        found = network.schema.codes[name].codes.get(code or "")
        if found is not None:
            return found.label[language]
    rule = every_setting().get(code or "")
    if rule is not None:
        return rule.label[language].lower()
    kind = network.schema.entities.get(code or "")
    return kind.label[language] if kind is not None else code or ""
