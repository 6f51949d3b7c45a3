"""Per quarter: how many gaps opened, closed and came back, were laid aside, and how many actions ran late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.follow.record import Followed
from graph.follow.sightings import Seen


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter. ``at_start``: gaps that were there at the first look, of which nobody knows since when.

    ``dismissed``: gaps laid aside in it. ``overdue``: actions that were past their day, as that day stands now,
    and not done, and ``standing``: gaps that were there; both at the end of it, or today while it lasts.
    """

    year: int
    number: int
    at_start: int
    opened: int
    closed: int
    back: int
    dismissed: int
    overdue: int
    standing: int

    @property
    def name(self) -> str:
        return f"{self.year} Q{self.number}"


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the number (1 to 4) of the quarter of a day."""
    return day.year, (day.month + 2) // 3


def monitor(seen: Seen, followed: Iterable[Followed], on: date) -> tuple[Quarter, ...]:
    """The quarters from the first look until ``on``, the oldest first; empty when nobody has looked yet."""
    if seen.since is None:
        return ()
    known, sightings = tuple(followed), seen.gaps.values()
    quarters: list[Quarter] = []
    this, final = quarter_of(seen.since), quarter_of(max(on, seen.last or on))
    while this <= final:
        end = min(_last_day(*this), max(on, seen.last or on))
        firsts = [one.first for one in sightings if quarter_of(one.first) == this]
        at_start = sum(day == seen.since for day in firsts)
        quarters.append(
            Quarter(
                year=this[0],
                number=this[1],
                at_start=at_start,
                opened=len(firsts) - at_start,
                closed=_within(this, (day for one in sightings for day in one.closed)),
                back=_within(this, (day for one in sightings for day in one.back)),
                dismissed=sum(
                    any(event.what == "dismissed" and quarter_of(event.on) == this for event in one.trail)
                    for one in known
                ),
                overdue=sum(is_overdue(one, seen, end) for one in known),
                standing=sum(one.open_at(end) for one in sightings),
            )
        )
        this = (this[0], this[1] + 1) if this[1] < 4 else (this[0] + 1, 1)
    return tuple(quarters)


def is_overdue(one: Followed, seen: Seen, on: date) -> bool:
    """Whether an action ran late on a day. That of a gap that is closed no longer runs."""
    sighting = seen.gaps.get(one.gap)
    return one.overdue_at(on) and (sighting is None or sighting.open_at(on))


def _within(quarter: tuple[int, int], days: Iterable[date]) -> int:
    return sum(quarter_of(day) == quarter for day in days)


def _last_day(year: int, number: int) -> date:
    after = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return after - timedelta(days=1)
