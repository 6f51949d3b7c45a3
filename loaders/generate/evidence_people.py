"""How the defects that were planted after the walk show, and those between organisations: counted from the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from loaders.generate.details import (
    DIRECTED,
    IN_USE,
    UNDIRECTED,
    UNUSED,
    arrived,
    entitled,
    first_by_school,
    next_onward,
    placements,
    several_domains,
)
from loaders.generate.handover import REFUSED, VANISHED
from loaders.generate.planting import Planted
from loaders.generate.reference import Bools, Ints
from loaders.generate.settings import EMPLOYER
from loaders.generate.shown import Data, Shows, share
from loaders.generate.strengths import load_strengths
from loaders.generate.walks import day

_TWO_YEARS, _YEAR, _REACH_KM = 730, 365, 20.0


def _end(d: Data) -> int:
    return day(d.settings.end)


def _people(cases: Ints) -> int:
    return len(np.unique(cases))


def _late(p: Planted, d: Data) -> Shows:
    rows = first_by_school(d.made, d.log)
    rows = rows[(d.log.source[rows] == p.organisations[0]) & (d.details.left_school[rows] >= 0)]
    rows = rows[d.details.left_school[rows] <= _end(d)]
    late = d.details.left_school[rows] - d.log.date[rows] < 180
    return {"leavers": len(rows), "first_referral_within_180_days_share": share(late, np.ones(len(rows), dtype=bool))}


def _aftercare(p: Planted, d: Data) -> Shows:
    rows = first_by_school(d.made, d.log)
    left = d.details.left_school[rows]
    rows = rows[(d.log.source[rows] == p.organisations[0]) & (left >= 0) & (left + 365 <= _end(d))]
    seen = np.isin(d.log.case[rows], d.log.case[d.details.aftercare >= 0])
    return {"leavers_a_year_ago": len(rows), "no_aftercare_share": share(~seen, np.ones(len(rows), dtype=bool))}


def _broken(p: Planted, d: Data) -> Shows:
    log, ended = d.log, d.details.ended
    here = (log.source == p.organisations[0]) & (ended >= 0) & placements(d.made, d.settings, log)
    here &= log.date >= _end(d) - _TWO_YEARS
    after = next_onward(d.settings, log)
    gone = (after < 0) | (log.date[after] - ended > 60)
    return {"ended_placements": int(here.sum()), "no_next_step_within_60_days_share": share(gone, here)}


def _unused(p: Planted, d: Data) -> Shows:
    log, told = d.log, d.details.instruments
    known = placements(d.made, d.settings, log) & entitled(d.settings, log) & ((told == IN_USE) | (told == UNUSED))
    known &= log.date >= _end(d) - _TWO_YEARS
    here, rest = (known & (log.source == p.organisations[0])), (known & (log.source != p.organisations[0]))
    shows = {"placements_entitled": int(here.sum()), "unused_share": share(told == UNUSED, here)}
    return {**shows, "rest_unused_share": share(told == UNUSED, rest)}


def _undirected(p: Planted, d: Data) -> Shows:
    log, since = d.log, _end(d) - _YEAR + 1
    told = np.isin(d.details.direction, (DIRECTED, UNDIRECTED)) & (log.date >= since)
    several = several_domains(d.settings, log, since)[log.case] & told
    here = several & (d.made.municipality[log.source] == p.municipalities[0])
    without = _people(log.case[here & (d.details.direction == UNDIRECTED)])
    people = _people(log.case[here])
    return {"people_with_several_domains": people, "undirected_share": round(without / max(people, 1), 2)}


def _double(p: Planted, d: Data) -> Shows:
    care = p.partners[:-1]
    domain = d.settings.codes("life_domains").index(str(p.domain))
    rows = arrived(d.log) & (d.log.domain == domain) & np.isin(d.log.target, care)
    pairs = np.unique(np.column_stack((d.log.case, d.log.target))[rows], axis=0)
    _, number = np.unique(pairs[:, 0], return_counts=True)
    return {"care_providers": len(care), "people_at_all_of_them": int((number == len(care)).sum())}


def _border(p: Planted, d: Data) -> Shows:
    school, desk = p.organisations
    here = (d.log.source == school) & (d.log.target == desk) & (d.log.date >= _end(d) - _TWO_YEARS)
    ties = (d.claims.source == school) & (d.claims.target == desk) | (d.claims.source == desk) & (
        d.claims.target == school
    )
    return {"people": _people(d.log.case[here]), "agreements": int(d.claims.formal[ties].max(initial=0))}


def _open(p: Planted, d: Data) -> Shows:
    log, org = d.log, p.organisations[0]
    placed = np.flatnonzero(placements(d.made, d.settings, log) & (log.source == org))
    domains = d.settings.codes("life_domains")
    chain = [domains.index(name) for name in ("werk", "onderwijs")]
    help_ = ~np.isin(log.domain, chain)
    asked = waiting = 0
    for row in placed[log.date[placed] >= _end(d) - _TWO_YEARS].tolist():
        begun = int(log.contact[row])
        mine = np.flatnonzero(help_ & (log.case == log.case[row]) & (log.date <= begun) & (log.date >= begun - 365))
        started = mine[arrived(log)[mine] & (log.contact[mine] <= begun)]
        asked += bool(len(mine))
        waiting += bool(set(log.domain[mine].tolist()) - set(log.domain[started].tolist()))
    return {"placements_after_a_request_for_help": asked, "help_not_begun_share": round(waiting / max(asked, 1), 2)}


def _places(p: Planted, d: Data) -> Shows:
    place, log, made = p.municipalities[0], d.log, d.made
    stage = d.settings.codes("stages").index("matching")
    looking = arrived(log) & (log.stage_to == stage) & (log.date > _end(d) - _YEAR)
    people = _people(log.case[looking & (made.municipality[log.target] == place)])
    near = made.of(EMPLOYER) & (d.reference.away(place, *made.lat_lon) <= _REACH_KM)
    places = int(made.capacity[near].sum())
    return {"looking_for_work_in_a_year": people, "places": places, "places_each": round(places / max(people, 1), 2)}


def _seen(p: Planted, d: Data) -> Shows:
    org, c = p.organisations[0], d.claims
    mine = (c.source == org) & np.isin(c.target, p.partners)
    theirs = (c.target == org) & np.isin(c.source, p.partners)
    marks = [float(np.concatenate((c.trust[rows], c.value[rows])).mean()) for rows in (mine, theirs)]
    points = round((marks[0] - marks[1]) * 100 / 3)
    return {"ties_rated_by_both": int(mine.sum()), "mean_given": round(marks[0], 2), "points_higher": points}


def thin(p: Planted, d: Data, strength: str) -> bool:
    """Whether fewer people stand behind a defect in the log than ``strengths.yaml`` asks for.

    Of those that are planted before the walk; after it, what is too thin is not planted at all.
    """
    if p.code not in _BEHIND:
        return False
    rows = _BEHIND[p.code](p, d) & (d.log.date >= _end(d) - _TWO_YEARS)
    return bool(_people(d.log.case[rows]) < load_strengths()[p.code][strength]["people"])


def _pair(p: Planted, d: Data) -> Bools:
    return np.asarray((d.log.source == p.organisations[0]) & (d.log.target == p.organisations[1]))


def _told_late(p: Planted, d: Data) -> Bools:
    due = (d.log.contact >= 0) & (d.log.contact + 60 < _end(d))
    return np.asarray((d.log.target == p.organisations[0]) & due)


def _placed(p: Planted, d: Data) -> Bools:
    return np.asarray(placements(d.made, d.settings, d.log) & (d.log.source == p.organisations[0]))


def _waiting(p: Planted, d: Data) -> Bools:
    came = (d.log.outcome != REFUSED) & (d.log.outcome != VANISHED) & (d.log.date <= _end(d) - 60)
    return np.asarray((d.log.target == p.organisations[0]) & came)


_BEHIND: Mapping[str, Callable[[Planted, Data], Bools]] = {
    "koude_overdracht": _pair,
    "geen_terugkoppeling": _told_late,
    "wachtlijst": _waiting,
    "concentratie_werkgevers": _placed,
}

SHOWS_PEOPLE: Mapping[str, Callable[[Planted, Data], Shows]] = {
    "late_start_overdracht": _late,
    "geen_nazorg": _aftercare,
    "keten_breuk": _broken,
    "onbenut_instrument": _unused,
    "geen_regie": _undirected,
    "dubbel_werk": _double,
    "grensverkeer": _border,
    "randvoorwaarde_open": _open,
    "te_weinig_werkgevers": _places,
    "perceptiekloof": _seen,
}
