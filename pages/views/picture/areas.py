"""The areas of a layout as SVG: rings, sectors, discs and blocks, each with what it is called."""

from __future__ import annotations

from math import cos, pi, sin

from pages.views.layout import Area
from pages.views.picture.fonts import fitted, wide
from pages.views.picture.labels import Box
from pages.views.picture.looks import FAINT, PAPER, SOFT, told


def reach(area: Area) -> Box:
    """The box around an area, in map units."""
    (x, y), size = area.at, area.size
    if area.shape == "block":
        return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2
    if area.shape == "disc":
        return x - size[0], y - size[0], x + size[0], y + size[0]
    out = size[-1] + 60
    if area.shape == "ring":
        return -out, -out, out, out
    start, end = area.size[:2]
    angles = [start, end, *(turn * pi / 2 for turn in range(-4, 9) if start < turn * pi / 2 < end)]
    across, down = [0.0, *(out * cos(a) for a in angles)], [0.0, *(out * sin(a) for a in angles)]
    return min(across), min(down), max(across), max(down)


def drawn_area(
    area: Area, name: str, fit: tuple[float, float, float], unit: float, theme: str
) -> tuple[str, tuple[str, Box]]:
    """The shape of a group, and its caption with the box that it fills."""
    scale, left, top = fit
    x, y = left + area.at[0] * scale, top + area.at[1] * scale
    style = f'fill="{SOFT[theme]}" stroke="{FAINT[theme]}" stroke-width="{2 * unit:.1f}"'
    hollow = f'fill="none" stroke="{FAINT[theme]}" stroke-width="{2 * unit:.1f}"'
    if area.shape == "block":
        wide_, high = area.size[0] * scale, area.size[1] * scale
        shape = (
            f'<rect x="{x - wide_ / 2:.1f}" y="{y - high / 2:.1f}" width="{wide_:.1f}" height="{high:.1f}" '
            f'rx="{12 * unit:.0f}" {style}/>'
        )
        spot, room = (x, y - high / 2 + 34 * unit), max(wide_ - 20 * unit, 0)
    elif area.shape == "disc":
        r = area.size[0] * scale
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" {style}/>'
        spot, room = (x, y - r - 8 * unit), 3 * r + 200 * unit
    elif area.shape == "ring":
        r = (area.size[1] + 60) * scale
        shape = f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{r:.1f}" {hollow}/>'
        spot, room = (left, top - r + 12 * unit), 700 * unit
    else:
        start, end, inner, outer = area.size
        first, last = inner * scale, (outer + 20) * scale
        rays = "".join(
            f"M{left + first * cos(a):.1f} {top + first * sin(a):.1f}"
            f"L{left + last * cos(a):.1f} {top + last * sin(a):.1f}"
            for a in ((start, end) if end - start < 2 * pi - 1e-6 else ())
        )
        shape = f'<path d="{rays}" {hollow}/>'
        middle = (start + end) / 2
        reached = last + 40 * unit
        spot, room = (left + reached * cos(middle), top + reached * sin(middle) + 10 * unit), 620 * unit
    text = 30 * unit
    label = fitted(name, text, room, bold=True)
    long = wide(label, text, bold=True)
    side = cos((area.size[0] + area.size[1]) / 2) if area.shape == "sector" else 0.0
    start_at = spot[0] - (0 if side > 0.35 else long if side < -0.35 else long / 2)
    filled = (start_at, spot[1] - text, start_at + long, spot[1] + 0.3 * text)
    caption = (
        f'<text x="{start_at:.1f}" y="{spot[1]:.1f}" font-size="{text:.1f}" font-weight="700" '
        f'stroke="{PAPER[theme]}" stroke-width="{7 * unit:.1f}" paint-order="stroke">{told(label)}</text>'
    )
    return shape, (caption, filled)
