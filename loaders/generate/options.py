"""Which organisations a candidate of a municipality may be referred to, and how likely each is.

One row per role and municipality, all rows in one flat array, so that a million choices are one
``searchsorted``. A role is a kind, a life domain of support, or a stage of employers' places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.generate.organisations import EMPLOYER_STAGES, Organisations
from loaders.generate.reference import Bools, Floats, Ints, Reference
from loaders.generate.settings import EMPLOYER, SUPPORT, Settings

ABROAD = 0.12  # a partner over the border of the region is chosen this much less often
BITS = np.uint64(11)


@dataclass(frozen=True)
class Options:
    """``roles`` by name; row ``role * n_municipalities + municipality`` of the flat ``org`` and ``upto``.

    ``upto`` is the cumulative weight within a row plus the row's number, so rising throughout.
    """

    roles: dict[str, int]
    municipalities: int
    org: Ints
    upto: Floats
    size: Ints
    salt: int

    def draw(self, role: Ints, home: Ints, chance: Floats) -> Ints:
        """An organisation for each role and home municipality; -1 where there is none. ``chance`` in [0, 1)."""
        row = role * self.municipalities + home
        if not len(self.org):
            return np.full(len(row), -1, dtype=np.int64)
        at = np.searchsorted(self.upto, row + chance, side="right").clip(max=len(self.org) - 1)
        return np.where(self.size[row] > 0, self.org[at], -1)

    def choose(self, source: Ints, role: Ints, home: Ints, chances: Floats) -> Ints:
        """As :meth:`draw`, but of several draws (columns of ``chances``) the source's favourite; never itself.

        Where an employer is sought only the first two draws count: placements are spread wider than partners.
        """
        best = np.full(len(source), -1, dtype=np.int64)
        liking = np.full(len(source), -1.0)
        wide = np.isin(role, [number for name, number in self.roles.items() if name.startswith(EMPLOYER)])
        for turn, column in enumerate(chances.T):
            found = self.draw(role, home, column)
            like = np.where((found < 0) | (found == source), -2.0, self.affinity(source, found))
            better = (like > liking) & ~(wide & (turn > 1) & (best >= 0))
            best[better], liking[better] = found[better], like[better]
        return best

    def affinity(self, source: Ints, target: Ints) -> Floats:
        """A fixed liking of each source for each target, even in [0, 1): partners stay partners."""
        with np.errstate(over="ignore"):
            mixed = source.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= target.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(self.salt)
            mixed ^= mixed >> np.uint64(31)
            mixed *= np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(29)
        return (mixed >> BITS).astype(np.float64) / float(1 << 53)


def role_names(settings: Settings) -> dict[str, int]:
    """Every role and its number: kinds, ``steun:<domain>``, ``werkgever:<stage>``."""
    names = [
        *settings.kinds,
        *(f"{SUPPORT}:{d}" for d in settings.support),
        *(f"{EMPLOYER}:{s}" for s in EMPLOYER_STAGES),
    ]
    return {name: i for i, name in enumerate(names)}


def make_options(
    made: Organisations,
    reference: Reference,
    settings: Settings,
    salt: int,
    closed: frozenset[tuple[str, int]] = frozenset(),
) -> Options:
    """Options of every role and municipality. ``closed`` rows (role, municipality) stay empty.

    Weight: attraction x exp(-distance / reach of the kind). Municipal services serve their own
    municipality; one that lacks a service uses the nearest in the region.
    """
    roles, n = role_names(settings), len(reference.codes)
    near = _near_regions(reference)
    present = np.unique(made.region)
    members = {(name, int(r)): _members(made, settings, name, int(r)) for name in roles for r in present}
    orgs: list[Ints] = []
    uptos: list[Floats] = []
    size = np.zeros(len(roles) * n, dtype=np.int64)
    for name, role in roles.items():
        kind = settings.kinds.get(name.partition(":")[0]) or settings.kinds["zorgaanbieder"]
        for place in np.flatnonzero(np.isin(reference.region, present)).tolist():
            home = int(reference.region[place])
            at = members[name, home]
            if kind.within == "near":
                others = [members[name, r][_beside(made, reference, members[name, r], place)]
                          for r in near[home] if (name, r) in members]  # fmt: skip
                at = np.concatenate((at, *others))
            away = np.sqrt(((made.xy[at] - reference.xy[place]) ** 2).sum(axis=1))
            weight = made.attract[at] * np.exp(-away / kind.reach_km)
            if kind.within == "municipality":
                weight = _municipal(made, at, place, away)
            elif kind.within == "near":
                weight = np.where(made.region[at] == home, weight, weight * ABROAD)
            if (name, place) in closed:
                weight = np.zeros(len(at))
            at, weight = at[weight > 0], weight[weight > 0]
            if len(at):
                row = role * n + place
                size[row] = len(at)
                share = np.cumsum(weight)
                share /= share[-1]
                share[-1] = 1.0
                orgs.append(at)
                uptos.append(row + share)
    empty = np.zeros(0)
    return Options(
        roles=roles,
        municipalities=n,
        org=np.concatenate(orgs) if orgs else empty.astype(np.int64),
        upto=np.concatenate(uptos) if uptos else empty,
        size=size,
        salt=salt,
    )


def _members(made: Organisations, settings: Settings, role: str, region: int) -> Ints:
    kind, _, part = role.partition(":")
    inside = made.in_region(region)
    if kind == SUPPORT:
        domain = settings.codes("life_domains").index(part)
        provider = made.of("zorgaanbieder", "maatschappelijk")
        return np.flatnonzero(inside & provider & ((made.domain == domain) | (made.second == domain)))
    if part:
        return np.flatnonzero(inside & made.stages[:, settings.codes("stages").index(part)] & made.of(kind))
    return np.flatnonzero(inside & made.of(kind))


def _municipal(made: Organisations, at: Ints, place: int, away: Floats) -> Floats:
    own = made.municipality[at] == place
    usable = made.attract[at] > 0
    if (own & usable).any():
        return np.where(own, made.attract[at], 0.0)
    nearest = np.where(usable, away, np.inf)
    return (np.arange(len(at)) == nearest.argmin()) * made.attract[at] if len(at) else np.zeros(0)


def _near_regions(reference: Reference) -> dict[int, tuple[int, ...]]:
    """The regions that touch each region."""
    pairs = reference.region[reference.neighbours]
    both = np.concatenate((pairs, pairs[:, ::-1]))
    return {
        region: tuple(int(r) for r in np.unique(both[both[:, 0] == region, 1]) if r != region)
        for region in range(len(reference.region_codes))
    }


def _beside(made: Organisations, reference: Reference, at: Ints, place: int) -> Bools:
    """Which organisations are in a municipality that borders ``place``."""
    left, right = reference.neighbours.T
    beside = np.concatenate((right[left == place], left[right == place]))
    return np.isin(made.municipality[at], beside)
