"""The colours and symbols of the pictures to take along, and how text gets into one safely."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from math import cos, pi, sin

INK = {"light": "#12212E", "dark": "#F1F5F8"}
PAPER = {"light": "#FFFFFF", "dark": "#0E1822"}
SOFT = {"light": "#EEF3F7", "dark": "#1A2836"}
FAINT = {"light": "#B9C6D1", "dark": "#48596A"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def told(text: str) -> str:
    """Text for XML and HTML: never markup, and without characters that XML cannot hold."""
    return escape(_FORBIDDEN.sub("�", text), quote=True)


def shortened(text: str, most: int) -> str:
    """A text of at most ``most`` characters, ending in … when more was left out."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def dashes(dash: Sequence[int], unit: float) -> str:
    """The attribute for a dashed line, empty for a full one."""
    return f' stroke-dasharray="{" ".join(f"{part * unit:.1f}" for part in dash)}"' if dash else ""


def outline(shape: str, x: float, y: float, r: float) -> str:
    """The SVG element (without style) of a symbol of the schema, of about equal surface for each shape."""
    if shape in _CORNERS:
        points = " ".join(f"{x + dx * r:.1f},{y + dy * r:.1f}" for dx, dy in _CORNERS[shape])
        return f'<polygon points="{points}"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"'


def _regular(corners: int, size: float, turn: float) -> tuple[tuple[float, float], ...]:
    angles = [turn + 2 * pi * at / corners for at in range(corners)]
    return tuple((size * cos(angle), size * sin(angle)) for angle in angles)


def _star() -> tuple[tuple[float, float], ...]:
    angles = [-pi / 2 + pi * at / 5 for at in range(10)]
    return tuple(((1.28 if at % 2 == 0 else 0.58) * cos(a), (1.28 if at % 2 == 0 else 0.58) * sin(a))
                 for at, a in enumerate(angles))  # fmt: skip


_CORNERS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "square": _regular(4, 1.25, pi / 4),
    "diamond": _regular(4, 1.25, 0.0),
    "triangle": _regular(3, 1.35, -pi / 2),
    "hexagon": _regular(6, 1.1, 0.0),
    "star": _star(),
}
