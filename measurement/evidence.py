"""The files behind figures, as they lie on disk: told by their content, private, under random names."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.conf import settings

from initiatives.carrying.keeping import Keeper, keep
from measurement.imports.files import FileRefused
from measurement.imports.files import recognise as recognise_sheet

LARGEST = 10 * 1024 * 1024
MOST_FILES = 20
BLOCK = 64 * 1024
# How the content of each kind begins, by the ending that a name must have; spreadsheets are told as imports tell them.
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
TAKEN = ("pdf", "png", "jpg", "jpeg", "csv", "txt", "xlsx", "ods", "xls")


def recognise(file: IO[bytes], name: str, size: int) -> str:
    """Return the ending under which a file is kept, or raise FileRefused: its content must be what its name says."""
    ending = Path(name).suffix.lower().lstrip(".")
    if ending not in TAKEN:
        raise FileRefused("unknown_ending")
    if size > LARGEST:
        raise FileRefused("too_big")
    if size == 0:
        raise FileRefused("empty")
    beginning = BEGINNINGS.get(ending)
    if beginning is None:
        return recognise_sheet(file, name, size)
    file.seek(0)
    if not file.read(16).startswith(beginning):
        raise FileRefused("other_content")
    return ending


def store(file: IO[bytes]) -> str:
    """Keep a file, readable by Concert's own account alone; return its random name. Raises FileRefused past LARGEST."""
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    file.seek(0)
    written = 0
    with path.open("wb") as out:
        while block := file.read(BLOCK):
            written += len(block)
            if written > LARGEST:
                path.unlink()
                raise FileRefused("too_big")
            out.write(block)
    return name


def opened(name: str) -> IO[bytes]:
    """Open a stored file for reading."""
    return _path(name).open("rb")


def forget_files(names: Iterable[str]) -> None:
    """Remove stored files; what is gone already does not matter."""
    for name in names:
        _path(name).unlink(missing_ok=True)


def _take_in(file: IO[bytes], name: str, size: int) -> str:
    """Store a file that arrived with a whole initiative. Raises ValueError for one that nobody may upload."""
    try:
        recognise(file, name, size)
        return store(file)
    except FileRefused as error:
        raise ValueError(error.code) from error


keep(Keeper("evidence", LARGEST, opened, _take_in, forget_files))


def _path(name: str) -> Path:
    if len(name) != 32 or not name.isalnum():
        raise ValueError("not the name of a stored file")
    return Path(settings.MEDIA_ROOT) / "evidence" / name
