"""A generated region (or several) as columns, before it becomes records or files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from loaders.generate import sound
from loaders.generate.claims import Claims, make_claims
from loaders.generate.details import Details, empty_details
from loaders.generate.estimated import Estimates, make_estimates
from loaders.generate.evidence import with_evidence
from loaders.generate.names import make_names
from loaders.generate.options import make_options
from loaders.generate.organisations import Organisations, make_organisations
from loaders.generate.plantable import BUITEN_BEELD, CODES, PLAIN, Growing, plant
from loaders.generate.planting import Planted
from loaders.generate.reference import Reference, load_reference
from loaders.generate.relations import Row, make_relations
from loaders.generate.settings import Settings, load_settings
from loaders.generate.strengths import STRENGTHS
from loaders.generate.walks import Referrals, day, walk


@dataclass(frozen=True, slots=True)
class Style:
    """How a region is made, beside its size.

    ``strength``: of what is planted (just, clear or strong; see ``data/demo/strengths.yaml``). ``full``:
    with the optional columns of the log, which defects that need them bring along. ``clean``: without gaps
    of its own as far as possible, with some relations more than asked for. ``good``: a good practice is planted
    beside the defects.
    """

    strength: str = "strong"
    full: bool = False
    clean: bool = False
    good: bool = True


@dataclass(frozen=True)
class Plan:
    """Everything that was made, and ``planted``: which defects are in it on purpose.

    ``details``: the optional columns of the log, None where they are left out. ``estimates``: of young people without
    work and school, empty where they are left out.
    """

    reference: Reference
    settings: Settings
    made: Organisations
    names: tuple[str, ...]
    relations: tuple[Row, ...]
    claims: Claims
    referrals: Referrals
    planted: tuple[Planted, ...]
    seed: int
    details: Details | None = None
    estimates: Estimates = field(default_factory=dict)


def make_plan(
    regions: Sequence[str],
    organisations: int,
    relations: int,
    referrals: int,
    seed: int = 0,
    defects: Sequence[str] | bool = False,
    style: Style = Style(),
) -> Plan:
    """Make the regions with these codes (AM27, ...) with so many organisations, relations and referrals.

    ``defects``: the codes of the gap types to plant in each region, True for all of
    :data:`~loaders.generate.plantable.CODES`. The same arguments give the same plan. Raises ValueError for
    an unknown region, defect or strength, and for numbers that do not fit together (fewer organisations than the
    regions need, more relations than so few organisations can have).
    """
    if not regions or min(organisations, relations, referrals, seed) < 0:
        raise ValueError("at least one region is needed, and no number below 0")
    wanted = tuple(CODES) if defects is True else tuple(defects or ())
    unknown = sorted(set(wanted) - set(CODES))
    if unknown:
        raise ValueError(f"unknown defects {', '.join(unknown)}; known: {', '.join(CODES)}")
    if style.strength not in STRENGTHS:
        raise ValueError(f"unknown strength {style.strength!r}; known: {', '.join(STRENGTHS)}")
    reference, settings = load_reference(), load_settings()
    if style.clean:
        settings = sound.sound_settings(settings)
    chosen = tuple(sorted({reference.region_index(code) for code in regions}))
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(6)]
    made = make_organisations(reference, settings, chosen, organisations, streams[0])
    if style.clean:
        sound.even_employers(made, settings)
    planting = plant(made, reference, settings, chosen, wanted, style.strength, style.good)
    names = make_names(made, reference, settings, streams[1])
    salt = int(streams[2].random() * 2**31)
    options = make_options(made, reference, settings, salt, planting.closed)
    log = walk(made, reference, settings, options, planting.habits, referrals, streams[2])
    growing = Growing(made, reference, settings, planting, wanted, style.strength, streams[5])
    log = growing.add(log)
    _capacities(made, settings, log)
    if style.clean:
        sound.sound_places(made, reference, settings, log)
    details = growing.note(log) if style.full or wanted else empty_details(len(log))
    rows = make_relations(made, reference, settings, options, log, planting.gaps, relations, streams[3])
    room, ties = relations - len(rows), planting.ties
    if style.clean:
        rows += sound.sound_services(made, reference, settings, planting.gaps)
        ties = replace(ties, ties=(*ties.ties, *sound.agreements(made, reference, log, ties)))
        room += 2 * (len(ties.ties) - len(planting.ties.ties))
    claims = make_claims(made, settings, options, log, ties, room, streams[4])
    if style.clean:
        claims = sound.mended(made, claims, ties, streams[5])
    both = (*planting.planted, *growing.planted)
    planted = with_evidence(both, made, reference, settings, log, details, claims, rows, style.strength)
    full = style.full or any(code not in PLAIN for code in wanted)
    if not full:
        return Plan(reference, settings, made, tuple(names), tuple(rows), claims, log, planted, seed)
    unseen = chosen if BUITEN_BEELD in wanted else ()
    estimates, out_of_sight = make_estimates(made, reference, settings, log, unseen, style.strength, seed)
    planted = (*planted, *out_of_sight)
    return Plan(reference, settings, made, tuple(names), tuple(rows), claims, log, planted, seed, details, estimates)


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
