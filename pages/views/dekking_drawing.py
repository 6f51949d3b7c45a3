"""The coverage matrix as a picture: a heat map in which white spots stand out by hatch and word."""

from __future__ import annotations

import numpy as np

from graph.analysis.coverage import UNKNOWN, WHITE
from graph.texts import Texts
from pages.views.dekking import Board, Measure, told, value, word
from pages.views.drawn_svg import ALARM, INK, LINE, PAPER, Picture, box, ink_on, level, limits, shade, text
from pages.views.heat_map import HIGH, WIDE, heat_map, stacked
from pages.views.keten_drawing import DAYS, SCALE
from pages.views.words import number


def picture(shown: Board, measure: Measure, theme: str, title: str, caption: str, say: Texts) -> Picture:
    """Draw the matrix; a mark per cell, called ``row~column``."""
    scale, cuts = _classes(shown, measure)

    def cell(row: str, column: str, x: float, y: float) -> list[str]:
        return _cell(shown, row, column, measure, x, y, theme, cuts, scale, say)

    return heat_map(
        shown.rows,
        shown.columns,
        shown.labels,
        cell,
        lambda row, column: told(shown, row, column, say),
        _entries(measure, theme, cuts, scale, say),
        title,
        caption,
        theme,
    )


def _classes(shown: Board, measure: Measure) -> tuple[tuple[str, ...] | None, tuple[float, ...]]:
    """Colours (None: the usual ones) and limits: waiting has fixed ones, so that two pictures compare."""
    if measure == "waiting":
        return SCALE, tuple(float(day) for day in DAYS)
    values = np.array([value(shown, r, c, measure) for r in shown.rows for c in shown.columns], dtype=float)
    return None, limits(values)


def _cell(
    shown: Board,
    row: str,
    column: str,
    measure: Measure,
    x: float,
    y: float,
    theme: str,
    cuts: tuple[float, ...],
    scale: tuple[str, ...] | None,
    say: Texts,
) -> list[str]:
    middle = x + WIDE / 2
    at = shown.at(row, column)
    state = shown.found.state[at]
    if state == WHITE:
        frame = box(x, y, WIDE, HIGH, "url(#white)", f'class="frame" stroke="{ALARM[theme]}" stroke-width="2.5"')
        km = shown.found.nearest_km[at]
        lines = [(word(shown, row, column, say), 16, 700)]
        if not np.isnan(km):
            lines.append((say("dekking.km_away", km=number(float(km), say.language)), 14, 400))
        return [frame, *stacked(middle, y, lines, theme)]
    known = value(shown, row, column, measure)
    if state == UNKNOWN or np.isnan(known):
        dash = 'stroke-dasharray="3 4"' if state == UNKNOWN else ""
        frame = box(x, y, WIDE, HIGH, PAPER[theme], f'class="frame" stroke="{LINE[theme]}" {dash}')
        return [frame, text(middle, y + HIGH / 2, word(shown, row, column, say), 14, INK[theme])]
    colour = shade(level(known, cuts), len(cuts) + 1, theme, scale)
    frame = box(x, y, WIDE, HIGH, colour, f'class="frame" stroke="{colour}"')
    return [frame, text(middle, y + HIGH / 2, number(known, say.language), 20, ink_on(colour), weight=600)]


def _entries(
    measure: Measure, theme: str, cuts: tuple[float, ...], scale: tuple[str, ...] | None, say: Texts
) -> list[tuple[str, str, str]]:
    """What the colours, the hatch and the dashes mean; each class by its limits."""
    colours = [(shade(at, len(cuts) + 1, theme, scale), "", words) for at, words in enumerate(class_words(cuts, say))]
    return [
        ("", "", say(f"dekking.measure_{measure}") + ":"),
        *colours,
        ("url(#white)", f'stroke="{ALARM[theme]}" stroke-width="2"', say("dekking.legend_white")),
        (PAPER[theme], f'stroke="{LINE[theme]}" stroke-dasharray="3 4"', say("dekking.legend_unknown")),
    ]


def class_words(cuts: tuple[float, ...], say: Texts, decimals: int = 0) -> list[str]:
    """The classes in words: up to and including, then more than."""

    def shown(cut: float) -> str:
        return number(cut, say.language, 0 if float(cut).is_integer() else max(decimals, 1))

    if not cuts:
        return [say("dekking.class_all")]
    return [say("dekking.class_upto", high=shown(cut)) for cut in cuts] + [
        say("dekking.class_more", low=shown(cuts[-1]))
    ]
