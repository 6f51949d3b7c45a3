"""Any sequence of writes, removals and undos: a store agrees with dictionaries, in everything it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from graph.network import Scope
from graph.problems import InvalidBatch, UndoConflict
from graph.records import (
    RECORD_TYPES,
    Batch,
    Entity,
    RecordIds,
    Referral,
    Relation,
    Value,
    record_type,
    referral,
    relation,
)
from graph.schema import Property
from graph.store.contract import GraphStore
from graph.store.open import open_store
from tests.support.model import Model, Refused
from tests.support.records import NAMES, SCHEMA, TEXT, a_few_properties, periods

KINDS = {
    "o1": ("pro",), "o2": ("werkgever",), "o3": ("mbo",), "o4": ("netwerk",), "w1": ("overig", "plek"),
    "GM0828": ("gebied_gemeente",), "GM0796": ("gebied_gemeente",), "AM27": ("arbeidsmarktregio",),
    "c1": ("convenant",), "k1": ("kandidaat",), "p1": ("plek",),
}  # fmt: skip
IDS = st.sampled_from(sorted(KINDS))
JOINS = [
    (code, a, b)
    for a, b in permutations(sorted(KINDS), 2)
    for code, kind in SCHEMA.relations.items()
    if set(KINDS[a]) & kind.sources and set(KINDS[b]) & kind.targets
]
PERIODS = st.just((None, None)) | periods()
DAYS = st.dates(date(2024, 1, 1), date(2024, 1, 6))


EXTRA = ("kleur", "date", "een é")


@st.composite
def some_properties(draw: st.DrawFn, declared: Mapping[str, Property], kept: tuple[str, ...] = ()) -> dict[str, Value]:
    """A few values, one of which may be cleared; ``kept`` make the identity and are never cleared."""
    found = draw(a_few_properties(declared, EXTRA))
    cleared = draw(st.none() | st.sampled_from(sorted({*declared, *EXTRA} - set(kept))))
    return {**found, cleared: None} if cleared else found


@st.composite
def an_entity(draw: st.DrawFn) -> Entity:
    identifier = draw(IDS)
    kind = draw(st.sampled_from(KINDS[identifier]))
    name = draw(st.sampled_from(("Café Oss", "Oss", "De Oss", "Naam")) | NAMES)
    return Entity(identifier, kind, name, draw(some_properties(SCHEMA.entities[kind].properties)), *draw(PERIODS))


@st.composite
def a_relation(draw: st.DrawFn) -> Relation:
    kind, source, target = draw(st.sampled_from(JOINS))
    declared = SCHEMA.relations[kind]
    return relation(kind, source, target, draw(some_properties(declared.properties, declared.identity)), *draw(PERIODS))


@st.composite
def a_referral(draw: st.DrawFn) -> Referral:
    source, target = draw(st.sampled_from(list(permutations(("o1", "o2", "o3", "w1"), 2))))
    found = draw(some_properties(SCHEMA.referral.properties))
    return referral(draw(st.sampled_from(("k1", "k2"))), draw(DAYS), source, target, found)


def a_few(records: st.SearchStrategy, most: int) -> st.SearchStrategy:
    return st.lists(records, max_size=most, unique_by=lambda record: record.id).map(tuple)


BATCHES = st.builds(Batch, a_few(an_entity(), 3), a_few(a_relation(), 2), a_few(a_referral(), 2))
EVERYBODY = Batch(
    tuple(
        Entity(i, kinds[0], f"Naam {i}", {"gm_code": "GM0828"} if i[0] in "ow" else {}) for i, kinds in KINDS.items()
    ),
    (
        relation("onderdeel_van", "GM0828", "AM27"),
        relation("samenwerking", "o1", "o2"),
        relation("samenwerking", "o2", "o3"),
        relation("samenwerking", "o4", "o3"),
        relation("opstap", "o4", "w1"),
        relation("lid_van", "o3", "c1"),
        relation("plaatsing", "k1", "p1"),
    ),
    (referral("k1", date(2024, 1, 2), "o1", "o2"), referral("k1", date(2024, 1, 3), "o2", "o3")),
)
SCOPES = st.builds(
    Scope,
    regions=st.sampled_from(((), ("AM27",), ("AM99",))),
    municipalities=st.sampled_from(((), ("GM0828",), ("GM1721",))),
    kinds=st.sampled_from(((), ("pro", "mbo"), ("convenant", "werkgever"))),
    relation_kinds=st.sampled_from(((), ("samenwerking",))),
    start=st.none() | DAYS,
    end=st.none() | DAYS,
)


class Machine(RuleBasedStateMachine):
    """Drives a store and a model side by side."""

    store: GraphStore

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()

    @initialize()
    def start(self) -> None:
        self.write(EVERYBODY, False)

    @rule(batch=BATCHES, in_group=st.booleans())
    def write(self, batch: Batch, in_group: bool) -> None:
        group = 1 if in_group and self.model.steps else None
        try:
            statuses = self.model.statuses(batch)
        except Refused:
            with pytest.raises(InvalidBatch):
                self.store.preview(batch)
            with pytest.raises(InvalidBatch):
                self.store.write(batch, who="w", why="", group=group)
            return
        preview = self.store.preview(batch)
        change = self.model.write(batch, group)
        receipt = self.store.write(batch, who="w", why="", group=group)
        assert list(receipt.statuses) == list(preview.statuses) == statuses
        assert (receipt.change, receipt.revision) == (change, len(self.model.steps))
        counted = (receipt.inserted, receipt.updated, receipt.unchanged, receipt.removed)
        assert counted == tuple(statuses.count(status) for status in ("new", "changed", "unchanged", "removed"))

    def present(self) -> dict[str, str]:
        """The kinds of the entities that are stored."""
        return {i: e.kind for i, e in self.model.records("entity").items() if isinstance(e, Entity)}

    @precondition(lambda self: self.model.now)
    @rule(data=st.data(), value=st.integers(0, 9))
    def touch(self, data: st.DataObject, value: int) -> None:
        """One new value in one record that is there."""
        record = self.model.now[data.draw(st.sampled_from(sorted(self.model.now)))].record
        record = replace(record, properties={"kleur": value})
        batch = {"entity": Batch((record,)), "relation": Batch((), (record,)), "referral": Batch((), (), (record,))}
        kept = SCHEMA.relations[record.kind].identity if isinstance(record, Relation) else ()
        if not kept:  # without its identity a relation would not be itself
            self.write(batch[record_type(record)], False)

    @precondition(lambda self: len(self.model.records("entity")) > 1)
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        """One new link between what is there: so that changes stand upon each other."""
        here = self.present()
        fitting = [
            (code, a, b)
            for a, b in permutations(sorted(here), 2)
            for code, kind in SCHEMA.relations.items()
            if here[a] in kind.sources and here[b] in kind.targets
        ]
        organisations = sorted(i for i, kind in here.items() if kind in SCHEMA.organisations)
        if fitting:
            self.write(Batch((), (relation(*data.draw(st.sampled_from(fitting))),)), False)
        if len(organisations) > 1:
            source, target = data.draw(st.permutations(organisations))[:2]
            self.write(Batch((), (), (referral("k3", data.draw(DAYS), source, target),)), False)

    @rule(entities=st.lists(IDS, max_size=2), data=st.data())
    def remove(self, entities: list[str], data: st.DataObject) -> None:
        relations = st.sampled_from(["unknown", *self.model.records("relation")])
        referrals = st.sampled_from(["unknown", *self.model.records("referral")])
        links = data.draw(st.lists(relations, max_size=2)), data.draw(st.lists(referrals, max_size=2))
        ids = RecordIds(tuple(entities), tuple(links[0]), tuple(links[1]))
        change = self.model.remove(ids)
        receipt = self.store.remove(ids, who="r", why="")
        assert receipt.change == change
        assert receipt.removed == (self.model.steps[change - 1].counts()[2] if change else 0)

    @rule(back=st.integers(0, 2), anywhere=st.none() | st.integers(0, 30))
    def undo(self, back: int, anywhere: int | None) -> None:
        asked = len(self.model.steps) - back if anywhere is None else anywhere % (len(self.model.steps) + 2)
        try:
            change = self.model.undo(asked)
        except Refused:
            with pytest.raises(UndoConflict):
                self.store.undo(asked, who="u")
            return
        receipt = self.store.undo(asked, who="u")
        assert (receipt.change, receipt.revision) == (change, change)
        assert (receipt.inserted, receipt.updated, receipt.removed) == self.model.steps[change - 1].counts()

    @rule(scope=SCOPES, as_of=st.none() | st.dates(date(2015, 1, 1), date(2025, 1, 1)))
    def snapshot(self, scope: Scope, as_of: date | None) -> None:
        found, expected = self.store.snapshot(scope, as_of), self.model.snapshot(scope, as_of)
        assert found.entities == expected.entities
        assert found.relations == expected.relations
        assert found.outside == expected.outside
        assert (found.scope, found.as_of, found.revision) == (scope, as_of, expected.revision)
        pd.testing.assert_frame_equal(found.referrals, expected.referrals)

    @rule(entity_id=IDS, depth=st.integers(0, 3), limit=st.integers(1, 12))
    def neighbourhood(self, entity_id: str, depth: int, limit: int) -> None:
        found = self.store.neighbourhood(entity_id, depth, limit)
        assert set(found.ids) == set(self.model.neighbourhood(entity_id, depth, limit))

    @rule(a=st.sampled_from(("o1", "o2", "w1", "c1")), b=st.sampled_from(("o1", "o3", "w1")), limit=st.integers(1, 4))
    def paths(self, a: str, b: str, limit: int) -> None:
        assert list(self.store.paths(a, b, limit)) == self.model.paths(a, b, limit)

    @rule(text=st.sampled_from(("oss", "caf", "naam o", "gm08", "n", "é", "o1")), limit=st.integers(1, 4))
    def search(self, text: str, limit: int) -> None:
        assert [e.id for e in self.store.search(text, limit=limit)] == self.model.search(text, (), limit)

    @rule(back=st.integers(0, 6))
    def changed_records(self, back: int) -> None:
        change = len(self.model.steps) - back
        if change < 1:
            assert self.store.changed_records(change) == ()
            return
        states = self.model.steps[change - 1].states
        found = self.store.changed_records(change)
        assert [(r.type, r.id) for r in found] == sorted(states)
        for record in found:
            before, _ = states[(record.type, record.id)]
            now = self.model.now.get((record.type, record.id))
            assert record.before == (before.record if before else None)
            assert record.after == (now.record if now else None)

    @rule(entity_id=IDS, limit=st.integers(1, 40))
    def changes_of(self, entity_id: str, limit: int) -> None:
        found = self.store.changes_of(entity_id, limit)
        told = [(f.change.id, [((r.type, r.id), r.before, r.after) for r in f.records]) for f in found]
        assert told == self.model.changes_of(entity_id, limit)

    @rule(name=st.sampled_from(("plaats/a", "plaats/b", "plaats", "é")), text=st.none() | TEXT)
    def keep(self, name: str, text: str | None) -> None:
        self.model.keep(name, text)
        self.store.keep(name, text)

    @rule(prefix=st.sampled_from(("", "plaats", "plaats/", "p", "é", "x")))
    def kept(self, prefix: str) -> None:
        expected = {name: text for name, text in sorted(self.model.kept.items()) if name.startswith(prefix)}
        assert list(self.store.kept(prefix).items()) == list(expected.items())

    @invariant()
    def the_same_is_stored(self) -> None:
        everything = {kind: self.model.records(kind) for kind in RECORD_TYPES}
        for kind, records in everything.items():
            asked = (*records, "unknown")
            assert self.store.get(kind, asked) == tuple(records[i] for i in sorted(records))
        counts = self.store.counts()
        assert (counts.entities, counts.relations, counts.referrals) == tuple(map(len, everything.values()))

    @invariant()
    def the_journal_says_the_same(self) -> None:
        assert self.store.revision() == len(self.model.steps)
        found = [
            (c.id, (c.inserted, c.updated, c.removed), c.group, c.undoes, c.undone_by)
            for c in self.store.history(limit=1000)
        ]
        expected = [
            (number, step.counts(), step.group, step.undoes, step.undone_by)
            for number, step in enumerate(self.model.steps, start=1)
        ]
        assert found == expected[::-1]


@pytest.mark.slow
def test_a_store_agrees_with_dictionaries_on_any_sequence(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, address: str
) -> None:
    embedded = address.startswith("sqlite")

    class Driven(Machine):
        def __init__(self) -> None:
            super().__init__()
            where = address
            if embedded:
                where = f"sqlite:///{tmp_path_factory.mktemp('machine') / 'graph.db'}"
            else:
                from tests.support.neo4j_server import empty

                empty(request.getfixturevalue("neo4j_server"))
            self.store = open_store(where)

        def teardown(self) -> None:
            self.store.close()

    few = settings(
        max_examples=60 if embedded else 8,
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Driven, settings=few)


def test_the_model_refuses_what_a_store_refuses() -> None:
    """The model itself: a change that another one stands on cannot be undone."""
    model = Model()
    model.write(Batch((Entity("o1", "pro", "A"), Entity("o2", "mbo", "B"))))
    model.write(Batch((), (relation("samenwerking", "o1", "o2"),)))
    with pytest.raises(Refused):
        model.undo(1)
    assert model.undo(2) == 3
    assert model.undo(1) == 4
    assert model.now == {}
