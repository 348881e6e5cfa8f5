"""The embedded PostgreSQL and Valkey: started by whoever needs them first, stopped when nobody does.

Every process that uses the services holds a shared lock on one file for as long as it lives. A keeper process
(`config.keeper`) owns both servers and stops them as soon as it can take that lock for itself: they end with
their last user however that user ends, and never under somebody's feet.
"""

import atexit
import contextlib
import fcntl
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

BASE_DIR = Path(__file__).resolve().parent.parent
# Another name lets tests and benchmarks work beside an installation, on the same server.
DATABASE = os.environ.get("CONCERT_DATABASE") or "concert"
SUPERUSER, OWNER_ROLE, APP_ROLE = "postgres", "concert_owner", "concert_app"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 120
STOP_SECONDS = 90


class ServiceFault(RuntimeError):
    """The embedded services cannot run; the message says why and what to do."""


@dataclass(frozen=True)
class Home:
    """The folder that holds everything an installation without outside services keeps (CONCERT_HOME)."""

    path: Path

    @classmethod
    def here(cls) -> "Home":
        return cls(Path(os.environ.get("CONCERT_HOME") or BASE_DIR / ".concert").expanduser().resolve())

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def log(self) -> Path:
        return self.path / "services.log"

    @property
    def state(self) -> Path:
        """Written by the keeper once the services answer, removed when they stop."""
        return self.path / "services.json"

    @property
    def sockets(self) -> Path:
        """Where the sockets stand: a short folder elsewhere when this one is too deep for a socket's path."""
        inside = self.path / "run"
        if len(str(inside / "postgres" / ".s.PGSQL.5432")) < LONGEST_SOCKET_PATH:
            return inside
        return Path(tempfile.gettempdir()) / f"concert-{sha256(str(self.path).encode()).hexdigest()[:16]}"

    @property
    def postgres_socket(self) -> Path:
        """The folder of PostgreSQL's socket."""
        return self.sockets / "postgres"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def make(self) -> None:
        """Make the folders, closed to others (passable when PostgreSQL must run as another user)."""
        mode = 0o711 if os.geteuid() == 0 else 0o700
        for folder in (self.path, self.valkey, self.sockets):
            folder.mkdir(mode=mode, parents=True, exist_ok=True)
            if folder.stat().st_uid != os.geteuid():
                raise ServiceFault(
                    f"{folder} belongs to somebody else; set CONCERT_HOME to a folder of your own."
                )
            folder.chmod(mode)


def embedded() -> set[str]:
    """Which services the environment leaves to us: of "postgres" and "valkey"."""
    outside = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
    return {name for name, variable in outside.items() if not os.environ.get(variable, "").strip()}


def credentials() -> dict[str, str]:
    """The secret key and the embedded roles' passwords, made once and kept in CONCERT_HOME (mode 0600)."""
    home = Home.here()
    path = home.path / "credentials.json"
    if not path.exists():
        home.make()
        made = {name: secrets.token_urlsafe(32) for name in (SUPERUSER, OWNER_ROLE, APP_ROLE)}
        made["secret_key"] = secrets.token_urlsafe(64)
        draft = home.path / f"credentials.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made))
        with contextlib.suppress(FileExistsError):  # another process was first: its file counts
            os.link(draft, path)
        draft.unlink()
    return dict(json.loads(path.read_text()))


def database(role: str) -> dict[str, Any]:
    """Django's connection settings for a role of the embedded PostgreSQL."""
    return {
        "NAME": DATABASE,
        "USER": role,
        "PASSWORD": credentials()[role],
        "HOST": str(Home.here().postgres_socket),
        "PORT": "",
        "OPTIONS": {},
    }


def redis_url() -> str:
    """The address of the embedded Valkey."""
    return f"unix://{Home.here().valkey_socket}"


