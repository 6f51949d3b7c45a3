"""A picture as PNG, by resvg (a renderer in Rust that needs nothing of the system)."""

from __future__ import annotations

import resvg_py

from pages.views.picture.fonts import FAMILY, FILES

_BEYOND = 0x2E80
"""From here on (Chinese and further, emoji) our font has no signs: fonts of the machine help out."""


def png(document: str) -> bytes:
    """Render an SVG document of ours at its own size. Raises ValueError for a document that is no SVG."""
    found: bytes = resvg_py.svg_to_bytes(
        svg_string=document,
        skip_system_fonts=max(map(ord, document), default=0) < _BEYOND,
        font_files=[str(file) for file in FILES],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return found
