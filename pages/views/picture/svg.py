"""A scene as SVG: a title, the map, a legend, and below it what it shows and of when."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from graph.texts import texts
from pages.views.layout import LEAST, Area
from pages.views.picture.fonts import STACK, fitted, wide
from pages.views.picture.labels import Box, Label, Spot, labels
from pages.views.picture.looks import FAINT, INK, PAPER, SOFT, outline, told
from pages.views.picture.scene import Key, Scene
from pages.views.words import number

SIZE = (3840, 2160)
"""Pixels of a 4K screen."""
_CLOSEST = 2.6  # a map of few organisations is not blown up further than this
_UNIT = 2160  # sizes below are in pixels of a picture this high


def svg(scene: Scene, size: tuple[int, int] = SIZE, theme: str = "light") -> str:
    """The picture as an SVG document of ``size`` pixels, for a "light" or "dark" page.

    Names for which there is no room are left out, and counted below the map.
    """
    width, height = size
    unit = height / _UNIT
    pad, side = 60 * unit, (640 * unit if any(keys for _, keys in scene.legend) else 60 * unit)
    top, bottom = 210 * unit, 110 * unit
    box = (pad, top, width - side - pad, height - bottom)
    ink = INK[theme]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" lang="{scene.language}" font-family="{STACK}" fill="{ink}">',
        f"<title>{told(scene.title)}</title><desc>{told('. '.join([scene.summary, *scene.notes]))}</desc>",
        f'<rect width="{width}" height="{height}" fill="{PAPER[theme]}"/>',
    ]
    named, drawn = _map(scene, box, unit, theme)
    parts += drawn
    parts += _heading(scene, width, pad, unit)
    parts += _legend(scene, (width - side, top, width - pad / 2, height - bottom), unit, theme)
    parts += _notes(scene, named, width, height, pad, unit)
    parts.append("</svg>")
    return "".join(parts)


def _map(scene: Scene, box: Box, unit: float, theme: str) -> tuple[int, list[str]]:
    """The map within the box, and how many names it has."""
    scale, left, top = _fit(scene, box)
    at = [(left + one.x * scale, top + one.y * scale) for one in scene.marks]
    least = min(11 * unit, 0.42 * LEAST * scale)  # still seen, and still beside each other
    size = [max(one.r * scale, least) for one in scene.marks]
    faint = ' opacity="0.35"'
    thin = min(1.0, max(0.35, scale / unit / 1.2)) * unit
    drawn = [_area(area, name, (scale, left, top), unit, theme) for area, name in scene.areas]
    captions = [caption[1] for _, caption in drawn]
    parts = ["<g>", *(shape for shape, _ in drawn), '</g><g fill="none" stroke-linecap="butt">']
    for line in scene.lines:
        (x1, y1), (x2, y2) = at[line.a], at[line.b]
        dash = _dash(line.dash, 1.6 * thin)
        parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{line.colour}" '
            f'stroke-width="{line.width * 1.25 * thin:.2f}"{dash} stroke-opacity="{0.5 if drawn else 0.75}"/>'
        )
    parts.append("</g><g>")
    for one, (x, y), r in zip(scene.marks, at, size, strict=True):
        rim, wide_ = (one.rim, 6 * unit) if one.rim else (PAPER[theme], 2.5 * unit)
        parts.append(
            f'{outline(one.shape, x, y, r)} fill="{one.fill}" stroke="{rim}" stroke-width="{wide_:.1f}"'
            f"{_dash(one.dash, 2 * unit)}{faint if one.faint else ''}><title>{told(one.name)}</title>"
            f"{'</polygon>' if one.shape in _POLYGONS else '</circle>'}"
        )
    text = 26 * unit
    spots = [
        Spot(x, y, r * 1.1, one.label, one.weight) for one, (x, y), r in zip(scene.marks, at, size, strict=True)
    ]
    placed = labels(spots, text, box, captions)
    parts.append(
        f'</g><g font-size="{text:.1f}" stroke="{PAPER[theme]}" stroke-width="{6 * unit:.1f}" '
        'stroke-linejoin="round" paint-order="stroke">'
    )
    parts += [_name(scene.marks[one.of].label, one) for one in placed]
    parts += [caption for _, (caption, _) in drawn]
    parts.append("</g>")
    return len(placed), parts


def _name(text: str, at: Label) -> str:
    return f'<text x="{at.x:.1f}" y="{at.y:.1f}">{told(text)}</text>'


def _fit(scene: Scene, box: Box) -> tuple[float, float, float]:
    """Scale and offset that bring the map into the middle of the box, areas included."""
    edges = [(one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r) for one in scene.marks]
    edges += [reach(area) for area, _ in scene.areas]
    if not edges:
        return 1.0, 0.0, 0.0
    low = [min(edge[side] for edge in edges) for side in (0, 1)]
    high = [max(edge[side] for edge in edges) for side in (2, 3)]
    wide_, high_ = high[0] - low[0], high[1] - low[1]
    inner = (0.92 * (box[2] - box[0]), 0.97 * (box[3] - box[1]))
    scale = min(inner[0] / max(wide_, 1), inner[1] / max(high_, 1), _CLOSEST)
    left = (box[0] + box[2]) / 2 - scale * (low[0] + high[0]) / 2
    top = (box[1] + box[3]) / 2 - scale * (low[1] + high[1]) / 2
    return scale, left, top


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


def _area(
    area: Area, name: str, fit: tuple[float, float, float], unit: float, theme: str
) -> tuple[str, tuple[str, Box]]:
    """The shape of a group, and its caption with the box that it fills."""
    scale, left, top = fit
    x, y = left + area.at[0] * scale, top + area.at[1] * scale
    style = f'fill="{SOFT[theme]}" stroke="{FAINT[theme]}" stroke-width="{2 * unit:.1f}"'
    hollow = f'fill="none" stroke="{FAINT[theme]}" stroke-width="{2 * unit:.1f}"'
    if area.shape == "block":
        wide_, high = area.size[0] * scale, area.size[1] * scale
        shape = f'<rect x="{x - wide_ / 2:.1f}" y="{y - high / 2:.1f}" width="{wide_:.1f}" height="{high:.1f}" rx="{12 * unit:.0f}" {style}/>'
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
            f"M{left + first * cos(a):.1f} {top + first * sin(a):.1f}L{left + last * cos(a):.1f} {top + last * sin(a):.1f}"
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


def _heading(scene: Scene, width: float, pad: float, unit: float) -> list[str]:
    room = width - 2 * pad
    if scene.made_up:
        text = 34 * unit
        long = wide(scene.made_up, text, bold=True) + 50 * unit
        badge = [
            f'<rect x="{width - pad - long:.1f}" y="{48 * unit:.1f}" width="{long:.1f}" height="{62 * unit:.1f}" '
            f'rx="{12 * unit:.1f}" fill="#FFE9A8" stroke="#C79A00" stroke-width="{2 * unit:.1f}"/>',
            f'<text x="{width - pad - long / 2:.1f}" y="{91 * unit:.1f}" font-size="{text:.1f}" font-weight="700" '
            f'text-anchor="middle" fill="#3A2A00">{told(scene.made_up)}</text>',
        ]
        room -= long + 40 * unit
    else:
        badge = []
    return [
        f'<text x="{pad:.1f}" y="{100 * unit:.1f}" font-size="{66 * unit:.1f}" font-weight="700">'
        f"{told(fitted(scene.title, 66 * unit, room, bold=True))}</text>",
        f'<text x="{pad:.1f}" y="{164 * unit:.1f}" font-size="{36 * unit:.1f}">'
        f"{told(fitted(scene.summary, 36 * unit, width - 2 * pad))}</text>",
        *badge,
    ]


def _legend(scene: Scene, box: Box, unit: float, theme: str) -> list[str]:
    left, y = box[0], box[1] + 30 * unit
    parts = []
    for heading, keys in scene.legend:
        if not keys:
            continue
        parts.append(
            f'<text x="{left:.1f}" y="{y:.1f}" font-size="{32 * unit:.1f}" font-weight="700">{told(heading)}</text>'
        )
        y += 52 * unit
        for key in keys:
            label = fitted(key.label, 28 * unit, box[2] - left - 110 * unit)
            parts.append(_key(key, left + 42 * unit, y - 10 * unit, unit, theme))
            parts.append(
                f'<text x="{left + 100 * unit:.1f}" y="{y:.1f}" font-size="{28 * unit:.1f}">{told(label)}</text>'
            )
            y += 48 * unit
        y += 34 * unit
    return parts


def _key(key: Key, x: float, y: float, unit: float, theme: str) -> str:
    dash = _dash(key.dash, 1.6 * unit)
    if key.shape is None:
        return (
            f'<line x1="{x - 40 * unit:.1f}" y1="{y:.1f}" x2="{x + 40 * unit:.1f}" y2="{y:.1f}" '
            f'stroke="{key.colour}" stroke-width="{6 * unit:.1f}"{dash}/>'
        )
    fill, rim = (PAPER[theme], key.colour) if key.hollow else (key.colour, PAPER[theme])
    wide_ = (5 if key.hollow else 1.5) * unit
    return f'{outline(key.shape, x, y, 15 * unit)} fill="{fill}" stroke="{rim}" stroke-width="{wide_:.1f}"{dash}/>'


def _notes(scene: Scene, named: int, width: float, height: float, pad: float, unit: float) -> list[str]:
    words = texts(scene.language)
    notes = list(scene.notes)
    if named < len(scene.marks):
        counts = (number(count, scene.language) for count in (named, len(scene.marks)))
        notes.insert(1, words("picture.named", **dict(zip(("named", "all"), counts, strict=True))))
    text = fitted(" · ".join(notes), 28 * unit, width - 2 * pad)
    return [f'<text x="{pad:.1f}" y="{height - 44 * unit:.1f}" font-size="{28 * unit:.1f}">{told(text)}</text>']


def _dash(dash: Sequence[int], unit: float) -> str:
    return f' stroke-dasharray="{" ".join(f"{part * unit:.1f}" for part in dash)}"' if dash else ""


_POLYGONS = frozenset({"square", "diamond", "triangle", "hexagon", "star"})
