"""When gaps were seen: which opened, which closed, and which came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

Standing = Literal["open", "back", "closed"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """The days of one gap: first and last seen, and each time that it was gone and that it was there again."""

    first: date
    last: date
    closed: tuple[date, ...] = ()
    back: tuple[date, ...] = ()

    @property
    def standing(self) -> Standing:
        if len(self.closed) > len(self.back):
            return "closed"
        return "back" if self.back else "open"

    def open_at(self, on: date) -> bool:
        """Whether the gap was there at the end of a day."""
        return self.first <= on and _until(self.closed, on) == _until(self.back, on)


@dataclass(frozen=True, slots=True)
class Seen:
    """The gaps of a region that were ever seen, by identity. ``since``: the first day that anybody looked.

    ``revision`` is that of the data that were looked at last.
    """

    gaps: Mapping[str, Sighting] = field(default_factory=lambda: MappingProxyType({}))
    since: date | None = None
    revision: int = 0

    @property
    def last(self) -> date | None:
        """The last day of which anything is known."""
        return max((max((one.last, *one.closed, *one.back)) for one in self.gaps.values()), default=self.since)

    @property
    def present(self) -> frozenset[str]:
        """The gaps that were there when they were looked at last."""
        return frozenset(gap for gap, one in self.gaps.items() if one.standing != "closed")


def observe(before: Seen, gaps: Iterable[str], on: date, revision: int | None = None) -> Seen:
    """What is known after the gaps of a region were found on a day, in any order.

    Days count, not moments: what was gone and there again within one day was never gone. A day before the
    last one that is known (a clock that was put back) counts as that last day. Doing it twice is doing it once.
    """
    last = before.last
    on = on if last is None else max(on, last)
    found = frozenset(gaps)
    after = {gap: _seen(one, on) if gap in found else _unseen(one, on) for gap, one in before.gaps.items()}
    after |= {gap: Sighting(on, on) for gap in found if gap not in after}
    ordered = MappingProxyType(dict(sorted(after.items())))
    return Seen(ordered, before.since or on, before.revision if revision is None else revision)


def tells_more(before: Seen, gaps: Iterable[str], revision: int) -> bool:
    """Whether gaps found at a revision say something that is not known yet: newer data, or other rules."""
    return revision > before.revision or (revision == before.revision and frozenset(gaps) != before.present)


def _seen(one: Sighting, on: date) -> Sighting:
    if one.standing != "closed":
        return replace(one, last=on)
    if one.closed[-1] == on:
        return replace(one, last=on, closed=one.closed[:-1])
    return replace(one, last=on, back=(*one.back, on))


def _unseen(one: Sighting, on: date) -> Sighting:
    if one.standing == "closed":
        return one
    return replace(one, closed=(*one.closed, on))


def _until(days: Iterable[date], on: date) -> int:
    return sum(day <= on for day in days)
