"""What may be kept beside the graph: see :meth:`graph.store.contract.GraphStore.keep`."""

from __future__ import annotations

NAME_LENGTH = 200  # characters
TEXT_SIZE = 1_000_000  # bytes, in UTF-8


def check_kept(name: str, text: str | None) -> None:
    """Raise ValueError for a name or a text that no store keeps: too long, empty, or not Unicode."""
    if not 0 < len(name) <= NAME_LENGTH:
        raise ValueError(f"a name has 1 to {NAME_LENGTH} characters, not {len(name)}")
    if not name.isprintable():
        raise ValueError("a name has no invisible signs")
    size = len((text or "").encode())
    if size > TEXT_SIZE:
        raise ValueError(f"a text has at most {TEXT_SIZE} bytes, not {size}")
