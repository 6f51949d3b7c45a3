"""The regional chain from school to lasting work: who stands in which stage, and what happens between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.flows import Flows, shown_flows
from graph.analysis.referrals import By, Referrals, Selection, referrals
from graph.analysis.sankey import Sankey, sankey
from graph.analysis.survival import aalen_johansen
from graph.network import Network
from graph.privacy import MIN_PEOPLE

CAUSES = ("next_step", "vanished", "refused")
MOMENTS = (30, 60, 90, 180, 365, 730)


@dataclass(frozen=True)
class Stage:
    """One stage: ``members`` say that they work in it, ``active`` send from it or receive in it.

    It does not say how many people were in it: beside the flows that would give small ones away.
    """

    code: str
    members: tuple[str, ...]
    active: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """What had become of people ``days`` after they arrived in a stage: cumulative shares.

    Aalen-Johansen estimates, arrays beside ``days``; ``staying`` + ``next_step`` + ``vanished`` +
    ``refused`` = 1. NaN where fewer than ``MIN_PEOPLE`` stays are still followed, or where a share would
    stand for 1 to ``MIN_PEOPLE`` - 1 people. ``people`` is the number of people behind it all.
    """

    people: int
    days: NDArray[np.float64]
    staying: NDArray[np.float64]
    next_step: NDArray[np.float64]
    vanished: NDArray[np.float64]
    refused: NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """The chain for one selection. ``courses`` has an entry for each stage with enough people."""

    by: By
    selection: Selection
    stages: tuple[Stage, ...]
    flows: Flows
    sankey: Sankey
    courses: Mapping[str, Course]
    until: date | None


def chain(
    network: Network,
    by: By = "stage",
    *,
    target_group: str | None = None,
    municipality: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Chain:
    """The chain of a region: stages, flows by ``by`` (small ones hidden), a Sankey that adds up, courses.

    ``municipality`` keeps referrals from or to organisations established there. About 100 ms for
    50,000 referrals by stage. Do not show several overlapping selections as one table: what is hidden
    in one may follow from the others.
    """
    selection = Selection(target_group, municipality, start, end)
    staged = referrals(network, "stage", selection)
    chosen = staged if by == "stage" else referrals(network, by, selection)
    return Chain(
        by=by,
        selection=selection,
        stages=_stages(network, staged, selection),
        flows=shown_flows(chosen, selection),
        sankey=sankey(chosen),
        courses=_courses(staged),
        until=staged.until,
    )


def _stages(network: Network, staged: Referrals, selection: Selection) -> tuple[Stage, ...]:
    placed = referrals(network, "organisation", selection)
    members: dict[str, list[str]] = {code: [] for code in staged.ids}
    for organisation in network.organisations:
        if selection.municipality in (None, organisation.properties.get("gm_code")):
            for code in organisation.properties.get("stages") or ():  # type: ignore[union-attr]
                members[code].append(organisation.id)
    width = len(placed.ids)
    pairs = np.unique(np.concatenate([staged.source * width + placed.source, staged.target * width + placed.target]))
    active: dict[str, list[str]] = {code: [] for code in staged.ids}
    for pair in pairs:
        active[staged.ids[pair // width]].append(placed.ids[pair % width])
    return tuple(Stage(code, tuple(members[code]), tuple(sorted(active[code]))) for code in staged.ids[:-1])


def stays(chosen: Referrals) -> pd.DataFrame:
    """One row per arrival: place (position in ``ids``), case, days, cause (0 still there, else 1..3).

    A stay starts with the first contact after the referral that brought the person in (or with the
    referral, when the contact was not recorded) and ends with the next referral of the same person:
    ``CAUSES`` 1 when it is accepted, 2 when the person vanishes, 3 when it is refused. A next referral
    that is open ends nothing yet. Who has no next referral is followed up to ``until``.
    """
    n = len(chosen)
    until = np.datetime64(chosen.until, "D").astype(np.int64) if chosen.until else 0
    following = np.arange(n) + 1
    same = np.zeros(n, dtype=bool)
    same[:-1] = chosen.case[1:] == chosen.case[:-1]
    following = np.where(same, following, 0)
    cause = np.zeros(n, dtype=np.int64)
    if n:
        cause = np.select(
            [chosen.arrived[following], chosen.vanished[following], chosen.refused[following]], [1, 2, 3], 0
        )
    cause = np.where(same, cause, 0)
    begun = chosen.day + np.where(chosen.met & ~np.isnan(chosen.waited), np.nan_to_num(chosen.waited), 0).astype(
        np.int64
    )
    ended = np.where(cause > 0, chosen.day[following] if n else 0, until)
    table = pd.DataFrame(
        {"place": chosen.target, "case": chosen.case, "days": np.maximum(ended - begun, 0), "cause": cause}
    )
    return table[chosen.arrived]


def _courses(staged: Referrals) -> Mapping[str, Course]:
    table = stays(staged)
    courses = {}
    for at in np.unique(table["place"]):
        rows = table[table["place"] == at]
        if rows["case"].nunique() >= MIN_PEOPLE:
            courses[staged.ids[int(at)]] = _course(rows)
    return courses


def _course(rows: pd.DataFrame) -> Course:
    """The curves, without the points at which a share would stand for too few people.

    What stays is hidden together with a hidden cause, since the shares add up to 1.
    """
    days, cause, case = (rows[name].to_numpy() for name in ("days", "cause", "case"))
    curves = aalen_johansen(days, cause, len(CAUSES)).at(MOMENTS)
    people = np.array(
        [
            [len(np.unique(case[(cause == c) & (days <= moment)])) for moment in MOMENTS]
            for c in range(1, len(CAUSES) + 1)
        ]
    )
    enough = curves.at_risk >= MIN_PEOPLE
    fine = enough & ((people == 0) | (people >= MIN_PEOPLE))
    shares = [np.where(ok, values, np.nan) for ok, values in zip(fine, curves.incidence, strict=True)]
    staying = np.where(fine.all(axis=0), curves.survival, np.nan)
    return Course(len(np.unique(case)), curves.times, staying, *shares)
