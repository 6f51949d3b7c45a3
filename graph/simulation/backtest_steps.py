"""The steps of people through the referral log, and the next step that the log lets one expect."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.analysis.referrals import referrals
from graph.analysis.survival import Survival, kaplan_meier
from graph.network import Network
from graph.simulation.rates import WORK

MARGIN = 56
"""Days before the cut in which how a referral ends is often not known yet: their outcome is that of others."""
NEVER = 10**6
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """Referrals as arrays (r,), those of one person together and in order. Days count from 1970.

    ``state``: where the person is after it. ``wait``: days until the first contact, where ``met``; ``work``: it
    leads to work; ``arrived``: the person got there; ``gone``: vanished. ``gap``: days to the next referral,
    ``NEVER`` when there is none. ``end`` is the last day of the log.
    """

    case: Ints
    sent: Ints
    state: Ints
    wait: Ints
    met: Bools
    work: Bools
    arrived: Bools
    gone: Bools
    gap: Ints
    is_first: Bools
    end: int

    @property
    def placed(self) -> Bools:
        """The person started in work."""
        return self.work & self.arrived

    def take(self, rows: Ints | Bools) -> Steps:
        """These rows only."""
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return replace(self, **columns)

    def joined(self, other: Steps) -> Steps:
        """Both, one after the other."""
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in _COLUMNS
        }
        return replace(self, **columns)

    def at(self, days: Ints) -> Steps:
        """The same steps on other days."""
        return replace(self, sent=days)

    def until(self, day: int) -> Steps:
        """As they were known on ``day``: who was met or started later, was not yet; who came back later, neither."""
        soon = self.sent + np.where(self.met, self.wait, 0) < day
        return replace(
            self,
            met=self.met & soon,
            arrived=self.arrived & soon,
            gap=np.where(self.sent + self.gap < day, self.gap, NEVER),
            end=day - 1,
        )

    def people(self, first: Ints, chosen: Ints) -> Steps:
        """The steps of the people at positions ``chosen`` (again for who is chosen twice)."""
        stops = np.append(first[1:], len(self.sent))
        sizes = stops[chosen] - first[chosen]
        begins = np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.take(np.repeat(first[chosen], sizes) + np.arange(sizes.sum()) - begins)


_COLUMNS = [field.name for field in fields(Steps) if field.name != "end"]


def steps_of(network: Network) -> Steps | None:
    """The whole log as steps; None when it is empty."""
    log = referrals(network)
    if not len(log) or log.until is None:
        return None
    end = int(np.datetime64(log.until, "D").astype(np.int64))
    same = np.append(log.case[1:] == log.case[:-1], False)
    gap = np.where(same, np.append(log.day[1:], 0) - log.day, NEVER)
    lost = len(log.ids)
    work = np.array([name in WORK for name in log.ids])
    return Steps(
        case=log.case,
        sent=log.day,
        state=np.where(log.vanished, lost, np.where(log.refused, log.source, log.target)),
        wait=np.where(log.met & ~np.isnan(log.waited), np.nan_to_num(log.waited), 0).astype(np.int64),
        met=log.met & ~np.isnan(log.waited),
        work=work[log.target],
        arrived=log.arrived,
        gone=log.vanished,
        gap=gap.astype(np.int64),
        is_first=np.append(True, ~same[:-1]),
        end=end,
    )


class Onward:
    """The next step of people, drawn as those of ``sample`` moved on; what is known on day ``cut`` - 1."""

    def __init__(self, sample: Steps, cut: int) -> None:
        self.sample, self.cut = sample, cut
        self._ways = {int(state): self._way(state) for state in np.unique(sample.state)}

    def after(self, now: Steps, passed: Ints, rng: np.random.Generator) -> Steps:
        """The next step of each of ``now`` that has one.

        ``passed``: days after its last in which there was none, -1 when that day itself is not over. What a
        step leads to is as in the sample; where that was shortly before the cut, so that its end may not be
        known, as another that followed on the same state.
        """
        found = [now.take(np.zeros(0, np.int64))]
        for state, way in self._ways.items():
            here = np.flatnonzero(now.state == state)
            if way is not None and len(here):
                found.append(self._moved(way, now.take(here), passed[here], rng))
        whole = found[0]
        for part in found[1:]:
            whole = whole.joined(part)
        return whole

    def _way(self, state: int) -> _Way | None:
        """How people move on from ``state``; None when nobody did."""
        rows = np.flatnonzero(self.sample.state == state)
        gap = self.sample.gap[rows]
        moved = gap < NEVER
        if not moved.any():
            return None
        days = np.where(moved, gap, np.maximum(self.sample.end - self.sample.sent[rows], 0))
        order = np.argsort(gap[moved], kind="stable")
        follow = rows[moved][order] + 1  # the next row is the next step of the same person
        settled = follow[self.sample.sent[follow] < self.cut - MARGIN]
        return _Way(kaplan_meier(days, moved), gap[moved][order], follow, settled)

    def _moved(self, way: _Way, now: Steps, passed: Ints, rng: np.random.Generator) -> Steps:
        goal = rng.random(len(passed)) * way.curve.at(passed).survival
        place = np.searchsorted(-way.curve.survival, -goal, side="right")  # the first time with fewer still there
        moves = place < len(way.curve.times)
        when = way.curve.times[place[moves]].astype(np.int64)
        low, high = np.searchsorted(way.gaps, when, "left"), np.searchsorted(way.gaps, when, "right")
        donor = way.follow[rng.integers(low, high)] if len(when) else when
        if len(way.settled):
            early = self.sample.sent[donor] < self.cut - MARGIN
            donor = np.where(early, donor, rng.choice(way.settled, len(donor)))
        return self.sample.take(donor).at(now.sent[moves] + when)


@dataclass(frozen=True)
class _Way:
    """The curve of moving on, and the steps it leads to, by days: their gaps, rows, and those long enough ago."""

    curve: Survival
    gaps: Ints
    follow: Ints
    settled: Ints
