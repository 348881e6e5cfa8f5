"""gunicorn's settings (`gunicorn -c python:config.gunicorn config.wsgi`); requests log themselves."""

import os
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from config import drain
from config.env import Env

os.environ.setdefault("CONCERT_PROCESS", "web")
_env = Env()

bind = f"{_env.text('HOST', '127.0.0.1')}:{_env.number('PORT', 8000, minimum=1)}"
worker_class = "gthread"
workers = _env.number("WEB_WORKERS", 1, minimum=1)
threads = _env.number("WEB_THREADS", 8, minimum=1)
timeout = 60
graceful_timeout = 25
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
forwarded_allow_ips = "*" if _env.number("PROXIES", 0) else "127.0.0.1,::1"
loglevel = "warning"
# Workers show that they live by touching a file: in memory where there is such a folder.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 # nosec B108
# Seconds in which /readyz says 503 while requests are still answered, so that a balancer can turn away.
_drain_seconds = _env.number("DRAIN_SECONDS", 0)
_env.finish()


def when_ready(server: Any) -> None:
    """On SIGTERM tell /readyz first, and stop only after the time to drain."""

    def stop(number: int, frame: FrameType | None) -> None:
        drain.begin()
        threading.Timer(_drain_seconds, server.signal, (number, None)).start()

    signal.signal(signal.SIGTERM, stop)
