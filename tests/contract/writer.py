"""A process that writes to a store, to be killed or to compete: ``writer.py ADDRESS MODE ...``.

``stream FIRST``: for each line on stdin fork a child that writes batches, numbered on from that line's
number, until it is killed; say ``pid`` of the child, then each number once the store has acknowledged it.
Forking spares importing everything anew for each kill. ``count NAME TIMES``: write TIMES batches as NAME.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graph.records import Batch, Entity, referral, relation
from graph.store.open import open_store

REFERRALS = 20
SHARED = Entity("gedeeld", "netwerk", "Gedeeld")


def numbered(number: int) -> Batch:
    """Batch ``number``: a new organisation with a claim and referrals, and a new value in a shared record.

    Its size differs, so that kills fall in long and in short transactions.
    """
    own = Entity(f"o{number}", "pro", f"School {number}", {"size": number})
    extra = tuple(Entity(f"o{number}-{n}", "overig", "Extra") for n in range(number * 37 % 200))
    shared = Entity(SHARED.id, SHARED.kind, SHARED.name, {"last": number, f"seen_{number}": True})
    moves = tuple(referral(f"c{number}", date(2024, 1, 1) + timedelta(n), own.id, SHARED.id) for n in range(REFERRALS))
    return Batch((own, *extra, shared), (relation("samenwerking", own.id, SHARED.id),), moves)


def say(text: object) -> None:
    os.write(1, f"{text}\n".encode())


def stream(address: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say(f"pid {os.getpid()}")
            store = open_store(address)
            number = int(line)
            while True:
                store.write(numbered(number), who="writer", why=str(number))
                say(number)
                number += 1
        os.waitpid(child, 0)
        say("gone")


def count(address: str, name: str, times: int) -> None:
    with open_store(address) as store:
        for number in range(times):
            shared = Entity(SHARED.id, SHARED.kind, SHARED.name, {f"{name}_{number}": True})
            own = Entity(f"{name}-{number}", "pro", name)
            store.write(Batch((shared, own)), who=name, why=str(number))


if __name__ == "__main__":
    if sys.argv[2] == "stream":
        stream(sys.argv[1])
    else:
        count(sys.argv[1], sys.argv[3], int(sys.argv[4]))
