"""Pictures as SVG text: marks that can be clicked, classes of colour, hatches. Every text is escaped.

A picture stands on its own: its colours are those of one theme and its texts are in it, so that what
is saved is what was seen. Colour is never alone: a mark carries its value or a word.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

import numpy as np
from numpy.typing import NDArray

INK = {"light": "#12212E", "dark": "#F1F5F8"}
PAPER = {"light": "#FFFFFF", "dark": "#0E1822"}
QUIET = {"light": "#EEF3F7", "dark": "#1A2836"}
LINE = {"light": "#7A8896", "dark": "#73859A"}
ALARM = {"light": "#A8321A", "dark": "#F08A4B"}
STEPS = {
    "light": ("#DCEAF4", "#A9CDE4", "#6BA8CF", "#2676A9", "#0B4F7D"),
    "dark": ("#1C3A50", "#235577", "#2A739F", "#5BA3D0", "#A5D0EC"),
}
"""From little to much, five classes."""
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LETTER = 8.4
"""Width of a letter of a legend."""
_WIDE = 0.56
"""Width of a letter, as a part of its size: the mean of the fonts of the theme."""
_BOLD = 1.18
"""How much wider a bold letter is."""


@dataclass(frozen=True)
class Picture:
    """An SVG with what can be clicked in it. ``width`` and ``height`` in its own units."""

    svg: str
    width: int
    height: int
    marks: tuple[str, ...]

    @cached_property
    def body(self) -> bytes:
        """The picture as a browser gets it: gzipped."""
        return gzip.compress(self.svg.encode(), compresslevel=5, mtime=0)

    @cached_property
    def digest(self) -> str:
        """Tells pictures apart."""
        return hashlib.sha256(self.svg.encode()).hexdigest()[:16]


def safe(words: str) -> str:
    """Text for between or inside tags; what XML does not allow is left out."""
    return escape(_ILLEGAL.sub("", words))


def text(x: float, y: float, words: str, size: float, fill: str, anchor: str = "middle", weight: int = 400) -> str:
    """One line of text, its middle at height y."""
    return (
        f'<text x="{x:.1f}" y="{y + size * 0.36:.1f}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"'
        f"{f' font-weight={chr(34)}{weight}{chr(34)}' if weight != 400 else ''}>{safe(words)}</text>"
    )


def box(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    """A rectangle with slightly round corners."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="4" fill="{fill}" {more}/>'


def mark(identity: str, label: str, content: Iterable[str], more: str = "") -> str:
    """A part of the picture that can be chosen; ``label`` says what it is and shows."""
    return f'<g data-id="{safe(identity)}" {more}><title>{safe(label)}</title>{"".join(content)}</g>'


def drawing(
    width: float, height: float, title: str, theme: str, content: Iterable[str], marks: Sequence[str]
) -> Picture:
    """Put a picture together, on paper of the theme."""
    ink, alarm = INK[theme], ALARM[theme]
    hatch = (
        '<pattern id="white" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{PAPER[theme]}"/>'
        f'<line x1="0" y1="0" x2="0" y2="8" stroke="{alarm}" stroke-width="2.5" stroke-opacity=".45"/></pattern>'
    )
    style = (
        f"[data-id]{{cursor:pointer}}.chosen>.frame{{stroke:{ink};stroke-width:4;stroke-dasharray:none}}"
        ".arc{stroke-opacity:.62}.chosen>.arc{stroke-width:9;stroke-opacity:1}"
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f" font-family=\"system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif\">"
        f"<title>{safe(title)}</title><style>{style}</style><defs>{hatch}</defs>"
        f'<rect width="100%" height="100%" fill="{PAPER[theme]}"/>{"".join(content)}</svg>'
    )
    return Picture(svg, round(width), round(height), tuple(marks))


def legend(entries: Sequence[tuple[str, str, str]], y: float, width: float, theme: str) -> tuple[list[str], float]:
    """Boxes with words beside them, over as many lines as are needed, from height ``y``; and the height of it all.

    An entry is what fills its box, what more is to be said of the box, and the words; without a fill, words alone.
    """
    parts, x, line = [], 14.0, 0
    for fill, more, words in entries:
        long = (26 + 7 + len(words) * _LETTER if fill else len(words) * _LETTER * _BOLD) + 20
        if x + long > width and x > 14:
            x, line = 14.0, line + 1
        top = y + line * 26
        if fill:
            parts.append(box(x, top, 26, 16, fill, more))
        parts.append(text(x + (33 if fill else 0), top + 8, words, 15, INK[theme], "start", 400 if fill else 600))
        x += long
    return parts, (line + 1) * 26


def shortened(words: str, width: float, size: float) -> str:
    """As much of the words as fits in a width, with an ellipsis where something is left out."""
    most = max(1, int(width / (size * _WIDE)))
    return words if len(words) <= most else words[: max(1, most - 1)].rstrip() + "…"


def wrapped(words: str, width: float, size: float, most: int = 2) -> list[str]:
    """The words over at most ``most`` lines of a width."""
    letters, lines = max(1, int(width / (size * _WIDE))), [""]
    for word in words[:400].split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [shortened(line, width, size) for line in lines]


def fitting(words: str, width: float, size: float, least: float) -> tuple[list[str], float]:
    """The words over one line or two, and the size (``least`` or more) at which nothing is cut, if there is one."""
    words, letter = words[:200], _WIDE * _BOLD
    ways = [[words]] + [[words[: m.end()].strip(), words[m.end() :].strip()] for m in re.finditer(r"-|\s+", words)]
    best = ways[0]
    if len(words) * size * letter > width:
        best = min((way for way in ways if all(way)), key=lambda way: max(map(len, way)), default=ways[0])
    longest = max(map(len, best))
    size = max(min(size, width / (max(longest, 1) * letter)), least)
    return [shortened(line, width * 1.05, size * _BOLD) for line in best], size


def limits(values: NDArray[np.float64], classes: int = 5) -> tuple[float, ...]:
    """Upper limits of all classes but the last: each value its own class when they are few, else classes that
    hold about as many values, with limits of two figures."""
    known = values[np.isfinite(values)]
    different = np.unique(known)
    if len(different) <= classes:
        return tuple(different[:-1].tolist())
    cuts = np.quantile(known, np.arange(1, classes) / classes, method="inverted_cdf")
    short = sorted({float(f"{cut:.2g}") for cut in cuts.tolist()})
    return tuple(cut for cut in short if known.min() <= cut < known.max())


def level(value: float, cuts: Sequence[float]) -> int:
    """The class of a value: 0 up to and including the first limit."""
    return int(np.searchsorted(np.array(cuts), value, side="left"))


def shade(step: int, count: int, theme: str, scale: Sequence[str] | None = None) -> str:
    """The colour of class ``step`` of ``count``, spread over the whole scale."""
    colours = scale or STEPS[theme]
    return colours[round(step * (len(colours) - 1) / max(count - 1, 1))] if count > 1 else colours[len(colours) // 2]


def ink_on(colour: str) -> str:
    """Black or white ink, whichever reads best on a colour (contrast of WCAG 2.2)."""
    bright = _luminance(colour)
    return "#FFFFFF" if 1.05 / (bright + 0.05) >= (bright + 0.05) / 0.0643 else "#12212E"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
