"""Addresses of stores: ``sqlite:///file`` and ``neo4j://user:password@host:7687/database``.

``sqlite:///plaats.db`` is a file in the working folder, ``sqlite:////srv/plaats.db`` and
``sqlite:///C:/plaats.db`` are whole paths, ``sqlite:///~/plaats.db`` one in the home folder.
Neo4j has the schemes of its own drivers (``bolt://``, and ``+s`` or ``+ssc`` for encryption).
A password never leaves an address but by its ``password``: not in text, not in an error.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from graph.problems import BadAddress

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
NEO4J_PORT = 7687


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a store is. ``path`` is for ``sqlite``; the rest for Neo4j, where an empty ``database``
    means the server's default one, and an empty ``user`` a server without passwords."""

    scheme: str
    path: Path | None = None
    host: str = ""
    port: int = NEO4J_PORT
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> StoreAddress:
        """Read an address; names and passwords may be percent-encoded, and IPv6 stands in brackets.

        Raises BadAddress, which never repeats what may be a password.
        """
        scheme, separator, rest = text.strip().partition("://")
        scheme = scheme.lower()
        if not separator:
            raise BadAddress("store.no_scheme")
        if scheme == "sqlite":
            return cls("sqlite", path=_path(rest))
        if scheme in NEO4J_SCHEMES:
            return _server(scheme, rest)
        raise BadAddress("store.unknown_scheme", allowed=("sqlite", *NEO4J_SCHEMES))

    @property
    def uri(self) -> str:
        """What Neo4j's driver connects to: scheme, host and port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __str__(self) -> str:
        """The address without its password."""
        if self.path is not None:
            return f"sqlite:///{quote(self.path.as_posix(), safe='/~:')}"
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        return f"{self.scheme}://{user}{self.uri.partition('://')[2]}/{self.database}".rstrip("/")


def _path(rest: str) -> Path:
    """The file of an SQLite address: what comes after the third slash."""
    if not rest.startswith("/") or not unquote(rest[1:]).strip("/ ") or "\x00" in unquote(rest):
        raise BadAddress("store.no_file")
    return Path(unquote(rest[1:])).expanduser()


def _server(scheme: str, rest: str) -> StoreAddress:
    try:
        parts = urlsplit(f"//{rest}")
    except ValueError:  # the message of a ValueError may hold a part of the password
        raise BadAddress("store.bad_host") from None
    database = parts.path.strip("/")
    if parts.query or parts.fragment or any(sign in database for sign in "/@"):
        raise BadAddress("store.sign_in_password")  # a bare sign in it cuts a password in two
    try:
        host, port = unquote(parts.hostname or ""), parts.port
    except ValueError:
        raise BadAddress("store.bad_host") from None
    if not host or any(sign.isspace() or sign in "@/" for sign in host):
        raise BadAddress("store.bad_host")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and not user:
        raise BadAddress("store.no_user")
    return StoreAddress(scheme, None, host, NEO4J_PORT if port is None else port, unquote(database), user, password)


def data_folder(platform: str, environment: dict[str, str], home: Path) -> Path:
    """The user's folder for data of applications, as each operating system has it.

    Sources: XDG Base Directory Specification 0.8; Windows Known Folders; Apple File System Programming Guide.
    """
    if platform == "win32":
        base = environment.get("LOCALAPPDATA")
        return Path(base) if base else home / "AppData" / "Local"
    if platform == "darwin":
        return home / "Library" / "Application Support"
    base = environment.get("XDG_DATA_HOME", "")
    return Path(base) if base.startswith("/") else home / ".local" / "share"


def default_file(environment: dict[str, str]) -> Path:
    """The file that is used when nobody chose one."""
    return data_folder(sys.platform, environment, Path.home()) / "ketenkaart" / "ketenkaart.db"
