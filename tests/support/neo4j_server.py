"""A real Neo4j for tests and benchmarks, without an installer and without a container engine.

Maven copies the server's jars (version: ``neo4j/pom.xml``) into ``.cache/neo4j/`` once; Java runs
them on free ports of the loopback interface, in a home folder of its own that is deleted at the end.
Where Java or Maven is missing, :class:`Neo4jMissing` says in one sentence what to install; the
fixtures then skip, or fail when the environment variable ``KETENKAART_REQUIRE_NEO4J`` is 1.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.etree import ElementTree

import neo4j
import pytest

ROOT = Path(__file__).resolve().parents[2]
POM = Path(__file__).with_name("neo4j") / "pom.xml"
CACHE = ROOT / ".cache" / "neo4j"
START_SECONDS = 180
_XMLNS = {"m": "http://maven.apache.org/POM/4.0.0"}
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
# The watcher outlives nobody: when this process ends, however it ends, its pipe closes and Java is killed.
_WATCHER = '"$@" </dev/null & server=$!; echo $server; exec >/dev/null; read _; kill -9 $server 2>/dev/null'


class Neo4jMissing(RuntimeError):
    """This machine cannot run the server; the message says what to install."""


def version() -> str:
    """The version of the server that the tests run against."""
    found = ElementTree.parse(POM).findtext("m:properties/m:neo4j.version", namespaces=_XMLNS)  # noqa: S314 - our file
    assert found, f"{POM} names no neo4j.version"
    return found


def java() -> str:
    """Path of a Java that can run Neo4j 5.26. Raises Neo4jMissing."""
    home = os.environ.get("JAVA_HOME")
    path = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if path is None:
        raise Neo4jMissing("Install Java 17 or 21 (for example: apt install openjdk-17-jre-headless) to run Neo4j.")
    said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    major = re.search(r'version "(\d+)', said)
    if major is None or int(major.group(1)) < 17:
        raise Neo4jMissing("Install Java 17 or 21: the Java on this machine is too old to run Neo4j.")
    return path


def jars() -> Path:
    """The folder with the server's jars, filled by Maven on the first call. Raises Neo4jMissing."""
    folder = CACHE / version()
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise Neo4jMissing("Install Maven 3.6 or later (for example: apt install maven) to fetch Neo4j for the tests.")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as temporary:
        target = Path(temporary) / "lib"
        command = [maven, "-B", "-q", "-f", str(POM), _PLUGIN, f"-DoutputDirectory={target}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not any(target.glob("neo4j-server-*.jar")):
            raise Neo4jMissing(
                f"Maven could not fetch Neo4j; check the connection to a repository: {done.stdout[-800:]}"
            )
        # Another run may have been quicker: either result is whole, because a rename is.
        with contextlib.suppress(OSError):
            target.rename(folder)
    return folder


class Neo4jServer:
    """One Neo4j process with its own home folder, ports and password.

    ``address`` is the store address, with the password. Use it as a context manager, or call
    :meth:`start` and :meth:`close`. ``heap`` and ``page_cache`` are sizes as Java writes them;
    ``settings`` go into its configuration, which the server refuses to start on when one is unknown.
    """

    user = "neo4j"
    database = "neo4j"

    def __init__(self, heap: str = "1g", page_cache: str = "256m", settings: Mapping[str, str] | None = None) -> None:
        self.heap, self.page_cache, self.settings = heap, page_cache, dict(settings or {})
        self.password = secrets.token_urlsafe(12)
        self.home = Path(tempfile.mkdtemp(prefix="ketenkaart-neo4j-"))
        self.port = self.http_port = 0
        self._watcher: subprocess.Popen[str] | None = None
        self._pid = 0
        atexit.register(self.close)

    @property
    def address(self) -> str:
        return f"neo4j://{self.user}:{self.password}@127.0.0.1:{self.port}/{self.database}"

    @property
    def bolt(self) -> str:
        """The address without user, password and database."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything the server has logged so far, its query and debug logs included."""
        return "".join(p.read_text(errors="replace") for p in sorted((self.home / "logs").glob("*.log")))

    def start(self) -> Self:
        """Start for the first time, on free ports. Raises Neo4jMissing."""
        runtime, library = java(), jars()
        for attempt in range(3):
            self.port, self.http_port = _free_ports(2)
            self._configure()
            self._launch(runtime, library)
            try:
                self._wait_until_started()
            except OSError:
                if attempt == 2:
                    raise
                continue
            break
        self._set_first_password()
        return self

    def restart(self) -> None:
        """Start again after :meth:`stop` or :meth:`kill`: same ports, same data, same password."""
        self._launch(java(), jars())
        self._wait_until_started()

    def stop(self) -> None:
        """Stop in good order; the data stay for :meth:`restart`."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """Stop at once, as a power cut would; the data stay for :meth:`restart`."""
        self._signal(signal.SIGKILL)

    @property
    def running(self) -> bool:
        return self._watcher is not None

    def close(self) -> None:
        """Stop and delete the home folder."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def driver(self, database_password: str | None = None) -> neo4j.Driver:
        """A plain driver, to look at the database beside the store under test."""
        return neo4j.GraphDatabase.driver(self.bolt, auth=(self.user, database_password or self.password))

    def _configure(self) -> None:
        conf = self.home / "conf"
        conf.mkdir(exist_ok=True)
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.default_advertised_address": "127.0.0.1",
            "server.bolt.enabled": "true",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "true",
            "server.http.listen_address": f"127.0.0.1:{self.http_port}",
            "server.http.advertised_address": f"127.0.0.1:{self.http_port}",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": self.page_cache,
            "server.directories.import": "import",
            "db.tx_log.preallocate": "false",
            "dbms.usage_report.enabled": "false",
            "client.allow_telemetry": "false",
            "server.config.strict_validation.enabled": "true",
            **self.settings,
        }
        (self.home / "import").mkdir(exist_ok=True)
        (conf / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    def _launch(self, runtime: str, library: Path) -> None:
        assert self._watcher is None, "the server is already running"
        logs = self.home / "logs"
        logs.mkdir(exist_ok=True)
        (logs / "neo4j.log").unlink(missing_ok=True)
        opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
        command = [runtime, f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseG1GC", "-XX:+DisableExplicitGC", *opens]
        command += ["-Dlog4j2.disable.jmx=true", "-cp", f"{library}/*", "org.neo4j.server.CommunityEntryPoint"]
        command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (logs / "console.txt").open("a") as console:
            self._watcher = subprocess.Popen(
                ["/bin/sh", "-c", _WATCHER, "neo4j", *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=console,
                text=True,
                start_new_session=True,  # so that Ctrl-C reaches the tests only, and they stop the server
            )
        assert self._watcher.stdout is not None
        self._pid = int(self._watcher.stdout.readline())

    def _wait_until_started(self) -> None:
        started, deadline = self.home / "logs" / "neo4j.log", time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if started.exists() and "Started." in started.read_text(errors="replace"):
                return
            if not _alive(self._pid):
                break
            time.sleep(0.1)
        said = started.read_text(errors="replace")[-2000:] if started.exists() else ""
        self.kill()
        if "Address already in use" in said:
            raise OSError(said)
        console = (self.home / "logs" / "console.txt").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"Neo4j did not start: {said}{console}")

    def _set_first_password(self) -> None:
        with self.driver("neo4j") as driver, driver.session(database="system") as session:
            session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=self.password).consume()

    def _signal(self, number: signal.Signals) -> None:
        watcher, self._watcher = self._watcher, None
        if watcher is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, number)
        deadline = time.monotonic() + 60
        while _alive(self._pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        watcher.communicate()  # closes the pipe: the watcher kills what is left, and ends


def _alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected by its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        if Path("/proc/self").exists():
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """A running Neo4j, one for the whole session. Who stops it must restart it."""
    server = Neo4jServer()
    try:
        try:
            server.start()
        except Neo4jMissing as missing:
            if os.environ.get("KETENKAART_REQUIRE_NEO4J") == "1":
                pytest.fail(str(missing), pytrace=False)
            pytest.skip(str(missing))
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def neo4j_address(neo4j_server: Neo4jServer) -> str:
    """The store address of the running Neo4j, as a user would write it."""
    return neo4j_server.address


def empty(server: Neo4jServer) -> None:
    """Delete every node and relationship, so that the next test starts clean; constraints and indexes stay."""
    with server.driver() as driver, driver.session(database=server.database) as session:
        while session.run("MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(*)").single(strict=True)[0]:
            continue
