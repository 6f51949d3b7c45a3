"""Estimates of young people without work and school per municipality, and municipalities where most are out of sight.

They are made from who is in the log: where nothing is planted most of the estimated people are known, and only a share
that chance moves is not. Who is known where is counted here, and not asked of the gap rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from loaders.generate.organisations import Organisations
from loaders.generate.planting import Planted
from loaders.generate.reference import Ints, Reference
from loaders.generate.settings import Settings
from loaders.generate.strengths import load_strengths
from loaders.generate.walks import Referrals, day

ESTIMATES = "schattingen"
"""The name of the file with the estimates, beside the templates."""
_CODE = "buiten_beeld"
_SENDERS = ("gemeente", "sociale_dienst", "jongerenloket", "doorstroompunt", "pro", "vso", "vo", "mbo")
_YEAR, _FEW = 366, 5
_UNSEEN = (0.05, 0.3)  # the share out of sight where nothing is planted


@dataclass(frozen=True, slots=True)
class Estimated:
    """So many young people in a municipality; limits only in some, as tables have them or not."""

    people: int
    low: int | None
    high: int | None
    on: date


Estimates = Mapping[str, Estimated]


def make_estimates(
    made: Organisations,
    reference: Reference,
    settings: Settings,
    log: Referrals,
    regions: Sequence[int],
    strength: str,
    seed: int,
) -> tuple[Estimates, tuple[Planted, ...]]:
    """An estimate for every municipality with some known people; in each of ``regions`` one with most out of sight.

    That is the one of the region with most known people, when those are enough. ``rng`` is one of its own, so that
    nothing else of a region changes by it.
    """
    rng, level = np.random.default_rng([seed, 22]), load_strengths()[_CODE][strength]
    known = _known(made, log, day(settings.end) - _YEAR)
    places = {int(place): int(n) for place, n in enumerate(known) if n >= _FEW}
    planted = {region: max((p for p in places if reference.region[p] == region), key=places.__getitem__, default=-1)
               for region in regions}  # fmt: skip
    chosen = {place for place in planted.values() if place >= 0 and places[place] >= level["people"]}
    found, on = {}, settings.end.replace(month=1, day=1)
    for place, n in places.items():
        unseen = level["share"] if place in chosen else float(rng.uniform(*_UNSEEN))
        people = int(rng.poisson(n / (1 - unseen)))
        spread = round(1.96 * float(np.sqrt(people)))
        low, high = (max(people - spread, 0), people + spread) if rng.random() < 0.5 else (None, None)
        found[reference.codes[place]] = Estimated(people, low, high, on)
    what = "Far more young people are estimated to be without work and school than anybody referred in the last year."
    return found, tuple(
        Planted(_CODE, int(reference.region[place]), what, municipalities=(place,), shows={
            "estimated": found[reference.codes[place]].people, "known_in_a_year": places[place],
        })
        for place in sorted(chosen)
    )  # fmt: skip


def write_estimates(estimates: Estimates, path: Path) -> Path:
    """Write the estimates as a table per municipality, in the form that ``python -m loaders estimates`` reads."""
    name = "jongeren_zonder_werk_en_school"
    lines = [f"gm_code;{name};{name}_laag;{name}_hoog"]
    for code, one in estimates.items():
        limits = ("" if limit is None else str(limit) for limit in (one.low, one.high))
        lines.append(";".join((code, str(one.people), *limits)))
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _known(made: Organisations, log: Referrals, since: int) -> Ints:
    """People per municipality who were referred since a day, by that of the first local sender of each."""
    local = np.flatnonzero(made.of(*_SENDERS)[log.source])
    local = local[np.lexsort((local, log.date[local], log.case[local]))]
    case, first = np.unique(log.case[local], return_index=True)
    late = np.isin(case, log.case[log.date >= since])
    place = made.municipality[log.source[local[first]]]
    return np.bincount(place[late], minlength=int(made.municipality.max(initial=0)) + 1)
