"""The rows of a file between the steps: read once by a bounded process, then kept as plain lines on disk."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from django.conf import settings

from measurement.imports import reader
from measurement.imports.files import FileRefused

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = list[Cell]
WAIT = 90
ORIGINAL = "file"


class Grid:
    """The folder of one import, under a random name in MEDIA_ROOT, readable by Concert's own account alone."""

    def __init__(self, name: str) -> None:
        if len(name) != 32 or not name.isalnum():
            raise ValueError("not the name of a stored import")
        self.name = name
        self.folder = Path(settings.MEDIA_ROOT) / "imports" / name

    @classmethod
    def store(cls, chunks: Iterable[bytes]) -> Grid:
        """Keep an upload under a new random name."""
        grid = cls(secrets.token_hex(16))
        grid.folder.mkdir(parents=True, mode=0o700)
        path = grid.folder / ORIGINAL
        path.touch(mode=0o600)
        with path.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
        return grid

    def read_original(self, form: str) -> list[dict[str, object]]:
        """Read the upload into rows; return name, rows and columns of each sheet. May be done again.

        Raises FileRefused. The reading happens in a process of its own, with limits on memory and time.
        """
        original = self.folder / ORIGINAL
        command = [sys.executable, "-I", str(Path(reader.__file__)), str(original), form, str(self.folder)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=WAIT, env={}, check=False)
        except subprocess.TimeoutExpired as fault:
            raise FileRefused("too_slow") from fault
        if done.returncode < 0 or (done.returncode and b"MemoryError" in done.stderr):
            raise FileRefused("too_many_cells")
        if done.returncode:
            raise FileRefused("broken")
        answer = json.loads(done.stdout)
        if "refused" in answer:
            raise FileRefused(answer["refused"], answer["row"])
        sheets: list[dict[str, object]] = answer["sheets"]
        return sheets

    def drop_original(self) -> None:
        """Delete the upload itself; its rows stay."""
        (self.folder / ORIGINAL).unlink(missing_ok=True)

    def rows(self, sheet: int) -> Iterator[Row]:
        """Yield the rows of a sheet, first to last."""
        with (self.folder / f"{int(sheet)}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def head(self, sheet: int, count: int) -> list[Row]:
        """Return the first rows of a sheet."""
        return list(islice(self.rows(sheet), count))

    def forget(self) -> None:
        """Delete everything that was kept."""
        shutil.rmtree(self.folder, ignore_errors=True)
