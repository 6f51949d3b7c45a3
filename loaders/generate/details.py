"""The optional columns of the referral log, as a region that keeps them well would fill them.

When a place or programme ended, whether somebody directs the case, when a candidate left school and
was last in touch with it, and whether an instrument is in use. They are worked out from the log after the walk,
so that a log with and without them is the same log.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from loaders.generate.handover import ACCEPTED, DONE, REFUSED, VANISHED
from loaders.generate.organisations import Organisations
from loaders.generate.reference import Bools, Ints
from loaders.generate.settings import EMPLOYER, Settings
from loaders.generate.walks import Referrals, day

PLACEMENTS = ("opstap", "baan_met_steun", "duurzaam_werk")
ENDING = ("opstap", "baan_met_steun")
ONWARD = (*PLACEMENTS, "werkend_leren", "matching", "vervolgonderwijs", "beschut_werk", "dagbesteding")
ENTITLED = ("pro", "vso", "entree", "banenafspraak", "beperking")
SCHOOLS = ("pro", "vso", "mbo")
DIRECTED, UNDIRECTED = 0, 1
IN_USE, UNUSED = 0, 1


@dataclass(frozen=True)
class Details:
    """One row beside each referral. Days since 1970-01-01; -1 where nothing is recorded.

    ``direction`` and ``instruments`` are positions in the schema's lists. While a region is being
    planned, defects change these columns; afterwards nothing does.
    """

    ended: Ints
    left_school: Ints
    aftercare: Ints
    direction: Ints
    instruments: Ints


def empty_details(n: int) -> Details:
    """Nothing recorded."""
    return Details(**{f.name: np.full(n, -1, dtype=np.int64) for f in fields(Details)})


def make_details(made: Organisations, settings: Settings, log: Referrals, rng: np.random.Generator) -> Details:
    """Fill the columns for a log that is ordered by case and date."""
    numbers, details = settings.raw["record"], empty_details(len(log))
    u = rng.random((len(log), 4))
    here = arrived(log)
    after = next_onward(settings, log)
    stages = settings.codes("stages")
    follows = after >= 0

    # A place at an employer, and help, ends around the day of the next step; who has none is still there.
    following = np.append(log.case[1:] == log.case[:-1], False) if len(log) else np.zeros(0, dtype=bool)
    job = here & np.isin(log.stage_to, [stages.index(name) for name in ENDING]) & made.of(EMPLOYER)[log.target]
    known = u[:, 0] < numbers["ended_known"]
    rows = np.flatnonzero(job & follows & known)
    details.ended[rows] = np.maximum(
        log.date[after[rows]] - np.floor(30 * u[rows, 1]).astype(np.int64), log.contact[rows]
    )
    help_ = here & (log.stage_to == stages.index("randvoorwaarden")) & following & known
    rows = np.flatnonzero(help_)
    details.ended[rows] = np.maximum(log.date[rows + 1], log.contact[rows])

    school(made, settings, log, details, rng)
    case_direction(settings, log, details, numbers["direction_known"], numbers["undirected"], rng)
    placed = placements(made, settings, log) & entitled(settings, log) & (u[:, 2] < numbers["instruments_known"])
    details.instruments[placed] = np.where(u[placed, 3] < numbers["unused"], UNUSED, IN_USE)
    return details


def arrived(log: Referrals) -> Bools:
    """Which referrals led to a first contact that was seen."""
    return np.asarray(((log.outcome == ACCEPTED) | (log.outcome == DONE)) & (log.contact >= 0))


def placements(made: Organisations, settings: Settings, log: Referrals) -> Bools:
    """Referrals that put somebody at work at an employer."""
    stages = settings.codes("stages")
    paid = np.isin(log.stage_to, [stages.index(name) for name in PLACEMENTS])
    return arrived(log) & paid & made.of(EMPLOYER)[log.target]


def entitled(settings: Settings, log: Referrals) -> Bools:
    """Referrals of people of a target group that probably has a right to an instrument."""
    groups = settings.codes("target_groups")
    return np.isin(log.group, [groups.index(name) for name in ENTITLED])


def next_onward(settings: Settings, log: Referrals) -> Ints:
    """For each row the same person's first later row towards work or learning that held; -1 where there is none."""
    stages, n = settings.codes("stages"), len(log)
    wanted = np.isin(log.stage_to, [stages.index(name) for name in ONWARD])
    wanted &= (log.outcome != REFUSED) & (log.outcome != VANISHED)
    found = np.full(n, -1, dtype=np.int64)
    coming, person = -1, -1
    for row in range(n - 1, -1, -1):
        if log.case[row] != person:
            coming, person = -1, int(log.case[row])
        found[row] = coming
        if wanted[row]:
            coming = row
    return found


