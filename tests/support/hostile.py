"""Names that would do harm where text is taken for something else, and names that are hard to draw."""

NAMES = {
    "html": "<img src=x onerror=alert(1)>",
    "formula": "=cmd()|' /C calc'!A0",
    "markup": "**vet** :red[x] $a$ [hier](https://example.org)",
    "long": ("Zeer lange naam " * 32)[:500],  # the longest that the store takes
    "right-to-left": "مركز العمل",
    "emoji": "👩🏽‍🏭 Werkplaats",
}
