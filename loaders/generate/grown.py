"""Defects planted in a region after its candidates have walked through it: in who was referred, and in what was noted.

Two rounds. The first adds referrals of people who are in the log already, the same number of others
leaving it, so that its size stays what was asked for. The second changes the optional columns
(:mod:`loaders.generate.details`) and employers' places. A region in which too few people stand behind a
defect goes without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from loaders.generate.details import Details
from loaders.generate.handover import DONE
from loaders.generate.organisations import Organisations
from loaders.generate.planting import CannotPlant, Planted
from loaders.generate.reference import Bools, Ints, Reference
from loaders.generate.settings import Settings
from loaders.generate.strengths import Level, load_strengths
from loaders.generate.walks import Referrals, day


@dataclass
class Grown:
    """One region with its log. ``used`` keeps defects apart; ``marked`` is what was made ready before the walk."""

    made: Organisations
    reference: Reference
    settings: Settings
    region: int
    log: Referrals
    details: Details
    strength: str
    rng: np.random.Generator
    used: set[int]
    marked: dict[str, tuple[int, ...]]
    planted: list[Planted] = field(default_factory=list)
    people: dict[str, Ints] = field(default_factory=dict)

    def level(self, code: str) -> Level:
        """What is planted of a gap type at this strength."""
        return load_strengths()[code][self.strength]

    @property
    def end(self) -> int:
        """The last day of the log."""
        return day(self.settings.end)

    @property
    def free_source(self) -> Bools:
        """Rows sent by an organisation of this region that no other defect is about."""
        free = self.made.in_region(self.region).copy()
        free[sorted(self.used)] = False
        return np.asarray(free[self.log.source])

    def busiest(self, rows: Bools, least: float, *kinds: str, spare: bool = False) -> tuple[int, Ints]:
        """The unused sender of these kinds with most people in ``rows``, and its rows.

        With ``spare`` the one with fewest that are enough, to leave the busiest to others. Raises
        CannotPlant when no sender has ``least`` people.
        """
        fits = rows & self.free_source
        if kinds:
            fits &= self.made.of(*kinds)[self.log.source]
        at, width = np.flatnonzero(fits), int(self.log.case.max(initial=0)) + 1
        pairs = np.unique(self.log.source[at] * width + self.log.case[at])
        senders, people = np.unique(pairs // width, return_counts=True)
        senders, people = senders[people >= least], people[people >= least]
        if not len(senders):
            raise CannotPlant
        org = int(senders[np.argmin(people) if spare else np.argmax(people)])
        self.used.add(org)
        return org, at[self.log.source[at] == org]

    def at(self, code: str, rows: Bools, least: float) -> tuple[int, Ints]:
        """The sender that was made ready for a gap type, and its rows; CannotPlant with fewer people than ``least``."""
        if code not in self.marked:
            raise CannotPlant
        org = self.marked[code][0]
        at = np.flatnonzero(rows & (self.log.source == org))
        if len(np.unique(self.log.case[at])) < least:
            raise CannotPlant
        return org, at

    def about(
        self,
        code: str,
        what: str,
        organisations: tuple[int, ...] = (),
        partners: tuple[int, ...] = (),
        places: tuple[int, ...] = (),
        stage: str | None = None,
        domain: str | None = None,
        kind: str | None = None,
    ) -> None:
        """Note what was planted; its municipalities are those of the organisations unless given."""
        towns = places or tuple(dict.fromkeys(int(self.made.municipality[org]) for org in organisations))
        planted = Planted(code, self.region, what, organisations, partners, towns, stage, domain, kind=kind)
        self.planted.append(planted)


def sent_beside(
    log: Referrals, rows: Ints, dates: Ints, source: Ints, target: Ints, stage_to: int, domain: int, contact: Ints
) -> Referrals:
    """New referrals of the people of ``rows``: warm, confirmed, and told about; ``contact`` is a day."""
    one, n = np.ones(len(rows), dtype=np.int64), len(rows)
    return Referrals(
        case=log.case[rows],
        date=dates,
        source=source,
        target=target,
        stage_from=log.stage_from[rows],
        stage_to=one * stage_to,
        domain=one * domain,
        group=log.group[rows],
        warm=one,
        received=np.minimum(dates + 1, contact),
        contact=contact,
        outcome=np.full(n, DONE),
        feedback=contact + 7,
    )


def with_rows(log: Referrals, added: Referrals) -> Referrals:
    """The log with the new rows in their places, and as many of its last rows of other people left out."""
    spared = np.isin(log.case, added.case)
    leave = np.flatnonzero(~spared)[::-1][: len(added)]
    keep = np.ones(len(log), dtype=bool)
    keep[leave] = False
    old = log.take(keep)
    both = Referrals(
        **{f.name: np.concatenate((getattr(old, f.name), getattr(added, f.name))) for f in fields(Referrals)}
    )
    return both.take(np.lexsort((both.date, both.case)))
