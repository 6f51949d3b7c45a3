"""How each planted defect shows in the data that was made: figures counted from the outcome, beside the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from loaders.generate.claims import Claims
from loaders.generate.details import Details
from loaders.generate.evidence_people import SHOWS_PEOPLE, thin
from loaders.generate.handover import ACCEPTED, DONE, VANISHED
from loaders.generate.organisations import Organisations
from loaders.generate.planting import Planted
from loaders.generate.reference import Bools, Ints, Reference
from loaders.generate.relations import Row
from loaders.generate.settings import EMPLOYER, Settings
from loaders.generate.shown import Data, Shows, share
from loaders.generate.walks import Referrals, day


def with_evidence(
    planted: tuple[Planted, ...],
    made: Organisations,
    reference: Reference,
    settings: Settings,
    log: Referrals,
    details: Details,
    claims: Claims,
    rows: list[Row],
    strength: str,
) -> tuple[Planted, ...]:
    """The same defects, each with the figures that show it, and whether enough people stand behind it."""
    # Both directions of a joint claim, so that one look at (source, target) tells who says what.
    source = np.concatenate((claims.source, claims.target[claims.joint]))
    target = np.concatenate((claims.target, claims.source[claims.joint]))
    data = Data(made, reference, settings, log, details, source, target, rows, claims)
    return tuple(replace(p, shows=_SHOWS[p.code](p, data), thin=thin(p, data, strength)) for p in planted)


def _handover(p: Planted, d: Data) -> Shows:
    log, to = d.log, p.organisations[-1]
    pair = np.isin(log.source, p.organisations[:-1]) & (log.target == to)
    region = d.made.in_region(p.region)[log.source] & ~pair
    late = (log.contact >= 0) & (log.contact - log.date > 14)
    shows: dict[str, float | int | str] = {"referrals": int(pair.sum())}
    for name, rows in (("", pair), ("rest_", region)):
        shows |= {
            f"{name}cold_share": share(log.warm == 0, rows),
            f"{name}confirmed_share": share(log.received >= 0, rows),
            f"{name}late_share_of_contacts": share(late, rows & (log.contact >= 0)),
            f"{name}vanished_share": share(log.outcome == VANISHED, rows),
        }
    return shows


def _feedback(p: Planted, d: Data) -> Shows:
    log = d.log
    answered = (log.outcome == ACCEPTED) | (log.outcome == DONE)
    here = answered & (log.target == p.organisations[0])
    told = (log.feedback >= 0) & (log.feedback - log.date <= 60)
    rest = answered & ~here & d.made.in_region(p.region)[log.target]
    return {
        "accepted_referrals": int(here.sum()),
        "feedback_within_60_days_share": share(told, here),
        "rest_feedback_within_60_days_share": share(told, rest),
    }


def _queue(p: Planted, d: Data) -> Shows:
    log, care = d.log, p.organisations[0]
    here = (log.target == care) & (log.contact >= 0)
    care_others = d.made.of("zorgaanbieder") & d.made.in_region(p.region)
    care_others[care] = False
    rest = care_others[log.target] & (log.contact >= 0)
    last_year = (log.target == care) & (log.date > day(d.settings.end) - 365)
    return {
        "referrals": int((log.target == care).sum()),
        "p75_days_to_first_contact": _p75(log.contact[here] - log.date[here]),
        "rest_p75_days_to_first_contact": _p75(log.contact[rest] - log.date[rest]),
        "capacity": int(d.made.capacity[care]),
        "referrals_in_last_year": int(last_year.sum()),
    }


def _p75(days: Ints) -> int:
    return int(np.quantile(days, 0.75, method="lower")) if len(days) else 0


def _bridge(p: Planted, d: Data) -> Shows:
    group, desk = list(p.partners), p.organisations[0]
    inside = np.isin(np.arange(len(d.made)), group)
    out = (inside[d.source] & ~inside[d.target]) | (inside[d.target] & ~inside[d.source])
    return {
        "organisations_behind_it": len(group),
        "claims_between_group_and_desk": int((out & ((d.source == desk) | (d.target == desk))).sum()),
        "claims_between_group_and_others": int((out & (d.source != desk) & (d.target != desk)).sum()),
        "referrals_from_desk_to_group": int(((d.log.source == desk) & inside[d.log.target]).sum()),
    }


def _island(p: Planted, d: Data) -> Shows:
    inside = np.isin(np.arange(len(d.made)), p.organisations)
    return {
        "organisations": len(p.organisations),
        "claims_inside": int((inside[d.source] & inside[d.target]).sum()),
        "claims_across": int((inside[d.source] ^ inside[d.target]).sum()),
        "referrals_inside": int((inside[d.log.source] & inside[d.log.target]).sum()),
        "referrals_across": int((inside[d.log.source] ^ inside[d.log.target]).sum()),
    }


def _one_sided(p: Planted, d: Data) -> Shows:
    about = p.organisations[0]
    named = np.isin(d.target, p.partners) & (d.source == about)
    return {
        "partners_named": int(named.sum()),
        "of_whom_name_it": int((np.isin(d.source, p.partners) & (d.target == about)).sum()),
        "of_whom_answered": len(set(p.partners) & set(d.source.tolist())),
    }


def _between(p: Planted, d: Data) -> tuple[Bools, Bools]:
    """Claims and referrals between the first organisation and the others."""
    first, others = p.organisations[0], [*p.organisations[1:], *p.partners]
    c, log = d.claims, d.log
    claims = ((c.source == first) & np.isin(c.target, others)) | ((c.target == first) & np.isin(c.source, others))
    moves = ((log.source == first) & np.isin(log.target, others)) | (
        (log.target == first) & np.isin(log.source, others)
    )
    return claims, moves


def _paper(p: Planted, d: Data) -> Shows:
    claims, moves = _between(p, d)
    quiet = day(d.settings.end) - d.claims.last_contact[claims]
    return {
        "formal_ties": len(p.partners),
        "least_days_since_contact": int(quiet.min()),
        "most_contacts_a_year": int(d.claims.frequency[claims].max()),
        "referrals": int(moves.sum()),
    }


def _quiet(p: Planted, d: Data) -> Shows:
    claims, moves = _between(p, d)
    formal = d.claims.formal == 1
    busy = ~formal & ~claims
    return {
        "contacts_a_year": int(d.claims.frequency[claims].min()),
        "formal": int(formal[claims].max()),
        "referrals": int(moves.sum()),
        "most_contacts_a_year_of_other_informal_claims": int(d.claims.frequency[busy].max(initial=0)),
    }


def _blank(p: Planted, d: Data) -> Shows:
    place, domain = p.municipalities[0], d.settings.codes("life_domains").index(str(p.domain))
    at = np.flatnonzero((d.made.domain == domain) | (d.made.second == domain))
    away = np.sqrt(((d.made.xy[at] - d.reference.xy[place]) ** 2).sum(axis=1))
    served = {row.to_place for row in d.rows if row.kind == "levert_aan" and row.domain == p.domain}
    inside = [code for i, code in enumerate(d.reference.codes) if d.reference.region[i] == p.region]
    return {
        "nearest_provider_km": round(float(away.min()), 1) if len(at) else "none",
        "services_here": int(d.reference.codes[place] in served),
        "municipalities_served": len(served & set(inside)),
        "municipalities": len(inside),
    }


def _missing(p: Planted, d: Data) -> Shows:
    stage = d.settings.codes("stages").index(str(p.stage))
    if p.organisations:
        school = p.organisations[0]
        onward = d.made.stages[:, stage] | d.made.stages[:, d.settings.codes("stages").index("matching")]
        return {
            "ties_to_transition_or_matching": int((onward[d.target] & (d.source == school)).sum()),
            "referrals": int((d.log.source == school).sum()),
            "referrals_to_transition_or_matching": int((onward[d.log.target] & (d.log.source == school)).sum()),
        }
    place = p.municipalities[0]
    code = d.reference.codes[place]
    return {
        "organisations_in_stage": int((d.made.stages[:, stage] & (d.made.municipality == place)).sum()),
        "services_here": sum(r.kind == "levert_aan" and r.stage == p.stage and r.to_place == code for r in d.rows),
        "municipalities_served": len({r.to_place for r in d.rows if r.kind == "levert_aan" and r.stage == p.stage}),
    }


def _concentration(p: Planted, d: Data) -> Shows:
    company, firm = p.organisations
    placed = (d.log.source == company) & d.made.of(EMPLOYER)[d.log.target]
    count = np.bincount(d.log.target[placed], minlength=1)
    parts = count[count > 0] / max(int(placed.sum()), 1)
    everyone = d.made.in_region(p.region)[d.log.source] & d.made.of(EMPLOYER)[d.log.target]
    return {
        "placements": int(placed.sum()),
        "share_at_one_employer": share(d.log.target == firm, placed),
        "herfindahl": round(float((parts**2).sum()), 2),
        "share_of_region_at_that_employer": share(d.log.target == firm, everyone),
    }


_SHOWS: Mapping[str, Callable[[Planted, Data], Shows]] = {
    "koude_overdracht": _handover,
    "warme_overdracht": _handover,
    "geen_terugkoppeling": _feedback,
    "wachtlijst": _queue,
    "spil_kwetsbaar": _bridge,
    "eiland": _island,
    "eenzijdige_relatie": _one_sided,
    "papieren_relatie": _paper,
    "stil_contact": _quiet,
    "witte_vlek": _blank,
    "ontbrekende_schakel": _missing,
    "concentratie_werkgevers": _concentration,
    **SHOWS_PEOPLE,
}
