"""Defects in who is referred: each adds referrals of people who are in the log already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from loaders.generate.details import placements
from loaders.generate.grown import Grown, sent_beside
from loaders.generate.planting import CannotPlant
from loaders.generate.reference import Bools, Ints
from loaders.generate.walks import Referrals

_PLACERS = ("jobcoachorganisatie", "sociaal_ontwikkelbedrijf", "werkcentrum", "uwv", "sociale_dienst")
_TWO_YEARS = 700  # days: within the 24 months that most rules look back


def dubbel_werk(grown: Grown) -> Referrals:
    """A youth desk refers the same people to three care providers at once, for the same thing."""
    care = grown.marked.get("dubbel_werk")
    if care is None:
        raise CannotPlant
    log, least = grown.log, int(grown.level("dubbel_werk")["people"])
    desk, rows = grown.busiest(_between(grown, 600, 120), least, "jongerenloket")
    rows = _one_each(log, rows)[:least]
    domain = grown.settings.codes("life_domains").index("psychisch")
    stage = grown.settings.codes("stages").index("randvoorwaarden")
    who = np.repeat(rows, len(care))
    dates = log.date[who] + np.tile(5 + 20 * np.arange(len(care)), len(rows))
    one = np.ones(len(who), dtype=np.int64)
    target = np.tile(np.array(care, dtype=np.int64), len(rows))
    contact = dates + 6 + np.floor(6 * grown.rng.random(len(who))).astype(np.int64)
    grown.people["dubbel_werk"] = log.case[rows]
    what = "Three care providers are at work for the same people with the same question, and nobody directs."
    grown.about("dubbel_werk", what, partners=(*care, desk), domain="psychisch", kind="zorgaanbieder")
    return sent_beside(log, who, dates, one * desk, target, stage, domain, contact)


def grensverkeer(grown: Grown) -> Referrals:
    """A school refers leavers to the youth desk of another region, and the two have agreed on nothing."""
    if "grensverkeer" not in grown.marked:
        raise CannotPlant
    school, desk = grown.marked["grensverkeer"]
    log, people = grown.log, int(grown.level("grensverkeer")["people"])
    rows = np.flatnonzero((log.source == school) & _between(grown, 640, 60))
    rows = _one_each(log, rows)[:people]
    if len(rows) < people:
        raise CannotPlant
    dates = log.date[rows] + 10
    one = np.ones(len(rows), dtype=np.int64)
    stage = grown.settings.codes("stages").index("transitie")
    domain = grown.settings.codes("life_domains").index("onderwijs")
    what = "The school refers leavers to the youth desk of another region, where they live, without any agreement."
    grown.about("grensverkeer", what, (school, desk), stage="transitie")
    return sent_beside(log, rows, dates, one * school, one * desk, stage, domain, dates + 6)


def randvoorwaarde_open(grown: Grown) -> Referrals:
    """An organisation places people for whom help with debts or housing was asked, and has not begun."""
    level, log, made = grown.level("randvoorwaarde_open"), grown.log, grown.made
    placed = placements(made, grown.settings, log) & _between(grown, _TWO_YEARS, 0) & (log.contact <= grown.end - 30)
    org, rows = grown.busiest(placed, level["people"], *_PLACERS, spare=True)
    domains = grown.settings.codes("life_domains")
    rows = rows[np.lexsort((log.date[rows], log.case[rows]))]
    turn = np.arange(len(rows)) - np.searchsorted(log.case[rows], log.case[rows], side="left")
    helpers = [_helper(grown, org, kind) for kind in ("schuldhulp", "woningcorporatie")]
    rows, turn = rows[turn < len(helpers)], turn[turn < len(helpers)]
    u, begun = grown.rng.random((len(rows), 3)), log.contact[rows]
    open_ = u[:, 0] < level["share"]
    asked = np.maximum(begun - 5 - np.floor(15 * u[:, 1]).astype(np.int64), grown.end - 1095)
    contact = np.where(open_, begun + 1 + np.floor(14 * u[:, 2]).astype(np.int64), asked + 1)
    one = np.ones(len(rows), dtype=np.int64)
    stage = grown.settings.codes("stages").index("randvoorwaarden")
    added = sent_beside(log, rows, asked, one * org, np.array(helpers)[turn], stage, 0, contact)
    added.domain[:] = np.array([domains.index("financien"), domains.index("wonen")])[turn]
    what = "People are placed while the help with debts or housing that was asked for them has not begun."
    grown.about("randvoorwaarde_open", what, (org,), tuple(dict.fromkeys(helpers)), stage="randvoorwaarden")
    return added


def _between(grown: Grown, most: int, least: int) -> Bools:
    """Rows of referrals sent so many days before the end of the log."""
    return (grown.log.date >= grown.end - most) & (grown.log.date <= grown.end - least)


def _one_each(log: Referrals, rows: Ints) -> Ints:
    """The first of these rows of each person, in the order of the log."""
    _, first = np.unique(log.case[rows], return_index=True)
    return rows[np.sort(first)]


def _helper(grown: Grown, org: int, kind: str) -> int:
    """The unused organisation of a kind nearest to another. Raises CannotPlant when there is none."""
    fits = grown.made.of(kind) & grown.made.in_region(grown.region)
    fits[sorted(grown.used)] = False
    at = np.flatnonzero(fits)
    if not len(at):
        raise CannotPlant
    away = ((grown.made.xy[at] - grown.made.xy[org]) ** 2).sum(axis=1)
    return int(at[np.argmin(away)])


ADDING: Mapping[str, Callable[[Grown], Referrals]] = MappingProxyType(
    {add.__name__: add for add in (dubbel_werk, grensverkeer, randvoorwaarde_open)}
)
"""The gap types that add referrals, in the order in which they take their organisations."""
