"""Columns of numbers to columns of words: ids, pseudonyms, dates and codes, shared by records and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from loaders.generate.details import Details
from loaders.generate.handover import OPEN
from loaders.generate.plan import Plan
from loaders.generate.reference import Ints

PROVENANCE = "Voorbeeldgegevens (fictief)"
HANDOVERS = ("koud", "warm")
OUTCOMES = ("open", "geaccepteerd", "geweigerd", "verdwenen", "afgerond")
assert OUTCOMES[OPEN] == "open"  # noqa: S101 - the order of handover.py
_EPOCH = date(1970, 1, 1)
_SPACE = 1 << 24
T = TypeVar("T")


def pseudonyms(cases: Ints, seed: int) -> list[str]:
    """``k-`` and six hexadecimal digits for each case number: different for different numbers, never a BSN.

    Raises ValueError above 16 million cases.
    """
    if len(cases) and int(cases.max()) >= _SPACE:
        raise ValueError("too many candidates for pseudonyms of six digits")
    return [f"k-{number:06x}" for number in ((cases * 0x9E3779 + (seed * 2_654_435) % _SPACE) % _SPACE).tolist()]


def dates(days: Ints, make: Callable[[date], T], missing: T) -> list[T]:
    """Days since 1970-01-01 as ``make(date)``; -1 is ``missing``."""
    known = days[days >= 0]
    if not len(known):
        return [missing] * len(days)
    first = int(known.min())
    span = range(first, int(known.max()) + 1)
    words = [make(_EPOCH + timedelta(days=number)) for number in span]
    return [words[number - first] if number >= 0 else missing for number in days.tolist()]


def words(numbers: Ints, names: Sequence[str]) -> list[str]:
    """Positions as names."""
    return [names[number] for number in numbers.tolist()]


def days_of(details: Details) -> dict[str, Ints]:
    """The optional columns of the log that hold days, by property."""
    return {"ended_on": details.ended, "left_school_on": details.left_school, "aftercare_on": details.aftercare}


def codes_of(plan: Plan, details: Details) -> dict[str, tuple[tuple[str, ...], Ints]]:
    """The optional columns of the log that hold codes, by property: the codes, and positions in them (-1: none)."""
    codes = plan.settings.codes
    return {
        "direction": (codes("directions"), details.direction),
        "instruments": (codes("instrument_use"), details.instruments),
    }


def stages_of(plan: Plan) -> list[tuple[str, ...]]:
    """The stages of each organisation, sorted as stores hold them."""
    names = plan.settings.codes("stages")
    rows = plan.made.stages.tolist()
    return [tuple(sorted(name for name, has in zip(names, row, strict=True) if has)) for row in rows]


def domains_of(plan: Plan) -> list[tuple[str, ...]]:
    """The life domains of each organisation, sorted."""
    names, made = plan.settings.codes("life_domains"), plan.made
    pairs = zip(made.domain.tolist(), made.second.tolist(), strict=True)
    return [tuple(sorted(names[i] for i in pair if i >= 0)) for pair in pairs]


def groups_of(plan: Plan) -> list[tuple[str, ...]]:
    """The target groups of each organisation, sorted. Employers that offer places are open to four groups."""
    of_kind = [tuple(sorted(plan.settings.kinds[code].groups)) for code in plan.made.kinds]
    open_to = ("banenafspraak", "entree", "pro", "vso")
    pairs = zip(plan.made.kind.tolist(), plan.made.inclusive.tolist(), strict=True)
    return [open_to if inclusive else of_kind[kind] for kind, inclusive in pairs]
