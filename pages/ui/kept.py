"""What took long to work out, kept for all sessions: the same question on the same data is worked out once.

For what shows how far it is: Streamlit's own caches cannot draw a bar of their caller's.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last ``most`` answers by their key."""

    def __init__(self, most: int = 32) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._most = most

    def of(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The answer kept under ``key``, or else that of ``work_out``."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        return self.put(key, work_out())

    def known(self, key: Hashable) -> T | None:
        """The answer kept under ``key``, None when there is none."""
        with self._lock:
            return self._answers.get(key)

    def put(self, key: Hashable, answer: T) -> T:
        """Keep an answer under ``key``, and give it back."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer
