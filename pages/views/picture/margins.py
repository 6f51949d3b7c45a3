"""What stands around the map: title and summary above it, the legend beside it, notes below it."""

from __future__ import annotations

from graph.texts import texts
from pages.views.picture.fonts import fitted, wide
from pages.views.picture.labels import Box
from pages.views.picture.looks import PAPER, dashes, outline, told
from pages.views.picture.scene import Key, Scene
from pages.views.words import number


def heading(scene: Scene, width: float, pad: float, unit: float) -> list[str]:
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


def legend(scene: Scene, box: Box, unit: float, theme: str) -> list[str]:
    left, y = box[0], box[1] + 30 * unit
    parts = []
    for title, keys in scene.legend:
        if not keys:
            continue
        parts.append(
            f'<text x="{left:.1f}" y="{y:.1f}" font-size="{32 * unit:.1f}" font-weight="700">{told(title)}</text>'
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


def notes_below(scene: Scene, named: int, width: float, height: float, pad: float, unit: float) -> list[str]:
    words = texts(scene.language)
    told_ = list(scene.notes)
    if named < len(scene.marks):
        counts = (number(count, scene.language) for count in (named, len(scene.marks)))
        told_.insert(1, words("picture.named", **dict(zip(("named", "all"), counts, strict=True))))
    text = fitted(" · ".join(told_), 28 * unit, width - 2 * pad)
    return [f'<text x="{pad:.1f}" y="{height - 44 * unit:.1f}" font-size="{28 * unit:.1f}">{told(text)}</text>']


def _key(key: Key, x: float, y: float, unit: float, theme: str) -> str:
    dash = dashes(key.dash, 1.6 * unit)
    if key.shape is None:
        return (
            f'<line x1="{x - 40 * unit:.1f}" y1="{y:.1f}" x2="{x + 40 * unit:.1f}" y2="{y:.1f}" '
            f'stroke="{key.colour}" stroke-width="{6 * unit:.1f}"{dash}/>'
        )
    fill, rim = (PAPER[theme], key.colour) if key.hollow else (key.colour, PAPER[theme])
    wide_ = (5 if key.hollow else 1.5) * unit
    return f'{outline(key.shape, x, y, 15 * unit)} fill="{fill}" stroke="{rim}" stroke-width="{wide_:.1f}"{dash}/>'
