"""Profiles: sorts of candidates, from ``data/simulation/profiles.yaml``, from the region or by hand.

A profile says who people are and what they bring, never who somebody is. What it says of preconditions is a chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.problems import KetenkaartError
from graph.schema import Label
from graph.simulation.data_file import checked

LEVELS = ("entry", "mbo2", "mbo3", "mbo4", "hbo", "wo")
"""Levels of education and of work, the lowest first: practical, special and entry education up to university."""
TRAVEL = ("own", "neighbours", "region")
"""How far somebody travels to work: the own municipality, those beside it as well, or anywhere in the region."""


class BadProfile(KetenkaartError):
    """A profile by hand that cannot be."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A sort of candidate.

    ``share``: weight among the profiles. ``level``: position in :data:`LEVELS`. ``work_capacity``: lowest and
    highest (loonwaarde, share of a full wage's worth of work; everything between is as likely). ``hours``: a week,
    lowest and highest. ``sectors``: SBI sections where they want to work, none for all. ``needs``: chance that a
    precondition is open, by its code; what is absent is as the parameters say. ``arrivals``: weights of equal
    parts of the weeks of intake, none for evenly. ``start_first``: chance to begin in the first step, None as
    the parameters say. ``municipalities``: home municipalities and their weights, none for that of the employer
    where they come in. ``mark`` and ``source`` as of a parameter.
    """

    code: str
    share: float = 1.0
    target_group: str | None = None
    level: int = 0
    work_capacity: tuple[float, float] = (1.0, 1.0)
    hours: tuple[float, float] = (32.0, 32.0)
    sectors: tuple[str, ...] = ()
    travel: str = "region"
    needs: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    arrivals: tuple[float, ...] = ()
    start_first: float | None = None
    municipalities: tuple[tuple[str, float], ...] = ()
    mark: str = "assumption"
    source: Label = Label("Keuze van de gebruiker.", "Choice of the user.")
    label: Label | None = None

    def __post_init__(self) -> None:
        chances = [*self.needs.values(), *self.work_capacity, *([] if self.start_first is None else [self.start_first])]
        ordered = self.work_capacity[0] <= self.work_capacity[1] and 0 < self.hours[0] <= self.hours[1] <= 60
        weights = [self.share, *self.arrivals, *(weight for _, weight in self.municipalities)]
        if not (
            ordered
            and all(0 <= chance <= 1 for chance in chances)
            and min(weights) >= 0
            and (not self.arrivals or sum(self.arrivals) > 0)
            and (not self.municipalities or sum(weight for _, weight in self.municipalities) > 0)
            and 0 <= self.level < len(LEVELS)
            and self.travel in TRAVEL
        ):
            raise BadProfile("simulation_people.bad_profile", name=self.label or self.code)

    @property
    def level_text(self) -> str:
        """Key of its level in the texts."""
        return f"simulation_people.level_{LEVELS[self.level]}"

    @property
    def travel_text(self) -> str:
        """Key in the texts of how far they travel."""
        return f"simulation_people.travel_{self.travel}"


@cache
def load_profiles(path: Path | None = None) -> tuple[Profile, ...]:
    """The profiles that come with the product. Raises :class:`graph.schema.SchemaError` with every fault found."""
    document = checked("profiles", path)
    return tuple(profile_of(code, spec) for code, spec in document["profiles"].items())


def profile_of(code: str, spec: Mapping[str, Any]) -> Profile:
    """A profile from plain data, as in the data file. Raises :class:`BadProfile`."""
    given: dict[str, Any] = {
        name: spec[name] for name in ("share", "target_group", "travel", "start_first", "mark") if name in spec
    }
    given |= {name: (spec[name][0], spec[name][1]) for name in ("work_capacity", "hours") if name in spec}
    given |= {name: tuple(spec[name]) for name in ("sectors", "arrivals") if name in spec}
    given |= {name: _label(spec[name]) for name in ("source", "label") if name in spec}
    level = LEVELS.index(spec.get("level", LEVELS[0]))
    needs = MappingProxyType(dict(spec.get("needs", {})))
    towns = tuple((town, float(weight)) for town, weight in spec.get("municipalities", {}).items())
    return Profile(code=code, level=level, needs=needs, municipalities=towns, **given)


def _label(spec: Mapping[str, str] | str) -> Label:
    return Label(spec, spec) if isinstance(spec, str) else Label(spec["nl"], spec["en"])


def by_numbers(profiles: Sequence[Profile], numbers: Mapping[str, int]) -> tuple[Profile, ...]:
    """The profiles of which there are people, in their order, with their number as share: a mix set by hand.

    Raises :class:`BadProfile` when a code is unknown, a number negative, or there is nobody.
    """
    known = {profile.code: profile for profile in profiles}
    for code, number in numbers.items():
        if code not in known or number < 0:
            raise BadProfile("simulation_people.bad_profile", name=code)
    if not sum(numbers.values()):
        raise BadProfile("simulation_people.nobody")
    return tuple(replace(one, share=float(numbers[code])) for code, one in known.items() if numbers.get(code))
