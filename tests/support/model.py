"""A store that is nothing but dictionaries: what every real store must agree with.

Written from the contract alone, by way of whole copies and plain loops; it shares the rule of merging
and the validation with the stores, which have tests of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from graph.network import Network, Outside, Scope, build_network
from graph.records import RECORD_TYPES, Batch, Entity, Record, RecordIds, RecordType, Referral, Relation, record_type
from graph.schema import Schema, load_schema
from graph.store.folding import folded_words, search_order
from graph.store.reconcile import merge
from graph.validate import batch_problems

Key = tuple[RecordType, str]


class Refused(Exception):
    """The model refuses: the batch is wrong, or the change cannot be undone."""


@dataclass(frozen=True)
class State:
    """A record, the change that added it and the last one that touched it."""

    record: Record
    added: int
    touched: int


@dataclass
class Step:
    """A change: of each record that it touched the state before and after it."""

    states: dict[Key, tuple[State | None, State | None]]
    group: int
    undoes: int | None = None
    undone_by: int | None = None

    def counts(self) -> tuple[int, int, int]:
        """Inserted, updated, removed."""
        found = Counter((before is None, after is None) for before, after in self.states.values())
        return found[(True, False)], found[(False, False)], found[(False, True)]


class Model:
    """The contract, in dictionaries."""

    def __init__(self, schema: Schema | None = None) -> None:
        self.schema = schema or load_schema()
        self.now: dict[Key, State] = {}
        self.steps: list[Step] = []
        self.kept: dict[str, str] = {}

    def records(self, kind: RecordType) -> dict[str, Record]:
        return {i: s.record for (k, i), s in sorted(self.now.items()) if k == kind}

    def statuses(self, batch: Batch) -> list[str]:
        """What writing would do with each record. Raises Refused."""
        kinds = {i: e.kind for i, e in self.records("entity").items() if isinstance(e, Entity)}
        if batch_problems(batch, self.schema, lambda ids: {i: kinds[i] for i in ids if i in kinds}):
            raise Refused
        found = []
        for record in batch:
            stored = self.now.get((record_type(record), record.id))
            if stored is None:
                found.append("new")
            else:
                found.append("unchanged" if merge(stored.record, record) == stored.record else "changed")
        return found

    def write(self, batch: Batch, group: int | None = None) -> int | None:
        """Write, and give the change, or None when nothing changed. Raises Refused."""
        change = len(self.steps) + 1
        targets: dict[Key, State | None] = {}
        for record, status in zip(batch, self.statuses(batch), strict=True):
            key = (record_type(record), record.id)
            if status == "new":
                bare = {name: value for name, value in record.properties.items() if value is not None}
                targets[key] = State(replace(record, properties=bare), change, change)
            elif status == "changed":
                stored = self.now[key]
                targets[key] = State(merge(stored.record, record), stored.added, change)
        return self._put(targets, group) if targets else None

    def remove(self, ids: RecordIds) -> int | None:
        named = dict(zip(RECORD_TYPES, (ids.entities, ids.relations, ids.referrals), strict=True))
        keys = {(kind, i) for kind, wanted in named.items() for i in wanted}
        keys |= {key for key in self.now if set(self._ends(key)) & set(ids.entities)}
        gone: dict[Key, State | None] = {key: None for key in sorted(keys) if key in self.now}
        return self._put(gone, None) if gone else None

    def undo(self, change: int) -> int:
        """Undo, and give the change that did. Raises Refused."""
        if not 1 <= change <= len(self.steps) or self.steps[change - 1].undone_by:
            raise Refused
        step = self.steps[change - 1]
        if any(self.now.get(key) != after for key, (_, after) in step.states.items()):
            raise Refused
        targets = {key: before for key, (before, _) in step.states.items()}
        later = {key: targets.get(key, self.now.get(key)) for key in {*self.now, *targets}}
        there = {i for (kind, i), state in later.items() if kind == "entity" and state}
        for state in later.values():
            if state and isinstance(state.record, Relation | Referral):
                if not {state.record.source, state.record.target} <= there:
                    raise Refused
                if not self._fits(state.record, later):
                    raise Refused
        step.undone_by = self._put(targets, None, undoes=change)
        return step.undone_by

    def _put(self, targets: dict[Key, State | None], group: int | None, undoes: int | None = None) -> int:
        change = len(self.steps) + 1
        states = {key: (self.now.get(key), target) for key, target in targets.items()}
        for key, target in targets.items():
            self.now.pop(key, None)
            if target is not None:
                self.now[key] = target
        self.steps.append(Step(states, group or change, undoes))
        return change

    def _ends(self, key: Key) -> tuple[str, ...]:
        record = self.now[key].record
        return () if isinstance(record, Entity) else (record.source, record.target)

    def _fits(self, record: Relation | Referral, later: dict[Key, State | None]) -> bool:
        """Whether the ends are of kinds that the relation may join."""
        rule = self.schema.referral if isinstance(record, Referral) else self.schema.relations[record.kind]
        kinds = []
        for end in (record.source, record.target):
            state = later[("entity", end)]
            assert state is not None
            assert isinstance(state.record, Entity)
            kinds.append(state.record.kind)
        return kinds[0] in rule.sources and kinds[1] in rule.targets

    def changes_of(self, entity_id: str, limit: int) -> list[tuple[int, list[tuple]]]:
        """Newest first: each change with what it touched of the entity and the relations at it, before and after."""

        def belongs(kind: RecordType, record: Record) -> bool:
            if isinstance(record, Relation):
                return entity_id in (record.source, record.target)
            return kind == "entity" and record.id == entity_id

        found = []
        for number, step in enumerate(self.steps, start=1):
            touched = [
                (key, *(state.record if state else None for state in states))
                for key, states in sorted(step.states.items())
                if any(state and belongs(key[0], state.record) for state in states)
            ]
            if touched:
                found.append((number, touched))
        return found[::-1][:limit]

    def keep(self, name: str, text: str | None) -> None:
        self.kept.pop(name, None)
        if text is not None:
            self.kept[name] = text

    def snapshot(self, scope: Scope, as_of: date | None = None) -> Network:
        """The network of a scope, by the letter of the contract."""
        entities = {e.id: e for e in self.records("entity").values() if isinstance(e, Entity) and _valid(e, as_of)}
        relations = [r for r in self.records("relation").values() if isinstance(r, Relation) and _valid(r, as_of)]
        known = {i: self.schema.entities[e.kind].cls.name for i, e in entities.items()}
        limited = bool(scope.regions or scope.municipalities)
        regions = {i for i in scope.regions if known.get(i) == "place"}
        part = {r.source for r in relations if r.kind == "onderdeel_van" and r.target in regions}
        places = {i for i, cls in known.items() if cls == "place"}
        if limited:
            places &= {*scope.regions, *scope.municipalities, *part}
        codes = {*scope.municipalities, *places}
        organisations = {
            i
            for i, cls in known.items()
            if cls == "organisation" and (not limited or i in part or entities[i].properties.get("gm_code") in codes)
        }
        joined = {end for r in relations for end in (r.source, r.target) if {r.source, r.target} & organisations}
        others = {i for i, cls in known.items() if cls not in ("place", "organisation", "person")}
        chosen = places | organisations | (others & joined if limited else others)
        if scope.kinds:
            chosen = {i for i in chosen if i in places or entities[i].kind in scope.kinds}
        people = {i for i, e in self.records("entity").items() if self._is_person(e)}
        of_kind = [r for r in relations if not scope.relation_kinds or r.kind in scope.relation_kinds]
        moves = [
            r
            for r in self.records("referral").values()
            if isinstance(r, Referral) and (scope.start or r.date) <= r.date <= (scope.end or r.date)
        ]
        return build_network(
            scope,
            [entities[i] for i in chosen],
            _inside(of_kind, chosen),
            _inside(moves, chosen),
            as_of=as_of,
            revision=len(self.steps),
            outside=Outside(_crossing(of_kind, chosen, people), _crossing(moves, chosen, people)),
            schema=self.schema,
        )

    def _is_person(self, entity: Record) -> bool:
        return isinstance(entity, Entity) and self.schema.entities[entity.kind].cls.name == "person"

    def neighbourhood(self, entity_id: str, depth: int, limit: int) -> list[str]:
        """Ids, nearest first."""
        people = {i for i, e in self.records("entity").items() if self._is_person(e)}
        if ("entity", entity_id) not in self.now or entity_id in people:
            return []
        found, frontier = [entity_id], {entity_id}
        for _ in range(depth):
            frontier = {b for a in frontier for b in self._neighbours(a)} - set(found) - people
            found += sorted(frontier)
        return found[:limit]

    def paths(self, a: str, b: str, limit: int) -> list[tuple[str, ...]]:
        """All shortest paths over organisations, by trying every walk of rising length."""
        organisations = {
            i
            for i, e in self.records("entity").items()
            if isinstance(e, Entity) and e.kind in self.schema.organisations
        }
        if a not in organisations or b not in organisations:
            return []
        walks = [(a,)]
        for _ in range(7):
            arrived = sorted(walk for walk in walks if walk[-1] == b)
            if arrived:
                return arrived[:limit]
            walks = [
                (*walk, after)
                for walk in walks
                for after in self._neighbours(walk[-1]) & organisations
                if after not in walk
            ]
        return []

    def _neighbours(self, entity_id: str) -> set[str]:
        pairs = [(r.source, r.target) for r in self.records("relation").values() if isinstance(r, Relation)]
        return {b for a, b in pairs if a == entity_id} | {a for a, b in pairs if b == entity_id}

    def search(self, text: str, kinds: tuple[str, ...], limit: int) -> list[str]:
        words = folded_words(text)
        if not words:
            return []
        found = []
        for entity in self.records("entity").values():
            assert isinstance(entity, Entity)
            own = {*folded_words(entity.name), *folded_words(entity.id)}
            fits = all(word in own for word in words[:-1]) and any(word.startswith(words[-1]) for word in own)
            if fits and not self._is_person(entity) and (not kinds or entity.kind in kinds):
                found.append((search_order(entity.name, entity.id, text), entity.id))
        return [identifier for _, identifier in sorted(found)][:limit]


def _valid(record: Entity | Relation, as_of: date | None) -> bool:
    if as_of is None:
        return True
    return (record.valid_from or as_of) <= as_of <= (record.valid_to or as_of)


def _inside(links: Iterable, chosen: set[str]) -> list:
    return [link for link in links if {link.source, link.target} <= chosen]


def _crossing(links: Iterable, chosen: set[str], people: set[str]) -> int:
    """How many have exactly one end inside, and the other not a candidate."""
    pairs = [(link.source, link.target) for link in links]
    return sum((a in chosen) != (b in chosen) and not {a, b} & people for a, b in pairs)