def let_in(connection: "psycopg.Connection[Any]", database: str) -> None:
    """As the owner, let the application role, and nobody else, into this database."""
    names = {"db": sql.Identifier(database), "app": sql.Identifier(APP_ROLE)}
    for statement in (
        "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {db} TO {app}",
        "GRANT USAGE ON SCHEMA public TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def start_over() -> None:
    """Drop the embedded database with all that is in it, and make it anew and empty."""
    address = database(OWNER_ROLE)
    name = str(address["NAME"])
    login = {"host": address["HOST"], "user": OWNER_ROLE, "password": address["PASSWORD"], "autocommit": True}
    with psycopg.connect(dbname="postgres", **login) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(dbname=name, **login) as fresh:
        let_in(fresh, name)


# Locks ------------------------------------------------------------------------------------------------------

_held: int | None = None
_holder: int | None = None
_serving: int | None = None


def lock_file(name: str) -> int:
    """A descriptor on the lock file of that name, not inherited by programs we start."""
    return os.open(Home.here().path / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take(descriptor: int, kind: int) -> bool:
    """Try for a lock without waiting."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold a lock to oneself, waiting for it."""
    descriptor = lock_file(name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _free(name: str, kind: int) -> bool:
    descriptor = lock_file(name)
    try:
        return take(descriptor, kind)
    finally:
        os.close(descriptor)


def running() -> bool:
    """Whether a keeper is alive."""
    return Home.here().path.exists() and not _free("keeper", fcntl.LOCK_EX)


def serving() -> bool:
    """Whether a demo is being served from this home."""
    return Home.here().path.exists() and not _free("serving", fcntl.LOCK_EX)


def begin_serving() -> None:
    """Let other commands know, as long as this process lives, that a demo is being served from this home."""
    global _serving
    if _serving is None:
        _serving = lock_file("serving")
        take(_serving, fcntl.LOCK_EX)


# Holding ----------------------------------------------------------------------------------------------------


def hold() -> None:
    """Have the embedded services up until this process ends, starting them if nobody has.

    Does nothing when every service is given from outside. Raises ServiceFault when they cannot run.
    """
    global _held, _holder
    wanted = embedded()
    if not wanted or (_held is not None and _holder == os.getpid()):
        return
    if sys.platform == "win32":
        raise ServiceFault("The embedded services run on Linux and macOS only: use docker-compose.yml.")
    home = Home.here()
    home.make()
    credentials()
    with alone("start"):
        descriptor = lock_file("users")
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        keeper = None
        if not running():
            home.state.unlink(missing_ok=True)
            keeper = _start_keeper(wanted)
        _await_ready(wanted, keeper)
    _held, _holder = descriptor, os.getpid()
    atexit.register(release)


def release() -> None:
    """Let go of the services, and return once they have stopped if this process was their last user."""
    global _held
    if _held is None or _holder != os.getpid():
        return
    _close_connections()
    os.close(_held)
    _held = None
    deadline = time.monotonic() + STOP_SECONDS
    while running() and time.monotonic() < deadline:
        stopping = not _free("users", fcntl.LOCK_SH)
        if not stopping and not _free("users", fcntl.LOCK_EX):
            return  # somebody else uses them
        time.sleep(0.02)


def _close_connections() -> None:
    """Close pools before their server goes, lest their threads try to reach it again."""
    if "django.db" not in sys.modules:
        return
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper

    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def _start_keeper(wanted: set[str]) -> "subprocess.Popen[bytes]":
    home = Home.here()
    descriptor = os.open(home.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "config.keeper", *sorted(wanted)],
            cwd=BASE_DIR,
            env={**os.environ, "CONCERT_HOME": str(home.path)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _await_ready(wanted: set[str], keeper: "subprocess.Popen[bytes] | None") -> None:
    home, deadline = Home.here(), time.monotonic() + START_SECONDS
    while not home.state.exists():
        gone = not running() if keeper is None else keeper.poll() is not None
        if gone or time.monotonic() > deadline:
            raise ServiceFault(f"The embedded services did not start ({home.log}):\n{_tail(home.log)}")
        time.sleep(0.02)
    kept = set(json.loads(home.state.read_text())["services"])
    if not wanted <= kept:
        missing = ", ".join(sorted(wanted - kept))
        raise ServiceFault(f"Another process runs {home.path} without {missing}; stop it first.")


def _tail(path: Path) -> str:
    return path.read_text(errors="replace")[-2000:] if path.exists() else ""
