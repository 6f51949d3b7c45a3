"""Defects in what is noted beside the referrals, and in the places that employers have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from loaders.generate.details import (
    DIRECTED,
    ENDING,
    IN_USE,
    UNDIRECTED,
    UNUSED,
    arrived,
    entitled,
    first_by_school,
    next_onward,
    placements,
    set_for_person,
    several_domains,
)
from loaders.generate.grown import Grown
from loaders.generate.planting import CannotPlant
from loaders.generate.reference import Bools, Ints
from loaders.generate.settings import EMPLOYER
from loaders.generate.walks import Referrals

REACH_KM = 20.0
_TWO_YEARS, _YEAR = 700, 364  # days: within the 24 and 12 months that rules look back
_LONG = 76  # days in a job after which the next step can come too late and still begin after the job
_OVERLAP = 0.45  # of another municipality's people, at most so many are those of the planted one
_STATED = 0.6  # share of the employers within reach that say how many places they have


def late_start_overdracht(grown: Grown) -> None:
    """A school refers most leavers for the first time in their last half year."""
    level, log = grown.level("late_start_overdracht"), grown.log
    rows = first_by_school(grown.made, log, ("pro", "vso"))
    rows = rows[(log.date[rows] >= int(log.date.min()) + 210) & (log.date[rows] <= grown.end - 310)]
    school, rows = grown.busiest(_marked(log, rows), level["people"])
    u = grown.rng.random((len(rows), 2))
    late = u[:, 0] < level["share"]
    left = log.date[rows] + np.floor(np.where(late, 10 + 155 * u[:, 1], 190 + 110 * u[:, 1])).astype(np.int64)
    here = log.source == school
    for column in (grown.details.left_school, grown.details.aftercare):
        column[here] = -1
    set_for_person(log, grown.details.left_school, rows, left)
    set_for_person(log, grown.details.aftercare, rows, np.where(left + 60 <= grown.end, left + 60, -1))
    grown.details.aftercare[grown.details.aftercare < log.date] = -1
    what = "Most leavers are referred for the first time less than half a year before they leave."
    grown.about("late_start_overdracht", what, (school,), stage="transitie")


def geen_nazorg(grown: Grown) -> None:
    """A school was never in touch again with most leavers."""
    level, log, details = grown.level("geen_nazorg"), grown.log, grown.details
    rows = first_by_school(grown.made, log)
    left = details.left_school[rows]
    rows = rows[(left >= 0) & (left + 366 <= grown.end)]
    school, rows = grown.busiest(_marked(log, rows), level["people"])
    without = grown.rng.random(len(rows)) < level["share"]
    after = np.where(without, -1, details.left_school[rows] + 60)
    elsewhere = np.isin(log.case, log.case[rows])  # also what another school noted of the same people
    details.aftercare[elsewhere] = -1
    set_for_person(log, details.aftercare, rows, after)
    details.aftercare[details.aftercare < log.date] = -1
    what = "With most leavers the school had no contact in the year after they left."
    grown.about("geen_nazorg", what, (school,))


def keten_breuk(grown: Grown) -> None:
    """Jobs that an organisation finds end, and the next step comes months later."""
    level, log, details = grown.level("keten_breuk"), grown.log, grown.details
    stages, after = grown.settings.codes("stages"), next_onward(grown.settings, log)
    jobs = placements(grown.made, grown.settings, log)
    jobs &= np.isin(log.stage_to, [stages.index(name) for name in ENDING])
    next_day = np.where(after >= 0, log.date[after], -1)
    fits = jobs & (after >= 0) & (log.date >= grown.end - _TWO_YEARS)
    fits &= (next_day - log.contact >= _LONG) & (next_day <= grown.end - 65)
    org, rows = grown.at("keten_breuk", fits, level["people"])
    u = grown.rng.random((len(rows), 2))
    gap = np.floor(np.where(u[:, 0] < level["share"], 62 + 13 * u[:, 1], 30 * u[:, 1])).astype(np.int64)
    details.ended[jobs & (log.source == org)] = -1
    details.ended[rows] = np.maximum(next_day[rows] - gap, log.contact[rows])
    what = "Most jobs that this organisation finds end two months or more before the next step."
    grown.about("keten_breuk", what, (org,), stage="opstap")


def onbenut_instrument(grown: Grown) -> None:
    """An organisation places people with a likely right to an instrument without any."""
    level, log = grown.level("onbenut_instrument"), grown.log
    fits = placements(grown.made, grown.settings, log) & entitled(grown.settings, log)
    fits &= (log.date >= grown.end - _TWO_YEARS) & ~grown.made.of(EMPLOYER)[log.source]
    org, rows = grown.busiest(fits, level["people"])
    unused = grown.rng.random(len(rows)) < level["share"]
    grown.details.instruments[rows] = np.where(unused, UNUSED, IN_USE)
    what = "Most people who probably have a right to an instrument are placed without one."
    grown.about("onbenut_instrument", what, (org,), stage="baan_met_steun")


def geen_regie(grown: Grown) -> None:
    """In one municipality nobody directs the cases of people with several life domains."""
    level, log, made = grown.level("geen_regie"), grown.log, grown.made
    recent = (log.date >= grown.end - _YEAR) & several_domains(grown.settings, log, grown.end - _YEAR)[log.case]
    recent &= made.in_region(grown.region)[log.source]
    recent &= ~np.isin(log.case, grown.people.get("dubbel_werk", ()))
    places = np.unique(made.municipality[log.source[recent]])
    people = {int(p): np.unique(log.case[recent & (made.municipality[log.source] == p)]) for p in places}
    best, least = -1, _OVERLAP
    for place, mine in people.items():
        shared = [np.isin(theirs, mine).mean() for other, theirs in people.items() if other != place and len(theirs)]
        if len(mine) >= level["people"] and max(shared, default=0.0) < least:
            best, least = place, float(max(shared, default=0.0))
    if best < 0:
        raise CannotPlant
    draw = grown.rng.random(len(people[best])) < level["share"]
    told = np.full(int(log.case.max()) + 1, -1, dtype=np.int64)
    told[people[best]] = np.where(draw, UNDIRECTED, DIRECTED)
    grown.details.direction[told[log.case] >= 0] = told[log.case[told[log.case] >= 0]]
    what = "Nobody directs the case of most people with several life domains whom organisations here refer."
    grown.about("geen_regie", what, places=(best,))


def dubbel_werk(grown: Grown) -> None:
    """Of the people who were referred to three at once: nobody directs, and no help has ended."""
    people = grown.people.get("dubbel_werk")
    if people is None:
        raise CannotPlant
    rows = np.isin(grown.log.case, people)
    grown.details.direction[rows] = -1
    domain = grown.settings.codes("life_domains").index("psychisch")
    grown.details.ended[rows & (grown.log.domain == domain)] = -1


def te_weinig_werkgevers(grown: Grown) -> None:
    """Around one municipality employers have fewer places than there are people who look for work."""
    level, log, made, reference = grown.level("te_weinig_werkgevers"), grown.log, grown.made, grown.reference
    stage = grown.settings.codes("stages").index("matching")
    looking = arrived(log) & (log.stage_to == stage) & (log.date >= grown.end - _YEAR)
    firms = np.flatnonzero(made.of(EMPLOYER))
    towns = np.unique(made.municipality).tolist()
    people = {p: len(np.unique(log.case[looking & (made.municipality[log.target] == p)])) for p in towns}
    lat, lon = (values[firms] for values in made.lat_lon)
    near = {p: firms[reference.away(p, lat, lon) <= REACH_KM] for p in towns}
    own = [p for p in towns if int(reference.region[p]) == grown.region]
    fits = {p: people[p] / made.capacity[near[p]].sum() for p in own if made.capacity[near[p]].sum() > 0}
    if not fits:
        raise CannotPlant
    place = max(fits, key=lambda p: fits[p])
    target, at = int(level["ratio"] * people[place]), near[place]
    _state(made.capacity, at)
    stating = at[made.capacity[at] > 0]
    if people[place] < level["people"] or target < len(stating):
        raise CannotPlant
    _shrink(made.capacity, stating, target)
    short = [p for p in own if people[p] and made.capacity[near[p]].sum() < people[p] and p != place]
    what = "Employers within 20 km have fewer places than people here who look for work."
    grown.about("te_weinig_werkgevers", what, places=(place, *short), stage="matching")


def _state(capacity: Ints, at: Ints) -> None:
    """Let enough employers say how many places they have, in place: who said nothing has one."""
    silent = at[capacity[at] == 0]
    wanted = int(np.ceil(_STATED * len(at))) - (len(at) - len(silent))
    capacity[silent[: max(wanted, 0)]] = 1


def _shrink(capacity: Ints, at: Ints, target: int) -> None:
    """Bring the places at these employers down to ``target`` together, none below one, in place."""
    if capacity[at].sum() <= target:
        return
    capacity[at] = np.maximum(1, np.floor(capacity[at] * target / capacity[at].sum())).astype(np.int64)
    while capacity[at].sum() > target:
        capacity[at[np.argmax(capacity[at])]] -= 1
    while capacity[at].sum() < target:
        capacity[at[np.argmin(capacity[at])]] += 1


def _marked(log: Referrals, rows: Ints) -> Bools:
    marks = np.zeros(len(log), dtype=bool)
    marks[rows] = True
    return np.asarray(marks)


NOTING: Mapping[str, Callable[[Grown], None]] = MappingProxyType(
    {
        note.__name__: note
        for note in (
            late_start_overdracht,
            geen_nazorg,
            keten_breuk,
            onbenut_instrument,
            dubbel_werk,
            geen_regie,
            te_weinig_werkgevers,
        )
    }
)
"""The gap types that change what is noted, in the order in which they take their organisations."""
