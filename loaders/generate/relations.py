"""Relations of generated regions beside collaboration: services, duties, memberships, placements, stepping stones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from loaders.generate.options import Options
from loaders.generate.organisations import EMPLOYER_STAGES, Organisations
from loaders.generate.reference import Bools, Reference
from loaders.generate.settings import EMPLOYER, SUPPORT, Settings
from loaders.generate.walks import Referrals, day

SERVICES = (
    ("in_beeld", "doorstroompunt", None),
    ("orientatie", "sociale_dienst", None),
    ("werkend_leren", "mbo", "onderwijs"),
    ("transitie", "jongerenloket", None),
    ("matching", "werkcentrum", "werk"),
    ("opstap", "sociaal_ontwikkelbedrijf", "werk"),
    ("baan_met_steun", "jobcoachorganisatie", "werk"),
    ("duurzaam_werk", "uwv", "werk"),
    ("randvoorwaarden", "woningcorporatie", "wonen"),
    ("randvoorwaarden", "schuldhulp", "financien"),
)
"""Who serves every municipality at which stage, and the life domain. Support by life domain is added to it."""


THEMES = (
    ("pro", "vso", "vo", "mbo", "gemeente", "doorstroompunt"),
    (EMPLOYER,),
    ("zorgaanbieder", "maatschappelijk", "schuldhulp", "woningcorporatie", "jongerenloket"),
    ("gemeente", "uwv", "werkcentrum", "sociale_dienst", "sociaal_ontwikkelbedrijf", "jobcoachorganisatie"),
)
"""Who is in a network: school to work, employers, care and support, work and income."""


@dataclass(frozen=True, slots=True)
class Row:
    """One relation. ``to_place`` is a code of an area; otherwise ``target`` is an organisation."""

    kind: str
    source: int
    target: int = -1
    to_place: str | None = None
    stage: str | None = None
    domain: str | None = None
    group: str | None = None
    capacity: int | None = None
    waiting: int | None = None
    frequency: int | None = None
    last_contact: int | None = None
    valid_from: int | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """Services that are to be missing: (municipality, stage or life domain); and memberships that are not to be."""

    services: frozenset[tuple[int, str]] = frozenset()
    outsiders: frozenset[int] = field(default_factory=frozenset)


def make_relations(
    made: Organisations,
    reference: Reference,
    settings: Settings,
    options: Options,
    referrals: Referrals,
    gaps: Gaps,
    total: int,
    rng: np.random.Generator,
) -> list[Row]:
    """Everything but claims of collaboration, each kind at most its share of ``total``."""
    makers = {
        "levert_aan": _services(made, reference, settings, options, gaps, rng),
        "plicht_voor": _duties(made, reference, settings),
        "onderdeel_van": _parts(made),
        "lid_van": _members(made, settings, gaps, rng),
        "plaatsing": _placements(made, settings, referrals),
        "opstap": _stepping_stones(made, settings, options, referrals, rng),
    }
    rows: list[Row] = []
    for kind, found in makers.items():
        rows += found[: int(settings.relation_shares[kind] * total)]
    return rows


def _services(
    made: Organisations,
    reference: Reference,
    settings: Settings,
    options: Options,
    gaps: Gaps,
    rng: np.random.Generator,
) -> list[Row]:
    """First what every municipality needs, then what employers offer, then what else is on offer locally."""
    local = [domain for domain, spec in settings.support.items() if not spec.get("regional")]
    serving = [*SERVICES, *(("randvoorwaarden", f"{SUPPORT}:{domain}", domain) for domain in local)]
    places = np.unique(made.municipality)
    rows, taken = [], set()
    for stage, role, domain in serving:
        number = np.full(len(places), options.roles[role])
        chosen = options.choose(np.full(len(places), -1), number, places, rng.random((len(places), 12)))
        for place, org in zip(places.tolist(), chosen.tolist(), strict=True):
            if org >= 0 and not {(place, stage), (place, domain)} & gaps.services:
                rows.append(_service(made, reference, settings, org, place, stage, domain))
                taken.add((org, place, stage, domain))
    rows += _regional(made, reference, settings, options, rng)
    rows += _employer_offers(made, reference, settings)
    stages, domains = settings.codes("stages"), settings.codes("life_domains")
    for org in np.flatnonzero(made.of("zorgaanbieder", "maatschappelijk", "schuldhulp", "woningcorporatie")).tolist():
        place, domain = int(made.municipality[org]), domains[int(made.domain[org])]
        wanted = (org, place, "randvoorwaarden", domain)
        if wanted not in taken and (place, domain) not in gaps.services and made.stages[org, stages.index(wanted[2])]:
            rows.append(_service(made, reference, settings, *wanted))
    return rows


def _regional(
    made: Organisations, reference: Reference, settings: Settings, options: Options, rng: np.random.Generator
) -> list[Row]:
    """Support that one provider gives to the whole region, from its largest municipality's point of view."""
    rows = []
    for region in np.unique(made.region).tolist():
        inside = np.flatnonzero(reference.region == region)
        centre = inside[[np.argmax(reference.inhabitants[inside])]]
        for domain, spec in settings.support.items():
            if spec.get("regional"):
                role = np.array([options.roles[f"{SUPPORT}:{domain}"]])
                org = int(options.choose(np.array([-1]), role, centre, rng.random((1, 12)))[0])
                if org >= 0:
                    row = _service(made, reference, settings, org, int(centre[0]), "randvoorwaarden", domain)
                    rows.append(replace(row, to_place=reference.region_codes[region]))
    return rows


