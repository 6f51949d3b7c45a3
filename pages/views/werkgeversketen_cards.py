"""The cards of employers: who it is, why it takes part, what it offers, and where its limits are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graph.network import Network
from graph.schema import DATA, read_data
from graph.simulation.employers import employers_from, section
from graph.simulation.plan import Member, Plan, prepared
from graph.simulation.profiles import LEVELS
from graph.simulation.scenario import RUNGS, Employer
from graph.texts import Texts
from pages.views.words import number

PAGE = 12
"""Cards that are shown at once of those that can still be put in."""


@dataclass(frozen=True, slots=True)
class Card:
    """An employer as the table sees it; every part is text without marks."""

    key: str
    name: str
    about: str
    motive: str
    offer: tuple[str, ...]
    limits: tuple[str, ...]
    basis: str
    by_hand: bool = False
    changed: bool = False


def chain_cards(plan: Plan, network: Network | None, words: Texts) -> tuple[Card, ...]:
    """The cards of those who take part, as the plan has them."""
    found = prepared(plan, None if plan.by_hand else network).employers
    return tuple(
        _card(
            one,
            network,
            words,
            by_hand=member.by_hand,
            changed=not member.by_hand and member != Member(id=member.id),
        )
        for one, member in zip(found, plan.members, strict=True)
    )


def other_cards(network: Network, keys: Sequence[str], plan: Plan | None, words: Texts) -> tuple[Card, ...]:
    """The cards of ``keys`` as the region has them, without those who take part."""
    taken = plan.keys if plan is not None else ()
    found = [one for one in keys if one not in taken]
    return tuple(_card(one, network, words) for one in employers_from(network, found)) if found else ()


def matching(network: Network, keys: Sequence[str], search: str, sector: str | None) -> tuple[str, ...]:
    """Those of ``keys`` whose name or municipality has the words, and that are in this sector (a section of SBI)."""
    wanted = search.casefold().split()

    def fits(key: str) -> bool:
        entity = network.entity(key)
        sbi = str(entity.properties.get("sbi_code") or "")
        if sector and (not sbi or section(sbi) != sector):
            return False
        told = f"{entity.name} {_place(network, str(entity.properties.get('gm_code', '')))}".casefold()
        return all(word in told for word in wanted)

    return tuple(key for key in keys if fits(key))


def sectors(network: Network, keys: Sequence[str], language: str) -> dict[str, str]:
    """The sections of SBI among these employers, by the name that the reader knows them by."""
    found = {section(str(sbi)) for key in keys if (sbi := network.entity(key).properties.get("sbi_code"))}
    return dict(sorted(((one, sector_name(one, language)) for one in found), key=lambda pair: pair[1]))


def sector_name(code: str | None, language: str) -> str:
    """What a section of SBI is called in plain words."""
    known = sector_names().get(code or "")
    return known[language] if known else (code or "")


@cache
def sector_names() -> dict[str, dict[str, str]]:
    """The sections of SBI 2008 (CBS) in plain words, by letter."""
    path = DATA / "simulation" / "sectors.yaml"
    return dict(read_data(path)["sections"])


def _card(
    employer: Employer, network: Network | None, words: Texts, *, by_hand: bool = False, changed: bool = False
) -> Card:
    language = words.language
    offer = tuple(told for amount, told in offers_told(employer, words) if amount)
    place = _place(network, employer.municipality or "") if network is not None else ""
    about = " · ".join(filter(None, (sector_name(employer.sector, language), place)))
    assumed = [d for d in employer.defaults if d != "coach"]
    basis = "by_hand" if by_hand else "changed" if changed else "assumed" if assumed else "from_map"
    return Card(
        key=employer.id,
        name=employer.name,
        about=about or words("werkgeversketen_cards.no_sector"),
        motive=words(f"plan.motive_{employer.motive}") if employer.motive else "",
        offer=offer or (words("werkgeversketen_cards.offer_none"),),
        limits=limits_told(employer, words),
        basis=words(f"werkgeversketen_cards.basis_{basis}"),
        by_hand=by_hand,
        changed=changed,
    )


def _one(amount: float) -> str:
    """The end of the key of a text about one, where there is one."""
    return "_one" if amount == 1 else ""


def offers_told(employer: Employer, words: Texts) -> tuple[tuple[float, str], ...]:
    """How many places it offers in each rung, and that in words; none as well."""
    amounts = {**dict(zip(RUNGS, employer.places, strict=False)), "regular": employer.vacancies_year}
    return tuple(
        (
            amount,
            words(
                f"werkgeversketen_cards.offer_{rung}{_one(amount)}",
                count=number(amount, words.language, 0 if float(amount).is_integer() else 1),
            ),
        )
        for rung, amount in amounts.items()
    )


def limits_told(employer: Employer, words: Texts) -> tuple[str, ...]:
    """What it can carry and what it asks, a line each: first the coach, then only what is limited."""

    def amount(value: float) -> str:
        return number(value, words.language, 1 if value % 1 else 0)

    def level(at: int) -> str:
        return words(f"simulation_people.level_{LEVELS[at]}")

    said: dict[str, dict[str, str]] = {}
    if employer.at_once is not None:
        said[f"at_once{_one(employer.at_once)}"] = {"count": amount(employer.at_once)}
    if employer.willing is not None:
        said["willing"] = {"count": amount(round(100 * employer.willing))}
    if employer.hours is not None:
        said["hours"] = dict(zip(("low", "high"), map(amount, employer.hours), strict=True))
    if any(employer.levels[:-1]):
        said["levels_steps"] = {"level": level(max(employer.levels[:-1]))}
    if any(employer.levels[-1:]):
        said["levels"] = {"level": level(employer.levels[-1])}
    if any(employer.weeks):
        said["weeks"] = {"count": " / ".join(map(amount, employer.weeks))}
    if any(employer.carved):
        said[f"carved{_one(sum(employer.carved))}"] = {"count": amount(sum(employer.carved))}
    if any(employer.part_places):
        count = sum(employer.part_places)
        said[f"part_places{_one(count)}"] = {"count": amount(count), "hours": amount(employer.part_hours)}
    if employer.stops_week is not None:
        said["stops_week"] = {"count": amount(employer.stops_week)}
    coach = words("werkgeversketen_cards.limit", count=amount(employer.coach))
    return (coach, *(words(f"werkgeversketen_limits.told_{name}", **given) for name, given in said.items()))


def _place(network: Network, code: str) -> str:
    area = network.municipalities.get(code)
    return area.name if area else code
