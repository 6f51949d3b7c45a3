"""The font of pictures, which comes along, so that a picture looks the same on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

HOME = Path(__file__).parent / "fonts"
FAMILY = "DejaVu Sans"
STACK = "'DejaVu Sans', Verdana, 'Liberation Sans', Arial, sans-serif"
"""Where an SVG is opened without our font, Verdana has nearly the same widths."""
FILES = (HOME / "DejaVuSans.ttf", HOME / "DejaVuSans-Bold.ttf")
_MEASURED = 100


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in pixels."""
    return _wide(text, bold) * size / _MEASURED


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, cut off with … where it is wider than ``room`` pixels."""
    if wide(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if wide(text[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[bold]), _MEASURED, layout_engine=ImageFont.Layout.BASIC)


@cache
def _wide(text: str, bold: bool) -> float:
    return float(_font(bold).getlength(text))