def _service(
    made: Organisations, reference: Reference, settings: Settings, org: int, place: int, stage: str, domain: str | None
) -> Row:
    return Row(
        "levert_aan",
        org,
        to_place=reference.codes[place],
        stage=stage,
        domain=domain,
        capacity=max(2, round(reference.inhabitants[place] / 4000)),
        waiting=round(float(made.wait[org])),
        last_contact=day(settings.end) - 10 - org % 60,
    )


def _employer_offers(made: Organisations, reference: Reference, settings: Settings) -> list[Row]:
    """The places of inclusive employers by stage, largest first: an organisation's capacity spread over its stages."""
    stages = settings.codes("stages")
    at = np.flatnonzero(made.of(EMPLOYER) & made.inclusive & made.stages.any(axis=1))
    rows = []
    for org in at[np.argsort(-made.capacity[at], kind="stable")].tolist():
        own = [stage for stage in EMPLOYER_STAGES if made.stages[org, stages.index(stage)]]
        for i, stage in enumerate(own):
            places = (int(made.capacity[org]) + len(own) - 1 - i) // len(own)
            if places:
                code = reference.codes[int(made.municipality[org])]
                rows.append(Row("levert_aan", org, to_place=code, stage=stage, domain="werk", capacity=places))
    return rows


def _duties(made: Organisations, reference: Reference, settings: Settings) -> list[Row]:
    """Who has a legal task for which group, where (domain notes, section 3)."""
    rows = []
    regional = ("doorstroompunt", "uwv", "pro", "vso", "mbo")
    codes = [*regional, "gemeente", "sociale_dienst", "jongerenloket"]
    for code in codes:
        groups = settings.kinds[code].groups or ("bijstand", "beperking")
        for org in np.flatnonzero(made.of(code)).tolist():
            area = reference.region_codes[int(made.region[org])]
            place = area if code in regional else reference.codes[int(made.municipality[org])]
            rows += [Row("plicht_voor", org, to_place=place, group=group) for group in groups]
    return rows


def _parts(made: Organisations) -> list[Row]:
    """Youth desks and social services are part of their municipality's organisation."""
    town = {int(made.municipality[org]): int(org) for org in np.flatnonzero(made.of("gemeente"))}
    inside = np.flatnonzero(made.of("jongerenloket", "sociale_dienst")).tolist()
    return [Row("onderdeel_van", org, town[int(made.municipality[org])]) for org in inside]


def _members(made: Organisations, settings: Settings, gaps: Gaps, rng: np.random.Generator) -> list[Row]:
    """Members of networks: of each network in turn one theme, so that the shares stay even when cut off."""
    networks = np.flatnonzero(made.of("netwerk"))
    rows: list[tuple[int, Row]] = []
    outsiders = np.array(sorted(gaps.outsiders), dtype=np.int64)
    for at, network in enumerate(networks.tolist()):
        fits = made.of(*THEMES[at % len(THEMES)]) & made.in_region(int(made.region[network]))
        fits[outsiders] = False
        members = np.flatnonzero(fits)
        members = members[np.argsort(rng.random(len(members)), kind="stable")][: 8 + int(rng.random() * 10)]
        since = day(settings.start) - int(rng.random() * 1500)
        rows += [(i, Row("lid_van", org, network, valid_from=since)) for i, org in enumerate(members.tolist())]
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _placements(made: Organisations, settings: Settings, referrals: Referrals) -> list[Row]:
    """Placements at employers that the log shows, busiest first."""
    stages = settings.codes("stages")
    placed = made.of(EMPLOYER)[referrals.target] & ~made.of(EMPLOYER)[referrals.source] & (referrals.contact >= 0)
    rows = []
    for source, target, stage, count, last in _busiest(referrals, placed, len(made), len(stages)):
        a_year = max(1, round(count / settings.years))
        rows.append(
            Row(
                "plaatsing",
                source,
                target,
                stage=stages[stage],
                capacity=a_year + 1,
                frequency=a_year,
                last_contact=last,
            )
        )
    return rows


def _stepping_stones(
    made: Organisations, settings: Settings, options: Options, referrals: Referrals, rng: np.random.Generator
) -> list[Row]:
    """From one employer to the next: what the log shows, then agreements that wait for their first candidate."""
    stages = settings.codes("stages")
    moved = made.of(EMPLOYER)[referrals.target] & made.of(EMPLOYER)[referrals.source] & (referrals.contact >= 0)
    rows, taken = [], set()
    for source, target, _, count, last in _busiest(referrals, moved, len(made), len(stages)):
        if (source, target) not in taken:
            taken.add((source, target))
            a_year = max(1, round(count / settings.years))
            rows.append(Row("opstap", source, target, capacity=a_year + 1, frequency=a_year, last_contact=last))
    first = np.flatnonzero(made.of(EMPLOYER) & made.stages[:, stages.index("opstap")])
    role = np.full(len(first), options.roles[f"{EMPLOYER}:baan_met_steun"])
    found = options.choose(first, role, made.municipality[first], rng.random((len(first), 3)))
    for source, target in zip(first.tolist(), found.tolist(), strict=True):
        if target >= 0 and (source, target) not in taken:
            rows.append(Row("opstap", source, target, capacity=1))
    return rows


def _busiest(referrals: Referrals, which: Bools, n: int, width: int) -> list[tuple[int, int, int, int, int]]:
    """(source, target, stage, number, last first contact) of the referrals ``which``, busiest first."""
    part = referrals.take(which)
    key = (part.source * n + part.target) * width + part.stage_to
    found, row, count = np.unique(key, return_inverse=True, return_counts=True)
    last = np.zeros(len(found), dtype=np.int64)
    np.maximum.at(last, row, part.contact)
    order = np.argsort(-count, kind="stable")
    pair = found[order] // width
    columns = (pair // n, pair % n, found[order] % width, count[order], last[order])
    return list(zip(*(column.tolist() for column in columns), strict=True))