def first_by_school(made: Organisations, log: Referrals, kinds: tuple[str, ...] = SCHOOLS) -> Ints:
    """The first row of each person at each school of these kinds."""
    rows = np.flatnonzero(made.of(*kinds)[log.source])
    key = log.case[rows] * len(made) + log.source[rows]
    order = np.lexsort((log.date[rows], key))
    first = np.append(True, key[order][1:] != key[order][:-1])[: len(rows)]
    return np.sort(rows[order][first])


def set_for_person(log: Referrals, column: Ints, rows: Ints, values: Ints) -> None:
    """Give all rows of the persons of ``rows`` by the same organisation the value of that row, in place."""
    if not len(rows):
        return
    width = int(log.source.max(initial=0)) + 1
    key, wanted = log.case * width + log.source, log.case[rows] * width + log.source[rows]
    order = np.argsort(wanted, kind="stable")
    at = np.searchsorted(wanted[order], key).clip(max=len(wanted) - 1)
    same = wanted[order][at] == key
    column[same] = values[order][at][same]


def school(made: Organisations, settings: Settings, log: Referrals, details: Details, rng: np.random.Generator) -> None:
    """Leaving school, half a year to a year after the handover began, and the last contact after it."""
    rows, end = first_by_school(made, log), day(settings.end)
    u = rng.random((len(rows), 3))
    early = u[:, 0] >= settings.number("record", "late")
    left = log.date[rows] + np.floor(np.where(early, 185 + 150 * u[:, 1], 175 * u[:, 1])).astype(np.int64)
    v = rng.random((len(rows), 2))
    care = left + 30 + np.floor(400 * v[:, 0]).astype(np.int64)
    known = (v[:, 1] >= settings.number("record", "no_aftercare")) & (left + 30 <= end)
    set_for_person(log, details.left_school, rows, left)
    set_for_person(log, details.aftercare, rows, np.where(known, np.minimum(care, end), -1))
    details.aftercare[details.aftercare < log.date] = -1  # told with an earlier referral of the same person


def several_domains(settings: Settings, log: Referrals, since: int) -> Bools:
    """Per case number: several life domains asked about since a day, one of them beside work and school."""
    domains = settings.codes("life_domains")
    asked = np.zeros((int(log.case.max(initial=-1)) + 1, len(domains)), dtype=bool)
    late = log.date >= since
    asked[log.case[late], log.domain[late]] = True
    beside = [i for i, name in enumerate(domains) if name not in ("werk", "onderwijs")]
    return np.asarray((asked.sum(axis=1) >= 2) & asked[:, beside].any(axis=1))


def case_direction(
    settings: Settings, log: Referrals, details: Details, known: float, undirected: float, rng: np.random.Generator
) -> None:
    """Whether somebody directs the case of people with several life domains, in place."""
    several = several_domains(settings, log, 0)
    u = rng.random((len(several), 2))
    told = np.where(several & (u[:, 0] < known), np.where(u[:, 1] < undirected, UNDIRECTED, DIRECTED), -1)
    details.direction[:] = told[log.case]
