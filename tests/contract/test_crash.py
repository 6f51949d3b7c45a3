"""A process that is killed at any moment loses nothing that was acknowledged, and leaves nothing half."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph.records import Entity
from graph.store.contract import GraphStore
from tests.contract.writer import REFERRALS, SHARED, numbered

WRITER = Path(__file__).with_name("writer.py")
KILLS = 30

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="This test kills forked processes: run it on Unix.")


@contextmanager
def writer(address: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(WRITER), address, "stream"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, bufsize=1, **pipes) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def killed_after(process: subprocess.Popen[str], first: int, acknowledgements: int, delay: float) -> list[int]:
    """Let a child write from number ``first`` on, kill it some time after it acknowledged so many; what it said."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{first}\n")
    child = int(process.stdout.readline().removeprefix("pid "))
    said = [int(process.stdout.readline()) for _ in range(acknowledgements)]
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    said += [int(line) for line in iter(process.stdout.readline, "gone\n")]
    return said


@pytest.mark.slow
def test_thirty_kills_lose_no_acknowledged_write_and_leave_no_half_batch(store: GraphStore, address: str) -> None:
    luck = random.Random(20261122)
    acknowledged: list[int] = []
    with writer(address) as process:
        for kill in range(KILLS):
            # Numbers differ by kill, so that what was written but not acknowledged is recognised.
            acknowledged += killed_after(process, kill * 1000, luck.randrange(4), luck.uniform(0, 0.05))
    assert len(acknowledged) > KILLS

    changes = [change for change in store.history(limit=10_000) if change.who == "writer"]
    written = sorted(int(change.why) for change in changes)
    assert set(acknowledged) <= set(written)
    assert len(written) - len(acknowledged) <= KILLS  # a child can have one commit on its way when it dies

    network = store.snapshot()
    found = Counter(e.id.partition("-")[0] for e in network.entities)
    moves = Counter(network.referrals["case"])
    expected = {number: numbered(number) for number in written}
    assert found == {**{f"o{n}": len(batch.entities) - 1 for n, batch in expected.items()}, SHARED.id: 1}
    assert moves == dict.fromkeys((f"c{n}" for n in written), REFERRALS)
    assert len(network.relations) == len(written)
    shared = network.entity(SHARED.id)
    assert isinstance(shared, Entity)
    assert {name for name in shared.properties if name.startswith("seen_")} == {f"seen_{n}" for n in written}
    for change in changes:
        assert change.inserted + change.updated == len(expected[int(change.why)])
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert store.undo(changes[0].id, who="after").change is not None
