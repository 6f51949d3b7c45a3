"""What the relations and referrals of an import may refer to: in the store, in the import, or in the atlas."""

from __future__ import annotations

from collections.abc import Iterable

from graph.records import Batch, Entity, Record, Relation
from graph.store.contract import GraphStore
from loaders.reference import place_kind, places_of

_AT_ONCE = 5_000


class Ends:
    """The kinds of the entities that exist, looked up once each.

    ``kinds`` maps the id of every entity that is in the store, came in with an accepted row, or is an
    area of the Netherlands, to its kind. Areas that a row refers to and the store lacks are collected:
    see :meth:`places`.
    """

    def __init__(self, store: GraphStore) -> None:
        self.kinds: dict[str, str] = {}
        self._store = store
        self._asked: set[str] = set()
        self._stored: dict[str, str] = {}
        self._arrived: set[str] = set()
        self._links: set[str] = set()
        self._places: set[str] = set()

    def look_up(self, records: Iterable[Record]) -> None:
        """Find out the kinds of the entities that these records are or refer to."""
        wanted: set[str] = set()
        for record in records:
            if isinstance(record, Entity):
                wanted.add(record.id)
            else:
                wanted.add(record.source)
                wanted.add(record.target)
        wanted -= self._asked
        self._ask(wanted)
        self._asked |= wanted
        for code in wanted - self.kinds.keys():
            kind = place_kind(code)
            if kind:
                self.kinds[code] = kind

    def _ask(self, wanted: Iterable[str]) -> None:
        ids = sorted(wanted)
        for start in range(0, len(ids), _AT_ONCE):
            for entity in self._store.get("entity", tuple(ids[start : start + _AT_ONCE])):
                if isinstance(entity, Entity):
                    self.kinds[entity.id] = self._stored[entity.id] = entity.kind

    def stored_kind(self, entity_id: str) -> str | None:
        """The kind that the store has for this entity, None when it has none."""
        return self._stored.get(entity_id)

    def both_stored(self, record: Record) -> bool:
        """Whether the store has both ends of a record, so that it can be asked about it."""
        return isinstance(record, Entity) or (record.source in self._stored and record.target in self._stored)

    def remember(self, records: Iterable[Record], *, written: bool) -> None:
        """Accepted records: their entities exist from now on, and the areas that they mention are needed.

        ``written``: the store has them now.
        """
        for record in records:
            if isinstance(record, Entity):
                self.kinds[record.id] = record.kind
                if written:
                    self._stored[record.id] = record.kind
                self._arrived.add(record.id)
                municipality = record.properties.get("gm_code")
                if isinstance(municipality, str):
                    self._places.add(municipality)
            else:
                if isinstance(record, Relation) and place_kind(record.source):
                    self._links.add(record.id)
                for end in (record.source, record.target):
                    if end not in self._stored and end not in self._arrived:
                        self._places.add(end)

    def places(self) -> Batch:
        """The areas to add: those that accepted rows mention, with the regions that they are part of,
        without what the store or the files themselves have."""
        batch = places_of(self._places)
        have = self._arrived | {e.id for e in self._store.get("entity", tuple(e.id for e in batch.entities))}
        links = self._links | {r.id for r in self._store.get("relation", tuple(r.id for r in batch.relations))}
        return Batch(
            tuple(e for e in batch.entities if e.id not in have),
            tuple(r for r in batch.relations if r.id not in links),
        )
