"""A filled workbook on its way in: whether it may be opened at all, and what stands in it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from measurement.books import opening
from measurement.imports.files import FileRefused, recognise

LARGEST = 5 * 1024 * 1024
WAIT = 40
WANTED = ("xlsx", "ods", "xls")

Cell: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True)
class Opened:
    """The sheets of a workbook by name, and the pieces of its mark, not looked at yet."""

    sheets: tuple[tuple[str, list[list[Cell]]], ...]
    mark: tuple[str, ...]


def require_workbook(file: IO[bytes], name: str, size: int) -> None:
    """Raise FileRefused for what is no workbook, too big for one, encrypted or of harm."""
    if size > LARGEST:
        raise FileRefused("book_too_big")
    if recognise(file, name, size) not in WANTED:
        raise FileRefused("no_book")


def open_upload(file: IO[bytes], name: str, size: int) -> Opened:
    """Return what stands in an upload; nothing of it is kept. Raises FileRefused."""
    require_workbook(file, name, size)
    file.seek(0)
    with tempfile.NamedTemporaryFile(prefix="concert-book-") as kept:
        while block := file.read(1024 * 1024):
            kept.write(block)
        kept.flush()
        return open_file(Path(kept.name))


def open_file(path: Path) -> Opened:
    """Return what stands in a file, read by a process of its own with limits on memory and time."""
    command = [sys.executable, "-I", str(Path(opening.__file__)), str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=WAIT, env={}, check=False)
    except subprocess.TimeoutExpired as fault:
        raise FileRefused("too_slow") from fault
    if done.returncode < 0 or (done.returncode and b"MemoryError" in done.stderr):
        raise FileRefused("too_many_cells")
    if done.returncode:
        raise FileRefused("broken")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise FileRefused(answer["refused"])
    return Opened(tuple((name, rows) for name, rows in answer["sheets"]), tuple(answer["mark"]))
