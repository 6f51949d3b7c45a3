"""What a gap rule is, and what it finds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from graph.analysis.referrals import Ints
from graph.gaps.region import Bools, Log, Region
from graph.gaps.settings import RuleSettings, Severity
from graph.privacy import MIN_PEOPLE

Bound = Literal["exact", "at_least", "at_most"]
Form = Literal["parties", "place", "region"]
WEIGHTS: dict[Severity, int] = {"high": 3, "middle": 2, "low": 1}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows a gap: the text ``gaps.evidence_<key>``, a value, and where it comes from.

    ``value`` is None when it would tell about fewer people than may be shown. ``bound`` says whether
    it is exact or, so as not to tell about those few, a limit. ``records`` are ids of the records it
    was computed from; empty when they would point at fewer people than may be shown.
    """

    key: str
    value: float | int | str | date | None
    bound: Bound = "exact"
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap. ``id`` says which (rule, parties, place, subject) and stays the same while it is open.

    ``parties`` are ids of organisations, the one it is about first. ``municipality`` and ``subject`` (a
    code of a stage, life domain or kind) are None where they do not apply. ``people``: how many people it
    touches; None when that is fewer than may be shown, 0 when nobody is recorded. ``score`` ranks:
    weight of the severity (3, 2, 1) times (1 + log2(1 + people)); hidden counts all rank alike. ``form``
    says whether it is about its parties, about a place, or about the whole snapshot.
    """

    id: str
    code: str
    severity: Severity
    score: float
    parties: tuple[str, ...]
    municipality: str | None
    subject: str | None
    people: int | None
    evidence: tuple[Evidence, ...]
    form: Form = "parties"

    @property
    def action(self) -> str:
        """Key of the text that says what to do."""
        return f"gaps.{self.code}_action"


@dataclass(frozen=True, slots=True)
class Rule:
    """One gap type. ``thresholds`` names the thresholds that ``rules.yaml`` must give, no more, no less.

    ``find`` looks through a region; what data does not say is no gap.
    """

    code: str
    thresholds: tuple[str, ...]
    find: Callable[[Region, RuleSettings], Iterable[Finding]]


def finding(
    rule: RuleSettings,
    parties: Iterable[str],
    people: int,
    evidence: Iterable[Evidence],
    municipality: str | None = None,
    subject: str | None = None,
    form: Form = "parties",
) -> Finding:
    """A finding with its id, its score, and its count of people hidden when small."""
    named = tuple(parties)
    few = 0 < people < MIN_PEOPLE
    ranked = MIN_PEOPLE - 1 if few else people
    return Finding(
        id="|".join((rule.code, *named, municipality or "", subject or "")),
        code=rule.code,
        severity=rule.severity,
        score=round(WEIGHTS[rule.severity] * (1 + math.log2(1 + ranked)), 3),
        parties=named,
        municipality=municipality,
        subject=subject,
        people=None if few else people,
        evidence=tuple(evidence),
        form=form,
    )


def share_evidence(key: str, log: Log, rows: Ints, part: Bools) -> Evidence:
    """The share of referrals in ``rows`` for which ``part`` holds, telling nothing exact about a few people.

    When the people in it, or in the rest, are fewer than may be shown, a limit is given instead.
    """
    inside, outside = rows[part[rows]], rows[~part[rows]]
    return _share(key, log, inside, outside, (len(inside), len(outside)))


def people_share(key: str, log: Log, rows: Ints, part: Bools) -> Evidence:
    """The same share of the people behind ``rows``; ``part`` says the same for every row of one person."""
    inside, outside = rows[part[rows]], rows[~part[rows]]
    return _share(key, log, inside, outside, (log.people(inside), log.people(outside)))


def _share(key: str, log: Log, inside: Ints, outside: Ints, counts: tuple[int, int]) -> Evidence:
    within, without = counts
    whole, records = within + without, log.records(inside)
    if log.people(np.concatenate([inside, outside])) < MIN_PEOPLE:
        return Evidence(key, None)
    if 0 < log.people(outside) < MIN_PEOPLE:
        return Evidence(key, 1 - max(without, MIN_PEOPLE - 1) / whole, "at_least", records)
    if 0 < log.people(inside) < MIN_PEOPLE:
        return Evidence(key, max(within, MIN_PEOPLE - 1) / whole, "at_most")
    return Evidence(key, within / whole, "exact", records)


def groups(keys: Ints, rows: Bools, at_least: float = 1) -> Iterator[tuple[int, Ints]]:
    """Each key with the positions of its rows, among ``rows``; only keys with ``at_least`` so many rows.

    There are never more people than rows: whoever asks for so many people need not look at fewer rows.
    """
    at = np.flatnonzero(rows)
    order = at[np.argsort(keys[at], kind="stable")]
    names, starts = np.unique(keys[order], return_index=True)
    for name, (start, stop) in zip(names, pairwise([*starts.tolist(), len(order)]), strict=True):
        if stop - start >= at_least:
            yield int(name), order[start:stop]


def share_above(rule: RuleSettings, log: Log, rows: Ints, part: Bools) -> bool:
    """Whether the share of referrals in ``rows`` for which ``part`` holds surely is at least the rule's ``share``."""
    inside = part[rows]
    return _above(rule, log, rows[inside], rows[~inside], (int(inside.sum()), int((~inside).sum())))


def people_above(rule: RuleSettings, log: Log, rows: Ints, part: Bools) -> bool:
    """The same for the people behind ``rows``; ``part`` says the same for every row of one person."""
    inside, outside = rows[part[rows]], rows[~part[rows]]
    return _above(rule, log, inside, outside, (log.people(inside), log.people(outside)))


def sure_share(log: Log, rows: Ints, part: Bools) -> float:
    """The share of referrals in ``rows`` for which ``part`` holds, or a lower limit of it that may be shown."""
    inside = part[rows]
    within, whole = _at_least(log, rows[inside], rows[~inside], int(inside.sum()), len(rows))
    return within / whole if whole else 0.0


def _above(rule: RuleSettings, log: Log, inside: Ints, outside: Ints, counts: tuple[int, int]) -> bool:
    within, without = counts
    exact = lower_end(within, within + without)
    return rule.reached("share", exact, lower_end(*_at_least(log, inside, outside, within, within + without)))


def _at_least(log: Log, inside: Ints, outside: Ints, within: int, whole: int) -> tuple[int, int]:
    """A part of a whole, or less, such that it tells nothing exact about a few people."""
    if 0 < log.people(inside) < MIN_PEOPLE:
        return 0, whole
    if 0 < log.people(outside) < MIN_PEOPLE:
        return whole - max(whole - within, MIN_PEOPLE - 1), whole
    return within, whole


def lower_end(part: int, whole: int) -> float:
    """The lower end of the 95 % interval of part/whole (Wilson 1927, JASA 22:209); 0 for a whole of 0."""
    if whole == 0:
        return 0.0
    z, p = 1.959964, part / whole
    centre = p + z * z / (2 * whole)
    spread = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return (centre - spread) / (1 + z * z / whole)
