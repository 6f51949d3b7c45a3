"""The shapes of the rules and of their outcome, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.schema import Label

PARTIES = ("candidate", "employer", "municipality", "uwv", "state", "school", "provider")
"""Who pays or receives; ``state`` is the tax authority and RVO, ``provider`` who guides."""


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it holds from ``valid_from`` to ``valid_until``, both included (None: until further notice).

    ``applies``: names in :data:`graph.instruments.conditions.CONDITIONS`, all of which must hold. ``months``: so long
    at most from the start of the phase. ``mark``: "sourced", "derived" or "assumption".
    """

    valid_from: date
    valid_until: date | None
    applies: tuple[str, ...]
    months: int | None
    inputs: Mapping[str, float]
    condition: Label
    law: str
    source: Label
    mark: str

    def holds(self, day: date) -> bool:
        """Whether this is the rule of ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scheme and its versions, in order of date.

    ``kind``: "money", "limit" (at most so much), "risk" (paid when something happens), "credit" (counts, but is no
    money) or "service".
    ``phase``: "trial" (before the contract), "employment" or "both". ``payer`` "authority" is UWV for people with one
    of its benefits, else the municipality. Of instruments with the same ``one_of`` only the highest counts.
    """

    code: str
    label: Label
    kind: str
    phase: str
    formula: str
    payer: str
    payee: str
    one_of: str | None
    decides: Label
    duty: Label
    versions: tuple[Version, ...]

    def version(self, day: date) -> Version | None:
        """The rule of ``day``, if there is one."""
        return next((one for one in self.versions if one.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Line:
    """What one instrument gives in one month of one job: an indication.

    ``euro``: of this month, for kind "risk" of a month of illness, for kind "credit" a value that is no money; None
    when there is no fixed amount. ``parts``: what ``euro`` is made of. ``ahead``: computed with the newest amounts that
    are known, since those of this month are not known yet.
    """

    instrument: Instrument
    version: Version
    euro: float | None
    parts: tuple[tuple[str, float], ...]
    payer: str
    payee: str
    ahead: bool

    @property
    def paid(self) -> float:
        """Euro that changes hands in this month as far as is certain: 0 for a limit, a risk or a credit."""
        return (self.euro or 0.0) if self.instrument.kind in ("money", "service") else 0.0
