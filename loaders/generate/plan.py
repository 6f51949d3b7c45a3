"""A generated region (or several) as columns, before it becomes records or files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loaders.generate.claims import Claims, make_claims
from loaders.generate.defects import CODES, plant
from loaders.generate.evidence import with_evidence
from loaders.generate.names import make_names
from loaders.generate.options import make_options
from loaders.generate.organisations import Organisations, make_organisations
from loaders.generate.planting import Planted
from loaders.generate.reference import Reference, load_reference
from loaders.generate.relations import Row, make_relations
from loaders.generate.settings import Settings, load_settings
from loaders.generate.walks import Referrals, day, walk


@dataclass(frozen=True)
class Plan:
    """Everything that was made, and ``planted``: which defects are in it on purpose."""

    reference: Reference
    settings: Settings
    made: Organisations
    names: tuple[str, ...]
    relations: tuple[Row, ...]
    claims: Claims
    referrals: Referrals
    planted: tuple[Planted, ...]
    seed: int


def make_plan(
    regions: Sequence[str],
    organisations: int,
    relations: int,
    referrals: int,
    seed: int = 0,
    defects: Sequence[str] | bool = False,
) -> Plan:
    """Make the regions with these codes (AM27, ...) with so many organisations, relations and referrals.

    ``defects``: the codes of the gap types to plant in each region, True for all of
    :data:`~loaders.generate.defects.CODES`. The same arguments give the same plan. Raises ValueError for
    an unknown region or defect, and for numbers that do not fit together (fewer organisations than the
    regions need, more relations than so few organisations can have).
    """
    if not regions or min(organisations, relations, referrals, seed) < 0:
        raise ValueError("at least one region is needed, and no number below 0")
    wanted = tuple(CODES) if defects is True else tuple(defects or ())
    unknown = sorted(set(wanted) - set(CODES))
    if unknown:
        raise ValueError(f"unknown defects {', '.join(unknown)}; known: {', '.join(CODES)}")
    reference, settings = load_reference(), load_settings()
    chosen = tuple(sorted({reference.region_index(code) for code in regions}))
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(5)]
    made = make_organisations(reference, settings, chosen, organisations, streams[0])
    planting = plant(made, reference, settings, chosen, wanted)
    names = make_names(made, reference, settings, streams[1])
    salt = int(streams[2].random() * 2**31)
    options = make_options(made, reference, settings, salt, planting.closed)
    log = walk(made, reference, settings, options, planting.habits, referrals, streams[2])
    _capacities(made, settings, log)
    rows = make_relations(made, reference, settings, options, log, planting.gaps, relations, streams[3])
    room = relations - len(rows)
    claims = make_claims(made, settings, options, log, planting.ties, room, streams[4])
    planted = with_evidence(planting.planted, made, reference, settings, log, claims, rows)
    return Plan(reference, settings, made, tuple(names), tuple(rows), claims, log, planted, seed)


def _capacities(made: Organisations, settings: Settings, log: Referrals) -> None:
    """Room for what comes in a year, unless a defect set less; employers place at most one in four of their staff."""
    years = np.minimum((day(settings.end) - log.date) // 365, int(settings.years))
    yearly = np.bincount(years * len(made) + log.target, minlength=len(made) * (int(years.max(initial=0)) + 1))
    yearly = yearly.reshape(-1, len(made)).max(axis=0)
    free = (made.capacity == 0) & ~made.of("werkgever", "netwerk", "overig", "gemeente", "vo", "ho")
    made.capacity[free] = np.ceil(yearly[free] * 1.2 + 3).astype(np.int64)
    firms = made.of("werkgever")
    made.capacity[firms] = np.maximum(made.capacity[firms], yearly[firms]).astype(np.int64)
    made.size[firms] = np.maximum(made.size[firms], 4 * made.capacity[firms])
