"""A region as sound as can be: everybody answers, every service is there, no group hangs on one organisation.

An ordinary generated region has gaps of its own, as a real one has: partners who forget to name each
other, a pivot that arose by chance, a small municipality without youth care. In those nobody can say
whether a finding that was not planted is right. So this takes them away as far as possible, in the data
themselves and without asking the gap rules.
"""

from __future__ import annotations

from dataclasses import fields, replace

import igraph
import numpy as np

from loaders.generate.claims import Claims, PlannedTie, TiePlan
from loaders.generate.details import arrived
from loaders.generate.organisations import EMPLOYER_STAGES, Organisations
from loaders.generate.reference import Reference
from loaders.generate.relations import Gaps, Row
from loaders.generate.settings import EMPLOYER, Settings
from loaders.generate.walks import Referrals, day

_HUBS = ("werkcentrum", "uwv", "doorstroompunt", "sociale_dienst", "gemeente")
_PUBLIC = ("gemeente", "sociale_dienst", "jongerenloket", "doorstroompunt")
_SCHOOLS = ("pro", "vso", "vo", "mbo")
_REACH_KM, _SPARE = 19.0, 1.5
_MOST_LOST = 1  # organisations that may hang on one other
_ROUNDS = 20


def sound_settings(settings: Settings) -> Settings:
    """Everybody answers and names every partner, and no tie is quiet."""
    collaboration = {**settings.raw["collaboration"], "reports": 1.0, "no_answer": 0.0, "stale": 0.0}
    employers = {**settings.raw["employers"], "inclusive": 1.0}
    return replace(settings, raw={**settings.raw, "collaboration": collaboration, "employers": employers})


def even_employers(made: Organisations, settings: Settings) -> None:
    """Every employer offers every kind of place and draws as many people, in place: few could soon have most."""
    firms, stages = made.of(EMPLOYER), settings.codes("stages")
    made.attract[firms] = 1.0
    for stage in EMPLOYER_STAGES:
        made.stages[firms, stages.index(stage)] = True


def sound_places(made: Organisations, reference: Reference, settings: Settings, log: Referrals) -> None:
    """Within reach of every municipality more places than people who looked for work there last year, in place."""
    stage = settings.codes("stages").index("matching")
    looking = arrived(log) & (log.stage_to == stage) & (log.date >= day(settings.end) - 366)
    firms = np.flatnonzero(made.of(EMPLOYER))
    made.capacity[firms] = made.capacity[firms].clip(min=1)
    for place in np.unique(made.municipality).tolist():
        people = len(np.unique(log.case[looking & (made.municipality[log.target] == place)]))
        near = firms[((made.xy[firms] - reference.xy[place]) ** 2).sum(axis=1) <= _REACH_KM**2]
        short = _SPARE * people - made.capacity[near].sum()
        if short > 0 and len(near):
            made.capacity[near] += int(np.ceil(short / len(near)))
    made.size[firms] = np.maximum(made.size[firms], 4 * made.capacity[firms])


def sound_services(made: Organisations, reference: Reference, settings: Settings, gaps: Gaps) -> list[Row]:
    """Every stage and life domain that somebody works in, delivered everywhere but where a service is to be missing."""
    rows: list[Row] = []
    for region in np.unique(made.region).tolist():
        inside = np.unique(made.municipality[made.region == region]).tolist()
        for name, having in _offers(made, settings).items():
            providers = np.flatnonzero(having & made.in_region(region))
            providers = providers[np.argsort(made.attract[providers] == 0, kind="stable")]
            if not len(providers):
                continue
            stage, domain = (name, None) if name in settings.codes("stages") else ("randvoorwaarden", name)
            missing = [place for place in inside if (place, name) in gaps.services]
            to = [reference.region_codes[region]]
            if missing:
                to = [reference.codes[place] for place in inside if place not in missing]
            rows += [Row("levert_aan", int(providers[0]), to_place=code, stage=stage, domain=domain) for code in to]
    return rows


def _offers(made: Organisations, settings: Settings) -> dict[str, np.ndarray]:
    domains = settings.codes("life_domains")
    found = {name: made.stages[:, i] for i, name in enumerate(settings.codes("stages"))}
    found |= {name: (made.domain == i) | (made.second == i) for i, name in enumerate(domains)}
    return found


