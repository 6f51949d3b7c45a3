"""A small region, made by hand, of which every answer can be counted on paper.

Oss (GM0828) and Meierijstad (GM1948) lie in AM27, Nijmegen (GM0268) in AM99; Uden (GM0856) was part of
AM27 until the end of 2021. Trefpunt is in nobody's municipality but itself part of AM27.
"""

from __future__ import annotations

from datetime import date

from graph.records import Batch, Entity, referral, relation

OSS = {"gm_code": "GM0828"}
NIJMEGEN = {"gm_code": "GM0268"}

PLACES = (
    Entity("AM27", "arbeidsmarktregio", "Noordoost-Brabant"),
    Entity("AM99", "arbeidsmarktregio", "Elders"),
    Entity("GM0268", "gebied_gemeente", "Nijmegen", {"inhabitants": 187049}),
    Entity("GM0828", "gebied_gemeente", "Oss", {"inhabitants": 95000}),
    Entity("GM0856", "gebied_gemeente", "Uden"),
    Entity("GM1948", "gebied_gemeente", "Meierijstad"),
)
ORGANISATIONS = (
    Entity("hooge", "pro", "De Hooge School", {**OSS, "stages": ("orientatie", "werkend_leren"), "capacity": 40}),
    Entity("baas", "werkgever", "Café Baas & Zn.", {**OSS, "lat": 51.76, "kleur": "rood"}, date(2020, 1, 1)),
    Entity("loket", "jongerenloket", "Jongerenloket Meierijstad", {"gm_code": "GM1948"}),
    Entity("trefpunt", "netwerk", "Trefpunt"),
    Entity("udens", "mbo", "Udens College", {"gm_code": "GM0856"}),
    Entity("roc", "mbo", "ROC Nijmegen", NIJMEGEN),
    Entity("oud", "schuldhulp", "Oude Hulp", OSS, date(2010, 1, 1), date(2019, 12, 31)),
)
OTHERS = (
    Entity("pact", "convenant", "Pact van Oss", {"signed_on": date(2021, 5, 1)}),
    Entity("verdrag", "convenant", "Verdrag van Nijmegen"),
    Entity("vak", "plek", "Vakkenvuller", {"places": 2}),
    Entity("balie", "contactpunt", "Balie", {"function": "eerste contact"}),
    Entity("k-1", "kandidaat", "Oss kandidaat", {"target_group": "pro"}),
)
RELATIONS = (
    relation("onderdeel_van", "GM0828", "AM27"),
    relation("onderdeel_van", "GM1948", "AM27", {}, date(2020, 1, 1)),
    relation("onderdeel_van", "GM0856", "AM27", {}, date(2015, 1, 1), date(2021, 12, 31)),
    relation("onderdeel_van", "GM0268", "AM99"),
    relation("onderdeel_van", "trefpunt", "AM27"),
    relation("samenwerking", "hooge", "baas", {"trust": 3, "formal": True, "frequency": 12.5}),
    relation("samenwerking", "baas", "hooge", {"last_contact": date(2025, 6, 1)}),
    relation("samenwerking", "hooge", "loket"),
    relation("samenwerking", "loket", "roc"),
    relation("samenwerking", "baas", "oud", {}, date(2015, 1, 1), date(2019, 12, 31)),
    relation("levert_aan", "loket", "GM1948", {"target_group": "pro", "waiting_days": 14}),
    relation("lid_van", "hooge", "pact"),
    relation("lid_van", "roc", "verdrag"),
    relation("biedt", "baas", "vak"),
    relation("contact_van", "balie", "loket"),
    relation("plaatsing", "k-1", "vak"),
)
REFERRALS = (
    referral("c1", date(2024, 1, 10), "hooge", "baas", {
        "stage_from": "werkend_leren", "stage_to": "matching", "life_domain": "werk", "handover": "warm",
        "received_on": date(2024, 1, 12), "outcome": "geaccepteerd", "opmerking": "via de mentor",
    }),
    referral("c1", date(2024, 3, 1), "hooge", "baas", {"stage_from": "werkend_leren", "stage_to": "matching"}),
    referral("c2", date(2024, 2, 1), "hooge", "loket", {"outcome": "open"}),
    referral("c2", date(2024, 6, 1), "loket", "roc", {"outcome": "verdwenen"}),
    referral("c3", date(2023, 5, 1), "trefpunt", "hooge", {}),
)  # fmt: skip
REGION = Batch(PLACES + ORGANISATIONS + OTHERS, RELATIONS, REFERRALS)
