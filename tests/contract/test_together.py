"""Several threads and several processes write at once: nothing is lost, and nobody sees half a batch."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from graph.problems import UndoConflict
from graph.records import Batch, Entity, referral
from graph.store.contract import GraphStore
from tests.contract.test_crash import WRITER
from tests.contract.writer import SHARED

ENDS = Batch((Entity("a", "pro", "A"), Entity("b", "mbo", "B")))


def properties_of(store: GraphStore) -> set[str]:
    return set(store.get("entity", (SHARED.id,))[0].properties)


def test_threads_that_write_the_same_record_lose_nothing(store: GraphStore) -> None:
    def work(name: str) -> None:
        for number in range(15):
            shared = Entity(SHARED.id, SHARED.kind, SHARED.name, {f"{name}_{number}": True})
            store.write(Batch((shared, Entity(f"{name}-{number}", "pro", name))), who=name, why="")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, "abcd"))
    assert properties_of(store) == {f"{name}_{number}" for name in "abcd" for number in range(15)}
    assert [change.id for change in store.history()] == list(range(60, 0, -1))
    assert store.counts().entities == 61


@pytest.mark.slow
def test_processes_that_write_the_same_record_lose_nothing(store: GraphStore, address: str) -> None:
    command = [sys.executable, str(WRITER), address, "count"]
    writers = [subprocess.Popen([*command, name, "25"]) for name in "xyz"]
    assert [process.wait(timeout=240) for process in writers] == [0, 0, 0]
    assert properties_of(store) == {f"{name}_{number}" for name in "xyz" for number in range(25)}
    assert [change.id for change in store.history(limit=100)] == list(range(75, 0, -1))


def test_a_reader_never_sees_half_a_batch(store: GraphStore) -> None:
    store.write(ENDS, who="", why="")
    done = threading.Event()

    def work() -> None:
        for number in range(12):
            days = (date(2024, 1, 1) + timedelta(n) for n in range(10))
            store.write(Batch((), (), tuple(referral(f"c{number}", on, "a", "b") for on in days)), who="", why="")
        done.set()

    seen = set()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        while not done.is_set() and not working.done():
            network = store.snapshot()
            assert len(network.referrals) == 10 * (network.revision - 1)
            seen.add(network.revision)
        working.result()
    assert len(store.snapshot().referrals) == 120
    assert seen


def test_of_two_that_undo_the_same_change_one_does(store: GraphStore) -> None:
    store.write(ENDS, who="", why="")

    def attempt(who: str) -> bool:
        try:
            store.undo(1, who=who)
        except UndoConflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, "pq")) == [False, True]
    assert store.counts().entities == 0
    assert store.revision() == 2
