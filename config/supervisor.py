"""Runs web, worker and beat together in the foreground, and stops them together."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import structlog
from django.core.management.base import CommandError

from config import services
from config.processes import die_with_parent, end, end_group
from config.services import BASE_DIR

log = structlog.get_logger(__name__)

RESTARTS, WINDOW = 5, 60.0
STOP_SECONDS = 30.0
ANSWER_SECONDS = 60.0
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


@dataclass
class Child:
    """One program of ours and how it has fared."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))

    def start(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            env={**environment, "CONCERT_PROCESS": self.name},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def dies_too_often(self) -> bool:
        """Note a death; True when it is one too many in a minute."""
        now = time.monotonic()
        often = len(self.deaths) == RESTARTS and now - self.deaths[0] < WINDOW
        self.deaths.append(now)
        return often

    def stop(self, *, at_once: bool) -> None:
        if self.process is not None:
            kindly = signal.SIGKILL if at_once else signal.SIGTERM
            end(self.process, kindly, signal.SIGKILL, seconds=STOP_SECONDS)
            end_group(self.process)


def programs() -> list[Child]:
    """Concert's three processes, in the order in which they stop: the web drains first."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "-A", "config"]
    return [
        Child("web", [*python, "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]),
        Child("beat", [*celery, "beat", "--loglevel=WARNING", "--pidfile="]),
        Child("worker", [*celery, "worker", "--loglevel=WARNING", "--concurrency=2", "--without-gossip"]),
    ]


class Supervisor:
    """Keeps its children running until it is told to stop (SIGTERM, SIGINT) or one dies again and again."""

    def __init__(self, children: list[Child], environment: Mapping[str, str]) -> None:
        self.children = children
        self.environment = environment
        self.stops = 0

    def run(self, started: Callable[[], None] = lambda: None) -> int:
        """Start all, call `started` once, and return 0 after a stop that was asked for, else 1."""
        woken, waker = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(waker, False)
        former_waker = signal.set_wakeup_fd(waker)
        former = {number: signal.signal(number, self._heard) for number in SIGNALS}
        try:
            for child in self.children:
                child.start(self.environment)
            started()
            return self._watch(woken)
        finally:
            for child in self.children:
                child.stop(at_once=self.stops > 1)
            signal.set_wakeup_fd(former_waker)
            for number, handler in former.items():
                signal.signal(number, handler)
            os.close(woken)
            os.close(waker)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stops += 1
            if self.stops == 2:  # asked twice: no more waiting for anything
                for child in self.children:
                    if child.process is not None:
                        end_group(child.process)

    def _watch(self, woken: int) -> int:
        while not self.stops:
            if select.select([woken], [], [], 5)[0]:
                os.read(woken, 512)
            for child in self.children:
                if child.died() and not self.stops and not self._restart(child):
                    return 1
        return 0

    def _restart(self, child: Child) -> bool:
        """Start a child that died anew; False when it has done so too often."""
        if child.process is not None:
            log.warning("process_died", process=child.name, code=child.process.returncode)
            end_group(child.process)
        if child.dies_too_often():
            log.error("process_dies_too_often", process=child.name)
            return False
        child.start(self.environment)
        return True


def require_free_port(port: int) -> None:
    """Raise CommandError when nothing can be served on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as fault:
            raise CommandError(
                f"Port {port} is taken or not allowed; another: make demo PORT=8001"
            ) from fault


def serve(port: int, environment: Mapping[str, str], announce: Callable[[], object]) -> None:
    """Run Concert on a port of this machine until it is told to stop; call `announce` once it answers.

    Raises CommandError when one of the processes keeps dying.
    """

    def await_answer() -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                announce()
                return

    def started() -> None:
        threading.Thread(target=await_answer, daemon=True).start()

    code = Supervisor(programs(), {**environment, "PORT": str(port)}).run(started)
    services.release()
    if code:
        raise CommandError("Concert stopped because one of its processes keeps dying; its log is above.")
