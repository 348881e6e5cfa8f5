"""How processes are started and ended so that none is left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

PR_SET_PDEATHSIG = 1


def die_with_parent(by: int) -> Callable[[], None] | None:
    """What a child runs before its program so that it gets the signal `by` when we die (Linux; else None)."""
    if not sys.platform.startswith("linux"):
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def end(process: "subprocess.Popen[Any] | None", kindly: int, firmly: int, *, seconds: float) -> None:
    """Stop a process with one signal, and with another when it has not ended after so many seconds."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(kindly)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(firmly)
        process.wait()


def end_group(process: "subprocess.Popen[Any]") -> None:
    """Kill what is left of the group that this process led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
