"""What people do about a gap: an action, or laying it aside with a reason; and the days on which that changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

Status = Literal["open", "doing", "done"]
Reason = Literal["irrelevant", "accepted", "data_wrong"]
What = Literal["open", "doing", "done", "changed", "dropped", "dismissed", "restored"]
STATUSES: tuple[Status, ...] = get_args(Status)
REASONS: tuple[Reason, ...] = get_args(Reason)
FUNCTION, AGREEMENT, NOTES = 100, 1_000, 2_000
"""How many characters a function, an agreement, and notes have at most."""


@dataclass(frozen=True, slots=True)
class Action:
    """What was agreed. ``owner`` is the id of an organisation ("": nobody yet), ``function`` who there: no name."""

    agreement: str
    owner: str = ""
    function: str = ""
    due: date | None = None
    status: Status = "open"
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why a gap was laid aside, and when."""

    reason: Reason
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A change on a day: the status that an action got, ``changed`` otherwise, ``dropped``, or of the dismissal."""

    on: date
    what: What


@dataclass(frozen=True, slots=True)
class Followed:
    """What is kept of one gap. ``gap`` is its identity; ``code`` and ``parties`` still tell of it when it is closed.

    ``trail`` holds every change, the oldest first, so that a quarter can be counted afterwards.
    """

    gap: str
    code: str
    parties: tuple[str, ...] = ()
    action: Action | None = None
    dismissal: Dismissal | None = None
    trail: tuple[Event, ...] = ()

    def agreed(self, action: Action | None, on: date) -> Followed:
        """With this action, or without any; the same when nothing changes."""
        if action == self.action:
            return self
        what: What = "dropped"
        if action is not None:
            before = self.action.status if self.action else None
            what = "changed" if action.status == before else action.status
        return replace(self, action=action, trail=(*self.trail, Event(on, what)))

    def laid_aside(self, reason: Reason, note: str, on: date) -> Followed:
        """Dismissed for this reason."""
        return replace(self, dismissal=Dismissal(reason, on, note), trail=(*self.trail, Event(on, "dismissed")))

    def taken_back(self, on: date) -> Followed:
        """No longer dismissed; the same when it was not."""
        if self.dismissal is None:
            return self
        return replace(self, dismissal=None, trail=(*self.trail, Event(on, "restored")))

    def status_at(self, on: date) -> Status | None:
        """The status of the action at the end of a day; None when there was no action."""
        status: Status | None = None
        for event in self.trail:
            if event.on <= on and event.what in ("open", "doing", "done"):
                status = event.what
            elif event.on <= on and event.what == "dropped":
                status = None
        return status

    def dismissed_at(self, on: date) -> bool:
        """Whether it was laid aside at the end of a day."""
        said = [event.what for event in self.trail if event.on <= on and event.what in ("dismissed", "restored")]
        return said[-1:] == ["dismissed"]

    def overdue_at(self, on: date) -> bool:
        """Whether the day of the action, as it stands now, was past on ``on`` and the action not done."""
        due = self.action.due if self.action else None
        return due is not None and due < on and self.status_at(on) in ("open", "doing") and not self.dismissed_at(on)
