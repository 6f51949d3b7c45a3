"""A small sound region, and for each gap type the data that make the gap and those that close it.

Every case stands on organisations of its own, so that it can be put into any region.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.gaps.template import chain_template
from graph.network import Network
from graph.records import Entity, Referral, Relation, relation
from tests.support.networks import both, claim, network, organisation, sent

UNTIL = date(2026, 10, 31)
OSS = "GM0828"
FAR = "GM9999"
STAGES = tuple(stage.code for stage in chain_template().stages)


@dataclass
class Records:
    """What a part of a region is made of."""

    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)

    def __add__(self, other: Records) -> Records:
        """Both; where ids are the same, the records of ``other``."""
        lists = zip(
            (self.entities, self.relations, self.referrals),
            (other.entities, other.relations, other.referrals),
            strict=True,
        )
        return Records(*(list({r.id: r for r in (*mine, *theirs)}.values()) for mine, theirs in lists))  # type: ignore[arg-type]

    def network(self) -> Network:
        return network(self.entities, self.relations, self.referrals)


@dataclass(frozen=True)
class Case:
    """A gap: what the records ``with_gap`` add, and what ``closing`` adds or replaces to take it away.

    ``parties`` are those that the finding must name, in order.
    """

    code: str
    with_gap: Records
    closing: Records
    parties: tuple[str, ...]


def core() -> Records:
    """One municipality in which every stage is covered and everybody works together."""
    area = Entity(OSS, "gebied_gemeente", "Oss", {"lat": 51.765, "lon": 5.518})
    centre = organisation("centre", "gemeente", gm_code=OSS, stages=STAGES, lat=51.765, lon=5.518)
    partner = organisation("partner", "uwv", gm_code=OSS)
    third = organisation("third", "overig", gm_code=OSS)
    ties = [*both("centre", "partner", formal=True), *both("partner", "third"), *both("centre", "third")]
    last = sent("latest", UNTIL, "centre", "partner", handover="warm", outcome="open")
    return Records([area, centre, partner, third], ties, [last])


def tied_in(*ids: str) -> list[Relation]:
    """Ties of organisations with two of the core, so that they are neither an island nor cut off by one."""
    return [c for i in ids for partner in ("centre", "partner") for c in both(i, partner)]


_COUNTED = {
    "contact": "first_contact_on",
    "feedback": "feedback_on",
    "received": "received_on",
    "ended": "ended_on",
    "left": "left_school_on",
    "aftercare": "aftercare_on",
}


def _sent(case: str, on: date, source: str, target: str, properties: Mapping[str, object]) -> Referral:
    """A referral; the names of ``_COUNTED`` count days from it."""
    given = {name: value for name, value in properties.items() if name not in _COUNTED}
    for name, column in _COUNTED.items():
        if properties.get(name) is not None:
            given[column] = on + timedelta(days=int(str(properties[name])))
    return sent(case, on, source, target, **given)


def many(source: str, target: str, n: int, tag: str, **properties: object) -> list[Referral]:
    """``n`` people referred, one a day, a year before the end; ``contact``, ``feedback`` and such count days."""
    return [_sent(f"{tag}{at}", UNTIL - timedelta(days=300 - at), source, target, properties) for at in range(n)]


def one_each(source: str, target: str, n: int, tag: str, day: int, **properties: object) -> list[Referral]:
    """``n`` people referred on one day, so many days after those of :func:`many` began."""
    return [_sent(f"{tag}{at}", UNTIL - timedelta(days=300 - day), source, target, properties) for at in range(n)]


GOOD = {"handover": "warm", "received": 1, "contact": 3, "feedback": 10, "outcome": "afgerond"}


def koude_overdracht() -> Case:
    here = Records([organisation("k-a", "pro", gm_code=OSS), organisation("k-b", "jongerenloket", gm_code=OSS)])
    here.relations = [*tied_in("k-a", "k-b"), *both("k-a", "k-b")]
    cold = many("k-a", "k-b", 20, "k", **(GOOD | {"handover": "koud"}))
    warm = Records(referrals=many("k-a", "k-b", 20, "k", **GOOD))
    return Case("koude_overdracht", here + Records(referrals=cold), warm, ("k-a", "k-b"))


def geen_terugkoppeling() -> Case:
    here = Records([organisation("t-a", "pro", gm_code=OSS), organisation("t-b", "jongerenloket", gm_code=OSS)])
    here.relations = [*tied_in("t-a", "t-b"), *both("t-a", "t-b")]
    silent = many("t-a", "t-b", 20, "t", **(GOOD | {"feedback": 90}))
    return Case(
        "geen_terugkoppeling",
        here + Records(referrals=silent),
        Records(referrals=many("t-a", "t-b", 20, "t", **GOOD)),
        ("t-b",),
    )


def wachtlijst() -> Case:
    here = Records(
        [
            organisation("w-a", "jongerenloket", gm_code=OSS),
            organisation("w-b", "zorgaanbieder", gm_code=OSS, capacity=4),
        ]
    )
    here.relations = [*tied_in("w-a", "w-b"), *both("w-a", "w-b")]
    slow = many("w-a", "w-b", 20, "w", **(GOOD | {"contact": 80, "feedback": 90}))
    return Case(
        "wachtlijst", here + Records(referrals=slow), Records(referrals=many("w-a", "w-b", 20, "w", **GOOD)), ("w-b",)
    )


def spil_kwetsbaar() -> Case:
    group = ["s-1", "s-2", "s-3"]
    here = Records([organisation(i, "maatschappelijk", gm_code=OSS) for i in ("s-pivot", *group)])
    here.relations = tied_in("s-pivot") + [c for i in group for c in both("s-pivot", i)]
    here.relations += [*both("s-1", "s-2"), *both("s-2", "s-3")]
    return Case("spil_kwetsbaar", here, Records(relations=both("s-2", "centre")), ("s-pivot",))


def eiland() -> Case:
    here = Records([organisation(i, "maatschappelijk", gm_code=OSS) for i in ("e-1", "e-2", "e-3")])
    here.relations = [*both("e-1", "e-2"), *both("e-2", "e-3"), *both("e-1", "e-3")]
    return Case(
        "eiland", here, Records(relations=[*both("e-1", "centre"), *both("e-2", "partner")]), ("e-1", "e-2", "e-3")
    )


def eenzijdige_relatie() -> Case:
    here = Records(
        [organisation("z-a", "woningcorporatie", gm_code=OSS), organisation("z-b", "schuldhulp", gm_code=OSS)]
    )
    here.relations = [*tied_in("z-a", "z-b"), claim("z-a", "z-b", frequency=24)]
    return Case("eenzijdige_relatie", here, Records(relations=[claim("z-b", "z-a")]), ("z-a", "z-b"))


def papieren_relatie() -> Case:
    here = Records([organisation("p-a", "mbo", gm_code=OSS), organisation("p-b", "sociale_dienst", gm_code=OSS)])
    here.relations = [*tied_in("p-a", "p-b"), *both("p-a", "p-b", formal=True, last_contact=date(2025, 1, 1))]
    fresh = Records(relations=[claim("p-b", "p-a", formal=True, last_contact=date(2026, 9, 1))])
    return Case("papieren_relatie", here, fresh, ("p-a", "p-b"))


def stil_contact() -> Case:
    here = Records(
        [organisation("c-a", "jongerenloket", gm_code=OSS), organisation("c-b", "jobcoachorganisatie", gm_code=OSS)]
    )
    here.relations = [*tied_in("c-a", "c-b"), *both("c-a", "c-b", formal=False, frequency=96)]
    return Case(
        "stil_contact", here, Records(relations=[claim("c-a", "c-b", formal=True, frequency=96)]), ("c-a", "c-b")
    )


def concentratie_werkgevers() -> Case:
    here = Records([organisation("h-a", "sociaal_ontwikkelbedrijf", gm_code=OSS)])
    here.entities += [organisation(f"h-{i}", "werkgever", gm_code=OSS) for i in range(5)]
    here.relations = tied_in(*(e.id for e in here.entities))
    work = GOOD | {"stage_to": "baan_met_steun"}
    here.referrals = many("h-a", "h-0", 20, "h", **work)
    spread = [r for i in range(1, 5) for r in many("h-a", f"h-{i}", 7, f"h{i}-", **work)]
    return Case("concentratie_werkgevers", here, Records(referrals=spread), ("h-a", "h-0"))


def ontbrekende_schakel() -> Case:
    here = Records([organisation("o-a", "vso", gm_code=OSS)], both("o-a", "third"))
    desk = Records([organisation("o-b", "jongerenloket", gm_code=OSS)], [*tied_in("o-b"), *both("o-a", "o-b")])
    return Case("ontbrekende_schakel", here, desk, ("o-a",))


def lege_fase() -> Case:
    area = Entity(FAR, "gebied_gemeente", "Far", {"lat": 51.765, "lon": 5.518})
    home = organisation("l-a", "gemeente", gm_code=FAR, stages=("in_beeld", "randvoorwaarden"))
    here = Records([area, home], tied_in("l-a"))
    served = Records(relations=[relation("levert_aan", "centre", FAR, {"stage": "transitie"})])
    return Case("ontbrekende_schakel", here, served, ())


def witte_vlek() -> Case:
    area = Entity(FAR, "gebied_gemeente", "Far", {"lat": 52.8, "lon": 5.518})
    home = organisation("v-a", "gemeente", gm_code=FAR, stages=STAGES)
    care = organisation("v-b", "zorgaanbieder", gm_code=OSS, life_domains=("verslaving",))
    here = Records([area, home, care], tied_in("v-a", "v-b"))
    served = Records(relations=[relation("levert_aan", "v-b", FAR, {"life_domain": "verslaving"})])
    return Case("witte_vlek", here, served, ())


def dubbel_werk() -> Case:
    here = Records([organisation(f"d-{i}", "zorgaanbieder", gm_code=OSS) for i in range(4)])
    here.relations = [*tied_in(*(e.id for e in here.entities)), *both("d-0", "d-1"), *both("d-0", "d-2")]
    for to in (1, 2, 3):
        here.referrals += one_each("d-0", f"d-{to}", 6, "d", day=10 * to, life_domain="psychisch", **GOOD)
    ended = [
        r
        for to in (1, 2)
        for r in one_each("d-0", f"d-{to}", 6, "d", day=10 * to, life_domain="psychisch", ended=9, **GOOD)
    ]
    return Case("dubbel_werk", here, Records(referrals=ended), ())


def geen_regie() -> Case:
    here = Records([organisation("g-a", "jongerenloket", gm_code=OSS)])
    here.entities += [organisation("g-b", "schuldhulp", gm_code=OSS), organisation("g-c", "uwv", gm_code=OSS)]
    here.relations = [*tied_in("g-a", "g-b", "g-c"), *both("g-a", "g-b"), *both("g-a", "g-c")]

    def log(direction: str) -> list[Referral]:
        money = one_each("g-a", "g-b", 20, "g", day=0, life_domain="financien", direction=direction, **GOOD)
        return [*money, *one_each("g-a", "g-c", 20, "g", day=20, life_domain="werk", **GOOD)]

    return Case("geen_regie", here + Records(referrals=log("niet_belegd")), Records(referrals=log("belegd")), ())


def keten_breuk() -> Case:
    here = Records([organisation("b-a", "jobcoachorganisatie", gm_code=OSS)])
    here.entities += [organisation(i, "sociaal_ontwikkelbedrijf", gm_code=OSS) for i in ("b-b", "b-c")]
    here.relations = [*tied_in("b-a", "b-b", "b-c"), *both("b-a", "b-b"), *both("b-b", "b-c")]
    here.referrals = one_each("b-a", "b-b", 20, "b", day=0, stage_to="opstap", ended=100, **GOOD)
    onward = one_each("b-b", "b-c", 20, "b", day=130, stage_to="baan_met_steun", **GOOD)
    return Case("keten_breuk", here, Records(referrals=onward), ("b-a",))


def randvoorwaarde_open() -> Case:
    here = Records([organisation("r-a", "jobcoachorganisatie", gm_code=OSS)])
    here.entities += [organisation("r-b", "schuldhulp", gm_code=OSS)]
    here.entities += [organisation("r-c", "sociaal_ontwikkelbedrijf", gm_code=OSS)]
    here.relations = [*tied_in("r-a", "r-b", "r-c"), *both("r-a", "r-b"), *both("r-a", "r-c")]
    money = {"life_domain": "financien", **GOOD}
    here.referrals = one_each("r-a", "r-c", 20, "r", day=30, stage_to="opstap", **GOOD)
    late = one_each("r-a", "r-b", 20, "r", day=0, **(money | {"contact": 40, "feedback": 50}))
    helped = Records(referrals=one_each("r-a", "r-b", 20, "r", day=0, **money))
    return Case("randvoorwaarde_open", here + Records(referrals=late), helped, ("r-a",))


def te_weinig_werkgevers() -> Case:
    firms = [f"n-{i}" for i in range(12)]
    here = Records([organisation("n-a", "jobcoachorganisatie", gm_code=OSS)])
    here.entities += [organisation(i, "werkgever", gm_code=OSS, capacity=1) for i in firms]
    here.relations = tied_in("n-a", *firms)
    here.referrals = many("centre", "n-a", 30, "n", stage_to="matching", **GOOD)
    room = Records([organisation(i, "werkgever", gm_code=OSS, capacity=4) for i in firms])
    return Case("te_weinig_werkgevers", here, room, ())


CASES: tuple[Callable[[], Case], ...] = (
    koude_overdracht, geen_terugkoppeling, wachtlijst, spil_kwetsbaar, eiland, eenzijdige_relatie,
    papieren_relatie, stil_contact, concentratie_werkgevers, ontbrekende_schakel, lege_fase, witte_vlek,
    dubbel_werk, geen_regie, keten_breuk, randvoorwaarde_open, te_weinig_werkgevers,
)  # fmt: skip
TOGETHER = tuple(c for c in CASES if c is not lege_fase)  # both lege_fase and witte_vlek make the same municipality