def agreements(made: Organisations, reference: Reference, log: Referrals, plan: TiePlan) -> tuple[PlannedTie, ...]:
    """A tie that is laid down for every school that refers to a public service of another region."""
    across = made.of(*_SCHOOLS)[log.source] & made.of(*_PUBLIC)[log.target]
    pairs = np.unique(np.column_stack((log.source, log.target))[across], axis=0)
    known = {frozenset((tie.a, tie.b)) for tie in plan.ties}
    alone = {*plan.only, *(org for org, _ in plan.never)}
    return tuple(
        PlannedTie(a, b, 12, True)
        for a, b in pairs.tolist()
        if frozenset((a, b)) not in known
        and not {a, b} & alone
        and reference.apart(int(made.municipality[a]), int(made.municipality[b]))
    )


def mended(made: Organisations, claims: Claims, plan: TiePlan, rng: np.random.Generator) -> Claims:
    """The claims with further ties, so that no group is apart and hardly anybody hangs on one organisation.

    Organisations for which ties are planned or ruled out are left alone: what they lack was planted.
    """
    claims = _answered(claims, plan)
    edges = np.column_stack((claims.source, claims.target)).tolist()
    fixed, n = {*plan.only, *(org for org, _ in plan.never)}, len(made)
    hubs = [int(org) for org in np.flatnonzero(made.of(*_HUBS)) if int(org) not in fixed]
    new: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        graph = igraph.Graph(n=n, edges=[*edges, *new]).simplify()
        found = _loose(graph, fixed, hubs, rng)
        if not found:
            break
        new += found
    return _joined(claims, new)


def _answered(claims: Claims, plan: TiePlan) -> Claims:
    """Without the claims that the other side would have answered had there been room for it."""
    said = set(zip(claims.source.tolist(), claims.target.tolist(), strict=True))
    meant = {(tie.a, tie.b) for tie in plan.ties if tie.one_sided}
    pairs = zip(claims.source.tolist(), claims.target.tolist(), claims.joint.tolist(), strict=True)
    keep = np.array([joint or (b, a) in said or (a, b) in meant for a, b, joint in pairs], dtype=bool)
    return Claims(**{f.name: getattr(claims, f.name)[keep] for f in fields(Claims)})


def _loose(graph: igraph.Graph, fixed: set[int], hubs: list[int], rng: np.random.Generator) -> list[tuple[int, int]]:
    """A tie to the rest for each group that is apart, or that one organisation can cut off with others."""
    parts = sorted(graph.connected_components(), key=len)
    main = set(parts[-1])
    found = [_tie(part, fixed, [hub for hub in hubs if hub in main], rng) for part in parts[:-1] if len(part) > 1]
    for pivot in graph.articulation_points():
        if pivot not in main:
            continue
        left = graph.copy()
        left.delete_edges(left.incident(pivot))
        rest = sorted((part for part in left.connected_components() if part[0] in main and part != [pivot]), key=len)
        behind = [part for part in rest[:-1] if not set(part) <= fixed]
        if sum(map(len, behind)) > _MOST_LOST:
            core = set(rest[-1])
            far = [hub for hub in hubs if hub != pivot and hub in core]
            found += [_tie(part, fixed, far, rng) for part in behind]
    return [tie for tie in dict.fromkeys(found) if tie is not None]


def _tie(part: list[int], fixed: set[int], hubs: list[int], rng: np.random.Generator) -> tuple[int, int] | None:
    free = [org for org in part if org not in fixed]
    return (free[0], hubs[int(rng.integers(len(hubs)))]) if free and hubs else None


def _joined(claims: Claims, new: list[tuple[int, int]]) -> Claims:
    """The claims with rows that both sides stand behind: monthly contact that is laid down."""
    if not new:
        return claims
    ends, one = np.array(new, dtype=np.int64), np.ones(len(new), dtype=np.int64)
    added = {
        "source": ends[:, 0], "target": ends[:, 1], "frequency": 12 * one, "formal": one, "trust": 3 * one,
        "value": 3 * one, "last_contact": one * int(claims.last_contact.max(initial=0)), "joint": one > 0,
    }  # fmt: skip
    return Claims(**{name: np.concatenate((getattr(claims, name), column)) for name, column in added.items()})
