"""What planting defects needs: the region being planned, picking organisations, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from loaders.generate.claims import PlannedTie, TiePlan
from loaders.generate.handover import PairHabit
from loaders.generate.organisations import Organisations
from loaders.generate.reference import Bools, Ints, Reference
from loaders.generate.relations import Gaps
from loaders.generate.settings import Settings
from loaders.generate.strengths import Level, load_strengths
from loaders.generate.walks import Habits, Redirect, Start


class CannotPlant(Exception):
    """This region lacks the organisations that a defect needs; it is then left out."""


@dataclass(frozen=True)
class Planted:
    """A defect (or, with ``good``, a good practice) that is in the data on purpose, and how it shows.

    ``code`` is a gap type. ``organisations`` has the one that it is about first; ``partners`` are the
    others whose data show it. ``municipalities`` are positions in the reference. ``kind`` is the kind of
    organisation that it is about where it is about no single one. ``thin``: fewer people stand behind it than
    ``strengths.yaml`` asks for; a rule need not find it.
    """

    code: str
    region: int
    what: str
    organisations: tuple[int, ...] = ()
    partners: tuple[int, ...] = ()
    municipalities: tuple[int, ...] = ()
    stage: str | None = None
    domain: str | None = None
    good: bool = False
    kind: str | None = None
    thin: bool = False
    shows: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Planting:
    """Everything that the planted defects ask of the other parts of the generator."""

    planted: tuple[Planted, ...] = ()
    habits: Habits = Habits()
    ties: TiePlan = TiePlan()
    gaps: Gaps = Gaps()
    closed: frozenset[tuple[str, int]] = frozenset()  # (role, municipality) without any organisation
    used: frozenset[int] = frozenset()
    marked: Mapping[int, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)  # by region and gap type


@dataclass
class Draft:
    """One region while its defects are being planted; ``used`` keeps defects from touching one another."""

    made: Organisations
    reference: Reference
    settings: Settings
    region: int
    strength: str = "strong"
    used: set[int] = field(default_factory=set)
    planted: list[Planted] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    pairs: list[PairHabit] = field(default_factory=list)
    ties: list[PlannedTie] = field(default_factory=list)
    only: set[int] = field(default_factory=set)
    never: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    services: set[tuple[int, str]] = field(default_factory=set)
    closed: set[tuple[str, int]] = field(default_factory=set)
    marked: dict[str, tuple[int, ...]] = field(default_factory=dict)  # made ready for planting after the walk

    def level(self, code: str) -> Level:
        """What is planted of a gap type at this strength."""
        return load_strengths()[code][self.strength]

    def places(self) -> Ints:
        """The region's municipalities, most inhabitants first."""
        inside = np.flatnonzero(self.reference.region == self.region)
        return inside[np.argsort(-self.reference.inhabitants[inside], kind="stable")]

    def free(self, *kinds: str, place: int | None = None, where: Bools | None = None) -> list[int]:
        """Unused organisations of these kinds in the region (or one municipality), the most attractive first."""
        fits = self.made.of(*kinds) & self.made.in_region(self.region)
        if place is not None:
            fits &= self.made.municipality == place
        if where is not None:
            fits &= where
        fits[sorted(self.used)] = False
        found = np.flatnonzero(fits)
        return [int(i) for i in found[np.argsort(-self.made.attract[found], kind="stable")]]

    def pick(self, *kinds: str, count: int = 1, place: int | None = None, where: Bools | None = None) -> list[int]:
        """Take ``count`` of :meth:`free`. Raises CannotPlant when there are fewer."""
        found = self.free(*kinds, place=place, where=where)[:count]
        if len(found) < count:
            raise CannotPlant
        self.used.update(found)
        return found

    def serving(self, kind: str, place: int) -> int:
        """The organisation of a municipal kind that serves ``place``: its own, or the nearest."""
        fits = np.flatnonzero(self.made.of(kind) & self.made.in_region(self.region))
        away = ((self.made.xy[fits] - self.reference.xy[place]) ** 2).sum(axis=1)
        return int(fits[np.argmin(np.where(self.made.municipality[fits] == place, -1.0, away))])

    def ring(self, members: list[int], frequency: float = 20, formal: bool = True) -> None:
        """Tie members to each other in a ring, and each to the next but one."""
        n = len(members)
        pairs = {tuple(sorted((i, (i + step) % n))) for i in range(n) for step in (1, 2) if (i + step) % n != i}
        self.ties += [PlannedTie(members[i], members[j], frequency, formal) for i, j in sorted(pairs)]

    def about(
        self,
        code: str,
        what: str,
        organisations: tuple[int, ...] = (),
        partners: tuple[int, ...] = (),
        places: tuple[int, ...] = (),
        stage: str | None = None,
        domain: str | None = None,
        good: bool = False,
    ) -> None:
        """Note what was planted; its municipalities are those of the organisations unless given."""
        towns = places or tuple(dict.fromkeys(int(self.made.municipality[org]) for org in organisations))
        self.planted.append(Planted(code, self.region, what, organisations, partners, towns, stage, domain, good))
