"""Bars and lanes as plain HTML: they take the reader's font, theme and width, and every name is text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

Part = tuple[float, str, str, str]
"""Share (0 to 1), colour, the text on it, what it is."""


def stacked(rows: Iterable[tuple[str, str, Sequence[Part]]]) -> str:
    """A bar of parts per row; a row is its name, a note beside it, and its parts."""
    return "".join(
        f'<div class="kk-bar"><div class="kk-bar-name">{escape(name)} <small>{escape(note)}</small></div>'
        f'<div class="kk-bar-line">{"".join(_part(*part) for part in parts if part[0] > 0)}</div></div>'
        for name, note, parts in rows
    )


def _part(share: float, colour: str, text: str, what: str) -> str:
    shown = escape(text) if share >= 0.06 else ""
    return (
        f'<span style="width:{100 * share:.2f}%;background:{colour}" title="{escape(what)}: {escape(text)}">'
        f"{shown}</span>"
    )


def ranges(rows: Iterable[tuple[str, str, str, tuple[float, float, float, float] | None]], most: float) -> str:
    """A line per row from the first quartile to the 90th percentile, thick up to the third, with the median marked.

    A row is its name (empty: as the one above), a word for what it is, its colour, and its four numbers of days,
    of which any may be NaN; None when none is known.
    """
    told = []
    for name, word, colour, days in rows:
        head = f'<div class="kk-bar-name">{escape(name)}</div>' if name else ""
        told.append(f'{head}<div class="kk-range"><b>{escape(word)}</b><div class="kk-range-line">')
        if days is not None:
            told.append(_range(days, most, colour))
        told.append("</div></div>")
    return "".join(told)


def _range(days: tuple[float, float, float, float], most: float, colour: str) -> str:
    first, middle, third, high = days
    whole, far = (most if value != value else value for value in (third, high))

    def at(value: float) -> float:
        return min(100.0, 100 * value / most)

    marks = ""
    if first == first:
        thin = f"left:{at(first):.2f}%;width:{at(far) - at(first):.2f}%;background:{colour}"
        marks += f'<i class="kk-thin" style="{thin}"></i>'
        marks += f'<i style="left:{at(first):.2f}%;width:{at(whole) - at(first):.2f}%;background:{colour}"></i>'
    if middle == middle:
        marks += f'<i class="kk-mid" style="left:{at(middle):.2f}%"></i>'
        marks += f'<em style="left:{at(far):.2f}%">{middle:.0f}</em>'
    return marks


def lanes(rows: Iterable[tuple[str, float, Sequence[tuple[str, str]]]], label: str) -> str:
    """A road per row: what is told of it, the length of its bar (0 to 1), and its steps with their colours."""
    told = []
    for text, share, steps in rows:
        chips = '<span class="kk-then" aria-hidden="true">→</span>'.join(
            f'<span class="kk-chip" style="border-color:{colour}">{escape(step)}</span>' for step, colour in steps
        )
        told.append(
            f'<li><div class="kk-road-head"><span class="kk-road-bar" style="width:{100 * share:.1f}%"></span>'
            f"<b>{escape(text)}</b></div><div>{chips}</div></li>"
        )
    return f'<ol class="kk-roads" aria-label="{escape(label)}">{"".join(told)}</ol>'


def legend(marks: Iterable[tuple[str, str]]) -> str:
    """What the colours say, in words beside the colours."""
    return '<div class="kk-legend">' + "".join(
        f'<span><i style="background:{colour}"></i>{escape(label)}</span>' for colour, label in marks
    ) + "</div>"  # fmt: skip
