"""What an employer asks and where its limits are: fields that belong to the form of an employer."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.simulation.plan import Member
from graph.simulation.profiles import LEVELS
from graph.simulation.scenario import RUNGS
from pages.ui import frame

_HOURS = 16.0  # a week, of a part-time place of which nothing else is said


def fields(page: frame.Page, now: Member, key: str) -> dict[str, object]:
    """The limits, filled in as they are now; what is left empty is no limit."""
    t = page.t
    with st.expander(t("werkgeversketen_limits.title"), icon=":material/tune:"):
        st.caption(t("werkgeversketen_limits.read"))
        one, other = st.columns(2, vertical_alignment="bottom")
        number = partial(_number, page, key=key)
        at_once = number(one, "at_once", now.at_once, 1.0, 500.0)
        willing = number(other, "willing", None if now.willing is None else 100 * now.willing, 0.0, 100.0)
        low = number(one, "hours_low", now.hours[0] if now.hours else None, 0.0, 40.0)
        high = number(other, "hours_high", now.hours[1] if now.hours else None, 1.0, 60.0)
        levels = _levels(page, now, key)
        weeks = _by_rung(page, "weeks", now.weeks, RUNGS[:-1], key, 260)
        carved = _by_rung(page, "carved", now.carved, RUNGS, key, 100)
        parts = _by_rung(page, "part_places", now.part_places, RUNGS, key, 100)
        one, other = st.columns(2, vertical_alignment="bottom")
        part_hours = number(one, "part_hours", now.part_hours or _HOURS, 1.0, 40.0)
        stops = number(other, "stops_week", None if now.stops_week is None else float(now.stops_week), 1.0, 520.0)
    hours = None if low is None and high is None else tuple(sorted((low or 0.0, 60.0 if high is None else high)))
    return {
        "at_once": at_once,
        "willing": None if willing is None else willing / 100,
        "hours": hours,
        "levels": levels,
        "weeks": weeks,
        "carved": carved,
        "part_places": parts,
        "part_hours": part_hours if any(parts) else now.part_hours,
        "stops_week": None if stops is None else int(stops),
    }


def _number(
    page: frame.Page, place: DeltaGenerator, name: str, now: float | None, low: float, high: float, *, key: str
) -> float | None:
    return place.number_input(
        page.t(f"werkgeversketen_limits.{name}"),
        low,
        high,
        now,
        step=1.0,
        format="%.0f",
        placeholder=page.t("werkgeversketen_limits.none"),
        key=f"{key}_{name}",
    )


def _levels(page: frame.Page, now: Member, key: str) -> tuple[int, ...]:
    t = page.t
    known = dict(zip(RUNGS, now.levels, strict=False))
    found = [
        place.selectbox(
            t(f"werkgeversketen_limits.level_{rung}"),
            range(len(LEVELS)),
            index=known.get(rung, 0),
            format_func=lambda at: t(
                f"simulation_people.level_{LEVELS[at]}" if at else "werkgeversketen_limits.none_asked"
            ),
            key=f"{key}_level_{rung}",
        )
        for rung, place in zip(RUNGS, st.columns(3, vertical_alignment="bottom"), strict=True)
    ]
    return tuple(found) if any(found) else ()


def _by_rung(
    page: frame.Page, name: str, now: tuple[int, ...], rungs: tuple[str, ...], key: str, most: int
) -> tuple[int, ...]:
    known = dict(zip(rungs, now, strict=False))
    found = [
        place.number_input(
            page.t(f"werkgeversketen_limits.{name}_{rung}"), 0, most, known.get(rung, 0), key=f"{key}_{name}_{rung}"
        )
        for rung, place in zip(rungs, st.columns(3, vertical_alignment="bottom"), strict=False)
    ]
    return tuple(found) if any(found) else ()
