"""Organisations of generated regions: how many of each kind, where, and with which properties, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.generate.reference import Bools, Floats, Ints, Reference, unproject
from loaders.generate.settings import EMPLOYER, Settings

EMPLOYER_STAGES = ("werkend_leren", "opstap", "baan_met_steun", "duurzaam_werk")


@dataclass
class Organisations:
    """Parallel columns, one row per organisation, ordered by region, kind and municipality.

    ``kind`` is a position in ``kinds``; ``municipality`` and ``region`` are positions in the reference.
    ``domain`` and ``second`` are positions in the life domains, -1 for none. ``stages`` has one column
    per stage of the schema. ``attract`` weighs how readily an organisation is chosen (0: never).
    ``wait`` is in days; ``feedback`` a share, NaN where nothing special holds. While a region is being
    planned, defects change these columns; afterwards nothing does.
    """

    kinds: tuple[str, ...]
    kind: Ints
    municipality: Ints
    region: Ints
    xy: Floats
    industry: Ints
    size: Ints
    domain: Ints
    second: Ints
    stages: Bools
    inclusive: Bools
    wait: Floats
    attract: Floats
    feedback: Floats
    answers: Bools
    capacity: Ints
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.kind)

    def of(self, *kinds: str) -> Bools:
        """Which organisations are of one of these kinds."""
        return np.isin(self.kind, [self.kinds.index(kind) for kind in kinds])

    def in_region(self, region: int) -> Bools:
        return np.asarray(self.region == region)

    @property
    def lat_lon(self) -> tuple[Floats, Floats]:
        return unproject(self.xy)


def least(reference: Reference, settings: Settings, region: int) -> int:
    """The smallest number of organisations that a region can have: one of every needed kind."""
    municipalities = int((reference.region == region).sum())
    return municipalities + sum(kind.minimum for kind in settings.kinds.values())


def counts(reference: Reference, settings: Settings, region: int, total: int) -> dict[str, int]:
    """How many organisations of each kind a region of ``total`` has."""
    municipalities = int((reference.region == region).sum())
    inhabitants = float(reference.inhabitants[reference.region == region].sum())
    spare = total - least(reference, settings, region)
    made: dict[str, int] = {}
    for code, kind in settings.kinds.items():
        real = round(kind.per_100k * inhabitants / 1e5)
        if kind.one_each:
            real = min(real, municipalities)
        made[code] = kind.minimum + max(0, min(real - kind.minimum, int(kind.share * spare)))
    made["gemeente"] = municipalities
    made[EMPLOYER] = total - sum(n for code, n in made.items() if code != EMPLOYER)
    return made


def divide(total: int, weights: Floats, floors: Ints) -> Ints:
    """``total`` in whole parts by weight (largest remainder), none below its floor. Raises ValueError."""
    if floors.sum() > total:
        raise ValueError(f"these regions need at least {int(floors.sum())} organisations; {total} were asked for")
    share = weights / weights.sum() * (total - floors.sum())
    parts: Ints = np.floor(share).astype(np.int64)
    rest = int(total - floors.sum() - parts.sum())
    parts[np.argsort(parts - share, kind="stable")[:rest]] += 1
    parts += floors
    return parts


def make_organisations(
    reference: Reference, settings: Settings, regions: tuple[int, ...], total: int, rng: np.random.Generator
) -> Organisations:
    """Make ``total`` organisations in ``regions``. Raises ValueError when that is too few."""
    chosen = np.array(regions, dtype=np.int64)
    weights = np.array([reference.inhabitants[reference.region == r].sum() for r in regions], dtype=float)
    floors = np.array([least(reference, settings, r) for r in regions], dtype=np.int64)
    codes = tuple(settings.kinds)
    kind, place, ids = [], [], []
    for region, n in zip(chosen, divide(total, weights, floors), strict=True):
        for code, count in counts(reference, settings, int(region), int(n)).items():
            kind.append(np.full(count, codes.index(code)))
            place.append(_spread(reference, settings, int(region), code, count, rng))
            width = max(2, len(str(count)))
            prefix = reference.region_codes[region].lower()
            ids += [f"{prefix}-{code}-{i:0{width}d}" for i in range(1, count + 1)]
    kinds, municipality = np.concatenate(kind), np.concatenate(place)
    n = len(kinds)
    # Establishments lie around the centre point, wider where more people live; municipal offices at the centre.
    radius = 0.4 + 1.1 * np.sqrt(reference.inhabitants[municipality] / 40_000)
    radius[np.isin(kinds, [codes.index("gemeente"), codes.index("sociale_dienst")])] = 0.4
    angle, away = rng.random(n) * 2 * np.pi, radius * np.sqrt(rng.random(n))
    made = Organisations(
        kinds=codes,
        kind=kinds,
        municipality=municipality,
        region=reference.region[municipality],
        xy=reference.xy[municipality] + np.column_stack((np.cos(angle) * away, np.sin(angle) * away)),
        industry=np.full(n, -1, dtype=np.int64),
        size=np.zeros(n, dtype=np.int64),
        domain=np.full(n, -1, dtype=np.int64),
        second=np.full(n, -1, dtype=np.int64),
        stages=np.zeros((n, len(settings.codes("stages"))), dtype=bool),
        inclusive=np.zeros(n, dtype=bool),
        wait=np.array([settings.kinds[code].wait for code in codes])[kinds],
        attract=0.5 + rng.random(n),
        feedback=np.full(n, np.nan),
        answers=np.ones(n, dtype=bool),
        capacity=np.zeros(n, dtype=np.int64),
        ids=tuple(ids),
    )
    _stages(made, settings)
    _domains(made, settings, rng)
    _employers(made, settings, rng)
    silent = rng.random(n) < settings.number("collaboration", "no_answer")
    made.answers = ~(silent & made.of(*settings.raw["collaboration"]["no_answer_kinds"]))
    return made


def _spread(
    reference: Reference, settings: Settings, region: int, code: str, count: int, rng: np.random.Generator
) -> Ints:
    """The municipality of each of ``count`` organisations, in order: systematic sampling by inhabitants."""
    kind = settings.kinds[code]
    inside = np.flatnonzero(reference.region == region)
    people = reference.inhabitants[inside]
    if code == "gemeente":
        return inside
    if kind.one_each:
        return np.sort(inside[np.argsort(-people, kind="stable")[:count]])
    if kind.within == "region":
        return np.full(count, inside[np.argmax(people)])
    weight = people.astype(float) ** kind.city
    ticks = (np.arange(count) + rng.random()) / max(count, 1) * weight.sum()
    return np.asarray(inside[np.searchsorted(np.cumsum(weight), ticks, side="right").clip(max=len(inside) - 1)])


def _stages(made: Organisations, settings: Settings) -> None:
    stages = settings.codes("stages")
    table = np.array([[s in settings.kinds[code].stages for s in stages] for code in made.kinds])
    made.stages = table[made.kind]


def _domains(made: Organisations, settings: Settings, rng: np.random.Generator) -> None:
    """First and second life domains. Within a region every domain occurs, as far as there are enough providers."""
    domains = settings.codes("life_domains")
    for code in ("woningcorporatie", "schuldhulp"):
        made.domain[made.of(code)] = domains.index(settings.kinds[code].domains[0])
    for code in ("zorgaanbieder", "maatschappelijk"):
        names = [name for name, spec in settings.support.items() if spec["kind"] == code]
        shares = np.array([settings.support[name]["share"] for name in names])
        places = np.array([domains.index(name) for name in names])
        for region in np.unique(made.region):
            at = np.flatnonzero(made.of(code) & made.in_region(int(region)))
            floors = np.minimum(1, np.arange(len(names)) < len(at)).astype(np.int64)
            dealt = np.repeat(places, divide(len(at), shares, floors))
            at = at[np.argsort(rng.random(len(at)), kind="stable")]
            made.domain[at] = dealt
            more = rng.random(len(at)) < settings.number("second_domain", "share")
            other = places[(rng.random(len(at)) * len(places)).astype(np.int64)]
            made.second[at[more]] = other[more]
    made.second[made.second == made.domain] = -1
    waits = {domains.index(name): spec["wait"] for name, spec in settings.support.items()}
    for domain, wait in waits.items():
        made.wait[(made.domain == domain) & made.of("zorgaanbieder", "maatschappelijk")] = wait
    made.wait *= 0.8 + 0.4 * rng.random(len(made))


def _employers(made: Organisations, settings: Settings, rng: np.random.Generator) -> None:
    """Industry, size and what an employer offers. Every region's employers offer every kind of place."""
    at = np.flatnonzero(made.of(EMPLOYER))
    spec, stages = settings.raw["employers"], settings.codes("stages")
    shares = np.cumsum([row["share"] for row in settings.words["industries"]], dtype=float)
    made.industry[at] = np.searchsorted(shares / shares[-1], rng.random(len(at)), side="right").clip(
        max=len(shares) - 1
    )
    normal = np.sqrt(-2 * np.log1p(-rng.random(len(at)))) * np.cos(2 * np.pi * rng.random(len(at)))
    made.size[at] = np.clip(np.round(spec["size_median"] * np.exp(spec["size_sigma"] * normal)), 2, 9000)
    made.inclusive[at] = rng.random(len(at)) < spec["inclusive"]
    for stage in EMPLOYER_STAGES:
        made.stages[at, stages.index(stage)] = rng.random(len(at)) < spec["stages"][stage]
    for region in np.unique(made.region):
        first = at[made.region[at] == region][: len(EMPLOYER_STAGES)]
        made.inclusive[first] = True
        for org, stage in zip(first, EMPLOYER_STAGES, strict=False):
            made.stages[org, stages.index(stage)] = True
    made.stages[at] &= made.inclusive[at, None]
    scale = np.sqrt(made.size[at] / 12.0).clip(1, 14)
    made.attract[at] *= np.where(made.inclusive[at], np.sqrt(scale).clip(1, 2.5), 0.25)
    made.capacity[at] = np.where(made.inclusive[at], np.round(scale * (0.7 + 0.6 * rng.random(len(at)))), 0).clip(min=0)
