"""Where the figures of a benchmark go: to the terminal, or into a page of the documentation."""

from __future__ import annotations

from pathlib import Path

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def tell(figures: str, into: Path | None) -> None:
    """Print figures, or put them in a Markdown page in place of what stands between its two marks."""
    if into is None:
        print(figures)
        return
    before, rest = into.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    into.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", encoding="utf-8")
