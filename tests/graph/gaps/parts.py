"""What the regions of the gap rules are made of: a sound core, and records in a few words each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.gaps.template import chain_template
from graph.network import Network
from graph.records import Entity, Referral, Relation
from tests.support.networks import both, network, organisation, sent

UNTIL = date(2026, 10, 31)
OSS = "GM0828"
FAR = "GM9999"
STAGES = tuple(stage.code for stage in chain_template().stages)


@dataclass
class Records:
    """What a part of a region is made of."""

    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)

    def __add__(self, other: Records) -> Records:
        """Both; where ids are the same, the records of ``other``."""
        lists = zip(
            (self.entities, self.relations, self.referrals),
            (other.entities, other.relations, other.referrals),
            strict=True,
        )
        return Records(*(list({r.id: r for r in (*mine, *theirs)}.values()) for mine, theirs in lists))  # type: ignore[arg-type]

    def network(self) -> Network:
        return network(self.entities, self.relations, self.referrals)


@dataclass(frozen=True)
class Case:
    """A gap: what the records ``with_gap`` add, and what ``closing`` adds or replaces to take it away.

    ``parties`` are those that the finding must name, in order.
    """

    code: str
    with_gap: Records
    closing: Records
    parties: tuple[str, ...]


def core() -> Records:
    """One municipality in which every stage is covered and everybody works together."""
    area = Entity(OSS, "gebied_gemeente", "Oss", {"lat": 51.765, "lon": 5.518})
    centre = organisation("centre", "gemeente", gm_code=OSS, stages=STAGES, lat=51.765, lon=5.518)
    partner = organisation("partner", "uwv", gm_code=OSS)
    third = organisation("third", "overig", gm_code=OSS)
    ties = [*both("centre", "partner", formal=True), *both("partner", "third"), *both("centre", "third")]
    last = sent("latest", UNTIL, "centre", "partner", handover="warm", outcome="open")
    return Records([area, centre, partner, third], ties, [last])


def tied_in(*ids: str) -> list[Relation]:
    """Ties of organisations with two of the core, so that they are neither an island nor cut off by one."""
    return [c for i in ids for partner in ("centre", "partner") for c in both(i, partner)]


_COUNTED = {
    "contact": "first_contact_on",
    "feedback": "feedback_on",
    "received": "received_on",
    "ended": "ended_on",
    "left": "left_school_on",
    "aftercare": "aftercare_on",
}


def _sent(case: str, on: date, source: str, target: str, properties: Mapping[str, object]) -> Referral:
    """A referral; the names of ``_COUNTED`` count days from it."""
    given = {name: value for name, value in properties.items() if name not in _COUNTED}
    for name, column in _COUNTED.items():
        if properties.get(name) is not None:
            given[column] = on + timedelta(days=int(str(properties[name])))
    return sent(case, on, source, target, **given)


def many(source: str, target: str, n: int, tag: str, **properties: object) -> list[Referral]:
    """``n`` people referred, one a day, a year before the end; ``contact``, ``feedback`` and such count days."""
    return [_sent(f"{tag}{at}", UNTIL - timedelta(days=300 - at), source, target, properties) for at in range(n)]


def one_each(source: str, target: str, n: int, tag: str, day: int, **properties: object) -> list[Referral]:
    """``n`` people referred on one day, so many days after those of :func:`many` began."""
    return [_sent(f"{tag}{at}", UNTIL - timedelta(days=300 - day), source, target, properties) for at in range(n)]


GOOD = {"handover": "warm", "received": 1, "contact": 3, "feedback": 10, "outcome": "afgerond"}
