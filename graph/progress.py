"""How far long work is, on a terminal: one line that is written over. Elsewhere nothing."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_EVERY = 0.1


class Progress:
    """Call it with what is being done and how many rows are done; use it in a ``with`` to clean up."""

    def __init__(self, word: str, stream: TextIO | None = None) -> None:
        self._word = word
        self._stream = stream or sys.stderr
        self._on = self._stream.isatty()
        self._last = 0.0
        self._width = 0

    def __call__(self, name: str, done: int) -> None:
        """Show that ``done`` rows of ``name`` are done, at most ten times a second."""
        now = time.monotonic()
        if not self._on or now - self._last < _EVERY:
            return
        self._last = now
        line = f"{name}: {done:,} {self._word}".replace(",", ".")
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
