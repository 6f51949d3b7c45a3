"""What is measured in one replication: a number per name, with its unit and which way is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.simulation.model import SUSTAINED_WEEKS, YEAR
from graph.simulation.money import PARTIES, accounts
from graph.simulation.parameters import Values
from graph.simulation.scenario import PRECONDITIONS, RUNGS, Scenario
from graph.simulation.tally import CAUSES, LONGEST, MARKS, Tally, stop_names


@dataclass(frozen=True, slots=True)
class Measure:
    """``unit``: people, weeks, person_weeks, share or euro_year. ``good``: 1 more is better, -1 less is, 0 neither."""

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


STOPS = stop_names(PRECONDITIONS, RUNGS)
RESOURCES = (*PRECONDITIONS, *RUNGS, "coach")


SUSTAINED, LATE = "sustained", "_expected"
KEPT = ("kept_6", SUSTAINED, "kept_24")
"""Still in the same regular job after each of :data:`~graph.simulation.tally.MARKS`, by the name of the measure."""


def measures() -> tuple[Measure, ...]:
    """Every measure of an arm, in the order to show them."""
    return (
        *(Measure(f"placed_{rung}", "people", 1, "placed") for rung in ("any", *RUNGS)),
        Measure("sustained", "people", 1, "placed"),
        Measure("sustained_expected", "people", 1, "placed"),
        *(Measure(f"{name}{late}", "people", 1, "placed") for name in KEPT if name != SUSTAINED for late in ("", LATE)),
        Measure("weeks_to_work", "weeks", -1, "time"),
        *(Measure(f"wait_{queue}", "weeks", -1, "wait") for queue in (*PRECONDITIONS, *RUNGS)),
        *(Measure(f"cause_{cause}", "person_weeks", -1, "wait") for cause in CAUSES),
        *(Measure(f"left_{stop}", "people", -1, "left") for stop in STOPS),
        *(Measure(f"use_{resource}", "share", 0, "use") for resource in RESOURCES),
        *(Measure(f"money_{party}", "euro_year", 1, "money") for party in PARTIES),
    )


EMPLOYER_MEASURES = (
    Measure("hires", "people", 1, "employer"),
    Measure("money", "euro_year", 1, "employer"),
)
"""What is measured of each employer: people hired in a regular job, and its money."""


def measure(scenario: Scenario, values: Values, tally: Tally) -> tuple[dict[str, float], np.ndarray]:
    """All measures of one replication but those of :func:`expected_kept`, and those of the employers (2, J).

    ``weeks_to_work`` is a mean over those who found work and ``wait_*`` over those who queued: NaN
    when nobody did. A unit of resource that does not exist has no use: NaN.
    """
    money, per_employer = accounts(scenario, values, tally)
    found: dict[str, float] = {"placed_any": float((tally.first_work >= 0).sum())}
    for r, rung in enumerate(RUNGS):
        found[f"placed_{rung}"] = float(tally.reached[:, r].sum())
    found |= {name: float(people) for name, people in zip(KEPT, tally.kept.sum(axis=0), strict=True)}
    found["weeks_to_work"] = _mean(tally.first_work)
    codes = [p.code for p in scenario.preconditions]
    found |= {f"wait_{code}": float("nan") for code in PRECONDITIONS}
    for k, code in enumerate(codes):
        found[f"wait_{code}"] = _mean(tally.help_wait[:, k])
    for r, rung in enumerate(RUNGS):
        found[f"wait_{rung}"] = _mean(tally.job_wait[:, r])
    found |= {f"cause_{cause}": float(weeks) for cause, weeks in zip(CAUSES, tally.wait_cause, strict=True)}
    here = stop_names(tuple(codes), RUNGS[-scenario.rungs :])
    stops = np.bincount(tally.left_at[tally.left_at >= 0], minlength=len(here))
    found |= {f"left_{stop}": 0.0 for stop in STOPS} | {
        f"left_{stop}": float(stops[at]) for at, stop in enumerate(here)
    }
    found |= {f"use_{name}": float("nan") for name in RESOURCES}
    found |= {f"use_{name}": share for name, share in _use(scenario, tally).items()}
    found |= {f"money_{party}": money[party] for party in PARTIES}
    return found, np.stack([tally.hires[:, -1].astype(float), per_employer])


def _mean(weeks: np.ndarray) -> float:
    known = weeks[weeks >= 0]
    return float(known.mean()) if known.size else float("nan")


def _use(scenario: Scenario, tally: Tally) -> Mapping[str, float]:
    horizon = scenario.horizon_weeks
    places = np.array([employer.places for employer in scenario.employers]).sum(axis=0)
    vacancies = sum(employer.vacancies_year for employer in scenario.employers) * horizon / YEAR
    hired = (tally.hires[:, -1] - tally.breaks[:, -1]).sum()
    coach = sum(employer.coach for employer in scenario.employers)
    pairs: list[tuple[str, float, float]] = [
        (p.code, tally.help_weeks[k], p.slots * horizon) for k, p in enumerate(scenario.preconditions)
    ]
    pairs += [(rung, tally.work_weeks[:, r].sum(), places[r] * horizon) for r, rung in enumerate(RUNGS[:-1])]
    pairs += [("regular", hired, vacancies), ("coach", tally.coach_weeks.sum(), coach * horizon)]
    return {name: float(used / room) if room > 0 else float("nan") for name, used, room in pairs}


def kaplan_meier(ended: np.ndarray, still: np.ndarray, weeks: int = SUSTAINED_WEEKS) -> np.ndarray:
    """Chance that a regular job lasts longer than t weeks, t = 0..weeks (Kaplan and Meier 1958).

    ``ended[t]``: jobs that ended after exactly t weeks; ``still[t]``: jobs known to have lasted
    longer than t weeks, not further; both (106,), the last bin holds all that is longer.
    """
    at_risk = (ended + still)[::-1].cumsum()[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(at_risk > 0, 1 - ended / at_risk, 1.0)
    chance[0] = 1.0
    return np.asarray(np.cumprod(chance)[: weeks + 1])


def expected_sustained(sustained: np.ndarray, pending: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Jobs kept, with those placed late counted by their chance to reach the last week of ``survival``.

    ``sustained`` (runs,), ``pending`` (runs, 106) by weeks lasted, ``survival`` of :func:`kaplan_meier`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(survival > 0, survival[-1] / survival, 0.0)
    return np.asarray(sustained + pending[:, : len(survival)] @ chance)


def expected_kept(kept: np.ndarray, late: np.ndarray, ended: np.ndarray, still: np.ndarray) -> Mapping[str, np.ndarray]:
    """The measures that count late starters by their chance, by name, each (runs,).

    ``kept`` (runs, 3) people with each mark, ``late`` (runs, 3, 106) as ``Tally.late``, ``ended`` and ``still`` as for
    :func:`kaplan_meier`, summed over as many runs with these parameters as there are.
    """
    survival = kaplan_meier(ended, still, LONGEST)
    return {
        f"{name}{LATE}": expected_sustained(kept[:, at], late[:, at], survival[: MARKS[at] + 1])
        for at, name in enumerate(KEPT)
    }
