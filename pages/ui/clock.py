"""What day it is where the app runs: for the date on what is made, never for what is computed."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """The day of the machine, in its own time zone."""
    return date.today()  # noqa: DTZ011 - the day where the user is
