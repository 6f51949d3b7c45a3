"""What a store remembers of the entities that many batches in a row are joined to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

_T = TypeVar("_T")
_MOST = 500_000  # entities


class Known(Generic[_T]):
    """Where entities stand in a database, by id, remembered for as long as the store has one revision.

    Entities only move or change their kind by a change, so a revision that is the same says that what
    is remembered still holds. Used inside the transactions of one writer at a time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._revision, self._entities = -1, dict[str, _T]()

    def find(self, revision: int, ids: Iterable[str], ask: Callable[[set[str]], Mapping[str, _T]]) -> dict[str, _T]:
        """Those of the entities that are stored at ``revision``; the database is asked for what is not known yet."""
        wanted = set(ids)
        with self._lock:
            if revision != self._revision or len(self._entities) > _MOST:
                self._revision, self._entities = revision, {}
            entities = self._entities
            missing = wanted - entities.keys()
        found = ask(missing) if missing else {}
        with self._lock:
            entities.update(found)
            return {identifier: entities[identifier] for identifier in wanted if identifier in entities}

    def advance(self, before: int, after: int) -> None:
        """A write, which adds and takes nothing away, brought the store from one revision to another."""
        with self._lock:
            if self._revision == before:
                self._revision = after

    def forget(self) -> None:
        """Another database may have come in the place of this one."""
        with self._lock:
            self._revision, self._entities = -1, {}
