"""Writing, removing, undoing: the same for every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.problems import InvalidBatch, StoreUnavailable, UndoConflict
from graph.records import Batch, Entity, RecordIds, record_type, referral, relation
from graph.store.contract import Counts, GraphStore
from graph.store.open import open_store
from graph.texts import texts
from tests.contract.region import OSS, REGION

SCHOOL, FIRM, COLLEGE = Entity("s", "pro", "School"), Entity("w", "werkgever", "Firma"), Entity("m", "mbo", "Mbo")
THREE = Batch((SCHOOL, FIRM, COLLEGE))


def save(store: GraphStore, *entities: Entity) -> int | None:
    return store.write(Batch(entities), who="ik", why="test").change


def test_an_empty_store_answers(store: GraphStore) -> None:
    assert isinstance(store, GraphStore)
    assert store.revision() == 0
    assert store.counts() == Counts(0, 0, 0, ())
    assert store.history() == ()
    assert store.snapshot().entities == ()
    assert store.search("oss") == ()
    assert store.get("entity", ("x",)) == ()
    assert store.referral_flows().empty


def test_what_is_written_is_read_back(store: GraphStore) -> None:
    receipt = store.write(REGION, who="ik", why="eerste")
    assert (receipt.inserted, receipt.updated, receipt.unchanged, receipt.removed) == (len(REGION), 0, 0, 0)
    assert set(receipt.statuses) == {"new"}
    assert (receipt.change, receipt.revision, store.revision()) == (1, 1, 1)
    for kind, records in (
        ("entity", REGION.entities),
        ("relation", REGION.relations),
        ("referral", REGION.referrals),
    ):
        found = store.get(kind, tuple(r.id for r in records))
        assert found == tuple(sorted(records, key=lambda r: r.id))


def test_counts_are_by_kind_of_entity(store: GraphStore) -> None:
    store.write(REGION, who="ik", why="")
    counts = store.counts()
    assert (counts.entities, counts.relations, counts.referrals) == (18, 16, 5)
    assert dict(counts.by_kind)["mbo"] == 2
    assert list(counts.by_kind) == sorted(counts.by_kind)


def test_writing_the_same_again_changes_nothing(store: GraphStore) -> None:
    store.write(REGION, who="ik", why="")
    again = store.write(REGION, who="ik", why="")
    assert (again.inserted, again.updated, again.unchanged) == (0, 0, len(REGION))
    assert (again.change, again.revision) == (None, 1)
    assert len(store.history()) == 1


def test_an_empty_batch_changes_nothing(store: GraphStore) -> None:
    assert store.write(Batch(), who="ik", why="").change is None


def test_absent_properties_stay_and_none_clears(store: GraphStore) -> None:
    save(store, replace(SCHOOL, properties={"capacity": 3, "size": 9, "kleur": "rood"}))
    receipt = store.write(Batch((replace(SCHOOL, properties={"size": None, "capacity": 4}),)), who="ik", why="")
    assert receipt.statuses == ("changed",)
    assert store.get("entity", ("s",))[0].properties == {"capacity": 4, "kleur": "rood"}


def test_an_open_date_keeps_the_stored_one(store: GraphStore) -> None:
    save(store, replace(SCHOOL, valid_from=date(2020, 1, 1)))
    save(store, replace(SCHOOL, name="Nieuwe naam", valid_to=date(2030, 1, 1)))
    assert store.get("entity", ("s",)) == (Entity("s", "pro", "Nieuwe naam", {}, date(2020, 1, 1), date(2030, 1, 1)),)


def test_statuses_are_in_the_order_of_the_batch(store: GraphStore) -> None:
    save(store, SCHOOL, FIRM)
    receipt = store.write(
        Batch((COLLEGE, SCHOOL, replace(FIRM, name="Anders")), (relation("samenwerking", "m", "s"),)), who="", why=""
    )
    assert receipt.statuses == ("new", "unchanged", "changed", "new")


@pytest.mark.parametrize("kind", ("entities", "relations", "referrals"))
def test_a_large_batch_is_compared_when_one_record_is_there_already(store: GraphStore, kind: str) -> None:
    many = tuple(Entity(f"e{n:04}", "pro", f"School {n}") for n in range(1_100))
    records = {
        "entities": many,
        "relations": tuple(relation("samenwerking", "w", entity.id, {"trust": 2}) for entity in many),
        "referrals": tuple(referral("k", date(2024, 1, 1), "w", entity.id, {"handover": "koud"}) for entity in many),
    }
    store.write(Batch((FIRM, *(many if kind != "entities" else ()))), who="ik", why="ends")
    store.write(Batch(**{kind: (records[kind][700],)}), who="ik", why="one")
    receipt = store.write(Batch(**{kind: records[kind]}), who="ik", why="all")
    assert (receipt.inserted, receipt.updated, receipt.unchanged) == (1_099, 0, 1)
    assert receipt.statuses[699:702] == ("new", "unchanged", "new")
    assert store.history(limit=1)[0].inserted == 1_099


def test_a_preview_says_what_a_write_would_do_and_stores_nothing(store: GraphStore) -> None:
    save(store, SCHOOL)
    batch = Batch((replace(SCHOOL, name="Anders"), FIRM))
    preview = store.preview(batch)
    assert (preview.statuses, preview.change, preview.revision) == (("changed", "new"), None, 1)
    assert (preview.inserted, preview.updated) == (1, 1)
    assert store.get("entity", ("s", "w")) == (SCHOOL,)
    assert store.revision() == 1


GOOD = (Entity("x", "vso", "Goed"),)
WRONG = [
    Batch((*GOOD, Entity("y", "raket", "Raket"))),
    Batch((*GOOD, Entity("y", "pro", "Y", {"capacity": -1}))),
    Batch((*GOOD, Entity("s", "mbo", "School"))),
    Batch(GOOD, (relation("samenwerking", "x", "nergens"),)),
    Batch(GOOD, (), (referral("k", date(2024, 1, 1), "x", "nergens"),)),
    Batch((*GOOD, *GOOD)),
    Batch(GOOD, (relation("biedt", "x", "s"),)),
    Batch((*GOOD, Entity("y", "pro", "Half \ud800 paar"))),
    Batch((*GOOD, Entity("y", "pro", "Y", {"groot": 2**70}))),
    Batch((*GOOD, Entity("y", "pro", "Y", {"capacity": 2**70}))),
    Batch((*GOOD, replace(SCHOOL, valid_to=date(2019, 1, 1)))),
]


@pytest.mark.parametrize("batch", WRONG, ids=range(len(WRONG)))
def test_a_wrong_batch_is_refused_and_leaves_nothing(store: GraphStore, batch: Batch) -> None:
    save(store, replace(SCHOOL, valid_from=date(2020, 1, 1)))
    for attempt in (store.preview, lambda b: store.write(b, who="ik", why="")):
        with pytest.raises(InvalidBatch) as caught:
            attempt(batch)
        assert caught.value.problems
        assert all(texts("nl").problem(problem) for problem in caught.value.problems)
    assert store.get("entity", ("x", "y")) == ()
    assert store.revision() == 1


def test_ends_may_be_in_the_batch_or_in_the_store(store: GraphStore) -> None:
    save(store, SCHOOL)
    store.write(Batch((FIRM,), (relation("samenwerking", "s", "w"),)), who="ik", why="")
    store.write(Batch((), (), (referral("k", date(2024, 1, 1), "s", "w"),)), who="ik", why="")
    assert store.counts().referrals == 1


AWKWARD = {
    "een punt.": "x", "`terug`": 1, "$geld": 2.5, "é ü": True, "datum": date(2026, 1, 31), "tekst": "2026-01-31",
    "json": '{"date":"2026-01-31"}', "leeg": "", "id": "eigen", "kind": "eigen", "name": "eigen", "source": "eigen",
    "added": 7, "touched": 8, "date": "1999", "valid_from": "x", "groot": 2**63 - 1, "klein": -(2**63) + 1,
    "'; DROP TABLE entity; --": "'; DROP TABLE entity; --", "emoji": "🚂", "nul": 0, "niet": False, "heel": 3.0,
}  # fmt: skip


def test_extra_properties_of_any_name_keep_their_value_and_type(store: GraphStore) -> None:
    batch = Batch(
        (replace(SCHOOL, properties=AWKWARD), FIRM),
        (relation("samenwerking", "s", "w", AWKWARD),),
        (referral("k", date(2024, 1, 1), "s", "w", AWKWARD),),
    )
    store.write(batch, who="ik", why="")
    for record in (batch.entities[0], *batch.relations, *batch.referrals):
        kind = record_type(record)
        found = store.get(kind, (record.id,))
        assert found == (record,)
        assert {n: type(v) for n, v in found[0].properties.items()} == {n: type(v) for n, v in AWKWARD.items()}
    assert store.write(batch, who="ik", why="").change is None


def test_ids_and_names_may_hold_any_visible_sign(store: GraphStore) -> None:
    odd = Entity("a'b\"c`{d}\\e%f 🚂", "pro", "Naam ' \" ` { } \\ % 🚂 ĳ")
    store.write(Batch((odd, SCHOOL), (relation("samenwerking", odd.id, "s"),)), who="o'neil", why='"waarom"')
    assert store.get("entity", (odd.id,)) == (odd,)
    assert store.snapshot().relations[0].source == odd.id
    assert store.history()[0].who == "o'neil"


def test_every_declared_property_keeps_its_value(store: GraphStore) -> None:
    contact = Entity("c", "contactpunt", "Balie", {"consent": True, "person_name": "R. de Wit", "function": "balie"})
    school = replace(SCHOOL, properties={
        **OSS, "lat": 51.5, "lon": 5, "kvk_number": "01234567", "website": "https://a.nl", "stages": ("matching",),
        "life_domains": ("werk", "wonen"), "target_groups": (), "reference_date": date(2026, 1, 1), "fictitious": False,
    })  # fmt: skip
    save(store, contact, school)
    assert store.get("entity", ("c", "s")) == (contact, school)


def test_removing_an_entity_removes_what_is_at_it(store: GraphStore) -> None:
    store.write(REGION, who="ik", why="")
    receipt = store.remove(RecordIds(entities=("hooge", "onbekend")), who="ik", why="opgeheven")
    assert (receipt.removed, receipt.change, receipt.statuses) == (1 + 4 + 4, 2, ())
    counts = store.counts()
    assert (counts.entities, counts.relations, counts.referrals) == (17, 12, 1)
    assert store.search("hooge") == ()


def test_removing_relations_and_referrals_leaves_their_ends(store: GraphStore) -> None:
    store.write(REGION, who="ik", why="")
    ids = RecordIds(relations=("samenwerking|hooge|baas",), referrals=("c1|2024-01-10|hooge|baas", "niets"))
    assert store.remove(ids, who="ik", why="").removed == 2
    assert (store.counts().entities, store.counts().relations, store.counts().referrals) == (18, 15, 4)


def test_removing_what_is_not_there_changes_nothing(store: GraphStore) -> None:
    receipt = store.remove(RecordIds(("a",), ("b",), ("c", "d|e|f|g")), who="ik", why="")
    assert (receipt.removed, receipt.change, store.revision()) == (0, None, 0)


def test_undoing_a_removal_brings_everything_back(store: GraphStore) -> None:
    store.write(REGION, who="ik", why="")
    before = store.snapshot()
    store.remove(RecordIds(entities=("hooge", "baas", "AM27")), who="ik", why="")
    receipt = store.undo(2, who="ik")
    assert receipt.inserted == store.history(limit=2)[1].removed
    after = store.snapshot()
    assert (after.entities, after.relations) == (before.entities, before.relations)
    assert after.referrals.equals(before.referrals)
    assert [e.id for e in store.search("hooge")] == ["hooge"]


def test_undoing_a_write_takes_new_records_away_and_puts_old_values_back(store: GraphStore) -> None:
    save(store, SCHOOL)
    save(store, replace(SCHOOL, name="Anders", properties={"size": 3}), FIRM)
    receipt = store.undo(2, who="ik")
    assert (receipt.inserted, receipt.updated, receipt.removed) == (0, 1, 1)
    assert store.get("entity", ("s", "w")) == (SCHOOL,)
    assert [e.id for e in store.search("school")] == ["s"]
    assert store.search("anders") == ()


def test_undoing_twice_undoes_the_two_last_changes(store: GraphStore) -> None:
    save(store, SCHOOL)
    save(store, replace(SCHOOL, name="Twee"))
    save(store, replace(SCHOOL, name="Drie"))
    store.undo(3, who="ik")
    store.undo(2, who="ik")
    assert store.get("entity", ("s",)) == (SCHOOL,)
    store.undo(1, who="ik")
    assert store.counts().entities == 0


def test_undoing_an_undo_is_doing_it_again(store: GraphStore) -> None:
    store.write(REGION, who="ik", why="")
    store.undo(1, who="ik")
    assert store.counts().entities == 0
    store.undo(2, who="ik")
    assert store.counts() == Counts(18, 16, 5, store.counts().by_kind)
    store.undo(3, who="ik")
    assert store.counts().entities == 0


def conflict(store: GraphStore, change: int) -> str:
    """The key of the conflict; nothing may have been written."""
    revision, counts = store.revision(), store.counts()
    with pytest.raises(UndoConflict) as caught:
        store.undo(change, who="ik")
    assert (store.revision(), store.counts()) == (revision, counts)
    assert texts("nl").error(caught.value)
    assert texts("en").error(caught.value)
    return caught.value.key


def test_a_change_under_a_later_one_cannot_be_undone(store: GraphStore) -> None:
    save(store, SCHOOL, FIRM)
    save(store, replace(SCHOOL, name="Anders"))
    assert conflict(store, 1) == "store.changed_since"


def test_an_insert_whose_record_was_removed_since_cannot_be_undone(store: GraphStore) -> None:
    save(store, SCHOOL, FIRM)
    store.remove(RecordIds(("s",)), who="ik", why="")
    assert conflict(store, 1) == "store.changed_since"


def test_a_removal_cannot_be_undone_when_the_record_is_new_again(store: GraphStore) -> None:
    save(store, SCHOOL)
    store.remove(RecordIds(("s",)), who="ik", why="")
    save(store, SCHOOL)
    assert conflict(store, 2) == "store.changed_since"


def test_undo_may_not_leave_a_relation_without_an_end(store: GraphStore) -> None:
    store.write(THREE, who="ik", why="")
    store.write(Batch((), (relation("samenwerking", "s", "w"),)), who="ik", why="")
    assert conflict(store, 1) == "store.would_dangle"


def test_undo_may_not_leave_a_referral_without_an_end(store: GraphStore) -> None:
    store.write(THREE, who="ik", why="")
    store.write(Batch((), (), (referral("k", date(2024, 1, 1), "m", "w"),)), who="ik", why="")
    assert conflict(store, 1) == "store.would_dangle"


def test_a_relation_does_not_come_back_without_its_end(store: GraphStore) -> None:
    store.write(THREE + Batch((), (relation("samenwerking", "s", "w"),)), who="ik", why="")
    store.remove(RecordIds((), ("samenwerking|s|w",)), who="ik", why="")
    store.remove(RecordIds(("w",)), who="ik", why="")
    assert conflict(store, 2) == "store.end_missing"
    store.undo(3, who="ik")
    store.undo(2, who="ik")
    assert store.counts().relations == 1


def test_unknown_and_undone_changes_cannot_be_undone(store: GraphStore) -> None:
    save(store, SCHOOL)
    assert conflict(store, 7) == "store.unknown_change"
    store.undo(1, who="ik")
    assert conflict(store, 1) == "store.already_undone"


def test_history_is_newest_first_and_in_pages(store: GraphStore) -> None:
    for number in range(5):
        store.write(Batch((replace(SCHOOL, name=f"Naam {number}"),)), who=f"w{number}", why=f"reden {number}")
    assert [c.id for c in store.history()] == [5, 4, 3, 2, 1]
    assert [c.id for c in store.history(since=3)] == [5, 4]
    assert [c.id for c in store.history(since=1, limit=2)] == [5, 4]
    assert store.history(limit=0) == ()
    newest = store.history(limit=1)[0]
    assert (newest.who, newest.why, newest.inserted, newest.updated, newest.removed) == ("w4", "reden 4", 0, 1, 0)


def test_the_time_of_a_change_is_utc(store: GraphStore) -> None:
    save(store, SCHOOL)
    at = store.history()[0].at
    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=5)


def test_an_undo_and_what_it_undid_name_each_other(store: GraphStore) -> None:
    save(store, SCHOOL)
    store.undo(1, who="zij")
    undo, write = store.history()
    assert (write.undone_by, write.undoes, undo.undoes, undo.undone_by) == (2, None, 1, None)
    assert (undo.who, undo.removed) == ("zij", 1)


def test_changes_of_one_import_share_a_group(store: GraphStore) -> None:
    first = save(store, SCHOOL)
    store.write(Batch((FIRM,)), who="ik", why="", group=first)
    save(store, COLLEGE)
    assert [c.group for c in store.history()] == [3, 1, 1]


def test_a_group_that_does_not_exist_is_refused(store: GraphStore) -> None:
    with pytest.raises(ValueError, match="9"):
        store.write(THREE, who="ik", why="", group=9)
    assert store.revision() == 0
    assert store.counts().entities == 0


def test_changed_records_say_what_was_and_what_is(store: GraphStore) -> None:
    save(store, SCHOOL)
    changed = replace(SCHOOL, name="Anders")
    link = relation("samenwerking", "s", "w")
    store.write(Batch((changed, FIRM), (link,)), who="ik", why="")
    found = store.changed_records(2)
    assert [(r.type, r.id) for r in found] == [("entity", "s"), ("entity", "w"), ("relation", link.id)]
    assert [(r.before, r.after) for r in found] == [(SCHOOL, changed), (None, FIRM), (None, link)]
    assert store.changed_records(2, limit=1) == found[:1]
    store.remove(RecordIds(("w",)), who="ik", why="")
    assert [(r.id, r.before, r.after) for r in store.changed_records(3)] == [("w", FIRM, None), (link.id, link, None)]
    assert [(r.id, r.after) for r in store.changed_records(2)] == [("s", changed), ("w", None), (link.id, None)]
    assert store.changed_records(9) == ()


def test_get_orders_by_id_and_leaves_out_the_unknown(store: GraphStore) -> None:
    store.write(THREE, who="ik", why="")
    assert [e.id for e in store.get("entity", ("w", "niets", "m", "w"))] == ["m", "w"]
    assert store.get("relation", ("m", "a|b")) == ()
    assert store.get("referral", ("m", "a|b|c|d")) == ()


def test_a_store_keeps_its_data_when_it_is_opened_again(store: GraphStore, address: str) -> None:
    store.write(REGION, who="ik", why="")
    expected = store.snapshot()
    store.close()
    with open_store(address) as again:
        assert again.revision() == 1
        assert again.snapshot().entities == expected.entities
        assert again.undo(1, who="ik").removed == len(REGION)


def test_two_openings_of_one_store_see_each_others_writes(store: GraphStore, address: str) -> None:
    with open_store(address) as other:
        save(store, SCHOOL)
        assert other.revision() == 1
        save(other, replace(SCHOOL, name="Anders"))
        assert store.get("entity", ("s",))[0].name == "Anders"


def test_health_names_product_version_and_address_without_secrets(store: GraphStore, address: str) -> None:
    health = store.health()
    assert health.ok
    assert health.version[0].isdigit()
    assert health.address.split("://")[0] == address.split("://")[0]
    if "@" in address:
        password = address.split("@")[0].rsplit(":", 1)[1]
        assert password not in f"{health} {store!r} {store}"


def test_a_closed_store_says_so(store: GraphStore) -> None:
    store.close()
    with pytest.raises(StoreUnavailable):
        store.revision()
    store.close()
