"""The embedded services end with their last user, however it ends; and `demo` leaves nothing behind."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from django.core.management import call_command

from config.services import BASE_DIR

HOLD = """
import sys
from config import services
services.hold()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of the test's own, in which nothing may run when the test is over."""
    folder = tmp_path_factory.mktemp("home")
    # Where PostgreSQL runs as another user, that user must be able to pass.
    for step in (folder, *folder.parents[:3]):
        with contextlib.suppress(PermissionError):
            step.chmod(step.stat().st_mode | 0o011)
    yield folder
    left = processes_of(folder)
    for number in left:
        os.kill(number, signal.SIGKILL)
    assert not left


def processes_of(home: Path) -> list[int]:
    """The processes that were started for this home: by their words or their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
                if str(home).encode() in told and state != "Z":
                    found.append(int(entry.name))
    return found


def words(process: int) -> bytes:
    """The command line of a process."""
    return Path(f"/proc/{process}/cmdline").read_bytes()


def eventually(true: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def environment(home: Path) -> dict[str, str]:
    outside = {"DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "BASE_URL", "CONCERT_DATABASE"}
    return {**{k: v for k, v in os.environ.items() if k not in outside}, "CONCERT_HOME": str(home)}


def holder(home: Path) -> "subprocess.Popen[str]":
    """A process that holds the services until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=BASE_DIR,
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def servers(home: Path) -> bool:
    return (home / "services.json").exists()


def test_services_end_with_their_last_user(home: Path) -> None:
    first, second = holder(home), holder(home)
    first.communicate(timeout=30)
    assert servers(home), "stopped under the feet of the second"
    second.communicate(timeout=30)
    assert not servers(home)
    assert processes_of(home) == [], "a process outlived the last user's end"


def test_services_end_when_their_last_user_is_killed(home: Path) -> None:
    only = holder(home)
    only.kill()
    only.communicate()
    assert eventually(lambda: not processes_of(home))


def test_services_start_again_after_the_keeper_was_killed(home: Path) -> None:
    only = holder(home)
    os.kill(json.loads((home / "services.json").read_text())["keeper"], signal.SIGKILL)
    only.communicate(timeout=30)
    assert eventually(lambda: not processes_of(home)), "servers must die with their keeper"
    again = holder(home)
    again.communicate(timeout=30)


def test_two_that_start_at_once_share_one_server(home: Path) -> None:
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD],
            cwd=BASE_DIR,
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in starting:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
    keepers = [
        number
        for number in processes_of(home)
        if b"config.keeper" in Path(f"/proc/{number}/cmdline").read_bytes()
    ]
    for process in starting:
        process.communicate(timeout=30)
    assert len(keepers) == 1


