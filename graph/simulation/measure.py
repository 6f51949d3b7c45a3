"""What is measured in a replication: a number per name, with its unit and which way is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.analysis.survival import kaplan_meier
from graph.simulation.count import COUNTED, KEPT, QUEUES, STOPS, SUSTAINED, Counts
from graph.simulation.ledger import Book
from graph.simulation.model import SUSTAINED_WEEKS, YEAR
from graph.simulation.money import PARTIES, accounts
from graph.simulation.scenario import RUNGS, Scenario
from graph.simulation.spells import WEEKS_A_MONTH
from graph.simulation.tally import CAUSES, LONGEST, MARKS


@dataclass(frozen=True, slots=True)
class Measure:
    """``unit``: people, weeks, share or euro_year. ``good``: 1 more is better, -1 less is, 0 neither."""

    name: str
    unit: str
    good: int
    group: str

    @property
    def text(self) -> str:
        """Key of its name in the texts."""
        return f"simulation.{self.name}"

    @property
    def unit_text(self) -> str:
        """Key of its unit in the texts."""
        return f"simulation.unit_{self.unit}"

    @property
    def group_text(self) -> str:
        """Key of the name of its group in the texts."""
        return f"simulation.group_{self.group}"


RESOURCES = (*QUEUES, "coach")


LATE = "_expected"


def measures() -> tuple[Measure, ...]:
    """Every measure of an arm, in the order to show them."""
    return (
        *(Measure(f"placed_{rung}", "people", 1, "placed") for rung in ("any", *RUNGS)),
        Measure("sustained", "people", 1, "placed"),
        Measure("sustained_expected", "people", 1, "placed"),
        *(Measure(f"{name}{late}", "people", 1, "placed") for name in KEPT if name != SUSTAINED for late in ("", LATE)),
        Measure("weeks_to_work", "weeks", -1, "time"),
        Measure("months_work", "months", 1, "time"),
        Measure("stretch_months", "months", 1, "time"),
        *(Measure(f"wait_{queue}", "weeks", -1, "wait") for queue in QUEUES),
        *(Measure(f"cause_{cause}", "person_weeks", -1, "wait") for cause in CAUSES),
        *(Measure(f"left_{stop}", "people", -1, "left") for stop in STOPS),
        Measure("came_back", "people", 0, "left"),
        *(Measure(f"use_{resource}", "share", 0, "use") for resource in RESOURCES),
        Measure("cases", "people", 0, "use"),
        *(Measure(f"money_{party}", "euro_year", 1, "money") for party in PARTIES),
    )


EMPLOYER_MEASURES = (
    Measure("hires", "people", 1, "employer"),
    Measure("money", "euro_year", 1, "employer"),
    Measure("filled", "people", 1, "employer"),
    Measure("supervision", "hours_year", -1, "employer"),
    Measure("dropouts", "people", -1, "employer"),
)
"""What is measured of each employer: people hired in a regular job, its money, people at work on average, hours of
supervision by colleagues, and people who broke off."""


def measure(
    scenario: Scenario, counts: Counts, booked: Book
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """All measures of S runs but those of :func:`expected_kept`, each (S,), and (S, measures, J) of the employers.

    ``booked``: the ledgers of the runs, stacked. ``months_work`` is a mean over all candidates, ``stretch_months`` (the
    longest time of paid work without a pause of more than four weeks) over those who had paid work.
    ``weeks_to_work`` is a mean over those who found work and ``wait_*`` over those who queued: NaN
    when nobody did. A unit of resource that does not exist has no use: NaN.
    """
    money, per_employer = accounts(booked, scenario.horizon_weeks)
    years = scenario.horizon_weeks / YEAR
    found: dict[str, NDArray[np.float64]] = dict(zip(COUNTED, counts.counted.T, strict=True))
    found["months_work"] = np.asarray(booked.work_weeks / scenario.candidates / WEEKS_A_MONTH)
    found["stretch_months"] = np.asarray(booked.stretch_weeks / WEEKS_A_MONTH)
    found["cases"] = counts.helped.sum(axis=-1).astype(float)
    found |= {f"use_{name}": share for name, share in _use(scenario, counts).items()}
    found |= {f"money_{party}": money[party] for party in PARTIES}
    hires = counts.hires[..., -1].astype(float)
    filled, supervision = booked.filled / scenario.horizon_weeks, booked.supervision / years
    return found, np.stack([hires, per_employer, filled, supervision, booked.dropouts], axis=-2)


def _use(scenario: Scenario, counts: Counts) -> Mapping[str, NDArray[np.float64]]:
    horizon = scenario.horizon_weeks
    places = np.array([employer.places for employer in scenario.employers]).sum(axis=0)
    vacancies = sum(employer.vacancies_year for employer in scenario.employers) * horizon / YEAR
    hired = (counts.hires[..., -1] - counts.breaks[..., -1]).sum(axis=-1)
    coach = sum(employer.coach for employer in scenario.employers)
    worked = counts.work_weeks.sum(axis=-2)
    pairs: list[tuple[str, NDArray[Any], float]] = [
        (p.code, counts.help_weeks[..., k], p.slots * horizon) for k, p in enumerate(scenario.preconditions)
    ]
    pairs += [(rung, worked[..., r], places[r] * horizon) for r, rung in enumerate(RUNGS[:-1])]
    pairs += [("regular", hired, vacancies), ("coach", counts.coach_weeks.sum(axis=-1), coach * horizon)]
    return {name: used / room if room > 0 else np.full(used.shape, np.nan) for name, used, room in pairs}


def job_survival(ended: np.ndarray, still: np.ndarray, weeks: int = SUSTAINED_WEEKS) -> np.ndarray:
    """Chance that a regular job lasts longer than t weeks, t = 0..weeks, by Kaplan-Meier.

    ``ended[t]``: jobs that ended after exactly t weeks; ``still[t]``: jobs known to have lasted
    longer than t weeks, not further; both (106,), the last bin holds all that is longer.
    """
    week = np.arange(len(ended))
    lasted = np.concatenate([np.repeat(week, ended), np.repeat(week, still)])
    seen = np.arange(len(lasted)) < ended.sum()
    return kaplan_meier(lasted, seen).at(week[: weeks + 1]).survival


def expected_sustained(sustained: np.ndarray, pending: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Jobs kept, with those placed late counted by their chance to reach the last week of ``survival``.

    ``sustained`` (runs,), ``pending`` (runs, 106) by weeks lasted, ``survival`` of :func:`job_survival`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(survival > 0, survival[-1] / survival, 0.0)
    return np.asarray(sustained + pending[:, : len(survival)] @ chance)


def expected_kept(kept: np.ndarray, late: np.ndarray, ended: np.ndarray, still: np.ndarray) -> Mapping[str, np.ndarray]:
    """The measures that count late starters by their chance, by name, each (runs,).

    ``kept`` (runs, 3) people with each mark, ``late`` (runs, 3, 106) as ``Tally.late``, ``ended`` and ``still`` as for
    :func:`job_survival`, summed over as many runs with these parameters as there are.
    """
    survival = job_survival(ended, still, LONGEST)
    return {
        f"{name}{LATE}": expected_sustained(kept[:, at], late[:, at], survival[: MARKS[at] + 1])
        for at, name in enumerate(KEPT)
    }
