"""The referrals that a question is about, with the ends and the fates that flows and chains are made of."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.dates import last_recorded
from graph.network import Network

By = Literal["stage", "organisation", "kind", "municipality"]
BY: tuple[By, ...] = ("stage", "organisation", "kind", "municipality")
UNKNOWN = "unknown"
_MARKS = 20_000_000  # up to this many (key, person) pairs, marking is quicker than sorting
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which referrals: of a target group, from or to a municipality, sent in a period (inclusive)."""

    target_group: str | None = None
    municipality: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Referrals:
    """The chosen referrals as arrays of length r, ordered by case, date, id.

    ``ids`` names the nodes, the last of which is ``UNKNOWN``; ``source`` and ``target`` are positions
    in it. ``case`` numbers the people from 0. ``arrived`` (accepted or completed, or without an
    outcome but with a first contact), ``completed``, ``refused``, ``vanished``; ``open`` is all else.
    ``waited`` is days from referral to first contact, or so far when there was none yet by ``until``;
    NaN where nobody waits (refused, vanished) or the contact was not recorded (completed without one).
    ``met`` says whether the first contact was seen.
    """

    by: By
    ids: tuple[str, ...]
    source: Ints
    target: Ints
    case: Ints
    cases: NDArray[np.object_]
    day: Ints
    arrived: NDArray[np.bool_]
    completed: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    vanished: NDArray[np.bool_]
    open: NDArray[np.bool_]
    warm: NDArray[np.bool_]
    cold: NDArray[np.bool_]
    feedback: NDArray[np.bool_]
    waited: NDArray[np.float64]
    met: NDArray[np.bool_]
    until: date | None

    def __len__(self) -> int:
        return len(self.source)

    def take(self, rows: NDArray[np.bool_]) -> Referrals:
        """The same with these rows only; people keep their numbers."""
        columns = [f.name for f in fields(self) if f.name not in ("by", "ids", "cases", "until")]
        return replace(self, **{name: getattr(self, name)[rows] for name in columns})


def select(network: Network, selection: Selection) -> pd.DataFrame:
    """The rows of ``network.referrals`` that ``selection`` asks for, in the same order."""
    frame = network.referrals
    keep = np.ones(len(frame), dtype=bool)
    if selection.target_group is not None:
        keep &= (frame["target_group"] == selection.target_group).to_numpy()
    if selection.municipality is not None:
        here = np.array([e.properties.get("gm_code") == selection.municipality for e in network.entities], dtype=bool)
        keep &= here[frame["source"].to_numpy()] | here[frame["target"].to_numpy()]
    if selection.start is not None:
        keep &= frame["date"].to_numpy() >= np.datetime64(selection.start)
    if selection.end is not None:
        keep &= frame["date"].to_numpy() <= np.datetime64(selection.end)
    return frame[keep]


def referrals(network: Network, by: By = "stage", selection: Selection = Selection()) -> Referrals:
    """The chosen referrals with their ends counted by stage, organisation, kind or municipality."""
    frame = select(network, selection)
    ids, source, target = _ends(network, frame, by)
    outcome = frame["outcome"].astype(object).to_numpy()
    sent, contact = (frame[name].to_numpy().astype("datetime64[D]") for name in ("date", "first_contact_on"))
    met = ~np.isnat(contact)
    refused, vanished, completed = (outcome == code for code in ("geweigerd", "verdwenen", "afgerond"))
    arrived = completed | (outcome == "geaccepteerd") | (pd.isna(outcome) & met)
    until = last_recorded(network)
    end = np.where(met, contact, np.datetime64(until if until else "NaT", "D"))
    waited = (end - sent).astype("timedelta64[D]").astype(float)
    waited[np.isnat(end) | refused | vanished | (completed & ~met)] = np.nan
    case, cases = pd.factorize(frame["case"].to_numpy(dtype=object))
    handover = frame["handover"].astype(object).to_numpy()
    return Referrals(
        by=by,
        ids=ids,
        source=source,
        target=target,
        case=case.astype(np.int64),
        cases=np.asarray(cases, dtype=object),
        day=sent.astype(np.int64),
        arrived=arrived,
        completed=completed,
        refused=refused,
        vanished=vanished,
        open=~(arrived | refused | vanished),
        warm=handover == "warm",
        cold=handover == "koud",
        feedback=frame["feedback_on"].notna().to_numpy(),
        waited=waited,
        met=met,
        until=until,
    )


def distinct_people(keys: Ints, case: Ints, n_keys: int) -> Ints:
    """How many different people stand behind each key 0..n_keys-1."""
    if not len(keys):
        return np.zeros(n_keys, dtype=np.int64)
    width = int(case.max()) + 1
    if n_keys * width <= _MARKS:
        seen = np.zeros(n_keys * width, dtype=bool)
        seen[keys * width + case] = True
        people: Ints = seen.reshape(n_keys, width).sum(axis=1).astype(np.int64)
        return people
    return np.bincount(np.unique(keys * width + case) // width, minlength=n_keys).astype(np.int64)


def _ends(network: Network, frame: pd.DataFrame, by: By) -> tuple[tuple[str, ...], Ints, Ints]:
    if by == "stage":
        ids = (*network.schema.codes["stages"].codes, UNKNOWN)
        ends = [frame[name].cat.codes.to_numpy(dtype=np.int64) for name in ("stage_from", "stage_to")]
        return ids, *(np.where(codes < 0, len(ids) - 1, codes) for codes in ends)  # type: ignore[return-value]
    at = [frame[name].to_numpy(dtype=np.int64) for name in ("source", "target")]
    if by == "organisation":
        return (*network.ids, UNKNOWN), at[0], at[1]
    if by == "kind":
        found = [e.kind for e in network.entities]
    elif by == "municipality":
        found = [str(e.properties.get("gm_code") or UNKNOWN) for e in network.entities]
    else:
        raise ValueError(f"unknown grouping {by!r}: choose one of {', '.join(BY)}")
    names = sorted({*found} - {UNKNOWN})
    place = {name: at for at, name in enumerate([*names, UNKNOWN])}
    codes = np.array([place[name] for name in found], dtype=np.int64)
    return (*names, UNKNOWN), codes[at[0]], codes[at[1]]
