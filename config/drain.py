"""Whether this server is about to stop: one byte shared by the server and its workers."""

import mmap

_shared = mmap.mmap(-1, 1)


def begin() -> None:
    """From now on the server is not ready for new work."""
    _shared[0] = 1


def draining() -> bool:
    return _shared[0] == 1
