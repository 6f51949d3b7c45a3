"""One SQLite file, used by several threads and processes: connections, transactions, clear errors.

Durability: write-ahead log with ``synchronous=FULL``. Every commit is flushed to the disk before it
is acknowledged, so neither a killed process nor a loss of power loses an acknowledged write (on
disks that keep their word); a transaction that was not acknowledged is gone as a whole.
The file must be on a local disk: the log does not work over a network share.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.problems import StoreUnavailable
from graph.schema import Schema
from graph.store.embedded_tables import APPLICATION, FORM, complete, create, follow_schema, followed, make_complete

NEEDED = (3, 37, 0)  # STRICT tables
PATIENCE = 60  # seconds to wait for another writer
_HEADER = b"SQLite format 3\x00"
_IDLE = 8  # connections that are kept for a next user
_READER_CACHE, _WRITER_CACHE = -16_384, -262_144  # KiB at most; only what is used is taken
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA mmap_size = 1073741824",  # bytes of the file that are read without copying
    f"PRAGMA cache_size = {_READER_CACHE}",
    # A batch of a bulk load touches pages all over the indexes; the log gathers several batches before
    # they go into the file, and shrinks again afterwards.
    "PRAGMA wal_autocheckpoint = 32768",  # pages of 4 KiB
    "PRAGMA journal_size_limit = 67108864",  # bytes
    "CREATE TEMP TABLE chosen (no INTEGER PRIMARY KEY)",
    'CREATE TEMP TABLE asked (source INTEGER, date INTEGER, "case" TEXT, target INTEGER)',
)
_KEYS = {
    sqlite3.SQLITE_NOTADB: "store.not_a_database",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_CANTOPEN: "store.cannot_open",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_BUSY: "store.busy",
    sqlite3.SQLITE_LOCKED: "store.busy",
}
# Not trouble with the file but a fault in this program, which must not look like trouble.
_OURS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE}


class EmbeddedFile:
    """Hands out connections: :meth:`reading` and :meth:`writing` are each one transaction."""

    def __init__(self, path: Path, schema: Schema) -> None:
        if sqlite3.sqlite_version_info < NEEDED:
            needed = ".".join(map(str, NEEDED))
            raise StoreUnavailable("store.old_sqlite", found=sqlite3.sqlite_version, needed=needed)
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._one_writer = threading.Lock()  # threads queue here; only processes wait on the file
        self._closed = False
        _make_private(path)
        with self._connection() as db:
            _prepare(db, path, schema)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees the file as it is at its first query."""
        with self._connection() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction of the only writer; committed at the end, undone by any error."""
        with self._one_writer, self._connection() as db:
            db.execute(f"PRAGMA cache_size = {_WRITER_CACHE}")
            try:
                with _immediate(db):
                    yield db
            finally:
                db.execute(f"PRAGMA cache_size = {_READER_CACHE}")

    def close(self) -> None:
        """Close the idle connections; those in use close when their transaction ends."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._closed:
                raise StoreUnavailable("store.closed")
            db = self._idle.pop() if self._idle else None
        keep = False
        try:
            db = db or _connect(self.path)
            yield db
            keep = not db.in_transaction
        except sqlite3.Error as error:
            raise _unavailable(error, self.path) from error
        except BaseException:
            keep = db is not None and not db.in_transaction
            raise
        finally:
            with self._guard:
                keep = keep and not self._closed and len(self._idle) < _IDLE
                if keep and db is not None:
                    self._idle.append(db)
            if not keep and db is not None:
                db.close()


@contextmanager
def _immediate(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has rolled back already
            db.execute("ROLLBACK")
        raise


def _make_private(path: Path) -> None:
    """Make a new file that only its owner can read: it will hold data about people, be it pseudonymous.

    Refuses a file that begins as no database does: SQLite would take one of a few bytes for empty.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.is_file() and not _HEADER.startswith(_first_bytes(path)):
            raise StoreUnavailable("store.not_a_database", path=path) from None
    except OSError as error:
        raise StoreUnavailable("store.cannot_open", path=path) from error


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER))
    except OSError as error:
        raise StoreUnavailable("store.cannot_open", path=path) from error


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; transactions are begun by hand."""
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for statement in _SETTINGS:
            db.execute(statement)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path, schema: Schema) -> None:
    """Make the tables in a new file, refuse a file that is not ours, and follow the schema."""
    if _checked_form(db, path) == 0 or not (complete(db) and followed(db, schema)):
        _to_log(db)
        with _immediate(db):
            if _checked_form(db, path) == 0:  # not made meanwhile by another process
                create(db)
            make_complete(db)
            if not followed(db, schema):
                follow_schema(db, schema)


def _checked_form(db: sqlite3.Connection, path: Path) -> int:
    """The form of the file's tables, 0 when it is empty. Raises StoreUnavailable when it is not ours."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (form,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION and (tables or application):
        raise StoreUnavailable("store.not_a_database", path=path)
    if form > FORM:
        raise StoreUnavailable("store.newer", path=path, found=form, known=FORM)
    if tables and form < FORM:
        raise StoreUnavailable("store.older", path=path)
    return int(form) if tables else 0


def _to_log(db: sqlite3.Connection) -> None:
    """Switch to the write-ahead log. SQLite does not wait here for another process that does the same."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _unavailable(error: sqlite3.Error, path: Path) -> StoreUnavailable:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF in _OURS:
        raise error
    key = _KEYS.get(code & 0xFF)
    if key is None:
        return StoreUnavailable("store.failed", path=path, code=error.sqlite_errorname)
    return StoreUnavailable(key, path=path)
