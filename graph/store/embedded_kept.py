"""Texts beside the graph in the embedded store."""

from __future__ import annotations

import sqlite3


def keep(db: sqlite3.Connection, name: str, text: str | None) -> None:
    """Remember a text, or forget it."""
    if text is None:
        db.execute("DELETE FROM kept WHERE name = ?", (name,))
    else:
        db.execute("INSERT INTO kept VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text", (name, text))


def kept(db: sqlite3.Connection, prefix: str) -> dict[str, str]:
    """The texts whose names begin with ``prefix``, in order of their names."""
    # Names come in the order of their UTF-8, so that those with the prefix stand together.
    names = []
    for (name,) in db.execute("SELECT name FROM kept WHERE name >= ? ORDER BY name", (prefix,)):
        if not name.startswith(prefix):
            break
        names.append(name)
    return {name: db.execute("SELECT text FROM kept WHERE name = ?", (name,)).fetchone()[0] for name in names}