def test_what_is_secret_is_closed_to_others(home: Path) -> None:
    holder(home).communicate(timeout=30)
    assert stat.S_IMODE((home / "credentials.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) & 0o066 == 0
    assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(port: int, path: str) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except HTTPError as answer:
        return answer.code
    except (URLError, OSError):
        return 0


@contextlib.contextmanager
def running(
    home: Path, *command: str, answers: str = "/healthz"
) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A command that serves, from when it answers until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [word.format(port=port) for word in command],
        cwd=BASE_DIR,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert eventually(lambda: status(port, answers) == 200, 600)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


SERVE = (sys.executable, "manage.py", "serve", "--port", "{port}")
DEMO = (sys.executable, "manage.py", "demo", "--json", "--port", "{port}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_that_is_asked_for_leaves_no_process(home: Path, number: int) -> None:
    with running(home, *SERVE) as (process, port):
        assert len(processes_of(home)) > 6
        process.send_signal(number)
        assert process.wait(60) == 0
        assert processes_of(home) == []
        assert status(port, "/healthz") == 0


@pytest.mark.slow
@pytest.mark.alone
def test_make_demo_says_how_to_sign_in_and_passes_sigterm_on(home: Path) -> None:
    with running(home, "make", "demo", "PORT={port}", answers="/readyz") as (process, port):
        told = json.loads((home / "demo.json").read_text())
        assert told["url"] == f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(60)
        assert eventually(lambda: not processes_of(home), 60)


@pytest.mark.slow
@pytest.mark.alone
def test_demo_tells_the_same_on_its_first_line_and_in_its_file(home: Path) -> None:
    with running(home, *DEMO, answers="/readyz") as (process, port):
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told.keys() == {"url", "password", "users", "token"}
        assert told["url"] == f"http://127.0.0.1:{port}"
        kept = home / "demo.json"
        assert json.loads(kept.read_text()) == told
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        process.terminate()
        assert process.wait(60) == 0


@pytest.mark.slow
@pytest.mark.alone
def test_a_second_load_keeps_the_data_and_reset_starts_over(home: Path) -> None:
    def load(*words: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", "demo", "--no-serve", *words],
            cwd=BASE_DIR,
            env=environment(home),
            check=True,
            capture_output=True,
        )

    def sessions(statement: str) -> str:
        code = f"""
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({statement!r})
    print(cursor.rowcount)
"""
        shell = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
        run = subprocess.run(
            shell, cwd=BASE_DIR, env=environment(home), check=True, capture_output=True, text=True
        )
        return run.stdout.strip()

    load()
    assert sessions("INSERT INTO django_session VALUES ('visitor', '', now())") == "1"
    load()
    assert sessions("SELECT * FROM django_session WHERE session_key = 'visitor'") == "1"
    load("--reset")
    assert sessions("SELECT * FROM django_session WHERE session_key = 'visitor'") == "0"


def test_a_killed_supervisor_takes_everything_with_it(home: Path) -> None:
    with running(home, *SERVE) as (process, _port):
        process.kill()
        process.wait()
        assert eventually(lambda: not processes_of(home), 60)


def test_a_web_server_that_is_killed_comes_back(home: Path) -> None:
    with running(home, *SERVE) as (process, port):
        web = next(
            number
            for number in processes_of(home)
            if b"gunicorn" in words(number)
            and f"\nPPid:\t{process.pid}\n" in Path(f"/proc/{number}/status").read_text()
        )
        os.kill(web, signal.SIGKILL)
        assert eventually(lambda: not Path(f"/proc/{web}").exists())
        assert eventually(lambda: status(port, "/healthz") == 200, 30)
        process.terminate()
        assert process.wait(60) == 0


def test_a_web_server_told_to_stop_is_unready_first_and_then_drains(home: Path) -> None:
    web = (sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi")
    drain = ("env", "PORT={port}", "DRAIN_SECONDS=3")
    with running(home, *drain, *web) as (process, port):
        assert "server" not in unready(port)
        process.terminate()
        assert eventually(lambda: "server" in unready(port), 2)
        assert status(port, "/healthz") == 200, "requests are answered while it drains"
        assert process.wait(30) == 0


def unready(port: int) -> str:
    """What /readyz says; the database of this home was never migrated, so that it is never 200."""
    with pytest.raises(HTTPError) as answer:
        urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
    return answer.value.read().decode()


def test_a_taken_port_is_refused_before_anything_starts(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = subprocess.run(
            [sys.executable, "manage.py", "demo", "--port", str(taken.getsockname()[1])],
            cwd=BASE_DIR,
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert "is taken or not allowed" in run.stderr


def test_a_load_beside_a_running_demo_tells_of_it_and_leaves_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CONCERT_HOME = tmp_path
    kept = tmp_path / "demo.json"
    kept.write_text(json.dumps({"url": "http://127.0.0.1:8000", "token": "stands"}))
    command = "config.management.commands.demo"
    monkeypatch.setattr(f"{command}.call_command", lambda *_words, **_how: None)
    monkeypatch.setattr(f"{command}.services.serving", lambda: True)
    monkeypatch.setattr(f"{command}.connections.close_all", lambda: None)
    monkeypatch.setattr(f"{command}.demo.load", lambda reset: pytest.fail("it would end the running token"))
    call_command("demo", "--no-serve", "--json", "--port", "8009")
    assert json.loads(kept.read_text())["url"] == "http://127.0.0.1:8000"
    assert json.loads(capsys.readouterr().out) == {"url": "http://127.0.0.1:8000", "token": "stands"}
