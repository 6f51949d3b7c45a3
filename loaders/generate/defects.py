"""Defects planted in a region on purpose, one function per gap type, so that gap finding can be judged.

Each changes a few organisations before candidates walk, and says what the log, the claims and the services must show.
The codes are those of the gap types in the domain; the rest of the region is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from loaders.generate.claims import PlannedTie
from loaders.generate.handover import PairHabit
from loaders.generate.planting import CannotPlant, Draft
from loaders.generate.settings import EMPLOYER, SUPPORT
from loaders.generate.walks import Redirect, Start

_WORK = (
    "jongerenloket",
    "doorstroompunt",
    "jobcoachorganisatie",
    "werkcentrum",
    "uwv",
    "sociaal_ontwikkelbedrijf",
    "sociale_dienst",
    EMPLOYER,
    "mbo",
    "pro",
    "gemeente",
)


def witte_vlek(draft: Draft) -> None:
    """The municipality farthest from the others has no addiction care within reach, and none delivers there."""
    made, reference = draft.made, draft.reference
    places = draft.places()
    between = reference.distance[np.ix_(places, places)] + np.where(np.eye(len(places)) > 0, np.inf, 0.0)
    big = reference.inhabitants[places] > np.median(reference.inhabitants[places])
    place = int(places[np.argmax(np.where(big, between.mean(axis=1, where=np.isfinite(between)), -1.0))])
    domain = draft.settings.codes("life_domains").index("verslaving")
    away = np.sqrt(((made.xy - reference.xy[place]) ** 2).sum(axis=1))
    other = draft.settings.codes("life_domains").index("psychisch")
    reach = draft.level("witte_vlek")["reach_km"]
    near = away < reach
    elsewhere = draft.free("zorgaanbieder", where=~near)
    if not elsewhere:
        raise CannotPlant
    made.domain[near & (made.domain == domain)] = other
    made.second[near & ((made.second == domain) | (made.second == made.domain))] = -1
    if not (made.in_region(draft.region) & (made.domain == domain)).any():
        made.domain[elsewhere[:2]] = domain
    draft.services.add((place, "verslaving"))
    draft.closed.add((f"{SUPPORT}:verslaving", place))
    what = f"No addiction care is established within {reach:.0f} km, and no provider delivers it here."
    draft.about("witte_vlek", what, places=(place,), domain="verslaving")


def ontbrekende_schakel(draft: Draft) -> None:
    """The smallest municipality has nobody for the handover from school; one VSO school has no way to work."""
    made, stages = draft.made, draft.settings.codes("stages")
    place = int(draft.places()[-1])
    here = made.municipality == place
    if not (here & made.of("jongerenloket")).any():  # where there is a youth desk this gap cannot be
        made.stages[here & ~made.of(EMPLOYER), stages.index("transitie")] = False
        draft.services.add((place, "transitie"))
        draft.closed.add(("jongerenloket", place))
        what = "No organisation here works in the stage of transition and handover, and none elsewhere serves it there."
        draft.about("ontbrekende_schakel", what, places=(place,), stage="transitie")
    (school,) = draft.pick("vso")
    care = draft.pick("zorgaanbieder", count=2, where=made.attract > 0)
    draft.redirects.append(Redirect(school, tuple(care), 1.0))
    draft.never.append((school, _WORK))
    draft.ties += [PlannedTie(school, org, 15, True) for org in care]
    what = "This VSO school hands over to day activities only: no tie or referral to anyone in transition or matching."
    draft.about("ontbrekende_schakel", what, (school,), tuple(care), stage="transitie")


def koude_overdracht(draft: Draft) -> None:
    """A PrO school reports its leavers to the youth desk by message only, and many do not arrive."""
    apart = ~np.isin(draft.made.municipality, draft.places()[:2])
    (school,) = draft.pick("pro", where=apart if draft.free("pro", where=apart) else None)
    desk = draft.serving("jongerenloket", int(draft.made.municipality[school]))
    draft.used.add(desk)
    level = draft.level("koude_overdracht")
    draft.made.attract[school] *= level["attract"]
    draft.redirects.append(Redirect(school, (desk,), 0.8))
    habit = {name: level[name] for name in ("warm", "confirm", "arrive", "wait")}
    draft.pairs.append(PairHabit(school, desk, **habit))
    what = (
        "Leavers are handed over by message only: hardly any receipt, first contact after weeks, half of them vanish."
    )
    draft.about("koude_overdracht", what, (school, desk), stage="transitie")


def geen_terugkoppeling(draft: Draft) -> None:
    """A job-coach organisation never tells the sender how it went."""
    (coach,) = draft.pick("jobcoachorganisatie")
    draft.made.feedback[coach] = draft.level("geen_terugkoppeling")["feedback"]
    draft.made.attract[coach] *= 1.5
    what = "This job-coach organisation takes candidates on, but almost never reports back to who referred them."
    draft.about("geen_terugkoppeling", what, (coach,), stage="matching")


def wachtlijst(draft: Draft) -> None:
    """The most sought-after provider of mental health care in the largest municipality has a long waiting list."""
    made = draft.made
    domain = draft.settings.codes("life_domains").index("psychisch")
    place = int(draft.places()[0])
    (care,) = draft.pick("zorgaanbieder", place=place, where=(made.domain == domain) & (made.attract > 0))
    level = draft.level("wachtlijst")
    made.wait[care], made.capacity[care] = level["wait"], 4
    made.attract[care] *= level["attract"]
    what = "First contact takes about five months; far more people are referred in a year than there are places."
    draft.about("wachtlijst", what, (care,), stage="randvoorwaarden", domain="psychisch")


def spil_kwetsbaar(draft: Draft) -> None:
    """All care and youth work of one municipality is reached through its youth desk alone."""
    made = draft.made
    kinds = ("zorgaanbieder", "maatschappelijk")
    desks = [int(i) for i in draft.free("jongerenloket")]
    groups = {desk: draft.free(*kinds, place=int(made.municipality[desk])) for desk in desks}
    most = int(draft.level("spil_kwetsbaar")["members"])
    fit = [desk for desk in desks if len(groups[desk]) >= min(most, 4)]
    if not fit:
        raise CannotPlant
    desk = min(fit, key=lambda d: (abs(len(groups[d]) - 6), d))
    members = groups[desk][:most]
    draft.used.update((desk, *members))
    made.attract[members] = 0
    made.answers[members] = True
    draft.redirects.append(Redirect(desk, tuple(members), 0.85, (SUPPORT, "schuldhulp", "maatschappelijk")))
    draft.redirects += [Redirect(member, (desk,), 1.0) for member in members]
    draft.ring(members)
    draft.ties += [PlannedTie(desk, member, 24, True) for member in members]
    draft.only.update(members)
    what = "The youth desk is the only link between these care and youth work organisations and the rest of the region."
    draft.about("spil_kwetsbaar", what, (desk,), tuple(members))


def eiland(draft: Draft) -> None:
    """A group that works well together, with nobody outside."""
    made, more = draft.made, int(draft.level("eiland")["members"]) - 2
    for place in draft.places()[2:].tolist():
        youth, care = draft.free("maatschappelijk", place=place), draft.free("zorgaanbieder", place=place)
        firms = draft.free(EMPLOYER, place=place, where=made.inclusive & made.stages.any(axis=1))
        if youth and care and len(firms) >= (4 if more > 2 else more):
            break
    else:
        raise CannotPlant
    members = [youth[0], care[0], *firms[len(firms) - more :]]
    draft.used.update(members)
    made.attract[members] = 0
    made.answers[members] = True
    draft.starts.append(Start(place, "maatschappelijk", members[0], 0.8))
    draft.redirects.append(Redirect(members[0], tuple(members[1:]), 1.0))
    draft.redirects.append(Redirect(members[1], tuple(members[2:]), 1.0))  # with two, the road ends there
    draft.redirects += [Redirect(firm, (), 1.0) for firm in members[2:]]
    draft.ring(members)
    draft.only.update(members)
    what = "These organisations work with each other and refer to each other, and have no tie or referral outside."
    draft.about("eiland", what, tuple(members))


def eenzijdige_relatie(draft: Draft) -> None:
    """A housing corporation names six partners; none of them names it."""
    made = draft.made
    (housing,) = draft.pick("woningcorporatie")
    town = draft.serving("gemeente", int(made.municipality[housing]))
    others = draft.free("schuldhulp", "pro", "vso")
    others += draft.free("zorgaanbieder", "maatschappelijk") if len(others) < 5 else []  # a small region
    named = [org for org in others if org != town][:6]
    if len(named) < 4:
        raise CannotPlant
    draft.used.update(named)
    often = draft.level("eenzijdige_relatie")["frequency"]
    draft.ties += [PlannedTie(housing, org, often, False, 15, one_sided=True) for org in named]
    draft.ties.append(PlannedTie(housing, town, 12, True))
    draft.only.add(housing)
    what = "This housing corporation names these partners, about twice a month; they answered too and do not name it."
    draft.about("eenzijdige_relatie", what, (housing,), tuple(named))


def papieren_relatie(draft: Draft) -> None:
    """A college and three social services signed an agreement and then lost sight of each other."""
    (college,) = draft.pick("mbo")
    few = len(draft.free("sociale_dienst")) < 3
    services = draft.pick(*(("sociale_dienst", "gemeente") if few else ("sociale_dienst",)), count=3)
    ago = int(draft.level("papieren_relatie")["days"])
    draft.ties += [PlannedTie(college, org, 1, True, ago + 60 * i) for i, org in enumerate(services)]
    what = "An agreement is laid down, but the last contact was well over a year ago, and nobody is referred."
    draft.about("papieren_relatie", what, (college,), tuple(services))


def stil_contact(draft: Draft) -> None:
    """A youth desk and a job-coach organisation meet twice a week, without any agreement."""
    people = draft.reference.inhabitants[draft.made.municipality]
    desk = max(draft.free("jongerenloket"), key=lambda org: int(people[org]), default=-1)
    if desk < 0:
        raise CannotPlant
    draft.used.add(desk)
    (coach,) = draft.pick("jobcoachorganisatie")
    draft.redirects.append(Redirect(desk, (coach,), 0.6, ("jobcoachorganisatie", "werkcentrum")))
    draft.ties.append(PlannedTie(desk, coach, draft.level("stil_contact")["frequency"], False, 3))
    what = "Contact about twice a week and many referrals, but nothing is laid down: it hangs on the people who do it."
    draft.about("stil_contact", what, (desk, coach))


def concentratie_werkgevers(draft: Draft) -> None:
    """A social development company places nearly everybody at one employer."""
    made, stages = draft.made, draft.settings.codes("stages")
    for company in draft.free("sociaal_ontwikkelbedrijf"):
        here = draft.free(EMPLOYER, place=int(made.municipality[company]), where=made.inclusive)
        if here:
            break
    else:
        company, here = next(iter(draft.free("sociaal_ontwikkelbedrijf")), -1), draft.free(EMPLOYER)
    if company < 0 or not here:
        raise CannotPlant
    firm = here[0]
    draft.used.update((company, firm))
    made.stages[firm, [stages.index("opstap"), stages.index("baan_met_steun")]] = True
    level = draft.level("concentratie_werkgevers")
    made.attract[company] *= level["attract"]
    made.capacity[firm] = max(int(made.capacity[firm]), 12)
    draft.redirects.append(Redirect(company, (firm,), level["share"], (EMPLOYER,)))
    draft.ties.append(PlannedTie(company, firm, 40, True, 5))
    what = "Nearly all placements of this social development company are at one employer."
    draft.about("concentratie_werkgevers", what, (company, firm), stage="baan_met_steun")


def good_practice(draft: Draft) -> None:
    """A PrO and a VSO school with transition coaches hand over warmly to one job-coach organisation (as in Oss)."""
    made = draft.made
    for place in draft.places()[1:].tolist():
        schools = [*draft.free("pro", place=place)[:1], *draft.free("vso", place=place)[:1]]
        if len(schools) == 2:
            break
    else:
        raise CannotPlant
    away = ((made.xy - draft.reference.xy[place]) ** 2).sum(axis=1)
    coach = min(draft.free("jobcoachorganisatie"), key=lambda org: (away[org], org), default=-1)
    if coach < 0:
        raise CannotPlant
    draft.used.update((*schools, coach))
    made.feedback[coach] = 0.96
    for school in schools:
        draft.redirects.append(Redirect(school, (coach,), 0.55))
        draft.pairs.append(PairHabit(school, coach, warm=0.99, arrive=0.98, confirm=0.99, wait=4))
        draft.ties.append(PlannedTie(school, coach, 60, True, 4))
    what = "Warm handover from school to job coach: receipt confirmed, first contact within a week, feedback given."
    draft.about("warme_overdracht", what, (*schools, coach), stage="matching", good=True)


HABITS: Mapping[str, Callable[[Draft], None]] = MappingProxyType(
    {
        plant.__name__: plant
        for plant in (
            witte_vlek,
            ontbrekende_schakel,
            wachtlijst,
            koude_overdracht,
            geen_terugkoppeling,
            spil_kwetsbaar,
            eiland,
            eenzijdige_relatie,
            papieren_relatie,
            stil_contact,
            concentratie_werkgevers,
        )
    }
)
"""The gap types that are planted as habits, ties and services, in the order in which they take their organisations."""
