"""A heat map as a picture: names to the left and above, a box per cell that can be chosen, a legend, a caption."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pages.views.drawn_svg import INK, PAPER, Picture, box, drawing, legend, mark, shortened, text, wrapped

WIDE, HIGH, GAP = 62, 46, 3
SIZE = 17
_HEAD, _TOP, _RIGHT, _FOOT = 190, 190, 140, 52

Cell = Callable[[str, str, float, float], list[str]]


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    labels: Mapping[str, str],
    cell: Cell,
    told: Callable[[str, str], str],
    entries: Sequence[tuple[str, str, str]],
    title: str,
    caption: str,
    theme: str,
    wide: float = WIDE,
) -> Picture:
    """Draw it; a mark per cell, called ``row~column``.

    ``cell`` draws one at x and y, ``wide`` by ``HIGH``; ``told`` says it in a sentence; ``entries`` are those of
    :func:`pages.views.drawn_svg.legend`.
    """
    high = float(len(rows) * (HIGH + GAP))
    width, height = max(_HEAD + len(columns) * (wide + GAP) + _RIGHT, 560), _TOP + high + _FOOT
    parts = [text(12, 20, shortened(title, width - 24, 18), 18, INK[theme], "start", 650)]
    for at, column in enumerate(columns):
        x = _HEAD + at * (wide + GAP) + wide / 2
        name = shortened(labels[column], 235, SIZE)
        turned = f'<g transform="translate({x - 4:.1f} {_TOP - 10}) rotate(-38)">'
        parts.append(f"{turned}{text(0, 0, name, SIZE, INK[theme], 'start')}</g>")
    marks = []
    for at, row in enumerate(rows):
        y = _TOP + at * (HIGH + GAP)
        lines = wrapped(labels[row], _HEAD - 22, SIZE)
        for line, words in enumerate(lines):
            middle = y + HIGH / 2 + (line - (len(lines) - 1) / 2) * 19
            parts.append(text(_HEAD - 12, middle, words, SIZE, INK[theme], "end"))
        for column_at, column in enumerate(columns):
            identity = f"{row}~{column}"
            marks.append(identity)
            content = cell(row, column, _HEAD + column_at * (wide + GAP), y)
            parts.append(mark(identity, told(row, column), content))
    told_legend, room = legend(entries, _TOP + high + 18, width, theme)
    parts += told_legend
    height += room
    parts.append(text(12, height - 14, shortened(caption, width - 24, 13), 13, INK[theme], "start"))
    return drawing(width, height, title, theme, parts, marks)


def stacked(middle: float, y: float, lines: Sequence[tuple[str, int, int]], theme: str, plate: float = 50) -> list[str]:
    """Words (with size and weight) on a plate of paper, so that a hatch does not run through them."""
    step = 17
    top = y + HIGH / 2 - (len(lines) - 1) * step / 2
    paper = box(middle - plate / 2, top - 11, plate, 22 + (len(lines) - 1) * step, PAPER[theme])
    return [paper, *(text(middle, top + at * step, w, s, INK[theme], weight=b) for at, (w, s, b) in enumerate(lines))]
