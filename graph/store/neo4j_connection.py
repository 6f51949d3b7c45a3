"""The connection to Neo4j: sessions, transactions with retries, and errors in the user's words.

Every failure of the driver leaves here as StoreUnavailable with a key of the texts ``store_neo4j``;
passwords stay in the driver.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as errors

from graph.problems import StoreUnavailable
from graph.store.address import StoreAddress

MINIMUM = (5, 26)
_T = TypeVar("_T")
Work = Callable[[neo4j.ManagedTransaction], _T]

_BY_CODE = {
    "Neo.ClientError.Security.Unauthorized": "store_neo4j.wrong_password",
    "Neo.ClientError.Security.AuthenticationRateLimit": "store_neo4j.too_many_attempts",
    "Neo.ClientError.Security.CredentialsExpired": "store_neo4j.first_password",
    "Neo.ClientError.Security.Forbidden": "store_neo4j.no_rights",
    "Neo.ClientError.Database.DatabaseNotFound": "store_neo4j.no_database",
    "Neo.DatabaseError.Schema.ConstraintCreationFailed": "store_neo4j.foreign_data",
    "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists": "store_neo4j.foreign_data",
    "Neo.TransientError.Database.DatabaseUnavailable": "store_neo4j.down",
}
_OUT_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "OutOfMemoryError")


class Connection:
    """A pool of connections to one database; safe to use from several threads.

    Nothing is connected before the first use. ``prepare`` runs once before it, and again after the
    server has been away: another server may have come back. ``patience`` is how many seconds a
    transaction is retried when the server goes away; once it is known to be away, calls fail at once.
    """

    def __init__(self, address: StoreAddress, prepare: Callable[[Connection], None], patience: float = 5.0) -> None:
        self.address = address
        self.database = address.database or None
        self._prepare = prepare
        self._ready = self._closed = False
        self._lock = Lock()
        # Bookmarks make every session see what this store wrote before, on whichever member of a cluster.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=neo4j.basic_auth(address.user, address.password) if address.user else None,
            connection_timeout=5.0,
            connection_acquisition_timeout=30.0,
            max_transaction_retry_time=patience,
            liveness_check_timeout=60.0,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="ketenkaart",
        )

    def __repr__(self) -> str:
        return f"Connection({str(self.address)!r})"

    def read(self, work: Work[_T]) -> _T:
        """The result of ``work`` in a read transaction, which may run more than once."""
        with self._session() as session:
            return session.execute_read(work)

    def write(self, work: Work[_T]) -> _T:
        """The result of ``work`` in a write transaction: all of it is stored when this returns, or nothing.

        ``work`` may run more than once, each time on what is stored then.
        """
        with self._session() as session:
            return session.execute_write(work)

    def bare(self, work: Work[_T], *, write: bool = False) -> _T:
        """The result of ``work`` without preparing first: for preparing itself."""
        with self._translated(), self._open() as session:
            return session.execute_write(work) if write else session.execute_read(work)

    def version(self) -> str:
        """The server's version. Raises StoreUnavailable, at once when it is away or its version too old."""
        with self._translated():
            found = server_version(self._driver.get_server_info().agent)
        check_version(found)
        return found

    def close(self) -> None:
        self._closed = True
        self._driver.close()

    def _open(self) -> neo4j.Session:
        # No paging: results come in blocks already, and each page would cost a round trip.
        return self._driver.session(database=self.database, bookmark_manager=self._bookmarks, fetch_size=-1)

    @contextmanager
    def _session(self) -> Iterator[neo4j.Session]:
        if self._closed:
            raise StoreUnavailable("store.closed")
        if not self._ready:
            with self._lock:
                if not self._ready:
                    self._prepare(self)
                    self._ready = True
        with self._translated(), self._open() as session:
            yield session

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Let no error of the driver out."""
        try:
            yield
        except (errors.Neo4jError, errors.DriverError, OSError) as error:
            key = _key(error)
            if key in ("store_neo4j.down", "store_neo4j.unsure"):
                self._ready = False
            if isinstance(error, errors.Neo4jError) and "Bookmark" in (error.code or ""):
                # A backup was put back: what this store wrote last is not there, and waiting will not bring it.
                self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
            code = error.code if isinstance(error, errors.Neo4jError) else type(error).__name__
            raise StoreUnavailable(key, address=str(self.address), code=code) from error


def _key(error: Exception) -> str:
    """The text for an error of the driver or the server."""
    if isinstance(error, errors.IncompleteCommit):
        return "store_neo4j.unsure"
    if isinstance(error, errors.Neo4jError):
        code = error.code or ""
        if code.rpartition(".")[2] in _OUT_OF_MEMORY:
            return "store_neo4j.batch_too_large"
        return _BY_CODE.get(code, "store_neo4j.refused")
    if isinstance(error, errors.UnsupportedServerProduct):
        return "store_neo4j.wrong_product"
    if isinstance(error, errors.ConfigurationError):
        return "store_neo4j.wrong_settings"
    return "store_neo4j.down"


def run(tx: neo4j.ManagedTransaction, query: str, **parameters: Any) -> list[list[Any]]:
    """Rows of values. ``query`` is made of constants and names of the schema only: values are parameters."""
    with _no_vain_retries():
        return tx.run(query, parameters).values()


def run_each(tx: neo4j.ManagedTransaction, query: str, each: Iterable[Mapping[str, Any]]) -> Iterator[list[list[Any]]]:
    """The rows of one query after the other; the next parameters are made while the server does the last ones."""
    under_way: neo4j.Result | None = None
    for parameters in each:
        with _no_vain_retries():
            begun = tx.run(query, dict(parameters))
            found = under_way.values() if under_way else None
        under_way = begun
        if found is not None:
            yield found
    if under_way:
        with _no_vain_retries():
            found = under_way.values()
        yield found


@contextmanager
def _no_vain_retries() -> Iterator[None]:
    """The driver would try again after the server had no memory for so much, in vain."""
    try:
        yield
    except errors.TransientError as error:
        if (error.code or "").rpartition(".")[2] in _OUT_OF_MEMORY:
            raise StoreUnavailable("store_neo4j.batch_too_large", code=error.code) from error
        raise


def server_version(agent: str) -> str:
    """The version in what a server calls itself: "5.26.30" of "Neo4j/5.26.30"."""
    return agent.partition("/")[2]


def check_version(version: str) -> None:
    """Raise StoreUnavailable unless ``version`` is 5.26 or later ("5.26.30", "5.27-aura", "2025.06.1")."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < MINIMUM:
        raise StoreUnavailable("store_neo4j.wrong_version", found=version, needed="{}.{}".format(*MINIMUM))
