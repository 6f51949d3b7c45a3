"""For each gap type the data that make the gap in the sound region of ``parts``, and those that close it.

Every case stands on organisations of its own, so that it can be put into any region.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from graph.records import Entity, Referral, relation
from tests.graph.gaps.parts import FAR, GOOD, OSS, STAGES, UNTIL, Case, Records, many, one_each, tied_in
from tests.support.networks import both, claim, organisation, sent


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


def late_start_overdracht() -> Case:
    here = Records([organisation("y-a", "vso", gm_code=OSS), organisation("y-b", "jongerenloket", gm_code=OSS)])
    here.relations = [*tied_in("y-a", "y-b"), *both("y-a", "y-b")]
    here.referrals = many("y-a", "y-b", 20, "y", left=60, **GOOD)
    here.referrals.append(sent("y-first", UNTIL - timedelta(days=500), "y-a", "y-b", handover="warm"))
    early = Records(referrals=many("y-a", "y-b", 20, "y", left=200, **GOOD))
    return Case("late_start_overdracht", here, early, ("y-a",))


def geen_nazorg() -> Case:
    here = Records([organisation("x-a", "mbo", gm_code=OSS), organisation("x-b", "jongerenloket", gm_code=OSS)])
    here.relations = [*tied_in("x-a", "x-b"), *both("x-a", "x-b")]
    left = {"day": -300, "left": 200, **GOOD}
    here.referrals = one_each("x-a", "x-b", 20, "x", **left)
    here.referrals += one_each("x-a", "x-b", 1, "x-kept", aftercare=290, **left)  # so that the column is known
    kept = Records(referrals=one_each("x-a", "x-b", 20, "x", aftercare=290, **left))
    return Case("geen_nazorg", here, kept, ("x-a",))


def grensverkeer() -> Case:
    here = Records([Entity(i, "arbeidsmarktregio", i) for i in ("AM96", "AM97")])
    here.entities += [Entity("GM9998", "gebied_gemeente", "Over", {"lat": 51.765, "lon": 5.518})]
    here.entities += [organisation("q-a", "pro", gm_code=OSS)]
    here.entities += [organisation("q-b", "jongerenloket", gm_code="GM9998", stages=STAGES)]
    here.relations = [*tied_in("q-a", "q-b"), *both("q-a", "q-b", formal=False)]
    here.relations += [relation("onderdeel_van", OSS, "AM96"), relation("onderdeel_van", "GM9998", "AM97")]
    here.referrals = many("q-a", "q-b", 20, "q", **GOOD)
    return Case("grensverkeer", here, Records(relations=[claim("q-a", "q-b", formal=True)]), ("q-a", "q-b"))


def perceptiekloof() -> Case:
    others = [f"j-{i}" for i in range(5)]
    here = Records([organisation(i, "maatschappelijk", gm_code=OSS) for i in ("j-a", *others)])
    here.relations = tied_in("j-a", *others)
    for other in others:
        here.relations += [claim("j-a", other, trust=4, value=4), claim(other, "j-a", trust=2, value=3)]
    agree = Records(relations=[claim(other, "j-a", trust=4, value=3) for other in others])
    return Case("perceptiekloof", here, agree, ("j-a",))


def onbenut_instrument() -> Case:
    here = Records([organisation("i-a", "jobcoachorganisatie", gm_code=OSS)])
    here.entities += [organisation("i-b", "sociaal_ontwikkelbedrijf", gm_code=OSS)]
    here.relations = [*tied_in("i-a", "i-b"), *both("i-a", "i-b")]
    work = {"stage_to": "baan_met_steun", "target_group": "pro", **GOOD}
    here.referrals = many("i-a", "i-b", 20, "i", instruments="niet_ingezet", **work)
    used = Records(referrals=many("i-a", "i-b", 20, "i", instruments="ingezet", **work))
    return Case("onbenut_instrument", here, used, ("i-a",))


def buiten_beeld() -> Case:
    """A municipality of its own with a school; the estimate is closed by a smaller one."""

    def estimated(people: int) -> Entity:
        told = {"lat": 51.765, "lon": 5.518, "neet": people, "neet_on": UNTIL}
        return Entity("GM9997", "gebied_gemeente", "Buiten", told)  # type: ignore[arg-type]

    here = Records([estimated(200), organisation("bb-a", "pro", gm_code="GM9997", stages=STAGES)])
    here.entities += [organisation("bb-b", "jongerenloket", gm_code="GM9997")]
    here.relations = [*tied_in("bb-a", "bb-b"), *both("bb-a", "bb-b")]
    here.referrals = many("bb-a", "bb-b", 20, "bb", **GOOD)
    return Case("buiten_beeld", here, Records([estimated(25)]), ())


CASES: tuple[Callable[[], Case], ...] = (
    koude_overdracht, geen_terugkoppeling, wachtlijst, spil_kwetsbaar, eiland, eenzijdige_relatie,
    papieren_relatie, stil_contact, concentratie_werkgevers, ontbrekende_schakel, lege_fase, witte_vlek,
    dubbel_werk, geen_regie, keten_breuk, randvoorwaarde_open, te_weinig_werkgevers,
    late_start_overdracht, geen_nazorg, grensverkeer, perceptiekloof, onbenut_instrument,
    buiten_beeld,
)  # fmt: skip
TOGETHER = tuple(c for c in CASES if c is not lege_fase)  # both lege_fase and witte_vlek make the same municipality
